//! Places in, the text to show of each out. Each file is parsed once for all of its places.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Diagnostics, Place};
use crate::pointer::{Address, FileId, Pointer};
use crate::source::{self, Extent, Lines, Location, Position, Sources};

/// The text to show of a place.
pub(super) struct Site<'a> {
    /// The file's name.
    pub(super) file: &'a str,
    /// The extent in the file; `None` for a whole file.
    pub(super) extent: Option<Extent>,
    /// The line in which the extent starts.
    pub(super) line: &'a str,
    /// The range of the extent in the line, in bytes.
    pub(super) bytes: Range<usize>,
    /// The node, if the place is one.
    pub(super) pointer: Option<&'a Pointer>,
    /// The nearest enclosing node, if the node is not in the text.
    pub(super) instead: Option<Pointer>,
}

/// The places of a run's diagnostics.
pub(super) struct Sites<'a> {
    files: FxHashMap<FileId, File<'a>>,
    /// The locations of the nodes that are in the text.
    locations: FxHashMap<Address, Location>,
}

struct File<'a> {
    name: &'a str,
    lines: Lines<'a>,
}

impl<'a> Sites<'a> {
    /// Locates all places of the diagnostics.
    pub(super) fn find(diagnostics: &Diagnostics, sources: &'a Sources) -> Self {
        let mut files = FxHashMap::default();
        let mut wanted = FxHashSet::<Address>::default();
        for diagnostic in diagnostics.iter() {
            let related = diagnostic.related.iter().map(|(place, _)| place);
            for place in std::iter::once(&diagnostic.place).chain(related) {
                let file = place.file();
                files
                    .entry(file)
                    .or_insert_with(|| File::new(sources.get(file)));
                if let Place::Node(address) | Place::Key(address) = place {
                    // The node may not be in the text.
                    let around = address.ancestors();
                    wanted.extend(around);
                }
            }
        }
        Self {
            files,
            locations: source::locate_addresses(sources, wanted),
        }
    }

    /// Returns the text to show of a place of a diagnostic.
    pub(super) fn get<'b>(&'b self, place: &'b Place) -> Site<'b> {
        match place {
            Place::File(file) => self.files[file].site(None),
            Place::Position { file, line, column } => {
                let file = &self.files[file];
                file.site(Some(file.clamp(Position {
                    line: *line,
                    column: *column,
                })))
            }
            Place::Node(address) => self.node(address, |location| match location.key {
                Some(key) if location.is_collection => key,
                _ => location.value,
            }),
            Place::Key(address) => {
                self.node(address, |location| location.key.unwrap_or(location.value))
            }
        }
    }

    /// Returns the text of a node, or of the nearest one around it that is in the text.
    fn node<'b>(&'b self, address: &'b Address, extent: impl Fn(&Location) -> Extent) -> Site<'b> {
        let Address { file, pointer } = address;
        let nearest = address
            .ancestors()
            .find_map(|it| Some((self.locations.get(&it)?, it.pointer)));
        let location = nearest.as_ref().map(|it| it.0);
        let site = self.files[file].site(location.map(extent));
        let instead = nearest.map(|it| it.1).filter(|it| it != pointer);
        Site {
            pointer: Some(pointer),
            instead,
            ..site
        }
    }
}

impl<'a> File<'a> {
    fn new(source: &'a source::Source) -> Self {
        Self {
            name: &source.name,
            lines: Lines::new(source.body()),
        }
    }

    fn site(&self, extent: Option<Extent>) -> Site<'_> {
        let line = extent.map_or("", |extent| self.lines.get(extent.start.line));
        let bytes = extent.map_or(0..0, |Extent { start, end }| {
            let from = self.lines.byte(start);
            let is_short = end.line == start.line;
            let to = if is_short {
                self.lines.byte(end)
            } else {
                line.len()
            };
            from..to.max(from)
        });
        Site {
            file: self.name,
            extent,
            line,
            bytes,
            pointer: None,
            instead: None,
        }
    }

    /// Returns the extent of the position of a parser, which may be in a line after the last.
    fn clamp(&self, position: Position) -> Extent {
        let last = self.lines.last();
        let start = if position.line > last {
            let length = self.lines.get(last).chars().count();
            let column = u32::try_from(length).unwrap_or(u32::MAX).saturating_add(1);
            Position { line: last, column }
        } else {
            position
        };
        Extent { start, end: start }
    }
}
