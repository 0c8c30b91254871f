//! Values that cannot be represented in a request.

use std::error::Error;
use std::fmt;

use serde::ser;

use crate::runtime::{Violation, ViolationKind};

/// The reason why a value cannot be represented in a request.
#[derive(Debug)]
pub(in crate::runtime) struct UnsupportedValue(pub(super) String);

impl UnsupportedValue {
    /// Converts the error to a violation of a parameter, or of the body.
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
