//! Subtypes of multipart, and the parameters of their content types.

use memchr::memmem;

use crate::runtime::multipart::HeaderParameters;

/// A subtype of multipart, by how parts are identified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subtype {
    /// `multipart/form-data`: by name.
    FormData,
    /// `multipart/related`: by order and `Content-Id`.
    Related,
    /// `multipart/mixed` and others: by order and by name.
    Other,
}

impl Subtype {
    pub(super) fn of_content_type(content_type: &str) -> Self {
        match &*HeaderParameters::parse(content_type).essence {
            "multipart/form-data" => Self::FormData,
            "multipart/related" => Self::Related,
            _ => Self::Other,
        }
    }
}

/// Adds the boundary to a content type, and the type of the root for `multipart/related` (RFC 2387
/// §3.1).
pub(super) fn content_type(declared: &str, boundary: &str, root: &str) -> String {
    let parameters = HeaderParameters::parse(declared);
    let mut content_type = parameters.essence.clone();
    for (name, value) in parameters.iter().filter(|(name, _)| *name != "boundary") {
        content_type += &format_parameter(name, value);
    }
    content_type += &format_parameter("boundary", boundary);
    if parameters.essence == "multipart/related" && parameters.get("type").is_none() {
        let essence = root.split(';').next().unwrap_or_default();
        content_type += &format_parameter("type", essence.trim());
    }
    content_type
}

/// Adds the boundary that occurs in the body to a content type without one; `None` if no boundary
/// occurs.
pub(in crate::runtime) fn with_boundary(declared: &str, body: &[u8]) -> Option<String> {
    let parameters = HeaderParameters::parse(declared);
    if !parameters.essence.starts_with("multipart/") || parameters.get("boundary").is_some() {
        return Some(declared.to_owned());
    }
    Some(format!(
        "{declared}{}",
        format_parameter("boundary", find_boundary(body)?)
    ))
}

/// The number of lines that are considered as boundaries.
const LINES: usize = 16;

/// Returns the boundary of a body: the first line that begins with two hyphens and occurs at the
/// end, too.
fn find_boundary(body: &[u8]) -> Option<&str> {
    let lines = body.split(|byte| *byte == b'\n');
    let lines = lines.filter_map(|line| line.trim_ascii_end().strip_prefix(b"--"));
    let is_boundary = |it: &&str| {
        let end = format!("\n--{it}--");
        (1..=70).contains(&it.len())
            && !it.contains(|char: char| char.is_ascii_control())
            && memmem::find(body, end.as_bytes()).is_some()
    };
    let mut lines = lines
        .take(LINES)
        .filter_map(|line| std::str::from_utf8(line).ok());
    lines.find(is_boundary)
}

/// Formats a parameter, quoted if needed.
fn format_parameter(name: &str, value: &str) -> String {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !value.is_empty() && value.bytes().all(is_token) {
        return format!("; {name}={value}");
    }
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!("; {name}=\"{value}\"")
}
