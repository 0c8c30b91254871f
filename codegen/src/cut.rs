//! A document and a selection in, the part of the document that is selected out, with all that it
//! refers to.
//!
//! `selection` says which operations and webhooks are chosen, `reach` follows their references,
//! `removal` lists what is left out, and `text` takes that out of the text.

mod glob;
mod reach;
mod removal;
mod selection;
mod text;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::spelling::closest_name;
use crate::pointer::FileId;
use crate::source::{self, Sources};
use crate::tree::Tree;

pub use glob::Glob;
pub use selection::Selection;

/// A part of a document.
#[derive(Debug)]
pub struct Cut {
    /// Its text.
    pub text: String,
    /// Whether the text is that of the document but for the lines that were left out. Otherwise it was
    /// written anew, without comments.
    pub is_verbatim: bool,
    /// The part itself.
    pub tree: Tree,
}

/// A pattern that matches nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// What it is a pattern of: `path`, `operation`, `tag` or `webhook`.
    pub option: &'static str,
    /// The pattern.
    pub glob: Glob,
    /// The closest name that the document has.
    pub meant: Option<String>,
}

/// Cuts a document to what a selection chooses. Returns `None` if the document cannot be parsed, which is
/// reported, and the patterns that match nothing if there are any.
pub fn cut_document(
    sources: &Sources,
    file: FileId,
    selection: &Selection,
    diagnostics: &mut Diagnostics,
) -> Option<Result<Cut, Vec<Unmatched>>> {
    let mut tree = source::parse(sources, file, diagnostics)?;
    let chosen = selection::choose_operations(&tree, selection);
    if !chosen.unmatched.is_empty() {
        let unmatched = chosen.unmatched.into_iter();
        let unmatched = unmatched.map(|(option, glob, names)| {
            let meant = closest_name(glob.as_str(), names.iter().map(String::as_str));
            let meant = meant.map(str::to_owned);
            Unmatched {
                option,
                glob,
                meant,
            }
        });
        return Some(Err(unmatched.collect()));
    }
    let original = sources.get(file);
    let kept = reach::follow_references(&tree, &original.name, chosen.operations);
    let removed = removal::list_removed(&tree, &kept);
    removal::remove_nodes(&mut tree, &removed);
    let verbatim = text::cut_text(original, &removed).filter(|text| {
        let mut check = Sources::default();
        let file = check.add(&original.name, text.clone());
        let mut found = Diagnostics::default();
        source::parse(&check, file, &mut found).is_some_and(|it| it == tree)
    });
    let is_verbatim = verbatim.is_some();
    let text = verbatim.unwrap_or_else(|| {
        if original.is_json() {
            tree.to_indented_json()
        } else {
            tree.to_yaml()
        }
    });
    Some(Ok(Cut {
        text,
        is_verbatim,
        tree,
    }))
}
