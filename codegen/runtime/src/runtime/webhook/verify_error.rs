//! Why a webhook is refused.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use crate::runtime::{Base64Error, DecodeError};

/// Why a public key is invalid or missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// It is not base64.
    Base64(Base64Error),
    /// It is not 32 bytes long.
    Length(usize),
    /// Its bytes are not a point of the curve, or one that any signature would fit.
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
    /// This header is missing.
    MissingHeader(&'static str),
    /// This header comes more than once.
    RepeatedHeader(&'static str),
    /// The timestamp is not Unix seconds in digits.
    MalformedTimestamp,
    /// The signature is not base64 of 64 bytes.
    MalformedSignature,
    /// It was signed too long ago: this long.
    TooOld(Duration),
    /// It was signed too far in the future: this far.
    TooNew(Duration),
    /// The signature does not match: the webhook was signed with another key, or changed since.
    WrongSignature,
    /// The signature is right, but the body does not match the schema.
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
