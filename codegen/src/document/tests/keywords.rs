//! Keywords whose values are not what they should be.

use super::{check_schemas, check_schemas_30};
use crate::diagnostic::spelling::closest_name;
use crate::document::schema::KEYWORD_NAMES;

#[test]
fn values_that_carry_meaning() {
    check_schemas(
        r"
  A: {type: 5}
  B: {properties: []}
  C: {minimum: low}
  D: {allOf: {type: string}}
  E: {enum: a}
  F: {pattern: 5}
  G: {required: [{}]}
  H: {items: text}
  I: text
  J: {$ref: 5}
  K: {discriminator: {}}
",
        r"
A: any
B: any
C: any
D: any
E: any
F: any
G: any
H: any
I: any
J: any
K: any
error keyword-value #/components/schemas/A/type: `type` is a number, not a type's name
error keyword-value #/components/schemas/B/properties: `properties` is an array, not an object of schemas
error keyword-value #/components/schemas/C/minimum: `minimum` is a string, not a number
error keyword-value #/components/schemas/D/allOf: `allOf` is an object, not an array of schemas
error keyword-value #/components/schemas/E/enum: `enum` is a string, not an array
error keyword-value #/components/schemas/F/pattern: `pattern` is a number, not a string
error keyword-value #/components/schemas/G/required: `required` is an object, not an array of names
error keyword-value #/components/schemas/H/items: `items` is a string, not a schema
error keyword-value #/components/schemas/I: a schema is an object, not a string
error keyword-value #/components/schemas/J/$ref: `$ref` is a number, not a string
error keyword-value #/components/schemas/K/discriminator: `discriminator` is an object, not an object with a `propertyName`
",
    );
}

#[test]
fn values_that_are_clear() {
    check_schemas(
        r"
  A: {minLength: '3'}
  B: {type: [string, null]}
  C: {deprecated: 'true'}
  D: {discriminator: kind}
  E: {properties: {a: null}}
  F: {title: 5, description: true}
",
        r"
A: minLength=3
B: string|null
C: deprecated
D: by kind
E: {a: any}
F: description=true
warning repaired #/components/schemas/A/minLength: `minLength` is a string; read as a number
warning repaired #/components/schemas/C/deprecated: `deprecated` is a string; read as a boolean
warning repaired #/components/schemas/D/discriminator: `discriminator` is a string; read as `propertyName`
warning repaired #/components/schemas/E/properties/a: a schema is null; read as `{}`
",
    );
}

#[test]
fn harmless_nonsense() {
    check_schemas_30(
        r"
  A: {type: object, properties: {a: {type: string, required: true}}}
  B: {enum: []}
  C: {type: int}
  D: {type: []}
  E: {maxLength: -1, multipleOf: 0}
  F: {required: [a, a], properties: null}
  G: {uniqueItems: maybe}
",
        r"
A: object {a: string}
B: enum()
C: any
D: any
E: any
F: required=a
G: any
warning keyword-ignored #/components/schemas/A/properties/a/required: `required` is a boolean and is ignored; it must be a list of property names
warning keyword-ignored #/components/schemas/C/type: `type: int` is not a type and is ignored; did you mean `integer`?
warning keyword-ignored #/components/schemas/D/type: `type` is empty and is ignored
warning keyword-ignored #/components/schemas/E/maxLength: `maxLength: -1` is not a non-negative integer and is ignored
warning keyword-ignored #/components/schemas/E/multipleOf: `multipleOf` is not greater than zero and is ignored
warning keyword-ignored #/components/schemas/F/required: `required` lists a property twice
warning keyword-ignored #/components/schemas/F/properties: `properties` is null and is ignored
warning keyword-ignored #/components/schemas/G/uniqueItems: `uniqueItems` is a string, not a boolean, and is ignored
",
    );
}

#[test]
fn unknown_keywords_are_said_once() {
    check_schemas(
        r"
  A: {min_items: 1, properties: {a: {optional: true}, min_items: {optional: true}}}
  B: {optional: true, x-optional: true, xml: {}, $comment: c, externalDocs: {}}
",
        r"
A: {a: any, min_items: any}
B: x-optional=true
warning unknown-keyword #/components/schemas/A/min_items: unknown keyword `min_items` is ignored; did you mean `minItems`?
warning unknown-keyword #/components/schemas/A/properties/a/optional: unknown keyword `optional` is ignored, here and in 2 more places
",
    );
}

#[test]
fn subschemas_are_found_by_grammar() {
    check_schemas(
        r"
  A:
    enum: [{$ref: nowhere}]
    default: {type: 5}
    examples: [{schema: 5}]
    properties: {$ref: {type: string}, schema: true, properties: {type: integer}}
    patternProperties: {'^x': {const: 1}}
    propertyNames: {maxLength: 3}
    if: {required: [a]}
    then: false
    else: {not: {}}
    contains: {type: 'null'}
    prefixItems: [{type: boolean}]
    dependentSchemas: {a: {minItems: 1}}
    dependentRequired: {a: [b]}
    additionalProperties: {type: array, items: {}}
",
        r#"
A: enum({"$ref":"nowhere"}) prefixItems(boolean) if(required=a) then(false) else(not(any)) contains(null)
   additional(array items(any)) names(maxLength=3) {$ref: string, schema: true, properties: integer} patterns{^x: const=1}
   dependent{a: minItems=1} default={"type":5} a=>b e.g. 0={"schema":5}
"#
        .replace("\n   ", " ")
        .as_str(),
    );
}

#[test]
fn misspelt_keywords_of_every_dialect_are_recognised() {
    for name in KEYWORD_NAMES.iter().filter(|name| name.len() > 3) {
        let misspelt = format!("{}{}", &name[..2], &name[3..]);
        let meant = closest_name(&misspelt, KEYWORD_NAMES.iter().copied());
        assert!(meant.is_some(), "{misspelt} for {name}");
    }
    let meant = |word| closest_name(word, KEYWORD_NAMES.iter().copied());
    assert_eq!(meant("nulable"), Some("nullable"));
    assert_eq!(meant("additionalItem"), Some("additionalItems"));
}
