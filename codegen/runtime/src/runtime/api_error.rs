//! Replies with an error status, and successes whose body does not match the schema.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::after_effect::write_after_effect;
use super::redaction::Redaction;
use super::{DecodeError, ErrorBody, ErrorEntry, NamedError, Value, find_named_error};

/// A reply with an error status.
///
/// `Display` prints one line: the status, then for each error in the body its code or name, its
/// title, its detail and the member of the request that caused it. For a body without a schema, it
/// prints the title and the detail of `application/problem+json` (RFC 9457) or else the first 300
/// characters. Credentials of the call are redacted, even if the server sent them back. With
/// `Builder::print_bodies(false)`, only the status and the codes are printed.
#[derive(Clone)]
pub struct ApiError<E> {
    /// The status code.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The decoded body; `None` if it does not match the schema, such as an HTML page.
    pub body: Option<E>,
    /// The raw body.
    pub raw: Bytes,
    pub(super) redaction: Redaction,
    /// Whether an earlier attempt of the call may have taken effect.
    pub(super) after_effect: bool,
    /// The page of a list that was requested, counted from 1.
    pub(super) page: Option<u32>,
}

/// A success whose body does not match the schema.
#[derive(Clone)]
pub struct Undecodable {
    /// The status code.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The raw body.
    pub raw: Bytes,
    /// The reason why the body does not match, with its place.
    pub cause: DecodeError,
    pub(super) redaction: Redaction,
    /// The page of a list that was requested, counted from 1.
    pub(super) page: Option<u32>,
}

/// The maximum number of characters printed of a body without a schema.
const MAX_EXCERPT: usize = 300;

/// The maximum number of characters printed of the errors in a body.
const MAX_DESCRIPTION: usize = 2000;

impl<E> ApiError<E> {
    /// Creates an error from the parts of a reply, for tests of code that handles it.
    #[must_use]
    pub fn new(status: StatusCode, headers: HeaderMap, body: Option<E>, raw: Bytes) -> Self {
        Self {
            status,
            headers,
            body,
            raw,
            redaction: Redaction::default(),
            after_effect: false,
            page: None,
        }
    }
}

impl Undecodable {
    pub(crate) fn new(
        status: StatusCode,
        headers: HeaderMap,
        raw: Bytes,
        cause: DecodeError,
    ) -> Self {
        Self {
            status,
            headers,
            raw,
            cause,
            redaction: Redaction::default(),
            page: None,
        }
    }
}

impl<E: ErrorBody> ApiError<E> {
    /// Returns the API's code of the first error in the body, if any.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.body.as_ref()?.entries().first()?.code
    }

    /// Returns, for each error in the body, the named error that it matches, if any.
    pub fn named(&self) -> impl Iterator<Item = Option<&'static NamedError>> + '_ {
        let entries = self.body.iter().flat_map(ErrorBody::entries);
        entries.map(|entry| self.name(&entry))
    }

    fn name(&self, entry: &ErrorEntry<'_>) -> Option<&'static NamedError> {
        find_named_error(E::NAMED, self.status.as_u16(), entry)
    }

    /// Returns what `Display` prints of the body.
    fn description(&self) -> String {
        let entries: Vec<_> = self.body.iter().flat_map(ErrorBody::entries).collect();
        let code = |entry: &ErrorEntry<'_>| {
            let name = || Some(self.name(entry)?.name.to_owned());
            entry.code.map(str::to_owned).or_else(name)
        };
        if !self.redaction.bodies() {
            let codes: Vec<_> = entries.iter().filter_map(code).collect();
            return self.redaction.one_line(&codes.join("; "), MAX_DESCRIPTION);
        }
        let entries = entries
            .iter()
            .map(|entry| describe_entry(code(entry), entry));
        let mut texts: Vec<String> = entries.filter(|text| !text.is_empty()).collect();
        let problem = problem_details(&self.headers, &self.raw);
        let said = |text: &&str| texts.iter().any(|it| it.contains(*text));
        if let Some(texts_of_problem) = problem
            && !texts_of_problem.iter().all(|text| said(&&**text))
        {
            texts.insert(0, texts_of_problem.join(": "));
        }
        if texts.is_empty() {
            body_excerpt(&self.headers, &self.raw, &self.redaction)
        } else {
            self.redaction.one_line(&texts.join("; "), MAX_DESCRIPTION)
        }
    }
}

/// Joins the code, title, detail and place of an error.
fn describe_entry(code: Option<String>, entry: &ErrorEntry<'_>) -> String {
    let ErrorEntry {
        code: _,
        title,
        detail,
        pointer,
        parameter,
    } = *entry;
    let title = title.map(str::to_owned);
    let mut text = code.into_iter().chain(title).collect::<Vec<_>>().join(" ");
    if let Some(detail) = detail.filter(|detail| !text.contains(detail)) {
        text.push_str(if text.is_empty() { "" } else { ": " });
        text.push_str(detail);
    }
    let place = pointer
        .map(str::to_owned)
        .or_else(|| Some(format!("parameter {}", parameter?)));
    if let Some(place) = place.filter(|_| !text.is_empty()) {
        text.extend([" (", &place, ")"]);
    }
    text
}

/// Returns the title and the detail of a problem (RFC 9457 §3).
fn problem_details(headers: &HeaderMap, raw: &[u8]) -> Option<Vec<String>> {
    let essence = content_type(headers)?.split(';').next()?.trim();
    if !essence.eq_ignore_ascii_case("application/problem+json") {
        return None;
    }
    let problem: Value = serde_json::from_slice(raw).ok()?;
    let texts = ["title", "detail"].map(|name| problem.get(name)?.as_str().map(str::to_owned));
    let texts: Vec<String> = texts.into_iter().flatten().collect();
    (!texts.is_empty()).then_some(texts)
}

/// Returns the beginning of a body without a schema.
fn body_excerpt(headers: &HeaderMap, raw: &[u8], redaction: &Redaction) -> String {
    if raw.is_empty() {
        return String::new();
    }
    if let Some(encoding) = content_encoding(headers) {
        return format!("a body encoded as `{}`", encoding.escape_debug());
    }
    // More than is printed, so that a secret at its end is redacted as a whole.
    let start = &raw[..raw.len().min(MAX_EXCERPT * 8)];
    let text = String::from_utf8_lossy(start);
    redaction.one_line(text.trim(), MAX_EXCERPT)
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()
}

/// Returns the content coding of the body, unless it is `identity`.
pub(super) fn content_encoding(headers: &HeaderMap) -> Option<&str> {
    let encoding = headers.get(header::CONTENT_ENCODING)?;
    let encoding = encoding.to_str().unwrap_or("?").trim();
    let is_plain = encoding.is_empty() || encoding.eq_ignore_ascii_case("identity");
    (!is_plain).then_some(encoding)
}

impl<E: ErrorBody> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the API returned {}", self.status)?;
        let description = self.description();
        if !description.is_empty() {
            write!(f, ": {description}")?;
        }
        write_request_id(&self.headers, f)?;
        write_after_effect(self.after_effect, f)
    }
}

/// Prints one line, like an [`ApiError`].
impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        if self.raw.is_empty() {
            f.write_str(" does not match the document")?;
        } else {
            f.write_str(" with an unexpected body")?;
            // JSON is expected; any other content type explains more than the decode error.
            if let Some(other) = content_type(&self.headers).filter(|it| !it.contains("json")) {
                write!(f, " of {}", self.redaction.one_line(other, MAX_EXCERPT))?;
            }
        }
        if self.redaction.bodies() {
            let cause = self.cause.to_string();
            write!(f, ": {}", self.redaction.one_line(&cause, MAX_DESCRIPTION))?;
        } else if !self.cause.pointer().is_empty() {
            let pointer = self.cause.pointer();
            write!(
                f,
                " at {}",
                self.redaction.one_line(pointer, MAX_DESCRIPTION)
            )?;
        }
        write_request_id(&self.headers, f)
    }
}

pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-request-id")?.to_str().ok()
}

/// Writes the id of the request, for readers of logs.
fn write_request_id(headers: &HeaderMap, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match request_id(headers) {
        Some(id) => write!(f, " (request {id})"),
        None => Ok(()),
    }
}

/// Redacts cookies and credentials.
impl<E: fmt::Debug> fmt::Debug for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status,
            headers,
            body,
            raw,
            redaction,
            after_effect,
            page,
        } = self;
        f.debug_struct("ApiError")
            .field("status", status)
            .field("headers", &redaction.headers(headers))
            .field("body", &redaction.body(body))
            .field("raw", &redaction.body(raw))
            .field("after_effect", after_effect)
            .field("page", page)
            .finish()
    }
}

/// Redacts cookies and credentials.
impl fmt::Debug for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status,
            headers,
            raw,
            cause,
            redaction,
            page,
        } = self;
        f.debug_struct("Undecodable")
            .field("status", status)
            .field("headers", &redaction.headers(headers))
            .field("raw", &redaction.body(raw))
            .field("cause", &redaction.body(cause))
            .field("page", page)
            .finish()
    }
}

impl<E: fmt::Debug + ErrorBody> StdError for ApiError<E> {}

impl StdError for Undecodable {}
