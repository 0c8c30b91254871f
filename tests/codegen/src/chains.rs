//! Long chains of schemas that refer to the next one by a keyword, and schemas that refer to the next one
//! several times: the generator neither overflows the stack nor takes exponential time.

use std::fmt::Write;
use std::time::{Duration, Instant};

use crate::harness::{STACK, run_in_thread};
use crate::mutants::outcome::Outcome;

/// Far longer than any chain in a real document, on a quarter of the stack of a command: whatever calls
/// itself for each schema overflows it as it would with a chain four times as long.
const LENGTH: usize = 5_000;
const CHAIN_STACK: usize = STACK / 4;

/// How a schema refers to the next one, `NEXT`.
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

/// The same for keywords that only become rules.
const RULE_CHAINS: &[(&str, &str)] = &[
    ("prefixItems", r#"{"prefixItems":[NEXT]}"#),
    ("patternProperties", r#"{"patternProperties":{"^x":NEXT}}"#),
    (
        "propertyNames",
        r#"{"properties":{"a":{}},"propertyNames":NEXT}"#,
    ),
    ("contains", r#"{"type":"array","contains":NEXT}"#),
    ("unevaluatedProperties", r#"{"unevaluatedProperties":NEXT}"#),
];

/// The length of those, on half of the stack: each rule contains the rest of the chain, so the output grows
/// quadratically.
const RULE_CHAIN_LENGTH: usize = 200;
const RULE_CHAIN_STACK: usize = STACK / 2;

/// Schemas that refer to the next one several times, so that the number of paths grows exponentially.
const FAN_OUTS: &[(&str, &str)] = &[
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

/// The length of those. With two paths for each schema, there are a million.
const FAN_OUT_LENGTH: usize = 20;

#[test]
fn long_chains_are_rejected_in_linear_time() {
    let failures = CHAINS.iter().filter_map(|(name, link)| {
        let reject = |length: usize| {
            let text = document(link, length, "{}");
            let start = Instant::now();
            match run_in_thread(name, &text, CHAIN_STACK) {
                Ok(Outcome::Rejected(codes)) if codes == ["limit"] => Ok(start.elapsed()),
                Ok(Outcome::Rejected(codes)) => Err(format!("{name}: {}", codes.join(", "))),
                Ok(Outcome::Generated(_)) => Err(format!("{name} is generated")),
                Err(error) => Err(format!("{name}: {error}")),
            }
        };
        // The machine may be busy, so one good round of several is enough. In quadratic time, one that is
        // twice as long would take four times as long.
        let mut rounds = (0..8).map(|_| Ok((reject(LENGTH / 2)?, reject(LENGTH)?)));
        let is_done = |it: &Result<(Duration, Duration), String>| {
            !matches!(it, Ok((one, two)) if *two >= 3 * *one)
        };
        match rounds.find(is_done) {
            Some(Ok(_)) => None,
            Some(Err(error)) => Some(error),
            None => Some(format!("{name} takes more than linear time")),
        }
    });
    let failures: Vec<String> = failures.collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn long_chains_of_rules_are_generated() {
    let failures = RULE_CHAINS.iter().filter_map(|(name, link)| {
        match run_in_thread(
            name,
            &document(link, RULE_CHAIN_LENGTH, "{}"),
            RULE_CHAIN_STACK,
        ) {
            Ok(Outcome::Generated(_)) => None,
            Ok(Outcome::Rejected(codes)) => Some(format!("{name}: {}", codes.join(", "))),
            Err(error) => Some(format!("{name}: {error}")),
        }
    });
    let failures: Vec<String> = failures.collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn fan_outs_do_not_take_exponential_time() {
    let open = "{}";
    let closed = r##"{"$ref":"#/components/schemas/A0"}"##;
    let failures = FAN_OUTS.iter().flat_map(|(name, link)| {
        [open, closed].map(|last| {
            let outcome = run_in_thread(name, &document(link, FAN_OUT_LENGTH, last), STACK);
            outcome
                .err()
                .map(|error| format!("{name}, {last}: {error}"))
        })
    });
    let failures: Vec<String> = failures.flatten().collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A document with a chain of `length` schemas that ends with `last`.
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
