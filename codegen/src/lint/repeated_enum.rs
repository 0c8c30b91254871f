//! Inline enums with the same values, which become a type each.

use indexmap::IndexMap;

use super::{Document, list_strings};
use crate::diagnostic::catalogue::ENUM_REPEATED;
use crate::diagnostic::{Diagnostics, MOST_RELATED};
use crate::extension;
use crate::pointer::Pointer;
use crate::tree::Tree;
use crate::walk::Visited;

/// The inline enums of a document, by the names of their members or parameters and their values, sorted.
#[derive(Default)]
pub(super) struct Enums {
    places: IndexMap<(String, Vec<String>), Vec<Pointer>>,
}

impl Enums {
    /// Adds a schema that is an enum of at least two strings without a name of its own.
    pub(super) fn add(&mut self, tree: &Tree, visited: &Visited<'_, '_>) {
        let Visited { node, members, .. } = visited;
        let mut values: Vec<String> = list_strings(members, "enum")
            .into_iter()
            .map(str::to_owned)
            .collect();
        let is_component =
            node.as_str().starts_with("/components/schemas/") && node.segments().count() == 3;
        let is_named = members.contains_key(extension::RUST_NAME.key);
        if values.len() < 2 || is_component || is_named {
            return;
        }
        values.sort_unstable();
        values.dedup();
        let name = find_name(tree, node);
        self.places
            .entry((name, values))
            .or_default()
            .push((*node).clone());
    }

    /// Reports enums that are written out in several places.
    pub(super) fn report(self, document: Document<'_>, diagnostics: &mut Diagnostics) {
        for ((name, values), places) in self.places {
            let [first, others @ ..] = &places[..] else {
                continue;
            };
            if others.is_empty() {
                continue;
            }
            let list = |pointer: &Pointer| pointer.join("enum");
            let shown = values
                .iter()
                .take(3)
                .map(|it| Tree::from(it.as_str()).to_json());
            let shown: Vec<String> = shown.collect();
            let dots = if values.len() > 3 { ", …" } else { "" };
            let message = format!(
                "the enum of {}{dots} is written out in {} places called `{name}`",
                shown.join(", "),
                places.len()
            );
            let place = document.provenance.origin(&list(first));
            let diagnostic = diagnostics.report(&ENUM_REPEATED, place, message);
            for other in others.iter().take(MOST_RELATED) {
                diagnostic.related(document.provenance.origin(&list(other)), "the same values");
            }
            diagnostic.help(
                "make it a component, or give all of them the same `x-rust-name` in an overlay, so that they \
                 become one type",
            );
        }
    }
}

/// Returns the name of the member or the parameter that a schema belongs to, in lower case.
fn find_name(tree: &Tree, node: &Pointer) -> String {
    let mut at = Some(node.clone());
    while let Some(pointer) = at {
        let parent = pointer.parent();
        let holder = parent.as_ref().and_then(Pointer::last);
        if holder.is_some_and(|it| it == "properties" || it == "headers") {
            return pointer.last().unwrap_or_default().to_lowercase();
        }
        let object = tree.at(&pointer);
        let name = object.and_then(|it| it.get("in").and(it.get("name")));
        if let Some(name) = name.and_then(Tree::as_str) {
            return name.to_lowercase();
        }
        at = parent;
    }
    String::new()
}
