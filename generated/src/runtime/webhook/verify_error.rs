//! Why a webhook is refused.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use crate::runtime::{Base64Error, DecodeError};

/// Why there is no public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// It is not base64.
    Base64(Base64Error),
    /// It has another number of bytes than 32.
    Length(usize),
    /// Its bytes are no point of the curve, or one that proves nothing.
    NotAKey,
    /// The document names no environment variable for it.
    NoVariable,
    /// The environment variable of this name is not set.
    NotSet(&'static str),
    /// The environment variable of this name is not Unicode.
    NotUnicode(&'static str),
}

/// Why a webhook is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// It comes without this header.
    MissingHeader(&'static str),
    /// It comes with this header more than once.
    RepeatedHeader(&'static str),
    /// Its timestamp is not Unix seconds: digits and nothing else.
    MalformedTimestamp,
    /// Its signature is not base64 of 64 bytes.
    MalformedSignature,
    /// It was signed too long ago: this long.
    TooOld(Duration),
    /// It was signed too far in the future: this far.
    TooNew(Duration),
    /// Its signature does not fit: it was signed with another key, or changed on its way.
    WrongSignature,
    /// It comes from the right sender, and is not what the document says.
    Undecodable(DecodeError),
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the public key ")?;
        match self {
            Self::Base64(error) => error.fmt(f),
            Self::Length(length) => write!(f, "has {length} bytes, not 32"),
            Self::NotAKey => f.write_str("is no key of Ed25519"),
            Self::NoVariable => f.write_str("has no environment variable"),
            Self::NotSet(name) => write!(f, "is not there: the variable {name} is not set"),
            Self::NotUnicode(name) => {
                write!(f, "cannot be read: the variable {name} is not Unicode")
            }
        }
    }
}

impl Error for KeyError {}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingHeader(name) => write!(f, "the webhook has no header `{name}`"),
            Self::RepeatedHeader(name) => {
                write!(f, "the webhook has the header `{name}` more than once")
            }
            Self::MalformedTimestamp => f.write_str("the webhook's timestamp is not Unix seconds"),
            Self::MalformedSignature => {
                f.write_str("the webhook's signature is not base64 of 64 bytes")
            }
            Self::TooOld(age) => write!(f, "the webhook was signed {} s ago", age.as_secs()),
            Self::TooNew(ahead) => {
                write!(f, "the webhook was signed {} s from now", ahead.as_secs())
            }
            Self::WrongSignature => f.write_str("the webhook's signature does not fit"),
            Self::Undecodable(error) => write!(f, "the webhook cannot be read: {error}"),
        }
    }
}

impl Error for VerifyError {}
