//! Lists that are returned in pages.

use http::HeaderMap;

use super::link_header::find_link;
use super::{Nullable, Operation};

/// An operation that returns a list in pages.
pub trait Paged: Operation {
    /// The type of an item.
    type Item;

    /// Takes the items out of a page.
    fn items(page: &mut Self::Body) -> Vec<Self::Item>;

    /// Returns how to get the page after `page`, whose items have not been taken yet and which
    /// arrived with `headers`; `None` if it is the last.
    fn next(&self, page: &Self::Body, headers: &HeaderMap) -> Option<NextPage<Self>>;
}

/// The way to the next page.
#[derive(Clone, Debug, PartialEq)]
pub enum NextPage<O> {
    /// A call.
    Call(O),
    /// A GET request to a URI reference, relative to the URL of the current page.
    Uri(String),
    /// Unknown: the page says that more pages follow, but not how to get them. This is an error.
    Unknown,
}

impl<O: Clone> NextPage<O> {
    /// Returns the call with the next page number, or `None` if this page is empty or the last of
    /// `pages`. A call without a page number is for page 1.
    pub fn numbered<N: IntegerField>(
        call: &O,
        items: usize,
        pages: Option<i64>,
        number: impl FnOnce(&mut O) -> &mut N,
    ) -> Option<Self> {
        let mut next = call.clone();
        let number = number(&mut next);
        let current = number.get().unwrap_or(1);
        if items == 0 || pages.is_some_and(|pages| current >= pages) {
            return None;
        }
        number.set(current.checked_add(1)?);
        Some(Self::Call(next))
    }

    /// Returns the call with the offset after the items of this page, or `None` if this page is
    /// empty, has fewer items than `limit`, or is the last of `total` items. A call without an
    /// offset starts at 0.
    pub fn offset<N: IntegerField>(
        call: &O,
        items: usize,
        total: Option<i64>,
        limit: Option<i64>,
        offset: impl FnOnce(&mut O) -> &mut N,
    ) -> Option<Self> {
        let mut next = call.clone();
        let offset = offset(&mut next);
        let items = i64::try_from(items).ok()?;
        let end = offset.get().unwrap_or(0).checked_add(items)?;
        let is_short = limit.is_some_and(|limit| items < limit);
        if items == 0 || is_short || total.is_some_and(|total| end >= total) {
            return None;
        }
        offset.set(end);
        Some(Self::Call(next))
    }

    /// Returns the call with the cursor of the next page, or `None` if this page is the last:
    /// `has_more` is false, or is unknown while the cursor is absent, empty or zero.
    pub fn after<C: Default + PartialEq>(
        call: &O,
        cursor: Option<C>,
        has_more: Option<bool>,
        set: impl FnOnce(&mut O, C),
    ) -> Option<Self> {
        let cursor = cursor.filter(|it| *it != C::default());
        match (has_more, cursor) {
            (Some(false), _) | (None, None) => None,
            (Some(true), None) => Some(Self::Unknown),
            (_, Some(cursor)) => {
                let mut next = call.clone();
                set(&mut next, cursor);
                Some(Self::Call(next))
            }
        }
    }

    /// Returns the page that a URI refers to, or `None` if the URI is absent or empty.
    #[must_use]
    pub fn linked(uri: Option<&str>) -> Option<Self> {
        let uri = uri.filter(|uri| !uri.is_empty())?;
        Some(Self::Uri(uri.to_owned()))
    }

    /// Returns the page that the header `Link` (RFC 8288) names with the relation `next`, or `None`
    /// if there is no such link.
    #[must_use]
    pub fn link_header(headers: &HeaderMap) -> Option<Self> {
        Self::linked(find_link(headers, "next").as_deref())
    }
}

/// Returns the value of a header without surrounding spaces, or `None` if it is absent or not text.
pub fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// A field for an integer: an `i64`, which may be optional, nullable or both.
pub trait IntegerField {
    /// Returns the integer, if there is one.
    fn get(&self) -> Option<i64>;

    /// Sets the integer.
    fn set(&mut self, integer: i64);
}

impl IntegerField for i64 {
    fn get(&self) -> Option<i64> {
        Some(*self)
    }

    fn set(&mut self, integer: i64) {
        *self = integer;
    }
}

impl<T: IntegerField + From<i64>> IntegerField for Option<T> {
    fn get(&self) -> Option<i64> {
        self.as_ref()?.get()
    }

    fn set(&mut self, integer: i64) {
        *self = Some(integer.into());
    }
}

impl IntegerField for Nullable<i64> {
    fn get(&self) -> Option<i64> {
        self.as_option().copied()
    }

    fn set(&mut self, integer: i64) {
        *self = integer.into();
    }
}
