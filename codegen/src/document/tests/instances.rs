//! Values validated against the schemas of a document.

use super::{read_first, with_schemas};
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::document::instance::{refusals, refused_nulls};
use crate::document::keyword::CHECKED_FORMAT;
use crate::document::schema::{KEYWORDS, SchemaId};
use crate::source::{Sources, parse};
use crate::tree::Tree;

/// The keywords that may refuse a value: a schema, a value that it accepts and one that it refuses.
const CASES: &[(&str, &str, &str, &str)] = &[
    ("$ref", "{$ref: '#/components/schemas/Text'}", "a", "1"),
    ("type", "{type: [integer, 'null']}", "1.0", "1.5"),
    ("enum", "{enum: [1, {a: [1]}]}", "{a: [1.0]}", "{a: 1}"),
    ("const", "{const: 10}", "1e1", "1"),
    ("allOf", "{allOf: [{minimum: 1}]}", "1", "0"),
    ("anyOf", "{anyOf: [{minimum: 1}, {type: string}]}", "a", "0"),
    (
        "oneOf",
        "{oneOf: [{minimum: 1}, {type: integer}]}",
        "1.5",
        "1",
    ),
    ("not", "{not: {minimum: 1}}", "0", "1"),
    ("if", "{if: {minimum: 1}, then: false}", "0", "1"),
    (
        "then",
        "{if: {minimum: 1}, then: {multipleOf: 2}}",
        "2",
        "1",
    ),
    ("else", "{if: {minimum: 1}, else: {const: 0}}", "0", "-1"),
    (
        "properties",
        "{properties: {a: {type: string}}}",
        "{a: b}",
        "{a: 1}",
    ),
    (
        "patternProperties",
        "{patternProperties: {^a: {type: string}}}",
        "{b: 1}",
        "{ab: 1}",
    ),
    (
        "additionalProperties",
        "{properties: {a: true}, additionalProperties: false}",
        "{a: 1}",
        "{b: 1}",
    ),
    (
        "unevaluatedProperties",
        "{allOf: [{properties: {a: true}}], unevaluatedProperties: false}",
        "{a: 1}",
        "{b: 1}",
    ),
    (
        "propertyNames",
        "{propertyNames: {maxLength: 1}}",
        "{a: 1}",
        "{ab: 1}",
    ),
    ("required", "{required: [a]}", "{a: 1}", "{}"),
    (
        "dependentRequired",
        "{dependentRequired: {a: [b]}}",
        "{b: 1}",
        "{a: 1}",
    ),
    (
        "dependentSchemas",
        "{dependentSchemas: {a: {maxProperties: 1}}}",
        "{a: 1}",
        "{a: 1, b: 2}",
    ),
    ("minProperties", "{minProperties: 1}", "{a: 1}", "{}"),
    (
        "maxProperties",
        "{maxProperties: 1}",
        "{a: 1}",
        "{a: 1, b: 2}",
    ),
    ("items", "{items: {type: string}}", "[a]", "[a, 1]"),
    (
        "prefixItems",
        "{prefixItems: [{type: string}]}",
        "[a, 1]",
        "[1]",
    ),
    (
        "unevaluatedItems",
        "{prefixItems: [true], unevaluatedItems: false}",
        "[1]",
        "[1, 2]",
    ),
    ("contains", "{contains: {const: 1}}", "[2, 1]", "[2]"),
    (
        "minContains",
        "{contains: {const: 1}, minContains: 2}",
        "[1, 1]",
        "[1]",
    ),
    (
        "maxContains",
        "{contains: {const: 1}, maxContains: 1}",
        "[1]",
        "[1, 1]",
    ),
    ("minItems", "{minItems: 1}", "[1]", "[]"),
    ("maxItems", "{maxItems: 1}", "[1]", "[1, 2]"),
    ("uniqueItems", "{uniqueItems: true}", "[1, 2]", "[1, 1.0]"),
    ("minimum", "{minimum: 1}", "1", "0.9"),
    ("maximum", "{maximum: 1}", "1", "1.1"),
    ("exclusiveMinimum", "{exclusiveMinimum: 1}", "1.1", "1"),
    (
        "exclusiveMaximum",
        "{exclusiveMaximum: 18446744073709551616}",
        "18446744073709551615",
        "18446744073709551616",
    ),
    ("multipleOf", "{multipleOf: 0.01}", "19.99", "19.995"),
    ("minLength", "{minLength: 2}", "ab", "a"),
    ("maxLength", "{maxLength: 1}", "\u{e9}", "ab"),
    ("pattern", "{pattern: ^a|b$}", "ab", "ca"),
];

#[test]
fn every_keyword_is_validated() {
    // No document has the other one.
    let keywords = KEYWORDS.iter().filter(|it| it.name != CHECKED_FORMAT);
    for keyword in keywords.filter(|it| it.is_limit()) {
        let is_here = CASES.iter().any(|it| it.0 == keyword.name);
        assert!(is_here, "a case for `{}` is missing", keyword.name);
    }
    for (keyword, schema, accepted, refused) in CASES {
        for (value, expected) in [(accepted, true), (refused, false)] {
            let (document, id, value) = read_pair(schema, value);
            let found = refusals(&document.schemas, id, &value);
            assert_eq!(found.is_empty(), expected, "{keyword}: {found:?}");
        }
    }
}

#[test]
fn a_refusal_stands_where_there_is_something() {
    let schema = "{items: {required: [c], properties: {a/b: {maxLength: 1, pattern: ^x}}}}";
    let (document, id, value) = read_pair(schema, "[{c: 1}, {a/b: yes}]");
    let found = refusals(&document.schemas, id, &value).into_iter();
    let found: Vec<String> = found
        .map(|it| format!("{}: {}", it.pointer, it.message))
        .collect();
    let expected = [
        "/1: `c` is missing",
        "/1/a~1b: has 3 characters, but `maxLength` is 1",
        "/1/a~1b: \"yes\" does not match `^x`",
    ];
    assert_eq!(found, expected);
}

#[test]
fn nulls_are_found_through_alternatives() {
    let schema = "{anyOf: [{type: string}, {required: [b], properties: {b: {}}}, \
        {properties: {a: {type: string}, c: {items: {properties: {d: {type: integer}}}}}}]}";
    let (document, id, value) = read_pair(schema, "{a: null, c: [{d: null}, {d: 1}]}");
    let found = refused_nulls(&document.schemas, id, &value).into_iter();
    let found: Vec<String> = found.map(|it| it.pointer.to_string()).collect();
    assert_eq!(found, ["/a", "/c/0/d"]);
}

/// A document with the schema, its place, and a value.
fn read_pair(schema: &str, value: &str) -> (Document, SchemaId, Tree) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let schemas = format!("\nText: {{type: string}}\nHere: {schema}");
    let main = sources.add("api.yml", with_schemas("3.1.0", &schemas));
    let document = read_first(&mut sources, main, &[], &mut diagnostics);
    let value = sources.add("value.yml", value);
    let value = parse(&sources, value, &mut diagnostics);
    let (Some(document), Some(value)) = (document, value) else {
        panic!("{diagnostics:#?}")
    };
    let id = document.schemas.components["Here"];
    (document, id, value)
}
