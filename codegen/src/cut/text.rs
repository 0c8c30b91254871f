//! A text and nodes in, the text without the lines of these nodes out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;
use crate::source::{Source, Sources, locate, parse};
use crate::tree::Tree;

/// Cuts nodes out of a text. Returns `None` if they are not in lines of their own.
///
/// The caller compares what the text says then, since a cut may go wrong: a comment of several lines, an
/// anchor, or a text that only looks like the beginning of a member.
pub(super) fn cut_text(source: &Source, removed: &[Pointer]) -> Option<String> {
    let text = source.body();
    let lines = Text::new(source)?;
    let starts = lines.find_starts(source, removed)?;
    let mut cut: Vec<Range<usize>> = Vec::new();
    let mut edits: BTreeMap<usize, String> = BTreeMap::new();
    for (parent, children) in group_by_parent(removed) {
        let siblings = lines.siblings(&parent);
        let end = lines.end(&parent, &starts)?;
        for (index, sibling) in siblings.iter().enumerate() {
            let next = siblings.get(index + 1);
            let until = next.map_or(Some(end), |it| starts.get(it).copied())?;
            if children.contains(sibling) {
                cut.push(*starts.get(sibling)?..until);
            }
        }
        let last_kept = siblings.iter().rposition(|it| !children.contains(it));
        match last_kept {
            None => {
                let line = *starts.get(&parent)?;
                edits.insert(lines.key_line(line), lines.emptied(line, end)?);
                cut.push(lines.key_line(line) + 1..lines.whole_end(end));
            }
            Some(last) if lines.is_json && last + 1 < siblings.len() => {
                let comma = lines.last_filled(*starts.get(&siblings[last + 1])?)?;
                let without = lines.list[comma].trim_end().strip_suffix(',')?;
                edits.insert(comma, format!("{without}\n"));
            }
            Some(_) => {}
        }
    }
    let mut result = String::with_capacity(text.len());
    let is_cut = mark_lines(&cut, lines.list.len());
    for (index, line) in lines.list.iter().enumerate() {
        match edits.get(&index) {
            Some(edited) => result.push_str(edited),
            None if is_cut[index] => {}
            None => result.push_str(line),
        }
    }
    Some(result)
}

/// Whether each line is in one of the ranges.
fn mark_lines(ranges: &[Range<usize>], count: usize) -> Vec<bool> {
    let mut marks = vec![false; count];
    for range in ranges {
        let end = range.end.min(count);
        marks[range.start.min(end)..end].fill(true);
    }
    marks
}

fn group_by_parent(removed: &[Pointer]) -> BTreeMap<Pointer, BTreeSet<Pointer>> {
    let mut groups: BTreeMap<Pointer, BTreeSet<Pointer>> = BTreeMap::new();
    for pointer in removed {
        let parent = pointer.parent().unwrap_or_default();
        groups.entry(parent).or_default().insert(pointer.clone());
    }
    groups
}

/// A text with its lines.
struct Text<'a> {
    list: Vec<&'a str>,
    tree: Tree,
    is_json: bool,
}

impl<'a> Text<'a> {
    fn new(source: &'a Source) -> Option<Self> {
        let mut sources = Sources::default();
        let file = sources.add(&source.name, &source.text);
        let tree = parse(&sources, file, &mut Diagnostics::default())?;
        let list: Vec<&str> = source.body().split_inclusive('\n').collect();
        let is_json = source.body().trim_start().starts_with('{');
        Some(Self {
            list,
            tree,
            is_json,
        })
    }

    /// The pointers to the members or items of a node, in order.
    fn siblings(&self, parent: &Pointer) -> Vec<Pointer> {
        match self.tree.at(parent) {
            Some(Tree::Object(members)) => members.keys().map(|it| parent.join(it)).collect(),
            Some(Tree::Array(items)) => {
                let indices = 0..items.len();
                indices.map(|it| parent.join(&it.to_string())).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The first line of each node beside a removed one or beside a node around one, with the comments
    /// above it.
    fn find_starts(
        &self,
        source: &Source,
        removed: &[Pointer],
    ) -> Option<FxHashMap<Pointer, usize>> {
        let around = removed
            .iter()
            .flat_map(|it| std::iter::successors(it.parent(), Pointer::parent));
        let parents: BTreeSet<Pointer> = around.collect();
        let wanted: Vec<Pointer> = parents.iter().flat_map(|it| self.siblings(it)).collect();
        let located = locate(source, &wanted);
        let mut starts = FxHashMap::default();
        for (pointer, location) in wanted.into_iter().zip(located) {
            let location = location?;
            let start = location.key.unwrap_or(location.value).start;
            let line = (start.line - 1) as usize;
            let column = (start.column - 1) as usize;
            let before: String = self.list.get(line)?.chars().take(column).collect();
            let is_item = location.key.is_none();
            let is_alone = match before.trim() {
                "" => !is_item || self.is_json,
                "-" => is_item,
                _ => false,
            };
            if !is_alone {
                return None;
            }
            starts.insert(pointer, self.comment_start(line));
        }
        Some(starts)
    }

    /// The first of the comment lines above a line that are indented like it.
    fn comment_start(&self, line: usize) -> usize {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let own = indent(self.list[line]);
        let above = self.list[..line].iter().rev();
        let is_comment = |it: &&&str| it.trim_start().starts_with('#') && indent(it) == own;
        line - above.take_while(is_comment).count()
    }

    /// The line of a node below its comments.
    fn key_line(&self, start: usize) -> usize {
        let comments = self.list[start..].iter();
        start
            + comments
                .take_while(|it| it.trim_start().starts_with('#'))
                .count()
    }

    /// The line after the last of a node; in JSON, its closing bracket.
    fn end(&self, node: &Pointer, starts: &FxHashMap<Pointer, usize>) -> Option<usize> {
        let until = match node.parent() {
            None => self.list.len(),
            Some(parent) => {
                let siblings = self.siblings(&parent);
                let index = siblings.iter().position(|it| it == node)?;
                match siblings.get(index + 1) {
                    Some(next) => *starts.get(next)?,
                    None => self.end(&parent, starts)?,
                }
            }
        };
        if !self.is_json {
            return Some(until);
        }
        let last = self.last_filled(until)?;
        self.list[last]
            .trim_start()
            .starts_with(['}', ']'])
            .then_some(last)
    }

    /// The last line before another that is not empty.
    fn last_filled(&self, line: usize) -> Option<usize> {
        self.list[..line]
            .iter()
            .rposition(|it| !it.trim().is_empty())
    }

    /// The line of an object that has lost all members.
    fn emptied(&self, start: usize, end: usize) -> Option<String> {
        let line = self.list[self.key_line(start)].trim_end();
        if self.is_json {
            let open = line.strip_suffix('{')?;
            return Some(format!(
                "{open}{}\n",
                self.list[end].trim().replacen('}', "{}", 1)
            ));
        }
        line.ends_with(':').then(|| format!("{line} {{}}\n"))
    }

    /// The line after a node with its closing bracket.
    fn whole_end(&self, end: usize) -> usize {
        end + usize::from(self.is_json)
    }
}
