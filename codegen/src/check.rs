//! An [`Api`] in; a panic out where it breaks an invariant that `emit` relies on. What a document
//! can get wrong was reported before: whatever fails here is a bug of `lower`.

mod presence;

use std::collections::HashSet;
use std::hash::Hash;

use crate::ir::{
    Alternative, Api, Body, BodyContent, BodyForm, Call, Choice, Failure, Kind, ObjectDef,
    Operation, Payload, Security, Type, TypeDef, TypeId,
};

/// Checks every invariant of the intermediate representation.
///
/// # Panics
///
/// When one does not hold, with the invariant as the message.
pub fn api(api: &Api) {
    let operations = api.operations.iter().flat_map(operation_names);
    let events = api.events.iter().map(|events| events.name.as_str());
    let names = api
        .types
        .iter()
        .map(|ty| ty.name.as_str())
        .chain(operations)
        .chain(events);
    distinct(
        names,
        "types, operations and events have distinct names in their module",
    );
    distinct(
        api.errors.iter().map(|error| error.constant.as_str()),
        "named errors have distinct constants",
    );
    security(api);
    presence::check(api);
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
    for ty in &api.types {
        kind(api, ty);
    }
    for operation in &api.operations {
        let names = operation
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str());
        let body = operation.call.body.iter().map(|body| body.field.as_str());
        distinct(
            names.chain(body),
            "the fields of an operation have distinct names",
        );
        call(api, operation);
    }
}

/// What calls need is among the schemes, and each server has its variables once.
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

fn call(api: &Api, operation: &Operation) {
    let name = operation.name.as_str();
    let Call {
        body,
        success,
        failure,
        key,
        paging,
        stream,
        headers,
    } = &operation.call;
    for sent in body.iter().flat_map(Body::sent) {
        match &sent.form {
            BodyForm::Json { value, .. }
            | BodyForm::Form { value, .. }
            | BodyForm::Multipart { value, .. } => exists(api, name, &value.ty),
            BodyForm::Text | BodyForm::Bytes => {}
        }
    }
    if let Some(BodyContent::Choice { name: _, cases }) = body.as_ref().map(|body| &body.content) {
        assert!(cases.len() > 1, "{name}: there is something to choose");
        distinct(
            cases.iter().map(|(variant, _)| variant.as_str()),
            "bodies to choose among have distinct names",
        );
    }
    match &success.payload {
        Payload::Json(ty) | Payload::OptionalJson(ty) => exists(api, name, ty),
        Payload::Choice(of) => choice(api, name, of),
        Payload::Events => assert!(stream.is_some(), "{name}: events have a type"),
        Payload::Nothing | Payload::Text | Payload::Bytes => {}
    }
    if let Some(stream) = stream {
        exists(api, name, &stream.ty);
    }
    if let Some(headers) = headers {
        let Kind::Object(object) = &api.type_def(headers.ty).kind else {
            panic!("{name}: the headers of a reply are a struct");
        };
        for (styled, _) in &headers.styles {
            let is_known = object.fields.iter().any(|field| field.wire == *styled);
            assert!(
                is_known,
                "{name}: a header with a style is a field: {styled}"
            );
        }
    }
    match failure {
        Failure::Json(ty) => exists(api, name, ty),
        Failure::Choice(of) => choice(api, name, of),
        Failure::Unknown => {}
    }
    let is_json = matches!(success.payload, Payload::Json(_));
    assert!(
        is_json || (success.unwrap.is_none() && paging.is_none()),
        "{name}: only a body of JSON has members"
    );
    assert!(
        key.is_none() || body.is_some(),
        "{name}: a key goes into a body"
    );
}

/// The operation, and the enum of its bodies.
fn operation_names(operation: &Operation) -> impl Iterator<Item = &str> {
    let content = operation.call.body.iter().map(|body| &body.content);
    let body = content.filter_map(|content| match content {
        BodyContent::Choice { name, .. } => Some(name.as_str()),
        BodyContent::One(_) => None,
    });
    std::iter::once(operation.name.as_str()).chain(body)
}

fn choice(api: &Api, name: &str, choice: &Choice) {
    exists(api, name, &Type::Named(choice.union));
    let Kind::Union(alternatives) = &api.type_def(choice.union).kind else {
        panic!("{name}: a choice is made among the variants of a union");
    };
    for (_, variant, ty) in &choice.cases {
        let known = |it: &Alternative| it.name == *variant && it.value.ty == *ty;
        assert!(
            alternatives.iter().any(known),
            "{name}: each case of a choice is a variant: {variant}"
        );
    }
}

fn kind(api: &Api, ty: &TypeDef) {
    let name = ty.name.as_str();
    match &ty.kind {
        Kind::Object(object) => fields(api, name, object),
        Kind::StringEnum(it) => {
            distinct(
                it.variants.iter().map(|it| it.0.as_str()),
                "variants have distinct names",
            );
            distinct(
                it.variants.iter().map(|it| &it.1),
                "variants have distinct values",
            );
        }
        Kind::Tagged(tagged) => {
            distinct(
                tagged.variants.iter().map(|it| it.name.as_str()),
                "variants have distinct names",
            );
            distinct(
                tagged.variants.iter().map(|it| &it.value),
                "a tag's value stands for one variant",
            );
            for variant in &tagged.variants {
                exists(api, name, &variant.ty);
            }
        }
        Kind::Union(list) => {
            distinct(
                list.iter().map(|it| it.name.as_str()),
                "variants have distinct names",
            );
            for alternative in list {
                exists(api, name, &alternative.value.ty);
            }
        }
        Kind::Newtype(value) => exists(api, name, &value.ty),
        Kind::Alias(target) => exists(api, name, target),
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
    let mut seen = HashSet::new();
    for item in items {
        let text = format!("{item:?}");
        assert!(seen.insert(item), "{invariant}: {text}");
    }
}

fn exists(api: &Api, name: &str, ty: &Type) {
    match ty {
        Type::Named(TypeId(id)) => {
            assert!(*id < api.types.len(), "{name}: a type refers to a type");
        }
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Box(inner) => {
            exists(api, name, inner);
        }
        Type::Bool
        | Type::I64
        | Type::U64
        | Type::F64
        | Type::String
        | Type::Base64
        | Type::DateTime
        | Type::File
        | Type::Json => {}
    }
}
