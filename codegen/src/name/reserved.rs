//! Names that a document's own names must keep clear of.

/// Keywords of any edition up to 2024, reserved ones included (Rust Reference, "Keywords"). Weak
/// ones such as `union` are legal names.
const KEYWORDS: &[&str] = &[
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// What Rust's prelude of edition 2024 puts into scope. Generated code writes these names
/// bare, so a type of the same name beside it would stand in their place.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// What generated modules import from the runtime to write it bare, and their constant.
const RUNTIME: &[&str] = &["API", "Base64", "DateTime", "Nullable", "Value"];

/// Crates that generated code may name, files that have a meaning of their own, and modules of the
/// runtime that stand beside those of the documents.
const CRATES: &[&str] = &[
    "alloc", "blocking", "core", "http", "jiff", "lib", "main", "runtime", "serde", "std",
];

/// Names that no file can have on Windows, whatever its extension.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

/// Methods that generated types have, derived, implemented or from a blanket implementation, and
/// that a setter of the same name would hide.
const METHODS: &[&str] = &[
    "borrow",
    "borrow_mut",
    "check",
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "default",
    "deserialize",
    "eq",
    "fmt",
    "hash",
    "into",
    "ne",
    "new",
    "partial_cmp",
    "request",
    "response",
    "send",
    "serialize",
    "to_owned",
    "to_string",
    "try_into",
    "type_id",
    "validate",
];

/// Methods that operations have besides.
const CALL_METHODS: &[&str] = &[
    "items",
    "items_blocking",
    "pages",
    "pages_blocking",
    "send_blocking",
];

/// Features that every crate of bindings has.
const FEATURES: &[&str] = &[
    "all-tags", "blocking", "client", "default", "pattern", "reqwest", "signer", "tracing",
    "webhook",
];

/// Whether Rust reads it as a keyword, of any edition up to 2024, reserved ones included.
#[must_use]
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// Whether a type of this name would hide one that generated code refers to.
pub(super) fn is_type(name: &str) -> bool {
    PRELUDE.contains(&name) || RUNTIME.contains(&name)
}

/// Whether a module of this name would hide a crate, or its file could not be written.
pub(super) fn is_module(name: &str) -> bool {
    let is_port = |prefix| {
        let number = name.strip_prefix(prefix).map(str::as_bytes);
        matches!(number, Some([b'1'..=b'9']))
    };
    CRATES.contains(&name) || DEVICES.contains(&name) || is_port("com") || is_port("lpt")
}

/// Whether a feature of this name is there for something else than a tag.
pub(super) fn is_feature(name: &str) -> bool {
    FEATURES.contains(&name)
}

/// Whether a setter of this name would hide a method.
pub(super) fn is_method(name: &str) -> bool {
    METHODS.contains(&name)
}

/// Whether a setter of this name would hide a method that operations have besides.
pub(super) fn is_call_method(name: &str) -> bool {
    CALL_METHODS.contains(&name)
}
