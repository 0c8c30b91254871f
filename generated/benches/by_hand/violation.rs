//! Violations of rules.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

#[derive(Debug)]
#[allow(dead_code)] // Whoever reads a violation reads these; the benchmark does not.
pub(crate) struct Violation {
    pub(crate) pointer: String,
    pub(crate) message: String,
    pub(crate) code: Option<&'static str>,
}

impl Violation {
    pub(super) fn new(pointer: &str, message: String, code: Option<&'static str>) -> Self {
        Self {
            pointer: pointer.to_owned(),
            message,
            code,
        }
    }

    /// A string that is not in the list.
    pub(super) fn unlisted(pointer: &str, found: &str, code: Option<&'static str>) -> Self {
        Self::new(pointer, format!("{found:?} is not a known value"), code)
    }
}

/// Returns an error if there are violations.
pub(super) fn result(found: Vec<Violation>) -> Result<(), Vec<Violation>> {
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Checks that a string is Base64.
pub(super) fn check_base64(pointer: &str, text: &str, found: &mut Vec<Violation>) {
    if let Err(error) = STANDARD.decode(text) {
        found.push(Violation::new(pointer, error.to_string(), None));
    }
}

/// Checks that a number is in a range.
pub(super) fn check_range(
    pointer: &str,
    number: i64,
    (least, most): (i64, i64),
    code: Option<&'static str>,
    found: &mut Vec<Violation>,
) {
    if number < least || number > most {
        let message = format!("{number} is outside {least}..={most}");
        found.push(Violation::new(pointer, message, code));
    }
}
