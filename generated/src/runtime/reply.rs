//! A reply as it came, and ways to read it.

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::{Decode, DecodeError, decode};

/// A reply as it came.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a Bytes,
}

impl Reply<'_> {
    /// The body as JSON.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        decode(self.body)
    }

    /// The body as JSON; `None` if it is empty.
    pub fn optional_json<T: Decode>(&self) -> Result<Option<T>, DecodeError> {
        if self.body.is_empty() {
            Ok(None)
        } else {
            self.json().map(Some)
        }
    }

    /// The body as text, which has to be UTF-8 whatever charset the content type names.
    pub fn text(&self) -> Result<String, DecodeError> {
        match std::str::from_utf8(self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(DecodeError::new(error)),
        }
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }

    /// Whether the reply says that it has this content type, or one of this range.
    #[must_use]
    pub fn is(&self, content_type: &str) -> bool {
        self.content_type()
            .is_some_and(|given| likeness(given, content_type) > Likeness::Json)
    }

    /// The one of these content types, or ranges of them, that says best what the reply says it
    /// is; the first of them if it says nothing.
    pub fn among(&self, content_types: &[&'static str]) -> Result<&'static str, DecodeError> {
        let given = self.content_type();
        let rated = content_types.iter().rev().map(|it| match given {
            Some(given) => (likeness(given, it), *it),
            None => (Likeness::Same, *it),
        });
        // Of several that are alike the first, which is the last one here.
        match rated.max_by_key(|(likeness, _)| *likeness) {
            Some((likeness, it)) if likeness > Likeness::Not => Ok(it),
            _ => Err(DecodeError::new(format_args!(
                "the reply is `{}`, which the document does not say",
                given.unwrap_or_default()
            ))),
        }
    }

    fn content_type(&self) -> Option<&str> {
        self.headers.get(header::CONTENT_TYPE)?.to_str().ok()
    }
}

/// How well a content type that is expected says what another one is, from bad to good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Not,
    /// Both are JSON.
    Json,
    Any,
    /// As `text/*`.
    Range,
    /// But for parameters.
    Essence,
    Same,
}

fn likeness(given: &str, expected: &str) -> Likeness {
    let parts = |it: &str| -> Vec<String> {
        let parts = it.split(';').map(str::trim);
        parts.map(str::to_ascii_lowercase).collect()
    };
    let (given, expected) = (parts(given), parts(expected));
    let is_json = |it: &str| it.ends_with("/json") || it.ends_with("+json");
    let (essence, wanted) = (&*given[0], &*expected[0]);
    if given == expected {
        Likeness::Same
    } else if essence == wanted {
        Likeness::Essence
    } else if wanted == "*/*" {
        Likeness::Any
    } else if let Some(range) = wanted.strip_suffix('*')
        && essence.starts_with(range)
    {
        Likeness::Range
    } else if is_json(essence) && is_json(wanted) {
        Likeness::Json
    } else {
        Likeness::Not
    }
}
