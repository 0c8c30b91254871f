//! Verification of webhooks: a public key, headers and a body in, an event out.

use std::fmt;
use std::marker::PhantomData;
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::verifying_key::VerifyingKey;
use super::{KeyError, Signed, VerifyError};
use crate::runtime::Decode;

/// A verifier of webhooks, which decodes those with a valid signature into `E`.
pub struct Verifier<E> {
    key: VerifyingKey,
    event: PhantomData<fn() -> E>,
}

impl<E: Signed> Verifier<E> {
    /// Creates a verifier with the public key from the environment variable
    /// [`Signed::PUBLIC_KEY_VARIABLE`].
    ///
    /// # Errors
    ///
    /// If the document names no variable, the variable is not set, or its value is not a public
    /// key.
    pub fn from_env() -> Result<Self, KeyError> {
        let key = VerifyingKey::from_env(E::PUBLIC_KEY_VARIABLE, E::TOLERANCE)?;
        let event = PhantomData;
        Ok(Self { key, event })
    }

    /// Creates a verifier with a public key: base64 of 32 bytes. White space around it is ignored,
    /// such as the line break at the end of a file.
    ///
    /// # Errors
    ///
    /// If the text is not an Ed25519 public key.
    pub fn new(public_key: &str) -> Result<Self, KeyError> {
        let key = VerifyingKey::new(public_key, E::TOLERANCE)?;
        let event = PhantomData;
        Ok(Self { key, event })
    }

    /// Sets how far the time of signing may be from now, before or after.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.key.tolerance = tolerance;
        self
    }

    /// Verifies the signature of a webhook and decodes its body.
    ///
    /// `raw_body` must be the bytes as they arrived: JSON that was parsed and serialized again has
    /// another signature. `now` is usually [`SystemTime::now`]. If the document declares forms, the
    /// header `Content-Type` tells them from JSON, or else the body does.
    ///
    /// # Errors
    ///
    /// If a header is missing or malformed, the time of signing is too far from `now`, the
    /// signature is wrong, or the body does not match its schema.
    pub fn verify(
        &self,
        headers: &HeaderMap,
        raw_body: &[u8],
        now: SystemTime,
    ) -> Result<E, VerifyError>
    where
        E: Decode,
    {
        let names = [E::SIGNATURE_HEADER, E::TIMESTAMP_HEADER];
        self.key.verify(headers, names, raw_body, now)?;
        let content_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        E::read(content_type, raw_body).map_err(VerifyError::Undecodable)
    }

    /// Verifies the signature of a webhook and decodes its body, given the values of the two
    /// headers. If the document declares forms, the body tells them from JSON.
    ///
    /// # Errors
    ///
    /// Like [`verify`](Self::verify).
    pub fn verify_parts(
        &self,
        signature: &str,
        timestamp: &str,
        raw_body: &[u8],
        now: SystemTime,
    ) -> Result<E, VerifyError>
    where
        E: Decode,
    {
        self.key.check(signature, timestamp, raw_body, now)?;
        E::read(None, raw_body).map_err(VerifyError::Undecodable)
    }
}

impl<E> Clone for Verifier<E> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

impl<E> fmt::Debug for Verifier<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt_as("Verifier", f)
    }
}
