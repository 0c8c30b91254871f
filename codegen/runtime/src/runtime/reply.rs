//! Replies as they arrived, and their decoding.

use std::cmp::Reverse;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::media_type::{MediaType, MediaTypeMatch};
use super::{Decode, DecodeError, Part, decode, multipart};

/// The status, the headers and the raw body of a reply.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// The status code.
    pub status: StatusCode,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The raw body.
    pub body: &'a Bytes,
}

impl Reply<'_> {
    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// If the body is not JSON, or not a `T`.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        decode(self.body)
    }

    /// Decodes the body as JSON, or returns `None` if it is [empty](Self::is_empty).
    ///
    /// # Errors
    ///
    /// If the body is not JSON, or not a `T`.
    pub fn optional_json<T: Decode>(&self) -> Result<Option<T>, DecodeError> {
        if self.is_empty() {
            Ok(None)
        } else {
            self.json().map(Some)
        }
    }

    /// Decodes a multipart body (RFC 2046 §5.1) as an object whose members are the parts. `parts`
    /// declares what the types of the members do not say.
    ///
    /// A part belongs to the member that it names, by the parameter `name` of its
    /// `Content-Disposition` or by its `Content-Id`. A part that names none belongs to the first
    /// member of its content type, or else to the first member without a declared content type. A
    /// part without a content type belongs to the first member that has no part yet. A part that
    /// belongs to no member is kept where unknown members of JSON are.
    ///
    /// # Errors
    ///
    /// If the body is not multipart, or a part does not match the type of its member.
    pub fn multipart<T: Decode>(&self, parts: &[Part]) -> Result<T, DecodeError> {
        multipart::decode_parts(self.content_type(), self.body, parts)
    }

    /// Decodes a multipart body like [`multipart`](Self::multipart), or returns `None` if it is
    /// empty.
    ///
    /// # Errors
    ///
    /// Like [`multipart`](Self::multipart).
    pub fn optional_multipart<T: Decode>(&self, parts: &[Part]) -> Result<Option<T>, DecodeError> {
        if self.body.is_empty() {
            Ok(None)
        } else {
            self.multipart(parts).map(Some)
        }
    }

    /// Returns the body as text, which must be UTF-8 whatever charset the content type names.
    ///
    /// # Errors
    ///
    /// If the body is not UTF-8.
    pub fn text(&self) -> Result<String, DecodeError> {
        match std::str::from_utf8(self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(DecodeError::new(error)),
        }
    }

    /// Returns the raw body.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }

    /// Returns whether the reply has no body. Replies to HEAD and replies with the status 204 or
    /// 205 never have one (RFC 9110 §15.3.5).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.body.is_empty() || matches!(self.status.as_u16(), 204 | 205)
    }

    /// Returns whether the content type of the reply is `application/json` or any other type of
    /// JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.content_type()
            .is_some_and(|it| MediaType::parse(it).is_json())
    }

    /// Returns whether the content type of the reply is `content_type`, including all of its
    /// parameters, or is in that range.
    #[must_use]
    pub fn has_content_type(&self, content_type: &str) -> bool {
        let found = self.content_type().map(|given| {
            let expected = MediaType::parse(content_type);
            MediaType::parse(given).match_with(&expected)
        });
        matches!(
            found,
            Some(
                MediaTypeMatch::Any
                    | MediaTypeMatch::Range
                    | MediaTypeMatch::Named(_, Reverse(0), _)
            )
        )
    }

    /// Returns the content type, or range, of `content_types` that matches the reply best; the
    /// first if the reply has no content type.
    ///
    /// # Errors
    ///
    /// If none matches, or the reply is JSON that matches two types of JSON equally well.
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
        let best = best_match(&given, content_types);
        let is_best = |it: &MediaType| given.match_with(it) == best;
        let rivals = match best {
            MediaTypeMatch::Not => return Err(undeclared_error(text)),
            MediaTypeMatch::Any
            | MediaTypeMatch::Range
            | MediaTypeMatch::Named(_, Reverse(0), _) => 1,
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
                "the content type `{text}` matches several declared content types"
            ))),
        }
    }

    /// Checks that the content type of the reply is one of those that were `asked` for. A reply
    /// without a content type, or with a general one, passes.
    ///
    /// # Errors
    ///
    /// If the content type is one of the `others`, or JSON of a type that is not declared.
    pub fn check_content_type(&self, asked: &[&str], others: &[&str]) -> Result<(), DecodeError> {
        let Some(text) = self.content_type() else {
            return Ok(());
        };
        let given = MediaType::parse(text);
        let (wanted, other) = (best_match(&given, asked), best_match(&given, others));
        let has_kinds = || others.iter().any(|it| MediaType::parse(it).is_json());
        let is_wanted = match wanted {
            MediaTypeMatch::Not => other == MediaTypeMatch::Not && !given.is_json(),
            MediaTypeMatch::OwnJson => other <= wanted && !has_kinds(),
            _ => other <= wanted,
        };
        if is_wanted {
            Ok(())
        } else if other == MediaTypeMatch::Not {
            Err(undeclared_error(text))
        } else {
            Err(DecodeError::new(format_args!(
                "the content type `{text}` was not accepted by the request"
            )))
        }
    }

    fn content_type(&self) -> Option<&str> {
        self.headers.get(header::CONTENT_TYPE)?.to_str().ok()
    }
}

/// Returns how well the best of the `expected` content types matches.
fn best_match(given: &MediaType, expected: &[&str]) -> MediaTypeMatch {
    let rated = expected
        .iter()
        .map(|it| given.match_with(&MediaType::parse(it)));
    rated.max().unwrap_or(MediaTypeMatch::Not)
}

fn undeclared_error(given: &str) -> DecodeError {
    DecodeError::new(format_args!("the content type `{given}` is not declared"))
}
