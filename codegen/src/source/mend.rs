//! Lines that stand too far left in a YAML flow collection, moved to the right.
//!
//! YAML wants every line of a flow collection deeper than the block around it (§7.4). People put
//! the closing bracket below the key all the same, as they do in JSON, and most readers take it.
//! Where the lines of a flow collection begin has no meaning, so moving them changes nothing.

use std::collections::BTreeMap;

use super::event::{Extent, Failure, Position, Step};
use super::lines::Lines;
use super::yaml::Reader;

/// How many bytes are read again, at most, to find the lines: about a quarter of a second. The text
/// is read once more for each line, so it is 16 lines of a text of 1 MiB.
const BUDGET: usize = 16 << 20;

/// How far a line is moved, at most.
const WIDTH: u32 = 4096;

/// What the scanner says of such a line, and it says it of no others.
const MESSAGES: [&str; 2] = [
    "invalid indentation",
    "invalid indentation in flow construct",
];

/// A text that was mended.
pub(super) struct Mended {
    /// The text with the spaces.
    text: String,
    /// How many spaces were put in front of a line.
    moved: BTreeMap<u32, u32>,
}

impl Mended {
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

    fn original(&self, Position { line, column }: Position) -> Position {
        let moved = self.moved.get(&line).copied().unwrap_or(0);
        Position {
            line,
            column: column.saturating_sub(moved).max(1),
        }
    }

    /// The first character of each line that was moved.
    pub(super) fn places(&self) -> Vec<Position> {
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
}

/// Whether the reading of a text ended at such a line.
pub(super) fn helps(failure: &Failure) -> bool {
    MESSAGES.contains(&failure.message.as_str())
}

/// Moves the lines of `text` that end its reading; `None` if it cannot be read even then.
pub(super) fn mend(text: &str) -> Option<Mended> {
    mend_within(text, BUDGET)
}

fn mend_within(text: &str, mut budget: usize) -> Option<Mended> {
    let mut mended = Mended {
        text: text.to_owned(),
        moved: BTreeMap::new(),
    };
    loop {
        // The text as it is by now: many short lines grow it to many times its length.
        budget = budget.checked_sub(mended.text.len())?;
        let Stop::At { line, column } = stop(&mended.text)? else {
            return Some(mended);
        };
        let moved = mended.moved.entry(line).or_default();
        // As deep as the node before, which is deep enough or nearly; then twice as deep.
        let spaces = if *moved == 0 { column.min(64) } else { *moved };
        *moved += spaces;
        if *moved > WIDTH {
            return None;
        }
        let start = Lines::new(&mended.text).start(line)?;
        let spaces = " ".repeat(spaces as usize);
        mended.text.insert_str(start, &spaces);
    }
}

/// What the reading of a text ends at.
enum Stop {
    /// Its end.
    End,
    /// A line that stands too far left; the column is that of the last node before.
    At { line: u32, column: u32 },
}

/// Where the reading of `text` ends; `None` if something else is wrong with it.
fn stop(text: &str) -> Option<Stop> {
    let mut last = Position::START;
    for step in Reader::new(text) {
        match step {
            Ok((_, Extent { start, .. })) => last = start,
            Err(failure) if helps(&failure) => {
                let line = failure.position.line;
                return Some(Stop::At {
                    line,
                    column: last.column,
                });
            }
            Err(_) => return None,
        }
    }
    Some(Stop::End)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_again_is_counted_with_the_spaces() {
        let text = "a:\n  b: [\n1,\n2,\n]\n";
        // Three lines are moved, so it is read four times.
        let least = text.len() * 4;
        assert!(mend_within(text, least).is_none());
        let mended = mend_within(text, least * 4).expect("there is enough for the spaces");
        assert_eq!(mended.moved.keys().copied().collect::<Vec<_>>(), [3, 4, 5]);
        assert!(mended.text.len() > text.len());
    }
}
