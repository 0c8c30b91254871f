//! YAML and the nodes wanted of it in, the same lines without the values of other members out.
//!
//! Scanning YAML is most of what locating a few nodes costs, and most of a document is indented below keys
//! that nobody asks for. Where it lies in block style, the indentation tells where a value ends.

use super::locate::Wanted;

/// Returns a text with the same lines, where members of block mappings that are not wanted have no value.
/// Returns `None` for a text whose indentation does not tell its nodes.
///
/// Only whole lines are left out, so that whatever is left is where it was.
pub(super) fn extract(text: &str, wanted: &Wanted) -> Option<String> {
    // Outside of CRLF, a carriage return is a line break of its own.
    let returns = text.bytes().filter(|it| *it == b'\r').count();
    if returns > 0 && returns != text.matches("\r\n").count() {
        return None;
    }
    let mut extract = Extract {
        wanted,
        mappings: Vec::new(),
        state: State::Value {
            parent: None,
            node: 0,
        },
        text: String::with_capacity(text.len() / 8),
    };
    for line in text.split_inclusive('\n') {
        extract.add_line(line)?;
    }
    Some(extract.text)
}

struct Extract<'w> {
    wanted: &'w Wanted,
    /// The open block mappings: the column of their keys, and the wanted node that they are.
    mappings: Vec<(usize, usize)>,
    state: State,
    text: String,
}

/// What the next line may belong to.
#[derive(Clone, Copy)]
enum State {
    /// The value of a wanted member, whose key is alone on its line; of the document if there is no key.
    Value { parent: Option<usize>, node: usize },
    /// A value below a key in this column, which is kept or left out.
    Below { column: usize, is_kept: bool },
    /// The whole document, which is no block mapping.
    Rest,
}

impl Extract<'_> {
    fn add_line(&mut self, line: &str) -> Option<()> {
        let column = line.bytes().take_while(|it| *it == b' ').count();
        // Most lines of a large document are these.
        if let State::Below {
            column: key,
            is_kept: false,
        } = self.state
            && column > key
        {
            self.text.push('\n');
            return Some(());
        }
        let content = line.trim_end();
        let start = content.get(column..).unwrap_or_default();
        let is_kept = !matches!(self.state, State::Below { is_kept: false, .. });
        if start.is_empty() || start.starts_with('#') {
            self.write(line, is_kept);
            return Some(());
        }
        if start.starts_with('\t') {
            return None;
        }
        match self.state {
            State::Rest => self.write(line, true),
            // A sequence may be as far left as the key of which it is the value.
            State::Below { column: key, .. } if column > key || is_item(start, column, key) => {
                self.write(line, is_kept);
            }
            State::Value { parent: None, .. } if is_before_document(content) => {
                self.write(line, true);
            }
            State::Value { parent, node } if parent.is_none_or(|key| column > key) => {
                if find_key(start).is_some() {
                    self.mappings.push((column, node));
                    self.add_member(line, start, column)?;
                } else {
                    self.write(line, true);
                    self.state = match parent {
                        None => State::Rest,
                        Some(column) => State::Below {
                            column,
                            is_kept: true,
                        },
                    };
                }
            }
            State::Value { parent, .. }
                if parent.is_some_and(|key| is_item(start, column, key)) =>
            {
                self.write(line, true);
                self.state = State::Below {
                    column,
                    is_kept: true,
                };
            }
            State::Value { .. } | State::Below { .. } => self.add_member(line, start, column)?,
        }
        Some(())
    }

    /// Adds a line that begins a member of an open mapping.
    fn add_member(&mut self, line: &str, start: &str, column: usize) -> Option<()> {
        while self.mappings.last().is_some_and(|it| it.0 > column) {
            self.mappings.pop();
        }
        let &(_, mapping) = self.mappings.last().filter(|it| it.0 == column)?;
        let below = |is_kept| State::Below { column, is_kept };
        let Some((key, end)) = find_key(start) else {
            self.write(line, true);
            self.state = below(true);
            return Some(());
        };
        match self.wanted.child(mapping, key) {
            None => {
                // With its key, so that the value before it ends where it did.
                self.text.push_str(&line[..column + end]);
                self.text.push('\n');
                self.state = below(false);
            }
            Some(node) => {
                self.write(line, true);
                let is_alone = start.len() == end;
                self.state = if is_alone && self.wanted.has_children(node) {
                    State::Value {
                        parent: Some(column),
                        node,
                    }
                } else {
                    below(true)
                };
            }
        }
        Some(())
    }

    fn write(&mut self, line: &str, is_kept: bool) {
        self.text.push_str(if is_kept { line } else { "\n" });
    }
}

/// Whether a line is an item of a sequence that is the value of a key in the same column.
fn is_item(start: &str, column: usize, key: usize) -> bool {
    column == key && (start == "-" || start.starts_with("- "))
}

/// Whether a line may come before the first node of a document.
fn is_before_document(content: &str) -> bool {
    content == "---" || content.starts_with('%')
}

/// Finds the key that a line begins with, if it is simple: plain or quoted, without escapes. Returns its text,
/// and where the line goes on after the colon.
fn find_key(start: &str) -> Option<(&str, usize)> {
    let first = start.chars().next()?;
    let (key, colon) = match first {
        '\'' | '"' => {
            let key = start[1..].split(first).next()?;
            (key, key.len() + 2)
        }
        _ if "-?:,[]{}#&*!|>%@`".contains(first) => return None,
        _ => {
            let colon = start
                .match_indices(':')
                .map(|it| it.0)
                .find(|it| matches!(start.as_bytes().get(it + 1), None | Some(b' ' | b'\t')))?;
            (start[..colon].trim_end(), colon)
        }
    };
    let end = colon + 1;
    let is_simple = !key.contains(['\\', '\t']) && !key.contains(" #");
    let is_key = start.as_bytes().get(colon) == Some(&b':')
        && matches!(start.as_bytes().get(end), None | Some(b' '));
    (is_simple && is_key).then_some((key, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pointer::Pointer;

    fn check(text: &str, pointers: &[&str], expected: Option<&str>) {
        let pointers = pointers
            .iter()
            .map(|it| Pointer::parse(it).expect("it is a pointer"));
        let pointers: Vec<Pointer> = pointers.collect();
        let (wanted, _) = Wanted::new(&pointers);
        assert_eq!(extract(text, &wanted).as_deref(), expected, "{text}");
    }

    #[test]
    fn members_that_nobody_wants_lose_their_values() {
        check(
            "a:\n  b: 1\n  c:\n    d: [1,\n      2]\n\n    # no\n  'e e':\n    - 1\n\"f\":\n- a: 1\n  b: 2\ng: 3\n",
            &["/a/c/x", "/g"],
            Some("a:\n  b:\n  c:\n    d:\n\n\n\n  'e e':\n\n\"f\":\n\n\ng: 3\n"),
        );
        check(
            "--- \na: 1\nb: |\n  c\n\n",
            &["/a"],
            Some("--- \na: 1\nb:\n\n\n"),
        );
    }

    #[test]
    fn values_that_are_wanted_stay_whole() {
        let text = "a:\n- b: 1\n# c\nd:\n  e: |\n    f: 1\n   # g\n  h: &x\n    i: *x\n";
        check(text, &["/a/0/b", "/d/e", "/d/h/i"], Some(text));
        let text = "[a,\nb: 1]\n";
        check(text, &["/0"], Some(text));
        let text = "? a\n: b: 1\n  c: 2\n";
        check(text, &["/a/b"], Some(text));
    }

    #[test]
    fn indentation_that_tells_nothing_is_not_relied_on() {
        check("a:\n\tb: 1\n", &["/a"], None);
        check("a: 1\rb: 2\n", &["/a"], None);
        check("a:\n    b: 1\n  c: 2\n", &["/a/b"], None);
    }
}
