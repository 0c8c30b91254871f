//! The interpreter: each keyword of draft 2020-12, what it accepts and what it refuses.

use serde_json::{Value, from_str};

use crate::{JsonSchema, Options, ValidationError, validate};

/// Everything that the schema in `text` refuses about a value. What is no schema refuses nothing.
fn errors(text: &str, value: &Value) -> Vec<(String, String)> {
    let options = Options {
        depth: usize::MAX,
        steps: usize::MAX,
        finds_nulls: false,
        is_of_format: None,
    };
    let schema = from_str(text).unwrap_or(Value::Null);
    let errors = validate(JsonSchema::new(&schema), value, options).into_iter();
    let parts = |it: ValidationError<_>| (it.pointer, it.message);
    errors.map(parts).collect()
}

/// Holds values against a schema: those before the bar are accepted, those behind it refused.
#[track_caller]
fn check(schema: &str, values: &str) {
    let (accepted, refused) = values.split_once('|').unwrap_or((values, ""));
    for (values, expected) in [(accepted, true), (refused, false)] {
        for value in values.split_whitespace() {
            let value: Value = from_str(value).expect("a value is JSON");
            let accepts = errors(schema, &value).is_empty();
            assert_eq!(accepts, expected, "{schema} and {value}");
        }
    }
}

#[test]
fn types_values_and_bounds() {
    check("true", "1 null");
    check("false", "| 1 null");
    check(r#"{"type":"integer"}"#, "1 1.0 1e3 | 1.5 \"1\" null");
    check(r#"{"type":["array","null"]}"#, "[] null | {} false");
    check(
        r#"{"const":{"a":[1,false]}}"#,
        r#"{"a":[1.0,false]} | {"a":[1,0]} {} 1"#,
    );
    check(r#"{"enum":[1,"a",null]}"#, r#"1.0 "a" null | true "1" []"#);
    check(
        r#"{"minimum":1,"exclusiveMaximum":3}"#,
        r#"1 2.9 "0" | 0.9 3 3.0"#,
    );
    check(r#"{"maximum":3,"exclusiveMinimum":1}"#, "1.1 3 | 1 3.1");
    check(r#"{"multipleOf":0.01}"#, "19.99 0 7 | 19.995");
    check(
        r#"{"minLength":2,"maxLength":3}"#,
        r#""éé" "abc" 1 | "é" "abcd""#,
    );
    check(r#"{"format":"email","unknown":1}"#, r#""x""#);
}

#[cfg(feature = "pattern")]
#[test]
fn patterns() {
    check(r#"{"pattern":"^a+$|b"}"#, r#""aa" "xbx" 1 | "ax""#);
    check(
        r#"{"patternProperties":{"^x-|y$":{"type":"string"}},"additionalProperties":false}"#,
        r#"{"x-a":"","y":""} {} [] | {"x-a":1} {"z":""}"#,
    );
}

#[test]
fn combinations() {
    check(r#"{"allOf":[{"minimum":2},{"maximum":3}]}"#, "2 3 | 1 4");
    check(
        r#"{"anyOf":[{"type":"string"},{"minimum":2}]}"#,
        r#""" 2 [] | 1"#,
    );
    check(
        r#"{"oneOf":[{"type":"integer"},{"minimum":2}]}"#,
        "1 2.5 | 3 1.5",
    );
    check(r#"{"not":{"type":"string"}}"#, r#"1 | """#);
    let conditional = r#"{"if":{"minimum":10},"then":{"multipleOf":10},"else":{"maximum":5}}"#;
    check(conditional, "10 20 5 | 11 6");
    check(r#"{"if":{"const":1},"then":false}"#, "2 | 1");
    check(r#"{"then":false,"else":false}"#, "1");
    check(
        r##"{"$ref":"#/$defs/0","$defs":{"0":{"type":"array","items":{"$ref":"#/$defs/0"}}}}"##,
        "[] [[],[[]]] | [[1]] 1",
    );
}

#[test]
fn a_circle_of_references_ends() {
    check(r##"{"$ref":"#"}"##, "1");
    let both = r##"{"anyOf":[{"$ref":"#"},{"$ref":"#"}],"dependentSchemas":{"a":{"$ref":"#"}}}"##;
    check(both, r#"1 {"a":1}"#);
}

#[test]
fn arrays() {
    check(
        r#"{"prefixItems":[{"type":"string"},{"type":"integer"}],"items":false}"#,
        r#"[] ["a"] ["a",1] {} | [1] ["a",1,2]"#,
    );
    check(r#"{"items":{"type":"string"}}"#, r#"[] ["a"] | ["a",1]"#);
    check(r#"{"contains":{"const":1}}"#, r"[2,1] 1 | [] [2]");
    check(r#"{"contains":{"const":1},"minContains":0}"#, "[] [2]");
    check(
        r#"{"contains":{"const":1},"minContains":2,"maxContains":3}"#,
        "[1,1] [1,1,1,2] | [1,2] [1,1,1,1]",
    );
    check(r#"{"minItems":1,"maxItems":2}"#, "[1] [1,2] | [] [1,2,3]");
    check(
        r#"{"uniqueItems":true}"#,
        r#"[1,true,"1",[1]] | [1,1.0] [{"a":1,"b":2},{"b":2,"a":1}]"#,
    );
}

#[test]
fn objects() {
    check(
        r#"{"properties":{"a":{"type":"string"},"b":false},"required":["a"]}"#,
        r#"{"a":""} {"a":"","c":1} [] | {} {"a":1} {"a":"","b":1}"#,
    );
    check(
        r#"{"properties":{"a":true},"additionalProperties":{"type":"string"}}"#,
        r#"{"a":1,"b":""} | {"b":1}"#,
    );
    check(
        r#"{"propertyNames":{"maxLength":2}}"#,
        r#"{"ab":1} {} | {"abc":1}"#,
    );
    check(r#"{"propertyNames":false}"#, r#"{} | {"a":1}"#);
    check(
        r#"{"minProperties":1,"maxProperties":2}"#,
        r#"{"a":1} | {} {"a":1,"b":1,"c":1}"#,
    );
    check(
        r#"{"dependentRequired":{"a":["b"]}}"#,
        r#"{"b":1} {"a":1,"b":1} | {"a":1}"#,
    );
    check(
        r#"{"dependentSchemas":{"a":{"maxProperties":1}}}"#,
        r#"{"a":1} {"b":1,"c":1} | {"a":1,"b":1}"#,
    );
}

#[test]
fn what_no_other_keyword_saw() {
    check(
        r#"{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}"#,
        r#"{"a":1} | {"b":1}"#,
    );
    check(
        r#"{"anyOf":[{"properties":{"a":{"const":1}}},{"properties":{"b":{"const":2}}}],
            "unevaluatedProperties":false}"#,
        r#"{"a":1} {"b":2} {"a":1,"b":2} | {"a":1,"b":3} {"c":1}"#,
    );
    check(
        r#"{"if":{"required":["a"],"properties":{"a":true}},"else":{"properties":{"b":true}},
            "unevaluatedProperties":{"type":"string"}}"#,
        r#"{"a":1,"c":""} {"b":1} | {"a":1,"b":1}"#,
    );
    check(
        r#"{"not":{"not":{"properties":{"a":true}}},"unevaluatedProperties":false}"#,
        r#"{} | {"a":1}"#,
    );
    check(
        r#"{"prefixItems":[true],"contains":{"type":"string"},"unevaluatedItems":false}"#,
        r#"["a"] [1,"a","b"] | [1,"a",2]"#,
    );
    check(
        r#"{"allOf":[{"items":true}],"unevaluatedItems":false}"#,
        "[1,2]",
    );
}

#[test]
fn an_error_has_its_place() {
    let schema = r#"{"items":{"properties":{"a/b":{"not":{"const":1}}},"required":["c"]}}"#;
    let value = from_str(r#"[{"c":1},{"a/b":1}]"#).unwrap();
    let errors = errors(schema, &value).into_iter();
    let mut told: Vec<String> = errors
        .map(|(pointer, message)| format!("{pointer}: {message}"))
        .collect();
    told.sort();
    let expected = [
        "/1/a~1b: must not match the schema in `not`",
        "/1/c: is missing",
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_no_schema_refuses_nothing() {
    check("{", "1");
    check("7", "1");
    let no_pattern = r#"{"patternProperties":{"(":false},"additionalProperties":false}"#;
    check(no_pattern, r#"{"a":1}"#);
    check(r##"{"$ref":"#/$defs/none","type":7,"required":1}"##, "| 1");
    check(
        r##"{"$ref":"#/$defs/none","required":1,"minItems":"x","allOf":1}"##,
        "1 {} []",
    );
}
