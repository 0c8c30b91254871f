//! Operations in, all parts of the document that they refer to out.

use indexmap::IndexSet;
use rustc_hash::FxHashMap;

use crate::pointer::Pointer;
use crate::tree::Tree;
use crate::walk;

use super::selection::{LISTS, Operations, operation_tags};

/// What is kept of a document.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) operations: Operations,
    /// The components, by section and key.
    pub(super) components: IndexSet<(String, String)>,
    /// The names of tags.
    pub(super) tags: IndexSet<String>,
}

/// Follows all references from these operations, and from what belongs to the whole document.
pub(super) fn follow_references(tree: &Tree, operations: Operations) -> Kept {
    let mut follower = Follower {
        tree,
        index: ComponentIndex::new(tree),
        kept: Kept::default(),
        open: Vec::new(),
    };
    for (key, value) in tree.as_object().into_iter().flatten() {
        let is_part = LISTS.contains(&&**key) || matches!(&**key, "components" | "tags");
        if !is_part {
            follower.visit_member(key, value);
        }
    }
    for ((list, key), places) in operations {
        for place in places {
            follower.keep_operation(list, &key, place);
        }
    }
    while let Some(node) = follower.open.pop() {
        follower.visit(node);
    }
    follower.kept
}

struct Follower<'a> {
    tree: &'a Tree,
    index: ComponentIndex<'a>,
    kept: Kept,
    /// The nodes whose references are not followed yet.
    open: Vec<&'a Tree>,
}

impl<'a> Follower<'a> {
    fn visit(&mut self, node: &'a Tree) {
        match node {
            Tree::Array(items) => self.open.extend(items),
            Tree::Object(members) => {
                for (key, value) in members.iter() {
                    self.visit_member(key, value);
                }
            }
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => {}
        }
    }

    fn visit_member(&mut self, key: &str, value: &'a Tree) {
        match (key, value) {
            (
                "$ref" | "$dynamicRef" | "$recursiveRef" | "operationRef",
                Tree::String(reference),
            ) => {
                self.keep_target(reference);
            }
            ("discriminator", Tree::Object(_)) => {
                let mapping = value.get("mapping").and_then(Tree::as_object);
                let default = value.get("defaultMapping");
                let targets = mapping.into_iter().flatten().map(|(_, target)| target);
                for target in targets.chain(default) {
                    let target = target.as_str().unwrap_or_default();
                    self.keep_component("schemas", target);
                    self.keep_target(target);
                }
            }
            ("security", Tree::Array(requirements)) => {
                let names = requirements.iter().filter_map(Tree::as_object).flatten();
                for (name, _) in names {
                    self.keep_component("securitySchemes", name);
                }
            }
            _ => {}
        }
        self.open.push(value);
    }

    /// Keeps what a reference leads to, if that is in the document.
    fn keep_target(&mut self, reference: &str) {
        if let Some((section, key)) = self.index.anchors.get(reference).copied() {
            self.keep_component(section, key);
        }
        let fragment = reference.strip_prefix('#');
        let Some(pointer) = fragment.and_then(Pointer::from_fragment) else {
            return;
        };
        let segments: Vec<_> = pointer.segments().take(4).collect();
        match &segments[..] {
            [first, section, key, ..] if first == "components" => self.keep_component(section, key),
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
            for child in self.index.children.remove(key).unwrap_or_default() {
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
            let tags = operation_tags(operation).into_iter().map(str::to_owned);
            self.kept.tags.extend(tags);
            self.open.push(operation);
        }
        if is_new {
            let members = item.as_object().into_iter().flatten();
            for (key, value) in members.filter(|(key, _)| !walk::has_operations(key)) {
                self.visit_member(key, value);
            }
        }
    }
}

/// What leads to components beside pointers.
struct ComponentIndex<'a> {
    /// The schemas that extend each schema by `allOf`.
    children: FxHashMap<String, Vec<&'a str>>,
    /// The components by `#` and their `$anchor`, and by their `$id`.
    anchors: FxHashMap<String, (&'a str, &'a str)>,
}

impl<'a> ComponentIndex<'a> {
    fn new(tree: &'a Tree) -> Self {
        let mut index = Self {
            children: FxHashMap::default(),
            anchors: FxHashMap::default(),
        };
        let sections = tree.get("components").and_then(Tree::as_object);
        for (section, components) in sections.into_iter().flatten() {
            for (key, component) in components.as_object().into_iter().flatten() {
                index.add_component(section, key, component);
            }
        }
        index
    }

    fn add_component(&mut self, section: &'a str, key: &'a str, component: &'a Tree) {
        let parts = component.get("allOf").and_then(Tree::as_array);
        for part in parts.into_iter().flatten() {
            let parent = part.get("$ref").and_then(Tree::as_str);
            let parent = parent.and_then(|it| it.strip_prefix("#/components/schemas/"));
            if let Some(parent) = parent {
                self.children
                    .entry(parent.to_owned())
                    .or_default()
                    .push(key);
            }
        }
        let mut open = vec![component];
        while let Some(node) = open.pop() {
            match node {
                Tree::Array(items) => open.extend(items),
                Tree::Object(members) => {
                    for (name, value) in members.iter() {
                        let text = value.as_str();
                        let reference = match (&**name, text) {
                            ("$anchor" | "$dynamicAnchor", Some(anchor)) => format!("#{anchor}"),
                            ("$id", Some(id)) => id.to_owned(),
                            _ => {
                                open.push(value);
                                continue;
                            }
                        };
                        self.anchors.insert(reference, (section, key));
                    }
                }
                Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => {}
            }
        }
    }
}
