//! YAML that is none by a hair's breadth in, YAML out: what most readers take, and takes no guessing.
//!
//! A flow collection and a quoted scalar want every line deeper than the block around them (§7.4, §7.3),
//! and a comment wants a space before its `#` (§6.6). `PyYAML` and `js-yaml` want neither. Where a line of
//! such a node begins has no meaning, so that moving it changes nothing. A tab behind a colon is legal
//! (§6.2), and the scanner does not take all of them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::event::{Event, Extent, Failure, Form, Position, Step};
use super::lines::Lines;
use super::yaml::Reader;

/// How many bytes are read again, at most, to find what to repair: about half a second. The text is read
/// once more for each place, up to there.
const BUDGET: usize = 32 << 20;

/// How far a line is moved, at most.
const WIDTH: u32 = 4096;

/// What can be repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    /// A line of a flow collection stands too far left, or a tab indents one of a quoted scalar.
    Line,
    /// Lines of the quoted scalar that begins here stand too far left.
    Quoted,
    /// No space is before the `#` of a comment.
    Comment,
    /// A tab separates.
    Tab,
}

impl Flaw {
    /// What the scanner says of each, and it says it of nothing else.
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
    /// The text that can be read.
    text: String,
    /// How many spaces were put in front of a line.
    moved: BTreeMap<u32, u32>,
    /// The signs of comments that a space was put in front of.
    comments: Vec<Position>,
    /// The tabs that are spaces now: line, and byte in the line as it was.
    tabs: BTreeSet<(u32, usize)>,
}

/// Whether the reading of a text ended at what can be repaired.
pub(super) fn helps(failure: &Failure) -> bool {
    Flaw::of(failure).is_some()
}

/// Repairs what ends the reading of `text`; `None` if it cannot be read even then.
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
    /// The events of the text, each where it was before.
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

    /// The first character of each line that was moved.
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

    /// The signs of comments that had no space before them.
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

    /// The byte at a position.
    fn offset(&self, Position { line, column }: Position) -> usize {
        let lines = Lines::new(&self.text);
        // The end of the text may be given as the line behind the last.
        let start = lines.start(line).unwrap_or(self.text.len());
        start + lines.byte(Position { line, column })
    }

    /// Puts spaces in front of a line: as many as the node before has, which is deep enough or nearly,
    /// then twice as many.
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

    /// Puts all lines of a quoted scalar but the first deeper than its quote.
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

    /// Makes a space of each tab behind a sign that it separates. In texts they are put back later: what
    /// is a text is only known when everything can be read.
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

    /// Puts the tabs back that stand in texts, which are at these bytes.
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

/// What the reading of a text ends at.
enum Stop {
    /// Its end. The bytes of its block scalars and quoted scalars.
    End(Vec<(usize, usize)>),
    /// A flaw; `last` is where the last node before it begins.
    At {
        flaw: Flaw,
        position: Position,
        last: Position,
    },
}

/// Where the reading of `text` ends; `None` if something else is wrong with it.
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

/// The bytes of a scalar that is no plain one. The reader lets a quoted scalar end with its last line,
/// and a block scalar where the next node begins.
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

/// The length of the quoted scalar that a text begins with.
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
