//! Whether an attempt of a call may have taken effect, which a later attempt does not undo.

use std::fmt;

use http::StatusCode;

/// In the extensions of a reply: an attempt before it may have taken effect.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "client"), allow(dead_code))]
pub(crate) struct AfterEffect;

/// Returns whether a request may have taken effect although the reply has this status. A client
/// error says that the server refused the request (RFC 9110 §15.5), but 408 and 409 may be about an
/// earlier attempt that the server is still processing.
pub(super) fn may_have_taken_effect(status: StatusCode) -> bool {
    match status.as_u16() {
        307 | 308 => false,
        408 | 409 => true,
        _ => !status.is_client_error(),
    }
}

/// Writes whether an earlier attempt may have taken effect.
pub(super) fn write_after_effect(after_effect: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(if after_effect {
        "; an earlier attempt may have taken effect"
    } else {
        ""
    })
}
