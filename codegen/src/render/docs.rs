//! Formatted items and their documentation in, the text of a file out.

use crate::emit::module::{Block, Docs};

use super::line::INDENT;

/// The comments that prettyplease prints for attributes that refer to documentation, before the
/// number. Other comments have a space or nothing after the slashes.
const MARKS: [&str; 2] = ["///@", "//!@"];

/// Appends formatted items to a text, with documentation in place of its marks. A mark has a line
/// of its own; literals, which have no line breaks, may contain anything.
pub(super) fn write(docs: &Docs, items: &str, text: &mut String) {
    for line in items.split_inclusive('\n') {
        let code = line.trim_start_matches(' ');
        let indent = &line[..line.len() - code.len()];
        let Some(number) = MARKS.iter().find_map(|mark| code.strip_prefix(mark)) else {
            text.push_str(line);
            continue;
        };
        let number: usize = number
            .trim_end()
            .parse()
            .expect("a mark is a number and nothing else");
        let slashes = &code[..3];
        let mut write = |line: &str| {
            let line = line.trim_end_matches(' ');
            let gap = if line.is_empty() { "" } else { " " };
            text.extend([indent, slashes, gap, line, "\n"]);
        };
        for block in docs.get(number) {
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
}
