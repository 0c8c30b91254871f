//! An API in, a module that uses each of its items out: constructors, setters, fields, variants, operations
//! and errors.

use std::fmt::Write as _;

use codegen::ir::{
    Api, BodyContent, BodyForm, Call, EventForm, Events, Failure, Field, ObjectDef, Operation,
    ResponseBody, Type, TypeDef, TypeKind,
};

/// Writes functions that use everything in `api`, which is the name of the module with the bindings.
pub(crate) fn write_caller(api: &Api) -> String {
    let mut text = String::from("use made::Operation as _;\n");
    for def in &api.types {
        write_type(&mut text, api, def);
    }
    for operation in &api.operations {
        write_operation(&mut text, api, operation);
    }
    for error in &api.errors {
        let name = &error.constant;
        let _ = writeln!(
            text,
            "pub fn error_{name}() {{ let _ = api::errors::{name}; }}"
        );
    }
    if let Some(body) = &api.error_body {
        let name = &api.type_def(body.ty).name;
        let _ = writeln!(
            text,
            "pub fn entries(it: &api::{name}) -> usize {{ made::ErrorBody::entries(it).len() }}"
        );
    }
    if let Some(events) = &api.events {
        write_events(&mut text, api, events);
    }
    text
}

fn write_events(text: &mut String, api: &Api, events: &Events) {
    let name = &events.name;
    let _ = writeln!(text, "pub fn events(it: &api::{name}) {{ match it {{");
    for event in &events.variants {
        let (variant, ty) = (&event.name, spell(api, &event.ty));
        let _ = writeln!(
            text,
            "    api::{name}::{variant}(it) => {{ let _: &{ty} = it; }}"
        );
    }
    text.push_str("    _ => {}\n}}\n");
    if events.variants.iter().any(|event| event.state.is_some()) {
        let _ = writeln!(
            text,
            "pub fn state(it: &api::{name}) -> bool {{ made::HasClientState::state(it).is_some() }}"
        );
    }
    let mut delivered = format!("api::{name}");
    if events.envelope.is_some() {
        let is_taken = api.types.iter().any(|it| it.name.as_str() == "Delivery");
        assert!(!is_taken, "the type for deliveries has another name");
        delivered = String::from("api::Delivery");
        text.push_str("pub fn event_of(it: api::Delivery) { let _ = it.event; }\n");
    }
    if let Some(signature) = &events.signature {
        let _ = writeln!(
            text,
            "pub fn verify(it: &api::webhook::Verifier) -> {delivered} {{\n    \
             it.verify_parts(\"\", \"\", b\"\", std::time::SystemTime::now()).unwrap()\n}}\n\
             pub const HEADER: &str = api::webhook::SIGNATURE_HEADER;"
        );
        if signature.public_key_variable.is_some() {
            text.push_str("pub const KEY: &str = api::webhook::PUBLIC_KEY_VARIABLE;\n");
        }
    }
    if events.signature.is_some() || events.has_forms() {
        let _ = writeln!(
            text,
            "pub fn unverified() -> {delivered} {{ api::webhook::unverified(b\"\").unwrap() }}"
        );
    }
}

fn write_type(text: &mut String, api: &Api, def: &TypeDef) {
    let name = &def.name;
    match &def.kind {
        TypeKind::Object(object) => write_object(text, api, name.as_str(), object),
        TypeKind::StringEnum(string_enum) => {
            let variants = string_enum.variants.iter();
            let arms = variants.map(|(variant, _)| format!("api::{name}::{variant} => {{}} "));
            let arms: String = arms.collect();
            let _ = writeln!(
                text,
                "pub fn {name}(it: &api::{name}) {{ match it {{ {arms}_ => {{}} }} }}"
            );
        }
        TypeKind::Tagged(tagged) => {
            let variants = tagged.variants.iter().map(|it| (it.name.as_str(), &it.ty));
            write_union(text, api, name.as_str(), variants);
        }
        TypeKind::Union(alternatives) => {
            let variants = alternatives
                .iter()
                .map(|it| (it.name.as_str(), &it.value.ty));
            write_union(text, api, name.as_str(), variants);
        }
        TypeKind::Tuple(items) => {
            let types = items.iter();
            let types = types.map(|it| spell_member(api, &it.value.ty, it.required) + ",");
            let types: String = types.collect();
            let names = (0..items.len()).map(|index| format!("it{index}, "));
            let names: String = names.collect();
            let _ = writeln!(
                text,
                "pub fn {name}(it: api::{name}) -> ({types}) {{ let api::{name}({names}) = it; ({names}) }}"
            );
        }
        TypeKind::Newtype(value) => {
            let ty = spell(api, &value.ty);
            let _ = writeln!(
                text,
                "pub fn {name}(it: {ty}) -> {ty} {{ api::{name}(it).0 }}"
            );
        }
        TypeKind::Alias(ty) => {
            let ty = spell(api, ty);
            let _ = writeln!(text, "pub fn {name}(it: {ty}) -> api::{name} {{ it }}");
        }
    }
    if def.traits.eq {
        let _ = writeln!(
            text,
            "pub fn hash_{name}() {{ fn of<T: Eq + std::hash::Hash>() {{}} of::<api::{name}>() }}"
        );
    }
}

fn write_object(text: &mut String, api: &Api, name: &str, object: &ObjectDef) {
    let arguments = object.arguments();
    let list = arguments
        .iter()
        .map(|field| (field.name.as_str(), &field.value.ty));
    write_new(text, api, name, &list.collect::<Vec<_>>());
    let _ = writeln!(text, "pub fn fields_{name}(it: api::{name}) {{");
    for Field {
        name,
        value,
        required,
        ..
    } in &object.fields
    {
        let ty = spell_member(api, &value.ty, *required);
        let _ = writeln!(text, "    let _: {ty} = it.{name};");
    }
    if let Some(others) = &object.others {
        let ty = spell(api, &others.value.ty);
        let _ = writeln!(text, "    let _: made::Map<{ty}> = it.{};", others.name);
    }
    text.push_str("}\n");
    for field in object.fields.iter().filter(|it| !it.required) {
        let (field, ty) = (&field.name, spell(api, &field.value.ty));
        let _ = writeln!(
            text,
            "pub fn set_{name}_{field}(it: api::{name}, to: {ty}) -> api::{name} {{ it.{field}(to) }}"
        );
    }
}

/// A call of a constructor whose arguments have their types.
fn write_new(text: &mut String, api: &Api, name: &str, arguments: &[(&str, &Type)]) {
    let parameters = arguments
        .iter()
        .map(|(name, ty)| format!("{name}: {}, ", spell(api, ty)));
    let parameters: String = parameters.collect();
    let names: Vec<&str> = arguments.iter().map(|(name, _)| *name).collect();
    let names = names.join(", ");
    let _ = writeln!(
        text,
        "pub fn new_{name}({parameters}) -> api::{name} {{ api::{name}::new({names}) }}"
    );
}

fn write_union<'a>(
    text: &mut String,
    api: &Api,
    name: &str,
    variants: impl Iterator<Item = (&'a str, &'a Type)>,
) {
    let _ = writeln!(text, "pub fn {name}(it: &api::{name}) {{ match it {{");
    for (variant, ty) in variants {
        let ty = spell(api, ty);
        let _ = writeln!(
            text,
            "    api::{name}::{variant}(it) => {{ let _: &{ty} = it; }}"
        );
    }
    text.push_str("    _ => {}\n}}\n");
}

fn write_operation(text: &mut String, api: &Api, operation: &Operation) {
    let name = operation.name.as_str();
    let arguments = operation.arguments();
    let mut list: Vec<(&str, &Type)> = arguments
        .iter()
        .map(|it| (it.name.as_str(), &it.value.ty))
        .collect();
    let body = operation.call.body.as_ref().filter(|it| it.required);
    let value =
        body.and_then(|body| Some((body.field.as_str(), &body.sent().next()?.form.value()?.ty)));
    list.extend(value.filter(|_| body.is_some_and(|it| it.sent().count() == 1)));
    let is_one = body.is_none_or(|it| it.sent().count() == 1);
    if is_one && (body.is_none() || value.is_some()) {
        write_new(text, api, name, &list);
    }
    if let Some(BodyContent::Choice { name, cases }) = body_content(operation) {
        let _ = writeln!(
            text,
            "pub fn choice_{name}(it: &api::{name}) {{ match it {{"
        );
        for (variant, content) in cases {
            let ty = spell_form(api, &content.form);
            let _ = writeln!(
                text,
                "    api::{name}::{variant}(it) => {{ let _: &{ty} = it; }}"
            );
        }
        text.push_str("    _ => {}\n}}\n");
    }
    let _ = writeln!(text, "pub fn fields_{name}(it: api::{name}) {{");
    for parameter in &operation.parameters {
        let ty = spell_member(api, &parameter.value.ty, parameter.required);
        let _ = writeln!(text, "    let _: {ty} = it.{};", parameter.name);
    }
    if let Some(body) = &operation.call.body
        && body.sent().count() == 1
    {
        let ty = body.sent().next().map(|it| spell_form(api, &it.form));
        let ty = ty.map(|ty| {
            if body.required {
                ty
            } else {
                format!("Option<{ty}>")
            }
        });
        let _ = writeln!(
            text,
            "    let _: {} = it.{};",
            ty.as_deref().unwrap_or("_"),
            body.field
        );
    }
    text.push_str("}\n");
    write_results(text, api, operation);
}

/// The type of a body that is written like this.
fn spell_form(api: &Api, form: &BodyForm) -> String {
    match form {
        BodyForm::Bytes => "made::Bytes".to_owned(),
        BodyForm::File { .. } => "made::File".to_owned(),
        BodyForm::Json { value, .. }
        | BodyForm::Form { value, .. }
        | BodyForm::Multipart { value, .. }
        | BodyForm::Items(value)
        | BodyForm::Text(value) => spell(api, &value.ty),
    }
}

/// Writes functions that give the types of an operation their names: what it returns, its errors, the
/// headers, content types, items and pages of its responses.
fn write_results(text: &mut String, api: &Api, operation: &Operation) {
    let (name, call) = (operation.name.as_str(), &operation.call);
    let mut write = |what: &str, associated: &str, ty: &str| {
        let _ = writeln!(
            text,
            "pub fn {what}_of_{name}(it: <api::{name} as made::{associated}) -> {ty} {{ it }}"
        );
    };
    write(
        "error",
        "Operation>::Error",
        &spell_error(api, &call.failure),
    );
    write("output", "Operation>::Output", &spell_output(api, call));
    if let Some(headers) = &call.headers {
        let ty = format!("api::{}", api.type_def(headers.ty).name);
        write("headers", "TypedHeaders>::Headers", &ty);
    }
    if let Some(stream) = &call.stream {
        let ty = spell(api, &stream.ty);
        let ty = match stream.form {
            EventForm::Json | EventForm::Part => ty,
            EventForm::Data | EventForm::Structure | EventForm::Whole => {
                format!("made::ServerEvent<{ty}>")
            }
        };
        write("event", "Streamed>::Event", &ty);
    }
    if let Some(paging) = &call.paging {
        write("item", "Paged>::Item", &spell(api, &paging.item));
    }
    if let Some(contents) = &call.response_enum {
        write("content", "Negotiated>::Content", &spell_content(call));
        let name = &contents.name;
        let _ = writeln!(text, "pub fn match_{name}(it: &api::{name}) {{ match it {{");
        for case in &contents.cases {
            let (variant, ty) = (&case.variant, spell_body(api, call, &case.body));
            let _ = writeln!(
                text,
                "    api::{name}::{variant}(it) => {{ let _: &{ty} = it; }}"
            );
        }
        text.push_str("    _ => {}\n}}\n");
    }
}

fn spell_error(api: &Api, failure: &Failure) -> String {
    match failure {
        Failure::Unknown => "made::Value".to_owned(),
        Failure::Json(ty) => spell(api, ty),
        Failure::Choice(choice) => spell(api, &choice.ty),
        Failure::Text => "String".to_owned(),
    }
}

fn spell_output(api: &Api, call: &Call) -> String {
    let is_optional = matches!(call.success.body, ResponseBody::OptionalJson(_));
    match &call.success.unwrap {
        Some(unwrap) => spell_member(api, &unwrap.ty, !is_optional),
        None => spell_body(api, call, &call.success.body),
    }
}

/// The type of the body of a success.
fn spell_body(api: &Api, call: &Call, body: &ResponseBody) -> String {
    match body {
        ResponseBody::Nothing => "()".to_owned(),
        ResponseBody::Json(ty) => spell(api, ty),
        ResponseBody::OptionalJson(ty) => spell_member(api, ty, false),
        ResponseBody::Choice(choice) => spell_member(api, &choice.ty, !choice.optional),
        ResponseBody::Text => "String".to_owned(),
        ResponseBody::Events => {
            let stream = call.stream.as_ref().expect("it has a type for its events");
            let ty = spell(api, &stream.ty);
            match stream.form {
                EventForm::Json | EventForm::Part => format!("Vec<{ty}>"),
                EventForm::Data | EventForm::Structure | EventForm::Whole => {
                    format!("made::Events<{ty}>")
                }
            }
        }
        ResponseBody::Multipart { ty, optional, .. } => spell_member(api, ty, !optional),
        ResponseBody::Bytes => "made::Bytes".to_owned(),
        ResponseBody::Enum => spell_content(call),
    }
}

/// The enum of the content types of a success.
fn spell_content(call: &Call) -> String {
    let contents = call
        .response_enum
        .as_ref()
        .expect("it has several content types");
    let name = &contents.name;
    if contents.optional {
        format!("Option<api::{name}>")
    } else {
        format!("api::{name}")
    }
}

pub(crate) fn body_content(operation: &Operation) -> Option<&BodyContent> {
    operation.call.body.as_ref().map(|it| &it.content)
}

fn spell_member(api: &Api, ty: &Type, is_required: bool) -> String {
    let ty = spell(api, ty);
    if is_required {
        ty
    } else {
        format!("Option<{ty}>")
    }
}

/// A type as a caller writes it.
pub(crate) fn spell(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::U64 => "u64".to_owned(),
        Type::I128 => "i128".to_owned(),
        Type::U128 => "u128".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::Base64 => "made::Base64".to_owned(),
        Type::DateTime => "made::DateTime".to_owned(),
        Type::File => "made::File".to_owned(),
        Type::Json => "made::Value".to_owned(),
        Type::Foreign(foreign) => format!("made::{}<{}>", foreign.via.wrapper(), foreign.path),
        Type::Named(id) => format!("api::{}", api.type_def(*id).name),
        Type::Vec(inner) => format!("Vec<{}>", spell(api, inner)),
        Type::Map(inner) => format!("made::Map<{}>", spell(api, inner)),
        Type::Nullable(inner) => format!("made::Nullable<{}>", spell(api, inner)),
        Type::Box(inner) => format!("Box<{}>", spell(api, inner)),
    }
}
