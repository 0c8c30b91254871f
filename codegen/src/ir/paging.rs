//! How a list is paged: as the document says, and by the fields of the bindings.

use super::error::Step;
use super::value::Type;

/// How a list is paged, as the document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// The path of the items in a page; `None` if the page is the array.
    pub items: Option<String>,
    /// How the next page is requested.
    pub style: PaginationStyle,
}

/// How the next page is requested, by names in the document. A name in the request is that of a query
/// parameter or of a member of one (`page[number]`), or the path of a member of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaginationStyle {
    /// By page number.
    PageNumber {
        /// The page number in the request.
        number: String,
        /// The page size in the request.
        size: Option<String>,
        /// The path of the number of pages in a page (`meta/total_pages`).
        total_pages: Option<String>,
    },
    /// By a URI in a page, at this path.
    NextUri(String),
    /// By a cursor.
    Cursor {
        /// The cursor in the request.
        cursor: String,
        /// The source of the cursor.
        source: CursorSource<String>,
        /// The path of the flag in a page whether more pages follow.
        has_more: Option<String>,
    },
    /// By the number of items before the page.
    OffsetLimit {
        /// The offset in the request.
        offset: String,
        /// The maximum number of items in the request.
        limit: String,
        /// The path of the number of all items in a page.
        total: Option<String>,
        /// Whether a page with fewer items than the limit is the last.
        short_page_ends: bool,
    },
    /// By the header `Link` (RFC 8288).
    LinkHeader,
}

/// The source of a cursor: a member by its path `P`, or a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CursorSource<P> {
    /// A member of a page.
    Page(P),
    /// A member of the last item of a page.
    Item(P),
    /// A header of the reply, by its name.
    Header(String),
}

/// The fields by which a list is paged.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// The type of an item.
    pub item: Type,
    /// The path of the list in the body; empty if the body is the list.
    pub items: Vec<Step>,
    /// How the next page is requested.
    pub next: PagingStep,
}

/// How the next page is requested.
#[derive(Clone, Debug, PartialEq)]
pub enum PagingStep {
    /// By the number of the page.
    Number {
        /// The field for the number.
        number: RequestField,
        /// The path of the number of pages in the body.
        pages: Option<Vec<Step>>,
    },
    /// By the number of items before the page.
    Offset {
        /// The field for the offset.
        offset: RequestField,
        /// The path of the number of all items in the body.
        total: Option<Vec<Step>>,
        /// The field for the maximum number of items, if a page with fewer items is the last.
        limit: Option<RequestField>,
    },
    /// By a cursor.
    Cursor {
        /// The field for the cursor.
        cursor: RequestField,
        /// The source of the cursor, which has the type of the field, but for newtypes.
        source: CursorSource<(Vec<Step>, Type)>,
        /// The path of the flag in the body whether more pages follow.
        has_more: Option<Vec<Step>>,
    },
    /// By a link: its path in the body.
    Link(Vec<Step>),
    /// By the header `Link`.
    LinkHeader,
}

impl PagingStep {
    /// Returns the fields of the request that it mentions.
    pub fn request_fields(&self) -> impl Iterator<Item = &RequestField> {
        let (first, second) = match self {
            Self::Number { number, pages: _ } => (Some(number), None),
            Self::Offset {
                offset,
                total: _,
                limit,
            } => (Some(offset), limit.as_ref()),
            Self::Cursor { cursor, .. } => (Some(cursor), None),
            Self::Link(_) | Self::LinkHeader => (None, None),
        };
        first.into_iter().chain(second)
    }
}

/// A field of an operation, or of an object in it.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestField {
    /// The fields of the objects that it is in, from the outside, each with the type of the object. An
    /// optional one can be made without arguments.
    pub objects: Vec<(Step, Type)>,
    /// The field itself.
    pub step: Step,
    /// Its type.
    pub ty: Type,
}

impl RequestField {
    /// Returns the path from the operation.
    #[must_use]
    pub fn path(&self) -> Vec<Step> {
        let objects = self.objects.iter().map(|(step, _)| step);
        objects.chain([&self.step]).cloned().collect()
    }
}
