//! Texts that are to be names of crates in, why they are none out.

use codegen::name;

use crate::manifest;

/// The crates that come with Rust: in code their names would mean them.
const OWN: &[&str] = &["alloc", "core", "proc_macro", "std", "test"];

/// A name that cargo takes for a package, and that code can use for a crate beside those that the
/// bindings need; or else why it is none.
pub fn parse(text: &str) -> Result<String, String> {
    let is_legal = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || char == '-' || char == '_');
    if !is_legal {
        let why = "a crate's name has letters, digits, `-` and `_`, and starts with a letter";
        return Err(why.to_owned());
    }
    match taken(text) {
        Some(why) => Err(why),
        None => Ok(text.to_owned()),
    }
}

/// Why no crate of bindings can have a name, if it is one for a crate otherwise.
pub(crate) fn taken(text: &str) -> Option<String> {
    let name = text.replace('-', "_");
    if name::is_keyword(&name) {
        Some(format!("`{name}` is a keyword of Rust"))
    } else if OWN.contains(&name.as_str()) {
        Some(format!("`{name}` is a crate that comes with Rust"))
    } else if manifest::dependencies().any(|it| it.replace('-', "_") == name) {
        Some(format!("`{name}` is a crate that the bindings need"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_rusts_own_are_refused() {
        for (text, why) in [
            ("std", "comes with Rust"),
            ("proc-macro", "comes with Rust"),
            ("self", "keyword"),
            ("type", "keyword"),
            ("serde-json", "the bindings need"),
            ("1pets", "starts with a letter"),
            ("größe", "has letters"),
            ("", "has letters"),
        ] {
            let refused = parse(text).expect_err(text);
            assert!(refused.contains(why), "{text}: {refused}");
        }
        assert_eq!(parse("pets-api").as_deref(), Ok("pets-api"));
        assert_eq!(parse("std2").as_deref(), Ok("std2"));
    }
}
