//! The edge cases that other generators got wrong, and the tests of this repository that cover them.

use std::fs;

use codegen::diagnostic::Diagnostics;
use codegen::source::Sources;
use codegen::{Absent, Input, Library};

use crate::run::{repository, shared};

/// Words of an entry in the list of edge cases; a file; and words in it that provoke the case or assert
/// its result.
const EDGE_CASES: &[(&str, &str, &str)] = &[
    (
        "merged into one variant",
        "xtask/tests/commands/edge_cases.yml",
        "a + b, a / b",
    ),
    (
        "an empty variant",
        "tests/codegen/fixtures/enum_of_symbols.yml",
        "''",
    ),
    (
        "`+ - * / %`",
        "xtask/tests/commands/edge_cases.rs",
        "assert_eq!(variants.len(), values.len())",
    ),
    (
        "`== != < <=`",
        "tests/codegen/fixtures/enum_of_symbols.yml",
        "'==', '!=', '<', '<='",
    ),
    (
        "`10`/`100`, `8000`",
        "tests/codegen/fixtures/enum_of_digits.yml",
        "'8000', '10', '100'",
    ),
    (
        "`-1`/`+1`",
        "tests/codegen/fixtures/enum_of_digits.yml",
        "'-1', '+1'",
    ),
    (
        "`GET`/`get`",
        "tests/codegen/fixtures/enum_case.yml",
        "GET, get, Get",
    ),
    (
        "`const: true`",
        "xtask/tests/commands/edge_cases.rs",
        "again::<Truth>(\"false\")",
    ),
    (
        "integer enums",
        "xtask/tests/commands/edge_cases.rs",
        "again::<Count>(\"11\")",
    ),
    (
        "string enums of digits",
        "tests/codegen/fixtures/enum_without_quotes.yml",
        "enum: [100, 017",
    ),
    (
        "A duplicate operationId",
        "tests/codegen/fixtures/operation_id_duplicate.yml",
        "operationId: getIt",
    ),
    (
        "A field called `errors`",
        "xtask/tests/commands/edge_cases.yml",
        "{ errors: {}, gen: {}, type: {}, self: {}, Self: {}, crate: {}",
    ),
    (
        "a schema called `Option`",
        "tests/codegen/fixtures/type_names_of_rust.yml",
        "Option:",
    ),
    (
        "`String`, `Result`",
        "xtask/tests/commands/edge_cases.yml",
        "Result: { type: object",
    ),
    (
        "`DateTime`",
        "xtask/tests/commands/edge_cases.yml",
        "DateTime: { type: object",
    ),
    (
        "empty names",
        "xtask/tests/commands/edge_cases.yml",
        "'': { type: object",
    ),
    (
        "`a-b` beside `a_b`",
        "xtask/tests/commands/edge_cases.yml",
        "a-b: {}, a_b: {}",
    ),
    (
        "Webhooks emitted as client methods",
        "tests/codegen/fixtures/webhooks.yml",
        "call.created: { post",
    ),
    (
        "types that only serialise",
        "tests/generated/src/webhooks.rs",
        "fn a_genuine_webhook_is_accepted",
    ),
    (
        "Nested deepObject",
        "xtask/tests/commands/edge_cases.rs",
        "filter%5Boccurred_at%5D%5Bgte%5D=a%20b",
    ),
    (
        "`CustomHeaders`",
        "xtask/tests/commands/edge_cases.rs",
        "CustomHeaders=%7B%22name%22",
    ),
    (
        "Path values not encoded at all",
        "xtask/tests/commands/edge_cases.rs",
        "/..%2F%3F%23%25/",
    ),
    (
        "a space sent as `+` in a path",
        "xtask/tests/commands/edge_cases.rs",
        "/a%20b?id=5",
    ),
    (
        "Spec defaults filled in while decoding",
        "xtask/tests/commands/edge_cases.rs",
        "assert_eq!(any.size, None)",
    ),
    (
        "although the caller never set them",
        "tests/generated/src/decoding.rs",
        "fn defaults_are_not_filled_in",
    ),
    (
        "`minLength: 1` invented",
        "xtask/tests/commands/edge_cases.rs",
        r#"{"name":"","tags":[],"gone":null"#,
    ),
    (
        "Unknown enum values",
        "tests/generated/src/decoding.rs",
        "fn unknown_enum_values_are_kept",
    ),
    (
        "unknown union members",
        "tests/generated/src/decoding.rs",
        "fn unknown_union_members_are_kept",
    ),
    (
        "whose variant structs lose the tag",
        "xtask/tests/commands/edge_cases.rs",
        r#"{"kind":"meow","lives":9}"#,
    ),
    (
        "HTTP errors returned inside `Ok`",
        "xtask/tests/commands/edge_cases.rs",
        "fn an_error_is_no_success",
    ),
    (
        "error bodies thrown away",
        "tests/generated/src/replies.rs",
        "fn no_body_hides_the_status",
    ),
    (
        "`format: integer` on a string",
        "tests/codegen/fixtures/format_integer_on_string.yml",
        "format: integer",
    ),
    (
        "null and absent collapsed",
        "tests/generated/src/decoding.rs",
        "fn null_is_not_absent",
    ),
    (
        "A dangling `$ref` accepted",
        "tests/codegen/diagnostics/dangling_ref.yml",
        "$ref",
    ),
    (
        "exit code 0 after an error",
        "xtask/tests/commands/generate.rs",
        "fn after_an_error_no_crate_is_written",
    ),
    (
        "An allOf cycle",
        "tests/codegen/diagnostics/ref_cycle_by_all_of.yml",
        "allOf",
    ),
    (
        "A 10,000-field struct",
        "xtask/tests/workspace/large.rs",
        "const MEMBERS: usize = 10_000",
    ),
    (
        "`%2B` in a description",
        "xtask/tests/commands/edge_cases.yml",
        "title: '%2B {} {0}'",
    ),
    (
        "The absolute path of the input",
        "xtask/tests/commands/generate.rs",
        "fn headers_name_the_file_of_the_document",
    ),
    (
        "Names by hash",
        "tests/codegen/src/names.rs",
        "fn names_do_not_depend_on_the_order_of_a_document",
    ),
    (
        "adding a variant renames a type",
        "tests/codegen/src/names.rs",
        "fn additions_without_collisions_rename_nothing",
    ),
    (
        "without an operationId dropped",
        "tests/codegen/src/names.rs",
        "fn operations_without_an_id_have_distinct_names",
    ),
    (
        "`$ref` inside `content`",
        "xtask/tests/commands/edge_cases.yml",
        "application/json: { $ref: '#/components/mediaTypes/Any' }",
    ),
    (
        "`parameters/X/schema`",
        "tests/codegen/fixtures/parameter_schema_shared.yml",
        "'#/components/parameters/Page/schema'",
    ),
    (
        "boolean `required` in a schema",
        "xtask/tests/commands/edge_cases.yml",
        "required: { type: boolean, required: true }",
    ),
    (
        "`x-` keys under `paths`",
        "xtask/tests/commands/edge_cases.yml",
        "x-shared: { get: ignored }",
    ),
    (
        "tuple `items`",
        "xtask/tests/commands/edge_cases.yml",
        "items: [{ type: number }, { type: string }]",
    ),
    (
        "same-named parameters in different places",
        "xtask/tests/commands/edge_cases.yml",
        "name: id, in: cookie",
    ),
    (
        "paths that differ only after `#`",
        "xtask/tests/commands/edge_cases.yml",
        "/first#two",
    ),
    (
        "bare names in a discriminator mapping",
        "tests/codegen/fixtures/tagged_bare_names.yml",
        "mapping: { meow: Cat }",
    ),
    (
        "a field called `gen`",
        "tests/codegen/fixtures/field_names.yml",
        "gen: { type: string }",
    ),
    (
        "a type without `Hash`",
        "xtask/tests/commands/edge_cases.yml",
        "uniqueItems: true, items: { type: number }",
    ),
    (
        "A 3,000-character doc line",
        "tests/codegen/src/edge_cases.rs",
        "so very long. \".repeat(120)",
    ),
    (
        "raw JSON in docs",
        "tests/codegen/fixtures/doc_wrapped.yml",
        r#"'{"a": {"b": [1, 2]}}'"#,
    ),
    (
        "doc text run as a doctest",
        "xtask/tests/commands/edge_cases.yml",
        "fn main() { panic!() }",
    ),
];

#[test]
fn the_files_contain_the_words_of_the_table() {
    for (case, file, words) in EDGE_CASES {
        let text = fs::read_to_string(repository().join(file));
        let text = text.unwrap_or_else(|error| panic!("{case}: {file}: {error}"));
        assert!(
            text.contains(words),
            "{case}: {file} does not contain {words}"
        );
    }
}

#[test]
fn every_edge_case_of_the_list_is_in_the_table() {
    let Some(folder) = shared("", 1) else { return };
    let text = fs::read_to_string(folder.join("PEERS.md")).expect("the list exists");
    let (_, list) = text
        .split_once("## Traps")
        .expect("the list has the section");
    let items: Vec<String> = list
        .split("\n- ")
        .skip(1)
        .map(|item| item.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let named = |item: &str| EDGE_CASES.iter().any(|(case, ..)| item.contains(case));
    let missing: Vec<&String> = items.iter().filter(|item| !named(item)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    for (case, ..) in EDGE_CASES {
        assert!(items.iter().any(|item| item.contains(case)), "{case}");
    }
}

#[test]
fn long_lines_of_prose_are_wrapped() {
    let prose = "A sentence that is so very long. ".repeat(120);
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: t, version: v }}\ncomponents: {{ schemas: {{ A: {{ type: object, description: '{prose}', properties: {{ a: {{ description: '{prose}' }} }} }} }} }}"
    );
    let mut sources = Sources::default();
    let input = Input::alone(sources.add("a.yml", text), "a");
    let mut diagnostics = Diagnostics::default();
    let api = codegen::api(
        &input,
        &mut sources,
        &mut |_, _| Err(Absent::Missing),
        &mut diagnostics,
    );
    let files = codegen::files(
        &api.expect("the document has no errors").into(),
        &sources,
        &Library::new("a"),
    );
    let lines = || files.iter().flat_map(|file| file.text.lines());
    assert!(lines().filter(|line| line.contains("so very long")).count() > 60);
    let longest = lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(140), "{longest:?}");
}
