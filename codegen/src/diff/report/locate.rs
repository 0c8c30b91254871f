//! Changes with addresses in, the same with lines out.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::diff::change::Change;
use crate::pointer::{Address, FileId};
use crate::source::{Sources, locate_addresses};

use super::{LocatedChange, Location};

pub(super) fn locate_changes(changes: Vec<Change>, sources: &Sources) -> Vec<LocatedChange> {
    let addresses = changes.iter().flat_map(|it| [&it.old, &it.new]).flatten();
    let lines = Lines::new(addresses, sources);
    let located = changes.into_iter().map(|change| LocatedChange {
        old: change.old.as_ref().map(|it| lines.location(it, sources)),
        new: change.new.as_ref().map(|it| lines.location(it, sources)),
        change,
    });
    located.collect()
}

/// The lines of nodes that are in the text.
struct Lines<'s> {
    numbers: FxHashMap<Address, u32>,
    /// The lines of each file.
    texts: FxHashMap<FileId, Vec<&'s str>>,
}

impl<'s> Lines<'s> {
    /// Looks for the nodes and for all that they are in.
    fn new<'a>(addresses: impl Iterator<Item = &'a Address>, sources: &'s Sources) -> Self {
        let addresses: Vec<&Address> = addresses.collect();
        let around = addresses.iter().flat_map(|it| it.ancestors());
        let located = locate_addresses(sources, around).into_iter();
        let numbers = located.map(|(address, location)| {
            let start = location.key.unwrap_or(location.value);
            (address, start.start.line)
        });
        let numbers: FxHashMap<Address, u32> = numbers.collect();
        // The lines after the last excerpt are not needed.
        let mut ends: BTreeMap<FileId, u32> = addresses.iter().map(|it| (it.file, 1)).collect();
        for address in addresses.iter().flat_map(|it| it.ancestors()) {
            let end = ends.entry(address.file).or_default();
            *end = (*end).max(numbers.get(&address).copied().unwrap_or_default());
        }
        let texts = ends.into_iter().map(|(file, end)| {
            let end = usize::try_from(end).map_or(usize::MAX, |it| it.saturating_add(EXCERPT.0));
            (file, sources.get(file).body().lines().take(end).collect())
        });
        let texts = texts.collect();
        Self { numbers, texts }
    }

    fn location(&self, address: &Address, sources: &Sources) -> Location {
        let file = address.file;
        let mut lines = address
            .ancestors()
            .filter_map(|it| self.numbers.get(&it).copied());
        let line = lines.next().unwrap_or(1);
        Location {
            file: sources.get(file).name.clone(),
            line,
            pointer: address.pointer.to_string(),
            excerpt: excerpt(&self.texts[&file], line),
        }
    }
}

/// The longest excerpt, in lines, and the longest of its lines, in characters.
const EXCERPT: (usize, usize) = (16, 200);

/// Returns a line and those below it that are indented deeper, without what all are indented by.
fn excerpt(text: &[&str], line: u32) -> String {
    let start = usize::try_from(line).map_or(0, |line| line.saturating_sub(1));
    let mut lines = text.iter().skip(start).copied();
    let first = lines.next().unwrap_or_default();
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let outer = indent(first);
    let inner = lines.take_while(|it| it.trim().is_empty() || indent(it) > outer);
    let mut excerpt = String::new();
    for (index, line) in [first].into_iter().chain(inner).enumerate() {
        if index == EXCERPT.0 {
            excerpt.push_str("…\n");
            break;
        }
        let line = line.get(outer..).unwrap_or_default();
        excerpt.extend(line.chars().take(EXCERPT.1));
        excerpt.push_str(if line.chars().nth(EXCERPT.1).is_some() {
            "…\n"
        } else {
            "\n"
        });
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_has_the_lines_of_its_node() {
        let lines = |text| str::lines(text).collect::<Vec<_>>();
        let text = "a:\n  b:\n    c: 1\n\n    d: 2\n  e: 3\n";
        assert_eq!(excerpt(&lines(text), 2), "b:\n  c: 1\n\n  d: 2\n");
        assert_eq!(excerpt(&lines(text), 6), "e: 3\n");
        assert_eq!(excerpt(&lines(text), 99), "\n");
        let long = format!("a:\n{}", "  - 1\n".repeat(99));
        assert_eq!(excerpt(&lines(&long), 1).lines().count(), 17);
        assert_eq!(excerpt(&lines(&"x".repeat(999)), 1).chars().count(), 202);
    }
}
