//! Named errors: which example an error that came in is.

use crate::runtime::{ErrorBody, ErrorEntry, NamedError, Value, find_named_error};

const fn example(
    name: &'static str,
    status: u16,
    code: Option<&'static str>,
    title: &'static str,
    pointer: Option<&'static str>,
) -> NamedError {
    NamedError {
        name,
        status,
        code,
        title: Some(title),
        detail: Some("sample"),
        pointer,
        parameter: None,
        meta: None,
        json: r#"{"errors":[]}"#,
    }
}

const ALL: &[NamedError] = &[
    example("full", 422, Some("90032"), "Full", Some("/max")),
    example("not_found", 404, Some("10005"), "No resource", None),
    example(
        "no_recording",
        404,
        Some("10005"),
        "Not found",
        Some("/recording_id"),
    ),
    example("ended", 422, Some("90015"), "Ended", None),
    example("not_started", 422, Some("90015"), "Not started", None),
    example("plain", 400, None, "Plain", None),
];

fn name(status: u16, code: &str, pointer: &str, title: &str) -> Option<&'static str> {
    let given = |text: &'static str| (!text.is_empty()).then_some(text);
    // Lifetimes of the parts do not matter here, so all of them are leaked literals.
    let leak = |text: &str| given(Box::leak(text.to_owned().into_boxed_str()));
    let entry = ErrorEntry {
        code: leak(code),
        title: leak(title),
        detail: Some("sample"),
        pointer: leak(pointer),
        parameter: None,
    };
    find_named_error(ALL, status, &entry).map(|it| it.name)
}

#[test]
fn a_named_error_is_found_by_its_code() {
    assert_eq!(name(422, "90032", "/other", "Other"), Some("full"));
    assert_eq!(
        name(404, "90032", "/max", "Full"),
        None,
        "under another status"
    );
    assert_eq!(name(422, "1", "/max", "Full"), None, "an unknown code");
}

#[test]
fn the_pointer_decides_before_the_title() {
    assert_eq!(
        name(404, "10005", "/recording_id", ""),
        Some("no_recording")
    );
    assert_eq!(name(404, "10005", "", "No resource"), Some("not_found"));
    assert_eq!(name(404, "10005", "/conference_id", ""), Some("not_found"));
    assert_eq!(name(422, "90015", "", "Not started"), Some("not_started"));
    assert_eq!(
        name(422, "90015", "", ""),
        None,
        "the detail does not count"
    );
    assert_eq!(name(422, "90015", "", "Else"), None);
}

#[test]
fn without_a_code_the_title_decides() {
    assert_eq!(name(400, "", "", "Plain"), Some("plain"));
    assert_eq!(name(400, "", "", ""), None);
    assert_eq!(name(422, "", "", "Full"), None);
}

#[test]
fn every_error_in_a_body_is_matched() {
    struct Errors(Vec<String>);
    impl ErrorBody for Errors {
        const NAMED: &'static [NamedError] = ALL;

        fn entries(&self) -> Vec<ErrorEntry<'_>> {
            let entry = |code| ErrorEntry {
                code: Some(code),
                ..ErrorEntry::default()
            };
            self.0.iter().map(|code| entry(code.as_str())).collect()
        }
    }
    let body = Errors(vec!["90032".to_owned(), "0".to_owned()]);
    let names: Vec<_> = body
        .entries()
        .iter()
        .map(|entry| find_named_error(ALL, 422, entry).map(|it| it.name))
        .collect();
    assert_eq!(names, [Some("full"), None]);
}

#[test]
fn the_body_of_an_example_decodes() {
    let body: Value = ALL[0].parse().unwrap();
    assert!(body["errors"].is_array());
    assert!(ALL[0].parse::<i64>().is_err());
}
