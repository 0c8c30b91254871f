//! Path segments.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use super::Error;

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Encodes a value as a path segment. Rejects values that would lead to another path.
pub(super) fn segment(value: &str) -> Result<PercentEncode<'_>, Error> {
    if matches!(value, "" | "." | "..") {
        return Err(Error::Segment(value.to_owned()));
    }
    Ok(utf8_percent_encode(value, SEGMENT))
}
