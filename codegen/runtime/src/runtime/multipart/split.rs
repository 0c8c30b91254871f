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
