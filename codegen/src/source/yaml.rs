//! YAML text in, events out: those of `saphyr-parser` that the data model has.

use saphyr_parser::{Marker, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};

use super::event::{Anchor, CollectionKind, Event, Extent, Failure, Form, Position, Step};
use super::limit;
use crate::diagnostic::catalogue::SYNTAX;

/// The prefix of the tags that YAML defines: `!!str` is short for this prefix with `str`.
const CORE: &str = "tag:yaml.org,2002:";

/// A parser of the only document in a YAML stream.
pub(super) struct Reader<'text> {
    parser: Parser<'text, StrInput<'text>>,
    documents: usize,
}

impl<'text> Reader<'text> {
    /// Creates a parser of `text`, which has no byte order mark.
    pub(super) fn new(text: &'text str) -> Self {
        Self {
            parser: Parser::new_from_str(text),
            documents: 0,
        }
    }

    fn start_document(&mut self, at: Position) -> Result<(), Failure> {
        self.documents += 1;
        if self.documents > 1 {
            return Err(Failure::new(
                &SYNTAX,
                at,
                "a second document begins in the same file",
            ));
        }
        Ok(())
    }

    fn end_stream(&self, at: Position) -> Result<(), Failure> {
        if self.documents == 0 {
            return Err(Failure::new(&SYNTAX, at, "the file is empty"));
        }
        Ok(())
    }
}

impl<'text> Iterator for Reader<'text> {
    type Item = Step<'text>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (event, span) = match self.parser.next_event()? {
                Ok(next) => next,
                Err(error) => return Some(Err(failure(&error))),
            };
            let event = match event {
                saphyr_parser::Event::Nothing
                | saphyr_parser::Event::StreamStart
                | saphyr_parser::Event::DocumentEnd => continue,
                saphyr_parser::Event::DocumentStart(_) => {
                    match self.start_document(position(span.start)) {
                        Ok(()) => continue,
                        Err(failure) => return Some(Err(failure)),
                    }
                }
                saphyr_parser::Event::StreamEnd => {
                    return self.end_stream(position(span.start)).err().map(Err);
                }
                saphyr_parser::Event::Alias(id) => Event::Alias(Anchor(id)),
                saphyr_parser::Event::Scalar(text, style, id, tag) => Event::Scalar {
                    text,
                    form: form(style, tag.as_deref()),
                    anchor: anchor(id),
                },
                saphyr_parser::Event::SequenceStart(id, _) => Event::Open {
                    kind: CollectionKind::Array,
                    anchor: anchor(id),
                },
                saphyr_parser::Event::MappingStart(id, _) => Event::Open {
                    kind: CollectionKind::Object,
                    anchor: anchor(id),
                },
                saphyr_parser::Event::SequenceEnd | saphyr_parser::Event::MappingEnd => {
                    Event::Close
                }
            };
            return Some(Ok((event, extent(span))));
        }
    }
}

/// The parser gives zero to a node without an anchor.
fn anchor(id: usize) -> Option<Anchor> {
    (id > 0).then_some(Anchor(id))
}

/// Returns the form of a scalar: that of its tag if YAML defines it, otherwise that of its style.
fn form(style: ScalarStyle, tag: Option<&Tag>) -> Form {
    let untagged = if style == ScalarStyle::Plain {
        Form::Plain
    } else {
        Form::Text
    };
    let Some(tag) = tag else { return untagged };
    let core = if tag.handle == CORE {
        Some(tag.suffix.as_str())
    } else if tag.handle.is_empty() {
        tag.suffix.strip_prefix(CORE)
    } else {
        None
    };
    match core {
        Some("str") => Form::Text,
        Some("int" | "float") => Form::Number,
        Some("bool") => Form::Bool,
        Some("null") => Form::Null,
        // `!` alone means: by kind, not by text (§6.9.1).
        _ if tag.handle.is_empty() && tag.suffix == "!" => Form::Text,
        _ => untagged,
    }
}

fn failure(error: &ScanError) -> Failure {
    let position = position(*error.marker());
    if error.info() == "recursion limit exceeded" {
        return limit::depth(limit::FLOW_DEPTH, position);
    }
    Failure::new(&SYNTAX, position, error.info())
}

fn extent(span: Span) -> Extent {
    Extent {
        start: position(span.start),
        end: position(span.end),
    }
}

fn position(marker: Marker) -> Position {
    let saturate = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Position {
        line: saturate(marker.line()),
        column: saturate(marker.col()).saturating_add(1),
    }
}
