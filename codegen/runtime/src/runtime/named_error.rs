//! Errors that the document shows as examples, each with a name.

use std::convert::Infallible;

use super::{Base64, DateTime, Decode, DecodeError, Map, Nullable, Value, decode};

/// An error of the document's examples, against which errors of replies are matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NamedError {
    /// Its name, in snake case.
    pub name: &'static str,
    /// The status it comes with.
    pub status: u16,
    /// The API's code for it.
    pub code: Option<&'static str>,
    /// The title, which is the same for all errors of this kind.
    pub title: Option<&'static str>,
    /// An example of the detail, which explains a single case.
    pub detail: Option<&'static str>,
    /// A JSON pointer to the member of the request that caused the error.
    pub pointer: Option<&'static str>,
    /// The parameter of the request that caused the error.
    pub parameter: Option<&'static str>,
    /// Other members of the example, as JSON.
    pub meta: Option<&'static str>,
    /// The whole body of the example, as JSON.
    pub json: &'static str,
}

impl NamedError {
    /// The body of the example as a value.
    pub fn parse<T: Decode>(&self) -> Result<T, DecodeError> {
        decode(self.json.as_bytes())
    }
}

/// What the body of a failure may be.
///
/// A body without entries is one of which the document does not say where its errors stand.
pub trait ErrorBody {
    /// The errors that the document shows.
    const NAMED: &'static [NamedError] = &[];

    /// The errors in it.
    fn entries(&self) -> Vec<ErrorEntry<'_>> {
        Vec::new()
    }
}

/// There is no body that it could be.
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

/// One error out of a body: what all APIs have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErrorEntry<'a> {
    /// The API's code for it.
    pub code: Option<&'a str>,
    /// The title, which is the same for all errors of this kind.
    pub title: Option<&'a str>,
    /// The detail, which explains this case.
    pub detail: Option<&'a str>,
    /// A JSON pointer to the member of the request that caused the error.
    pub pointer: Option<&'a str>,
    /// The parameter of the request that caused the error.
    pub parameter: Option<&'a str>,
}

/// Finds the named error that an error of a reply is.
///
/// Status and code must match. If several errors remain, the pointer decides if there is one, then
/// the title; the detail is never compared. `None` if several remain in the end.
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
        // An example that shows no pointer speaks of all of them, unless another shows this one.
        let exact = left.iter().any(|it| it.pointer == entry.pointer);
        let pointer = if exact { entry.pointer } else { None };
        left.retain(|it| it.pointer == pointer);
    }
    // A status alone names nothing, so without a code the title has to be the same.
    if left.len() > 1 || entry.code.is_none() {
        left.retain(|it| it.title.is_some() && it.title == entry.title);
    }
    match left[..] {
        [only] => Some(only),
        _ => None,
    }
}
