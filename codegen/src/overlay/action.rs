//! Actions of overlays, with their targets, changes and evidence.

use std::fmt;

use super::context::{ADDED_NODES, Context, GivenNames};
use super::evidence::{self, Evidence, EvidenceKind, shorten};
use super::merge::{self, Changes, Merge, measure};
use super::object::{self, ActionObject, Version};
use super::provenance::Edit;
use super::target::Target;
use super::words;

use crate::diagnostic::catalogue::{
    LIMIT, OVERLAY_INVALID, OVERLAY_NO_EFFECT, OVERLAY_REPLACES, OVERLAY_UNMATCHED,
};
use crate::diagnostic::{Diagnostics, MOST_RELATED, Place};
use crate::extension;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

/// The maximum nesting of a document, which is that of documents that are parsed.
const DEPTH: usize = 512;

/// An action that is well-formed.
#[derive(Debug)]
pub(super) struct Action {
    address: Address,
    version: Version,
    target: Target,
    change: Change,
    evidence: Evidence,
}

/// The rules that an overlay sets for its actions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// The version of the Overlay Specification.
    pub(super) version: Version,
    /// Whether each action has to have evidence, because one of them has.
    pub(super) needs_evidence: bool,
}

#[derive(Debug)]
enum Change {
    /// `update`: merges a value.
    Update(Tree),
    /// `copy`: merges a value of the document.
    Copy(Target),
    /// `remove: true`.
    Remove,
}

/// Reads an action from its `tree` and its deserialized `object`. All problems are reported; `None`
/// if there is any.
pub(super) fn read_action(
    object: &ActionObject,
    tree: &Tree,
    address: Address,
    rules: Rules,
    diagnostics: &mut Diagnostics,
) -> Option<Action> {
    let Rules {
        version,
        needs_evidence,
    } = rules;
    object::check_members(tree, &address, version.action_members(), diagnostics);
    evidence::check_keys(tree, &address, diagnostics);
    let target = target(&object.target, address.join("target"), diagnostics);
    let change = change(object, tree, &address, diagnostics);
    let evidence = evidence::read_evidence(object, tree, &address, needs_evidence, diagnostics);
    Some(Action {
        target: target?,
        change: change?,
        evidence: evidence?,
        version,
        address,
    })
}

fn target(text: &str, place: Address, diagnostics: &mut Diagnostics) -> Option<Target> {
    let target = Target::parse(text);
    if target.is_none() {
        diagnostics
            .report(
                &OVERLAY_INVALID,
                place,
                format!("`{text}` is not a JSONPath query"),
            )
            .help(
                "a query starts with `$`; names with characters other than letters, digits and `_` \
                 are written as `['name']` (RFC 9535)",
            );
    }
    target
}

fn change(
    object: &ActionObject,
    tree: &Tree,
    address: &Address,
    diagnostics: &mut Diagnostics,
) -> Option<Change> {
    let message = match (tree.get("update"), &object.copy, object.remove) {
        (Some(value), None, false) => return Some(Change::Update(value.clone())),
        (None, Some(text), false) => {
            return target(text, address.join("copy"), diagnostics).map(Change::Copy);
        }
        (update, _, true) => {
            let beside = [
                update.map(|_| "update"),
                object.copy.as_ref().map(|_| "copy"),
            ];
            for key in beside.into_iter().flatten() {
                let message = format!("`{key}` has no effect beside `remove: true`");
                let place = Place::Key(address.join(key));
                diagnostics.report(&OVERLAY_NO_EFFECT, place, message);
            }
            return Some(Change::Remove);
        }
        (None, None, false) => "the action changes nothing",
        (Some(_), Some(_), false) => "the action has `update` and `copy`",
    };
    diagnostics
        .report(&OVERLAY_INVALID, address.clone(), message)
        .help("an action must have exactly one of `update`, `copy` and `remove: true`");
    None
}

impl Action {
    /// Applies the action to the document. If the evidence does not hold, that is reported and the
    /// change is made nevertheless, because later actions may depend on it.
    pub(super) fn apply(&self, context: &mut Context) {
        let nodes = self.target.find(context.tree);
        if nodes.is_empty() {
            return unmatched(&self.target, self.address.join("target"), context);
        }
        if !self.fits(&nodes, context) {
            return;
        }
        self.evidence.check(&self.address, &nodes, context);
        match &self.change {
            Change::Remove => self.remove(nodes, context),
            Change::Update(value) => {
                self.merge(value, &self.address.join("update"), &nodes, context);
            }
            Change::Copy(source) => {
                if let Some((value, from)) = self.copied(source, context) {
                    self.merge(&value, &from, &nodes, context);
                }
            }
        }
    }

    /// Whether the Overlay version allows targets of this type.
    fn fits(&self, nodes: &[Pointer], context: &mut Context) -> bool {
        let is_scalar = |node: &&Pointer| {
            let node = context.tree.at(node);
            node.is_some_and(|node| Kind::of(node) == Kind::Scalar)
        };
        let scalar = match self.version {
            Version::V1_0 => nodes.iter().find(is_scalar),
            Version::V1_1 => None,
        };
        let Some(scalar) = scalar else {
            return true;
        };
        let place = context.place(scalar);
        context
            .diagnostics
            .report(
                &OVERLAY_INVALID,
                self.address.join("target"),
                "the target is a scalar",
            )
            .related(place, "selected here")
            .help("targets in Overlay 1.0 are objects and arrays; write `overlay: 1.1.0`");
        false
    }

    fn remove(&self, nodes: Vec<Pointer>, context: &mut Context) {
        if nodes.contains(&Pointer::root()) {
            let message = "the whole document cannot be removed";
            context
                .diagnostics
                .report(&OVERLAY_INVALID, self.address.join("target"), message);
            return;
        }
        merge::remove(context.tree, nodes.clone(), context.provenance);
        for node in nodes {
            self.record_edit(node, true, context);
        }
    }

    fn record_edit(&self, node: Pointer, is_removed: bool, context: &mut Context) {
        let action = self.address.clone();
        context.provenance.record_edit(Edit {
            node,
            action,
            is_removed,
        });
    }

    /// Returns the only node that `copy` selects, and its address.
    fn copied(&self, source: &Target, context: &mut Context) -> Option<(Tree, Address)> {
        let place = self.address.join("copy");
        match source.find(context.tree).as_slice() {
            [] => {
                unmatched(source, place, context);
                None
            }
            [node] => Some((context.tree.at(node)?.clone(), context.place(node))),
            [first, second, ..] => {
                let message = format!("`{}` matches more than one node", source.text);
                let places = [context.place(first), context.place(second)];
                let diagnostic = context.diagnostics.report(&OVERLAY_INVALID, place, message);
                for place in places {
                    diagnostic.related(place, "matches this node");
                }
                None
            }
        }
    }

    /// Merges a value, which is written at `from`, into all nodes or none.
    fn merge(&self, value: &Tree, from: &Address, nodes: &[Pointer], context: &mut Context) {
        if !self.compatible(value, nodes, context) || !self.affordable(value, nodes, context) {
            return;
        }
        let mut changes = Changes::default();
        for at in nodes {
            let Some(node) = context.tree.at_mut(at) else {
                continue;
            };
            let mut merge = Merge {
                provenance: context.provenance,
                changes: &mut changes,
            };
            merge.update(node, value, at, from);
            if let (EvidenceKind::Because(words), Some(update)) =
                (&self.evidence.kind, value.as_object())
                && context.keeps_words
            {
                words::annotate(&words.joined(), node, update);
            }
        }
        if matches!(self.change, Change::Update(_)) {
            let place = self.address.join("update");
            for node in nodes {
                remember_names(value, node, &place, context.given);
            }
        }
        self.look_at(&changes, value, nodes, context);
        for node in changes.written {
            self.record_edit(node, false, context);
        }
    }

    /// Warns if there are no changes, or if the document has other values of its own.
    fn look_at(&self, changes: &Changes, value: &Tree, nodes: &[Pointer], context: &mut Context) {
        let is_empty = match value {
            Tree::Object(members) => members.is_empty(),
            Tree::Array(items) => items.is_empty(),
            _ => false,
        };
        if !changes.any && !is_empty {
            let place = context.place(&nodes[0]);
            let message = "the action changes nothing: the document already says so";
            context
                .diagnostics
                .report(&OVERLAY_NO_EFFECT, &self.address, message)
                .related(place, "already here")
                .help("remove the action");
            return;
        }
        let Some((_, old, new, from)) = changes.replaced.first() else {
            return;
        };
        // Whoever says what is expected knows that it is replaced.
        if self.evidence.expects.is_some() {
            return;
        }
        let (old, new) = (shorten(old), shorten(new));
        let several = match changes.replaced.len() {
            1 => String::new(),
            count => format!(", and {} more", count - 1),
        };
        let message = format!("`{new}` replaces the document's own `{old}`{several}");
        let diagnostic = context.diagnostics.report(&OVERLAY_REPLACES, from, message);
        for (at, old, ..) in changes.replaced.iter().take(MOST_RELATED) {
            let place = Address::new(context.provenance.document(), at.clone());
            diagnostic.related(place, format!("`{}` was here", shorten(old)));
        }
        diagnostic.help(
            "check which value is right; `x-expects` states that the one of the document is wrong",
        );
    }

    /// Whether all nodes have the same type, and the value can be merged into it.
    fn compatible(&self, value: &Tree, nodes: &[Pointer], context: &mut Context) -> bool {
        let mut kinds = nodes.iter().filter_map(|node| {
            let kind = Kind::of(context.tree.at(node)?);
            Some((kind, context.place(node)))
        });
        let Some((kind, place)) = kinds.next() else {
            return true;
        };
        let (message, other) = match kinds.find(|(other, _)| *other != kind) {
            Some((other, place)) => {
                let message = format!("`{}` matches {kind} and {other}", self.target.text);
                (message, Some((other, place)))
            }
            None if kind == Kind::Array || kind == Kind::of(value) => return true,
            None => (format!("cannot merge {} into {kind}", value.kind()), None),
        };
        let diagnostic =
            context
                .diagnostics
                .report(&OVERLAY_INVALID, self.address.clone(), message);
        for (kind, place) in [(kind, place)].into_iter().chain(other) {
            diagnostic.related(place, format!("this is {kind}"));
        }
        false
    }

    /// Whether the document stays within the limits.
    fn affordable(&self, value: &Tree, nodes: &[Pointer], context: &mut Context) -> bool {
        let (size, levels) = measure(value);
        let deepest = nodes
            .iter()
            .map(|node| node.segments().count())
            .max()
            .unwrap_or(0);
        let room = context.room.checked_sub(size.saturating_mul(nodes.len()));
        let message = match room {
            Some(room) if deepest + levels < DEPTH => {
                context.room = room;
                return true;
            }
            Some(_) => format!("the document would be more than {DEPTH} levels deep"),
            None => format!("the overlay adds more than {ADDED_NODES} nodes"),
        };
        context
            .diagnostics
            .report(&LIMIT, self.address.clone(), message);
        false
    }
}

/// Reports that a query selects nothing, unless the document is only a part.
fn unmatched(target: &Target, place: Address, context: &mut Context) {
    if context.partial {
        return;
    }
    let reach = target.reach(context.tree);
    let reached = reach.node.map(|node| context.place(&node));
    let help = match reach.meant {
        Some(name) => {
            format!("did you mean `{name}`? if the action is no longer needed, remove it")
        }
        None => "correct the target, or remove the action if it is no longer needed".to_owned(),
    };
    let message = format!("`{}` matches nothing", target.text);
    let diagnostic = context
        .diagnostics
        .report(&OVERLAY_UNMATCHED, place, message);
    if let Some(reached) = reached {
        diagnostic.related(reached, "the target matches up to here");
    }
    diagnostic.help(help);
}

/// Records the names in a value that is merged into a node.
fn remember_names(value: &Tree, node: &Pointer, place: &Address, given: &mut GivenNames) {
    for (key, value) in value.as_object().into_iter().flatten() {
        if key == extension::RUST_NAME.key {
            given.insert(node.clone(), place.join(key));
        } else {
            remember_names(value, &node.join(key), &place.join(key), given);
        }
    }
}

/// The type of a value for overlays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Object,
    Array,
    Scalar,
}

impl Kind {
    fn of(tree: &Tree) -> Self {
        match tree {
            Tree::Object(_) => Self::Object,
            Tree::Array(_) => Self::Array,
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => Self::Scalar,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::Scalar => "a scalar",
        })
    }
}
