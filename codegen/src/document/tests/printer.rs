//! A document as text: a line for each schema component and each operation.

use std::fmt::{Arguments, Write};

use openapiv3::{
    MediaType, Operation, Parameter, ParameterSchemaOrContent, PathItem, ReferenceOr, Response,
};

use super::super::Document;
use super::super::schema::{Schema, SchemaId};
use super::place_text;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pointer::FileId;
use crate::source::Sources;

pub(super) fn print(document: &Document) -> String {
    let mut out = String::new();
    for (name, &id) in &document.schemas.components {
        push(&mut out, format_args!("{name}: {}\n", show(document, id)));
    }
    for (path, item) in &document.envelope.paths.paths {
        let item = item.as_item().expect("path items are never references");
        out.push_str(&print_item(document, path, item));
    }
    for webhook in &document.webhooks {
        let name = format!("hook {}", webhook.key);
        out.push_str(&print_item(document, &name, &webhook.item));
    }
    for (name, item) in &document.path_items {
        out.push_str(&print_item(document, &format!("item {name}"), item));
    }
    out
}

pub(super) fn print_diagnostic(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let severity = match diagnostic.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let place = place_text(&diagnostic.place, sources);
    let mut text = format!(
        "{severity} {} {place}: {}",
        diagnostic.code.name, diagnostic.message
    );
    if let Some(help) = &diagnostic.help {
        push(&mut text, format_args!("; {help}"));
    }
    for (place, label) in &diagnostic.related {
        push(
            &mut text,
            format_args!("; {} {label}", place_text(place, sources)),
        );
    }
    text.push('\n');
    text
}

fn print_item(document: &Document, path: &str, item: &PathItem) -> String {
    let mut out = String::new();
    for parameter in &item.parameters {
        push(
            &mut out,
            format_args!("{path} {}\n", print_parameter(document, parameter)),
        );
    }
    for (method, operation) in item.iter() {
        push(
            &mut out,
            format_args!("{method} {path}{}\n", print_operation(document, operation)),
        );
    }
    out
}

fn print_operation(document: &Document, operation: &Operation) -> String {
    let mut out = String::new();
    for parameter in &operation.parameters {
        push(
            &mut out,
            format_args!(" {}", print_parameter(document, parameter)),
        );
    }
    match &operation.request_body {
        Some(ReferenceOr::Item(body)) => {
            push(
                &mut out,
                format_args!(" body{}", print_content(document, &body.content)),
            );
        }
        Some(ReferenceOr::Reference { reference }) => {
            push(&mut out, format_args!(" body ({reference})"));
        }
        None => {}
    }
    for (status, response) in &operation.responses.responses {
        push(
            &mut out,
            format_args!(" -> {status}{}", print_response(document, response)),
        );
    }
    if let Some(response) = &operation.responses.default {
        push(
            &mut out,
            format_args!(" -> default{}", print_response(document, response)),
        );
    }
    for (name, callback) in &operation.callbacks {
        for (path, item) in callback {
            let item = print_item(document, &format!("{name} {path}"), item);
            push(&mut out, format_args!(" calls {}", item.trim()));
        }
    }
    out
}

fn print_parameter(document: &Document, parameter: &ReferenceOr<Parameter>) -> String {
    match parameter {
        ReferenceOr::Reference { reference } => format!("({reference})"),
        ReferenceOr::Item(parameter) => {
            let location = match parameter {
                Parameter::Query { .. } => "query",
                Parameter::Header { .. } => "header",
                Parameter::Path { .. } => "path",
                Parameter::Cookie { .. } => "cookie",
            };
            let data = parameter.parameter_data_ref();
            let schema = match &data.format {
                ParameterSchemaOrContent::Schema(schema) => show_reference(document, schema),
                ParameterSchemaOrContent::Content(content) => print_content(document, content),
            };
            let optional = if data.required { "" } else { "?" };
            format!("{location}.{}{optional}: {schema}", data.name)
        }
    }
}

fn print_response(document: &Document, response: &ReferenceOr<Response>) -> String {
    match response {
        ReferenceOr::Reference { reference } => format!(" ({reference})"),
        ReferenceOr::Item(response) => print_content(document, &response.content),
    }
}

fn print_content(document: &Document, content: &openapiv3::Content) -> String {
    let print = |(name, media): (&String, &MediaType)| {
        let schema = media
            .schema
            .as_ref()
            .map(|schema| show_reference(document, schema));
        let examples: Vec<_> = media
            .examples
            .keys()
            .map(|name| format!(" e.g. {name}"))
            .collect();
        format!(
            " {name} {}{}",
            schema.unwrap_or_default(),
            examples.concat()
        )
    };
    content.iter().map(print).collect()
}

fn show_reference<T>(document: &Document, schema: &ReferenceOr<T>) -> String {
    let ReferenceOr::Reference { reference } = schema else {
        panic!("a schema was left in the envelope");
    };
    show(
        document,
        document
            .schema(reference)
            .expect("the envelope names schemas that were read"),
    )
}

/// A schema on one line.
#[expect(clippy::too_many_lines, reason = "a line for each keyword")]
fn show(document: &Document, id: SchemaId) -> String {
    let schema = &document.schemas[id];
    let list = |ids: &[SchemaId]| {
        ids.iter()
            .map(|&id| show(document, id))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut words = Vec::new();
    words.extend(schema.boolean.map(|value| value.to_string()));
    if let Some(reference) = schema.reference {
        let address = document.schemas.address(reference);
        let file = if address.file == FileId(0) {
            String::new()
        } else {
            address.file.0.to_string()
        };
        words.push(format!("-> {file}#{}", address.pointer));
    }
    if let Some(types) = &schema.types {
        words.push(
            types
                .iter()
                .map(|type_| type_.name())
                .collect::<Vec<_>>()
                .join("|"),
        );
    }
    if let Some(values) = &schema.enumeration {
        let values: Vec<_> = values.iter().map(crate::tree::Tree::to_json).collect();
        words.push(format!("enum({})", values.join(", ")));
    }
    for (name, ids) in [
        ("allOf", Some(&schema.all_of).filter(|ids| !ids.is_empty())),
        ("anyOf", schema.any_of.as_ref()),
        ("oneOf", schema.one_of.as_ref()),
        (
            "prefixItems",
            Some(&schema.prefix_items).filter(|ids| !ids.is_empty()),
        ),
    ] {
        words.extend(ids.map(|ids| format!("{name}({})", list(ids))));
    }
    let inner = [
        ("not", schema.not),
        ("if", schema.if_),
        ("then", schema.then),
        ("else", schema.else_),
        ("items", schema.items),
        ("contains", schema.contains),
        ("additional", schema.additional_properties),
        ("names", schema.property_names),
    ];
    for (name, id) in inner {
        words.extend(id.map(|id| format!("{name}({})", show(document, id))));
    }
    for (name, members) in [
        ("", &schema.properties),
        ("patterns", &schema.pattern_properties),
        ("dependent", &schema.dependent_schemas),
    ] {
        if !members.is_empty() {
            let members = members
                .iter()
                .map(|(key, &id)| format!("{key}: {}", show(document, id)));
            words.push(format!(
                "{name}{{{}}}",
                members.collect::<Vec<_>>().join(", ")
            ));
        }
    }
    if let Some(discriminator) = &schema.discriminator {
        let mapping = discriminator.mapping.iter();
        let mapping = mapping
            .map(|(value, &id)| format!(" {value}={}", document.schemas.address(id).pointer));
        words.push(format!(
            "by {}{}",
            discriminator.property,
            mapping.collect::<String>()
        ));
    }
    words.extend(rest(schema));
    if words.is_empty() {
        "any".to_owned()
    } else {
        words.join(" ")
    }
}

/// The keywords without schemas, as `key=value`.
fn rest(schema: &Schema) -> Vec<String> {
    let number = |name: &str, number: &Option<crate::tree::Number>| {
        number
            .as_ref()
            .map(|number| format!("{name}={}", number.as_str()))
    };
    let count = |name: &str, count: Option<u64>| count.map(|count| format!("{name}={count}"));
    let text =
        |name: &str, text: &Option<String>| text.as_ref().map(|text| format!("{name}={text}"));
    let mut words: Vec<Option<String>> = vec![
        schema
            .constant
            .as_ref()
            .map(|value| format!("const={}", value.to_json())),
        (!schema.required.is_empty()).then(|| format!("required={}", schema.required.join(","))),
        number("min", &schema.minimum),
        number("max", &schema.maximum),
        number("above", &schema.exclusive_minimum),
        number("below", &schema.exclusive_maximum),
        number("multipleOf", &schema.multiple_of),
        count("minLength", schema.min_length),
        count("maxLength", schema.max_length),
        count("minItems", schema.min_items),
        text("pattern", &schema.pattern),
        text("format", &schema.format),
        text("encoding", &schema.content_encoding),
        text("description", &schema.description),
        schema
            .default
            .as_ref()
            .map(|value| format!("default={}", value.to_json())),
        schema.deprecated.then(|| "deprecated".to_owned()),
    ];
    for (name, names) in &schema.dependent_required {
        words.push(Some(format!("{name}=>{}", names.join(","))));
    }
    for (address, example) in &schema.examples {
        words.push(Some(format!(
            "e.g. {}={}",
            address.pointer.last().unwrap_or_default(),
            example.to_json()
        )));
    }
    words.extend(
        schema
            .extensions
            .iter()
            .map(|(key, value)| Some(format!("{key}={}", value.to_json()))),
    );
    words.into_iter().flatten().collect()
}

fn push(out: &mut String, text: Arguments<'_>) {
    out.write_fmt(text).expect("a string takes any text");
}
