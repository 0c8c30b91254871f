//! Lists that are returned in pages.

use super::Operation;

/// An operation that returns a list in pages.
pub trait Paged: Operation {
    /// The type of an item.
    type Item;

    /// Takes the items out of a page.
    fn items(page: &mut Self::Body) -> Vec<Self::Item>;

    /// Returns how to get the page after `page`, whose items have not been taken yet; `None` if it
    /// is the last.
    fn next(&self, page: &Self::Body) -> Option<NextPage<Self>>;
}

/// The way to the next page.
#[derive(Clone, Debug, PartialEq)]
pub enum NextPage<O> {
    /// A call.
    Call(O),
    /// A GET request to a URI reference, relative to the URL of the current page.
    Uri(String),
}

impl<O: Clone> NextPage<O> {
    /// Returns the call with the next page number, or `None` if this page is empty or the last of
    /// `pages`. A call without a page number is for page 1.
    pub fn numbered(
        call: &O,
        items: usize,
        pages: Option<i64>,
        number: impl FnOnce(&mut O) -> &mut Option<i64>,
    ) -> Option<Self> {
        let mut next = call.clone();
        let number = number(&mut next);
        let current = number.unwrap_or(1);
        if items == 0 || pages.is_some_and(|pages| current >= pages) {
            return None;
        }
        *number = Some(current.checked_add(1)?);
        Some(Self::Call(next))
    }

    /// Returns the page that a link refers to, or `None` if the link is absent or empty.
    #[must_use]
    pub fn linked(uri: Option<&str>) -> Option<Self> {
        let uri = uri.filter(|uri| !uri.is_empty())?;
        Some(Self::Uri(uri.to_owned()))
    }
}
