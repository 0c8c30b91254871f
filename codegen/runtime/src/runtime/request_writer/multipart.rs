//! The writing of multipart bodies (RFC 2046 §5.1), such as `multipart/form-data` (RFC 7578). The
//! body is written with gaps in place of the boundary, which is chosen at the end.

mod encoder;
mod subtype;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use memchr::memmem;
use serde::Serialize;

use self::encoder::{Encoder, PartError, PartRole};
use self::subtype::Subtype;
use super::unsupported_value::UnsupportedValue;

pub(in crate::runtime) use self::subtype::with_boundary;

/// What the document declares about a part beyond the type of its member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name of the member.
    pub name: &'static str,
    /// The content type.
    pub content_type: Option<&'static str>,
    /// Headers with constant values.
    pub headers: &'static [(&'static str, &'static str)],
    /// Names of headers that the caller has to set on the file.
    pub required: &'static [&'static str],
}

/// The length of the boundary, without the two hyphens before it. RFC 2046 §5.1.1 allows 70.
const BOUNDARY: usize = 24;

/// Returns the content type and the body, or `None` if there is no value. Except in forms, the
/// parts are in the order of the table, because the first may be the root (RFC 2387 §3.2).
pub(in crate::runtime) fn write_body<T: Serialize>(
    content_type: &'static str,
    table: &'static [Part],
    value: &T,
) -> Result<Option<(Bytes, Bytes)>, UnsupportedValue> {
    let subtype = Subtype::of_content_type(content_type);
    let mut parts = Parts {
        subtype,
        turn: Turn::All,
        root: None,
        file_headers: String::new(),
        table,
        is_list: false,
        body: Vec::with_capacity(256),
        gaps: Vec::new(),
        name: String::new(),
        begun: false,
        file_name: None,
        file_type: None,
    };
    let in_order = table.iter().map(|part| Turn::Only(part.name));
    let turns: Vec<Turn> = match subtype {
        Subtype::FormData => vec![Turn::All],
        Subtype::Related | Subtype::Other => in_order.chain([Turn::Rest]).collect(),
    };
    for turn in turns {
        parts.turn = turn;
        let to = Encoder {
            to: &mut parts,
            role: PartRole::Whole,
        };
        match value.serialize(to) {
            Ok(()) => {}
            Err(PartError::Structured) => {
                return Err(UnsupportedValue("is not an object".to_owned()));
            }
            Err(PartError::UnsupportedValue(error)) => return Err(error),
        }
        if parts.is_list {
            break;
        }
    }
    Ok(parts.begun.then(|| parts.finish(content_type)))
}

/// The members that are written next.
#[derive(Clone, Copy)]
enum Turn {
    All,
    Only(&'static str),
    /// Those that are not in the table.
    Rest,
}

/// The parts that are being written.
struct Parts {
    subtype: Subtype,
    turn: Turn,
    table: &'static [Part],
    /// The content type of the first part.
    root: Option<String>,
    /// The further headers of the current file, with names and values on alternate lines.
    file_headers: String,
    /// Whether the body is a list, whose items have no names: the parts of an index are in the table
    /// under that, and all others under an empty name.
    is_list: bool,
    body: Vec<u8>,
    /// The places of the boundary.
    gaps: Vec<usize>,
    /// The name of the current member.
    name: String,
    /// Whether there is a value at all.
    begun: bool,
    /// The name of the current file.
    file_name: Option<String>,
    /// The content type of the current file.
    file_type: Option<String>,
}

impl Parts {
    /// Returns what the document declares about the current member.
    fn declared(&self) -> Option<&'static Part> {
        let named = self.table.iter().find(|it| it.name == self.name);
        let other = || self.table.iter().find(|it| it.name.is_empty());
        named.or_else(|| other().filter(|_| self.is_list))
    }

    /// Returns whether the document describes the items of a list.
    fn describes_list(&self) -> bool {
        self.table.iter().any(|part| part.name.is_empty())
    }

    /// Returns whether the current member is to be written.
    fn is_due(&self) -> bool {
        match self.turn {
            Turn::All => true,
            Turn::Only(name) => self.name == name,
            Turn::Rest => self.declared().is_none(),
        }
    }

    /// Returns whether the member is JSON, whatever its type.
    fn is_json(&self) -> bool {
        let declared = self.declared().and_then(|it| it.content_type);
        declared.is_some_and(is_json)
    }

    /// Writes a part that is text.
    fn text(&mut self, text: &[u8]) -> Result<(), UnsupportedValue> {
        let declared = self.declared().and_then(|it| it.content_type);
        // The default charset of text is ASCII (RFC 2046 §4.1.2), but in a form it is UTF-8.
        let usual = (self.subtype != Subtype::FormData).then_some("text/plain; charset=utf-8");
        self.part(None, declared.or(usual), text)
    }

    /// Writes a part that is JSON.
    fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), UnsupportedValue> {
        let declared = self.declared().and_then(|it| it.content_type);
        let content_type = declared.filter(|it| is_json(it));
        let json =
            serde_json::to_vec(value).map_err(|error| UnsupportedValue(error.to_string()))?;
        self.part(
            None,
            Some(content_type.unwrap_or("application/json")),
            &json,
        )
    }

    /// Writes a part that is the current file.
    fn file(&mut self, data: &[u8]) -> Result<(), UnsupportedValue> {
        let name = self.file_name.take();
        let is_form = self.subtype == Subtype::FormData && !self.is_list;
        let name = name.or_else(|| is_form.then(|| self.name.clone()));
        let declared = self.declared().and_then(|it| it.content_type);
        let given = self.file_type.take();
        let content_type = given.as_deref().or(declared);
        let content_type = content_type.unwrap_or("application/octet-stream");
        self.part(name.as_deref(), Some(content_type), data)
    }

    fn part(
        &mut self,
        file_name: Option<&str>,
        content_type: Option<&str>,
        data: &[u8],
    ) -> Result<(), UnsupportedValue> {
        self.boundary();
        self.disposition(file_name);
        if let Some(content_type) = content_type {
            self.header("Content-Type", content_type)?;
        }
        if self.root.is_none() {
            self.root = Some(content_type.unwrap_or("text/plain").to_owned());
        }
        self.headers()?;
        self.body.extend_from_slice(b"\r\n\r\n");
        self.body.extend_from_slice(data);
        self.body.extend_from_slice(b"\r\n");
        Ok(())
    }

    /// Writes the `Content-Disposition`. Parts of `multipart/related` (RFC 2387 §3.3) and of lists
    /// have no names.
    fn disposition(&mut self, file_name: Option<&str>) {
        let body = &mut self.body;
        let subtype = if self.is_list {
            Subtype::Related
        } else {
            self.subtype
        };
        match (subtype, file_name) {
            (Subtype::Related, None) => return,
            (Subtype::Related, Some(_)) => {
                body.extend_from_slice(b"\r\nContent-Disposition: attachment");
            }
            (Subtype::FormData | Subtype::Other, _) => {
                body.extend_from_slice(b"\r\nContent-Disposition: form-data; name=\"");
                append_quoted(body, &self.name);
                body.push(b'"');
            }
        }
        if let Some(name) = file_name {
            body.extend_from_slice(b"; filename=\"");
            append_quoted(body, name);
            body.push(b'"');
        }
    }

    /// Writes the headers of the document and of the current file.
    fn headers(&mut self) -> Result<(), UnsupportedValue> {
        let given = std::mem::take(&mut self.file_headers);
        let lines: Vec<&str> = given.lines().collect();
        let is_given = |name: &str| lines.chunks(2).any(|it| it[0].eq_ignore_ascii_case(name));
        let declared = self.declared();
        let required = declared.map_or(&[][..], |it| it.required);
        if let Some(missing) = required.iter().find(|name| !is_given(name)) {
            let message = format!("the file of `{}` lacks the header `{missing}`", self.name);
            return Err(UnsupportedValue(message));
        }
        for (name, value) in declared.map_or(&[][..], |it| it.headers) {
            if !is_given(name) {
                self.header(name, value)?;
            }
        }
        for header in lines.chunks(2) {
            let (name, value) = (header[0], header.get(1).copied().unwrap_or_default());
            let has_field = ["content-type", "content-disposition"];
            if HeaderName::from_bytes(name.as_bytes()).is_err()
                || has_field.iter().any(|it| name.eq_ignore_ascii_case(it))
            {
                return Err(UnsupportedValue(format!(
                    "{name:?} is not allowed as a header of a file"
                )));
            }
            self.header(name, value)?;
        }
        Ok(())
    }

    fn header(&mut self, name: &str, value: &str) -> Result<(), UnsupportedValue> {
        if HeaderValue::from_str(value).is_err() {
            let message =
                format!("{value:?} contains a control character, which is not valid in a header");
            return Err(UnsupportedValue(message));
        }
        for piece in ["\r\n", name, ": ", value] {
            self.body.extend_from_slice(piece.as_bytes());
        }
        Ok(())
    }

    /// Writes a delimiter with a gap for the boundary.
    fn boundary(&mut self) {
        self.body.extend_from_slice(b"--");
        self.gaps.push(self.body.len());
        self.body.extend_from_slice(&[0; BOUNDARY]);
    }

    fn finish(mut self, content_type: &str) -> (Bytes, Bytes) {
        self.boundary();
        self.body.extend_from_slice(b"--\r\n");
        let boundary = choose_boundary(&self.body);
        for gap in self.gaps {
            self.body[gap..gap + BOUNDARY].copy_from_slice(boundary.as_bytes());
        }
        let root = self.root.unwrap_or_default();
        let content_type = subtype::content_type(content_type, &boundary, &root);
        (content_type.into(), self.body.into())
    }
}

/// Returns a boundary that does not occur in the body. It is derived from the whole body, so that
/// no part can contain it by design, and it is the same for equal bodies, because there is no
/// randomness here.
fn choose_boundary(body: &[u8]) -> String {
    let mut hash = fingerprint(body);
    loop {
        let boundary = format!("form-fy-{hash:016x}");
        debug_assert_eq!(boundary.len(), BOUNDARY, "a boundary fits into the gaps");
        if memmem::find(body, boundary.as_bytes()).is_none() {
            return boundary;
        }
        hash = fingerprint(boundary.as_bytes());
    }
}

/// Returns a hash similar to FNV-1a, of words instead of bytes.
fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64 ^ bytes.len() as u64;
    for word in bytes.chunks(8) {
        let mut padded = [0; 8];
        padded[..word.len()].copy_from_slice(word);
        hash = (hash ^ u64::from_le_bytes(padded)).wrapping_mul(0x0000_0100_0000_01B3);
        // Multiplication only affects higher bits; mix them into the lower ones.
        hash ^= hash >> 32;
    }
    hash
}

/// Appends a quoted name as browsers do (HTML standard, §4.10.21.8).
fn append_quoted(to: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'"' => to.extend_from_slice(b"%22"),
            b'\r' => to.extend_from_slice(b"%0D"),
            b'\n' => to.extend_from_slice(b"%0A"),
            byte => to.push(byte),
        }
    }
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}
