//! JSON text in, events out (RFC 8259).
//!
//! JSON is a subset of YAML, but the YAML scanner rejects escaped surrogate pairs, stops at 255
//! levels and is slower. `serde_json` keeps neither positions nor numbers as they are written.

mod string;

use super::event::{CollectionKind, Event, Extent, Failure, Form, Step};
use super::lines::Cursor;
use crate::diagnostic::catalogue::SYNTAX;

/// A parser of a JSON text.
pub(super) struct Reader<'text> {
    text: &'text str,
    /// The index of the next byte.
    at: usize,
    cursor: Cursor<'text>,
    /// The collections that are open, the innermost last.
    open: Vec<CollectionKind>,
    state: State,
}

/// The token that may come next.
#[derive(Clone, Copy)]
enum State {
    /// The root value.
    Start,
    /// The first item, or the end of the array.
    FirstItem,
    /// The first key, or the end of the object.
    FirstKey,
    /// A colon and a member's value.
    Colon,
    /// A comma or the end of the collection, or the end of the text after the root value.
    Comma,
}

impl<'text> Reader<'text> {
    /// Creates a parser of `text`, which has no byte order mark.
    pub(super) fn new(text: &'text str) -> Self {
        let cursor = Cursor::new(text);
        Self {
            text,
            at: 0,
            cursor,
            open: Vec::new(),
            state: State::Start,
        }
    }

    fn step(&mut self) -> Result<Option<(Event<'text>, Extent)>, Failure> {
        self.skip_space();
        match self.state {
            State::Start if self.peek().is_none() => Err(self.failure("the file is empty")),
            State::FirstItem if self.peek() == Some(b']') => Ok(Some(self.close())),
            State::Start | State::FirstItem => self.value().map(Some),
            State::FirstKey if self.peek() == Some(b'}') => Ok(Some(self.close())),
            State::FirstKey => self.key().map(Some),
            State::Colon => {
                self.expect(b':', "`:`")?;
                self.skip_space();
                self.value().map(Some)
            }
            State::Comma => self.after_value(),
        }
    }

    fn after_value(&mut self) -> Result<Option<(Event<'text>, Extent)>, Failure> {
        let Some(kind) = self.open.last() else {
            return match self.peek() {
                None => Ok(None),
                Some(_) => Err(self.expected("the end of the file")),
            };
        };
        match (kind, self.peek()) {
            (CollectionKind::Array, Some(b']')) | (CollectionKind::Object, Some(b'}')) => {
                Ok(Some(self.close()))
            }
            (CollectionKind::Array, Some(b',')) => {
                self.at += 1;
                self.skip_space();
                self.value().map(Some)
            }
            (CollectionKind::Object, Some(b',')) => {
                self.at += 1;
                self.skip_space();
                self.key().map(Some)
            }
            (CollectionKind::Array, _) => Err(self.expected("`,` or `]`")),
            (CollectionKind::Object, _) => Err(self.expected("`,` or `}`")),
        }
    }

    fn value(&mut self) -> Result<(Event<'text>, Extent), Failure> {
        let start = self.at;
        self.state = State::Comma;
        let (text, form) = match self.peek() {
            Some(b'[') => return Ok(self.open(CollectionKind::Array, State::FirstItem)),
            Some(b'{') => return Ok(self.open(CollectionKind::Object, State::FirstKey)),
            Some(b'"') => (self.string()?, Form::Text),
            Some(b'-' | b'0'..=b'9') => (self.number()?.into(), Form::Number),
            _ => (self.literal()?.into(), Form::Plain),
        };
        Ok((
            Event::Scalar {
                text,
                form,
                anchor: None,
            },
            self.extent(start),
        ))
    }

    fn key(&mut self) -> Result<(Event<'text>, Extent), Failure> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a key in double quotes"));
        }
        let start = self.at;
        self.state = State::Colon;
        let text = self.string()?;
        Ok((
            Event::Scalar {
                text,
                form: Form::Text,
                anchor: None,
            },
            self.extent(start),
        ))
    }

    fn open(&mut self, kind: CollectionKind, state: State) -> (Event<'text>, Extent) {
        let start = self.at;
        self.at += 1;
        self.open.push(kind);
        self.state = state;
        (Event::Open { kind, anchor: None }, self.extent(start))
    }

    fn close(&mut self) -> (Event<'text>, Extent) {
        let start = self.at;
        self.at += 1;
        self.open.pop();
        self.state = State::Comma;
        (Event::Close, self.extent(start))
    }

    fn literal(&mut self) -> Result<&'text str, Failure> {
        let rest = &self.text[self.at..];
        let literal = ["true", "false", "null"]
            .into_iter()
            .find(|word| rest.starts_with(word));
        let literal = literal.ok_or_else(|| self.expected("a value"))?;
        self.at += literal.len();
        Ok(literal)
    }

    fn number(&mut self) -> Result<&'text str, Failure> {
        let start = self.at;
        self.skip_if(b"-");
        if !self.skip_if(b"0") {
            self.digits()?;
        }
        if self.skip_if(b".") {
            self.digits()?;
        }
        if self.skip_if(b"eE") {
            self.skip_if(b"+-");
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    fn digits(&mut self) -> Result<(), Failure> {
        let count = self
            .rest()
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if count == 0 {
            return Err(self.expected("a digit"));
        }
        self.at += count;
        Ok(())
    }

    fn expect(&mut self, byte: u8, name: &str) -> Result<(), Failure> {
        if self.skip_if(&[byte]) {
            Ok(())
        } else {
            Err(self.expected(name))
        }
    }

    fn skip_if(&mut self, bytes: &[u8]) -> bool {
        let found = self.peek().is_some_and(|byte| bytes.contains(&byte));
        self.at += usize::from(found);
        found
    }

    fn skip_space(&mut self) {
        let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += self.rest().iter().take_while(is_space).count();
    }

    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    fn rest(&self) -> &'text [u8] {
        &self.text.as_bytes()[self.at..]
    }

    fn extent(&mut self, start: usize) -> Extent {
        Extent {
            start: self.cursor.position(start),
            end: self.cursor.position(self.at),
        }
    }

    fn expected(&self, what: &str) -> Failure {
        let found = match self.text[self.at..].chars().next() {
            Some(char) => format!("`{}`", char.escape_debug()),
            None => "the end of the file".to_owned(),
        };
        self.failure(format!("expected {what}, found {found}"))
    }

    fn failure(&self, message: impl Into<String>) -> Failure {
        Failure::new(&SYNTAX, self.cursor.clone().position(self.at), message)
    }
}

impl<'text> Iterator for Reader<'text> {
    type Item = Step<'text>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::event::Position;

    /// The events in short, or line, column and message of what stopped them.
    fn check(text: &str, expected: &str) {
        let steps = Reader::new(text).collect::<Result<Vec<_>, _>>();
        let shown = match steps {
            Ok(steps) => steps
                .iter()
                .map(|(event, _)| show(event))
                .collect::<Vec<_>>()
                .join(" "),
            Err(Failure {
                position: Position { line, column },
                message,
                ..
            }) => {
                format!("{line}:{column} {message}")
            }
        };
        assert_eq!(shown, expected, "{text}");
    }

    fn show(event: &Event<'_>) -> String {
        match event {
            Event::Scalar {
                text,
                form: Form::Text,
                ..
            } => format!("{text:?}"),
            Event::Scalar { text, .. } => text.to_string(),
            Event::Open {
                kind: CollectionKind::Array,
                ..
            } => "[".to_owned(),
            Event::Open {
                kind: CollectionKind::Object,
                ..
            } => "{".to_owned(),
            Event::Close => ".".to_owned(),
            Event::Alias(_) => unreachable!("JSON has no aliases"),
        }
    }

    #[test]
    fn values_come_in_order() {
        check(
            "{\"a\": [1, -0.5e+3, {}], \"b\\n\": null}\n",
            r#"{ "a" [ 1 -0.5e+3 { . . "b\n" null ."#,
        );
        check(" \"\" ", r#""""#);
    }

    #[test]
    fn surrogate_pairs_are_one_character() {
        check(r#""\ud83d\uDE00\/é""#, "\"😀/é\"");
        for lone in [
            r#""\ud83d""#,
            r#""\ude00""#,
            r#""\ud83d\u0041""#,
            r#""\ud83d\n""#,
        ] {
            check(lone, "1:2 unpaired surrogate in an escape sequence");
        }
        check(
            r#""\u12"#,
            "1:2 `\\u` is not followed by four hexadecimal digits",
        );
        check(
            r#""\u12é4""#,
            "1:2 `\\u` is not followed by four hexadecimal digits",
        );
    }

    #[test]
    fn errors_say_where_and_what() {
        check("", "1:1 the file is empty");
        check("{\"a\": 1,\n \"é\" 2}", "2:6 expected `:`, found `2`");
        check("[1,]", "1:4 expected a value, found `]`");
        check(
            "{\"a\":1,}",
            "1:8 expected a key in double quotes, found `}`",
        );
        check("[1 2]", "1:4 expected `,` or `]`, found `2`");
        check("{\"a\": 1]", "1:8 expected `,` or `}`, found `]`");
        check("[01]", "1:3 expected `,` or `]`, found `1`");
        check("[1.]", "1:4 expected a digit, found `]`");
        check("[", "1:2 expected a value, found the end of the file");
        check("1 1", "1:3 expected the end of the file, found `1`");
        check("\"\t\"", "1:2 control character in a string");
        check("\"a", "1:3 unterminated string");
        check(r#""\x""#, "1:2 invalid escape sequence");
    }
}
