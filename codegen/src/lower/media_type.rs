//! Media types (RFC 9110 §8.3.1): how a body of each is written.

use std::borrow::Cow;

use crate::ir::Framing;

/// Whether bodies are JSON: `application/json`, `application/problem+json`.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    matches!(&*essence, "application/json" | "text/json") || essence.ends_with("+json")
}

/// Whether bodies may be text, bytes or JSON: `*/*`, `application/*`.
pub(super) fn is_any(media_type: &str) -> bool {
    matches!(&*essence(media_type), "application/*" | "*/*")
}

/// Whether bodies are JSON of no particular kind. A charset is no kind.
pub(super) fn is_plain_json(media_type: &str) -> bool {
    let is_charset = |it: &str| it.trim().to_ascii_lowercase().starts_with("charset");
    let is_plain = matches!(&*essence(media_type), "application/json" | "text/json");
    (is_plain || is_any(media_type)) && media_type.split(';').skip(1).all(is_charset)
}

/// Whether bodies are URL-encoded forms.
pub(super) fn is_form(media_type: &str) -> bool {
    essence(media_type) == "application/x-www-form-urlencoded"
}

/// Whether bodies are text: `text/plain`, `text/csv`, `text/*`.
pub(super) fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.starts_with("text/") && !is_event_stream(media_type)
}

/// Whether bodies are server-sent events.
fn is_event_stream(media_type: &str) -> bool {
    essence(media_type) == "text/event-stream"
}

/// How the items of a sequential media type (OpenAPI 3.2, §4.14.3) are separated, if it is one.
/// Lines of JSON go by many names.
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

/// Whether bodies are bytes: neither text, JSON nor a form. Of a list, whether all are.
pub(super) fn is_binary(media_types: &str) -> bool {
    let is_other = |it: &str| {
        let essence = essence(it);
        let is_structured = is_json(it) || is_form(it) || is_multipart(it);
        !is_structured && !is_any(it) && !essence.starts_with("text/") && essence.contains('/')
    };
    media_types.split(',').all(is_other)
}

/// Whether bodies are `multipart/form-data`.
pub(super) fn is_form_data(media_type: &str) -> bool {
    essence(media_type) == "multipart/form-data"
}

/// Whether bodies are multipart.
pub(super) fn is_multipart(media_type: &str) -> bool {
    essence(media_type).starts_with("multipart/")
}

/// Whether it is a range such as `image/*`, for which the caller gives the media type.
pub(super) fn is_range(media_type: &str) -> bool {
    essence(media_type).contains('*')
}

/// The media type to send, or to put into `Accept`.
pub(super) fn sendable(media_type: &str) -> String {
    if is_range(media_type) {
        "application/json".to_owned()
    } else {
        media_type.trim().to_owned()
    }
}

/// The media type in lower case, without whitespace around parameters.
pub(super) fn normalize(media_type: &str) -> String {
    let parts = media_type.split(';').map(str::trim);
    let parts: Vec<String> = parts.map(str::to_ascii_lowercase).collect();
    parts.join(";")
}

/// The normalized media type without `charset=utf-8`, which is the default.
pub(super) fn canonical(media_type: &str) -> String {
    let mut identity = normalize(media_type);
    for charset in [";charset=utf-8", ";charset=\"utf-8\""] {
        identity = identity.replace(charset, "");
    }
    identity
}

/// A sort key: JSON first, then alphabetically, and of two spellings the simpler one first. So the
/// choice of a content type does not depend on the order of the document.
pub(super) fn sort_key(media_type: &str) -> (bool, String, usize, String) {
    let is_json = essence(media_type) == "application/json";
    let capitals = media_type.chars().filter(char::is_ascii_uppercase).count();
    let spelling = (media_type.len() + capitals, media_type.to_owned());
    (!is_json, canonical(media_type), spelling.0, spelling.1)
}

/// Type, subtype and parameters, as words of a name.
pub(super) fn full_words(media_type: &str) -> String {
    canonical(media_type).replace(['=', '"'], " ")
}

/// The subtype, as a word of a name.
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
