//! A tree and a selection in, the chosen operations and webhooks out.

use indexmap::{IndexMap, IndexSet};

use crate::extension::WEBHOOKS;
use crate::pointer::Pointer;
use crate::tree::Tree;
use crate::walk;

use super::glob::Glob;

/// What to keep of a document: all that any of the patterns matches.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Patterns of paths.
    pub paths: Vec<Glob>,
    /// Patterns of `operationId`.
    pub operations: Vec<Glob>,
    /// Patterns of tags of operations.
    pub tags: Vec<Glob>,
    /// Patterns of keys of webhooks.
    pub webhooks: Vec<Glob>,
}

/// The operations of a document by list (`paths` or `webhooks`) and key: their places in the path
/// item.
pub(super) type Operations = IndexMap<(&'static str, String), IndexSet<Pointer>>;

/// What a selection chooses.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) operations: Operations,
    /// The patterns that match nothing: what they are patterns of, and what there is of that.
    pub(super) unmatched: Vec<(&'static str, Glob, Vec<String>)>,
}

/// The lists of path items.
pub(super) const LISTS: [&str; 3] = ["paths", "webhooks", WEBHOOKS.key];

/// Chooses what the patterns match.
pub(super) fn choose_operations(tree: &Tree, selection: &Selection) -> Chosen {
    let Selection {
        paths,
        operations,
        tags,
        webhooks,
    } = selection;
    let mut chosen = Chosen::default();
    let all = list_operations(tree);
    let is_webhook = |it: &Listed<'_>| it.list != "paths";
    choose(&mut chosen, &all, ("path", paths), |it| {
        if is_webhook(it) { vec![] } else { vec![it.key] }
    });
    choose(&mut chosen, &all, ("operation", operations), |it| {
        it.operation
            .get("operationId")
            .and_then(Tree::as_str)
            .into_iter()
            .collect()
    });
    choose(&mut chosen, &all, ("tag", tags), |it| {
        operation_tags(it.operation)
    });
    choose(&mut chosen, &all, ("webhook", webhooks), |it| {
        if is_webhook(it) { vec![it.key] } else { vec![] }
    });
    chosen
}

/// An operation of a path or webhook.
struct Listed<'a> {
    list: &'static str,
    key: &'a str,
    /// Its place in the path item; the root for the path item itself.
    place: Pointer,
    operation: &'a Tree,
}

fn list_operations(tree: &Tree) -> Vec<Listed<'_>> {
    let mut all = Vec::new();
    for list in LISTS {
        let items = tree.get(list).and_then(Tree::as_object);
        for (key, item) in items.into_iter().flatten() {
            let operations = walk::list_operations(item).into_iter();
            let listed = operations.map(|it| Listed {
                list,
                key,
                place: it.place,
                operation: it.operation,
            });
            let listed: Vec<Listed<'_>> = listed.collect();
            if listed.is_empty() {
                // It may be a reference to a path item.
                all.push(Listed {
                    list,
                    key,
                    place: Pointer::root(),
                    operation: item,
                });
            }
            all.extend(listed);
        }
    }
    all
}

/// The tags of an operation.
fn operation_tags(operation: &Tree) -> Vec<&str> {
    let tags = operation.get("tags").and_then(Tree::as_array);
    tags.into_iter()
        .flatten()
        .filter_map(Tree::as_str)
        .collect()
}

fn choose<'a>(
    chosen: &mut Chosen,
    all: &[Listed<'a>],
    (option, globs): (&'static str, &[Glob]),
    names: impl Fn(&Listed<'a>) -> Vec<&'a str>,
) {
    for glob in globs {
        let mut is_matched = false;
        for it in all {
            if names(it).iter().any(|name| glob.matches(name)) {
                is_matched = true;
                let key = (it.list, it.key.to_owned());
                let places = chosen.operations.entry(key).or_default();
                places.insert(it.place.clone());
            }
        }
        if !is_matched {
            let known: IndexSet<&str> = all.iter().flat_map(&names).collect();
            let known = known.into_iter().map(str::to_owned).collect();
            chosen.unmatched.push((option, glob.clone(), known));
        }
    }
}
