//! Names that are not available for names of the document.

/// Keywords of all editions up to 2024, including reserved ones (Rust Reference, "Keywords"). Weak
/// keywords such as `union` are valid names.
const KEYWORDS: &[&str] = &[
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names in the prelude of edition 2024. Generated code uses them without a path, so that a type of
/// the same name would shadow them.
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

/// Names that generated modules import from the runtime, and their constant.
const RUNTIME: &[&str] = &["API", "Base64", "DateTime", "Nullable", "Value"];

/// Crates that generated code may refer to, special file names, and modules of the runtime beside
/// those of the documents.
const CRATES: &[&str] = &[
    "alloc", "blocking", "core", "http", "jiff", "lib", "main", "runtime", "serde", "shared",
    "std", "webhook",
];

/// Names that are invalid for files on Windows, with any extension.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

/// Methods of generated types (derived, implemented or from a blanket implementation), which a
/// setter of the same name would hide.
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

/// Further methods of operations.
const CALL_METHODS: &[&str] = &[
    "items",
    "items_blocking",
    "pages",
    "pages_blocking",
    "send_blocking",
];

/// Features of every generated crate.
const FEATURES: &[&str] = &[
    "all-tags", "axum", "blocking", "client", "default", "mock", "pattern", "reqwest", "server",
    "signer", "tracing", "webhook",
];

/// Whether a name is a keyword of any edition up to 2024, including reserved ones.
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

/// Whether a feature of this name is not that of a tag.
pub(super) fn is_feature(name: &str) -> bool {
    FEATURES.contains(&name)
}

/// Whether a setter of this name would hide a method.
pub(super) fn is_method(name: &str) -> bool {
    METHODS.contains(&name)
}

/// Whether a setter of this name would hide a further method of operations.
pub(super) fn is_call_method(name: &str) -> bool {
    CALL_METHODS.contains(&name)
}
