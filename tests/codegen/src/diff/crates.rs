//! The table of pairs of crates, which two packages read.

use std::path::Path;

use codegen::tree::Tree;

use super::pairs::{Edit, read_table, read_text};

/// The documents of a crate with the names of their modules.
pub(crate) type Documents = Vec<(String, Tree)>;

/// A pair of crates with what is expected.
pub(crate) struct CratePair {
    pub(crate) name: String,
    pub(crate) old: Documents,
    pub(crate) new: Documents,
    pub(crate) krate: String,
    pub(crate) wire: String,
    /// What that which belongs to no module means to callers.
    pub(crate) part: String,
    /// The kind of a change of that, or "none".
    pub(crate) kind: String,
}

/// The modules, in the order of a crate.
const MODULES: [&str; 3] = ["calls", "prices", "rooms"];

/// Reads all pairs.
pub(crate) fn read_crate_pairs(folder: &Path) -> Vec<CratePair> {
    let base = MODULES.map(|name| {
        let document = read_table(folder, &format!("crate/{name}.yml"));
        (name.to_owned(), document)
    });
    let rows = read_table(folder, "crates.yml");
    let rows = rows.as_array().expect("it is a list");
    rows.iter()
        .map(|row| {
            let edits = row.get("edits").and_then(Tree::as_array);
            let edits = edits.unwrap_or(std::slice::from_ref(row));
            let side = |key: &str| edit_documents(base.to_vec(), edits, key);
            CratePair {
                name: read_text(row, "name"),
                old: side("old"),
                new: side("new"),
                krate: read_text(row, "crate"),
                wire: read_text(row, "wire"),
                part: read_text(row, "part"),
                kind: read_text(row, "kind"),
            }
        })
        .collect()
}

fn edit_documents(mut documents: Documents, edits: &[Tree], key: &str) -> Documents {
    for edit in edits {
        let name = read_text(edit, "document");
        let place = documents.iter().position(|it| it.0 == name);
        match (place, edit.get("at")) {
            (Some(place), Some(_)) => Edit(edit).apply(&mut documents[place].1, key),
            (Some(place), None) if edit.get(key).is_some() => drop(documents.remove(place)),
            _ => {}
        }
    }
    documents
}
