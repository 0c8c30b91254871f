//! Documents with one kind of reference each: the component that it leads to is kept by a cut and counts
//! as used, and its sibling does not.

use codegen::cut::{Glob, Selection, cut_document};
use codegen::diagnostic::Diagnostics;
use codegen::lint::lint_document;
use codegen::overlay::Provenance;
use codegen::source::{self, Absent, Sources};
use codegen::tree::Tree;
use codegen::{Input, api};

/// A document of OpenAPI 3.2 whose only response has a schema.
fn with_schema(schema: &str, components: &str) -> String {
    with_operation(
        &format!(
            "responses: {{ '200': {{ description: OK, content: {{ application/json: {{ schema: {schema} }} }} }} }}"
        ),
        &format!("  schemas:\n{components}"),
    )
}

/// A document of OpenAPI 3.2 with an operation that is chosen, one that is linked, and another.
fn with_operation(members: &str, components: &str) -> String {
    format!(
        "openapi: 3.2.0
$self: https://pets.example/v1/openapi.yml
info: {{ title: References, version: '1' }}
tags:
  - {{ name: Target, parent: Group }}
  - {{ name: Group }}
  - {{ name: Other }}
paths:
  /chosen:
    get:
      operationId: chosen
      {members}
  /target:
    get: {{ operationId: target, tags: [Target], responses: {{ '204': {{ description: Done }} }} }}
  /other:
    get: {{ operationId: other, tags: [Other], responses: {{ '204': {{ description: Done }} }} }}
components:
{components}
"
    )
}

fn read(text: &str) -> (Sources, Tree) {
    let mut sources = Sources::default();
    let file = sources.add("openapi.yml", text);
    let tree = source::parse(&sources, file, &mut Diagnostics::default());
    let tree = tree.unwrap_or_else(|| panic!("it is YAML:\n{text}"));
    (sources, tree)
}

/// Cuts a document to the path `/chosen`.
fn cut(text: &str) -> Tree {
    let (sources, _) = read(text);
    let selection = Selection {
        paths: vec![Glob::new("/chosen")],
        ..Selection::default()
    };
    let file = codegen::pointer::FileId(0);
    let cut = cut_document(&sources, file, &selection, &mut Diagnostics::default());
    cut.expect("it is read").expect("the path exists").tree
}

/// Panics unless a document generates bindings.
fn check_generates(text: &str, name: &str) {
    let mut sources = Sources::default();
    let input = Input::alone(sources.add("openapi.yml", text), "api");
    let mut diagnostics = Diagnostics::default();
    let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
    let found = api(&input, &mut sources, &mut load, &mut diagnostics);
    assert!(found.is_some(), "{name}: {diagnostics:#?}\n{text}");
}

fn find_unused(text: &str) -> Vec<String> {
    let (_, tree) = read(text);
    let mut diagnostics = Diagnostics::default();
    let provenance = Provenance::new(codegen::pointer::FileId(0));
    lint_document(&tree, "openapi.yml", &provenance, &mut diagnostics);
    let unused = diagnostics.iter();
    let unused = unused.filter(|it| it.code.name == "component-unused");
    unused.map(|it| it.message.clone()).collect()
}

fn component<'t>(tree: &'t Tree, section: &str, name: &str) -> Option<&'t Tree> {
    tree.get("components")?.get(section)?.get(name)
}

/// Checks that a document refers to the component `Target`, and not to `Other`.
fn check(name: &str, section: &str, text: &str) {
    check_generates(text, name);
    let cut = cut(text);
    let written = cut.to_yaml();
    check_generates(&written, name);
    assert!(
        component(&cut, section, "Target").is_some(),
        "{name}: lost by the cut\n{written}"
    );
    assert!(
        component(&cut, section, "Other").is_none(),
        "{name}: kept by the cut\n{written}"
    );
    assert_eq!(
        find_unused(text),
        ["nothing refers to `Other`"],
        "{name}\n{text}"
    );
}

/// The schema that each `$ref` means, and one that none means.
const PAIR: &str = "    Target: { type: string }\n    Other: { type: string }";

#[test]
fn uris_lead_to_components() {
    for uri in [
        "#/components/schemas/Target",
        "#/components/schemas/T%61rget",
        "openapi.yml#/components/schemas/Target",
        "./openapi.yml#/components/schemas/Target",
        "/v1/openapi.yml#/components/schemas/Target",
        "../v1/openapi.yml#/components/schemas/Target",
        "https://pets.example/v1/openapi.yml#/components/schemas/Target",
    ] {
        check(
            uri,
            "schemas",
            &with_schema(&format!("{{ $ref: '{uri}' }}"), PAIR),
        );
    }
}

#[test]
fn identifiers_and_anchors_lead_to_components() {
    let anchored = "    Target: { type: object, properties: { a: { $anchor: name, type: string } } }\n    Other: { $anchor: other, type: string }";
    let identified =
        "    Target: { $id: target, type: string }\n    Other: { $id: other, type: string }";
    let absolute = "    Target: { $id: 'https://pets.example/v1/target', type: string }\n    Other: { type: string }";
    let nested = "    Target: { $id: target, $defs: { a: { $anchor: name, type: string } }, type: string }\n    Other: { $defs: { a: { type: string } } }";
    for (uri, components) in [
        ("#name", anchored),
        ("openapi.yml#name", anchored),
        ("target", identified),
        ("https://pets.example/v1/target", identified),
        ("https://pets.example/v1/target", absolute),
        ("target", absolute),
        ("target#/$defs/a", nested),
        ("target#name", nested),
    ] {
        let text = with_schema(&format!("{{ $ref: '{uri}' }}"), components);
        check(uri, "schemas", &text);
    }
}

#[test]
fn dynamic_references_lead_to_components() {
    let components = "    Page: { type: array, items: { $dynamicRef: '#item' } }\n    Target: { $dynamicAnchor: item, type: string }\n    Other: { type: string }";
    let text = with_schema("{ $ref: '#/components/schemas/Page' }", components);
    check("$dynamicRef", "schemas", &text);
}

#[test]
fn discriminators_lead_to_components() {
    let schema = "{ type: object, required: [kind], properties: { kind: { type: string } } }";
    for (name, discriminator) in [
        ("a name", "mapping: { target: Target }"),
        (
            "a URI",
            "mapping: { target: '#/components/schemas/Target' }",
        ),
        (
            "a whole URI",
            "mapping: { target: 'https://pets.example/v1/openapi.yml#/components/schemas/Target' }",
        ),
        ("a default name", "defaultMapping: Target"),
        (
            "a default URI",
            "defaultMapping: '#/components/schemas/Target'",
        ),
    ] {
        let components = format!(
            "    Pet: {{ oneOf: [{{ $ref: '#/components/schemas/Cat' }}], discriminator: {{ propertyName: kind, {discriminator} }} }}\n    \
             Cat: {schema}\n    Target: {schema}\n    Other: {schema}"
        );
        let text = with_schema("{ $ref: '#/components/schemas/Pet' }", &components);
        check(name, "schemas", &text);
    }
}

#[test]
fn children_are_kept_by_whatever_uri_they_name_their_parent() {
    for uri in [
        "#/components/schemas/Pet",
        "openapi.yml#/components/schemas/Pet",
        "https://pets.example/v1/openapi.yml#/components/schemas/Pet",
    ] {
        let components = format!(
            "    Pet: {{ type: object, required: [kind], properties: {{ kind: {{ type: string }} }}, discriminator: {{ propertyName: kind }} }}\n    \
             Child: {{ allOf: [{{ $ref: '{uri}' }}] }}\n    Other: {{ type: string }}"
        );
        let text = with_schema("{ $ref: '#/components/schemas/Pet' }", &components);
        let cut = cut(&text);
        assert!(component(&cut, "schemas", "Child").is_some(), "{uri}");
        assert!(component(&cut, "schemas", "Other").is_none(), "{uri}");
    }
}

#[test]
fn security_requirements_lead_to_schemes() {
    let components = "  securitySchemes:\n    Target: { type: http, scheme: bearer }\n    Other: { type: http, scheme: basic }";
    for (what, name) in [
        ("a name", "Target"),
        ("a URI", "'#/components/securitySchemes/Target'"),
    ] {
        let members = format!(
            "security: [{{ {name}: [] }}]\n      responses: {{ '204': {{ description: Done }} }}"
        );
        check(
            what,
            "securitySchemes",
            &with_operation(&members, components),
        );
        let text = with_operation("responses: { '204': { description: Done } }", components);
        let text = text.replace(
            "\npaths:",
            &format!("\nsecurity: [{{ {name}: [] }}]\npaths:"),
        );
        check(what, "securitySchemes", &text);
    }
}

#[test]
fn links_lead_to_operations() {
    for link in [
        "operationId: target",
        "operationRef: '#/paths/~1target/get'",
        "operationRef: 'https://pets.example/v1/openapi.yml#/paths/~1target/get'",
    ] {
        for (used, components) in [
            (format!("{{ {link} }}"), "  links: {}".to_owned()),
            (
                "{ $ref: '#/components/links/Target' }".to_owned(),
                format!("  links:\n    Target: {{ {link} }}"),
            ),
        ] {
            let members = format!(
                "responses: {{ '204': {{ description: Done, links: {{ next: {used} }} }} }}"
            );
            let text = with_operation(&members, &components);
            let cut = cut(&text);
            let paths = cut.get("paths").and_then(Tree::as_object).expect("a map");
            let paths: Vec<&str> = paths.keys().map(String::as_str).collect();
            assert_eq!(paths, ["/chosen", "/target"], "{link}");
            assert_eq!(find_unused(&text), [""; 0], "{link}");
            check_generates(&cut.to_yaml(), link);
        }
    }
}

#[test]
fn operations_lead_to_tags_and_their_parents() {
    for (tags, expected) in [("[Target]", vec!["Target", "Group"]), ("[]", vec![])] {
        let members =
            format!("tags: {tags}\n      responses: {{ '204': {{ description: Done }} }}");
        let cut = cut(&with_operation(&members, "  schemas: {}"));
        let kept = cut.get("tags").and_then(Tree::as_array).unwrap_or_default();
        let kept: Vec<&str> = kept
            .iter()
            .filter_map(|it| it.get("name")?.as_str())
            .collect();
        assert_eq!(kept, expected);
    }
}
