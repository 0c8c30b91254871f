//! Descriptions of strings in, those in Base64 out: "valid Base-64 encoded string".

use std::sync::LazyLock;

use super::described::Described;
use super::finding::{Finding, Kind};
use super::hedge::{is_hedged, is_negated};
use crate::prose::Phrases;
use crate::tree::Tree;

static PHRASES: LazyLock<Phrases<()>> = LazyLock::new(|| {
    Phrases::new([
        (
            "valid? base64|base-64 encoded string|data|content|contents|value|bytes?",
            (),
        ),
        (
            "valid? base64-encoded|base-64-encoded string|data|content|contents|value|bytes?",
            (),
        ),
        ("encoded as|in|using|with base64|base-64", ()),
        ("is|be base64|base-64 encoded", ()),
        ("is|be base64-encoded|base-64-encoded", ()),
        ("in base64|base-64 format|encoding?", ()),
    ])
});

/// Words that say that only a part is in Base64, or that something else is allowed.
const OTHERS: &[&str] = &[
    "or",
    "url",
    "url-safe",
    "urlsafe",
    "uri",
    "base64url",
    "can",
    "may",
    "part",
    "prefix",
    "contains",
    "containing",
    "includes",
    "decoded",
    "decode",
    "decodes",
    "either",
    "field",
    "json",
    "header",
    "hash",
    "concatenated",
    "separated",
    "list",
];

/// Returns whether the string is in Base64.
pub(super) fn find_base64(described: &Described<'_>) -> Vec<Finding> {
    let is_other = ["contentEncoding", "pattern", "enum", "format"];
    let is_other = is_other.iter().any(|key| {
        let value = described.keyword(key).and_then(Tree::as_str);
        described.keyword(key).is_some() && !matches!(value, Some("base64" | "byte"))
    });
    let is_url = ["url", "uri"].iter().any(|it| described.is_named(it));
    if described.types != ["string"] || is_other || is_url {
        return Vec::new();
    }
    let prose = &described.prose;
    let mut found = Vec::new();
    for sentence in prose.sentences() {
        for phrase in PHRASES.find(prose, sentence) {
            let after = phrase.tokens.end;
            if is_hedged(prose, sentence)
                || is_negated(prose, sentence, phrase.tokens.start)
                || prose.has_word(sentence, OTHERS)
                || prose
                    .word(after)
                    .is_some_and(|it| it == "url" || it == "alphabet")
            {
                continue;
            }
            let (keyword, value) = if described.is_30 {
                ("format", "byte")
            } else {
                ("contentEncoding", "base64")
            };
            let words = (prose, phrase.tokens.clone());
            found.push(Finding::new(
                Kind::Base64,
                words,
                keyword,
                Tree::from(value),
            ));
        }
    }
    found.truncate(1);
    found
}
