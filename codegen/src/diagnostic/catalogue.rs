//! Every kind of diagnostic, with its explanation.

use super::code::Code;
use super::code::Severity::{Error, Note, Warning};

macro_rules! catalogue {
    ($(#[doc = $summary:literal] $constant:ident = $severity:ident $name:literal;)*) => {
        $(#[doc = $summary]
        pub const $constant: Code = Code {
            name: $name,
            severity: $severity,
            summary: $summary.trim_ascii_start(),
            explanation: include_str!(concat!("explanation/", $name, ".md")),
        };)*

        /// All of them, in the order of this file.
        pub const ALL: &[&Code] = &[$(&$constant),*];
    };
}

catalogue! {
    // source
    /// A file cannot be read, or is not text in UTF-8 or UTF-16.
    UNREADABLE = Error "unreadable";
    /// The text is not well-formed YAML or JSON.
    SYNTAX = Error "syntax";
    /// An object has the same key twice.
    DUPLICATE_KEY = Error "duplicate-key";
    /// The document uses the merge key `<<`, which YAML 1.2 does not have.
    MERGE_KEY = Warning "merge-key";
    /// The `%YAML` directive names an unknown version; the file is read as YAML 1.2.
    YAML_VERSION = Warning "yaml-version";
    /// The document exceeds a limit on size, nesting or expansion.
    LIMIT = Error "limit";

    // overlay
    /// An overlay is not a valid OpenAPI Overlay document.
    OVERLAY_INVALID = Error "overlay-invalid";
    /// The target of an overlay action matches nothing.
    OVERLAY_UNMATCHED = Error "overlay-unmatched";
    /// An overlay action has no valid evidence, or several kinds of it.
    OVERLAY_EVIDENCE = Error "overlay-evidence";
    /// The evidence of an overlay action does not hold.
    EVIDENCE_BROKEN = Error "evidence-broken";
    /// No action of an overlay has evidence.
    EVIDENCE_MISSING = Note "evidence-missing";

    /// An overlay action, or a keyword that it adds, has no effect.
    OVERLAY_NO_EFFECT = Warning "overlay-no-effect";
    /// An overlay action replaces a value of the document.
    OVERLAY_REPLACES = Warning "overlay-replaces";
    /// A description reads like a rule that no keyword states.
    PROSE_RULE = Note "prose-rule";
    /// A description contradicts its schema, its default or an example of an error.
    PROSE_CONTRADICTION = Warning "prose-contradiction";

    // names
    /// A file with recorded names is damaged.
    NAMES_INVALID = Error "names-invalid";
    /// A file with recorded names has the format of a later generator.
    NAMES_FORMAT = Error "names-format";
    /// An item has moved in the document and keeps its recorded name.
    NAMES_KEPT = Note "names-kept";
    /// Nothing tells which of several items has a recorded name.
    NAMES_UNCLEAR = Warning "names-unclear";
    /// Items with recorded names are gone.
    NAMES_GONE = Note "names-gone";

    // document
    /// The file is not an OpenAPI 3.0, 3.1 or 3.2 document.
    NOT_OPENAPI = Error "not-openapi";
    /// An OpenAPI object outside of schemas (an operation, a parameter, …) is invalid.
    ENVELOPE = Error "envelope";
    /// A keyword of a schema has a value of the wrong type.
    KEYWORD_VALUE = Error "keyword-value";
    /// The target of a `$ref` does not exist or may not be read.
    DANGLING_REF = Error "dangling-ref";
    /// A `$ref` points into a file that does not exist.
    MISSING_FILE = Error "missing-file";
    /// A `$ref` refers back to itself without an object or array in between.
    REF_CYCLE = Error "ref-cycle";
    /// A key is unknown and has no effect.
    UNKNOWN_KEYWORD = Warning "unknown-keyword";
    /// An extension is unknown, has no effect, and is probably misspelt.
    UNKNOWN_EXTENSION = Warning "unknown-extension";
    /// An extension that an overlay sets has no effect on this object.
    MISPLACED_EXTENSION = Warning "misplaced-extension";
    /// A keyword has a value without meaning and is ignored.
    KEYWORD_IGNORED = Warning "keyword-ignored";
    /// The document is invalid, but its meaning is clear, so it is repaired.
    REPAIRED = Warning "repaired";

    // lower
    /// Schemas with the same `x-rust-name` have different shapes.
    NAME_SHAPES = Error "name-shapes";
    /// Several items would have the same name in Rust.
    NAME_CLASH = Warning "name-clash";
    /// The generated code does not check a rule of the document.
    NOT_ENFORCED = Warning "not-enforced";
    /// A schema accepts no value.
    UNSATISFIABLE = Warning "unsatisfiable";
    /// An example or a default does not conform to its own schema.
    EXAMPLE_REFUSED = Warning "example-refused";
    /// A security requirement names a scheme that is not defined.
    UNKNOWN_SCHEME = Warning "unknown-scheme";
    /// Schemes that apply together use the same header, parameter or cookie.
    CREDENTIALS_CLASH = Warning "credentials-clash";
    /// The URL of a server and its variables do not match.
    SERVER_VARIABLE = Warning "server-variable";
    /// The bindings cannot decode the body of a webhook.
    WEBHOOK_BODY = Error "webhook-body";
    /// An `x-` extension of this generator has a value that it cannot use.
    EXTENSION_VALUE = Error "extension-value";

    // lint
    /// A member is required that no schema declares.
    REQUIRED_UNDECLARED = Warning "required-undeclared";
    /// A format belongs to another type.
    FORMAT_TYPE = Warning "format-type";
    /// A value of a string enum looks like another type.
    ENUM_VALUE_TYPE = Note "enum-value-type";
    /// Inline enums of one name have the same values, and become a type each.
    ENUM_REPEATED = Note "enum-repeated";
    /// An operation declares no failure.
    NO_FAILURE = Note "no-failure";
    /// Nothing refers to a component.
    COMPONENT_UNUSED = Note "component-unused";
}
