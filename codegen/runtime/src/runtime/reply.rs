//! A reply as it came, and ways to read it.

use std::cmp::Reverse;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::media_type::{MediaType, MediaTypeMatch};
use super::{Decode, DecodeError, Part, decode, multipart};

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

    /// The body as JSON; `None` if there is [none](Self::is_empty).
    pub fn optional_json<T: Decode>(&self) -> Result<Option<T>, DecodeError> {
        if self.is_empty() {
            Ok(None)
        } else {
            self.json().map(Some)
        }
    }

    /// The body of an object whose members are parts (RFC 2046 §5.1), of which `parts` says more than
    /// their types do.
    ///
    /// A part belongs to the member that it names: by the parameter `name` of its
    /// `Content-Disposition`, or by its `Content-Id`. One that names none belongs to the first member
    /// of its content type, or else to the first that has none declared; if it has no content type
    /// itself, to the first that no part belongs to yet. What belongs to no member is kept where
    /// unknown members of JSON are.
    pub fn multipart<T: Decode>(&self, parts: &[Part]) -> Result<T, DecodeError> {
        multipart::decode_parts(self.content_type(), self.body, parts)
    }

    /// The same; `None` if it is empty.
    pub fn optional_multipart<T: Decode>(&self, parts: &[Part]) -> Result<Option<T>, DecodeError> {
        if self.body.is_empty() {
            Ok(None)
        } else {
            self.multipart(parts).map(Some)
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

    /// Whether it has no body, as a success of HEAD and one with the status 204 or 205 never has
    /// (RFC 9110 §15.3.5).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.body.is_empty() || matches!(self.status.as_u16(), 204 | 205)
    }

    /// Whether the reply says that it is JSON, of whatever kind.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.content_type()
            .is_some_and(|it| MediaType::parse(it).is_json())
    }

    /// Whether the reply says that it has this content type with all of its parameters, or one of
    /// this range.
    #[must_use]
    pub fn has_content_type(&self, content_type: &str) -> bool {
        let found = self.content_type().map(|given| {
            let expected = MediaType::parse(content_type);
            MediaType::parse(given).match_with(&expected)
        });
        matches!(
            found,
            Some(
                MediaTypeMatch::Any | MediaTypeMatch::Range | MediaTypeMatch::Named(_, Reverse(0))
            )
        )
    }

    /// The one of these content types, or ranges of them, that says best what the reply says it
    /// is; the first of them if it says nothing. Where it may be two kinds of JSON, it is neither.
    pub fn best_content_type(
        &self,
        content_types: &[&'static str],
    ) -> Result<&'static str, DecodeError> {
        let Some(text) = self.content_type() else {
            let first = content_types.first().copied();
            return first.ok_or_else(|| DecodeError::new("no content type is expected"));
        };
        let given = MediaType::parse(text);
        let expected = || content_types.iter().map(|it| MediaType::parse(it));
        let best = best(&given, content_types);
        let is_best = |it: &MediaType| given.match_with(it) == best;
        let rivals = match best {
            MediaTypeMatch::Not => return Err(undeclared(text)),
            MediaTypeMatch::Any | MediaTypeMatch::Range | MediaTypeMatch::Named(_, Reverse(0)) => 1,
            MediaTypeMatch::Named(..) => expected().filter(is_best).count(),
            MediaTypeMatch::OwnJson | MediaTypeMatch::PlainJson => {
                expected().filter(MediaType::is_json).count()
            }
        };
        match content_types
            .iter()
            .zip(expected())
            .find(|(_, it)| is_best(it))
        {
            Some((found, _)) if rivals == 1 => Ok(found),
            _ => Err(DecodeError::new(format_args!(
                "the reply is `{text}`, which the document has several kinds of"
            ))),
        }
    }

    /// Refuses a reply that says it is one of the `others`, or JSON of a kind that is not among
    /// the `asked`. What says nothing of its kind is what was asked for.
    pub fn check_content_type(&self, asked: &[&str], others: &[&str]) -> Result<(), DecodeError> {
        let Some(text) = self.content_type() else {
            return Ok(());
        };
        let given = MediaType::parse(text);
        let (wanted, other) = (best(&given, asked), best(&given, others));
        let has_kinds = || others.iter().any(|it| MediaType::parse(it).is_json());
        let is_wanted = match wanted {
            MediaTypeMatch::Not => other == MediaTypeMatch::Not && !given.is_json(),
            MediaTypeMatch::OwnJson => other <= wanted && !has_kinds(),
            _ => other <= wanted,
        };
        if is_wanted {
            Ok(())
        } else if other == MediaTypeMatch::Not {
            Err(undeclared(text))
        } else {
            Err(DecodeError::new(format_args!(
                "the reply is `{text}`, which was not asked for"
            )))
        }
    }

    fn content_type(&self) -> Option<&str> {
        self.headers.get(header::CONTENT_TYPE)?.to_str().ok()
    }
}

/// How well the best of these says what is given.
fn best(given: &MediaType, expected: &[&str]) -> MediaTypeMatch {
    let rated = expected
        .iter()
        .map(|it| given.match_with(&MediaType::parse(it)));
    rated.max().unwrap_or(MediaTypeMatch::Not)
}

fn undeclared(given: &str) -> DecodeError {
    DecodeError::new(format_args!(
        "the reply is `{given}`, which the document does not say"
    ))
}
