//! Replies that come in one of several content types.

use super::{DecodeError, Operation, Reply};

/// An operation whose success has one of several content types.
pub trait Negotiated: Operation {
    /// An enum with a variant for each content type.
    type Content: Send + Sync + 'static;

    /// The content types of a success, as they are put into `Accept`.
    const CONTENT_TYPES: &'static [&'static str];

    /// Reads the body of a success as what its content type says.
    fn content(reply: &Reply<'_>) -> Result<Self::Content, DecodeError>;
}
