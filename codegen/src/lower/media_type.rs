//! Media types (RFC 9110 §8.3.1): what they say about how a body is written.

use std::borrow::Cow;

use crate::ir::Framing;

/// Whether it is JSON: `application/json`, `application/problem+json`.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(&*essence, "application/json" | "text/json") || essence.ends_with("+json")
}

/// Whether it may be text, bytes or JSON: `*/*`, `application/*`.
pub(super) fn is_any(media_type: &str) -> bool {
    matches!(&*essence(media_type), "application/*" | "*/*")
}

/// Whether it is JSON that does not say of what kind it is; a charset says nothing about that.
pub(super) fn is_plain_json(media_type: &str) -> bool {
    let is_charset = |it: &str| it.trim().to_ascii_lowercase().starts_with("charset");
    let is_plain = matches!(&*essence(media_type), "application/json" | "text/json");
    (is_plain || is_any(media_type)) && media_type.split(';').skip(1).all(is_charset)
}

/// Whether it is a form.
pub(super) fn is_form(media_type: &str) -> bool {
    essence(media_type) == "application/x-www-form-urlencoded"
}

/// Whether it is text, of whatever kind: `text/plain`, `text/csv`, `text/*`.
pub(super) fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.starts_with("text/") && !is_event_stream(media_type)
}

/// Whether it is a stream of events.
fn is_event_stream(media_type: &str) -> bool {
    essence(media_type) == "text/event-stream"
}

/// How what comes one by one is told apart, if that is what it is: a sequential media type (OpenAPI
/// 3.2, §4.14.3), by any of the names that lines of JSON go by.
pub(super) fn framing(media_type: &str) -> Option<Framing> {
    match &*essence(media_type) {
        "text/event-stream" => Some(Framing::Events),
        "application/jsonl"
        | "application/x-jsonl"
        | "application/jsonlines"
        | "application/x-jsonlines"
        | "application/json-lines"
        | "application/ndjson"
        | "application/x-ndjson"
        | "application/stream+json"
        | "application/x-json-stream" => Some(Framing::JsonLines),
        "application/json-seq" => Some(Framing::JsonSequence),
        other => other
            .ends_with("+json-seq")
            .then_some(Framing::JsonSequence),
    }
}

/// Whether it is bytes: no text, no JSON, no form. Of a list, whether all are.
pub(super) fn is_binary(media_types: &str) -> bool {
    let is_other = |it: &str| {
        let essence = essence(it);
        let is_structured = is_json(it) || is_form(it) || is_multipart(it);
        !is_structured && !is_any(it) && !essence.starts_with("text/") && essence.contains('/')
    };
    media_types.split(',').all(is_other)
}

/// Whether it is a form of parts, each with the name of a member.
pub(super) fn is_form_data(media_type: &str) -> bool {
    essence(media_type) == "multipart/form-data"
}

/// Whether it has parts.
pub(super) fn is_multipart(media_type: &str) -> bool {
    essence(media_type).starts_with("multipart/")
}

/// Whether it is a range, of which the caller says what it is.
pub(super) fn is_range(media_type: &str) -> bool {
    essence(media_type).contains('*')
}

/// The type that JSON is sent with, or asked for.
pub(super) fn sendable(media_type: &str) -> String {
    if is_range(media_type) {
        "application/json".to_owned()
    } else {
        media_type.trim().to_owned()
    }
}

/// As it is compared with others: in lower case, its parameters without blanks.
pub(super) fn normalize(media_type: &str) -> String {
    let parts = media_type.split(';').map(str::trim);
    let parts: Vec<String> = parts.map(str::to_ascii_lowercase).collect();
    parts.join(";")
}

/// The same without what says nothing: bodies are UTF-8 unless somebody says otherwise.
pub(super) fn canonical(media_type: &str) -> String {
    let mut identity = normalize(media_type);
    for charset in [";charset=utf-8", ";charset=\"utf-8\""] {
        identity = identity.replace(charset, "");
    }
    identity
}

/// A key that puts JSON first and the others into alphabetical order, of two spellings the plainer one
/// first: what is chosen by a content type must not depend on where that stands in a document.
pub(super) fn sort_key(media_type: &str) -> (bool, String, usize, String) {
    let is_json = essence(media_type) == "application/json";
    let capitals = media_type.chars().filter(char::is_ascii_uppercase).count();
    let spelling = (media_type.len() + capitals, media_type.to_owned());
    (!is_json, canonical(media_type), spelling.0, spelling.1)
}

/// Type, subtype and parameters as words for a name.
pub(super) fn full_words(media_type: &str) -> String {
    canonical(media_type).replace(['=', '"'], " ")
}

/// What tells it from other media types, as a word for a name.
pub(super) fn subtype_word(media_type: &str) -> String {
    let essence = essence(media_type);
    let (kind, subtype) = essence.split_once('/').unwrap_or(("", &essence));
    match (kind, subtype) {
        ("*", "*") => "Any".to_owned(),
        ("multipart", "form-data") => "Multipart".to_owned(),
        ("application", "x-www-form-urlencoded") => "Form".to_owned(),
        ("text", "plain") => "Text".to_owned(),
        ("application", "octet-stream") => "Bytes".to_owned(),
        (kind, "*") => kind.to_owned(),
        (_, subtype) => subtype.replace('+', " "),
    }
}

/// Type and subtype in lower case, without parameters.
pub(super) fn essence(media_type: &str) -> Cow<'_, str> {
    let essence = media_type.split(';').next().unwrap_or(media_type).trim();
    if essence.chars().any(|char| char.is_ascii_uppercase()) {
        Cow::Owned(essence.to_ascii_lowercase())
    } else {
        Cow::Borrowed(essence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_many_names() {
        let json = [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/vnd.api+json",
        ];
        assert!(json.into_iter().all(is_json));
        assert!(!is_json("text/html") && !is_json("application/jsonl") && !is_json("*/*"));
    }

    #[test]
    fn events_are_no_text() {
        assert!(is_text("text/csv; header=absent") && is_text("Text/*"));
        assert!(!is_text("text/event-stream") && !is_text("application/xml"));
    }

    #[test]
    fn what_comes_one_by_one_has_a_framing() {
        let cases = [
            ("text/event-stream; charset=utf-8", Some(Framing::Events)),
            ("Application/X-NDJSON", Some(Framing::JsonLines)),
            ("application/stream+json", Some(Framing::JsonLines)),
            ("application/geo+json-seq", Some(Framing::JsonSequence)),
            ("application/json", None),
        ];
        for (media_type, expected) in cases {
            assert_eq!(framing(media_type), expected, "{media_type}");
        }
    }

    #[test]
    fn bytes_are_what_is_nothing_else() {
        assert!(is_binary("image/png, image/*") && is_binary("application/octet-stream"));
        assert!(!is_binary("image/png, text/csv") && !is_binary("application/json"));
    }

    #[test]
    fn one_may_be_spelled_in_several_ways() {
        for spelling in [
            "application/json",
            "Application/JSON; charset=UTF-8",
            "application/json;charset=\"utf-8\"",
        ] {
            assert_eq!(canonical(spelling), "application/json");
        }
        assert_eq!(canonical("a/b; version=1"), "a/b;version=1");
        assert_eq!(full_words("a/b; Version=1"), "a/b;version 1");
    }

    #[test]
    fn each_has_a_word() {
        let words = [
            ("application/json; charset=utf-8", "json"),
            ("application/merge-patch+json", "merge-patch json"),
            ("application/x-www-form-urlencoded", "Form"),
            ("image/*", "image"),
            ("*/*", "Any"),
            ("nonsense", "nonsense"),
        ];
        for (media_type, expected) in words {
            assert_eq!(subtype_word(media_type), expected);
        }
    }

    #[test]
    fn no_range_is_sent() {
        for range in ["application/*", "application/*+json"] {
            assert_eq!(sendable(range), "application/json");
        }
        assert_eq!(
            sendable("text/csv; header=absent"),
            "text/csv; header=absent"
        );
    }
}
