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
    "alloc",
    "blocking",
    "core",
    "format_checks",
    "foreign",
    "http",
    "jiff",
    "lib",
    "main",
    "runtime",
    "serde",
    "shared",
    "std",
    "webhook",
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

/// Methods of a client, which the methods for operations are beside: its own, derived ones, and those of
/// blanket implementations.
pub const CLIENT_METHODS: &[&str] = &[
    "borrow",
    "borrow_mut",
    "builder",
    "call",
    "clone",
    "clone_from",
    "clone_into",
    "core",
    "drive",
    "execute",
    "fmt",
    "from_env",
    "from_variables",
    "inner",
    "into",
    "keyless",
    "moment",
    "new",
    "open",
    "run",
    "to_owned",
    "try_into",
    "type_id",
];

/// Methods of a call that has not been sent, which a setter of the operation would hide.
const CALL_OPTIONS: &[&str] = &[
    "content",
    "deadline",
    "envelope",
    "events",
    "header",
    "into_future",
    "owned",
    "prepare",
    "query",
    "reconnect",
    "reply",
    "retries",
    "retry_unsafe",
    "set_operation",
    "timeout",
    "validation",
    "with_headers",
];

/// Features of every generated crate.
const FEATURES: &[&str] = &[
    "all-tags", "axum", "blocking", "client", "default", "methods", "mock", "pattern", "reqwest",
    "server", "signer", "tracing", "webhook",
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

/// Whether a setter of this name would hide a method of a call that has not been sent.
pub(super) fn is_call_option(name: &str) -> bool {
    CALL_OPTIONS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: &str = include_str!("../../runtime/src/runtime/client.rs");
    const BLOCKING: &str = include_str!("../../runtime/src/runtime/client/blocking.rs");
    const CALL: &str = include_str!("../../runtime/src/runtime/client/call.rs");

    /// The functions in the blocks that begin with one of these lines.
    fn functions<'t>(text: &'t str, heads: &[&str]) -> Vec<&'t str> {
        let mut names = Vec::new();
        let mut is_within = false;
        for line in text.lines() {
            if !line.is_empty() && !line.starts_with(' ') {
                is_within = line != "}" && heads.iter().any(|head| line.contains(head));
            }
            let function = line.strip_prefix("    ").filter(|it| !it.starts_with(' '));
            if let Some((_, rest)) = function.and_then(|it| it.split_once("fn "))
                && is_within
            {
                let end = rest.find(['(', '<']).expect("a function has parameters");
                names.push(&rest[..end]);
            }
        }
        names
    }

    #[test]
    fn no_method_for_an_operation_is_one_of_a_client() {
        for text in [CLIENT, BLOCKING] {
            let own = functions(text, &["impl Client {"]);
            assert!(own.contains(&"execute"), "{own:?}");
            for name in own {
                assert!(CLIENT_METHODS.contains(&name), "{name}");
            }
        }
    }

    #[test]
    fn no_setter_is_a_method_of_a_call() {
        for text in [CALL, BLOCKING] {
            let own = functions(text, &[" Call<'"]);
            assert!(own.contains(&"events"), "{own:?}");
            for name in own {
                let is_known = is_method(name) || is_call_method(name) || is_call_option(name);
                assert!(is_known, "{name}");
            }
        }
    }
}
