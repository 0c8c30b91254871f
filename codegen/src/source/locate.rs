//! Events and pointers in, locations of nodes out.

use rustc_hash::FxHashMap;

use super::event::{CollectionKind, Event, Extent, Failure, Step};
use crate::pointer::Pointer;

/// The location of a node in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Location {
    /// The extent of the value; of an array or an object, only its first character.
    pub(crate) value: Extent,
    /// The extent of the key, if the node is a member.
    pub(crate) key: Option<Extent>,
    /// Whether the value is an array or an object.
    pub(crate) is_collection: bool,
}

/// Returns the locations of the wanted nodes, or the failure of the parser. Reading ends with the
/// last of the nodes.
pub(super) fn locate<'text>(
    events: impl Iterator<Item = Step<'text>>,
    (wanted, indices): &(Wanted, Vec<usize>),
) -> Result<Vec<Option<Location>>, Failure> {
    let mut ctx = Ctx {
        found: vec![None; wanted.nodes.len()],
        missing: wanted.nodes.len(),
        wanted,
        open: Vec::new(),
    };
    for step in events {
        let (event, extent) = step?;
        ctx.step(&event, extent);
        if ctx.missing == 0 {
            break;
        }
    }
    Ok(indices.iter().map(|index| ctx.found[*index]).collect())
}

/// The wanted pointers as a tree.
pub(super) struct Wanted {
    /// The nodes by index, the root first; each has its children by segment.
    nodes: Vec<FxHashMap<String, usize>>,
}

impl Wanted {
    /// Creates the tree, and returns the node of each pointer.
    pub(super) fn new(pointers: &[Pointer]) -> (Self, Vec<usize>) {
        let mut nodes = vec![FxHashMap::default()];
        let indices = pointers.iter().map(|pointer| {
            pointer.segments().fold(0, |index: usize, segment| {
                let next = nodes.len();
                let child = *nodes[index].entry(segment.into_owned()).or_insert(next);
                if child == next {
                    nodes.push(FxHashMap::default());
                }
                child
            })
        });
        let indices = indices.collect();
        (Self { nodes }, indices)
    }

    pub(super) fn child(&self, index: usize, segment: &str) -> Option<usize> {
        self.nodes[index].get(segment).copied()
    }

    /// Whether something within the node is wanted.
    pub(super) fn has_children(&self, index: usize) -> bool {
        !self.nodes[index].is_empty()
    }

    fn item(&self, index: usize, item: usize) -> Option<usize> {
        // Most arrays are of no interest, and need no text made of their indices.
        if self.nodes[index].is_empty() {
            None
        } else {
            self.child(index, &item.to_string())
        }
    }
}

struct Ctx<'w> {
    wanted: &'w Wanted,
    /// The location of each wanted node, if it was found.
    found: Vec<Option<Location>>,
    /// The number of wanted nodes that were not found yet.
    missing: usize,
    /// The open collections.
    open: Vec<Open>,
}

struct Open {
    /// The wanted node that it is, if any.
    wanted: Option<usize>,
    next: Next,
}

/// What comes next in a collection.
#[derive(Clone, Copy)]
enum Next {
    /// The item with this index.
    Item(usize),
    /// A key.
    Key,
    /// The value of this key, and the wanted node that it is, if any.
    Value(Extent, Option<usize>),
}

impl Ctx<'_> {
    fn step(&mut self, event: &Event<'_>, extent: Extent) {
        if let Event::Close = event {
            self.open.pop();
            return;
        }
        if let Some(Open {
            wanted,
            next: next @ Next::Key,
        }) = self.open.last_mut()
        {
            let child = match event {
                Event::Scalar { text, .. } => {
                    wanted.and_then(|index| self.wanted.child(index, text))
                }
                // A key that is an alias is not worth knowing its text.
                _ => None,
            };
            *next = Next::Value(extent, child);
            return;
        }
        let (wanted, key) = self.advance();
        if let Some(index) = wanted {
            let is_collection = matches!(event, Event::Open { .. });
            let location = Location {
                value: extent,
                key,
                is_collection,
            };
            self.record(index, location);
            if let Event::Alias(_) = event {
                self.found_below(index, location);
            }
        }
        if let Event::Open { kind, .. } = event {
            let next = match kind {
                CollectionKind::Array => Next::Item(0),
                CollectionKind::Object => Next::Key,
            };
            self.open.push(Open { wanted, next });
        }
    }

    /// Advances past the next value, and returns the wanted node that it is and the extent of its
    /// key.
    fn advance(&mut self) -> (Option<usize>, Option<Extent>) {
        let Some(Open { wanted, next }) = self.open.last_mut() else {
            return (Some(0), None);
        };
        match *next {
            Next::Item(item) => {
                *next = Next::Item(item + 1);
                (wanted.and_then(|index| self.wanted.item(index, item)), None)
            }
            Next::Value(key, child) => {
                *next = Next::Key;
                (child, Some(key))
            }
            Next::Key => unreachable!("keys are dealt with before values"),
        }
    }

    /// Records the location of a wanted node; the first one counts.
    fn record(&mut self, index: usize, location: Location) {
        let found = &mut self.found[index];
        if found.is_none() {
            *found = Some(location);
            self.missing -= 1;
        }
    }

    /// The node of an alias is defined elsewhere, so all of it is located at the alias.
    #[expect(
        clippy::disallowed_methods,
        reason = "the location is the same for all"
    )]
    fn found_below(&mut self, index: usize, location: Location) {
        let mut rest = vec![index];
        while let Some(index) = rest.pop() {
            let start = rest.len();
            rest.extend(self.wanted.nodes[index].values());
            for &child in &rest[start..] {
                self.record(child, location);
            }
        }
    }
}
