//! What a reader yields: the nodes of a document one after the other, each with its extent.

use std::borrow::Cow;

use crate::diagnostic::Code;

/// A place in a text, both counted from one, columns in characters.
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

/// From the first character to the one behind the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// The first character.
    pub start: Position,
    /// The character behind the last.
    pub end: Position,
}

/// One step through a document. Keys are scalars, each before its value.
#[derive(Debug, PartialEq)]
pub(super) enum Event<'text> {
    /// A scalar, read and not yet typed.
    Scalar {
        text: Cow<'text, str>,
        form: Form,
        anchor: Option<Anchor>,
    },
    /// The node that an anchor stands at, once more.
    Alias(Anchor),
    /// An array or an object begins.
    Open {
        kind: CollectionKind,
        anchor: Option<Anchor>,
    },
    /// It ends.
    Close,
}

/// What a scalar's spelling says about its type.
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

/// The number of an anchor; no two of a document have the same, even if their names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Anchor(pub(super) usize);

/// Why a reader cannot go on.
#[derive(Debug)]
pub(super) struct Failure {
    /// The kind of diagnostic.
    pub(super) code: &'static Code,
    /// Where it stopped.
    pub(super) position: Position,
    /// What was found: lowercase, no full stop.
    pub(super) message: String,
}

impl Failure {
    /// A failure at `position`.
    pub(super) fn new(code: &'static Code, position: Position, message: impl Into<String>) -> Self {
        Self {
            code,
            position,
            message: message.into(),
        }
    }
}

/// What a reader yields, and what ends it early.
pub(super) type Step<'text> = Result<(Event<'text>, Extent), Failure>;
