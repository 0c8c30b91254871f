//! Documents, each with a finding and a sibling without one.

use super::lint_document;
use crate::diagnostic::Diagnostics;
use crate::overlay::Provenance;
use crate::pointer::FileId;
use crate::source::{self, Sources};

/// Lints a document below the usual head, and returns the findings of one code.
fn check(code: &str, text: &str, expected: &[&str]) {
    let mut sources = Sources::default();
    let file = sources.add("api.yml", format!("openapi: 3.1.0\n{text}"));
    let tree = source::parse(&sources, file, &mut Diagnostics::default()).expect("it is YAML");
    let mut diagnostics = Diagnostics::default();
    lint_document(
        &tree,
        "api.yml",
        &Provenance::new(FileId(0)),
        &mut diagnostics,
    );
    let found = diagnostics.iter().filter(|it| it.code.name == code);
    let found: Vec<String> = found
        .map(|it| {
            assert!(it.help.is_some(), "{code}");
            it.message.clone()
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

/// Lints schemas.
fn check_schemas(code: &str, schemas: &str, expected: &[&str]) {
    check(
        code,
        &format!("components:\n  schemas:\n{schemas}"),
        expected,
    );
}

#[test]
fn required_members_that_no_schema_declares() {
    check_schemas(
        "required-undeclared",
        "
    Wrong: { type: object, required: [nmae], properties: { name: {} } }
    Right: { type: object, required: [name], properties: { name: {} } }
    Map: { type: object, required: [name], additionalProperties: true }
    Base: { type: object, properties: { name: {} } }
    Child: { allOf: [{ $ref: '#/components/schemas/Base' }, { required: [name] }] }
    Inner: { properties: { name: {} }, anyOf: [{ required: [name] }, { not: { required: [name] } }] }
    Text: { type: string, required: [name] }
    Outside: { allOf: [{ properties: { a: { required: [name] } } }], properties: { name: {} } }",
        &[
            "`nmae` is required, but no schema declares it",
            "`name` is required, but no schema declares it",
        ],
    );
    check(
        "required-undeclared",
        "paths: { /a: { get: { parameters: [{ in: query, name: a, required: true, schema: {} }] } } }",
        &[],
    );
}

#[test]
fn formats_of_another_type() {
    check_schemas(
        "format-type",
        "
    Wrong: { type: integer, format: date-time }
    Text: { type: string, format: integer }
    Right: { type: string, format: date-time }
    Both: { type: [integer, string, 'null'], format: date-time }
    Large: { type: string, format: int64 }
    Own: { type: integer, format: unix-time }
    Number: { type: number, format: int32 }
    None: { format: date }",
        &[
            "the format `date-time` is one of type string, but the type is integer",
            "the format `integer` is one of type integer or number, but the type is string",
        ],
    );
}

#[test]
fn values_that_look_like_another_type() {
    check_schemas(
        "enum-value-type",
        "
    Boolean: { type: string, enum: ['true', 'false'] }
    Null: { type: [string, 'null'], enum: [a, 'null', null] }
    Number: { type: string, enum: ['1', '2', '3'] }
    Words: { type: string, enum: ['on', 'off', none, v1, 1.2.3] }
    Integers: { type: integer, enum: [1, 2] }
    Mixed: { type: [string, boolean], enum: ['true', false] }",
        &[
            "the string `\"true\"` looks like a boolean, and so does another value",
            "the string `\"null\"` looks like null",
            "the string `\"1\"` looks like a number, and so do 2 more values",
        ],
    );
}

#[test]
fn enums_that_are_written_out_repeatedly() {
    check_schemas(
        "enum-repeated",
        "
    A: { properties: { size: { enum: [small, large] }, other: { enum: [x, y] } } }
    B: { properties: { size: { items: { enum: [large, small] } }, named: { enum: [x, y] } } }
    C: { properties: { size: { enum: [small, huge] }, other: { enum: [x, y], x-rust-name: O } } }
    D: { enum: [small, large] }",
        &["the enum of \"large\", \"small\" is written out in 2 places called `size`"],
    );
}

#[test]
fn operations_without_failures() {
    let operation = |code: &str| format!("{{ responses: {{ '200': {{}}, {code}: {{}} }} }}");
    let silent = operation("'201'");
    let paths = |operations: &[(&str, &str)]| {
        let operations = operations
            .iter()
            .map(|(method, it)| format!("{method}: {it}"));
        format!(
            "paths: {{ /a: {{ {} }} }}",
            operations.collect::<Vec<_>>().join(", ")
        )
    };
    let failing = operation("4XX");
    let text = paths(&[("get", &silent), ("put", &failing)]);
    check("no-failure", &text, &["`GET /a` declares no failure"]);
    let text = paths(&[("get", &silent), ("put", &failing), ("post", &silent)]);
    check(
        "no-failure",
        &text,
        &["2 of 3 operations declare no failure"],
    );
    for code in ["'404'", "5XX", "default"] {
        check("no-failure", &paths(&[("get", &operation(code))]), &[]);
    }
}

#[test]
fn components_that_nothing_refers_to() {
    check_schemas(
        "component-unused",
        "
    Used: {}
    Itself: { properties: { a: { $ref: '#/components/schemas/Itself' } } }
    Mapped: {}
    Named: {}
    Unused: {}
  securitySchemes: { key: {}, other: {} }
  responses: { E: { content: { a: { schema: { $ref: '#/components/schemas/Used' } } } } }
security: [{ key: [] }]
paths:
  /a:
    get: { responses: { default: { $ref: '#/components/responses/E' } } }
    put: { discriminator: { mapping: { a: '#/components/schemas/Mapped', b: Named } } }",
        &[
            "nothing refers to `Itself` and `Unused`",
            "nothing refers to `other`",
        ],
    );
}
