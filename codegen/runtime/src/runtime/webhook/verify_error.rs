//! Errors of verifying webhooks.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use crate::runtime::{Base64Error, DecodeError};

/// The reason why a public key is missing or invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// It is not base64.
    Base64(Base64Error),
    /// It is not 32 bytes long.
    Length(usize),
    /// It is not a valid Ed25519 public key, or a weak one.
    NotAKey,
    /// The document names no environment variable for it.
    NoVariable,
    /// The environment variable of this name is not set.
    NotSet(&'static str),
    /// The environment variable of this name is not Unicode.
    NotUnicode(&'static str),
}

/// The reason why a webhook is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// This header is missing.
    MissingHeader(&'static str),
    /// This header occurs more than once.
    RepeatedHeader(&'static str),
    /// The timestamp is not Unix seconds in digits.
    MalformedTimestamp,
    /// The signature is not base64 of 64 bytes.
    MalformedSignature,
    /// It was signed too long ago, by this duration.
    TooOld(Duration),
    /// It was signed too far in the future, by this duration.
    TooNew(Duration),
    /// The signature does not match: the webhook was signed with another key, or changed since.
    WrongSignature,
    /// The signature is valid, but the body does not match the schema.
    Undecodable(DecodeError),
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the public key ")?;
        match self {
            Self::Base64(error) => error.fmt(f),
            Self::Length(length) => write!(f, "has {length} bytes, not 32"),
            Self::NotAKey => f.write_str("is not an Ed25519 key"),
            Self::NoVariable => f.write_str("has no environment variable in the document"),
            Self::NotSet(name) => write!(f, "is missing: the variable {name} is not set"),
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
            Self::WrongSignature => f.write_str("the webhook's signature does not match"),
            Self::Undecodable(error) => write!(f, "the webhook cannot be decoded: {error}"),
        }
    }
}

impl Error for VerifyError {}
