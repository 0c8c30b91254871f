//! An API in, a sentence for each type that the document says nothing about out.

use std::collections::hash_map::Entry;
use std::fmt;

use rustc_hash::FxHashMap;

use crate::ir::{Api, Body, Content, Operation, Type, TypeDef, TypeId, TypeKind};
use crate::name::TypeName;

use super::doc;

/// Where the types that have no prose are used.
#[derive(Debug)]
pub(super) struct TypeUses<'a> {
    api: &'a Api,
    found: FxHashMap<&'a TypeName, Use<'a>>,
}

/// Where a type is used first, and how else.
#[derive(Debug)]
struct Use<'a> {
    part: Part<'a>,
    place: Place<'a>,
    others: Others,
}

/// Which part of a place the type describes.
#[derive(Debug, PartialEq, Eq)]
struct Part<'a> {
    /// What it is of the list or map that stands there.
    item: Option<&'static str>,
    kind: PartKind<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PartKind<'a> {
    Member(&'a str),
    Item(usize),
    Parameter(&'a str),
    Named(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place<'a> {
    Type {
        name: &'a TypeName,
        /// Whether it is a type of the same file, where its name needs no path.
        is_linked: bool,
    },
    Operation(&'a TypeName),
    Webhook(&'a str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Others {
    None,
    /// It is the same in other places.
    Same,
    /// It is something else in other places.
    Different,
}

impl<'a> TypeUses<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut uses = Self {
            api,
            found: FxHashMap::default(),
        };
        for index in 0..api.types.len() {
            uses.visit_type(TypeId(index));
        }
        for operation in &api.operations {
            uses.visit_operation(operation);
        }
        for webhook in &api.webhooks {
            if let Some(ty) = &webhook.ty {
                let place = Place::Webhook(&webhook.key);
                uses.add(ty, PartKind::Named("the body"), place, None);
            }
        }
        uses
    }

    /// Describes a type by where it is used, unless it has prose.
    pub(super) fn describe(&self, def: &TypeDef) -> Option<String> {
        if def.doc.text.is_some() {
            return None;
        }
        let words = match self.found.get(&def.name) {
            None => format!("the type {}", doc::code(def.name.as_str())),
            Some(found) => found.to_string(),
        };
        let mut rest = words.chars();
        let first = rest.next().into_iter().flat_map(char::to_uppercase);
        Some(first.chain(rest).chain(['.']).collect())
    }

    fn visit_type(&mut self, id: TypeId) {
        let def = self.api.type_def(id);
        let place = Place::Type {
            name: &def.name,
            is_linked: false,
        };
        let mut add = |ty, part| self.add(ty, part, place, Some(id));
        match &def.kind {
            TypeKind::Object(object) => {
                for field in &object.fields {
                    add(&field.value.ty, PartKind::Member(&field.wire));
                }
                if let Some(others) = &object.others {
                    add(&others.value.ty, PartKind::Named("an additional property"));
                }
            }
            TypeKind::Tuple(items) => {
                for (index, item) in items.iter().enumerate() {
                    add(&item.value.ty, PartKind::Item(index));
                }
            }
            kind => {
                let is_union = matches!(kind, TypeKind::Tagged(_) | TypeKind::Union(_));
                let part = PartKind::Named(if is_union {
                    "an alternative"
                } else {
                    "the value"
                });
                kind.types().into_iter().for_each(|ty| add(ty, part));
            }
        }
    }

    fn visit_operation(&mut self, operation: &'a Operation) {
        let place = Place::Operation(&operation.name);
        let mut add = |ty: &Type, part| self.add(ty, part, place, None);
        for parameter in &operation.parameters {
            add(&parameter.value.ty, PartKind::Parameter(&parameter.wire));
        }
        let sent = operation.call.body.iter().flat_map(Body::sent);
        for value in sent.filter_map(|it| it.form.value()) {
            add(&value.ty, PartKind::Named("the request body"));
        }
        for response in &operation.responses {
            let part = PartKind::Named(if response.status.starts_with('2') {
                "the response body"
            } else {
                "the error body"
            });
            for value in response.content.iter().filter_map(Content::whole_value) {
                add(&value.ty, part);
            }
        }
        for ty in operation.callbacks.iter().flat_map(|it| &it.ty) {
            add(ty, PartKind::Named("the body of a callback"));
        }
    }

    /// Adds a use of the type within `ty`, which is part of the type `from` if there is one.
    fn add(&mut self, ty: &Type, kind: PartKind<'a>, place: Place<'a>, from: Option<TypeId>) {
        let Some(id) = ty.named().filter(|id| Some(*id) != from) else {
            return;
        };
        let def = self.api.type_def(id);
        if def.doc.text.is_some() {
            return;
        }
        let place = match (place, from) {
            (Place::Type { name, .. }, Some(from)) => Place::Type {
                name,
                is_linked: self.api.type_def(from).file == def.file,
            },
            (place, _) => place,
        };
        let item = list_or_map(ty);
        let part = Part { item, kind };
        match self.found.entry(&def.name) {
            Entry::Vacant(entry) => {
                entry.insert(Use {
                    part,
                    place,
                    others: Others::None,
                });
            }
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                if known.part != part {
                    known.others = Others::Different;
                } else if known.place != place {
                    known.others = known.others.max(Others::Same);
                }
            }
        }
    }
}

impl fmt::Display for Use<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            part: Part { item, kind },
            place,
            others,
        } = self;
        if let Some(item) = item {
            write!(f, "{item} in ")?;
        }
        match kind {
            PartKind::Member(wire) => write!(f, "the {}", doc::code(wire))?,
            PartKind::Item(index) => write!(f, "item {index}")?,
            PartKind::Parameter(wire) => write!(f, "the parameter {}", doc::code(wire))?,
            PartKind::Named(name) => f.write_str(name)?,
        }
        f.write_str(" of ")?;
        match place {
            Place::Type {
                name,
                is_linked: true,
            } => write!(f, "[{}]", doc::code(name.as_str()))?,
            Place::Type { name, .. } | Place::Operation(name) => {
                f.write_str(&doc::code(name.as_str()))?;
            }
            Place::Webhook(key) => write!(f, "the webhook {}", doc::code(key))?,
        }
        f.write_str(match others {
            Others::None => "",
            Others::Same => " and others",
            Others::Different => ", among others",
        })
    }
}

/// What a value within a list or a map is.
fn list_or_map(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Vec(_) => Some("an item"),
        Type::Map(_) => Some("a value"),
        Type::Nullable(inner) | Type::Box(inner) => list_or_map(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::TypeUses;
    use crate::ir::sample::{api, field, object, operation};
    use crate::ir::{Content, Doc, Response, Type, TypeId, Value};

    #[test]
    fn a_type_without_prose_is_described_by_where_it_is_used() {
        let named = |id| Type::Named(TypeId(id));
        let toys = Type::Vec(Box::new(named(1)));
        let pet = object(vec![field("toys", toys), field("parent", named(0))]);
        let shop = object(vec![field("pet", named(0)), field("owner", named(3))]);
        let nothing = || object(Vec::new());
        let mut api = api(vec![
            ("Pet", pet),
            ("Toy", nothing()),
            ("Shop", shop),
            ("Owner", nothing()),
            ("Lonely", nothing()),
        ]);
        api.types[1].file = api.types[0].file.clone();
        api.types[3].doc.text = Some("Who owns a shop.".to_owned());
        for name in ["ListShops", "GetShop"] {
            let mut operation = operation(name, "GET", "/");
            operation.responses = vec![Response {
                status: "200".to_owned(),
                component: None,
                doc: Doc::default(),
                content: vec![Content {
                    value: Some(Value::of(named(2))),
                    ..Content::of("application/json")
                }],
                headers: Vec::new(),
            }];
            api.operations.push(operation);
        }
        let uses = TypeUses::new(&api);
        let sentence = |name| {
            let mut types = api.types.iter();
            let def = types.find(|def| def.name.as_str() == name).unwrap();
            uses.describe(def)
        };
        let check = |name, expected| assert_eq!(sentence(name).as_deref(), expected);
        check("Pet", Some("The `pet` of `Shop`."));
        check("Toy", Some("An item in the `toys` of [`Pet`]."));
        check("Shop", Some("The response body of `ListShops` and others."));
        check("Owner", None);
        check("Lonely", Some("The type `Lonely`."));
    }
}
