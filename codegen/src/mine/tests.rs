//! Descriptions, each with what is found in it. The near misses are sentences that read much like a rule.

use super::{Proposal, find_proposals};
use crate::diagnostic::Diagnostics;
use crate::overlay::Provenance;
use crate::pointer::{FileId, Pointer};
use crate::source::{self, Sources};
use crate::tree::Tree;

/// Returns the proposals for a document and what is reported.
fn mine(text: &str) -> (Vec<Proposal>, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add("api.yml", text);
    let mut diagnostics = Diagnostics::default();
    let tree = source::parse(&sources, file, &mut diagnostics).expect("it is YAML");
    let provenance = Provenance::new(FileId(0));
    let proposals = find_proposals(&tree, &provenance, &mut diagnostics);
    let messages = diagnostics.iter().map(|it| it.message.clone());
    (proposals, messages.collect())
}

/// Formats proposals: kind, keywords and words, one in each line.
fn list(proposals: &[Proposal]) -> Vec<String> {
    let lines = proposals.iter().map(|it| {
        let update = Tree::Object(Box::new(it.update.clone())).to_json();
        format!("{} {update} “{}”", it.kind.name(), it.because)
    });
    lines.collect()
}

/// A document with an object `A` whose member `name` has these keywords and this description.
fn document(version: &str, name: &str, keywords: &str, description: &str) -> String {
    let description = Tree::from(description).to_json();
    format!(
        "openapi: {version}
components:
  schemas:
    A:
      type: object
      properties:
        {name}: {{ {keywords}, description: {description} }}
        other: {{ type: string }}
        kind: {{ type: string, enum: [one, two] }}"
    )
}

fn check(keywords: &str, description: &str, expected: &[&str]) {
    let (proposals, _) = mine(&document("3.1.0", "member", keywords, description));
    assert_eq!(list(&proposals), expected, "{description}");
}

const INTEGER: &str = "type: integer";
const STRING: &str = "type: string";

#[test]
fn bounds_of_numbers() {
    for (text, update, words) in [
        (
            "Must be between 2 and 800.",
            r#"{"minimum":2,"maximum":800}"#,
            "between 2 and 800",
        ),
        (
            "A whole number from 2 to 800.",
            r#"{"minimum":2,"maximum":800}"#,
            "from 2 to 800",
        ),
        (
            "The minimum value is 0, for no limit.",
            r#"{"minimum":0}"#,
            "minimum value is 0",
        ),
        (
            "Max value: 10,000",
            r#"{"maximum":10000}"#,
            "Max value: 10,000",
        ),
        (
            "Must be greater than 0.",
            r#"{"exclusiveMinimum":0}"#,
            "greater than 0",
        ),
        (
            "Range: 1-100.",
            r#"{"minimum":1,"maximum":100}"#,
            "Range: 1-100",
        ),
        ("Size, up to 50.", r#"{"maximum":50}"#, "up to 50"),
        ("At most 5 members.", r#"{"maximum":5}"#, "At most 5"),
    ] {
        check(INTEGER, text, &[&format!("range {update} “{words}”")]);
    }
}

#[test]
fn near_misses_of_bounds() {
    for text in [
        // Units that are not those of the value, or unknown.
        "How long to wait, between 1 and 60 seconds.",
        "At most 10 bytes are read.",
        "Must be at least 5 and no more than 600 seconds in the future.",
        // Something else is counted.
        "Up to 5 people get a call.",
        "At least one of the members is there.",
        "from the call to 5 people",
        "Returns results 1 to 10.",
        // Conditions, examples and advice.
        "If `kind` is `one`, the maximum is 10.",
        "Should be between 1 and 10.",
        "For example, between 1 and 10.",
        "e.g. from 1 to 10",
        "`size=1d`: default: 7, max: 31",
        // Negations.
        "Not limited to 128.",
        "There is no maximum of 10.",
        // Dates, versions, times, ratios and other languages.
        "Between 2020-01-01 and 2021-01-01.",
        "From v1.2 to v1.3.",
        "Deprecated since 1.2 - 1.4.",
        "Zwischen 1 und 10.",
        "Debe estar entre 1 y 10.",
        "At most 10%.",
        "Between 10 and 1.",
        "The maximum is 1.5.",
    ] {
        check(INTEGER, text, &[]);
    }
}

#[test]
fn a_unit_is_understood_if_it_is_that_of_the_value() {
    let text = "A number of seconds, between 5 and 120 seconds.";
    check(
        INTEGER,
        text,
        &[r#"range {"minimum":5,"maximum":120} “between 5 and 120”"#],
    );
    let (proposals, _) = mine(&document(
        "3.1.0",
        "timeout_secs",
        INTEGER,
        "At most 60 seconds.",
    ));
    assert_eq!(list(&proposals), [r#"range {"maximum":60} “At most 60”"#]);
    check(INTEGER, "In milliseconds, at most 60 seconds.", &[]);
}

#[test]
fn lengths_of_strings() {
    for (text, update, words) in [
        (
            "It has a maximum of 128 characters.",
            r#"{"maxLength":128}"#,
            "maximum of 128 characters",
        ),
        (
            "There is a 3,000 character limit.",
            r#"{"maxLength":3000}"#,
            "3,000 character limit",
        ),
        (
            "A part, at least three characters long.",
            r#"{"minLength":3}"#,
            "at least three characters",
        ),
        (
            "The name (1-20 characters).",
            r#"{"minLength":1,"maxLength":20}"#,
            "1-20 characters",
        ),
        (
            "Maximum length: 80.",
            r#"{"maxLength":80}"#,
            "Maximum length: 80",
        ),
        (
            "Must be shorter than 9 characters.",
            r#"{"maxLength":8}"#,
            "shorter than 9 characters",
        ),
    ] {
        check(STRING, text, &[&format!("length {update} “{words}”")]);
    }
}

#[test]
fn near_misses_of_lengths() {
    for text in [
        "Not limited to 128 characters.",
        "The first 10 characters at most.",
        "Names longer than 64 characters are refused.",
        "Names of more than 64 characters will be truncated.",
        "Truncated to a maximum of 20 characters.",
        "We recommend at most 20 characters.",
        "At most 20 characters per line.",
        "Maximum length of 20 bytes.",
        "At most 10 words.",
        "maximal 128 Zeichen",
        "If you send more than 20 characters, the name is cut.",
    ] {
        check(STRING, text, &[]);
    }
    check("type: string, enum: [a]", "At most 10 characters.", &[]);
    check(INTEGER, "At most 10 characters.", &[]);
}

#[test]
fn numbers_of_items() {
    let array = "type: array, items: { type: string }";
    check(
        array,
        "A maximum of 50 items.",
        &[r#"items {"maxItems":50} “maximum of 50 items”"#],
    );
    check(
        array,
        "Up to three members.",
        &[r#"items {"maxItems":3} “Up to three members”"#],
    );
    check(array, "At least one of the values.", &[]);
    check(array, "Each at most 50 values.", &[]);
    check(array, "At most 5 people.", &[]);
}

#[test]
fn base64() {
    let found = r#"base64 {"contentEncoding":"base64"} “valid Base-64 encoded string”"#;
    check(STRING, "Must be a valid Base-64 encoded string.", &[found]);
    let (proposals, _) = mine(&document("3.0.3", "data", STRING, "Encoded as base64."));
    assert_eq!(
        list(&proposals),
        [r#"base64 {"format":"byte"} “Encoded as base64”"#]
    );
    for text in [
        "A URL or base64 encoded image.",
        "Not base64 encoded data.",
        "If `kind` is `one`, base64 encoded data.",
        "Base64 URL encoded data.",
        "Contains base64 encoded data.",
        "Signatures, encoded in Base64 and separated by spaces.",
    ] {
        check(STRING, text, &[]);
    }
}

#[test]
fn defaults() {
    let boolean = "type: boolean";
    check(
        boolean,
        "Defaults to \"true\".",
        &[r#"default {"default":true} “Defaults to "true"”"#],
    );
    check(
        boolean,
        "Default: False",
        &[r#"default {"default":false} “Default: False”"#],
    );
    check(
        INTEGER,
        "The default value is 30.",
        &[r#"default {"default":30} “default value is 30”"#],
    );
    check(
        STRING,
        "If not set, defaults to `POST`.",
        &[r#"default {"default":"POST"} “defaults to `POST`”"#],
    );
    let values = "type: string, enum: [a, b]";
    check(
        values,
        "Defaults to b",
        &[r#"default {"default":"b"} “Defaults to b”"#],
    );
}

#[test]
fn near_misses_of_defaults() {
    for (keywords, text) in [
        ("type: boolean", "Defualts to \"true\"."),
        ("type: boolean", "Can be `true` by choice."),
        ("type: boolean", "Defaults to `true` when `kind` is `one`."),
        ("type: boolean", "Defaults to `true` if `kind` is set."),
        ("type: boolean", "Never defaults to `true`."),
        ("type: boolean", "Does not default to true."),
        ("type: string", "Defaults to the name of the account."),
        ("type: string", "Defaults to none"),
        ("type: string", "`layout` defaults to `one`."),
        ("type: string, enum: [a, b]", "Defaults to c."),
        (INTEGER, "Defaults to 0644."),
        (INTEGER, "Defaults to 10 minutes."),
        (INTEGER, "Defaults to 10% of the total."),
        (INTEGER, "The default 10 has changed."),
        (INTEGER, "Standardmäßig 10."),
    ] {
        check(keywords, text, &[]);
    }
}

#[test]
fn formats() {
    let time = r#"format {"format":"date-time"} “ISO 8601”"#;
    check(STRING, "When it was created, in ISO 8601.", &[time]);
    check(
        STRING,
        "The date, as YYYY-MM-DD.",
        &[r#"format {"format":"date"} “YYYY-MM-DD”"#],
    );
    let phone = r#"format {"pattern":"^\\+?[1-9][0-9]{1,14}$"} “in E.164 format”"#;
    check(STRING, "A number in E.164 format.", &[phone]);
    check(
        STRING,
        "A valid UUID.",
        &[r#"format {"format":"uuid"} “valid UUID”"#],
    );
    for text in [
        "An ISO 8601 duration, such as PT5M.",
        "The duration in ISO 8601.",
        "Date and time in ISO 8601 format `yyyy-MM-dd HH:mm`.",
        "A country of ISO 3166.",
        "A number in E.164 format or a SIP URI.",
        "The number is not in E.164 format.",
        "A block of E.164 numbers.",
        "A unique id.",
        "The UUID.",
        "The call fails if the number is not E.164.",
        "Tells whether an email address is valid.",
    ] {
        check(STRING, text, &[]);
    }
    check(
        "type: string, example: '2020'",
        "When it was created, in ISO 8601.",
        &[],
    );
}

#[test]
fn values_of_strings() {
    let found = r#"one-of {"enum":["a","b","c"]} “One of `a`, `b`, or `c`”"#;
    check(STRING, "The kind. One of `a`, `b`, or `c`.", &[found]);
    let found = r#"one-of {"enum":["a","b"]} “Possible values: **a**, **b**”"#;
    check(STRING, "Possible values: **a**, **b**.", &[found]);
    for text in [
        "Can be `a`.",
        "Can be `a` or `b`, for instance.",
        "One of `a`, `b` and others.",
        "One of `a`, `b`, etc.",
        "Exactly one of `member` and `other` is required.",
        "At least one of `a` and `b`.",
        "Values such as `a` or `b`.",
        "If set, one of `a` or `b`.",
        "- `CASE`: valid values are `a`, `b`",
        "Possible values include `a` and `b`.",
        "Not one of `a` or `b`.",
        "Eins von `a` und `b`.",
    ] {
        check(STRING, text, &[]);
    }
    check("type: string, example: z", "One of `a` or `b`.", &[]);
}

#[test]
fn values_with_separators() {
    let found = r#"separator {"pattern":"^(a|b)( (a|b))*$"} “`a` and `b`. Separate multiple values with a space”"#;
    check(
        STRING,
        "Either: `a` and `b`. Separate multiple values with a space.",
        &[found],
    );
    let more = "`a` and `b`. Separate multiple values with a space. `c` is an alias.";
    check(STRING, more, &[]);
    check(STRING, "Codecs, comma-separated.", &[]);
}

#[test]
fn characters_and_patterns() {
    let found = r#"characters {"pattern":"^[0-9A-D*#w]*$"} “Valid characters: 0-9, A-D, *, #, w (a 0.5s pause)”"#;
    check(
        STRING,
        "Valid characters: 0-9, A-D, *, #, w (a 0.5s pause).",
        &[found],
    );
    let found =
        r#"characters {"pattern":"^[A-Za-z0-9 .-]*$"} “only letters, numbers, spaces, and `.-`”"#;
    check(
        STRING,
        "Short: only letters, numbers, spaces, and `.-`.",
        &[found],
    );
    check(STRING, "Must only contain letters and emoji.", &[]);
    check(STRING, "If given, it must contain only letters.", &[]);
    let found = r#"pattern {"pattern":"^[a-z]+$"} “match the regular expression `^[a-z]+$`”"#;
    check(
        STRING,
        "Must match the regular expression `^[a-z]+$`.",
        &[found],
    );
    check(STRING, "The regular expression `[a-z]` finds letters.", &[]);
}

#[test]
fn members_that_exclude_each_other() {
    let found = r#"exclusive {"not":{"required":["member","other"]}} “cannot be used together with `other`”"#;
    check(STRING, "It cannot be used together with `other`.", &[found]);
    let found = r#"exclusive {"not":{"required":["member","other"]}} “other and member cannot be used together”"#;
    check(
        STRING,
        "other and member cannot be used together.",
        &[found],
    );
    for text in [
        "`member: true` cannot be used together with `other`.",
        "Cannot be used together with `nothing`.",
        "Cannot be used together with `other` or `kind`.",
        "If `kind` is `one`, it cannot be used together with `other`.",
        "Can be used together with `other`.",
    ] {
        check(STRING, text, &[]);
    }
}

#[test]
fn members_that_require_others() {
    let boolean = "type: boolean";
    let found = r#"required-when {"if":{"properties":{"member":{"const":true}},"required":["member"]},"then":{"required":["other"]}} “When `true`, `other` has to be given”"#;
    check(boolean, "When `true`, `other` has to be given.", &[found]);
    let found = r#"required-when {"if":{"properties":{"kind":{"const":"one"}},"required":["kind"]},"then":{"required":["member"]}} “Required if `kind` is `one`”"#;
    check(STRING, "Required if `kind` is `one`.", &[found]);
    let found = r#"required-when {"dependentRequired":{"other":["member"]}} “Required when `other` is set”"#;
    check(STRING, "Required when `other` is set.", &[found]);
    for text in [
        "Not required when `other` is set.",
        "Required if `kind` is `three`.",
        "Required if `kind` is `one` or `two`.",
        "Required when `nothing` is set.",
        "Required unless `other` is set.",
    ] {
        check(STRING, text, &[]);
    }
}

#[test]
fn what_the_schema_states_is_skipped() {
    check(
        "type: integer, minimum: 2",
        "Between 2 and 800.",
        &[r#"range {"maximum":800} “Between 2 and 800”"#],
    );
    check(
        "type: integer, minimum: 2, maximum: 800",
        "Between 2 and 800.",
        &[],
    );
    check("type: integer, x-note: Read.", "Between 2 and 800.", &[]);
    check("type: string, format: byte", "Base64 encoded data.", &[]);
    check("type: string, pattern: '^a$'", "One of `a` or `b`.", &[]);
}

#[test]
fn a_description_with_several_cases_is_skipped() {
    check(INTEGER, "At most 10. At most 20.", &[]);
    check(STRING, "Default: `a`. Default: `b`.", &[]);
}

#[test]
fn rules_of_one_object_do_not_merge() {
    let (proposals, _) = mine(
        "openapi: 3.1.0
components:
  schemas:
    A:
      type: object
      properties:
        a: { type: string, description: Cannot be used together with `b`. }
        b: { type: string, description: Cannot be used together with `a`. }
        c: { type: string, description: Mutually exclusive with a. }",
    );
    assert_eq!(
        list(&proposals),
        [
            r#"exclusive {"allOf":[{"not":{"required":["a","b"]}}]} “Cannot be used together with `b`”"#,
            r#"exclusive {"allOf":[{"not":{"required":["a","c"]}}]} “Mutually exclusive with a”"#,
        ]
    );
    assert_eq!(
        proposals[0].nodes,
        [Pointer::parse("/components/schemas/A").expect("a pointer")]
    );
}

#[test]
fn parameters_are_changed_in_their_schemas() {
    let (proposals, _) = mine(
        "openapi: 3.0.0
paths:
  /a:
    get:
      parameters:
        - { name: limit, in: query, description: Less than 50., schema: { type: integer } }",
    );
    let found = r#"range {"schema":{"maximum":50,"exclusiveMaximum":true}} “Less than 50”"#;
    assert_eq!(list(&proposals), [found]);
    assert_eq!(proposals[0].target, "$.paths['/a'].get.parameters[0]");
}

#[test]
fn contradictions_are_reported() {
    let reported =
        |keywords: &str, text: &str| mine(&document("3.1.0", "member", keywords, text)).1;
    let contradicts =
        |words: &str, what: &str| vec![format!("“{words}” contradicts the schema: its {what}")];
    assert_eq!(
        reported("type: integer, maximum: 20", "At most 10."),
        contradicts("At most 10", "`maximum` is 20")
    );
    assert_eq!(
        reported("type: string, enum: [a]", "One of `a` or `b`."),
        contradicts("One of `a` or `b`", "`enum` has no \"b\"")
    );
    assert_eq!(
        reported("type: boolean, default: false", "Defaults to `true`."),
        contradicts("Defaults to `true`", "`default` is false")
    );
    assert!(reported("type: boolean, default: true", "Defaults to `true`.").is_empty());
    assert_eq!(
        reported("type: integer, default: 0", "Between 1 and 10."),
        ["the default 0 is outside of the range: the minimum is 1 (“Between 1 and 10”)"]
    );
    assert_eq!(
        reported("type: integer, maximum: 5", "Defaults to 9."),
        ["the default 9 (“Defaults to 9”) is outside of the range: the maximum is 5"]
    );
}

#[test]
fn examples_of_errors_are_compared() {
    let (_, messages) = mine(
        "openapi: 3.1.0
components:
  schemas:
    A:
      type: object
      properties: { size: { type: integer, description: Between 2 and 800. } }
  responses:
    E:
      content:
        application/json:
          example: { errors: [{ detail: 'outside of range 1 to 5000', source: { pointer: /size } }] }",
    );
    let message = "an example of an error says “range 1 to 5000”, but the description of `size` says “Between 2 and 800”";
    assert_eq!(messages, [message]);
}

#[test]
fn documents_of_each_version_are_read() {
    for version in ["3.0.4", "3.1.2", "3.2.0", "3.2"] {
        let (proposals, messages) = mine(&format!(
            "openapi: {version}\ncomponents: {{ schemas: {{ A: {{ type: integer, description: At most 10 }} }} }}"
        ));
        assert_eq!((proposals.len(), messages), (1, vec![]), "{version}");
    }
}

#[test]
fn other_files_are_refused() {
    for text in [
        "swagger: '2.0'",
        "openapi: 3.3.0",
        "[]",
        "a: { type: integer, description: At most 10 }",
    ] {
        let (proposals, messages) = mine(text);
        assert!(proposals.is_empty());
        assert_eq!(
            messages,
            ["the file is not an OpenAPI 3.0, 3.1 or 3.2 document"]
        );
    }
}

/// Pieces of which descriptions are made that nobody would write.
const PIECES: &[&str] = &[
    "at most ",
    "3",
    ",",
    "000",
    " characters",
    "`",
    "**",
    "'",
    "\"",
    "“",
    "”",
    "<code>",
    "</code>",
    "<b",
    ">",
    "é",
    "日本",
    "-",
    ".",
    "\n",
    "\n\n- ",
    "(",
    ")",
    "Default: ",
    "one of ",
    "Valid characters: ",
    "0-9",
    "\u{301}",
    "\\",
    "E.164",
    " format",
    "ISO 8601",
    "2020-01-01é",
    "required if ",
    "x",
    " is ",
    "=",
    "[",
    "/",
    "\u{a0}",
    "٣",
];

#[test]
fn no_description_makes_it_panic() {
    // A generator of numbers that are as good as random (xorshift).
    let mut state = 0x2545_f491_u32;
    let mut next = |count: usize| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % count
    };
    for _ in 0..1_000 {
        let mut text = |most: usize| -> String {
            let length = next(most);
            (0..length).map(|_| PIECES[next(PIECES.len())]).collect()
        };
        let (description, example) = (text(24), text(6));
        let keywords = format!(
            "type: [string, integer], example: {}",
            Tree::from(example.as_str()).to_json()
        );
        drop(mine(&document("3.1.0", "member", &keywords, &description)));
        let keywords = format!(
            "type: string, example: {}",
            Tree::from(example.as_str()).to_json()
        );
        drop(mine(&document(
            "3.0.0",
            "created_at",
            &keywords,
            &description,
        )));
    }
}
