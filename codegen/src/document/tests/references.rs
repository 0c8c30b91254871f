//! What `$ref`s between schemas mean.

use super::{check, check_schemas};

#[test]
fn references_into_places_that_are_no_components() {
    check(
        r"
openapi: 3.1.0
info: {title: t, version: v}
definitions: {X: {type: integer}}
x-types: {'Y z': {$ref: '#/definitions/X'}}
components:
  parameters: {P: {name: p, in: query, schema: {type: string}}}
  schemas:
    A: {properties: {a: {type: boolean}}}
    B: {$ref: '#/components/schemas/A/properties/a'}
    C: {$ref: '#/definitions/X'}
    D: {$ref: '#/x-types/Y%20z'}
    E: {$ref: '#/components/parameters/P/schema'}
",
        r"
A: {a: boolean}
B: -> #/components/schemas/A/properties/a
C: -> #/definitions/X
D: -> #/x-types/Y z
E: -> #/components/parameters/P/schema
warning unknown-keyword #/definitions: unknown key `definitions` of the document is ignored
",
    );
}

#[test]
fn dangling_references() {
    check_schemas(
        r"
  Conference: {type: object}
  A: {$ref: '#/components/schemas/Confrence'}
  B: {$ref: '#/definitions/Conference'}
  C: {$ref: '#/components/schemas/Call/properties/id'}
  D: {$ref: '#/info/title'}
  E: {$ref: '#'}
  F: {$ref: '#anchor'}
",
        r"
Conference: object
A: any
B: any
C: any
D: any
E: any
F: any
error dangling-ref #/components/schemas/A/$ref: `#/components/schemas/Confrence` points to nothing; did you mean `#/components/schemas/Conference`?
error dangling-ref #/components/schemas/B/$ref: `#/definitions/Conference` points to nothing; did you mean `#/components/schemas/Conference`?
error dangling-ref #/components/schemas/C/$ref: `#/components/schemas/Call/properties/id` points to nothing; `#/components/schemas` has no `Call`
error dangling-ref #/components/schemas/D/$ref: `#/info/title` points to a string, not to a schema
warning keyword-ignored #/components/schemas/E/$ref: `#` points to the document, not to a schema; left out
error dangling-ref #/components/schemas/F/$ref: no schema defines the anchor of `#anchor`; a JSON Pointer starts with `#/`
",
    );
}

#[test]
fn anchors_and_ids() {
    check_schemas(
        r"
  A: {$anchor: here, $id: 'https://example.com/a', $defs: {x: {type: string}}}
  B: {$ref: '#here'}
  C: {$ref: 'https://example.com/a'}
  D: {$ref: 'https://example.com/a#/$defs/x'}
  E: {$dynamicAnchor: node, items: {$dynamicRef: '#node'}}
  F: {$recursiveAnchor: true, properties: {a: {items: {$recursiveRef: '#'}}}}
",
        r"
A: any
B: -> #/components/schemas/A
C: -> #/components/schemas/A
D: -> #/components/schemas/A/$defs/x
E: items(-> #/components/schemas/E)
F: {a: items(-> #/components/schemas/F)}
",
    );
}

#[test]
fn definitions_of_finished_json_schemas() {
    check_schemas(
        r"
  A:
    properties: {a: {$ref: '#/$defs/X'}}
    $defs: {X: {type: string}}
",
        r"
A: {a: -> #/components/schemas/A/$defs/X}
warning repaired #/components/schemas/A/properties/a/$ref: `#/$defs` is resolved against the enclosing schema
",
    );
}

#[test]
fn circles_are_reported_once() {
    check_schemas(
        r"
  A: {$ref: '#/components/schemas/B'}
  B: {allOf: [{$ref: '#/components/schemas/A'}]}
  C: {$ref: '#/components/schemas/C'}
  Tree: {properties: {left: {$ref: '#/components/schemas/Tree'}}}
  Parent: {oneOf: [{$ref: '#/components/schemas/Child'}]}
  Child: {allOf: [{$ref: '#/components/schemas/Parent'}]}
",
        r"
A: -> #/components/schemas/B
B: allOf(-> #/components/schemas/A)
C: -> #/components/schemas/C
Tree: {left: -> #/components/schemas/Tree}
Parent: oneOf(-> #/components/schemas/Child)
Child: allOf(-> #/components/schemas/Parent)
error ref-cycle #/components/schemas/A: the schema refers to itself, with no object or array in between; remove one of the references; #/components/schemas/B through this; #/components/schemas/B/allOf/0 through this
error ref-cycle #/components/schemas/C: the schema refers to itself, with no object or array in between; remove one of the references
",
    );
}

#[test]
fn discriminator_mappings() {
    check_schemas(
        r"
  U: {oneOf: [{}], discriminator: {propertyName: kind, mapping: {b: B, a: '#/components/schemas/A', n: Nope}}}
  A: {}
  B: {}
",
        r"
U: oneOf(any) by kind b=/components/schemas/B a=/components/schemas/A
A: any
B: any
warning keyword-ignored #/components/schemas/U/discriminator/mapping/n: the schema `Nope` does not exist; the entry of the mapping is left out
",
    );
}
