//! Free functions whose name says what they do only to those who know the module.

use std::collections::BTreeMap;
use std::fmt::Write;

use syn::Item;

use super::sources::{CRATES, Crate};

/// Verbs without a noun. A method may be called so: its type is the noun.
const BARE: [&str; 5] = ["all", "decide", "of", "read", "value"];

#[test]
fn one_function_of_a_crate_at_most_has_a_name_without_a_noun() {
    let mut wrong = String::new();
    for (name, folder, root) in CRATES {
        let found = bare(&Crate::open(folder, root));
        for (word, places) in found.iter().filter(|(_, places)| places.len() > 1) {
            let _ = writeln!(wrong, "{name}: {} functions called `{word}`:", places.len());
            for place in places {
                let _ = writeln!(wrong, "    {place}");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The places of free functions by their names, where these have no noun.
fn bare(krate: &Crate) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for module in krate.modules.values() {
        for item in &module.items {
            let Item::Fn(function) = item else {
                continue;
            };
            let name = function.sig.ident.to_string();
            if BARE.contains(&name.as_str()) {
                let line = module.line(&["fn".to_owned(), name.clone()]);
                let place = format!("{}:{line}", module.path);
                found.entry(name).or_default().push(place);
            }
        }
    }
    found
}

#[test]
fn functions_without_a_noun_are_found() {
    let made_up = Crate::made_up(&[
        (
            "lib.rs",
            "mod a;\n\npub fn read() {}\npub fn read_schema() {}",
        ),
        (
            "a.rs",
            "fn read() {} struct A; impl A { fn of() {} } #[cfg(test)] fn all() {}",
        ),
    ]);
    let places = vec!["src/lib.rs:3".to_owned(), "src/a.rs:1".to_owned()];
    assert_eq!(
        bare(&made_up),
        BTreeMap::from([("read".to_owned(), places)])
    );
}
