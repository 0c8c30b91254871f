//! Verifies that what a call refers to exists.

use crate::ir::{
    Alternative, Api, Body, BodyContent, BodyForm, Call, Choice, Failure, Headers, Operation,
    ResponseBody, ResponseEnum, Type, TypeKind,
};

use super::{distinct, exists};

pub(super) fn check(api: &Api, operation: &Operation) {
    let name = operation.name.as_str();
    let Call {
        body,
        success,
        failure,
        key,
        paging,
        stream,
        headers,
        response_enum,
    } = &operation.call;
    if let Some(body) = body {
        check_body(api, name, body);
    }
    response_body(api, name, &success.body);
    if let Some(response_enum) = response_enum {
        self::response_enum(api, name, response_enum);
    }
    match success.body {
        ResponseBody::Events => assert!(stream.is_some(), "{name}: events have a type"),
        ResponseBody::Enum => assert!(response_enum.is_some(), "{name}: a response enum is there"),
        _ => {}
    }
    if let Some(stream) = stream {
        exists(api, name, &stream.ty);
    }
    if let Some(headers) = headers {
        check_headers(api, name, headers);
    }
    match failure {
        Failure::Json(ty) => exists(api, name, ty),
        Failure::Choice(of) => choice(api, name, of),
        Failure::Unknown | Failure::Text => {}
    }
    let is_json = matches!(
        success.body,
        ResponseBody::Json(_) | ResponseBody::OptionalJson(_)
    );
    assert!(
        is_json || (success.unwrap.is_none() && paging.is_none()),
        "{name}: only a body of JSON has members"
    );
    assert!(
        key.is_none() || body.is_some(),
        "{name}: a key goes into a body"
    );
}

fn check_body(api: &Api, name: &str, body: &Body) {
    for sent in body.sent() {
        match &sent.form {
            BodyForm::Json { value, .. }
            | BodyForm::Form { value, .. }
            | BodyForm::Multipart { value, .. }
            | BodyForm::Items(value) => exists(api, name, &value.ty),
            BodyForm::Text(value) => assert_eq!(value.ty, Type::String, "{name}: a text"),
            BodyForm::Bytes | BodyForm::File { .. } => {}
        }
    }
    if let BodyContent::Choice { name: _, cases } = &body.content {
        assert!(cases.len() > 1, "{name}: there is something to choose");
        distinct(
            cases.iter().map(|(variant, _)| variant.as_str()),
            "bodies to choose among have distinct names",
        );
    }
}

fn check_headers(api: &Api, name: &str, headers: &Headers) {
    let TypeKind::Object(object) = &api.type_def(headers.ty).kind else {
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

fn response_body(api: &Api, name: &str, body: &ResponseBody) {
    match body {
        ResponseBody::Json(ty)
        | ResponseBody::OptionalJson(ty)
        | ResponseBody::Multipart { ty, .. } => {
            exists(api, name, ty);
        }
        ResponseBody::Choice(of) => choice(api, name, of),
        ResponseBody::Nothing
        | ResponseBody::Text
        | ResponseBody::Bytes
        | ResponseBody::Events
        | ResponseBody::Enum => {}
    }
}

fn response_enum(api: &Api, name: &str, response_enum: &ResponseEnum) {
    let cases = &response_enum.cases;
    assert!(cases.len() > 1, "{name}: there is something to tell apart");
    distinct(
        cases.iter().map(|case| case.variant.as_str()),
        "contents have distinct names",
    );
    distinct(
        cases.iter().flat_map(|case| &case.content_types),
        "a content type means one variant",
    );
    for case in cases {
        let is_body = matches!(
            case.body,
            ResponseBody::Json(_)
                | ResponseBody::Choice(_)
                | ResponseBody::Text
                | ResponseBody::Multipart { .. }
                | ResponseBody::Bytes
        );
        let has_type = !case.content_types.is_empty();
        assert!(is_body && has_type, "{name}: a content type has a body");
        response_body(api, name, &case.body);
    }
}

fn choice(api: &Api, name: &str, choice: &Choice) {
    exists(api, name, &choice.ty);
    let alternatives = match &choice.ty {
        Type::Named(id) => match &api.type_def(*id).kind {
            TypeKind::Union(alternatives) => &alternatives[..],
            _ => &[],
        },
        _ => &[],
    };
    let variants = choice.cases.iter().filter_map(|case| case.variant.as_ref());
    for (variant, ty) in variants {
        let known = |it: &Alternative| it.name == *variant && it.value.ty == *ty;
        assert!(
            alternatives.iter().any(known),
            "{name}: each case of a choice is a variant: {variant}"
        );
    }
}
