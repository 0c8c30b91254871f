//! Requests that are refused: the status, and what is wrong where.

use std::error::Error;
use std::fmt;

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::{HeaderValue, Method, Response, StatusCode};
use serde_json::{Map, Value, json};

use crate::runtime::Violation;

/// A request that no operation accepts, with the status that fits and all that is wrong with it.
///
/// | status | reason |
/// |---|---|
/// | 400 | a parameter is missing, or not a value of its type; the body is missing or malformed |
/// | 404 | no operation has the path |
/// | 405 | no operation has the method at this path; [`allow`](Self::allow) lists those that have |
/// | 413 | the body is too large |
/// | 415 | the content type or the content coding of the body is not declared |
/// | 422 | the body does not match its schema, or a value violates a rule |
#[derive(Clone, PartialEq, Eq)]
pub struct Rejection(Box<Reason>);

#[derive(Clone, PartialEq, Eq)]
struct Reason {
    status: StatusCode,
    operation: Option<&'static str>,
    /// The reason, if it is not the violations.
    message: String,
    violations: Vec<Violation>,
    allow: Vec<&'static str>,
}

impl Rejection {
    pub(in crate::runtime) fn new(
        status: StatusCode,
        operation: Option<&'static str>,
        message: impl Into<String>,
    ) -> Self {
        Self(Box::new(Reason {
            status,
            operation,
            message: message.into(),
            violations: Vec::new(),
            allow: Vec::new(),
        }))
    }

    /// The rejection of a path that no operation has.
    pub(super) fn not_found(path: &str) -> Self {
        let message = format!("no operation has the path {path:?}");
        Self::new(StatusCode::NOT_FOUND, None, message)
    }

    /// The rejection of a method that no operation at the path has.
    pub(super) fn method_not_allowed(method: &Method, allow: Vec<&'static str>) -> Self {
        let message = format!("no operation at this path has the method {method}");
        let mut rejection = Self::new(StatusCode::METHOD_NOT_ALLOWED, None, message);
        rejection.0.allow = allow;
        rejection
    }

    pub(super) fn with_violations(
        status: StatusCode,
        operation: &'static str,
        violations: Vec<Violation>,
    ) -> Self {
        let mut rejection = Self::new(status, Some(operation), "");
        rejection.0.violations = violations;
        rejection
    }

    /// Returns the status that fits.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the name of the operation that the request is for, if it is for one.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// Returns all that is wrong with the parameters and the body; empty if the request is for no
    /// operation.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// Returns the methods of the path; empty unless the status is 405.
    #[must_use]
    pub fn allow(&self) -> &[&'static str] {
        &self.0.allow
    }

    /// Returns the response: the status, `Allow` if the status is 405, and the reasons as
    /// `application/problem+json` (RFC 9457). An API with errors of its own makes them from
    /// [`violations`](Self::violations) instead.
    #[must_use]
    pub fn response(&self) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(self.problem().to_string()));
        *response.status_mut() = self.0.status;
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if !self.0.allow.is_empty()
            && let Ok(methods) = HeaderValue::from_str(&self.0.allow.join(", "))
        {
            headers.insert(ALLOW, methods);
        }
        response
    }

    fn problem(&self) -> Value {
        let status = self.0.status;
        let mut problem = json!({
            "status": status.as_u16(),
            "title": status.canonical_reason().unwrap_or_default(),
            "detail": self.to_string(),
        });
        let errors = self.0.violations.iter().map(|violation| {
            let mut error = Map::new();
            error.insert("detail".to_owned(), violation.message.clone().into());
            error.insert("pointer".to_owned(), violation.pointer.clone().into());
            let names = [("parameter", violation.parameter), ("code", violation.code)];
            for (name, value) in names {
                error.extend(value.map(|it| (name.to_owned(), it.into())));
            }
            Value::Object(error)
        });
        let errors: Vec<Value> = errors.collect();
        if !errors.is_empty() {
            problem["errors"] = errors.into();
        }
        problem
    }
}

impl fmt::Display for Rejection {
    /// Prints the reasons on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        for (index, violation) in self.0.violations.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Reason {
            status,
            operation,
            message,
            violations,
            allow,
        } = &*self.0;
        f.debug_struct("Rejection")
            .field("status", status)
            .field("operation", operation)
            .field("message", message)
            .field("violations", violations)
            .field("allow", allow)
            .finish()
    }
}

impl Error for Rejection {}
