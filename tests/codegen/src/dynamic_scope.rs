//! Values that schemas with `$dynamicRef` accept and refuse, as their bindings validate them.

use codegen::Input;
use codegen::diagnostic::Diagnostics;
use codegen::document::instance;
use codegen::source::{self, Absent, Sources};

/// Reads schemas, and checks which values each accepts: its name, the value, and whether it does.
fn check(schemas: &str, values: &[(&str, &str, bool)]) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    );
    let input = Input::alone(sources.add("api.yml", text), "api");
    let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
    let document = codegen::document(&input, &mut sources, &mut load, &mut diagnostics);
    assert!(diagnostics.iter().next().is_none(), "{diagnostics:#?}");
    let schemas = &document.expect("it is read").schemas;
    for (name, text, is_valid) in values {
        let file = sources.add("value.json", *text);
        let value = source::parse(&sources, file, &mut Diagnostics::default());
        let refusals = instance::refusals(
            schemas,
            schemas.components[*name],
            &value.expect("it is JSON"),
        );
        assert_eq!(
            refusals.is_empty(),
            *is_valid,
            "{name} {text}: {refusals:?}"
        );
    }
}

#[test]
fn a_template_has_the_items_of_who_refers_to_it() {
    check(
        "
    Page: { type: object, properties: { items: { items: { $dynamicRef: '#item' } } }, $defs: { d: { $dynamicAnchor: item, type: boolean } } }
    Texts: { $ref: '#/components/schemas/Page', $defs: { i: { $dynamicAnchor: item, type: string } } }
    Numbers: { $ref: '#/components/schemas/Page', $defs: { i: { $dynamicAnchor: item, type: number } } }
    Both: { properties: { texts: { $ref: '#/components/schemas/Texts' }, numbers: { $ref: '#/components/schemas/Numbers' }, any: { $ref: '#/components/schemas/Page' } } }
",
        &[
            ("Page", r#"{"items": [true]}"#, true),
            ("Page", r#"{"items": ["a"]}"#, false),
            ("Texts", r#"{"items": ["a"]}"#, true),
            ("Texts", r#"{"items": [1]}"#, false),
            ("Numbers", r#"{"items": [1]}"#, true),
            ("Numbers", r#"{"items": ["a"]}"#, false),
            ("Both", r#"{"texts": {"items": ["a"]}, "numbers": {"items": [1]}, "any": {"items": [true]}}"#, true),
            ("Both", r#"{"texts": {"items": [1]}}"#, false),
            ("Both", r#"{"any": {"items": [1]}}"#, false),
        ],
    );
}

#[test]
fn a_tree_has_the_nodes_of_the_schema_that_extends_it() {
    check(
        "
    Tree: { $id: 'https://example.com/tree', $dynamicAnchor: node, type: object, properties: { data: {}, children: { items: { $dynamicRef: '#node' } } } }
    Strict: { $id: 'https://example.com/strict', $dynamicAnchor: node, $ref: tree, unevaluatedProperties: false }
",
        &[
            ("Tree", r#"{"children": [{"daat": 1}]}"#, true),
            ("Strict", r#"{"children": [{"daat": 1}]}"#, false),
            ("Strict", r#"{"children": [{"data": 1, "children": [{"data": 2}]}]}"#, true),
            ("Strict", r#"{"children": [{"children": [{"daat": 2}]}]}"#, false),
        ],
    );
}

/// The rules of JSON Schema that its own test suite tries.
#[test]
fn the_outermost_schema_with_the_anchor_wins() {
    check(
        "
    # References into a schema enter it.
    Deep: { $id: 'https://example.com/deep', $ref: 'first#/$defs/stuff' }
    First: { $id: 'https://example.com/first', $defs: { stuff: { $ref: 'second#/$defs/stuff' }, length: { maxLength: 1 } } }
    Second: { $id: 'https://example.com/second', $defs: { stuff: { $ref: 'third#/$defs/stuff' }, length: { $dynamicAnchor: length, maxLength: 2 } } }
    Third: { $id: 'https://example.com/third', $defs: { stuff: { $dynamicRef: '#length' }, length: { $dynamicAnchor: length, maxLength: 3 } } }
    # A schema that is not on the way binds nothing.
    Aside: { properties: { a: { $ref: 'https://example.com/third#/$defs/stuff' }, b: { $ref: 'https://example.com/second' } } }
    # Two templates, one within the other.
    Outer: { properties: { inner: { $ref: '#/components/schemas/Inner' }, x: { $dynamicRef: '#x' } }, $defs: { x: { $dynamicAnchor: x, type: string } } }
    Inner: { properties: { y: { $dynamicRef: '#y' } }, $defs: { y: { $dynamicAnchor: y, type: string } } }
    BothBound: { $ref: '#/components/schemas/Outer', $defs: { x: { $dynamicAnchor: x, type: integer }, y: { $dynamicAnchor: y, type: boolean } } }
    # What an extension binds, one further out may bind again.
    Twice: { $ref: '#/components/schemas/Once', $defs: { x: { $dynamicAnchor: x, const: 7 } } }
    Once: { $ref: '#/components/schemas/Outer', $defs: { x: { $dynamicAnchor: x, type: integer } } }
    # Beside a reference.
    Beside: { properties: { x: { $ref: '#/components/schemas/Small', $dynamicRef: '#z' } }, $defs: { z: { $dynamicAnchor: z, minimum: 2 } } }
    Small: { maximum: 4 }
",
        &[
            ("Deep", r#""hi""#, true),
            ("Deep", r#""hey""#, false),
            ("Aside", r#"{"a": "hey"}"#, true),
            ("Aside", r#"{"a": "heyo"}"#, false),
            ("Outer", r#"{"x": "a", "inner": {"y": "b"}}"#, true),
            ("BothBound", r#"{"x": 1, "inner": {"y": true}}"#, true),
            ("BothBound", r#"{"inner": {"y": "b"}}"#, false),
            ("BothBound", r#"{"x": "a"}"#, false),
            ("Once", r#"{"x": 1}"#, true),
            ("Twice", r#"{"x": 7}"#, true),
            ("Twice", r#"{"x": 1}"#, false),
            ("Beside", r#"{"x": 3}"#, true),
            ("Beside", r#"{"x": 1}"#, false),
            ("Beside", r#"{"x": 5}"#, false),
        ],
    );
}
