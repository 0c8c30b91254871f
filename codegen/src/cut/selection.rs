//! A tree and a selection in, the chosen operations and webhooks out.

use indexmap::{IndexMap, IndexSet};

use crate::extension::WEBHOOKS;
use crate::tree::Tree;

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

/// The operations of a document by list (`paths` or `webhooks`) and key: those of these methods.
pub(super) type Operations = IndexMap<(&'static str, String), IndexSet<String>>;

/// What a selection chooses.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) operations: Operations,
    /// The patterns that match nothing: what they are patterns of, and what there is of that.
    pub(super) unmatched: Vec<(&'static str, Glob, Vec<String>)>,
}

/// The lists of path items.
pub(super) const LISTS: [&str; 3] = ["paths", "webhooks", WEBHOOKS.key];

/// The members of a path item that are operations.
pub(super) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

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
    method: &'a str,
    operation: &'a Tree,
}

fn list_operations(tree: &Tree) -> Vec<Listed<'_>> {
    let mut all = Vec::new();
    for list in LISTS {
        let items = tree.get(list).and_then(Tree::as_object);
        for (key, item) in items.into_iter().flatten() {
            let members = item.as_object().into_iter().flatten();
            let operations = members.filter(|(method, _)| is_method(method));
            let listed: Vec<Listed<'_>> = operations
                .map(|(method, operation)| Listed {
                    list,
                    key,
                    method,
                    operation,
                })
                .collect();
            if listed.is_empty() {
                // It may be a reference to a path item.
                all.push(Listed {
                    list,
                    key,
                    method: "",
                    operation: item,
                });
            }
            all.extend(listed);
        }
    }
    all
}

/// Whether a member of a path item is an operation.
pub(super) fn is_method(key: &str) -> bool {
    METHODS.contains(&key)
}

/// The tags of an operation.
pub(super) fn operation_tags(operation: &Tree) -> Vec<&str> {
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
                let methods = chosen.operations.entry(key).or_default();
                methods.insert(it.method.to_owned());
            }
        }
        if !is_matched {
            let known: IndexSet<&str> = all.iter().flat_map(&names).collect();
            let known = known.into_iter().map(str::to_owned).collect();
            chosen.unmatched.push((option, glob.clone(), known));
        }
    }
}
