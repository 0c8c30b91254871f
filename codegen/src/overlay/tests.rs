//! An overlay and a document in; the document as it is then, and the problems, out.

use super::{Overlaid, apply, check as look, count_additions, read_overlay};
use crate::diagnostic::{Diagnostics, Place, Severity};
use crate::source::{Sources, parse};

const FRAME: &str = "overlay: 1.1.0\ninfo: { title: t, version: '1' }\nactions:\n";

/// Applies `overlay` to `document`, a part of one if `partial`: the document as JSON, and a line
/// for each diagnostic and related place.
fn run(document: &str, overlay: &str, partial: bool) -> (String, String) {
    run_for(Severity::Error, document, overlay, partial)
}

/// Applies `overlay` to `document`, and returns the problems as well.
fn overlaid(document: &str, overlay: &str, partial: bool) -> (Overlaid, Diagnostics) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let document = sources.add("document.yml", document);
    let file = sources.add("overlay.yml", overlay);
    let tree = parse(&sources, document, &mut diagnostics).unwrap();
    let mut overlaid = Overlaid::new(document, tree);
    if let Some(overlay) = read_overlay(&sources, file, &mut diagnostics) {
        apply(&overlay, &mut overlaid, partial, &mut diagnostics);
        look(&overlaid.tree, &overlaid.provenance, &mut diagnostics);
    }
    (overlaid, diagnostics)
}

/// The same with whatever matters as much as `least`.
fn run_for(least: Severity, document: &str, overlay: &str, partial: bool) -> (String, String) {
    let (overlaid, diagnostics) = overlaid(document, overlay, partial);
    let place = |place: &Place| match place {
        Place::File(_) => String::new(),
        Place::Node(address) | Place::Key(address) => address.pointer.to_string(),
        Place::Position { line, column, .. } => format!("{line}:{column}"),
    };
    let mut lines = Vec::new();
    for diagnostic in diagnostics.iter().filter(|it| it.severity >= least) {
        let name = diagnostic.code.name;
        lines.push(format!(
            "{name} {}: {}",
            place(&diagnostic.place),
            diagnostic.message
        ));
        for (at, label) in &diagnostic.related {
            lines.push(format!("  {}: {label}", place(at)));
        }
    }
    (overlaid.tree.to_json(), lines.join("\n"))
}

/// What the actions make of a document, without a problem.
fn check(document: &str, actions: &str, expected: &str) {
    let (tree, problems) = run(document, &format!("{FRAME}{actions}"), false);
    assert_eq!((tree.as_str(), problems.as_str()), (expected, ""));
}

/// What is wrong with the actions.
fn check_problems(document: &str, actions: &str, expected: &str) {
    assert_eq!(
        run(document, &format!("{FRAME}{actions}"), false).1,
        expected
    );
}

/// The nodes that a target matches get a mark.
fn check_target(document: &str, target: &str, expected: &str) {
    let action = format!("- {{ target: \"{target}\", x-reason: r, update: {{ m: 1 }} }}");
    check(document, &action, expected);
}

#[test]
fn update_merges() {
    check(
        "{ a: { b: { c: 1 }, list: [1], text: old, type: string } }",
        "- target: $.a
  x-reason: r
  update: { b: { d: 2.50 }, list: [2], text: new, type: [string, 'null'] }",
        r#"{"a":{"b":{"c":1,"d":2.50},"list":[1,2],"text":"new","type":["string","null"]}}"#,
    );
}

#[test]
fn arrays_take_items_and_scalars_are_replaced() {
    check(
        "{ list: [1], text: old }",
        "- { target: $.list, x-reason: r, update: [2, 3] }
- { target: $.list, x-reason: r, update: { a: 4 } }
- { target: $.text, x-reason: r, update: null }",
        r#"{"list":[1,2,3,{"a":4}],"text":null}"#,
    );
}

#[test]
fn remove_and_copy() {
    check(
        "{ list: [1, 2, 1], a: { x: 1 }, b: { y: 2 } }",
        "- { target: '$.list[?@ == 1]', x-reason: r, remove: true }
- { target: $.b, x-reason: r, copy: $.a }
- { target: $.a, x-reason: r, remove: true }",
        r#"{"list":[2],"b":{"y":2,"x":1}}"#,
    );
}

#[test]
fn targets() {
    let document = "{ a-b: { title: X }, c/d: { t: { title: Y, $ref: { n: 1 } } } }";
    check_target(
        document,
        "$['a-b', 'a-b']",
        r#"{"a-b":{"title":"X","m":1},"c/d":{"t":{"title":"Y","$ref":{"n":1}}}}"#,
    );
    check_target(
        document,
        "$.*.t['$ref']",
        r#"{"a-b":{"title":"X"},"c/d":{"t":{"title":"Y","$ref":{"n":1,"m":1}}}}"#,
    );
    check_target(
        document,
        "$..[?@.title == 'Y']",
        r#"{"a-b":{"title":"X"},"c/d":{"t":{"title":"Y","$ref":{"n":1},"m":1}}}"#,
    );
    check_target(
        document,
        "$[?@.t['$ref'].n == 1.0]",
        r#"{"a-b":{"title":"X"},"c/d":{"t":{"title":"Y","$ref":{"n":1}},"m":1}}"#,
    );
    check_target("[{}, {}, {}]", "$[-1:]", r#"[{},{},{"m":1}]"#);
    check_target(
        r#"{ "it's ~\\\n": {} }"#,
        "$.*",
        r#"{"it's ~\\\n":{"m":1}}"#,
    );
}

#[test]
fn words_stay_with_the_keywords_they_explain() {
    check(
        "{ description: \"It is\n  between 2 and 800, and even.\" }",
        "- { target: $, x-because: between 2 and 800, update: { minimum: 2, maximum: 800 } }
- { target: $, x-because: [It is, and even], update: { multipleOf: 2, x-note: even, maximum: 9 } }",
        "{\"description\":\"It is between 2 and 800, and even.\",\"minimum\":2,\"maximum\":9,\
         \"x-because\":{\"minimum\":\"between 2 and 800\",\"maximum\":\"It is; and even\",\
         \"multipleOf\":\"It is; and even\"},\"multipleOf\":2,\"x-note\":\"even\"}",
    );
}

#[test]
fn words_reach_through_parameters_and_objects() {
    check(
        "{ description: a date, schema: { properties: { x: {} } } }",
        "- target: $
  x-because: date
  update: { required: true, schema: { type: object, properties: { x: { format: date } } } }",
        "{\"description\":\"a date\",\"schema\":{\"properties\":{\"x\":{\"format\":\"date\",\
         \"x-because\":{\"format\":\"date\"}}},\"type\":\"object\",\
         \"x-because\":{\"type\":\"date\"}},\"required\":true,\
         \"x-because\":{\"required\":\"date\"}}",
    );
}

#[test]
fn words_that_add_up() {
    check(
        "{ properties: { a: { description: a or b }, b: { description: b or c } } }",
        "- { target: $, x-because: a or b, update: { allOf: [1] } }
- { target: $, x-because: b or c, update: { allOf: [2] } }
- { target: $, x-because: b or c, update: { allOf: [3] } }",
        "{\"properties\":{\"a\":{\"description\":\"a or b\"},\"b\":{\"description\":\"b or c\"}},\
         \"allOf\":[1,2,3],\"x-because\":{\"allOf\":\"a or b; b or c\"}}",
    );
}

#[test]
fn words_that_do_not_stand() {
    check_problems(
        "
a: { description: The size. Must be between 2 and 1000. }
b: { description: Between 2 and 800 }
c: {}
d: { properties: { e: { description: between 2 and 800 } } }",
        "- { target: $.*, x-because: [between, between 2 and 800], update: {} }",
        "evidence-broken /actions/0/x-because/0: “between” does not occur in the description \
         (2 of 4 nodes)
  /b/description: it says “Between 2 and 800”
  /c: there is no description
evidence-broken /actions/0/x-because/1: “between 2 and 800” does not occur in the description \
         (3 of 4 nodes)
  /a/description: it says “Must be between 2 and 1000.”
  /b/description: it says “Between 2 and 800”
  /c: there is no description",
    );
}

#[test]
fn examples() {
    check_problems(
        "{ a: { example: null }, b: 1 }",
        "- { target: $, x-seen-at: /a/example, update: {} }
- { target: $, x-seen-at: /a/examples, update: {} }
- { target: $, x-seen-at: /b, update: {} }
- { target: $, x-seen-at: a/example, update: {} }",
        "overlay-evidence /actions/3/x-seen-at: `a/example` is not a JSON Pointer
evidence-broken /actions/1/x-seen-at: the document has no `/a/examples`
evidence-broken /actions/2/x-seen-at: `/b` is not an example",
    );
}

#[test]
fn expected_values() {
    check_problems(
        "{ a: { n: 1.0 }, b: { n: 2 } }",
        "- { target: $.a, x-reason: r, x-expects: { n: 1 }, remove: true }
- { target: $.*, x-reason: r, x-expects: { n: 3 }, remove: true }",
        "evidence-broken /actions/1/x-expects: expected `{\"n\":3}`
  /b: found `{\"n\":2}`",
    );
}

#[test]
fn one_kind_of_evidence() {
    check_problems(
        "{}",
        "- { target: $, update: {} }
- { target: $, update: {}, x-reason: r, x-source: s }
- { target: $, update: {}, x-because: [w, ' '] }
- { target: $, update: {}, x-source: s, x-expects: 1 }",
        "overlay-evidence /actions/0: the action has no evidence
overlay-evidence /actions/1/x-reason: the action has `x-source` and `x-reason`
overlay-evidence /actions/2/x-because: `x-because` is empty
evidence-broken /actions/3/x-expects: expected `1`
  : found `{}`",
    );
}

#[test]
fn what_builds_on_an_action_is_not_found_wrong_for_its_sake() {
    check_problems(
        "{ a: { description: from 1 to 9 } }",
        "- { target: $.a, x-because: from 1 to 8, update: { b: { c: 1 } } }
- { target: $.a.b, x-reason: r, x-expects: { c: 1 }, update: { d: 2 } }",
        "evidence-broken /actions/0/x-because: “from 1 to 8” does not occur in the description
  /a/description: it says “from 1 to 9”",
    );
}

#[test]
fn nothing_matches() {
    let document = "{ a: { b: {} } }";
    let actions = "- { target: $.a.b.c.d, x-reason: r, remove: true }
- { target: $.a, x-reason: r, copy: $.nowhere }
- { target: $.a, x-seen-at: /nowhere/example, update: { n: 1 } }";
    check_problems(
        document,
        actions,
        "overlay-unmatched /actions/0/target: `$.a.b.c.d` matches nothing
  /a/b: the target matches up to here
overlay-unmatched /actions/1/copy: `$.nowhere` matches nothing
evidence-broken /actions/2/x-seen-at: the document has no `/nowhere/example`",
    );
    let (tree, problems) = run(document, &format!("{FRAME}{actions}"), true);
    assert_eq!(
        (tree.as_str(), problems.as_str()),
        (r#"{"a":{"b":{},"n":1}}"#, "")
    );
}

#[test]
fn illegal_actions() {
    check_problems(
        "{ a: {}, b: [], c: text }",
        "- { target: $.a-b, x-reason: r, update: {} }
- { target: $, x-reason: r }
- { target: $, x-reason: r, update: {}, copy: $.b }
- { target: $, x-reason: r, updat: {} }
- { target: $, x-reason: r, remove: true }
- { target: $.a, x-reason: r, update: text }
- { target: $.*, x-reason: r, update: {} }
- { target: $.c, x-reason: r, copy: $.* }",
        "overlay-invalid /actions/0/target: `$.a-b` is not a JSONPath query
overlay-invalid /actions/1: the action changes nothing
overlay-invalid /actions/2: the action has `update` and `copy`
overlay-invalid /actions/3/updat: `updat` is not allowed here
overlay-invalid /actions/3: the action changes nothing
overlay-invalid /actions/4/target: the whole document cannot be removed
overlay-invalid /actions/5: cannot merge a string into an object
  /a: this is an object
overlay-invalid /actions/6: `$.*` matches an object and an array
  /a: this is an object
  /b: this is an array
overlay-invalid /actions/7/copy: `$.*` matches more than one node
  /a: matches this node
  /b: matches this node",
    );
}

#[test]
fn a_document_stays_within_bounds() {
    let double = "- { target: $.a, x-reason: r, copy: $.a }\n".repeat(20);
    check_problems(
        "{ a: [1] }",
        &double,
        "limit /actions/19: the overlay adds more than 1000000 nodes",
    );
    let tower = format!("{}{{}}{}", "{ b: ".repeat(200), " }".repeat(200));
    let floor = |level: usize| {
        let target = format!("${}", ".b".repeat(200 * level));
        format!("- {{ target: {target}, x-reason: r, update: {tower} }}\n")
    };
    check_problems(
        "{}",
        &format!(
            "{}- {{ target: $..c, x-reason: r, remove: true }}",
            (0..3).map(floor).collect::<String>()
        ),
        "limit /actions/2: the document would be more than 512 levels deep
overlay-unmatched /actions/3/target: `$..c` matches nothing",
    );
}

#[test]
fn illegal_overlays() {
    let check = |overlay: &str, expected: &str| assert_eq!(run("{}", overlay, false).1, expected);
    check(
        "overlay: 2.0.0\ninfo: { title: t, version: '1', name: n }\nextend: x\nactions: []",
        "overlay-invalid /overlay: the overlay version `2.0.0` is not supported
overlay-invalid /extend: `extend` is not allowed here
overlay-invalid /info/name: `name` is not allowed here
overlay-invalid /actions: the overlay has no actions",
    );
    check(
        "overlay: 1.0.0\nactions: []",
        "overlay-invalid 1:1: missing field `info`",
    );
    check(
        "overlay: 1.0.0\ninfo: { title: t, version: '1' }\nactions:\n- target: []",
        "overlay-invalid 4:11: actions[0].target: invalid type: sequence, expected a string",
    );
    check(
        &format!("{FRAME}- {{ target: $, x-because: {{}} }}"),
        "overlay-invalid 4:3: actions[0]: `x-because` is neither a string nor a list of strings",
    );
}

#[test]
fn version_1_0() {
    let overlay = "
overlay: 1.0.0
info: { title: t, version: '1' }
actions:
- { target: $.text, x-reason: r, update: new }
- { target: $.a, x-reason: r, copy: $.text }";
    let (_, problems) = run("{ text: old, a: [] }", overlay, false);
    assert_eq!(
        problems,
        "overlay-invalid /actions/1/copy: `copy` is not allowed here
overlay-invalid /actions/0/target: the target is a scalar
  /text: selected here"
    );
}

#[test]
fn json_overlays() {
    let overlay = r#"{ "overlay": "1.1.0", "info": { "title": "t", "version": "1" }, "actions": [
        { "target": "$", "x-reason": "\ud83d\ude00", "update": { "a": "\ud83d\ude00" } } ] }"#;
    let (tree, problems) = run("{}", overlay, false);
    assert_eq!(
        (tree.as_str(), problems.as_str()),
        ("{\"a\":\"\u{1f600}\"}", "")
    );
}

/// What is remarkable about the actions, and the document as it is then.
fn check_warnings(document: &str, actions: &str, tree: &str, expected: &str) {
    let overlay = format!("{FRAME}{actions}");
    let found = run_for(Severity::Note, document, &overlay, false);
    assert_eq!((found.0.as_str(), found.1.as_str()), (tree, expected));
}

#[test]
fn what_stands_beside_a_removal_has_no_effect() {
    check_warnings(
        "{ a: [{ b: 1 }, { b: 2 }] }",
        "- { target: '$.a[0]', x-reason: r, update: { c: 1 }, copy: '$.a[1]', remove: true }",
        r#"{"a":[{"b":2}]}"#,
        "overlay-no-effect /actions/0/update: `update` has no effect beside `remove: true`
overlay-no-effect /actions/0/copy: `copy` has no effect beside `remove: true`",
    );
}

#[test]
fn actions_that_change_nothing_any_more() {
    check_warnings(
        "{ a: { maximum: 800, required: [b], c: { d: 1.0 } }, e: {} }",
        "- { target: $.a, x-reason: r, update: { maximum: 800, required: [b], c: { d: 1 } } }
- { target: '$[\"a\", \"e\"]', x-reason: r, update: { maximum: 800 } }
- { target: $.e, x-reason: r, update: {} }
- { target: $.e, x-reason: r, copy: $.e }",
        r#"{"a":{"maximum":800,"required":["b","b"],"c":{"d":1.0}},"e":{"maximum":800}}"#,
        "overlay-no-effect /actions/0: the action changes nothing: the document already says so
  /a: already here
overlay-no-effect /actions/3: the action changes nothing: the document already says so
  /e: already here",
    );
}

#[test]
fn values_that_the_document_has_itself_by_now() {
    check_warnings(
        "{ a: { maximum: 500, type: string }, b: { maximum: 800 }, c: { maximum: 7 } }",
        "- { target: $.*, x-reason: r, update: { maximum: 800 } }
- { target: $.a.type, x-source: s, x-expects: string, update: integer }
- { target: $.a, x-reason: r, update: { maximum: 900 } }",
        r#"{"a":{"maximum":900,"type":"integer"},"b":{"maximum":800},"c":{"maximum":800}}"#,
        "overlay-replaces /actions/0/update/maximum: `800` replaces the document's own `500`, and 1 more
  /a/maximum: `500` was here
  /c/maximum: `7` was here",
    );
}

#[test]
fn rules_for_another_type() {
    check_warnings(
        "{ a: { type: integer }, b: { $ref: '#/a' }, c: { type: [string, 'null'] }, d: {}, p: { properties: {} } }",
        "- { target: '$[\"a\", \"b\", \"c\", \"d\"]', x-reason: r, update: { maxLength: 4 } }
- { target: $.p.properties, x-reason: r, update: { maxLength: { type: integer } } }",
        concat!(
            r##"{"a":{"type":"integer","maxLength":4},"b":{"$ref":"#/a","maxLength":4},"##,
            r#""c":{"type":["string","null"],"maxLength":4},"d":{"maxLength":4},"#,
            r#""p":{"properties":{"maxLength":{"type":"integer"}}}}"#
        ),
        "overlay-no-effect /actions/0/update/maxLength: `maxLength` does not apply to values of type integer
  /a/type: the type
overlay-no-effect /actions/0/update/maxLength: `maxLength` does not apply to values of type integer",
    );
}

#[test]
fn prose_that_nothing_covers() {
    let document = "
a: { type: integer, description: Between 1 and 10. }
b: { type: integer, description: Between 1 and 10., maximum: 10 }
c: { type: string, description: 'At most\n 3,000 characters, please.' }
d: { type: array, items: { type: string, maxLength: 5 }, description: 5 characters at most each }
e: { in: query, description: Up to 50, schema: { type: integer } }
f: { type: string, description: No more than 3 words, x-note: n }
g: { type: object, description: Between 1 and 10. }
h: { type: string, description: from the call to 5 people }
i: { description: Between 1 and 10. }";
    let (_, found) = run_for(
        Severity::Note,
        document,
        &format!("{FRAME}- {{ target: $, x-reason: r, update: {{ z: 1 }} }}"),
        false,
    );
    assert_eq!(
        found,
        "prose-rule /a/description: “Between 1 and 10” reads like a rule, but no keyword states it
prose-rule /c/description: “At most 3,000” reads like a rule, but no keyword states it
prose-rule /e/description: “Up to 50” reads like a rule, but no keyword states it"
    );
}

#[test]
fn additions_are_counted_by_noun_without_the_items_within_them() {
    let document = "
components:
  schemas:
    A: { properties: { a: { enum: [x], type: string }, b: { oneOf: [{}], minimum: 1 } } }
    B: {}
    C: {}
";
    let actions = "
- target: $.components.schemas
  x-reason: r
  update:
    D: { properties: { a: {}, b: {} } }
    A: { properties: { a: { enum: [y, z], x-note: n }, b: { oneOf: [{}, {}], minimum: 2 }, c: {} } }
    B: { properties: { a: {}, b: {} } }
    C: { enum: [x], oneOf: [{}] }
";
    let (overlaid, _) = overlaid(document, &format!("{FRAME}{actions}"), false);
    let counts = count_additions(&overlaid.tree, &overlaid.provenance);
    let counts: Vec<_> = counts.iter().map(|((_, noun), n)| (*noun, *n)).collect();
    let expected = [
        ("schema", 1),
        ("member", 3),
        ("alternative", 2),
        ("enum value", 2),
    ];
    assert_eq!(counts, expected);
}
