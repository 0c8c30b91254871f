//! Every keyword that limits values has an effect on the bindings.

use std::fs;
use std::path::Path;

use codegen::diagnostic::Diagnostics;
use codegen::document::keyword::CHECKED_FORMAT;
use codegen::document::schema::KEYWORDS;
use codegen::source::{self, Sources};
use codegen::tree::Tree;
use codegen::{Absent, Input, listing};

use crate::run::package;

/// The interpreter and what it needs.
const INTERPRETER: &str = "../../codegen/schema/src/schema";

/// A schema for each keyword in which it limits something that nothing else does.
const SAMPLES: &[(&str, &str)] = &[
    ("$ref", "{$ref: '#/components/schemas/Other'}"),
    ("type", "{type: string}"),
    ("enum", "{enum: [a, b]}"),
    ("const", "{const: a}"),
    ("allOf", "{allOf: [{type: string}]}"),
    ("anyOf", "{anyOf: [{type: string}, {type: integer}]}"),
    ("oneOf", "{oneOf: [{type: string}, {type: integer}]}"),
    ("not", "{type: string, not: {enum: [a]}}"),
    (
        "if",
        "{type: string, if: {minLength: 2}, then: {pattern: a}}",
    ),
    (
        "then",
        "{type: string, if: {minLength: 2}, then: {pattern: a}}",
    ),
    (
        "else",
        "{type: string, if: {minLength: 2}, else: {pattern: a}}",
    ),
    (
        "additionalProperties",
        "{type: object, additionalProperties: {type: string}}",
    ),
    (
        "unevaluatedProperties",
        "{type: object, properties: {a: {type: string}}, unevaluatedProperties: false}",
    ),
    (
        "propertyNames",
        "{type: object, propertyNames: {maxLength: 5}}",
    ),
    ("items", "{type: array, items: {type: string}}"),
    (
        "unevaluatedItems",
        "{type: array, prefixItems: [{type: string}], unevaluatedItems: false}",
    ),
    ("contains", "{type: array, contains: {const: a}}"),
    (
        "properties",
        "{type: object, properties: {a: {type: string}}}",
    ),
    (
        "patternProperties",
        "{type: object, patternProperties: {'^a': {type: string}}}",
    ),
    (
        "dependentSchemas",
        "{type: object, dependentSchemas: {a: {required: [b]}}}",
    ),
    (
        "required",
        "{type: object, properties: {a: {type: string}}, required: [a]}",
    ),
    (
        "dependentRequired",
        "{type: object, properties: {a: {}, b: {}}, dependentRequired: {a: [b]}}",
    ),
    (
        "prefixItems",
        "{type: array, prefixItems: [{type: string}]}",
    ),
    ("minProperties", "{type: object, minProperties: 2}"),
    ("maxProperties", "{type: object, maxProperties: 2}"),
    (
        "minContains",
        "{type: array, contains: {const: a}, minContains: 2}",
    ),
    (
        "maxContains",
        "{type: array, contains: {const: a}, maxContains: 2}",
    ),
    ("minItems", "{type: array, items: {}, minItems: 2}"),
    ("maxItems", "{type: array, items: {}, maxItems: 2}"),
    ("minLength", "{type: string, minLength: 2}"),
    ("maxLength", "{type: string, maxLength: 2}"),
    ("minimum", "{type: number, minimum: 2}"),
    ("maximum", "{type: number, maximum: 2}"),
    ("exclusiveMinimum", "{type: number, exclusiveMinimum: 2}"),
    ("exclusiveMaximum", "{type: number, exclusiveMaximum: 2}"),
    ("multipleOf", "{type: number, multipleOf: 2}"),
    ("uniqueItems", "{type: array, items: {}, uniqueItems: true}"),
    ("pattern", "{type: string, pattern: a}"),
];

#[test]
fn every_keyword_that_limits_values_has_an_effect() {
    for keyword in KEYWORDS.iter().filter(|it| it.is_limit()) {
        let name = keyword.name;
        // No document has it; the fixture `x_check_format` shows its effect.
        if name == CHECKED_FORMAT {
            continue;
        }
        let sample = SAMPLES.iter().find(|(known, _)| *known == name);
        let Some((_, sample)) = sample else {
            panic!("`{name}` needs a sample: a schema in which it limits something");
        };
        let with = parse(sample);
        let mut without = with.clone();
        let removed = without.as_object_mut().and_then(|it| it.shift_remove(name));
        assert!(removed.is_some(), "the sample of `{name}` has it");
        assert_ne!(
            list(with),
            list(without),
            "`{name}` vanishes: neither type, rule nor interpreter enforces it"
        );
    }
}

#[test]
fn the_interpreter_knows_every_keyword_that_limits_values() {
    let mut text = String::new();
    read_sources(&package().join(INTERPRETER), &mut text);
    for keyword in KEYWORDS.iter().filter(|it| it.is_limit()) {
        let name = match keyword.name {
            CHECKED_FORMAT => "format",
            name => name,
        };
        assert!(
            text.contains(&format!("\"{name}\"")),
            "the interpreter in {INTERPRETER} does not know `{name}`"
        );
    }
}

/// Adds the source files in a folder, but those of tests.
fn read_sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() && !path.ends_with("tests") {
            read_sources(&path, text);
        } else if path.is_file() {
            *text += &fs::read_to_string(&path).expect("the file can be read");
        }
    }
}

fn parse(text: &str) -> Tree {
    let mut sources = Sources::default();
    let file = sources.add("schema.yml", text);
    source::parse(&sources, file, &mut Diagnostics::default()).expect("the sample is YAML")
}

/// The listing of an API whose requests have a member of a schema.
fn list(schema: Tree) -> String {
    let mut document = parse(
        "openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a:
    post:
      operationId: send
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Body'}}}
      responses: {'204': {description: sent}}
components:
  schemas:
    Body: {type: object, properties: {sample: {}}}
    Other: {type: string, minLength: 1}",
    );
    let sample = codegen::pointer::Pointer::parse("/components/schemas/Body/properties/sample");
    let sample = sample.expect("it is a pointer");
    *document.at_mut(&sample).expect("the document has it") = schema;
    let mut sources = Sources::default();
    let input = Input::alone(sources.add("api.json", document.to_json()), "api");
    let mut diagnostics = Diagnostics::default();
    let api = codegen::api(
        &input,
        &mut sources,
        &mut |_, _| Err(Absent::Missing),
        &mut diagnostics,
    );
    listing::list_api(&api.expect("the document has no errors"))
}
