//! Errors with names, made from the examples of the document.

use std::convert::Infallible;

use super::{Base64, DateTime, Decode, DecodeError, Map, Nullable, Value, decode};

/// An error from the examples of the document. Errors in replies are matched against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NamedError {
    /// The name, in snake case.
    pub name: &'static str,
    /// The status code of the reply.
    pub status: u16,
    /// The API's code.
    pub code: Option<&'static str>,
    /// The title, which is the same for all errors of this kind.
    pub title: Option<&'static str>,
    /// The detail of the example, which describes a single occurrence.
    pub detail: Option<&'static str>,
    /// A JSON Pointer to the member of the request that caused the error.
    pub pointer: Option<&'static str>,
    /// The parameter of the request that caused the error.
    pub parameter: Option<&'static str>,
    /// Other members of the example, as JSON.
    pub meta: Option<&'static str>,
    /// The whole body of the example, as JSON.
    pub json: &'static str,
}

impl NamedError {
    /// Decodes the body of the example.
    ///
    /// # Errors
    ///
    /// If the body is not a `T`.
    pub fn parse<T: Decode>(&self) -> Result<T, DecodeError> {
        decode(self.json.as_bytes())
    }
}

/// The body of a reply with an error status.
///
/// `entries` is empty if the document does not state where in the body the errors are.
pub trait ErrorBody {
    /// The named errors of the document.
    const NAMED: &'static [NamedError] = &[];

    /// Returns the errors in the body.
    fn entries(&self) -> Vec<ErrorEntry<'_>> {
        Vec::new()
    }
}

/// A reply whose error body is not decoded.
impl ErrorBody for Infallible {}

macro_rules! without_entries {
    ($($type:ty),*) => {
        $(impl ErrorBody for $type {})*
    };
}
without_entries! { bool, i64, u64, i128, u128, f64, String, Base64, DateTime, Value }

impl<T> ErrorBody for Vec<T> {}

impl<T> ErrorBody for Map<T> {}

impl<T: ErrorBody> ErrorBody for Box<T> {
    const NAMED: &'static [NamedError] = T::NAMED;

    fn entries(&self) -> Vec<ErrorEntry<'_>> {
        (**self).entries()
    }
}

impl<T: ErrorBody> ErrorBody for Nullable<T> {
    const NAMED: &'static [NamedError] = T::NAMED;

    fn entries(&self) -> Vec<ErrorEntry<'_>> {
        self.as_option().map_or_else(Vec::new, ErrorBody::entries)
    }
}

/// An error in a body, with what most APIs have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErrorEntry<'a> {
    /// The API's code.
    pub code: Option<&'a str>,
    /// The title, which is the same for all errors of this kind.
    pub title: Option<&'a str>,
    /// The detail, which describes this occurrence.
    pub detail: Option<&'a str>,
    /// A JSON Pointer to the member of the request that caused the error.
    pub pointer: Option<&'a str>,
    /// The parameter of the request that caused the error.
    pub parameter: Option<&'a str>,
}

/// Returns the named error of `all` that an error in a reply with this status matches, if any.
///
/// Status and code must match. If several errors match, the pointer decides if `entry` has one,
/// then the title; the detail is never compared. Returns `None` if still more than one matches.
#[must_use]
pub fn find_named_error(
    all: &'static [NamedError],
    status: u16,
    entry: &ErrorEntry<'_>,
) -> Option<&'static NamedError> {
    let mut left: Vec<_> = all
        .iter()
        .filter(|it| it.status == status && it.code == entry.code)
        .collect();
    if left.len() > 1 && entry.pointer.is_some() {
        // An example without a pointer matches all pointers, unless another example has this one.
        let exact = left.iter().any(|it| it.pointer == entry.pointer);
        let pointer = if exact { entry.pointer } else { None };
        left.retain(|it| it.pointer == pointer);
    }
    // A status alone is too little, so without a code the title has to match.
    if left.len() > 1 || entry.code.is_none() {
        left.retain(|it| it.title.is_some() && it.title == entry.title);
    }
    match left[..] {
        [only] => Some(only),
        _ => None,
    }
}
