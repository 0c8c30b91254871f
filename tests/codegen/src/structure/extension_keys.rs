//! The generator reads no key that begins with `x-` and is not in the table of extensions.

use std::fmt::Write;

use codegen::extension::ALL;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use super::sources::Crate;

/// A content type.
const NO_KEY: &str = "x-www-form-urlencoded";

#[test]
fn every_key_that_is_read_is_in_the_table_of_extensions() {
    let wrong = keys_beside_the_table(&Crate::open("codegen/src", "lib.rs"));
    assert!(wrong.is_empty(), "{wrong}");
}

/// The keys that code names itself, a line each.
fn keys_beside_the_table(krate: &Crate) -> String {
    let mut wrong = String::new();
    let modules = krate.modules.values();
    for module in modules.filter(|it| it.file != "extension") {
        for item in &module.items {
            for (is_of_serde, key) in keys(item.to_token_stream()) {
                // serde takes literals only.
                let is_known = is_of_serde && ALL.iter().any(|it| it.key == key);
                if !is_known && key != NO_KEY {
                    let _ = writeln!(
                        wrong,
                        "{}: use the constant of `{key}` in codegen/src/extension.rs",
                        module.path
                    );
                }
            }
        }
    }
    wrong
}

/// The keys at the beginning of string literals, and whether serde renames a field to it.
fn keys(tokens: TokenStream) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    let mut before = [String::new(), String::new()];
    for token in tokens {
        let text = token.to_string();
        match token {
            TokenTree::Group(group) => found.extend(keys(group.stream())),
            TokenTree::Literal(_) => {
                let key = text.strip_prefix('"').unwrap_or_default();
                let is_key = |char: char| char.is_ascii_lowercase() || char == '-';
                let end = key.find(|char| !is_key(char)).unwrap_or(key.len());
                if key.starts_with("x-") && end > 2 {
                    found.push((before == ["rename", "="], key[..end].to_owned()));
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
        before = [std::mem::take(&mut before[1]), text];
    }
    found
}

#[test]
fn a_key_beside_the_table_is_named() {
    let made_up = Crate::made_up(&[(
        "lib.rs",
        "fn f() { g(\"x-unit\"); format!(\"x-made: {}\", \"x-www-form-urlencoded\"); \"x-\"; } \
         struct S { #[serde(rename = \"x-because\")] because: u8, #[serde(rename = \"x-cause\")] c: u8 }",
    )]);
    assert_eq!(
        keys_beside_the_table(&made_up),
        "src/lib.rs: use the constant of `x-unit` in codegen/src/extension.rs\n\
         src/lib.rs: use the constant of `x-made` in codegen/src/extension.rs\n\
         src/lib.rs: use the constant of `x-cause` in codegen/src/extension.rs\n"
    );
}
