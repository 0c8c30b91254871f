//! Events of a parser: the nodes of a document in order, each with its extent.

use std::borrow::Cow;

use crate::diagnostic::Code;

/// A position in a text. Lines and columns are counted from one, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl Position {
    /// The first character of a text.
    pub(crate) const START: Self = Self { line: 1, column: 1 };
}

/// The range of a node, from its first character to the one after its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// The first character.
    pub start: Position,
    /// The character after the last.
    pub end: Position,
}

/// One step through a document. Keys are scalars, each before its value.
#[derive(Debug, PartialEq)]
pub(super) enum Event<'text> {
    /// A scalar without a type.
    Scalar {
        text: Cow<'text, str>,
        form: Form,
        anchor: Option<Anchor>,
    },
    /// A copy of the node with this anchor.
    Alias(Anchor),
    /// The start of an array or an object.
    Open {
        kind: CollectionKind,
        anchor: Option<Anchor>,
    },
    /// The end of an array or an object.
    Close,
}

/// The notation of a scalar, which decides its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Plain: the type follows from the text.
    Plain,
    /// Quoted, a block, or tagged `!!str`.
    Text,
    /// A JSON number, or tagged `!!int` or `!!float`.
    Number,
    /// Tagged `!!bool`.
    Bool,
    /// Tagged `!!null`.
    Null,
}

/// The two kinds of collections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CollectionKind {
    /// A sequence.
    Array,
    /// A mapping.
    Object,
}

/// The number of an anchor, which is unique in a document even if its name is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Anchor(pub(super) usize);

/// The reason why a parser cannot continue.
#[derive(Debug)]
pub(super) struct Failure {
    /// The kind of diagnostic.
    pub(super) code: &'static Code,
    /// The position where it stopped.
    pub(super) position: Position,
    /// What was found: lowercase, no full stop.
    pub(super) message: String,
}

impl Failure {
    /// Creates a failure at `position`.
    pub(super) fn new(code: &'static Code, position: Position, message: impl Into<String>) -> Self {
        Self {
            code,
            position,
            message: message.into(),
        }
    }
}

/// An event with its extent, or the failure that ends the parsing.
pub(super) type Step<'text> = Result<(Event<'text>, Extent), Failure>;
