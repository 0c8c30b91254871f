//! An [`Api`] in, a [`Checked`] one out, which satisfies every invariant that `emit` relies on.
//! Mistakes of documents are reported before, so that a failure here is a bug of `lower`.

mod call;
mod presence;
mod traits;

use std::hash::Hash;
use std::ops::Deref;

use rustc_hash::FxHashSet;

use crate::ir::{
    Api, ObjectDef, Operation, Security, TaggedVariant, Type, TypeDef, TypeId, TypeKind,
};
use crate::layout;
use crate::name::TypeName;

/// A value whose invariants were verified. It is created by [`api`] only, and immutable.
#[derive(Debug)]
pub struct Checked<T>(T);

impl<T> Deref for Checked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Verifies every invariant of the intermediate representation.
///
/// # Panics
///
/// If an invariant does not hold, with the invariant as the message.
#[must_use]
pub fn api(api: Api) -> Checked<Api> {
    names(&api);
    security(&api);
    presence::check(&api);
    traits::check(&api);
    signature(&api);
    for ty in &api.types {
        kind(&api, ty);
    }
    for operation in &api.operations {
        fields_of_operation(operation);
        call::check(&api, operation);
    }
    Checked(api)
}

/// Verifies that the items in the module of the API have distinct names.
fn names(api: &Api) {
    let operations = api.operations.iter().flat_map(layout::operation_names);
    let operations = operations.map(TypeName::as_str);
    let events = api.events.iter().map(|events| events.name.as_str());
    let names = api
        .types
        .iter()
        .map(|ty| ty.name.as_str())
        .chain(operations)
        .chain(events)
        .chain(api.groups.iter().map(|group| group.ty.as_str()));
    distinct(
        names,
        "types, operations, events and groups have distinct names in their module",
    );
    let methods = api.operations.iter().flat_map(|it| api.method_paths(it));
    let methods: Vec<String> = methods.collect();
    distinct(
        methods.iter().map(String::as_str),
        "the methods that call operations have distinct names",
    );
    distinct(
        api.errors.iter().map(|error| error.constant.as_str()),
        "named errors have distinct constants",
    );
}

/// Verifies that the headers of a signature are in lower case, as they are compared.
fn signature(api: &Api) {
    for signature in api.events.iter().flat_map(|events| &events.signature) {
        let headers = [&signature.signature_header, &signature.timestamp_header];
        for header in headers {
            assert_eq!(
                *header,
                header.to_ascii_lowercase(),
                "headers are named in lower case"
            );
        }
    }
}

fn fields_of_operation(operation: &Operation) {
    let names = operation
        .parameters
        .iter()
        .map(|parameter| parameter.name.as_str());
    let body = operation.call.body.iter().map(|body| body.field.as_str());
    distinct(
        names.chain(body),
        "the fields of an operation have distinct names",
    );
}

/// Verifies that required schemes are declared, and that the variables of a server are distinct.
fn security(api: &Api) {
    let names = || api.schemes.iter().map(|scheme| scheme.name.as_str());
    distinct(names(), "security schemes have distinct names");
    let own = api.operations.iter().filter_map(|it| it.security.as_ref());
    for security in own.chain([&api.security]) {
        let Security::AnyOf(alternatives) = security else {
            continue;
        };
        for need in alternatives.iter().flatten() {
            let is_known = names().any(|name| name == need.scheme);
            assert!(is_known, "what is needed is a scheme: {}", need.scheme);
        }
    }
    let own = api.operations.iter().flat_map(|it| &it.servers).flatten();
    for server in own.chain(&api.servers) {
        let names = server.variables.iter().map(|it| it.name.as_str());
        distinct(names, "the variables of a server have distinct names");
    }
}

fn kind(api: &Api, ty: &TypeDef) {
    let name = ty.name.as_str();
    match &ty.kind {
        TypeKind::Object(object) => fields(api, name, object),
        TypeKind::StringEnum(it) => {
            distinct(
                it.variants.iter().map(|it| it.0.as_str()),
                "variants have distinct names",
            );
            distinct(
                it.variants.iter().map(|it| &it.1),
                "variants have distinct values",
            );
        }
        TypeKind::Tagged(tagged) => {
            distinct(
                tagged.variants.iter().map(|it| it.name.as_str()),
                "variants have distinct names",
            );
            distinct(
                tagged.variants.iter().flat_map(TaggedVariant::values),
                "a tag's value stands for one variant",
            );
            for variant in &tagged.variants {
                exists(api, name, &variant.ty);
            }
        }
        TypeKind::Union(list) => {
            distinct(
                list.iter().map(|it| it.name.as_str()),
                "variants have distinct names",
            );
            for alternative in list {
                exists(api, name, &alternative.value.ty);
            }
        }
        TypeKind::Tuple(items) => {
            let mut behind = items.iter().skip_while(|item| item.required);
            assert!(
                behind.all(|item| !item.required),
                "{name}: the items that may be absent are the last"
            );
            for item in items {
                exists(api, name, &item.value.ty);
            }
        }
        TypeKind::Newtype(value) => exists(api, name, &value.ty),
        TypeKind::Alias(target) => exists(api, name, target),
    }
}

fn fields(api: &Api, name: &str, object: &ObjectDef) {
    let others = object.others.iter().map(|others| others.name.as_str());
    let names = object
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .chain(others);
    distinct(names, "fields have distinct names");
    let constants = object.constants.iter().map(|(wire, _)| wire);
    distinct(
        object.fields.iter().map(|it| &it.wire).chain(constants),
        "members are named once",
    );
    for field in &object.fields {
        exists(api, name, &field.value.ty);
    }
    for rule in &object.rules {
        for member in rule.kind.members() {
            let known = object.fields.iter().any(|field| field.wire == member)
                || object.constants.iter().any(|(wire, _)| wire == member);
            assert!(
                known,
                "{name}: a rule about several members names fields: {member}"
            );
        }
    }
}

fn distinct<T: Hash + Eq + std::fmt::Debug>(items: impl Iterator<Item = T>, invariant: &str) {
    let mut seen = FxHashSet::default();
    for item in items {
        if let Some(item) = seen.replace(item) {
            panic!("{invariant}: {item:?}");
        }
    }
}

fn exists(api: &Api, name: &str, ty: &Type) {
    if let Some(TypeId(id)) = ty.named() {
        assert!(id < api.types.len(), "{name}: a type refers to a type");
    }
}
