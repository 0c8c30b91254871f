//! The styles of OpenAPI, and what they come down to at each place of a request.

use super::encoding::{
    COOKIE, Encoding, FORM, HEADER, LABEL, PATH, RESERVED, SEGMENT, UNRESERVED, VERBATIM,
};

/// How a parameter is written (OpenAPI 3.1.1, §4.8.12.2), and whether it is exploded.
///
/// What a style has no words for, such as an object in an array, is written as JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`: `a,b`, `k,v`.
    Simple,
    /// `simple`, exploded: `a,b`, `k=v`.
    SimpleExploded,
    /// A parameter that takes the rest of a path: `a/b`. The slashes of a text stay, and the items of
    /// an array are segments.
    CatchAll,
    /// `label`: `.a,b`.
    Label,
    /// `label`, exploded: `.a.b`, `.k=v`.
    LabelExploded,
    /// `matrix`: `;name=a,b`.
    Matrix,
    /// `matrix`, exploded: `;name=a;name=b`, `;k=v`.
    MatrixExploded,
    /// `form`, exploded: `name=a&name=b`, `k=v`.
    Form,
    /// `form`, not exploded: `name=a,b`.
    FormJoined,
    /// `spaceDelimited`, not exploded: `name=a%20b`. An item with a space in it is refused, since
    /// nobody could tell that space from the delimiter.
    SpaceDelimited,
    /// `pipeDelimited`, not exploded: `name=a%7Cb`. An item with a pipe in it is refused.
    PipeDelimited,
    /// `deepObject`: `name[k]=v`, and further down `name[k][l]=v`. OpenAPI leaves arrays open; here
    /// they are one pair per item with the same name, `name[k]=a&name[k]=b`, and items that are objects or
    /// arrays have their index in it: `name[0][k]=v`.
    DeepObject,
    /// As JSON: a parameter with `content` instead of a schema.
    Json,
}

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
