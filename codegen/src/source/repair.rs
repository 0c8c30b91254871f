//! Slightly invalid YAML in, valid YAML out: mistakes that most parsers accept and whose meaning is
//! clear.
//!
//! Every line of a flow collection and of a quoted scalar must be indented more than the enclosing
//! block (§7.4, §7.3), and a comment needs a space before its `#` (§6.6). `PyYAML` and `js-yaml`
//! require neither. The indentation of such a line has no meaning, so that changing it is safe. A
//! tab after a colon is valid (§6.2), but the scanner does not accept all of them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::event::{Event, Extent, Failure, Form, Position, Step};
use super::lines::Lines;
use super::yaml::Reader;

/// The maximum number of bytes that are parsed again to find what to repair, which takes about half
/// a second. For each repair, the text is parsed again up to there.
const BUDGET: usize = 32 << 20;

/// The maximum number of spaces that are added to a line.
const WIDTH: u32 = 4096;

/// A mistake that can be repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    /// A line of a flow collection is not indented enough, or a tab indents a line of a quoted
    /// scalar.
    Line,
    /// Lines of the quoted scalar that starts here are not indented enough.
    Quoted,
    /// A comment has no space before its `#`.
    Comment,
    /// A tab is used as a separator.
    Tab,
}

impl Flaw {
    /// Recognizes a mistake by the message of the scanner, which is unique to it.
    fn of(failure: &Failure) -> Option<Self> {
        Some(match failure.message.as_str() {
            "invalid indentation"
            | "invalid indentation in flow construct"
            | "tab cannot be used as indentation" => Self::Line,
            "invalid indentation in quoted scalar" => Self::Quoted,
            "comments must be separated from other tokens by whitespace" => Self::Comment,
            "':' must be followed by a valid YAML whitespace" | "expected whitespace" => Self::Tab,
            _ => return None,
        })
    }
}

/// A text that was repaired.
pub(super) struct Repaired {
    /// The valid text.
    text: String,
    /// The number of spaces that were added before a line.
    moved: BTreeMap<u32, u32>,
    /// The positions of the `#` that got a space before them.
    comments: Vec<Position>,
    /// The tabs that were replaced by spaces: line, and offset in the original line.
    tabs: BTreeSet<(u32, usize)>,
}

/// Whether a failure is a mistake that can be repaired.
pub(super) fn helps(failure: &Failure) -> bool {
    Flaw::of(failure).is_some()
}

/// Repairs `text`; `None` if it cannot be parsed even then.
pub(super) fn repair(text: &str) -> Option<Repaired> {
    repair_within(text, BUDGET)
}

fn repair_within(text: &str, mut budget: usize) -> Option<Repaired> {
    let mut repaired = Repaired {
        text: text.to_owned(),
        moved: BTreeMap::new(),
        comments: Vec::new(),
        tabs: BTreeSet::new(),
    };
    loop {
        let stop = stop(&repaired.text)?;
        let read = match &stop {
            Stop::End(_) => repaired.text.len(),
            Stop::At { position, .. } => repaired.offset(*position),
        };
        // The text as it is by now: many short lines grow it to many times its length.
        budget = budget.checked_sub(read)?;
        match stop {
            Stop::End(texts) => {
                repaired.give_back(&texts);
                return Some(repaired);
            }
            Stop::At {
                flaw,
                position,
                last,
            } => match flaw {
                Flaw::Line => repaired.move_line(position.line, last)?,
                Flaw::Quoted => repaired.move_quoted(position)?,
                Flaw::Comment => repaired.part_comment(position)?,
                Flaw::Tab => repaired.take_tabs()?,
            },
        }
    }
}

impl Repaired {
    /// Returns the events of the text, at their original positions.
    pub(super) fn events(&self) -> impl Iterator<Item = Step<'_>> {
        Reader::new(&self.text).map(|step| match step {
            Ok((event, Extent { start, end })) => {
                let [start, end] = [start, end].map(|place| self.original(place));
                Ok((event, Extent { start, end }))
            }
            Err(failure) => Err(Failure {
                position: self.original(failure.position),
                ..failure
            }),
        })
    }

    /// Returns the first character of each line that was indented.
    pub(super) fn moved(&self) -> Vec<Position> {
        let lines = Lines::new(&self.text);
        let place = |(&line, &moved): (&u32, &u32)| {
            let blank = |char: &char| matches!(char, ' ' | '\t');
            let spaces = lines.get(line).chars().take_while(blank).count();
            let spaces = u32::try_from(spaces).unwrap_or(u32::MAX);
            let column = spaces.saturating_sub(moved) + 1;
            Position { line, column }
        };
        self.moved.iter().map(place).collect()
    }

    /// Returns the positions of the `#` that had no space before them.
    pub(super) fn comments(&self) -> Vec<Position> {
        self.comments.clone()
    }

    fn original(&self, Position { line, column }: Position) -> Position {
        let moved = self.moved.get(&line).copied().unwrap_or(0);
        Position {
            line,
            column: column.saturating_sub(moved).max(1),
        }
    }

    /// Returns the offset of a position.
    fn offset(&self, Position { line, column }: Position) -> usize {
        let lines = Lines::new(&self.text);
        // The end of the text may be given as the line behind the last.
        let start = lines.start(line).unwrap_or(self.text.len());
        start + lines.byte(Position { line, column })
    }

    /// Indents a line: as much as the node before it, which is enough or nearly enough, then twice
    /// as much.
    fn move_line(&mut self, line: u32, last: Position) -> Option<()> {
        let moved = self.moved.get(&line).copied().unwrap_or(0);
        let spaces = if moved == 0 {
            last.column.min(64)
        } else {
            moved
        };
        self.indent(line, spaces)
    }

    fn indent(&mut self, line: u32, spaces: u32) -> Option<()> {
        let moved = self.moved.entry(line).or_default();
        *moved += spaces;
        if *moved > WIDTH {
            return None;
        }
        let start = Lines::new(&self.text).start(line)?;
        self.text.insert_str(start, &" ".repeat(spaces as usize));
        Some(())
    }

    /// Indents all lines of a quoted scalar except the first more than its quote.
    fn move_quoted(&mut self, begin: Position) -> Option<()> {
        let start = self.offset(begin);
        let end = start + quoted(&self.text[start..])?;
        let spaces = begin.column.min(WIDTH);
        let count = Lines::new(&self.text[start..end]).last();
        let lines = Lines::new(&self.text);
        let fresh = (begin.line + 1..begin.line + count)
            .filter(|line| !self.moved.contains_key(line) && !lines.get(*line).trim().is_empty());
        let fresh: Vec<u32> = fresh.collect();
        if fresh.is_empty() {
            return None;
        }
        // From the last, so that no line that is still to be moved has another place.
        fresh
            .into_iter()
            .rev()
            .try_for_each(|line| self.indent(line, spaces))
    }

    fn part_comment(&mut self, sign: Position) -> Option<()> {
        let at = self.offset(sign);
        if !self.text[at..].starts_with('#') || self.text[..at].ends_with(' ') {
            return None;
        }
        self.comments.push(self.original(sign));
        self.text.insert(at, ' ');
        Some(())
    }

    /// Replaces each tab after an indicator by a space. Those within scalars are restored later,
    /// because scalars are known only once everything can be parsed.
    fn take_tabs(&mut self) -> Option<()> {
        if !self.tabs.is_empty() {
            return None;
        }
        let lines = Lines::new(&self.text);
        for line in 1..=lines.last() {
            let moved = self.moved.get(&line).copied().unwrap_or(0) as usize;
            let bytes = lines.get(line).as_bytes();
            let tabs = (1..bytes.len())
                .filter(|&at| bytes[at] == b'\t' && matches!(bytes[at - 1], b':' | b'?'));
            self.tabs.extend(tabs.map(|at| (line, at - moved)));
        }
        if self.tabs.is_empty() {
            return None;
        }
        self.write_tabs(self.tabs.clone(), b' ');
        Some(())
    }

    /// Restores the tabs within scalars, which are at these offsets.
    fn give_back(&mut self, texts: &[(usize, usize)]) {
        let lines = Lines::new(&self.text);
        let offset = |&(line, at): &(u32, usize)| {
            let moved = self.moved.get(&line).copied().unwrap_or(0) as usize;
            lines.start(line).map_or(0, |start| start + moved + at)
        };
        let is_in_text = |tab: &(u32, usize)| {
            let at = offset(tab);
            let next = texts.partition_point(|(start, _)| *start <= at);
            next > 0 && at < texts[next - 1].1
        };
        let texts: BTreeSet<_> = self.tabs.iter().copied().filter(is_in_text).collect();
        self.tabs.retain(|tab| !texts.contains(tab));
        self.write_tabs(texts, b'\t');
    }

    fn write_tabs(&mut self, tabs: BTreeSet<(u32, usize)>, byte: u8) {
        let lines = Lines::new(&self.text);
        let offsets = tabs.into_iter().filter_map(|(line, at)| {
            let moved = self.moved.get(&line).copied().unwrap_or(0) as usize;
            Some(lines.start(line)? + moved + at)
        });
        let offsets: Vec<usize> = offsets.collect();
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        for at in offsets {
            bytes[at] = byte;
        }
        self.text = String::from_utf8(bytes).expect("one character of ASCII replaced another");
    }
}

/// The end of parsing a text.
enum Stop {
    /// The end of the text, with the ranges of its block scalars and quoted scalars.
    End(Vec<(usize, usize)>),
    /// A mistake; `last` is the start of the last node before it.
    At {
        flaw: Flaw,
        position: Position,
        last: Position,
    },
}

/// Parses `text` until its end or the first mistake; `None` if it is invalid in another way.
fn stop(text: &str) -> Option<Stop> {
    let mut last = Position::START;
    let mut extents = Vec::new();
    for step in Reader::new(text) {
        match step {
            Ok((event, extent)) => {
                last = extent.start;
                if let Event::Scalar {
                    form: Form::Text, ..
                } = event
                {
                    extents.push(extent);
                }
            }
            Err(failure) => {
                let flaw = Flaw::of(&failure)?;
                let position = failure.position;
                return Some(Stop::At {
                    flaw,
                    position,
                    last,
                });
            }
        }
    }
    let lines = Lines::new(text);
    let bytes = |extent| bytes(text, &lines, extent);
    Some(Stop::End(extents.into_iter().filter_map(bytes).collect()))
}

/// Returns the range of a scalar that is not plain. The parser ends a quoted scalar with its last
/// line, and a block scalar at the start of the next node.
fn bytes(text: &str, lines: &Lines<'_>, Extent { start, end }: Extent) -> Option<(usize, usize)> {
    let from = lines.start(start.line)? + lines.byte(start);
    let end = match text[from..].bytes().next()? {
        b'"' | b'\'' => from + quoted(&text[from..])?,
        _ => {
            let line = lines.start(end.line).unwrap_or(text.len());
            let is_last = line + lines.byte(end) >= text.len();
            match end.line.cmp(&start.line) {
                _ if is_last => text.len(),
                Ordering::Greater => line,
                _ => line + lines.get(end.line).len(),
            }
        }
    };
    Some((from, end))
}

/// Returns the length of the quoted scalar at the start of a text.
fn quoted(text: &str) -> Option<usize> {
    let quote = text.bytes().next()?;
    let mut bytes = text.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\\' && quote == b'"' {
            bytes.next();
        } else if byte == quote {
            // A single quote stands for itself when it is doubled.
            let is_doubled = quote == b'\'' && bytes.next_if(|(_, it)| *it == quote).is_some();
            if !is_doubled {
                return Some(at + 1);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_again_is_counted_with_the_spaces() {
        let text = "a:\n  b: [\n1,\n2,\n]\n";
        assert!(repair_within(text, text.len() * 2).is_none());
        let repaired = repair_within(text, text.len() * 16).expect("there is enough");
        let moved: Vec<u32> = repaired.moved.keys().copied().collect();
        assert_eq!(moved, [3, 4, 5]);
        assert!(repaired.text.len() > text.len());
    }

    #[test]
    fn tabs_in_texts_stay() {
        let text = "a:\tb\nc: |\n  k:\tv\nd: 'e:\tf'\ng:\t\"h:\ti\" # j:\tk\nl: >\n  m:\tn";
        let repaired = repair(text).expect("it can be");
        let expected = "a: b\nc: |\n  k:\tv\nd: 'e:\tf'\ng: \"h:\ti\" # j: k\nl: >\n  m:\tn";
        assert_eq!(repaired.text, expected);
        assert!(repaired.moved().is_empty() && repaired.comments().is_empty());
    }

    #[test]
    fn many_tabs_are_found_at_once() {
        let text = "a:\tb\n".replace('a', "a0");
        let text: String = (0..20_000)
            .map(|index| text.replace('0', &index.to_string()))
            .collect();
        assert!(repair_within(&text, 4 * text.len()).is_some());
    }
}
