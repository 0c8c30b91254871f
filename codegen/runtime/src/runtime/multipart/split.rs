//! The splitting of multipart bodies at their boundary.

use memchr::memmem;
use serde::de::Error as _;
use serde_json::Error;

/// Returns the parts between the boundaries, including their headers. The preamble and the epilogue
/// are ignored (RFC 2046 §5.1.1).
pub(super) fn split_body<'b>(body: &'b [u8], boundary: &str) -> Result<Vec<&'b [u8]>, Error> {
    check_boundary(boundary)?;
    let delimiter = format!("--{boundary}");
    let mut found = Vec::new();
    let mut begun: Option<usize> = None;
    for at in memmem::find_iter(body, delimiter.as_bytes()) {
        let is_line = at == 0 || body[at - 1] == b'\n';
        let behind = &body[at + delimiter.len()..];
        let Some(line) = rest_of_line(behind).filter(|_| is_line) else {
            continue;
        };
        if let Some(start) = begun {
            found.push(without_break(body.get(start..at).unwrap_or_default()));
        }
        match line {
            Line::Next(length) => begun = Some(at + delimiter.len() + length),
            Line::Last => return Ok(found),
        }
    }
    Err(Error::custom(match begun {
        Some(_) => "the body ends within its last part",
        None => "the boundary does not occur in the body",
    }))
}

/// A splitter of a multipart body that arrives in chunks of any size.
#[derive(Clone, Debug, Default)]
pub(crate) struct PartSplitter {
    /// The boundary after two hyphens. Unless the content type names it, it is the first line that
    /// begins with two hyphens.
    delimiter: Option<Vec<u8>>,
    /// What has arrived since the last part.
    buffer: Vec<u8>,
    /// The start of the next part in the buffer.
    start: usize,
    /// Whether a part has begun.
    begun: bool,
    /// Whether the last part is over.
    ended: bool,
    /// The place in the buffer before which there is no further boundary.
    searched: usize,
}

impl PartSplitter {
    /// Creates a splitter of a body with this boundary, if it is known.
    pub(in crate::runtime) fn new(boundary: Option<&str>) -> Self {
        Self {
            delimiter: boundary.map(|it| format!("--{it}").into_bytes()),
            ..Self::default()
        }
    }

    /// Returns the number of buffered bytes.
    pub(in crate::runtime) fn pending(&self) -> usize {
        self.buffer.len() - self.start
    }

    /// Feeds the next bytes. What follows the last part is ignored.
    pub(in crate::runtime) fn push(&mut self, bytes: &[u8]) {
        if self.ended {
            return;
        }
        self.buffer.drain(..self.start);
        self.searched -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// Returns the next complete part, with its headers.
    pub(in crate::runtime) fn next_part(&mut self) -> Option<Vec<u8>> {
        loop {
            let (at, end, line) = self.find_delimiter()?;
            let part = self.buffer.get(self.start..at).unwrap_or_default();
            let part = self.begun.then(|| without_break(part).to_vec());
            match line {
                Line::Next(length) => {
                    self.start = end + length;
                    self.begun = true;
                }
                Line::Last => {
                    self.buffer.clear();
                    self.start = 0;
                    self.ended = true;
                }
            }
            self.searched = self.start;
            if part.is_some() || self.ended {
                return part;
            }
        }
    }

    /// Returns the start and the end of the next boundary, and what follows it.
    fn find_delimiter(&mut self) -> Option<(usize, usize, Line)> {
        if self.delimiter.is_none() {
            let mut lines = self.buffer.split_inclusive(|byte| *byte == b'\n');
            let line = lines.find(|line| line.starts_with(b"--") && line.ends_with(b"\n"))?;
            self.delimiter = Some(line.trim_ascii_end().to_vec());
        }
        let delimiter = self.delimiter.as_deref()?;
        let from = self.searched;
        for at in memmem::find_iter(&self.buffer[from..], delimiter) {
            let start = from + at;
            let end = start + delimiter.len();
            let is_line = start == 0 || self.buffer[start - 1] == b'\n';
            if let Some(line) = rest_of_line(&self.buffer[end..]).filter(|_| is_line) {
                return Some((start, end, line));
            }
        }
        // The end of the buffer may be the beginning of a boundary and its line.
        let tail = delimiter.len() + 64;
        self.searched = self.buffer.len().saturating_sub(tail).max(self.start);
        None
    }
}

fn check_boundary(boundary: &str) -> Result<(), Error> {
    let is_legal = (1..=70).contains(&boundary.len())
        && !boundary.ends_with(' ')
        && !boundary.contains(|char: char| char.is_ascii_control());
    if is_legal {
        return Ok(());
    }
    Err(Error::custom(format_args!(
        "{boundary:?} is not a valid boundary"
    )))
}

/// What follows a boundary.
enum Line {
    /// A part, after so many bytes.
    Next(usize),
    /// The end of the body.
    Last,
}

fn rest_of_line(behind: &[u8]) -> Option<Line> {
    if behind.starts_with(b"--") {
        return Some(Line::Last);
    }
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let blanks = behind.iter().take_while(|byte| is_blank(byte)).count();
    match &behind[blanks..] {
        [b'\n', ..] => Some(Line::Next(blanks + 1)),
        [b'\r', b'\n', ..] => Some(Line::Next(blanks + 2)),
        _ => None,
    }
}

/// Removes the line break before a boundary, which belongs to the boundary.
fn without_break(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}
