//! Refusals: why a request is not carried out, as the documented error body and as a sentence for
//! the log.
//!
//! Where several named errors have one code, the name decides. Titles of codes without a named
//! error are those of the page of errors. A violated rule without a code of its own gets the code
//! of its kind: 10004 missing, 10032 enumeration, 10033 range, 10025 length, else 10015.

use std::fmt;

use generated::{NamedError, Violation, ViolationKind};
use serde_json::{Map, Value, json};

/// A request that is not carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The status of the reply.
    pub status: u16,
    /// The errors of the reply.
    pub errors: Vec<RefusalError>,
    /// Why the request was refused, for the log.
    pub why: String,
}

/// An error in the body of a refusal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RefusalError {
    /// The API's code.
    pub code: String,
    /// The title, which belongs to the code.
    pub title: String,
    /// What is wrong with this request.
    pub detail: String,
    /// JSON Pointer to the member of the body that is wrong.
    pub pointer: Option<String>,
    /// The parameter that is wrong.
    pub parameter: Option<String>,
    /// Other members.
    pub meta: Option<Value>,
}

impl Refusal {
    /// Creates the refusal for a named error; `why` says what led to it.
    pub(crate) fn named(error: &NamedError, why: impl Into<String>) -> Self {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Self {
            status: error.status,
            errors: vec![RefusalError {
                code: text(error.code),
                title: text(error.title),
                detail: text(error.detail),
                pointer: error.pointer.map(str::to_owned),
                parameter: error.parameter.map(str::to_owned),
                meta: error.meta.and_then(|meta| serde_json::from_str(meta).ok()),
            }],
            why: why.into(),
        }
    }

    /// Creates a refusal with a code that no named error has.
    pub(crate) fn with_code(status: u16, code: &str, why: impl Into<String>) -> Self {
        let why = why.into();
        Self {
            status,
            errors: vec![RefusalError {
                code: code.to_owned(),
                title: title(code).to_owned(),
                detail: why.clone(),
                ..RefusalError::default()
            }],
            why,
        }
    }

    /// Creates the refusal for violated rules, one error for each.
    pub(crate) fn invalid<'v>(violations: impl IntoIterator<Item = &'v Violation>) -> Self {
        let violations: Vec<_> = violations.into_iter().collect();
        Self {
            status: 422,
            errors: violations.iter().copied().map(violation_error).collect(),
            why: violations
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; "),
        }
    }

    /// Points the first error at a member of the body.
    pub(crate) fn at(mut self, pointer: &str) -> Self {
        if let Some(error) = self.errors.first_mut() {
            error.pointer = Some(pointer.to_owned());
        }
        self
    }

    /// Replaces the detail of the first error.
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        if let Some(error) = self.errors.first_mut() {
            error.detail = detail.into();
        }
        self
    }

    /// Returns the code of the first error.
    #[must_use]
    pub fn code(&self) -> &str {
        self.errors.first().map_or("", |error| &error.code)
    }

    /// Returns the body of the reply.
    #[must_use]
    pub fn body(&self) -> Value {
        json!({ "errors": self.errors.iter().map(error_body).collect::<Vec<_>>() })
    }

    /// Returns the body of a reply of TeXML, where "not found" has nothing but a detail.
    #[must_use]
    pub fn texml_body(&self) -> Value {
        if self.status != 404 {
            return self.body();
        }
        let errors = self.errors.iter().map(|it| json!({ "detail": it.detail }));
        json!({ "errors": errors.collect::<Vec<_>>() })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code(), self.why)
    }
}

impl std::error::Error for Refusal {}

fn error_body(error: &RefusalError) -> Value {
    let mut source = Map::new();
    for (name, value) in [("pointer", &error.pointer), ("parameter", &error.parameter)] {
        if let Some(value) = value {
            source.insert(name.to_owned(), json!(value));
        }
    }
    let mut body = json!({ "code": error.code, "title": error.title, "detail": error.detail });
    if !source.is_empty() {
        body["source"] = Value::Object(source);
    }
    if let Some(meta) = &error.meta {
        body["meta"] = meta.clone();
    }
    body
}

fn violation_error(violation: &Violation) -> RefusalError {
    let code = violation.code.unwrap_or_else(|| violation_code(violation));
    RefusalError {
        code: code.to_owned(),
        title: title(code).to_owned(),
        detail: violation.message.clone(),
        pointer: (violation.parameter.is_none() && !violation.pointer.is_empty())
            .then(|| violation.pointer.clone()),
        parameter: violation.parameter.map(str::to_owned),
        meta: None,
    }
}

/// Returns the code of a violated rule that has none of its own: that of its member, or of its kind.
fn violation_code(violation: &Violation) -> &'static str {
    match (violation.kind, violation.pointer.as_str()) {
        (ViolationKind::Required, _) => "10004",
        (ViolationKind::Enumeration, _) => "10032",
        (_, "/loop") => "90009",
        (ViolationKind::MinLength | ViolationKind::MaxLength, "/payload") => "90010",
        (ViolationKind::Pattern, "/digits") => "90014",
        (ViolationKind::Base64, _) => "90017",
        (
            ViolationKind::Minimum
            | ViolationKind::Maximum
            | ViolationKind::ExclusiveMinimum
            | ViolationKind::ExclusiveMaximum,
            _,
        ) => "10033",
        (ViolationKind::MinLength | ViolationKind::MaxLength, _) => "10025",
        (ViolationKind::Type, _) => "10026",
        (ViolationKind::MediaType, _) => "10024",
        _ => "10015",
    }
}

/// Returns the title that belongs to a code.
pub(crate) fn title(code: &str) -> &'static str {
    match code {
        "10004" => "Missing required parameter",
        "10005" => "Resource not found",
        "10009" => "Authentication failed",
        "10011" => "Too many requests",
        "10016" => "Phone number must be in +E164 format",
        "10023" => "Invalid JSON",
        "10024" => "Unsupported Content-Type",
        "10025" => "Invalid length",
        "10026" => "Invalid type",
        "10032" => "Invalid enumerated value",
        "10033" => "Value outside of range",
        "10034" => "Form expected",
        "90009" => "Invalid loop",
        "90010" => "Invalid payload",
        "90014" => "Invalid digits",
        "90017" => "Invalid client_state",
        _ => "Bad Request",
    }
}
