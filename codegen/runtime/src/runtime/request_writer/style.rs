//! What the styles of OpenAPI come down to at each place of a request.

use super::encoding::{
    COOKIE, Encoding, FORM, HEADER, LABEL, PATH, RESERVED, SEGMENT, UNRESERVED, VERBATIM,
};
use crate::runtime::schema::Style;

/// A place in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Location {
    /// The path, percent-encoded.
    Path,
    /// The query: pairs behind `?`, percent-encoded.
    Query,
    /// The same, but reserved characters stand for themselves: `allowReserved`.
    Reserved,
    /// A header, almost as it is.
    Header,
    /// The header `Cookie`: pairs, percent-encoded but for what a cookie may hold.
    Cookie,
    /// A form: pairs, with `+` for a space.
    Form,
}

/// What a style comes down to at a place.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    /// In front of the first pair or item.
    pub(super) first: &'static str,
    /// In front of the others.
    pub(super) between: &'static str,
    /// Whether items have the name of the parameter in front.
    pub(super) named: bool,
    /// Between the items that share one name; `None` if each has its own.
    pub(super) delimiter: Option<&'static str>,
    /// The character that cannot stand in an item, because encoded it looks like the delimiter.
    pub(super) reserved: Option<u8>,
    /// Whether `=` is left out in front of an empty value (RFC 6570, §3.2.7).
    pub(super) bare: bool,
    /// How objects are written.
    pub(super) object: Object,
    /// How a value that is neither array nor object is encoded.
    pub(super) plain: &'static Encoding,
    /// How items are encoded: no delimiter is left in them.
    pub(super) item: &'static Encoding,
    /// How names are encoded, if not as items are.
    pub(super) name: Option<&'static Encoding>,
}

/// How an object is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Object {
    /// Names and values in turn, like the items of an array.
    Joined,
    /// `name=value`, and arrays in it as JSON.
    Exploded,
    /// The same as pairs of their own, so that arrays in it are one pair per item.
    Pairs,
    /// `parameter[name]=value`.
    Deep,
    /// As JSON, and everything else as well.
    Json,
}

impl Layout {
    /// A style that does not go with the place is taken for its nearest relative that does.
    pub(super) fn new(style: Style, location: Location) -> Self {
        let mut layout = match location {
            Location::Query => Self::pairs("?", "&", UNRESERVED),
            Location::Reserved => Self::pairs("?", "&", RESERVED),
            Location::Form => Self::pairs("", "&", FORM),
            Location::Cookie => Self {
                name: Some(UNRESERVED),
                ..Self::pairs("", "; ", COOKIE)
            },
            Location::Path => Self::text(SEGMENT, UNRESERVED),
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
        self.reserved = reserved;
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
