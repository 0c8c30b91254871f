//! Applies overlays (Overlay Specification 1.0 and 1.1), and checks the evidence of each action.

mod action;
mod addition;
mod context;
mod evidence;
mod excerpt;
mod meaning;
mod merge;
mod object;
mod prose;
mod provenance;
mod suggestion;
mod target;
#[cfg(test)]
mod tests;
mod words;

use crate::diagnostic::Diagnostics;
use crate::pointer::{Address, FileId, Pointer};
use crate::source::{self, Sources};
use crate::tree::Tree;
use action::{Action, Rules};
use context::{ADDED_NODES, Context};

pub use addition::count_additions;
pub use context::{GivenNames, Overlaid};
pub use provenance::{Edit, Provenance};

/// An overlay, read and not yet applied.
#[derive(Debug)]
pub struct Overlay {
    /// `extends`: the document it is meant for, as written.
    pub extends: Option<String>,
    /// `None` for what cannot be read.
    actions: Vec<Option<Action>>,
}

/// Reads an overlay (Overlay Specification 1.0 or 1.1), YAML or JSON.
///
/// If one action has evidence, every action has to have exactly one kind of it: `x-because`,
/// `x-seen-at`, `x-source`, or `x-reason` with or without `x-expects`.
///
/// Problems are reported. An action that has one is left out; `None` means that the text is no
/// overlay at all.
pub fn read_overlay(
    sources: &Sources,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<Overlay> {
    let tree = source::parse(sources, file, diagnostics)?;
    let object = object::read_overlay_object(sources.get(file), file, diagnostics)?;
    let root = Address::new(file, Pointer::root());
    let version = object::check_overlay_object(&object, &tree, &root, diagnostics);

    // The tree has the same actions, with all that serde passes over or cannot keep as written.
    let trees = tree
        .get("actions")
        .and_then(Tree::as_array)
        .unwrap_or_default();
    let rules = Rules {
        version,
        needs_evidence: trees.iter().any(evidence::has_evidence),
    };
    if !rules.needs_evidence && !trees.is_empty() {
        evidence::report_missing(file, diagnostics);
    }
    let actions = object.actions.iter().zip(trees).enumerate();
    let actions = actions.map(|(index, (object, tree))| {
        let address = root.join("actions").join(&index.to_string());
        action::read_action(object, tree, address, rules, diagnostics)
    });
    Some(Overlay {
        actions: actions.collect(),
        extends: object.extends,
    })
}

/// Applies the actions of an overlay to a document, in order.
///
/// If the document is `partial`, a part of the one that the overlay was written for, actions that match
/// nothing are skipped, as are examples that it does not have.
///
/// All problems are reported. An action with a problem changes nothing, unless the problem is only that
/// its evidence does not hold. After an action that cannot be read, the document counts as partial.
///
/// If the document keeps words: where an action with `x-because` sets a keyword, the object that has the
/// keyword gets a member `x-because` as well, an object with the words for each keyword.
pub fn apply(
    overlay: &Overlay,
    document: &mut Overlaid,
    partial: bool,
    diagnostics: &mut Diagnostics,
) {
    let Overlaid {
        tree,
        provenance,
        given,
        keeps_words,
    } = document;
    let mut context = Context {
        tree,
        given,
        provenance,
        partial,
        keeps_words: *keeps_words,
        room: ADDED_NODES,
        diagnostics,
    };
    for action in &overlay.actions {
        match action {
            Some(action) => action.apply(&mut context),
            // It may be what later actions build on.
            None => context.partial = true,
        }
    }
}

/// Looks at a document with all of its overlays: at rules that lost their meaning, and at prose that
/// none of them has turned into a rule.
pub fn check(tree: &Tree, provenance: &Provenance, diagnostics: &mut Diagnostics) {
    meaning::check_rule_types(tree, provenance, diagnostics);
    prose::check_prose_rules(tree, provenance, diagnostics);
}
