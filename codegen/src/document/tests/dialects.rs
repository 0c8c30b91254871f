//! OpenAPI 3.0's schemas, and older forms, in the words of JSON Schema 2020-12.

use super::{check_schemas, check_schemas_30};

#[test]
fn nullable_type() {
    check_schemas_30(
        r"
  A: {type: string, nullable: true}
  B: {type: string, nullable: false}
  C: {nullable: true}
  D: {type: string, nullable: true, enum: [a, b]}
  E: {type: string, nullable: true, enum: [a, null]}
",
        r#"
A: string|null
B: string
C: any
D: string|null enum("a", "b", null)
E: string|null enum("a", null)
"#,
    );
}

#[test]
fn nullable_union_or_reference() {
    check_schemas_30(
        r"
  A: {type: object}
  One: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}
  Both: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}, {required: [a]}]}
  Any: {nullable: true, anyOf: [{type: string}]}
  Either: {nullable: true, oneOf: [{type: string}, {type: integer}], discriminator: {propertyName: p}}
",
        r"
A: object
One: anyOf(-> #/components/schemas/A, null)
Both: anyOf(allOf(-> #/components/schemas/A, required=a), null)
Any: anyOf(string, null)
Either: oneOf(string, integer, null) by p
",
    );
}

#[test]
fn nullable_in_31() {
    check_schemas(
        r"
  A: {type: string, nullable: true}
  B: {const: x, nullable: true}
  C: {$ref: '#/components/schemas/A', nullable: true, description: d}
",
        r#"
A: string|null
B: enum("x", null)
C: anyOf(-> #/components/schemas/A, null) description=d
warning repaired #/components/schemas/A/nullable: `nullable` is not a keyword of OpenAPI 3.1; read as in 3.0, here and in 2 more places
"#,
    );
}

#[test]
fn exclusive_bounds() {
    let schemas = r"
  A: {minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false}
  B: {exclusiveMinimum: 1, exclusiveMaximum: 5}
";
    check_schemas_30(schemas, "A: max=5 above=1\n B: above=1 below=5");
    check_schemas(schemas, "A: max=5 above=1\n B: above=1 below=5");
}

#[test]
fn reference_siblings() {
    let schemas = r"
  A: {type: string}
  B: {$ref: '#/components/schemas/A', description: d, maxLength: 3, x-y: 1}
";
    check_schemas_30(
        schemas,
        r"
A: string
B: -> #/components/schemas/A description=d x-y=1
warning keyword-ignored #/components/schemas/B/maxLength: `maxLength` beside a `$ref` has no effect in OpenAPI 3.0
",
    );
    check_schemas(
        schemas,
        "A: string\n B: -> #/components/schemas/A maxLength=3 description=d x-y=1",
    );
}

#[test]
fn formats_of_bytes() {
    check_schemas_30(
        "\n  A: {type: string, format: byte}\n  B: {type: string, format: binary}",
        "A: string encoding=base64\n B: string format=binary",
    );
}

#[test]
fn example_and_examples() {
    check_schemas(
        r"
  A: {examples: [1, 2], example: 3}
  B: {examples: {a: {value: 1}}}
  C: {examples: 5}
",
        r"
A: e.g. example=3 e.g. 0=1 e.g. 1=2
B: e.g. value=1
C: any
warning repaired #/components/schemas/B/examples: a schema's `examples` is an object, not an array
warning keyword-ignored #/components/schemas/C/examples: `examples` is a number, not an array, and is ignored
",
    );
}

#[test]
fn tuples_of_older_drafts() {
    check_schemas(
        r"
  A: {items: [{type: string}], additionalItems: false}
  B: {items: {type: string}, additionalItems: false}
  C: {dependencies: {a: [b], c: {required: [d]}}}
",
        r"
A: prefixItems(string) items(false)
B: items(string)
C: dependent{c: required=d} a=>b
warning repaired #/components/schemas/A/items: `items` is an array; read as `prefixItems`
",
    );
}
