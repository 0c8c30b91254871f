//! Required members: exactly those that the document requires.

use std::collections::BTreeSet;

use generated::Value;

use crate::bodies;
use crate::decoding::check;
use crate::garbage::places;
use crate::schemas::Schema;

/// `facts/required.tsv` lists them, taken from the documents.
#[test]
fn exactly_the_required_members_are_required() {
    let mut missed = BTreeSet::new();
    for body in bodies::assembled() {
        for place in places(&body.json) {
            let mut json = body.json.clone();
            let Some((around, name)) = place.rsplit_once('/') else {
                continue;
            };
            let around_it = json.pointer_mut(around).and_then(Value::as_object_mut);
            if around_it.is_none_or(|it| it.remove(name).is_none()) {
                continue; // An item.
            }
            let is_missed = match body.schema.decode_and_validate(json.to_string()) {
                Ok(decoded) => {
                    assert_eq!(decoded.encoded, json, "nothing takes its place");
                    // A union value that lacks its tag, or fits no alternative, is kept as JSON.
                    let is_above = |at: &str| {
                        let rest = around.strip_prefix(at);
                        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                    };
                    let mut places = decoded.violations.iter().map(|it| &it.pointer);
                    places.any(|at| is_above(at))
                }
                Err(error) => {
                    assert_eq!(error.pointer(), around, "{}: {error}", body.name);
                    assert_eq!(error.message(), format!("missing member `{name}`"));
                    true
                }
            };
            if is_missed {
                let Schema { document, key, .. } = body.schema;
                missed.insert(format!("{document} {key} {place}"));
            }
        }
    }
    let mut required = BTreeSet::new();
    let lines = include_str!("../facts/required.tsv").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let (schema, places) = line.rsplit_once('\t').expect("a schema and its places");
        let schema = schema.replace('\t', " ");
        required.extend(places.split(' ').map(|place| format!("{schema} {place}")));
    }
    assert_eq!(missed, required);
}

#[test]
fn a_missing_required_member_is_named() {
    check(
        "conferences",
        "CreateConferenceRequest",
        "{}",
        "missing members `call_control_id`, `name`",
    );
    check(
        "conferences",
        "JoinConferenceRequest",
        r#"{"mute":true}"#,
        "missing member `call_control_id`",
    );
    check(
        "conferences",
        "call-control_Errors",
        r#"{"errors":[{"code":"1","title":"t"},{"code":"2"}]}"#,
        "/errors/1: missing member `title`",
    );
    check(
        "texml",
        "DialConferenceParticipantRequest",
        r#"{"CustomHeaders":[{"name":"a","value":"b"},{"value":"c"}]}"#,
        "/CustomHeaders/1: missing member `name`",
    );
}
