//! The envelope of a document in, copies for `openapiv3` out: schemas moved to the arena,
//! references followed where it supports none, mistakes repaired.

use rustc_hash::{FxHashMap, FxHashSet};

use super::arena::SchemaArena;
use super::grammar::{ObjectKind, Shape};
use super::model::OtherOperation;
use super::parameter_location::{self, ParameterLocation};
use super::reference::{reference_text, reference_to, whole_reference};
use super::repair;
use crate::diagnostic::Place;
use crate::diagnostic::catalogue::{ENVELOPE, LIMIT, UNKNOWN_KEYWORD};
use crate::pointer::{Address, Pointer};
use crate::tree::{Object, Tree};

/// The maximum nesting of objects in the envelope. OpenAPI nests up to nine, and each level of
/// callbacks adds three. `openapiv3` needs much stack for them.
const DEEPEST: usize = 16;

/// The maximum number of nodes that are copied in place of references.
const MOST_COPIES: usize = 2_000_000;

/// Copies the objects of an envelope.
pub(super) struct EnvelopeReader<'l, 'a> {
    /// The arena that takes the schemas.
    pub(super) arena: &'l mut SchemaArena<'a>,
    /// The addresses of objects that are written elsewhere, by their pointer in the envelope.
    pub(super) written: FxHashMap<Pointer, Address>,
    /// The operations that `openapiv3` has no member for, by the pointers of their path items.
    pub(super) operations: FxHashMap<Pointer, Vec<OtherOperation>>,
    /// The references that are being followed.
    pub(super) following: Vec<Following>,
    /// The addresses in cycles of references that were reported.
    pub(super) circles: FxHashSet<Address>,
    /// The number of callbacks around the current object.
    pub(super) callbacks: usize,
    depth: usize,
    copies: usize,
    /// Whether the limit on copies is exceeded.
    full: bool,
    /// Whether the current object has a parameter of a kind that only OpenAPI 2 has.
    pub(super) has_legacy_parameter: bool,
}

/// A reference that is being followed.
pub(super) struct Following {
    /// Its pointer in the envelope.
    pub(super) place: Pointer,
    /// The address of its target.
    pub(super) target: Address,
    /// The number of callbacks around it.
    pub(super) callbacks: usize,
}

impl<'l, 'a> EnvelopeReader<'l, 'a> {
    /// Creates a reader.
    pub(super) fn new(arena: &'l mut SchemaArena<'a>) -> Self {
        Self {
            arena,
            written: FxHashMap::default(),
            operations: FxHashMap::default(),
            following: Vec::new(),
            circles: FxHashSet::default(),
            callbacks: 0,
            depth: 0,
            copies: 0,
            full: false,
            has_legacy_parameter: false,
        }
    }

    /// Copies an object of the given kind, or a `$ref` to one in `components`.
    ///
    /// Problems are reported. Returns `None` if there is nothing to read.
    pub(super) fn object(&mut self, kind: ObjectKind, node: &Tree, at: &Address) -> Option<Tree> {
        if self.full || self.depth == DEEPEST || self.copies > MOST_COPIES {
            // Said once: every further copy would say it again.
            if !self.full {
                let message =
                    "objects are nested too deeply, or `$ref`s expand to too many of them";
                self.arena.context.diagnostics.report(&LIMIT, at, message);
            }
            self.full |= self.copies > MOST_COPIES;
            return None;
        }
        self.depth += 1;
        self.callbacks += usize::from(kind == ObjectKind::Callback);
        let mut copy = match (node, node.get("$ref")) {
            (Tree::Object(object), Some(Tree::String(text))) => {
                self.reference(kind, text, object, at)
            }
            (Tree::Object(object), _) => self.whole(kind, object, at),
            (other, _) => {
                let repaired = repair::object(kind, other);
                if repaired.is_some() {
                    let (noun, found) = (kind.noun(), other.kind());
                    let message = format!("{noun} is {found}, not an object");
                    self.arena.context.repaired(at, message);
                } else {
                    self.wrong(at.clone(), kind.noun(), "an object", other);
                }
                repaired.and_then(|object| self.whole(kind, &object, at))
            }
        };
        self.callbacks -= usize::from(kind == ObjectKind::Callback);
        self.depth -= 1;
        if kind == ObjectKind::PathItem
            && let Some(members) = copy.as_mut().and_then(Tree::as_object_mut)
        {
            self.take_operations(members, at);
        }
        copy
    }

    /// Copies an object that is not a reference, if it has all required members.
    fn whole(&mut self, kind: ObjectKind, object: &Object, at: &Address) -> Option<Tree> {
        let outer = match kind {
            ObjectKind::Operation | ObjectKind::PathItem => {
                Some(std::mem::take(&mut self.has_legacy_parameter))
            }
            _ => None,
        };
        let mut copy = self.members(kind, object, at);
        let is_legal = match kind {
            ObjectKind::Parameter => {
                let location =
                    parameter_location::check_location(&mut self.arena.context, object, &copy, at);
                self.has_legacy_parameter |= location == ParameterLocation::Legacy;
                let copy = copy.as_object_mut();
                location == ParameterLocation::Legal
                    && copy.is_some_and(|copy| {
                        parameter_location::fold_parameter(self.arena, copy, at)
                    })
            }
            ObjectKind::Operation => !self.has_legacy(object),
            ObjectKind::PathItem => {
                if self.has_legacy(object)
                    && let Some(members) = copy.as_object_mut()
                {
                    members.retain(|key, _| {
                        let shape = kind.member(key);
                        shape != Some(Shape::One(ObjectKind::Operation))
                            && shape != Some(Shape::Map(ObjectKind::Operation))
                    });
                }
                true
            }
            _ => true,
        };
        if let Some(outer) = outer {
            self.has_legacy_parameter = outer;
        }
        is_legal.then_some(copy)
    }

    /// Whether an operation or a path item that was just copied has a parameter of OpenAPI 2,
    /// itself or in `components`.
    fn has_legacy(&self, object: &Object) -> bool {
        self.has_legacy_parameter
            || parameter_location::refers_to_legacy(&self.arena.context, object)
    }

    /// Copies the members of an object.
    pub(super) fn members(&mut self, kind: ObjectKind, object: &Object, at: &Address) -> Tree {
        let mut copy = Object::default();
        let wrapped = repair::wrapped_example(kind, object);
        let own_schema = repair::own_schema(kind, object);
        if wrapped.is_some() {
            let message = "an example must be an object with a `value`; read as its `value`";
            self.arena.context.repaired(at, message);
        }
        for (key, value) in wrapped.as_ref().unwrap_or(object) {
            if kind.is_new(key) {
                let what = format!("`{key}` of {}", kind.noun());
                self.arena.report_early(&what, at.join(key));
            }
            let value = match kind.member(key) {
                Some(shape) => self.member(shape, key, value, at),
                None if key.starts_with("x-") => {
                    let context = &mut self.arena.context;
                    context.check_extension(kind.extended_object(), key, value, at);
                    Some(self.copy(value))
                }
                None if own_schema.is_some() => None,
                None => {
                    let message = format!("unknown key `{key}` of {} is ignored", kind.noun());
                    let place = Place::Key(at.join(key));
                    self.arena
                        .context
                        .warnings
                        .add(&UNKNOWN_KEYWORD, place, message);
                    None
                }
            };
            if let Some(value) = value {
                copy.insert(key.clone(), value);
            }
        }
        repair::complete(self.arena, kind, object, &mut copy, at);
        if let Some(schema) = own_schema {
            repair::supply_schema(self.arena, kind, &mut copy, schema, at);
        }
        Tree::Object(Box::new(copy))
    }

    /// Copies the member `key` of the object at `at`.
    pub(super) fn member(
        &mut self,
        shape: Shape,
        key: &str,
        value: &Tree,
        at: &Address,
    ) -> Option<Tree> {
        match (shape, value) {
            (Shape::Unused, _) => None,
            (Shape::Data, value) => Some(self.copy(value)),
            (Shape::Schema, _) => {
                let place = at.join(key);
                let reference = reference_text(&place, self.arena.context.files.main());
                self.arena.place(place);
                Some(reference_to(reference))
            }
            // A status or a callback's path says something by being there.
            (Shape::One(kind @ (ObjectKind::Response | ObjectKind::PathItem)), Tree::Null) => {
                self.object(kind, value, &at.join(key))
            }
            (_, Tree::Null) => {
                let message = format!("`{key}` is null; left out");
                self.arena.context.repaired(at.join(key), message);
                None
            }
            (Shape::One(kind), value) => self.object(kind, value, &at.join(key)),
            (Shape::List(kind), value) => self.list(kind, key, value, &at.join(key)),
            (Shape::Map(kind), value) => self.map(kind, key, value, &at.join(key)),
            (Shape::Text, Tree::String(_)) | (Shape::Flag, Tree::Bool(_)) => Some(self.copy(value)),
            (Shape::Texts, Tree::Array(items))
                if items.iter().all(|item| matches!(item, Tree::String(_))) =>
            {
                Some(self.copy(value))
            }
            (Shape::Security, Tree::Array(items)) => self.security(items, &at.join(key)),
            (Shape::Text | Shape::Texts | Shape::Flag | Shape::Security, value) => {
                if let Some(text) = whole_reference(value) {
                    return self.scalar(shape, key, text, &at.join(key));
                }
                let repaired = repair::scalar(shape, value);
                match repaired {
                    Some(_) => {
                        let message = format!("`{key}` is {}, not {}", value.kind(), shape.noun());
                        self.arena.context.repaired(at.join(key), message);
                    }
                    None => self.wrong(at.join(key), &format!("`{key}`"), shape.noun(), value),
                }
                repaired
            }
        }
    }

    /// Copies the scalar, or array of scalars, that a reference points to. References to other
    /// files than documents, such as Markdown, are left out.
    fn scalar(&mut self, shape: Shape, key: &str, text: &str, at: &Address) -> Option<Tree> {
        let path = text.split('#').next().unwrap_or_default();
        let is_document = [".yml", ".yaml", ".json"]
            .iter()
            .any(|end| path.ends_with(end));
        if !path.is_empty() && !is_document {
            let message = format!("`{key}` must not be a `$ref`; left out");
            self.arena.context.repaired(at, message);
            return None;
        }
        let read = |reader: &mut Self, node: &Tree, target: &Address| {
            // The member of an object that has no other.
            let parent = target.pointer.parent().unwrap_or_default();
            let parent = Address::new(target.file, parent);
            reader.member(
                shape,
                &target.pointer.last().unwrap_or_default(),
                node,
                &parent,
            )
        };
        self.follow_whole(&format!("`{key}`"), text, at, read)
    }

    /// Copies a value; counts its nodes if it is the target of a reference.
    fn copy(&mut self, value: &Tree) -> Tree {
        if !self.following.is_empty() {
            self.copies += weight(value);
        }
        value.clone()
    }

    fn list(&mut self, kind: ObjectKind, key: &str, value: &Tree, list: &Address) -> Option<Tree> {
        if let Some(text) = whole_reference(value) {
            let read =
                |reader: &mut Self, node: &Tree, at: &Address| reader.list(kind, key, node, at);
            return self.follow_whole(&format!("`{key}`"), text, list, read);
        }
        let items = match value {
            Tree::Array(items) => items,
            Tree::Object(_) if kind == ObjectKind::Server => {
                let message = format!("`{key}` is an object, not an array");
                self.arena.context.repaired(list, message);
                return Some(Tree::Array(vec![self.object(kind, value, list)?]));
            }
            other => {
                self.wrong(list.clone(), &format!("`{key}`"), "an array", other);
                return None;
            }
        };
        let mut copies = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let at = list.join(&index.to_string());
            if let Tree::Null = item {
                self.arena
                    .context
                    .repaired(at, format!("an item of `{key}` is null; left out"));
            } else if let Some(copy) = self.object(kind, item, &at) {
                // What stands behind an item that was left out has moved up.
                if copies.len() < index {
                    let moved = list.pointer.join(&copies.len().to_string());
                    self.written.insert(moved, at);
                }
                copies.push(copy);
            }
        }
        Some(Tree::Array(copies))
    }

    fn map(&mut self, kind: ObjectKind, key: &str, value: &Tree, at: &Address) -> Option<Tree> {
        match (value, value.get("$ref")) {
            (_, Some(Tree::String(text))) => {
                let read =
                    |reader: &mut Self, node: &Tree, at: &Address| reader.map(kind, key, node, at);
                self.follow_whole(&format!("`{key}`"), text, at, read)
            }
            (Tree::Object(members), _) => {
                let mut copies = Object::default();
                for (name, member) in &**members {
                    if let Some(copy) = self.object(kind, member, &at.join(name)) {
                        copies.insert(name.clone(), copy);
                    }
                }
                Some(Tree::Object(Box::new(copies)))
            }
            (Tree::Array(items), _) if kind == ObjectKind::Example => {
                let message = format!("`{key}` is an array; its items are named by their index");
                self.arena.context.repaired(at, message);
                let mut copies = Object::default();
                for (index, item) in (0..).map(|index: usize| index.to_string()).zip(items) {
                    let copy = self.object(kind, item, &at.join(&index));
                    copies.extend(copy.map(|copy| (index, copy)));
                }
                Some(Tree::Object(Box::new(copies)))
            }
            (Tree::Array(items), _) if items.is_empty() => {
                self.arena
                    .context
                    .repaired(at, format!("`{key}` is an array; read as `{{}}`"));
                Some(Tree::Object(Box::default()))
            }
            (other, _) => {
                self.wrong(at.clone(), &format!("`{key}`"), "an object", other);
                None
            }
        }
    }

    /// Copies security requirements.
    fn security(&mut self, items: &[Tree], at: &Address) -> Option<Tree> {
        let mut copies = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let at = at.join(&index.to_string());
            let Tree::Object(schemes) = item else {
                self.wrong(at, "a security requirement", "an object", item);
                return None;
            };
            let mut copy = Object::default();
            for (name, scopes) in &**schemes {
                let scopes = match scopes {
                    Tree::Null => Some(Tree::Array(Vec::new())),
                    scopes => self.member(Shape::Texts, name, scopes, &at),
                };
                copy.extend(scopes.map(|scopes| (name.clone(), scopes)));
            }
            copies.push(Tree::Object(Box::new(copy)));
        }
        Some(Tree::Array(copies))
    }

    /// Reports a value of the wrong type.
    pub(super) fn wrong(&mut self, at: Address, what: &str, wanted: &str, found: &Tree) {
        let message = format!("{what} is {}, not {wanted}", found.kind());
        self.arena
            .context
            .diagnostics
            .report(&ENVELOPE, at, message);
    }
}

/// Returns the number of nodes in a value; long strings count as several.
fn weight(value: &Tree) -> usize {
    match value {
        Tree::String(text) => 1 + text.len() / 64,
        Tree::Array(items) => 1 + items.iter().map(weight).sum::<usize>(),
        Tree::Object(members) => 1 + members.values().map(weight).sum::<usize>(),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) => 1,
    }
}
