//! Why a value cannot be written.

use std::error::Error;
use std::fmt;

use serde::ser;

use crate::runtime::{Violation, ViolationKind};

/// Why a value cannot be written.
#[derive(Debug)]
pub(super) struct Unwritable(pub(super) String);

impl Unwritable {
    /// The same as a violation of a parameter, or of the body.
    pub(super) fn of(self, parameter: Option<&'static str>) -> Violation {
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

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Self(message.to_string())
    }
}
