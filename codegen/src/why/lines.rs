//! Files in, the lines of each of their nodes out.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostics;
use crate::pointer::{Address, FileId, Pointer};
use crate::source::{self, Lines, Location, Sources};
use crate::tree::Tree;

use super::subject::Subject;

/// The nodes of the documents and overlays with their lines.
#[derive(Debug)]
pub(super) struct SourceLines<'a> {
    sources: &'a Sources,
    files: FxHashMap<FileId, FileLines>,
}

#[derive(Debug)]
struct FileLines {
    tree: Tree,
    /// The first and the last line of each node in the text.
    spans: FxHashMap<Pointer, (u32, u32)>,
}

/// The lines of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) file: FileId,
    pub(super) first: u32,
    pub(super) last: u32,
}

impl<'a> SourceLines<'a> {
    pub(super) fn new(subject: &Subject<'a>) -> Self {
        let schemas = &subject.document.schemas;
        let files = schemas.addresses.iter().map(|it| it.file);
        let files = files.chain([subject.document.file]);
        let files: BTreeSet<FileId> = files.chain(subject.overlays.iter().copied()).collect();
        let files = files.into_iter();
        Self {
            sources: subject.sources,
            files: files
                .filter_map(|file| Some((file, read_lines(subject.sources, file)?)))
                .collect(),
        }
    }

    /// The lines of a node, or of the innermost node around it that is in the text.
    pub(super) fn span(&self, address: &Address) -> Option<Span> {
        let file = self.files.get(&address.file)?;
        let mut around = address.pointer.ancestors();
        let &(first, last) = around.find_map(|it| file.spans.get(&it))?;
        Some(Span {
            file: address.file,
            first,
            last,
        })
    }

    /// The node at an address as its file has it, without overlays.
    pub(super) fn node(&self, address: &Address) -> Option<&Tree> {
        self.files.get(&address.file)?.tree.at(&address.pointer)
    }

    /// The file and the lines: `specs/pets.yml:3-7`.
    pub(super) fn spell(&self, address: &Address) -> String {
        let name = &self.sources.get(address.file).name;
        match self.span(address) {
            Some(Span { first, last, .. }) if first == last => format!("{name}:{first}"),
            Some(Span { first, last, .. }) => format!("{name}:{first}-{last}"),
            None => name.clone(),
        }
    }

    /// The file and the first line.
    pub(super) fn spell_start(&self, address: &Address) -> String {
        let name = &self.sources.get(address.file).name;
        let span = self.span(address);
        span.map_or_else(|| name.clone(), |span| format!("{name}:{}", span.first))
    }

    /// The first lines of a node, without the indentation that they share.
    pub(super) fn excerpt(&self, address: &Address, most: u32) -> Vec<String> {
        let Some(Span { file, first, last }) = self.span(address) else {
            return Vec::new();
        };
        let lines = Lines::new(self.sources.get(file).body());
        let end = last.min(first.saturating_add(most - 1));
        let lines: Vec<&str> = (first..=end).map(|it| lines.get(it)).collect();
        let indent = |line: &&str| line.len() - line.trim_start().len();
        let filled = lines.iter().filter(|it| !it.trim().is_empty());
        let shared = filled.map(indent).min().unwrap_or_default();
        let cut = |line: &&str| line.get(shared..).unwrap_or_default().trim_end().to_owned();
        let mut shown: Vec<String> = lines.iter().map(cut).collect();
        if last > end {
            shown.push(format!("… {} more lines", last - end));
        }
        shown
    }
}

fn read_lines(sources: &Sources, file: FileId) -> Option<FileLines> {
    let tree = source::parse(sources, file, &mut Diagnostics::default())?;
    let mut pointers = vec![Pointer::root()];
    list_nodes(&tree, &Pointer::root(), &mut pointers);
    let located = source::locate(sources.get(file), &pointers);
    let mut spans: FxHashMap<Pointer, (u32, u32)> = FxHashMap::default();
    // Those within others come later, so that each last line is known before that of its parent.
    for (pointer, location) in pointers.into_iter().zip(located).rev() {
        let Some(location) = location else { continue };
        let (first, mut last) = node_lines(&location);
        last = last.max(spans.get(&pointer).map_or(0, |span| span.1));
        if let Some(parent) = pointer.parent() {
            let around = spans.entry(parent).or_insert((0, 0));
            around.1 = around.1.max(last);
        }
        spans.insert(pointer, (first, last));
    }
    spans.retain(|_, (first, _)| *first > 0);
    Some(FileLines { tree, spans })
}

/// The first line of a node with its key, and its last line as far as its own text goes.
fn node_lines(location: &Location) -> (u32, u32) {
    let Location {
        value,
        key,
        is_collection: _,
    } = location;
    let first = key.unwrap_or(*value).start.line;
    // A block scalar ends where the next line begins.
    let ends_before = value.end.column == 1 && value.end.line > value.start.line;
    let last = value.end.line - u32::from(ends_before);
    (first, last.max(first))
}

fn list_nodes(tree: &Tree, at: &Pointer, found: &mut Vec<Pointer>) {
    let mut open = vec![(tree, at.clone())];
    while let Some((tree, at)) = open.pop() {
        let below: Vec<(&Tree, Pointer)> = match tree {
            Tree::Object(members) => {
                let members = members.iter();
                members.map(|(key, it)| (it, at.join(key))).collect()
            }
            Tree::Array(items) => {
                let items = items.iter().enumerate();
                items
                    .map(|(index, it)| (it, at.join(&index.to_string())))
                    .collect()
            }
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => Vec::new(),
        };
        for (tree, pointer) in below {
            found.push(pointer.clone());
            open.push((tree, pointer));
        }
    }
}
