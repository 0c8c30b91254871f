//! Operations in, all parts of the document that they refer to out.

use indexmap::IndexSet;
use rustc_hash::FxHashMap;

use crate::pointer::Pointer;
use crate::tree::{Object, Tree};
use crate::walk::{self, Targets};

use super::selection::{LISTS, Operations};

/// What is kept of a document.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) operations: Operations,
    /// The components, by section and key.
    pub(super) components: IndexSet<(String, String)>,
    /// The places of tags.
    pub(super) tags: IndexSet<Pointer>,
}

/// Follows all references from these operations, and from what belongs to the whole document; `name`
/// is that of its file.
pub(super) fn follow_references(tree: &Tree, name: &str, operations: Operations) -> Kept {
    let targets = Targets::new(tree, name);
    let mut follower = Follower {
        tree,
        children: list_children(tree, &targets),
        targets: &targets,
        kept: Kept::default(),
        open: Vec::new(),
    };
    if let Some(root) = tree.as_object() {
        follower.keep_own_targets(root);
        let is_part = |key: &str| LISTS.contains(&key) || matches!(key, "components" | "tags");
        let others = root.iter().filter(|(key, _)| !is_part(key));
        follower.open.extend(others.map(|(_, value)| value));
    }
    for ((list, key), places) in operations {
        for place in places {
            follower.keep_operation(list, &key, place);
        }
    }
    while let Some(node) = follower.open.pop() {
        let mut found = Vec::new();
        targets.visit_targets(node, &mut |target| found.push(target));
        for target in &found {
            follower.keep_target(target);
        }
    }
    follower.kept
}

struct Follower<'a> {
    tree: &'a Tree,
    targets: &'a Targets<'a>,
    /// The schemas that extend each schema by `allOf`.
    children: FxHashMap<String, Vec<&'a str>>,
    kept: Kept,
    /// The nodes whose references are not followed yet.
    open: Vec<&'a Tree>,
}

impl Follower<'_> {
    /// Keeps the targets of the references of an object that is no schema, without those below it.
    fn keep_own_targets(&mut self, object: &Object) {
        let mut found = Vec::new();
        let targets = self.targets;
        targets.visit_own_targets(&[object], &mut |target| found.push(target));
        for target in &found {
            self.keep_target(target);
        }
    }

    /// Keeps the component, operation or tag that contains the target of a reference.
    fn keep_target(&mut self, target: &Pointer) {
        let segments: Vec<_> = target.segments().take(5).collect();
        match &segments[..] {
            [first, section, key, ..] if first == "components" => self.keep_component(section, key),
            [first, index, ..] if first == "tags" => self.keep_tag(index),
            [list, key, rest @ ..] => {
                let Some(list) = LISTS.into_iter().find(|it| it == list) else {
                    return;
                };
                let item = self.tree.get(list).and_then(|it| it.get(key));
                let operations = item.map(walk::list_operations).into_iter().flatten();
                let mut places = operations.map(|it| it.place);
                let place = places.find(|it| {
                    let mut rest = rest.iter();
                    it.segments().all(|segment| rest.next() == Some(&segment))
                });
                self.keep_operation(list, key, place.unwrap_or_default());
            }
            _ => {}
        }
    }

    fn keep_tag(&mut self, index: &str) {
        let at = Pointer::root().join_all(["tags", index]);
        if let Some(tag) = self.tree.at(&at)
            && self.kept.tags.insert(at)
        {
            self.open.push(tag);
        }
    }

    fn keep_component(&mut self, section: &str, key: &str) {
        let components = self.tree.get("components");
        let Some(component) = components.and_then(|it| it.get(section)?.get(key)) else {
            return;
        };
        if !self
            .kept
            .components
            .insert((section.to_owned(), key.to_owned()))
        {
            return;
        }
        self.open.push(component);
        if section == "schemas" && component.get("discriminator").is_some() {
            for child in self.children.remove(key).unwrap_or_default() {
                self.keep_component("schemas", child);
            }
        }
    }

    /// Keeps the operation at a place of a path item, and what all operations of its path share; at
    /// the root, only that.
    fn keep_operation(&mut self, list: &'static str, key: &str, place: Pointer) {
        let Some(item) = self.tree.get(list).and_then(|it| it.get(key)) else {
            return;
        };
        let operation = item.at(&place).filter(|_| place != Pointer::root());
        let places = self.kept.operations.entry((list, key.to_owned()));
        let is_new = matches!(places, indexmap::map::Entry::Vacant(_));
        if places.or_default().insert(place)
            && let Some(operation) = operation
        {
            self.open.push(operation);
        }
        if let Some(item) = item.as_object().filter(|_| is_new) {
            self.keep_own_targets(item);
            let shared = item.iter().filter(|(key, _)| !walk::has_operations(key));
            self.open.extend(shared.map(|(_, value)| value));
        }
    }
}

/// Lists the schemas that extend each schema by `allOf`.
fn list_children<'a>(tree: &'a Tree, targets: &Targets<'_>) -> FxHashMap<String, Vec<&'a str>> {
    let mut children: FxHashMap<String, Vec<&str>> = FxHashMap::default();
    let schemas = tree.get("components").and_then(|it| it.get("schemas"));
    for (key, schema) in schemas.and_then(Tree::as_object).into_iter().flatten() {
        let Some(schema) = schema.as_object() else {
            continue;
        };
        let parts = schema.get("allOf").and_then(Tree::as_array);
        let parts = parts.unwrap_or_default().iter();
        for part in parts.filter_map(Tree::as_object) {
            targets.visit_own_targets(&[schema, part], &mut |target| {
                let mut segments = target.segments();
                let section = [segments.next(), segments.next()];
                if section == [Some("components".into()), Some("schemas".into())]
                    && let (Some(parent), None) = (segments.next(), segments.next())
                {
                    children.entry(parent.into_owned()).or_default().push(key);
                }
            });
        }
    }
    children
}
