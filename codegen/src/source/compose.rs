//! Events in, a [`Tree`] out, with keys as text and aliases replaced by their nodes.

use std::borrow::Cow;

use indexmap::map::Entry;
use rustc_hash::FxHashMap;

use super::event::{Anchor, CollectionKind, Event, Failure, Form, Position, Step};
use super::{limit, scalar};
use crate::diagnostic::catalogue::SYNTAX;
use crate::tree::{Object, Tree};

/// A document, and what has to be reported about it. Of duplicate keys, the first counts.
pub(super) struct Composed {
    /// The document.
    pub(super) tree: Tree,
    /// The positions of its merge keys.
    pub(super) merges: Vec<Position>,
    /// The duplicate keys, in the order of the text.
    pub(super) repeated: Vec<Repeated>,
    /// The lines that were not indented enough.
    pub(super) moved: Vec<Position>,
    /// The comments that had no space before them.
    pub(super) comments: Vec<Position>,
    /// The unknown version in its `%YAML` directive, and the position, if there is one.
    pub(super) version: Option<(Position, String)>,
}

/// A duplicate key.
pub(super) struct Repeated {
    /// The key.
    pub(super) key: String,
    /// The position of the first one.
    pub(super) first: Position,
    /// The position of the second one.
    pub(super) again: Position,
}

/// Builds the tree of a document from its events.
pub(super) fn compose<'text>(
    events: impl Iterator<Item = Step<'text>>,
) -> Result<Composed, Failure> {
    let mut ctx = Ctx::default();
    let mut at = Position::START;
    for step in events {
        let (event, extent) = step?;
        at = extent.start;
        ctx.step(event, at)?;
    }
    let tree = ctx
        .root
        .ok_or_else(|| Failure::new(&SYNTAX, at, "the file is empty"))?;
    Ok(Composed {
        tree,
        merges: ctx.merges,
        repeated: ctx.repeated,
        moved: Vec::new(),
        comments: Vec::new(),
        version: None,
    })
}

#[derive(Default)]
struct Ctx {
    root: Option<Tree>,
    /// The collections that are not complete, the innermost last.
    open: Vec<Open>,
    /// The positions of the keys in these, those of the innermost object last.
    places: Vec<Position>,
    /// The nodes with anchors, which aliases may refer to.
    anchored: FxHashMap<Anchor, Anchored>,
    /// The number of nodes in the text so far.
    nodes: usize,
    /// The number of bytes copied for aliases so far.
    copied: usize,
    merges: Vec<Position>,
    repeated: Vec<Repeated>,
}

/// A collection that is not complete.
struct Open {
    collection: Collection,
    anchor: Option<Anchor>,
}

enum Collection {
    Array(Vec<Tree>),
    Object {
        members: Box<Object>,
        /// Where its part of [`Ctx::places`] begins.
        first_place: usize,
        /// The objects of its merge key.
        merge: Option<Merge>,
        /// The key whose value comes next.
        key: Option<Key>,
    },
}

/// A key before its value.
struct Key {
    text: String,
    at: Position,
    /// Whether it is the merge key `<<` of YAML 1.1, which is written without quotes.
    merges: bool,
}

/// Objects whose members are merged into another one; earlier objects take precedence.
struct Merge {
    /// The number of members before the merge key.
    index: usize,
    at: Position,
    objects: Vec<Object>,
}

/// A complete node that has an anchor.
struct Anchored {
    tree: Tree,
    /// Its approximate size in memory, in bytes.
    bytes: usize,
    /// The nesting depth, itself included.
    height: usize,
}

impl Ctx {
    fn step(&mut self, event: Event<'_>, at: Position) -> Result<(), Failure> {
        self.nodes += 1;
        if self.nodes > limit::NODES {
            return Err(limit::nodes(at));
        }
        match event {
            Event::Scalar { text, form, anchor } if self.expects_key() => {
                self.scalar_key(text, form, anchor, at)
            }
            Event::Alias(anchor) if self.expects_key() => self.alias_key(anchor, at),
            Event::Open { .. } if self.expects_key() => Err(collection_key(at)),
            Event::Scalar { text, form, anchor } => {
                let value = scalar::type_scalar(text, form);
                let value = value.map_err(|message| Failure::new(&SYNTAX, at, message))?;
                self.complete(value, anchor, at)
            }
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::Open { kind, anchor } => self.open(kind, anchor, at),
            Event::Close => self.close(at),
        }
    }

    fn expects_key(&self) -> bool {
        let innermost = self.open.last().map(|open| &open.collection);
        matches!(innermost, Some(Collection::Object { key: None, .. }))
    }

    fn scalar_key(
        &mut self,
        text: Cow<'_, str>,
        form: Form,
        anchor: Option<Anchor>,
        at: Position,
    ) -> Result<(), Failure> {
        if text.is_empty() && form == Form::Plain {
            return Err(Failure::new(&SYNTAX, at, "a member has no key"));
        }
        let merges = text == "<<" && form == Form::Plain;
        let mut text = text.into_owned();
        text.shrink_to_fit();
        if let Some(anchor) = anchor {
            self.anchor(anchor, &Tree::String(text.clone()), at)?;
        }
        self.key(Key { text, at, merges });
        Ok(())
    }

    fn alias_key(&mut self, anchor: Anchor, at: Position) -> Result<(), Failure> {
        let text = match &self.resolve(anchor, at)?.tree {
            Tree::String(text) => text.clone(),
            Tree::Number(number) => number.written().to_owned(),
            Tree::Bool(truth) => truth.written().to_owned(),
            Tree::Null => "null".to_owned(),
            Tree::Array(_) | Tree::Object(_) => return Err(collection_key(at)),
        };
        self.copy(text.len(), at)?;
        self.key(Key {
            text,
            at,
            merges: false,
        });
        Ok(())
    }

    fn key(&mut self, next: Key) {
        if let Some(Open {
            collection: Collection::Object { key, .. },
            ..
        }) = self.open.last_mut()
        {
            *key = Some(next);
        }
    }

    fn alias(&mut self, anchor: Anchor, at: Position) -> Result<(), Failure> {
        let &Anchored { bytes, height, .. } = self.resolve(anchor, at)?;
        if self.open.len() + height > limit::DEPTH {
            return Err(limit::depth(limit::DEPTH, at));
        }
        self.copy(bytes, at)?;
        let tree = self.resolve(anchor, at)?.tree.clone();
        self.attach(tree);
        Ok(())
    }

    fn open(
        &mut self,
        kind: CollectionKind,
        anchor: Option<Anchor>,
        at: Position,
    ) -> Result<(), Failure> {
        if self.open.len() >= limit::DEPTH {
            return Err(limit::depth(limit::DEPTH, at));
        }
        let collection = match kind {
            CollectionKind::Array => Collection::Array(Vec::new()),
            CollectionKind::Object => Collection::Object {
                members: Box::default(),
                first_place: self.places.len(),
                merge: None,
                key: None,
            },
        };
        self.open.push(Open { collection, anchor });
        Ok(())
    }

    fn close(&mut self, at: Position) -> Result<(), Failure> {
        let Open { collection, anchor } = self.open.pop().expect("readers close what they opened");
        let tree = match collection {
            Collection::Array(items) => Tree::Array(items),
            Collection::Object {
                members,
                first_place,
                merge,
                key: _,
            } => {
                self.places.truncate(first_place);
                match merge {
                    None => Tree::Object(members),
                    Some(merge) => {
                        self.merges.push(merge.at);
                        Tree::Object(Box::new(merged(*members, merge)))
                    }
                }
            }
        };
        self.complete(tree, anchor, at)
    }

    /// Adds a complete node to its parent.
    fn complete(
        &mut self,
        tree: Tree,
        anchor: Option<Anchor>,
        at: Position,
    ) -> Result<(), Failure> {
        if let Some(anchor) = anchor {
            self.anchor(anchor, &tree, at)?;
        }
        self.attach(tree);
        Ok(())
    }

    fn attach(&mut self, tree: Tree) {
        match self.open.last_mut().map(|open| &mut open.collection) {
            None => self.root = Some(tree),
            Some(Collection::Array(items)) => items.push(tree),
            Some(Collection::Object {
                members,
                first_place,
                merge,
                key,
            }) => {
                let Key { text, at, merges } =
                    key.take().expect("a member's key comes before its value");
                if merges && is_mergeable(&tree) {
                    let index = members.len();
                    let merge = merge.get_or_insert_with(|| Merge {
                        index,
                        at,
                        objects: Vec::new(),
                    });
                    merge.objects.extend(objects(tree));
                    return;
                }
                match members.entry(text) {
                    Entry::Vacant(entry) => {
                        entry.insert(tree);
                        self.places.push(at);
                    }
                    Entry::Occupied(entry) => self.repeated.push(Repeated {
                        key: entry.key().clone(),
                        first: self.places[*first_place + entry.index()],
                        again: at,
                    }),
                }
            }
        }
    }

    fn anchor(&mut self, anchor: Anchor, tree: &Tree, at: Position) -> Result<(), Failure> {
        let (bytes, height) = measure(tree);
        self.copy(bytes, at)?;
        self.anchored.insert(
            anchor,
            Anchored {
                tree: tree.clone(),
                bytes,
                height,
            },
        );
        Ok(())
    }

    /// Returns the node of an anchor. The parser knows the anchor, so it is missing only if its
    /// node is not complete.
    fn resolve(&self, anchor: Anchor, at: Position) -> Result<&Anchored, Failure> {
        let message = "an alias refers to a node that contains it";
        self.anchored
            .get(&anchor)
            .ok_or_else(|| Failure::new(&SYNTAX, at, message))
    }

    fn copy(&mut self, bytes: usize, at: Position) -> Result<(), Failure> {
        self.copied = self.copied.saturating_add(bytes);
        if self.copied > limit::COPIES {
            Err(limit::copies(at))
        } else {
            Ok(())
        }
    }
}

/// Whether a node is an object or an array of objects.
fn is_mergeable(tree: &Tree) -> bool {
    match tree {
        Tree::Object(_) => true,
        Tree::Array(items) => items.iter().all(|it| matches!(it, Tree::Object(_))),
        _ => false,
    }
}

fn objects(tree: Tree) -> Vec<Object> {
    match tree {
        Tree::Object(object) => vec![*object],
        Tree::Array(items) => items.into_iter().flat_map(objects).collect(),
        _ => Vec::new(),
    }
}

/// Returns the members of an object, with merged ones at the position of its merge key. Its own
/// members take precedence (<https://yaml.org/type/merge.html>).
fn merged(members: Object, merge: Merge) -> Object {
    let mut all = members;
    let behind = all.split_off(merge.index);
    for (key, value) in merge.objects.into_iter().flatten() {
        if !behind.contains_key(&key) {
            all.entry(key).or_insert(value);
        }
    }
    all.extend(behind);
    all
}

fn collection_key(at: Position) -> Failure {
    Failure::new(
        &SYNTAX,
        at,
        "a key is an array or an object, which JSON does not allow",
    )
}

/// Returns the approximate size of a node in bytes, and its nesting depth.
fn measure(tree: &Tree) -> (usize, usize) {
    let node = size_of::<Tree>();
    match tree {
        Tree::Null | Tree::Bool(_) => (node, 0),
        Tree::Number(number) => (node + number.as_str().len(), 0),
        Tree::String(text) => (node + text.len(), 0),
        Tree::Array(items) => items.iter().map(measure).fold((node, 1), around),
        Tree::Object(members) => members
            .iter()
            .map(|(key, value)| {
                let (bytes, height) = measure(value);
                (bytes + node + key.len(), height)
            })
            .fold((node, 1), around),
    }
}

/// Returns the size and the depth of a collection with one more child.
fn around(
    (bytes, height): (usize, usize),
    (child_bytes, child_height): (usize, usize),
) -> (usize, usize) {
    (bytes + child_bytes, height.max(child_height + 1))
}
