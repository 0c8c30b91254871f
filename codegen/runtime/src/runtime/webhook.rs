//! Webhooks: what comes signed, read with or without proof of who sent it.
//!
//! A webhook is signed with Ed25519 (RFC 8032): the bytes are `timestamp|body`, both as they came. One
//! header has the signature, another the time of signing.

mod body;
#[cfg(feature = "signer")]
mod signer;
#[cfg(feature = "webhook")]
mod verifier;
#[cfg(feature = "webhook")]
mod verify_error;

use std::time::Duration;

use super::{Decode, DecodeError, decode};

pub use body::{FormStyles, decode_body};
#[cfg(feature = "signer")]
pub use signer::Signer;
#[cfg(feature = "webhook")]
pub use verifier::Verifier;
#[cfg(feature = "webhook")]
pub use verify_error::{KeyError, VerifyError};

/// What comes signed, and how.
pub trait Signed: Sized {
    /// The header with the signature: base64 of 64 bytes. In lower case.
    const SIGNATURE_HEADER: &'static str;

    /// The header with the time of signing, in Unix seconds. In lower case.
    const TIMESTAMP_HEADER: &'static str;

    /// How far that time may be from now, before or after, unless the caller says otherwise.
    const TOLERANCE: Duration;

    /// The environment variable that holds the public key, if the document names one.
    const PUBLIC_KEY_VARIABLE: Option<&'static str> = None;

    /// Reads a body whose signature was verified, and its content type if that is known. JSON, unless
    /// the document declares something else.
    fn read(content_type: Option<&str>, raw_body: &[u8]) -> Result<Self, DecodeError>
    where
        Self: Decode,
    {
        let _ = content_type;
        decode(raw_body)
    }
}

/// Reads a webhook's body without any proof of who sent it.
pub fn unverified<E: Decode>(raw_body: &[u8]) -> Result<E, DecodeError> {
    decode(raw_body)
}

/// What is signed: the timestamp as it stands in its header, and the body.
#[cfg(feature = "webhook")]
fn signed_bytes(timestamp: &str, raw_body: &[u8]) -> Vec<u8> {
    [timestamp.as_bytes(), b"|", raw_body].concat()
}
