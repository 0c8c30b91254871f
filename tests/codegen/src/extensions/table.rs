//! Extensions in, a table in Markdown out.

use std::fmt::Write;

use codegen::extension::{ExtendedObject, Extension, Member, Shape};

/// A table with a row for each extension and each member of its value. Where all of them are of actions,
/// it does not say where they may stand.
pub(super) fn write(extensions: &[&Extension]) -> String {
    let is_of_action = |it: &&Extension| it.objects == [ExtendedObject::Action];
    let is_evidence = extensions.iter().all(is_of_action);
    let mut table = String::new();
    let mut row = |key: &str, on: &str, value: &str, summary: &str| {
        let on = if is_evidence { "" } else { &format!(" {on} |") };
        writeln!(table, "| {key} |{on} {value} | {summary} |").expect("it is a string");
    };
    row("key", "on", "value", "what it says");
    row("---", "---", "---", "---");
    for Extension {
        key,
        objects,
        shape,
        summary,
        example: _,
    } in extensions
    {
        let objects: Vec<&str> = objects.iter().map(|it| noun(*it)).collect();
        let key = format!("`{key}`");
        row(&key, &objects.join(", "), &spell(*shape), summary);
        let (Shape::Members(members) | Shape::TextOr(members) | Shape::ListOfTextOr(members)) =
            shape
        else {
            continue;
        };
        for Member {
            name,
            shape,
            required,
            summary,
        } in *members
        {
            let optional = if *required { "" } else { ", optional" };
            let value = spell(*shape) + optional;
            row(&format!("… `{name}`"), "", &value, summary);
        }
    }
    table
}

/// What an object is called.
fn noun(object: ExtendedObject) -> &'static str {
    match object {
        ExtendedObject::Document => "document",
        ExtendedObject::Components => "`components`",
        ExtendedObject::Webhooks => "`webhooks`",
        ExtendedObject::Operation => "operation",
        ExtendedObject::RequestBody => "request body",
        ExtendedObject::Responses => "`responses`",
        ExtendedObject::Response => "response",
        ExtendedObject::Parameter => "parameter",
        ExtendedObject::Schema => "schema",
        ExtendedObject::Action => "action",
    }
}

/// What a shape is called.
fn spell(shape: Shape) -> String {
    match shape {
        Shape::Any => "any".to_owned(),
        Shape::Flag => "boolean".to_owned(),
        Shape::Count => "integer".to_owned(),
        Shape::Text | Shape::Pointer => "string".to_owned(),
        Shape::Choice(texts) => {
            let texts: Vec<String> = texts.iter().map(|it| format!("`{it}`")).collect();
            texts.join(" or ")
        }
        Shape::Texts => "list of strings".to_owned(),
        Shape::ListOfTextOr(_) => "list of strings or objects".to_owned(),
        Shape::TextOr(_) => "string or object".to_owned(),
        Shape::Quotation => "string, or list of strings".to_owned(),
        Shape::Names | Shape::PathItems | Shape::Members(_) | Shape::TextOrEach(_) => {
            "object".to_owned()
        }
    }
}
