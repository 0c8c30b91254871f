//! A name in, whether a crate of bindings can have it out.

use codegen::name;

use crate::manifest;

/// The crates that are part of every Rust toolchain.
const SYSROOT_CRATES: &[&str] = &["alloc", "core", "proc_macro", "std", "test"];

/// Parses a name that cargo accepts and that conflicts with no keyword or other crate.
///
/// # Errors
///
/// When the name is invalid or conflicts; the text says why.
pub fn parse(text: &str) -> Result<String, String> {
    let is_legal = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '-' || char == '_');
    if !is_legal {
        let why = "a crate name consists of letters, digits, `-` and `_`, and starts with a letter";
        return Err(why.to_owned());
    }
    match find_conflict(text) {
        Some(why) => Err(why),
        None => Ok(text.to_owned()),
    }
}

/// Returns what a name conflicts with, if it conflicts.
pub(crate) fn find_conflict(text: &str) -> Option<String> {
    let name = text.replace('-', "_");
    if name::is_keyword(&name) {
        Some(format!("`{name}` is a Rust keyword"))
    } else if SYSROOT_CRATES.contains(&name.as_str()) {
        Some(format!("`{name}` is a crate of the Rust toolchain"))
    } else if manifest::dependencies().any(|it| it.replace('-', "_") == name) {
        Some(format!("`{name}` is a dependency of the bindings"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_and_invalid_names_are_rejected() {
        for (text, why) in [
            ("std", "Rust toolchain"),
            ("proc-macro", "Rust toolchain"),
            ("self", "keyword"),
            ("type", "keyword"),
            ("serde-json", "dependency of the bindings"),
            ("1pets", "starts with a letter"),
            ("größe", "consists of letters"),
            ("", "consists of letters"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.contains(why), "{text}: {error}");
        }
        assert_eq!(parse("pets-api").as_deref(), Ok("pets-api"));
        assert_eq!(parse("std2").as_deref(), Ok("std2"));
    }
}
