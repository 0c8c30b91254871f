//! Lists that come in pages.

use super::Operation;

/// An operation that returns a list in pages.
pub trait Paged: Operation {
    /// The type of an item.
    type Item;

    /// Takes the items out of a page.
    fn items(page: &mut Self::Body) -> Vec<Self::Item>;

    /// How to get the page after this one, whose items are still in it; `None` if it is the last.
    fn next(&self, page: &Self::Body) -> Option<NextPage<Self>>;
}

/// How to get the next page.
#[derive(Clone, Debug, PartialEq)]
pub enum NextPage<O> {
    /// By this call.
    Call(O),
    /// By a GET of this reference, which is relative to the URL of the page before.
    Uri(String),
}

impl<O: Clone> NextPage<O> {
    /// The next number, unless this page is empty or the last one. A page without a number is the
    /// first.
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

    /// What a link leads to, if there is one.
    #[must_use]
    pub fn linked(uri: Option<&str>) -> Option<Self> {
        let uri = uri.filter(|uri| !uri.is_empty())?;
        Some(Self::Uri(uri.to_owned()))
    }
}
