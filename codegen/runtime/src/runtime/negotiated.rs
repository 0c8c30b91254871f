//! Operations whose replies have one of several content types.

use super::{DecodeError, Operation, Reply};

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
