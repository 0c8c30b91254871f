//! Webhooks, decoded with or without verification of their signature.
//!
//! A webhook is signed with Ed25519 (RFC 8032) over the bytes `timestamp|body`, as they arrived.
//! One header contains the signature, another the time of signing.

mod body;
#[cfg(feature = "webhook")]
mod event_verifier;
mod events;
#[cfg(feature = "signer")]
mod signer;
#[cfg(feature = "webhook")]
mod verifier;
#[cfg(feature = "webhook")]
mod verify_error;
#[cfg(feature = "webhook")]
mod verifying_key;

use std::time::Duration;

#[cfg(feature = "signer")]
use serde::Serialize;

#[cfg(feature = "signer")]
use super::RequestWriter;
use super::{Decode, DecodeError, decode};

#[cfg(feature = "signer")]
#[doc(hidden)]
pub use body::write_form;
pub use body::{FormStyles, decode_body};
#[cfg(feature = "webhook")]
pub use event_verifier::EventVerifier;
pub use events::{Document, Events, ReadDelivery, Scheme, find_event_type, read_event};
#[cfg(feature = "signer")]
pub use signer::Signer;
#[cfg(feature = "webhook")]
pub use verifier::Verifier;
#[cfg(feature = "webhook")]
pub use verify_error::{KeyError, VerifyError};

/// A webhook with a signature, and the headers of the signature.
pub trait Signed: Sized {
    /// The header with the signature, base64 of 64 bytes. In lower case.
    const SIGNATURE_HEADER: &'static str;

    /// The header with the time of signing, in Unix seconds. In lower case.
    const TIMESTAMP_HEADER: &'static str;

    /// The default tolerance: how far the time of signing may be from now, before or after.
    const TOLERANCE: Duration;

    /// The environment variable for the public key, if the document names one.
    const PUBLIC_KEY_VARIABLE: Option<&'static str> = None;

    /// Decodes a body whose signature was verified. `content_type` is the value of its header, if
    /// known. The default implementation decodes JSON.
    ///
    /// # Errors
    ///
    /// If the body does not match its schema.
    fn read(content_type: Option<&str>, raw_body: &[u8]) -> Result<Self, DecodeError>
    where
        Self: Decode,
    {
        let _ = content_type;
        decode(raw_body)
    }

    /// Writes the body as the API sends it. The default implementation writes JSON.
    #[cfg(feature = "signer")]
    fn write(&self, to: &mut RequestWriter)
    where
        Self: Serialize,
    {
        to.json("application/json", self);
    }
}

/// Decodes the body of a webhook without verifying its signature.
///
/// # Errors
///
/// If the body is not JSON, or not an `E`.
pub fn unverified<E: Decode>(raw_body: &[u8]) -> Result<E, DecodeError> {
    decode(raw_body)
}

/// Returns the bytes that are signed.
#[cfg(feature = "webhook")]
fn signed_bytes(timestamp: &str, raw_body: &[u8]) -> Vec<u8> {
    [timestamp.as_bytes(), b"|", raw_body].concat()
}
