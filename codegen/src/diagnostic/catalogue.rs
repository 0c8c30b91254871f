//! Every diagnostic there is.

use super::Severity::{self, Error, Note, Warning};

/// A kind of diagnostic.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name, kebab-case, as it is printed in brackets.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it means, one sentence.
    pub summary: &'static str,
}

macro_rules! catalogue {
    ($($(#[doc = $summary:literal])+ $constant:ident = $severity:ident $name:literal;)*) => {
        $($(#[doc = $summary])+
        pub const $constant: Code =
            Code { name: $name, severity: $severity, summary: concat!($($summary),+) };)*

        /// All of them, in the order of this file.
        pub const ALL: &[&Code] = &[$(&$constant),*];
    };
}

catalogue! {
    // source
    /// The file cannot be read, or is not UTF-8.
    UNREADABLE = Error "unreadable";
    /// The text is not well-formed YAML or JSON.
    SYNTAX = Error "syntax";
    /// A mapping has the same key twice.
    DUPLICATE_KEY = Error "duplicate-key";
    /// A merge key (`<<`), which YAML 1.1 has and YAML 1.2 has not, was followed.
    MERGE_KEY = Warning "merge-key";
    /// The file says that it is of a version of YAML that is not known; it is read as YAML 1.2.
    YAML_VERSION = Warning "yaml-version";
    /// The document is too deep, too large, or leads on and on.
    LIMIT = Error "limit";

    // overlay
    /// The overlay is not a legal OpenAPI Overlay document.
    OVERLAY_INVALID = Error "overlay-invalid";
    /// An overlay action matches nothing.
    OVERLAY_UNMATCHED = Error "overlay-unmatched";
    /// An overlay action has no evidence, or more than one kind.
    OVERLAY_EVIDENCE = Error "overlay-evidence";
    /// The evidence of an overlay action does not hold.
    EVIDENCE_BROKEN = Error "evidence-broken";

    /// What an overlay says has no effect, or none any more.
    OVERLAY_NO_EFFECT = Warning "overlay-no-effect";
    /// An overlay replaces a value that the document has itself.
    OVERLAY_REPLACES = Warning "overlay-replaces";
    /// The prose of a member reads like a rule, and neither the document nor an overlay has it.
    PROSE_RULE = Note "prose-rule";

    // document
    /// The document is not an OpenAPI 3.0 or 3.1 document.
    NOT_OPENAPI = Error "not-openapi";
    /// The document's frame (paths, operations, parameters, …) is not legal.
    ENVELOPE = Error "envelope";
    /// A keyword has a value of the wrong kind.
    KEYWORD_VALUE = Error "keyword-value";
    /// A `$ref` points at nothing, or out of bounds.
    DANGLING_REF = Error "dangling-ref";
    /// A `$ref` points into a file that is not there.
    MISSING_FILE = Error "missing-file";
    /// `$ref`s lead back to themselves without an object between.
    REF_CYCLE = Error "ref-cycle";
    /// A keyword is not known, so it has no effect.
    UNKNOWN_KEYWORD = Warning "unknown-keyword";
    /// A keyword has a value that means nothing, so it has no effect.
    KEYWORD_IGNORED = Warning "keyword-ignored";
    /// Something was missing or misplaced in the frame and was repaired.
    REPAIRED = Warning "repaired";

    // lower
    /// Schemas that share an `x-rust-name` have different shapes.
    NAME_SHAPES = Error "name-shapes";
    /// Two things wanted one name; one of them was given another.
    NAME_CLASH = Warning "name-clash";
    /// A keyword is known but cannot be enforced here.
    NOT_ENFORCED = Warning "not-enforced";
    /// A schema allows no value at all.
    UNSATISFIABLE = Warning "unsatisfiable";
    /// An example or a default is refused by its own schema.
    EXAMPLE_REFUSED = Warning "example-refused";
    /// A security requirement names a scheme that is not defined.
    UNKNOWN_SCHEME = Warning "unknown-scheme";
    /// Two security schemes that a call needs together put their credentials into one place.
    CREDENTIALS_CLASH = Warning "credentials-clash";
    /// A variable in a server's URL is not declared, or a declared one is not in it, or its default
    /// is none of its values.
    SERVER_VARIABLE = Warning "server-variable";
    /// The body of a webhook has a media type that bindings cannot read.
    WEBHOOK_BODY = Error "webhook-body";
    /// An `x-` extension that this generator knows has a value it cannot use.
    EXTENSION_VALUE = Error "extension-value";
}
