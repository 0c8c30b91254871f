//! Places in, the overlay actions that changed them out, with the words of each.

use crate::extension::{BECAUSE, EXPECTS, REASON, SEEN_AT, SOURCE};
use crate::overlay::Edit;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

use super::entry::Entry;
use super::item::Item;
use super::lines::SourceLines;
use super::subject::Subject;

/// The most changes that are named of an action.
const MOST_CHANGES: usize = 6;

/// The longest value that is shown, in characters.
const LONGEST_VALUE: usize = 40;

/// Describes each action that changed an item, in the order in which they were applied.
pub(super) fn describe_actions(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    lines: &SourceLines<'_>,
) -> Vec<String> {
    let mut actions: Vec<(&Address, Vec<String>)> = Vec::new();
    for edit in subject.document.provenance.edits() {
        let Some(what) = describe_edit(subject, entry, edit) else {
            continue;
        };
        let known = actions.iter_mut().find(|(it, _)| **it == edit.action);
        match known {
            Some((_, changes)) if changes.contains(&what) => {}
            Some((_, changes)) => changes.push(what),
            None => actions.push((&edit.action, vec![what])),
        }
    }
    let described = actions.into_iter();
    described
        .flat_map(|(action, changes)| describe_action(action, changes, lines))
        .collect()
}

/// Says what an edit has changed of an item, if it has.
fn describe_edit(subject: &Subject<'_>, entry: &Entry<'_>, edit: &Edit) -> Option<String> {
    let in_document = |it: &&Address| it.file == subject.document.file;
    let is_module = matches!(entry.item, Item::Module(_));
    let own = entry
        .places
        .own
        .iter()
        .filter(in_document)
        .find_map(|place| {
            let below = path_below(&edit.node, &place.pointer);
            match below {
                Some(path) if is_module && path.contains('/') => None,
                Some(path) => Some(path),
                None => path_below(&place.pointer, &edit.node).map(|_| String::new()),
            }
        });
    // What is merged has members of its own; its keywords count here.
    let merged = || {
        let mut merged = entry.places.merged.iter().filter(in_document);
        merged.find_map(|place| {
            path_below(&edit.node, &place.pointer).filter(|path| !path.contains('/'))
        })
    };
    let path = own.or_else(merged)?;
    let what = if path.is_empty() { "it" } else { &*path };
    if edit.is_removed {
        return Some(format!("removes {what}"));
    }
    let node = Address::new(subject.document.file, edit.node.clone());
    let value = subject.document.node(&node).map(Tree::to_json);
    let value = value.filter(|it| it.chars().count() <= LONGEST_VALUE);
    Some(value.map_or_else(
        || format!("sets {what}"),
        |it| format!("sets {what} to {it}"),
    ))
}

/// The path from a node to another within it, without the first slash.
fn path_below(node: &Pointer, around: &Pointer) -> Option<String> {
    let rest = node.as_str().strip_prefix(around.as_str())?;
    if rest.is_empty() {
        return Some(String::new());
    }
    rest.strip_prefix('/').map(str::to_owned)
}

fn describe_action(
    action: &Address,
    mut changes: Vec<String>,
    lines: &SourceLines<'_>,
) -> Vec<String> {
    let more = changes.len().saturating_sub(MOST_CHANGES);
    changes.truncate(MOST_CHANGES);
    if more > 0 {
        changes.push(format!("and {more} more"));
    }
    let what = changes.join(", ");
    let mut text = vec![format!("{}  {what}", lines.spell_start(action))];
    let keys = [&BECAUSE, &SEEN_AT, &SOURCE, &REASON, &EXPECTS].map(|it| it.key);
    for key in ["target", "description"].into_iter().chain(keys) {
        let Some(value) = lines.node(&action.join(key)) else {
            continue;
        };
        let value = value.as_str().map_or_else(|| value.to_json(), one_line);
        text.push(format!("  {key}: {value}"));
    }
    text
}

/// A text without line breaks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
