//! Why a value cannot be written.

use std::error::Error;
use std::fmt;

use serde::ser;

use crate::runtime::{Violation, ViolationKind};

/// Why a value cannot be written.
#[derive(Debug)]
pub(super) struct UnsupportedValue(pub(super) String);

impl UnsupportedValue {
    /// The same as a violation of a parameter, or of the body.
    pub(super) fn into_violation(self, parameter: Option<&'static str>) -> Violation {
        Violation {
            pointer: String::new(),
            parameter,
            kind: ViolationKind::Encoding,
            message: self.0,
            because: None,
            code: None,
        }
    }
}

impl fmt::Display for UnsupportedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for UnsupportedValue {}

impl ser::Error for UnsupportedValue {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Self(message.to_string())
    }
}
