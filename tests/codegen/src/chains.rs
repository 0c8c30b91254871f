//! Schemas that lead to one another on and on, by one keyword each, and those that are tied into
//! knots: neither the stack nor the time runs out.

use std::fmt::Write;

use crate::harness::run_in_thread;
use crate::mutants::outcome::Outcome;

/// Far more than any document has in a row.
const LENGTH: usize = 20_000;

/// How one schema leads to the next, `NEXT`.
const CHAINS: &[(&str, &str)] = &[
    ("$ref", "NEXT"),
    ("allOf", r#"{"allOf":[NEXT,{"properties":{"a":{}}}]}"#),
    ("oneOf", r#"{"oneOf":[NEXT,{"type":"string"}]}"#),
    (
        "oneOf beside",
        r#"{"properties":{"a":{}},"oneOf":[NEXT,{"properties":{"b":{}}}]}"#,
    ),
    ("anyOf and null", r#"{"anyOf":[NEXT,{"type":"null"}]}"#),
    ("not", r#"{"not":NEXT}"#),
    ("if", r#"{"if":NEXT,"then":NEXT}"#),
    ("properties", r#"{"properties":{"n":NEXT}}"#),
    ("required", r#"{"required":["n"],"properties":{"n":NEXT}}"#),
    ("items", r#"{"type":"array","items":NEXT}"#),
    ("additionalProperties", r#"{"additionalProperties":NEXT}"#),
    ("dependentSchemas", r#"{"dependentSchemas":{"a":NEXT}}"#),
    (
        "discriminator",
        r#"{"oneOf":[NEXT],"discriminator":{"propertyName":"t"},"properties":{"t":{"type":"string"}}}"#,
    ),
];

/// The same for what only rules look into.
const JUDGED: &[(&str, &str)] = &[
    ("prefixItems", r#"{"prefixItems":[NEXT]}"#),
    ("patternProperties", r#"{"patternProperties":{"^x":NEXT}}"#),
    (
        "propertyNames",
        r#"{"properties":{"a":{}},"propertyNames":NEXT}"#,
    ),
    ("contains", r#"{"type":"array","contains":NEXT}"#),
    ("unevaluatedProperties", r#"{"unevaluatedProperties":NEXT}"#),
];

/// How long those are: the rules of each go to the end of the chain, so it is the square that is made.
const JUDGED_LENGTH: usize = 400;

/// The same, where a schema leads to the next by several ways, and these to the one after it.
const KNOTS: &[(&str, &str)] = &[
    (
        "allOf twice",
        r#"{"allOf":[NEXT,{"allOf":[NEXT],"title":"x"}]}"#,
    ),
    (
        "oneOf twice",
        r#"{"oneOf":[NEXT,{"allOf":[NEXT,{"properties":{"qHERE":{}}}]}]}"#,
    ),
    (
        "anyOf and not",
        r#"{"anyOf":[NEXT,{"not":NEXT},{"items":NEXT}]}"#,
    ),
    ("if", r#"{"if":NEXT,"then":NEXT,"else":{"not":NEXT}}"#),
    (
        "properties",
        r#"{"properties":{"a":NEXT,"b":NEXT},"patternProperties":{"^a":NEXT}}"#,
    ),
    (
        "in a circle",
        r#"{"properties":{"p":{"allOf":[NEXT,FAR]}}}"#,
    ),
    (
        "a tower",
        r#"{"properties":{"l":{"allOf":[HERE,{"properties":{"l":{"allOf":[HERE,NEXT]}}}]}}}"#,
    ),
    (
        "into an operation",
        r##"{"type":"array","items":{"$ref":"#/paths/~1a/get/responses/200/content/application~1json/schema"}}"##,
    ),
];

/// How deep the knots are: twice as much for each would be a million.
const KNOTS_DEPTH: usize = 20;

#[test]
fn a_long_chain_is_refused() {
    let wrong = CHAINS.iter().filter_map(|(name, link)| {
        match run_in_thread(name, &document(link, LENGTH, "{}")) {
            Ok(Outcome::Rejected(codes)) if codes == ["limit"] => None,
            Ok(Outcome::Rejected(codes)) => Some(format!("{name}: {}", codes.join(", "))),
            Ok(Outcome::Generated(_)) => Some(format!("{name} is generated")),
            Err(error) => Some(format!("{name}: {error}")),
        }
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_long_chain_of_rules_is_made() {
    let wrong = JUDGED.iter().filter_map(|(name, link)| {
        match run_in_thread(name, &document(link, JUDGED_LENGTH, "{}")) {
            Ok(Outcome::Generated(_)) => None,
            Ok(Outcome::Rejected(codes)) => Some(format!("{name}: {}", codes.join(", "))),
            Err(error) => Some(format!("{name}: {error}")),
        }
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_knot_is_untied() {
    let open = "{}";
    let closed = r##"{"$ref":"#/components/schemas/A0"}"##;
    let wrong = KNOTS.iter().flat_map(|(name, link)| {
        [open, closed].map(|last| {
            let outcome = run_in_thread(name, &document(link, KNOTS_DEPTH, last));
            outcome
                .err()
                .map(|error| format!("{name}, {last}: {error}"))
        })
    });
    let wrong: Vec<String> = wrong.flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A document of so many schemas and the last one.
fn document(link: &str, length: usize, last: &str) -> String {
    let reference = |index| format!(r##"{{"$ref":"#/components/schemas/A{index}"}}"##);
    let mut schemas = String::new();
    for index in 0..length {
        let far = (7 * index + 1) % length;
        let schema = link
            .replace("NEXT", &reference(index + 1))
            .replace("FAR", &reference(far))
            .replace("qHERE", &format!("q{index}"))
            .replace("HERE", &reference(index));
        let _ = write!(schemas, r#""A{index}":{schema},"#);
    }
    format!(
        r#"{{"openapi":"3.1.0","info":{{"title":"a","version":"1"}},
        "paths":{{"/a":{{"get":{{"responses":{{"200":{{"description":"","content":{{"application/json":
        {{"schema":{}}}}}}}}}}}}}}},
        "components":{{"schemas":{{{schemas}"A{length}":{last}}}}}}}"#,
        reference(0),
    )
}
