//! Results that contradict their labels in, those that are merely lenient marked: the bindings accept a
//! null for an optional member, which the schema in the document does not.

use std::collections::{HashMap, HashSet};
use std::fs;

use anyhow::Context;
use codegen::diagnostic::Diagnostics;
use codegen::document::schema::{SchemaId, Schemas};
use codegen::document::{Document, instance};
use codegen::lower::shown_null;
use codegen::pointer::Pointer;
use codegen::source::{self, Sources};
use codegen::tree::Tree;
use serde_json::Value;

use super::{CaseResult, InstanceFile, Outcome, RoundTrip};
use xtask::session::Session;
use xtask::spec::Spec;

/// Marks the results that differ from their labels only for such nulls: the schema rejects the instance,
/// and accepts it without them.
pub(super) fn mark_lenient(
    results: &mut [CaseResult],
    specs: &[Spec],
    instances: &[InstanceFile],
    session: &mut Session,
) -> anyhow::Result<()> {
    let mut documents: HashMap<&str, Option<Document>> = HashMap::new();
    let mut texts: HashMap<&str, (&str, String)> = HashMap::new();
    for InstanceFile { module, path } in instances {
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_name().and_then(|name| name.to_str());
        texts.insert(name.unwrap_or_default(), (module, text));
    }
    for result in results
        .iter_mut()
        .filter(|it| it.round_trip != RoundTrip::Different)
    {
        let Some((module, text)) = texts.get(&*result.file) else {
            continue;
        };
        let document = documents.entry(module).or_insert_with(|| {
            let spec = specs.iter().find(|spec| spec.module.as_str() == *module)?;
            spec.document(session)
        });
        let line = text.lines().nth(result.line - 1).unwrap_or_default();
        let line: Value = serde_json::from_str(line).context("a line is not JSON")?;
        let instance = line["instance"].as_str().unwrap_or_default();
        if let Some(document) = document
            && fails_only_for_nulls(document, &result.schema, instance)
        {
            result.outcome = match result.round_trip {
                RoundTrip::MissingMembers => Outcome::Changed,
                RoundTrip::Equal | RoundTrip::Different => Outcome::Lenient,
            };
        }
    }
    Ok(())
}

/// Whether the schema of a component rejects an instance only because optional members are null.
fn fails_only_for_nulls(document: &Document, schema: &str, instance: &str) -> bool {
    let schemas = &document.schemas;
    let mut sources = Sources::default();
    let file = sources.add("instance", instance);
    let value = source::parse(&sources, file, &mut Diagnostics::default());
    let (Some(mut value), Some(&schema)) = (value, schemas.components.get(schema)) else {
        return false;
    };
    // The interpreter does not know all keywords, and must not excuse what they reject.
    if !is_interpreted(schemas, schema) || instance::refusals(schemas, schema, &value).is_empty() {
        return false;
    }
    // Where an example or a default is null, the bindings keep it, so it need not be removed.
    let shown = shown_null::members_shown_null(document);
    let mut excused = Vec::new();
    for null in instance::refused_nulls(schemas, schema, &value) {
        if shown.contains(&null.member) {
            excused.push(null);
            continue;
        }
        let (Some(object), Some(name)) = (null.pointer.parent(), null.pointer.segments().last())
        else {
            continue;
        };
        if let Some(members) = value.at_mut(&object).and_then(Tree::as_object_mut) {
            members.shift_remove(&*name);
        }
    }
    let left = instance::refusals(schemas, schema, &value);
    let is_excused = |pointer: &Pointer| excused.iter().any(|null| null.pointer == *pointer);
    left.iter().all(|refusal| is_excused(&refusal.pointer))
}

/// Whether the interpreter knows all keywords of a schema and its subschemas. It does not know the
/// `unevaluated` keywords.
fn is_interpreted(schemas: &Schemas, schema: SchemaId) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![schema];
    while let Some(id) = open.pop() {
        let schema = &schemas[id];
        if schema.unevaluated_properties.is_some() || schema.unevaluated_items.is_some() {
            return false;
        }
        if seen.insert(id) {
            open.extend(schema.in_place());
            open.extend(
                schema
                    .properties
                    .values()
                    .chain(schema.pattern_properties.values()),
            );
            open.extend(schema.prefix_items.iter());
            let single = [schema.additional_properties, schema.items, schema.contains];
            open.extend(single.into_iter().flatten());
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use codegen::Input;

    use super::*;

    const DOCUMENT: &str = "openapi: 3.1.0
info: { title: t, version: '1' }
paths: {}
components:
  schemas:
    Pet:
      type: object
      required: [id]
      properties:
        id: { type: integer }
        name: { type: string }
        tags: { type: array, items: { type: string } }
        owner: { type: object, properties: { name: { type: string } } }
    Shown: { type: object, required: [n], properties: { n: { type: integer, default: null }, m: { type: integer } } }
    Closed: { type: object, properties: { a: { type: string } }, unevaluatedProperties: false }
";

    fn is_lenient(schema: &str, instance: &str) -> bool {
        let mut sources = Sources::default();
        let file = sources.add("pets.yml", DOCUMENT);
        let input = Input::alone(file, "pets");
        let mut diagnostics = Diagnostics::default();
        let none = &mut |_: &mut Sources, _: &str| Err(codegen::Absent::Missing);
        let document = codegen::document(&input, &mut sources, none, &mut diagnostics);
        fails_only_for_nulls(&document.expect("it is right"), schema, instance)
    }

    #[test]
    fn only_null_for_an_optional_member_is_lenient() {
        assert!(is_lenient("Pet", r#"{"id":1,"name":null}"#));
        assert!(is_lenient(
            "Pet",
            r#"{"id":1,"owner":{"name":null},"tags":null}"#
        ));
        for instance in [
            r#"{"id":1}"#,
            r#"{"id":null}"#,
            r#"{"id":1,"tags":[null]}"#,
            r#"{"id":"1","name":null}"#,
            r#"{"id":1,"name":null,"owner":7}"#,
            "null",
            "{",
        ] {
            assert!(!is_lenient("Pet", instance), "{instance}");
        }
        assert!(is_lenient("Shown", r#"{"n":null,"m":null}"#));
        assert!(!is_lenient("Shown", r#"{"n":null,"m":"1"}"#));
        assert!(!is_lenient("Closed", r#"{"a":null}"#));
    }
}
