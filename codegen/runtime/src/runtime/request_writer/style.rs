//! How the styles of OpenAPI are written at each location of a request.

use super::encoding::{
    COOKIE, COOKIE_RESERVED, Encoding, FORM, HEADER, LABEL, PATH, PATH_RESERVED, RESERVED, SEGMENT,
    UNRESERVED, VERBATIM,
};
use crate::runtime::schema::Style;

/// A location in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Location {
    /// The path, percent-encoded.
    Path,
    /// The path with `allowReserved`: what a segment may contain is literal.
    ReservedPath,
    /// The query: pairs after `?`, percent-encoded.
    Query,
    /// The query with `allowReserved`: reserved characters are literal.
    Reserved,
    /// The whole query: a form after `?`, or one value.
    WholeQuery,
    /// A header: unencoded, except for delimiters in items.
    Header,
    /// The header `Cookie`: pairs, percent-encoded unless a cookie value may contain the character.
    Cookie,
    /// The header `Cookie` with `allowReserved`: reserved characters are literal.
    ReservedCookie,
    /// The header `Cookie` in the style `cookie`: unencoded.
    VerbatimCookie,
    /// A form: pairs, with `+` for a space.
    Form,
}

/// How a style is written at a location.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    /// The text before the first pair or item.
    pub(super) first: &'static str,
    /// The text before each further pair or item.
    pub(super) between: &'static str,
    /// Whether the name of the parameter is written before the items.
    pub(super) named: bool,
    /// The delimiter of items that share one name; `None` if each item has the name.
    pub(super) delimiter: Option<&'static str>,
    /// A character that items must not contain, because its encoded form is the delimiter.
    pub(super) reserved: Option<u8>,
    /// Whether `=` is omitted before an empty value (RFC 6570, §3.2.7).
    pub(super) bare: bool,
    /// How objects are written.
    pub(super) object: Object,
    /// How a value that is neither array nor object is encoded.
    pub(super) plain: &'static Encoding,
    /// How items are encoded; delimiters within them are always encoded.
    pub(super) item: &'static Encoding,
    /// How names are encoded, if not like items.
    pub(super) name: Option<&'static Encoding>,
}

/// How an object is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Object {
    /// Names and values alternate, like the items of an array.
    Joined,
    /// `name=value`, and arrays in it as JSON.
    Exploded,
    /// Each `name=value` is a pair of its own; arrays in it are one pair per item.
    Pairs,
    /// `parameter[name]=value`.
    Deep,
    /// As JSON, like any other value.
    Json,
}

impl Layout {
    /// Returns the layout of a style; a style that is not defined at the location is replaced by
    /// the most similar one.
    pub(super) fn new(style: Style, location: Location) -> Self {
        let mut layout = match location {
            Location::Query => Self::pairs("?", "&", UNRESERVED),
            Location::Reserved => Self::pairs("?", "&", RESERVED),
            Location::Form => Self::pairs("", "&", FORM),
            Location::WholeQuery if style == Style::Form => Self::pairs("?", "&", FORM),
            Location::WholeQuery => Self {
                first: "?",
                ..Self::text(UNRESERVED, UNRESERVED)
            },
            Location::Cookie => Self::cookies(COOKIE),
            Location::ReservedCookie => Self::cookies(COOKIE_RESERVED),
            // Names and values of cookies end at a semicolon.
            Location::VerbatimCookie => Self {
                reserved: Some(b';'),
                ..Self::cookies(VERBATIM)
            },
            Location::Path => Self::text(SEGMENT, UNRESERVED),
            Location::ReservedPath => Self::text(PATH_RESERVED, PATH_RESERVED),
            Location::Header => Self::text(VERBATIM, HEADER),
        };
        if !layout.named {
            layout.mark(style, location);
        }
        layout.join(style, location);
        layout
    }

    const fn pairs(
        first: &'static str,
        between: &'static str,
        encoding: &'static Encoding,
    ) -> Self {
        Self {
            first,
            between,
            named: true,
            delimiter: None,
            reserved: None,
            bare: false,
            object: Object::Pairs,
            plain: encoding,
            item: encoding,
            name: None,
        }
    }

    const fn cookies(encoding: &'static Encoding) -> Self {
        Self {
            name: Some(UNRESERVED),
            ..Self::pairs("", "; ", encoding)
        }
    }

    const fn text(plain: &'static Encoding, item: &'static Encoding) -> Self {
        Self {
            first: "",
            between: ",",
            named: false,
            delimiter: None,
            reserved: None,
            bare: false,
            object: Object::Exploded,
            plain,
            item,
            name: None,
        }
    }

    /// The marks of `label` and `matrix`.
    fn mark(&mut self, style: Style, location: Location) {
        match style {
            Style::Label | Style::LabelExploded => (self.first, self.between) = (".", "."),
            Style::Matrix | Style::MatrixExploded => {
                (self.first, self.between) = (";", ";");
                (self.named, self.bare) = (true, true);
            }
            _ => return,
        }
        self.plain = self.item;
        if style == Style::LabelExploded && location == Location::Path {
            self.item = LABEL;
        }
    }

    fn join(&mut self, style: Style, location: Location) {
        let (delimiter, reserved) = match style {
            Style::Simple | Style::Label | Style::Matrix | Style::FormJoined => (",", None),
            Style::CatchAll => {
                self.plain = if location == Location::Path {
                    PATH
                } else {
                    self.plain
                };
                ("/", None)
            }
            Style::SpaceDelimited => ("%20", Some(b' ')),
            Style::PipeDelimited => ("%7C", Some(b'|')),
            // There is no name that could be nested.
            Style::DeepObject if self.object == Object::Exploded => return self.json(location),
            Style::Json => return self.json(location),
            Style::DeepObject => {
                self.object = Object::Deep;
                return;
            }
            Style::SimpleExploded | Style::LabelExploded | Style::MatrixExploded | Style::Form => {
                return;
            }
        };
        if location == Location::Reserved {
            self.item = UNRESERVED;
        }
        self.delimiter = Some(delimiter);
        self.reserved = reserved.or(self.reserved);
        self.object = Object::Joined;
    }

    fn json(&mut self, location: Location) {
        self.object = Object::Json;
        if location == Location::Header {
            // JSON by itself is read back from a header as it is.
            self.item = self.plain;
        } else {
            self.plain = self.item;
        }
    }
}
