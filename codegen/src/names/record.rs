//! An API in, a [`Lock`] with all its names out.

use std::fmt::Display;

use crate::ir::{
    Alternative, Api, BodyContent, Choice, Content, Failure, ObjectDef, Operation, Parameter,
    ResponseBody, StringEnum, Tagged, Type, TypeDef, TypeKind,
};

use super::alternative::identify_alternatives;
use super::digest::digest_type;
use super::escape::{ABSENT, escape};
use super::item::{BODY, ErrorKey, FAILURE, HEADERS, Item, RESPONSES, SUCCESS, part_reference};
use super::lock::Lock;

/// Records the names of an API.
#[must_use]
pub fn record_names(api: &Api) -> Lock {
    let mut recorder = Recorder {
        api,
        lock: Lock::default(),
    };
    for def in &api.types {
        recorder.record_type(def);
    }
    for operation in &api.operations {
        recorder.record_operation(operation);
        recorder.record_bodies(operation);
    }
    recorder.record_webhooks();
    for error in &api.errors {
        recorder.name(&Item::Error(&ErrorKey::of(error)), &error.constant);
    }
    for feature in &api.features {
        recorder.name(&Item::Feature(&feature.tag), &feature.name);
    }
    recorder.lock
}

struct Recorder<'a> {
    api: &'a Api,
    lock: Lock,
}

impl Recorder<'_> {
    fn name(&mut self, item: &Item<'_>, name: &dyn Display) {
        self.lock.insert(item, vec![name.to_string()]);
    }

    /// Records an item with a name that refers to a type.
    fn name_of(&mut self, item: &Item<'_>, name: &dyn Display, ty: &Type) {
        let target = self.target(ty);
        self.lock.insert(item, vec![name.to_string(), target]);
    }

    /// Records an item that has a name and may be an argument.
    fn argument(&mut self, item: &Item<'_>, name: &str, place: Option<u32>, ty: &Type) {
        let place = place.map_or_else(|| ABSENT.to_owned(), |it| it.to_string());
        let target = self.target(ty);
        self.lock.insert(item, vec![name.to_owned(), place, target]);
    }

    /// Records an item without a name, if it refers to a type.
    fn reference(&mut self, item: &Item<'_>, ty: &Type) {
        let target = self.target(ty);
        if target != ABSENT {
            self.lock.insert(item, vec![target]);
        }
    }

    /// The name of the type that is referred to, also within lists and the like.
    fn target(&self, ty: &Type) -> String {
        let named = ty.named().map(|id| self.api.type_def(id).name.as_str());
        named.unwrap_or(ABSENT).to_owned()
    }

    fn record_type(&mut self, def: &TypeDef) {
        let name = def.name.as_str();
        let digest = digest_type(def);
        for origin in &def.origins {
            let values = vec![name.to_owned(), digest.clone()];
            self.lock.insert(&Item::Type(origin), values);
        }
        let is_made = def.origins.is_empty();
        match &def.kind {
            TypeKind::Object(object) => {
                if is_made {
                    let reference = part_reference(&def.address, HEADERS);
                    self.name(&Item::Part(&reference), &name);
                }
                self.record_fields(name, object);
            }
            TypeKind::StringEnum(StringEnum { variants, .. }) => {
                for (variant, value) in variants {
                    self.name(&Item::Value(name, value), variant);
                }
            }
            TypeKind::Tagged(Tagged { variants, .. }) => {
                for it in variants {
                    self.name_of(&Item::Variant(name, &it.value), &it.name, &it.ty);
                }
            }
            TypeKind::Union(list) => self.record_alternatives(name, list),
            TypeKind::Tuple(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.reference(&Item::Item(name, index), &item.value.ty);
                }
            }
            TypeKind::Newtype(value) => self.reference(&Item::Item(name, 0), &value.ty),
            TypeKind::Alias(ty) => self.reference(&Item::Item(name, 0), ty),
        }
    }

    fn record_fields(&mut self, name: &str, object: &ObjectDef) {
        let arguments = object.arguments();
        let places = number_arguments(arguments.iter().map(|it| it.argument));
        for field in &object.fields {
            let index = arguments.iter().position(|it| it.wire == field.wire);
            let place = index.map(|it| places[it]);
            let item = Item::Field(name, &field.wire);
            self.argument(&item, field.name.as_str(), place, &field.value.ty);
        }
        if let Some(others) = &object.others {
            self.name_of(&Item::Additional(name), &others.name, &others.value.ty);
        }
    }

    fn record_alternatives(&mut self, name: &str, list: &[Alternative]) {
        let identities = identify_alternatives(self.api, list);
        for (it, identity) in list.iter().zip(&identities) {
            self.name_of(&Item::Alternative(name, identity), &it.name, &it.value.ty);
        }
    }

    fn record_operation(&mut self, operation: &Operation) {
        let name = operation.name.as_str();
        let item = Item::Operation(&operation.method, &operation.path);
        let id = operation.id.as_deref().map_or(ABSENT.to_owned(), escape);
        self.lock.insert(&item, vec![name.to_owned(), id]);
        for method in &operation.client_methods {
            let tag = method.group.map_or("", |id| &self.api.groups[id.0].tag);
            self.name(&Item::Method(name, tag), &method.name);
        }
        let arguments = operation.arguments();
        let places = number_arguments(arguments.iter().map(|it| it.argument));
        for it in &operation.parameters {
            let Parameter { place, wire, .. } = it;
            let is_it = |other: &&Parameter| (other.place, &other.wire) == (*place, wire);
            let argument = arguments.iter().position(is_it);
            let argument = argument.map(|it| places[it]);
            let item = Item::Parameter(name, *place, wire);
            self.argument(&item, it.name.as_str(), argument, &it.value.ty);
        }
    }

    fn record_bodies(&mut self, operation: &Operation) {
        let name = operation.name.as_str();
        let value = |it: &Content| Some(it.value.as_ref()?.ty.clone());
        for it in &operation.body {
            if let Some(ty) = value(it) {
                self.reference(&Item::Request(name, &it.media_type), &ty);
            }
        }
        for response in &operation.responses {
            for it in &response.content {
                if let Some(ty) = value(it) {
                    let item = Item::Response(name, &response.status, &it.media_type);
                    self.reference(&item, &ty);
                }
            }
        }
        if let Some(body) = &operation.call.body
            && let BodyContent::Choice { name: made, cases } = &body.content
        {
            let reference = part_reference(&operation.address, BODY);
            self.name(&Item::Part(&reference), made);
            for (variant, content) in cases {
                self.name(&Item::Body(name, &content.media_type), variant);
            }
        }
        if let Some(contents) = &operation.call.response_enum {
            let reference = part_reference(&operation.address, RESPONSES);
            self.name(&Item::Part(&reference), &contents.name);
            for case in &contents.cases {
                for media_type in &case.content_types {
                    self.name(&Item::Content(name, media_type), &case.variant);
                }
            }
        }
        self.record_unions(operation);
    }

    /// Records the unions that are made of the types of responses.
    fn record_unions(&mut self, operation: &Operation) {
        let call = &operation.call;
        let contents = call.response_enum.iter().flat_map(|it| &it.cases);
        let bodies = contents.map(|it| &it.body).chain([&call.success.body]);
        for body in bodies {
            if let ResponseBody::Choice(choice) = body {
                self.record_union(operation, SUCCESS, choice);
            }
        }
        if let Failure::Choice(choice) = &call.failure {
            self.record_union(operation, FAILURE, choice);
        }
    }

    fn record_union(&mut self, operation: &Operation, part: &str, choice: &Choice) {
        if let Type::Named(id) = choice.ty
            && let TypeDef { name, origins, .. } = self.api.type_def(id)
            && origins.is_empty()
        {
            let reference = part_reference(&operation.address, part);
            self.name(&Item::Part(&reference), name);
        }
    }

    fn record_webhooks(&mut self) {
        for webhook in &self.api.webhooks {
            if let Some(ty) = &webhook.ty {
                self.reference(&Item::Webhook(&webhook.key, &webhook.method), ty);
            }
        }
        if let Some(events) = &self.api.events {
            self.name(&Item::Events, &events.name);
            for event in &events.variants {
                self.name_of(&Item::Event(&event.value), &event.name, &event.ty);
            }
        }
    }
}

/// Numbers the arguments of a constructor, given the numbers that they had. New ones come last.
fn number_arguments(recorded: impl Iterator<Item = Option<u32>> + Clone) -> Vec<u32> {
    let last = recorded.clone().flatten().max();
    let mut next = last.map_or(0, |last| last.saturating_add(1));
    let number = |recorded: Option<u32>| {
        recorded.unwrap_or_else(|| {
            next = next.saturating_add(1);
            next - 1
        })
    };
    recorded.map(number).collect()
}
