//! Formatted items and their documentation in, the text of a file out.

use crate::emit::module::{Block, Docs};

use super::line::INDENT;

/// What precedes the number of a mark, as prettyplease prints it. In other comments, a space or nothing
/// follows the slashes.
const SLASHES: [&str; 2] = ["///", "//!"];

/// Appends formatted items to a text, with documentation in place of its marks. A mark has a line
/// of its own; literals, which have no line breaks, may contain anything.
pub(super) fn write(docs: &Docs, items: &str, text: &mut String) {
    let mut copied = 0;
    for (at, _) in items.match_indices('@') {
        let before = &items[..at];
        let Some(slashes) = SLASHES.into_iter().find(|it| before.ends_with(it)) else {
            continue;
        };
        let before = &before[..at - slashes.len()];
        let above = before.trim_end_matches(' ');
        if !above.is_empty() && !above.ends_with('\n') {
            continue;
        }
        let indent = &before[above.len()..];
        let (number, _) = items[at + 1..]
            .split_once('\n')
            .expect("a mark ends its line");
        text.push_str(&items[copied..above.len()]);
        copied = at + "@".len() + number.len() + "\n".len();
        let number: usize = number.parse().expect("a mark is a number and nothing else");
        let mut write = |line: &str| {
            let line = line.trim_end_matches(' ');
            let gap = if line.is_empty() { "" } else { " " };
            text.extend([indent, slashes, gap, line, "\n"]);
        };
        write_blocks(docs.get(number), &mut write);
    }
    text.push_str(&items[copied..]);
}

/// Writes the lines of blocks, with their code formatted.
pub(super) fn write_blocks(blocks: &[Block], write: &mut dyn FnMut(&str)) {
    for block in blocks {
        match block {
            Block::Text(lines) => lines.iter().for_each(|line| write(line)),
            Block::Code { function, depth } => {
                let indent = INDENT.repeat(*depth);
                for line in super::statements(function.clone()) {
                    write(&format!("{indent}{line}"));
                }
            }
        }
    }
}
