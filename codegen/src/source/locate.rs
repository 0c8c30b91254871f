//! Events and pointers in, the places of the nodes they name out.

use rustc_hash::FxHashMap;

use super::event::{CollectionKind, Event, Extent, Failure, Step};
use crate::pointer::Pointer;

/// A node's place in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Location {
    /// Of the value. Of an array or an object only its beginning.
    pub(crate) value: Extent,
    /// Of the member's key, where it is a member.
    pub(crate) key: Option<Extent>,
    /// Whether the value is an array or an object.
    pub(crate) is_collection: bool,
}

/// Where the nodes that `pointers` name stand; the failure is the reader's.
pub(super) fn locate<'text>(
    events: impl Iterator<Item = Step<'text>>,
    pointers: &[Pointer],
) -> Result<Vec<Option<Location>>, Failure> {
    let (wanted, indices) = Wanted::new(pointers);
    let mut ctx = Ctx {
        found: vec![None; wanted.nodes.len()],
        wanted,
        open: Vec::new(),
    };
    for step in events {
        let (event, extent) = step?;
        ctx.step(&event, extent);
    }
    Ok(indices.into_iter().map(|index| ctx.found[index]).collect())
}

/// The pointers that are looked for, as the tree that they are.
struct Wanted {
    /// The first is the root. Each has the segments that lead on from it.
    nodes: Vec<FxHashMap<String, usize>>,
}

impl Wanted {
    /// The tree, and for each pointer the node that it leads to.
    fn new(pointers: &[Pointer]) -> (Self, Vec<usize>) {
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

    fn child(&self, index: usize, segment: &str) -> Option<usize> {
        self.nodes[index].get(segment).copied()
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

struct Ctx {
    wanted: Wanted,
    /// For each wanted node, where it was found.
    found: Vec<Option<Location>>,
    /// The collections around the place in the text.
    open: Vec<Open>,
}

struct Open {
    /// Which wanted node it is, if any.
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
    /// The value of this key, and which wanted node it is, if any.
    Value(Extent, Option<usize>),
}

impl Ctx {
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
            self.found[index].get_or_insert(location);
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

    /// Which wanted node the next value is, and the extent of its key; moves on behind it.
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

    /// What an alias names stands elsewhere; seen from here, all of it stands at the alias.
    #[expect(
        clippy::disallowed_methods,
        clippy::iter_over_hash_type,
        reason = "the location is the same for all"
    )]
    fn found_below(&mut self, index: usize, location: Location) {
        let mut rest = vec![index];
        while let Some(index) = rest.pop() {
            for &child in self.wanted.nodes[index].values() {
                self.found[child].get_or_insert(location);
                rest.push(child);
            }
        }
    }
}
