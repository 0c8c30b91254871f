//! A reader of requests, which collects their violations: `parameters` and `body` have its methods.

mod body;
mod parameters;

use bytes::Bytes;
use http::header::COOKIE;
use http::{HeaderMap, Request, StatusCode};

use super::path::Captures;
use super::text::Pair;
use super::{Rejection, Route};
use crate::runtime::text_encoding::{TextEncoding, decode_text};
use crate::runtime::{DecodeError, Violation, ViolationKind, Violations};

pub use body::ReadBody;

/// A reader of a request, which collects its violations.
#[derive(Debug)]
pub struct RequestReader<'r> {
    route: &'r Route,
    captures: Captures<'r>,
    query: Vec<Pair<'r>>,
    /// The query as it arrived.
    query_text: &'r str,
    cookies: Vec<Pair<'r>>,
    headers: &'r HeaderMap,
    body: &'r Bytes,
    status: StatusCode,
    violations: Vec<Violation>,
}

/// Reads an operation from a request, which must be one of the route.
pub(super) fn read_request<O>(
    route: &Route,
    request: &Request<Bytes>,
    read: impl FnOnce(&mut RequestReader<'_>) -> Option<O>,
) -> Result<O, Rejection> {
    let mut from = RequestReader::new(route, request)?;
    let operation = read(&mut from);
    from.finish(operation)
}

impl<'r> RequestReader<'r> {
    /// Creates a reader of a request, which must be one of the route.
    fn new(route: &'r Route, request: &'r Request<Bytes>) -> Result<Self, Rejection> {
        let Some(captures) = route.match_request(request) else {
            return Err(Rejection::not_found(request.uri().path()));
        };
        if route.method != request.method().as_str() {
            let allow = vec![route.method];
            return Err(Rejection::method_not_allowed(request.method(), allow));
        }
        let mut reader = Self {
            route,
            captures,
            query: Vec::new(),
            query_text: request.uri().query().unwrap_or_default(),
            cookies: Vec::new(),
            headers: request.headers(),
            body: request.body(),
            status: StatusCode::UNPROCESSABLE_ENTITY,
            violations: Vec::new(),
        };
        reader.split_query(reader.query_text);
        reader.split_cookies();
        Ok(reader)
    }

    fn split_query(&mut self, query: &'r str) {
        for pair in query.split('&').filter(|it| !it.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match decode_text(name, TextEncoding::Form) {
                Ok(name) => self.query.push((name, value)),
                Err(message) => {
                    let message = format!("a name in the query {message}");
                    let kind = ViolationKind::Encoding;
                    self.refuse(StatusCode::BAD_REQUEST, None, kind, message);
                }
            }
        }
    }

    fn split_cookies(&mut self) {
        for header in self.headers.get_all(COOKIE) {
            let Ok(text) = std::str::from_utf8(header.as_bytes()) else {
                let message = "the cookies are not UTF-8".to_owned();
                let kind = ViolationKind::Encoding;
                self.refuse(StatusCode::BAD_REQUEST, None, kind, message);
                continue;
            };
            for pair in text.split(';').map(|it| it.trim_start_matches(' ')) {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                let decoded = decode_text(name, TextEncoding::Lenient);
                self.cookies.push((decoded.unwrap_or(name.into()), value));
            }
        }
    }

    /// Returns the operation that was read, or the rejection with all violations.
    fn finish<O>(self, operation: Option<O>) -> Result<O, Rejection> {
        let Self {
            route,
            status,
            violations,
            ..
        } = self;
        match operation {
            Some(operation) if violations.is_empty() => Ok(operation),
            _ => Err(Rejection::with_violations(status, route.name, violations)),
        }
    }

    /// Adds violations of rules.
    pub(super) fn refuse_all(&mut self, violations: Violations) {
        self.violations.extend(violations);
    }

    /// Adds a violation. Of several statuses, 415 comes first, then 400.
    fn refuse(
        &mut self,
        status: StatusCode,
        parameter: Option<&'static str>,
        kind: ViolationKind,
        message: String,
    ) {
        let rank = |status| match status {
            StatusCode::UNSUPPORTED_MEDIA_TYPE => 2,
            StatusCode::BAD_REQUEST => 1,
            _ => 0,
        };
        if rank(status) > rank(self.status) {
            self.status = status;
        }
        self.violations.push(Violation {
            pointer: String::new(),
            parameter,
            kind,
            message,
            because: None,
            code: None,
        });
    }

    /// Adds the error of a value as a violation, with the pointer to it.
    fn refuse_value(
        &mut self,
        status: StatusCode,
        parameter: Option<&'static str>,
        error: &DecodeError,
    ) {
        let kind = if error.message().starts_with("missing ") {
            ViolationKind::Required
        } else {
            ViolationKind::Type
        };
        self.refuse(status, parameter, kind, error.message().to_owned());
        if let Some(violation) = self.violations.last_mut() {
            error.pointer().clone_into(&mut violation.pointer);
        }
    }
}
