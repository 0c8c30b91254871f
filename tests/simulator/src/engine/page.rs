//! Pages of lists: those of Call Control by number from 1, those of TeXML from 0.
//!
//! Cursors (`page[after]`, `PageToken`) are not given out, so none is accepted; pages beyond the last are
//! empty.

use generated::Nullable;
use generated::conferences::{Page, PaginationMeta};

/// The size of a page if none is asked for.
const DEFAULT_SIZE: usize = 20;

/// A page of Call Control.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageQuery {
    number: usize,
    size: usize,
}

impl PageQuery {
    pub(crate) fn new(page: Option<&Page>) -> Self {
        let count = |it: Option<i64>| it.and_then(|it| usize::try_from(it).ok());
        let size = page.and_then(|it| count(it.size.or(it.limit)));
        Self {
            number: page.and_then(|it| count(it.number)).unwrap_or(1).max(1),
            size: size.unwrap_or(DEFAULT_SIZE).max(1),
        }
    }

    /// Returns the items of the page with what the API says about it.
    pub(crate) fn cut<T>(self, items: Vec<T>) -> (Vec<T>, PaginationMeta) {
        let total = items.len();
        let page = items
            .into_iter()
            .skip((self.number - 1).saturating_mul(self.size));
        let number = |it: usize| i64::try_from(it).unwrap_or(i64::MAX);
        let meta = PaginationMeta::new()
            .page_number(number(self.number))
            .page_size(number(self.size))
            .total_pages(number(total.div_ceil(self.size)))
            .total_results(number(total));
        (page.take(self.size).collect(), meta)
    }
}

/// A page of TeXML.
#[derive(Clone, Debug)]
pub(crate) struct TexmlPage {
    pub(crate) number: i64,
    pub(crate) size: i64,
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) uri: String,
    pub(crate) first_uri: String,
    pub(crate) next_uri: Nullable<String>,
}

impl TexmlPage {
    /// Cuts the page out of the items. `path` is the URI of the list without a query.
    pub(crate) fn cut<T>(
        path: &str,
        filter: &str,
        page: Option<i64>,
        size: Option<i64>,
        items: Vec<T>,
    ) -> (Vec<T>, Self) {
        let total = items.len();
        let count = |it: i64| usize::try_from(it).ok();
        let number = page.and_then(count).unwrap_or(0);
        let size = size
            .and_then(count)
            .filter(|&it| it > 0)
            .unwrap_or(DEFAULT_SIZE);
        let start = number.saturating_mul(size);
        let items: Vec<_> = items.into_iter().skip(start).take(size).collect();
        let uri = |number: usize| format!("{path}.json?Page={number}&PageSize={size}{filter}");
        let whole = |it: usize| i64::try_from(it).unwrap_or(i64::MAX);
        let has_next = start.saturating_add(items.len()) < total && !items.is_empty();
        let page = Self {
            number: whole(number),
            size: whole(size),
            start: whole(start),
            end: whole(
                start
                    .saturating_add(items.len())
                    .saturating_sub(1)
                    .max(start),
            ),
            uri: uri(number),
            first_uri: uri(0),
            next_uri: has_next.then(|| uri(number + 1)).into(),
        };
        (items, page)
    }
}
