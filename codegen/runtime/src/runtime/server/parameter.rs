//! Parameters as the table of an operation declares them.

use super::super::Style;

/// A parameter of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// The location.
    pub location: Location,
    /// The style.
    pub style: Style,
    /// Whether the parameter is required.
    pub required: bool,
}

/// The location of a parameter in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The whole query.
    QueryString,
    /// A header.
    Header,
    /// The header `Cookie`.
    Cookie,
}

/// The constructors are named like the methods that write and read a parameter, for all of them are
/// made from the same word of the table.
impl Parameter {
    const fn new(name: &'static str, location: Location, style: Style) -> Self {
        Self {
            name,
            location,
            style,
            required: true,
        }
    }

    /// Creates a path parameter.
    #[must_use]
    pub const fn path(name: &'static str, style: Style) -> Self {
        Self::new(name, Location::Path, style)
    }

    /// Creates a query parameter.
    #[must_use]
    pub const fn query(name: &'static str, style: Style) -> Self {
        Self::new(name, Location::Query, style)
    }

    /// Creates a query parameter with `allowReserved`, which makes no difference to a reader.
    #[must_use]
    pub const fn query_reserved(name: &'static str, style: Style) -> Self {
        Self::query(name, style)
    }

    /// Creates a parameter that is the whole query.
    #[must_use]
    pub const fn query_string(name: &'static str, style: Style) -> Self {
        Self::new(name, Location::QueryString, style)
    }

    /// Creates a path parameter with `allowReserved`, which makes no difference to a reader.
    #[must_use]
    pub const fn path_reserved(name: &'static str, style: Style) -> Self {
        Self::path(name, style)
    }

    /// Creates a cookie parameter with `allowReserved`, which makes no difference to a reader.
    #[must_use]
    pub const fn cookie_reserved(name: &'static str, style: Style) -> Self {
        Self::cookie(name, style)
    }

    /// Creates a cookie parameter in the style `cookie`, whose value is not encoded.
    #[must_use]
    pub const fn cookie_verbatim(name: &'static str, style: Style) -> Self {
        Self::cookie(name, style)
    }

    /// Creates a header parameter.
    #[must_use]
    pub const fn header(name: &'static str, style: Style) -> Self {
        Self::new(name, Location::Header, style)
    }

    /// Creates a cookie parameter.
    #[must_use]
    pub const fn cookie(name: &'static str, style: Style) -> Self {
        Self::new(name, Location::Cookie, style)
    }

    /// Returns the parameter as an optional one.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self
    }
}
