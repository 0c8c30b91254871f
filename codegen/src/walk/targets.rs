//! A document in, the parts that its references lead to out.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::pointer::{Pointer, resolve_uri};
use crate::tree::{Object, Tree};

use super::list_operations;
use super::reference::{Reference, list_references};

/// The keywords that name schemas.
const IDENTIFIERS: [&str; 3] = ["$id", "$anchor", "$dynamicAnchor"];

/// The parts of a document that references lead to, by what they are called in references.
///
/// Where it is not certain which part a reference means, all that it may mean count.
#[derive(Debug)]
pub struct Targets<'t> {
    tree: &'t Tree,
    /// The URI that references of the document are relative to: its `$self`, or else its name.
    base: Rc<str>,
    /// The document and the schemas with an `$id`, by their URIs.
    resources: FxHashMap<Rc<str>, Pointer>,
    anchors: FxHashMap<&'t str, Vec<Anchor>>,
    /// Operations by `operationId`.
    operations: FxHashMap<&'t str, Pointer>,
    /// Tags by name.
    tags: FxHashMap<&'t str, Pointer>,
}

/// A schema with an `$anchor` or a `$dynamicAnchor`.
#[derive(Debug)]
struct Anchor {
    /// The URI of the resource that contains it.
    base: Rc<str>,
    schema: Pointer,
}

impl<'t> Targets<'t> {
    /// Collects the targets of a document; `name` is that of its file.
    #[must_use]
    pub fn new(tree: &'t Tree, name: &str) -> Self {
        let name = name.rsplit('/').next().unwrap_or(name);
        let own = tree.get("$self").and_then(Tree::as_str);
        let base = own.and_then(|own| resolve_uri(name, without_fragment(own)));
        let base: Rc<str> = base.unwrap_or_else(|| name.to_owned()).into();
        let mut targets = Self {
            tree,
            base: Rc::clone(&base),
            resources: FxHashMap::default(),
            anchors: FxHashMap::default(),
            operations: FxHashMap::default(),
            tags: FxHashMap::default(),
        };
        for uri in [Some(name), own].into_iter().flatten() {
            let uri = without_fragment(uri).into();
            targets.resources.insert(uri, Pointer::root());
        }
        targets.resources.insert(base, Pointer::root());
        targets.add_tags_and_operations();
        if has_identifiers(tree) {
            targets.add_schemas();
        }
        targets
    }

    fn add_tags_and_operations(&mut self) {
        let tags = self.tree.get("tags").and_then(Tree::as_array);
        for (index, tag) in tags.unwrap_or_default().iter().enumerate() {
            if let Some(name) = tag.get("name").and_then(Tree::as_str) {
                let at = Pointer::root().join_all(["tags", &*index.to_string()]);
                self.tags.entry(name).or_insert(at);
            }
        }
        for list in ["paths", "webhooks"] {
            let items = self.tree.get(list).and_then(Tree::as_object);
            for (key, item) in items.into_iter().flatten() {
                for it in list_operations(item) {
                    if let Some(id) = it.operation.get("operationId").and_then(Tree::as_str) {
                        let at = Pointer::root().join_all([list, key]);
                        let at = at.join_pointer(&it.place);
                        self.operations.entry(id).or_insert(at);
                    }
                }
            }
        }
    }

    /// Adds the schemas that have a URI or an anchor.
    fn add_schemas(&mut self) {
        let mut open = vec![(Pointer::root(), self.tree, Rc::clone(&self.base))];
        while let Some((at, node, around)) = open.pop() {
            match node {
                Tree::Array(items) => {
                    let items = items.iter().enumerate();
                    let items = items.filter(|(_, item)| is_inner(item));
                    open.extend(items.map(|(index, item)| {
                        (at.join(&index.to_string()), item, Rc::clone(&around))
                    }));
                }
                Tree::Object(members) => {
                    let base = own_base(members, &around);
                    if !Rc::ptr_eq(&base, &around) {
                        let written = members.get("$id").and_then(Tree::as_str);
                        let written = written.map(|it| without_fragment(it).into());
                        for uri in written.into_iter().chain([Rc::clone(&base)]) {
                            self.resources.entry(uri).or_insert_with(|| at.clone());
                        }
                    }
                    for key in ["$anchor", "$dynamicAnchor"] {
                        if let Some(name) = members.get(key).and_then(Tree::as_str) {
                            self.anchors.entry(name).or_default().push(Anchor {
                                base: Rc::clone(&base),
                                schema: at.clone(),
                            });
                        }
                    }
                    let inner = members.iter().filter(|(_, member)| is_inner(member));
                    open.extend(
                        inner.map(|(key, member)| (at.join(key), member, Rc::clone(&base))),
                    );
                }
                Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => {}
            }
        }
    }

    /// Visits the targets of the references in a node that no schema of the document contains.
    pub fn visit_targets(&self, node: &Tree, visit: &mut dyn FnMut(Pointer)) {
        let mut open = vec![(node, Rc::clone(&self.base))];
        while let Some((node, base)) = open.pop() {
            match node {
                Tree::Array(items) => {
                    open.extend(items.iter().map(|item| (item, Rc::clone(&base))));
                }
                Tree::Object(members) => {
                    let base = own_base(members, &base);
                    self.visit_references(members, &base, visit);
                    open.extend(members.values().map(|member| (member, Rc::clone(&base))));
                }
                Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => {}
            }
        }
    }

    /// Visits the targets of the references of the last of these objects, not of those below it. Each
    /// is within the one before, and the first in none that is a schema.
    pub fn visit_own_targets(&self, objects: &[&Object], visit: &mut dyn FnMut(Pointer)) {
        let base = objects
            .iter()
            .fold(Rc::clone(&self.base), |around, it| own_base(it, &around));
        if let Some(object) = objects.last() {
            self.visit_references(object, &base, visit);
        }
    }

    fn visit_references(&self, object: &Object, base: &str, visit: &mut dyn FnMut(Pointer)) {
        for reference in list_references(object) {
            match reference {
                Reference::Uri(uri) => self.visit_uri(uri, base, visit),
                Reference::Schema(text) => self.visit_named("schemas", text, base, visit),
                Reference::SecurityScheme(text) => {
                    self.visit_named("securitySchemes", text, base, visit);
                }
                Reference::Operation(id) => {
                    if let Some(operation) = self.operations.get(id) {
                        visit(operation.clone());
                    }
                }
                Reference::Tag(name) => {
                    if let Some(tag) = self.tags.get(name) {
                        visit(tag.clone());
                    }
                }
            }
        }
    }

    /// Visits the component of a name, and what the name means as a URI.
    fn visit_named(&self, section: &str, text: &str, base: &str, visit: &mut dyn FnMut(Pointer)) {
        let component = Pointer::root().join_all(["components", section, text]);
        if self.tree.at(&component).is_some() {
            visit(component);
        }
        self.visit_uri(text, base, visit);
    }

    /// Visits what a URI means in a resource with the URI `base`.
    fn visit_uri(&self, text: &str, base: &str, visit: &mut dyn FnMut(Pointer)) {
        let (uri, fragment) = text.split_once('#').unwrap_or((text, ""));
        let mut resources = Vec::new();
        if uri.is_empty() {
            resources.extend(self.resources.get_key_value(base));
            // Within a schema with an `$id`, many documents mean the document by `#`.
            resources.extend(self.resources.get_key_value(&*self.base));
        } else {
            let resolved = [base, &*self.base].map(|base| resolve_uri(base, uri));
            let resolved = resolved.iter().flatten().map(String::as_str);
            let known = resolved.chain([uri]);
            resources.extend(known.filter_map(|it| self.resources.get_key_value(it)));
        }
        resources.dedup();
        if let Some(below) = Pointer::from_fragment(fragment) {
            let places = resources.iter().map(|(_, at)| at.join_pointer(&below));
            places
                .filter(|it| self.tree.at(it).is_some())
                .for_each(visit);
            return;
        }
        let anchors = self.anchors.get(fragment).map(Vec::as_slice);
        let anchors = anchors.unwrap_or_default();
        let is_meant = |it: &&Anchor| resources.iter().any(|(uri, _)| **uri == it.base);
        let meant: Vec<&Anchor> = anchors.iter().filter(is_meant).collect();
        let found = if meant.is_empty() {
            anchors.iter().collect()
        } else {
            meant
        };
        for it in found {
            visit(it.schema.clone());
        }
    }
}

/// Whether a schema below a node has a URI or an anchor.
fn has_identifiers(node: &Tree) -> bool {
    match node {
        Tree::Array(items) => items.iter().any(has_identifiers),
        Tree::Object(members) => {
            let own = IDENTIFIERS.iter().any(|it| members.contains_key(*it));
            own || members.values().any(has_identifiers)
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => false,
    }
}

/// Whether a node may contain schemas.
fn is_inner(node: &Tree) -> bool {
    matches!(node, Tree::Object(_) | Tree::Array(_))
}

fn without_fragment(uri: &str) -> &str {
    uri.split_once('#').map_or(uri, |(uri, _)| uri)
}

/// Returns the URI that references within an object are relative to, given that of its container.
fn own_base(object: &Object, around: &Rc<str>) -> Rc<str> {
    let own = object
        .get("$id")
        .and_then(Tree::as_str)
        .map(without_fragment);
    match own.filter(|own| !own.is_empty()) {
        Some(own) => resolve_uri(around, own)
            .unwrap_or_else(|| own.to_owned())
            .into(),
        None => Rc::clone(around),
    }
}
