//! The evidence of actions, and whether it still holds.

use super::context::Context;
use super::excerpt::find_closest_excerpt;
use super::object::ActionObject;
use super::words::{Words, occurs_in};
use crate::diagnostic::catalogue::{
    EVIDENCE_BROKEN, EVIDENCE_MISSING, OVERLAY_EVIDENCE, UNKNOWN_EXTENSION,
};
use crate::diagnostic::spelling::closest_name;
use crate::diagnostic::{Diagnostics, Place};
use crate::extension::{BECAUSE, EXPECTS, REASON, SEEN_AT, SOURCE};
use crate::pointer::{Address, FileId, Pointer};
use crate::prose::fold;
use crate::tree::Tree;

/// The keys of evidence, and that of the value which goes with it.
const KEYS: [&str; 5] = [
    BECAUSE.key,
    SEEN_AT.key,
    SOURCE.key,
    REASON.key,
    EXPECTS.key,
];

/// The evidence of an action.
#[derive(Debug)]
pub(super) struct Evidence {
    pub(super) kind: EvidenceKind,
    /// `x-expects`: the value that each node has to have.
    pub(super) expects: Option<Tree>,
}

/// The kind of evidence of an action.
#[derive(Debug)]
pub(super) enum EvidenceKind {
    /// `x-because`: words in the description of each node, or of a property directly below it.
    Because(Words),
    /// `x-seen-at`: an example in the document.
    SeenAt(Pointer),
    /// `x-source`: a page, which is not checked.
    Source,
    /// `x-reason`: a sentence, which is not checked.
    Reason,
    /// No evidence, in an overlay whose actions have none.
    Missing,
}

/// Whether an action has a key of evidence, or one that is probably meant to be.
pub(super) fn has_evidence(action: &Tree) -> bool {
    let keys = action.as_object().into_iter().flat_map(|it| it.keys());
    let mut keys = keys.filter(|key| key.starts_with("x-"));
    keys.any(|key| KEYS.contains(&key.as_str()) || closest_name(key, KEYS).is_some())
}

/// Reports an overlay without evidence.
pub(super) fn report_missing(file: FileId, diagnostics: &mut Diagnostics) {
    let message = "no action of the overlay has evidence";
    diagnostics
        .report(&EVIDENCE_MISSING, Place::File(file), message)
        .help(
            "with `x-because` and words of the description, the generator notices when an update of the \
             document makes an action obsolete",
        );
}

/// Reads the evidence of an action; `tree` is the whole action.
pub(super) fn read_evidence(
    object: &ActionObject,
    tree: &Tree,
    address: &Address,
    is_required: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Evidence> {
    let expects = tree.get(EXPECTS.key);
    let says = |text: &String| !text.trim().is_empty();
    let kinds = [
        (
            BECAUSE.key,
            object.because.as_ref().map(Words::say_something),
        ),
        (SEEN_AT.key, object.seen_at.as_ref().map(says)),
        (SOURCE.key, object.source.as_ref().map(says)),
        (REASON.key, object.reason.as_ref().map(says)),
    ];
    let given: Vec<(&str, bool)> = kinds
        .into_iter()
        .filter_map(|(name, says)| Some((name, says?)))
        .collect();

    let (place, message) = match given.as_slice() {
        [] if expects.is_none() && !is_required => {
            let kind = EvidenceKind::Missing;
            return Some(Evidence {
                kind,
                expects: None,
            });
        }
        [] => (address.clone(), "the action has no evidence".to_owned()),
        [(name, false)] => (address.join(name), format!("`{name}` is empty")),
        [(_, true)] => {
            let kind = kind(object, address, diagnostics)?;
            let expects = expects.cloned();
            return Some(Evidence { kind, expects });
        }
        [(first, _), (second, _), ..] => (
            address.join(second),
            format!("the action has `{first}` and `{second}`"),
        ),
    };
    diagnostics.report(&OVERLAY_EVIDENCE, place, message).help(
        "an action must have exactly one of `x-because`, `x-seen-at`, `x-source` and `x-reason`",
    );
    None
}

/// Reads the kind of evidence of an action.
fn kind(
    object: &ActionObject,
    address: &Address,
    diagnostics: &mut Diagnostics,
) -> Option<EvidenceKind> {
    if let Some(words) = &object.because {
        return Some(EvidenceKind::Because(words.clone()));
    }
    if let Some(text) = &object.seen_at {
        let pointer = Pointer::parse(text);
        if pointer.is_none() {
            let message = format!("`{text}` is not a JSON Pointer");
            diagnostics
                .report(&OVERLAY_EVIDENCE, address.join(SEEN_AT.key), message)
                .help("a JSON Pointer starts with `/`");
        }
        return pointer.map(EvidenceKind::SeenAt);
    }
    Some(match object.source {
        Some(_) => EvidenceKind::Source,
        None => EvidenceKind::Reason,
    })
}

/// Reports keys of an action that are probably misspelt kinds of evidence.
pub(super) fn check_keys(tree: &Tree, address: &Address, diagnostics: &mut Diagnostics) {
    let keys = tree.as_object().into_iter().flat_map(|it| it.keys());
    let keys = keys.filter(|key| key.starts_with("x-") && !KEYS.contains(&key.as_str()));
    for key in keys {
        if let Some(meant) = closest_name(key, KEYS) {
            let message = format!("unknown extension `{key}` is ignored");
            diagnostics
                .report(&UNKNOWN_EXTENSION, Place::Key(address.join(key)), message)
                .help(format!("did you mean `{meant}`?"));
        }
    }
}

impl Evidence {
    /// Reports evidence that does not hold in the current document.
    ///
    /// `action` is the address of the action, and `nodes` are its targets.
    pub(super) fn check(&self, action: &Address, nodes: &[Pointer], context: &mut Context) {
        match &self.kind {
            EvidenceKind::Because(words) => {
                because(words, &action.join(BECAUSE.key), nodes, context);
            }
            EvidenceKind::SeenAt(example) => seen_at(example, &action.join(SEEN_AT.key), context),
            EvidenceKind::Source | EvidenceKind::Reason | EvidenceKind::Missing => {}
        }
        if let Some(value) = &self.expects {
            expects(value, &action.join(EXPECTS.key), nodes, context);
        }
    }
}

fn because(words: &Words, place: &Address, nodes: &[Pointer], context: &mut Context) {
    for (place, words) in words.quotations(place) {
        let words = fold(words);
        let gone: Vec<_> = nodes
            .iter()
            .filter_map(|node| gone(&words, node, context))
            .collect();
        if gone.is_empty() {
            continue;
        }
        let diagnostic = context.diagnostics.report(
            &EVIDENCE_BROKEN,
            place,
            format!(
                "“{words}” does not occur in the description{}",
                describe_share(gone.len(), nodes)
            ),
        );
        for (place, label) in gone {
            diagnostic.related(place, label);
        }
        diagnostic.help("read the description, then correct the action or remove it");
    }
}

/// Returns where the words are missing at a node, and what is there instead; `None` if they are
/// present.
fn gone(words: &str, node: &Pointer, context: &Context) -> Option<(Address, String)> {
    let prose = descriptions(node, context.tree);
    if prose.iter().any(|(_, text)| occurs_in(words, text)) {
        return None;
    }
    let excerpts = prose
        .iter()
        .rev()
        .filter_map(|(place, text)| Some((place, find_closest_excerpt(words, text)?)));
    Some(match excerpts.max_by_key(|(_, excerpt)| excerpt.common) {
        Some((place, excerpt)) => (context.place(place), format!("it says “{}”", excerpt.text)),
        None => match prose.first() {
            Some((place, _)) => (
                context.place(place),
                "the description says something else".to_owned(),
            ),
            None => (context.place(node), "there is no description".to_owned()),
        },
    })
}

/// Returns the descriptions of a node and of its properties, with folded white space, and their
/// pointers.
fn descriptions(node: &Pointer, tree: &Tree) -> Vec<(Pointer, String)> {
    let Some(tree) = tree.at(node) else {
        return Vec::new();
    };
    let own = (node.join("description"), tree.get("description"));
    let properties = tree
        .get("properties")
        .and_then(Tree::as_object)
        .into_iter()
        .flatten();
    let below = properties.map(|(name, property)| {
        (
            node.join_all(["properties", name, "description"]),
            property.get("description"),
        )
    });
    let texts = std::iter::once(own).chain(below);
    texts
        .filter_map(|(place, text)| Some((place, fold(text?.as_str()?))))
        .collect()
}

fn seen_at(example: &Pointer, place: &Address, context: &mut Context) {
    let is_example = |segment: &str| segment == "example" || segment == "examples";
    let message = if context.tree.at(example).is_none() {
        if context.partial {
            return;
        }
        format!("the document has no `{example}`")
    } else if example.segments().any(|segment| is_example(&segment)) {
        return;
    } else {
        format!("`{example}` is not an example")
    };
    context
        .diagnostics
        .report(&EVIDENCE_BROKEN, place.clone(), message)
        .help("point to an `example`, or into `examples`, that shows what the action states");
}

fn expects(value: &Tree, place: &Address, nodes: &[Pointer], context: &mut Context) {
    let differs = |node: &&Pointer| context.tree.at(node) != Some(value);
    let others: Vec<&Pointer> = nodes.iter().filter(differs).collect();
    if others.is_empty() {
        return;
    }
    let message = format!(
        "expected `{}`{}",
        shorten(value),
        describe_share(others.len(), nodes)
    );
    let diagnostic = context
        .diagnostics
        .report(&EVIDENCE_BROKEN, place.clone(), message);
    for node in others {
        let found = context.tree.at(node).map(shorten).unwrap_or_default();
        let place = context.provenance.origin(node);
        diagnostic.related(place, format!("found `{found}`"));
    }
    diagnostic.help("check whether the action is still needed");
}

/// Returns " (2 of 5 nodes)" if there are several.
fn describe_share(some: usize, nodes: &[Pointer]) -> String {
    match nodes.len() {
        0 | 1 => String::new(),
        all => format!(" ({some} of {all} nodes)"),
    }
}

/// Returns a value as JSON, truncated if it is long.
pub(super) fn shorten(tree: &Tree) -> String {
    const LONGEST: usize = 80;
    let text = tree.to_json();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
