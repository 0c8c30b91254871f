//! An API in, a [`Lock`] with all its names out.

use crate::ir::{
    Api, BodyContent, NamedError, ObjectDef, Operation, Parameter, Type, TypeDef, TypeKind,
};

use super::digest::digest_type;
use super::escape::{ABSENT, escape};
use super::item::{BODY, ErrorKey, HEADERS, Item, RESPONSES, part_reference};
use super::lock::Lock;

/// Records the names of an API.
#[must_use]
pub fn record(api: &Api) -> Lock {
    let mut lock = Lock::default();
    for def in &api.types {
        record_type(&mut lock, api, def);
    }
    for operation in &api.operations {
        record_operation(&mut lock, operation);
    }
    if let Some(events) = &api.events {
        lock.insert_name(&Item::Events, &events.name);
        for event in &events.variants {
            lock.insert_name(&Item::Event(&event.value), &event.name);
        }
    }
    for error in &api.errors {
        record_error(&mut lock, error);
    }
    for feature in &api.features {
        lock.insert_name(&Item::Feature(&feature.tag), &feature.name);
    }
    lock
}

fn record_type(lock: &mut Lock, api: &Api, def: &TypeDef) {
    let name = def.name.as_str();
    for origin in &def.origins {
        let values = vec![name.to_owned(), digest_type(def)];
        lock.insert(&Item::Type(origin), values);
    }
    if let (TypeKind::Object(_), true) = (&def.kind, def.origins.is_empty()) {
        lock.insert_name(
            &Item::Part(&part_reference(&def.address, HEADERS)),
            &def.name,
        );
    }
    match &def.kind {
        TypeKind::Object(object) => record_fields(lock, name, object),
        TypeKind::StringEnum(strings) => {
            for (variant, value) in &strings.variants {
                lock.insert_name(&Item::Value(name, value), variant);
            }
        }
        TypeKind::Tagged(tagged) => {
            for variant in &tagged.variants {
                lock.insert_name(&Item::Variant(name, &variant.value), &variant.name);
            }
        }
        // The other unions derive the names of their variants from those of types.
        TypeKind::Union(list) => {
            for it in list.iter().filter(|_| !def.origins.is_empty()) {
                let ty = match &it.value.ty {
                    Type::Named(id) => api.type_def(*id).name.as_str(),
                    _ => it.name.as_str(),
                };
                lock.insert_name(&Item::Alternative(name, ty), &it.name);
            }
        }
        TypeKind::Tuple(_) | TypeKind::Newtype(_) | TypeKind::Alias(_) => {}
    }
}

fn record_fields(lock: &mut Lock, name: &str, object: &ObjectDef) {
    let arguments = object.arguments();
    let places = number_arguments(arguments.iter().map(|it| it.argument));
    for field in &object.fields {
        let item = Item::Field(name, &field.wire);
        let index = arguments.iter().position(|it| it.wire == field.wire);
        let place = index.map_or(ABSENT.to_owned(), |it| places[it].to_string());
        lock.insert(&item, vec![field.name.to_string(), place]);
    }
    if let Some(others) = &object.others {
        lock.insert_name(&Item::Additional(name), &others.name);
    }
}

fn record_operation(lock: &mut Lock, operation: &Operation) {
    let name = operation.name.as_str();
    let item = Item::Operation(&operation.method, &operation.path);
    let id = operation.id.as_deref().map_or(ABSENT.to_owned(), escape);
    lock.insert(&item, vec![name.to_owned(), id]);
    let arguments = operation.arguments();
    let places = number_arguments(arguments.iter().map(|it| it.argument));
    for parameter in &operation.parameters {
        let item = Item::Parameter(name, parameter.place, &parameter.wire);
        let is_it =
            |other: &&Parameter| (other.place, &other.wire) == (parameter.place, &parameter.wire);
        let index = arguments.iter().position(is_it);
        let place = index.map_or(ABSENT.to_owned(), |it| places[it].to_string());
        lock.insert(&item, vec![parameter.name.to_string(), place]);
    }
    if let Some(body) = &operation.call.body
        && let BodyContent::Choice {
            name: choice,
            cases,
        } = &body.content
    {
        lock.insert_name(
            &Item::Part(&part_reference(&operation.address, BODY)),
            choice,
        );
        for (variant, content) in cases {
            lock.insert_name(&Item::Body(name, &content.media_type), variant);
        }
    }
    if let Some(contents) = &operation.call.response_enum {
        lock.insert_name(
            &Item::Part(&part_reference(&operation.address, RESPONSES)),
            &contents.name,
        );
        for case in &contents.cases {
            for media_type in &case.content_types {
                lock.insert_name(&Item::Content(name, media_type), &case.variant);
            }
        }
    }
}

/// Numbers the arguments of a constructor, given the numbers that they had. New ones come last.
fn number_arguments(recorded: impl Iterator<Item = Option<u32>> + Clone) -> Vec<u32> {
    let mut next = recorded
        .clone()
        .flatten()
        .max()
        .map_or(0, |last| last.saturating_add(1));
    let number = |recorded: Option<u32>| {
        recorded.unwrap_or_else(|| {
            next = next.saturating_add(1);
            next - 1
        })
    };
    recorded.map(number).collect()
}

fn record_error(lock: &mut Lock, error: &NamedError) {
    lock.insert_name(&Item::Error(&ErrorKey::of(error)), &error.constant);
}
