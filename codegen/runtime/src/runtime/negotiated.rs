//! Operations whose replies have one of several content types.

use super::operation::{check_content_encoding, decode_failure, undecodable_error};
use super::{DecodeError, Error, Operation, Reply};

/// An operation whose success has one of several content types.
pub trait Negotiated: Operation {
    /// An enum with a variant for each content type.
    type Content: Send + Sync + 'static;

    /// The content types of a success, in the order of `Accept`.
    const CONTENT_TYPES: &'static [&'static str];

    /// Decodes the body of a success by its content type.
    ///
    /// # Errors
    ///
    /// If the content type is not declared, or the body does not match its schema.
    fn content(reply: &Reply<'_>) -> Result<Self::Content, DecodeError>;
}

/// Decodes the body of a success by its content type. Only clients use it.
#[cfg_attr(not(feature = "client"), allow(dead_code))]
pub(super) fn decode_content<O: Negotiated>(
    reply: &Reply<'_>,
) -> Result<O::Content, Error<O::Error>> {
    if reply.status.is_success() {
        let content = check_content_encoding(reply).and_then(|()| O::content(reply));
        return content.map_err(|error| undecodable_error(reply, error));
    }
    Err(decode_failure::<O>(reply))
}
