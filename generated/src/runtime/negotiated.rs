//! Replies that come in one of several content types.

use super::{DecodeError, Operation, Reply};

/// An operation whose success has one of several content types.
pub trait Negotiated: Operation {
    /// What it holds: a variant for each content type.
    type Content: Send + Sync + 'static;

    /// The content types that are welcome, in the order of the document.
    const CONTENT_TYPES: &'static [&'static str];

    /// Reads the body of a success as what its content type says.
    fn content(reply: &Reply<'_>) -> Result<Self::Content, DecodeError>;
}
