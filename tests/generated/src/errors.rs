//! Errors by name: those that the document shows, and those that come in.

use std::collections::{BTreeMap, BTreeSet};

use generated::conferences::{Errors, errors};
use generated::runtime::{ErrorBody, decode, find_named_error};
use generated::{NamedError, Value, ViolationKind, conferences, texml};
use serde_json::json;

use crate::bodies;

/// Decodes the body of a response with this status, and compares the names of its errors.
fn check(status: u16, body: &Value, expected: &[Option<&str>]) {
    let errors: Errors = decode(body.to_string().as_bytes()).expect("an error body decodes");
    let entries = errors.entries();
    let names = entries
        .iter()
        .map(|entry| find_named_error(errors::ALL, status, entry).map(|it| it.name));
    assert_eq!(names.collect::<Vec<_>>(), expected, "{status} {body}");
    let encoded = serde_json::to_value(&errors).expect("it encodes");
    assert_eq!(&encoded, body, "named or not, it is kept");
}

fn body(error: &Value) -> Value {
    json!({ "errors": [error] })
}

#[test]
fn all_error_examples_have_a_name() {
    let mut by_status = BTreeMap::new();
    for error in errors::ALL {
        *by_status.entry(error.status).or_insert(0) += 1;
    }
    assert_eq!(by_status, BTreeMap::from([(401, 1), (404, 4), (422, 20)]));

    let names: BTreeSet<_> = errors::ALL
        .iter()
        .map(|error| (error.status, error.name))
        .collect();
    let examples = bodies::errors();
    let shown = examples
        .iter()
        .map(|(status, name, _)| (*status, name.as_str()));
    assert_eq!(names, shown.collect());
}

#[test]
fn a_named_error_has_the_code_and_title_of_its_example() {
    for (status, name, example) in bodies::errors() {
        let error = find(status, &name);
        let shown = &example["errors"][0];
        let text = |pointer| shown.pointer(pointer).and_then(Value::as_str);
        assert_eq!(error.code, text("/code"), "{name}");
        assert_eq!(error.title, text("/title"), "{name}");
        assert_eq!(error.detail, text("/detail"), "{name}");
        assert_eq!(error.pointer, text("/source/pointer"), "{name}");
        assert_eq!(error.parameter, text("/source/parameter"), "{name}");
        let meta = error
            .meta
            .map(|meta| serde_json::from_str(meta).expect("meta is JSON"));
        assert_eq!(meta.as_ref(), shown.get("meta"), "{name}");
        let json: Value = serde_json::from_str(error.json).expect("the body is JSON");
        assert_eq!(json, example, "{name}");
        let parsed: Errors = error.parse().expect("the body decodes");
        assert_eq!(serde_json::to_value(parsed).ok(), Some(example), "{name}");
    }
}

fn find(status: u16, name: &str) -> &'static NamedError {
    let error = errors::ALL
        .iter()
        .find(|it| (it.status, it.name) == (status, name));
    error.unwrap_or_else(|| panic!("{status} {name} is there"))
}

#[test]
fn an_error_has_its_parts() {
    let error = errors::MAX_PARTICIPANTS_REACHED;
    assert_eq!(error.name, "max_participants_reached");
    assert_eq!(error.status, 422);
    assert_eq!(error.code, Some("90032"));
    let error = errors::AUTHENTICATION_FAILED;
    assert_eq!((error.status, error.code), (401, Some("10009")));
    let meta = r#"{"url":"https://developers.telnyx.com/docs/overview/errors/10009"}"#;
    assert_eq!(error.meta, Some(meta));
    assert_eq!(errors::RECORDING_NOT_FOUND.pointer, Some("/recording_id"));
}

#[test]
fn every_error_example_is_recognized() {
    for (status, name, example) in bodies::errors() {
        check(status, &example, &[Some(&name)]);
    }
}

#[test]
fn the_detail_does_not_decide_the_name() {
    for (status, name, mut example) in bodies::errors() {
        example["errors"][0]["detail"] = json!("something else altogether");
        check(status, &example, &[Some(&name)]);
        let error = example["errors"][0]
            .as_object_mut()
            .expect("an error is an object");
        error.remove("detail");
        check(status, &example, &[Some(&name)]);
    }
    // Not even if it is the detail of another error.
    let detail = errors::RECORDING_NOT_FOUND.detail;
    let error = json!({ "code": "10005", "title": "Audio file not found", "detail": detail });
    check(404, &body(&error), &[Some("audio_file_not_found")]);
}

#[test]
fn errors_with_one_code_are_told_apart_by_title_and_pointer() {
    let audio = json!({ "code": "10005", "title": "Audio file not found" });
    check(404, &body(&audio), &[Some("audio_file_not_found")]);
    let recording = json!({
        "code": "10005",
        "title": "Recording not found",
        "source": { "pointer": "/recording_id" },
    });
    check(404, &body(&recording), &[Some("recording_not_found")]);
    let pointer_first = json!({
        "code": "10005",
        "title": "Something not found",
        "source": { "pointer": "/recording_id" },
    });
    check(404, &body(&pointer_first), &[Some("recording_not_found")]);
    let somewhere_else = json!({
        "code": "10005",
        "title": "Audio file not found",
        "source": { "pointer": "/audio_url" },
    });
    check(404, &body(&somewhere_else), &[Some("audio_file_not_found")]);
    let title_only = json!({ "code": "10005", "title": "Recording not found" });
    check(404, &body(&title_only), &[Some("recording_not_found")]);
    let neither = json!({ "code": "10005", "title": "Something not found" });
    check(404, &body(&neither), &[None]);
}

#[test]
fn unknown_errors_are_kept_without_a_name() {
    let unknown = json!({ "code": "99999", "title": "New", "detail": "Never seen before." });
    check(422, &body(&unknown), &[None]);
    for (status, _, example) in bodies::errors() {
        for other in [400, 401, 403, 404, 422, 429, 500] {
            if other != status {
                check(other, &example, &[None]);
            }
        }
    }
    let empty = json!({ "code": "", "title": "" });
    check(422, &body(&empty), &[None]);
    check(422, &json!({ "errors": [] }), &[]);
    check(500, &json!({}), &[]);
}

#[test]
fn each_error_of_a_body_has_its_name() {
    let mut all = Vec::new();
    let mut names = Vec::new();
    for (status, name, example) in bodies::errors() {
        if status == 422 {
            all.push(example["errors"][0].clone());
            names.push(name);
        }
    }
    all.insert(
        1,
        json!({ "code": "1", "title": "Unknown", "meta": { "a": [1, null] } }),
    );
    let mut expected: Vec<_> = names.iter().map(|name| Some(name.as_str())).collect();
    expected.insert(1, None);
    assert_eq!(expected.len(), 21);
    check(422, &json!({ "errors": all }), &expected);
}

#[test]
fn an_entry_has_all_parts_of_an_error() {
    let error = json!({
        "code": "10033",
        "title": "Value outside of range",
        "detail": "Between 1 and 5000.",
        "source": { "pointer": "/max_participants", "parameter": "max_participants" },
        "meta": { "url": "https://example.com" },
    });
    let errors: Errors = decode(body(&error).to_string().as_bytes()).expect("it decodes");
    let entries = errors.entries();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].code, Some("10033"));
    assert_eq!(entries[0].title, Some("Value outside of range"));
    assert_eq!(entries[0].detail, Some("Between 1 and 5000."));
    assert_eq!(entries[0].pointer, Some("/max_participants"));
    assert_eq!(entries[0].parameter, Some("max_participants"));
}

/// A violation has the code that the server would return.
#[test]
fn violations_have_the_error_codes_of_the_api() {
    let request = conferences::CreateConferenceRequest::new("c", "n");
    let request = request.max_participants(801).region("Mars".into());
    let violations = request.validate().expect_err("two rules are broken");
    let code = |kind| {
        violations
            .iter()
            .find(|it| it.kind == kind)
            .and_then(|it| it.code)
    };
    assert_eq!(
        code(ViolationKind::Maximum),
        errors::VALUE_OUTSIDE_RANGE.code
    );
    assert_eq!(
        code(ViolationKind::Enumeration),
        errors::INVALID_ENUMERATED_VALUE.code
    );
}

#[test]
fn texml_errors_may_have_only_a_detail() {
    let json = br#"{"errors":[{"detail":"Resource not found"},{}]}"#;
    let errors: texml::ResourceNotFoundError = decode(json).expect("it decodes");
    let entries = errors.entries();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].detail, Some("Resource not found"));
    assert_eq!(
        (entries[0].code, entries[0].title, entries[0].pointer),
        (None, None, None)
    );
    assert_eq!(entries[1], generated::runtime::ErrorEntry::default());
    assert!(
        texml::errors::ALL.is_empty(),
        "that document shows no error by name"
    );
    assert!(
        entries
            .iter()
            .all(|entry| find_named_error(texml::errors::ALL, 404, entry).is_none())
    );
    assert_eq!(serde_json::to_vec(&errors).expect("it encodes"), json);
}
