//! An API in, a sentence for each type that the document says nothing about out.

use std::fmt;

use rustc_hash::FxHashMap;

use crate::ir::{Api, Body, Operation, Type, TypeId, TypeKind};
use crate::name::TypeName;

use super::doc;

/// Describes the types that have no prose by where they are used.
pub(super) fn describe_types(api: &Api) -> FxHashMap<&TypeName, String> {
    let mut uses = Uses {
        api,
        found: api.types.iter().map(|_| None).collect(),
    };
    for index in 0..api.types.len() {
        uses.visit_type(TypeId(index));
    }
    for operation in &api.operations {
        uses.visit_operation(operation);
    }
    for webhook in &api.webhooks {
        let key = doc::code(&webhook.key);
        if let Some(ty) = &webhook.ty {
            uses.add(
                ty,
                &|| "the body".to_owned(),
                &format!("the webhook {key}"),
                None,
            );
        }
    }
    let described = uses.found.iter().zip(&api.types);
    let described = described.filter(|(_, def)| def.doc.text.is_none());
    let described = described.map(|(found, def)| {
        let words = match found {
            None => format!("the type {}", doc::code(def.name.as_str())),
            Some(found) => found.to_string(),
        };
        let mut rest = words.chars();
        let first = rest.next().into_iter().flat_map(char::to_uppercase);
        (&def.name, first.chain(rest).chain(['.']).collect())
    });
    described.collect()
}

/// Where a type is used first, and how else.
struct Use {
    /// What it is there: ``the `data` ``.
    what: String,
    place: String,
    others: Others,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Others {
    None,
    /// It is the same in other places.
    Same,
    /// It is something else in other places.
    Different,
}

impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            place,
            others,
        } = self;
        let others = match others {
            Others::None => "",
            Others::Same => " and others",
            Others::Different => ", among others",
        };
        write!(f, "{what} of {place}{others}")
    }
}

/// The uses of types without prose.
struct Uses<'a> {
    api: &'a Api,
    found: Vec<Option<Use>>,
}

impl Uses<'_> {
    fn visit_type(&mut self, id: TypeId) {
        let def = self.api.type_def(id);
        let name = doc::code(def.name.as_str());
        let mut add = |ty: &Type, what: &dyn Fn() -> String| self.add(ty, what, &name, Some(id));
        match &def.kind {
            TypeKind::Object(object) => {
                for field in &object.fields {
                    let what = || format!("the {}", doc::code(&field.wire));
                    add(&field.value.ty, &what);
                }
                if let Some(others) = &object.others {
                    add(&others.value.ty, &|| "an additional property".to_owned());
                }
            }
            TypeKind::Tuple(items) => {
                for (index, item) in items.iter().enumerate() {
                    add(&item.value.ty, &|| format!("item {index}"));
                }
            }
            kind => {
                let is_union = matches!(kind, TypeKind::Tagged(_) | TypeKind::Union(_));
                let what = if is_union {
                    "an alternative"
                } else {
                    "the value"
                };
                kind.types()
                    .into_iter()
                    .for_each(|ty| add(ty, &|| what.to_owned()));
            }
        }
    }

    fn visit_operation(&mut self, operation: &Operation) {
        let name = doc::code(operation.name.as_str());
        let mut add = |ty: &Type, what: &dyn Fn() -> String| self.add(ty, what, &name, None);
        for parameter in &operation.parameters {
            let what = || format!("the parameter {}", doc::code(&parameter.wire));
            add(&parameter.value.ty, &what);
        }
        let sent = operation.call.body.iter().flat_map(Body::sent);
        for value in sent.filter_map(|it| it.form.value()) {
            add(&value.ty, &|| "the request body".to_owned());
        }
        for response in &operation.responses {
            let what = if response.status.starts_with('2') {
                "the response body"
            } else {
                "the error body"
            };
            for value in response.content.iter().filter_map(|it| it.value.as_ref()) {
                add(&value.ty, &|| what.to_owned());
            }
        }
        for ty in operation.callbacks.iter().flat_map(|it| &it.ty) {
            add(ty, &|| "the body of a callback".to_owned());
        }
    }

    /// Adds a use of the type within `ty`. A type links to `place` if that is a type of its own file,
    /// where the name needs no path.
    fn add(&mut self, ty: &Type, what: &dyn Fn() -> String, place: &str, from: Option<TypeId>) {
        let Some(id) = ty.named().filter(|id| Some(*id) != from) else {
            return;
        };
        let def = self.api.type_def(id);
        if def.doc.text.is_some() {
            return;
        }
        let file = from.map(|id| &self.api.type_def(id).file);
        let place = match file {
            Some(file) if *file == def.file => format!("[{place}]"),
            _ => place.to_owned(),
        };
        let what = match list_or_map(ty) {
            None => what(),
            Some(item) => format!("{item} in {}", what()),
        };
        match &mut self.found[id.0] {
            Some(known) if known.what != what => known.others = Others::Different,
            Some(known) if known.place != place => known.others = known.others.max(Others::Same),
            Some(_) => {}
            found => {
                *found = Some(Use {
                    what,
                    place,
                    others: Others::None,
                });
            }
        }
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
    use super::describe_types;
    use crate::ir::sample::{api, field, object, operation};
    use crate::ir::{Content, Doc, Response, Type, TypeId, Value};
    use crate::name::TypeName;

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
        let described = describe_types(&api);
        let sentence = |name| {
            let sentence = described.get(&TypeName::from_spelling(name));
            sentence.map(String::as_str)
        };
        assert_eq!(sentence("Pet"), Some("The `pet` of `Shop`."));
        assert_eq!(sentence("Toy"), Some("An item in the `toys` of [`Pet`]."));
        let shop = "The response body of `ListShops` and others.";
        assert_eq!(sentence("Shop"), Some(shop));
        assert_eq!(sentence("Owner"), None);
        assert_eq!(sentence("Lonely"), Some("The type `Lonely`."));
    }
}
