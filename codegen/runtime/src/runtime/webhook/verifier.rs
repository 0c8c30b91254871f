//! Verification of webhooks: a public key, headers and a body in, an event out.

use std::env::{self, VarError};
use std::fmt;
use std::marker::PhantomData;
use std::time::{Duration, SystemTime};

use ed25519_compact::{PublicKey, Signature};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::{KeyError, Signed, VerifyError, signed_bytes};
use crate::runtime::{Base64, Decode};

/// A verifier of webhooks, which decodes those with a valid signature into `E`.
pub struct Verifier<E> {
    key: PublicKey,
    tolerance: Duration,
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
        let name = E::PUBLIC_KEY_VARIABLE.ok_or(KeyError::NoVariable)?;
        match env::var(name) {
            Ok(key) => Self::new(&key),
            Err(VarError::NotPresent) => Err(KeyError::NotSet(name)),
            Err(VarError::NotUnicode(_)) => Err(KeyError::NotUnicode(name)),
        }
    }

    /// Creates a verifier with a public key: base64 of 32 bytes. White space around it is ignored,
    /// such as the line break at the end of a file.
    ///
    /// # Errors
    ///
    /// If the text is not an Ed25519 public key.
    pub fn new(public_key: &str) -> Result<Self, KeyError> {
        let bytes = Base64::from_encoded(public_key.trim())
            .decode()
            .map_err(KeyError::Base64)?;
        let key = PublicKey::from_slice(&bytes).map_err(|_| KeyError::Length(bytes.len()))?;
        // A signature of a weak key can be valid for many messages.
        key.validate().map_err(|_| KeyError::NotAKey)?;
        Ok(Self {
            key,
            tolerance: E::TOLERANCE,
            event: PhantomData,
        })
    }

    /// Sets how far the time of signing may be from now, before or after.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
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
        let signature = const { HeaderName::from_static(E::SIGNATURE_HEADER) };
        let timestamp = const { HeaderName::from_static(E::TIMESTAMP_HEADER) };
        let signature = single_header(headers, &signature, E::SIGNATURE_HEADER)?;
        let timestamp = single_header(headers, &timestamp, E::TIMESTAMP_HEADER)?;
        let signature = signature
            .to_str()
            .map_err(|_| VerifyError::MalformedSignature)?;
        let timestamp = timestamp
            .to_str()
            .map_err(|_| VerifyError::MalformedTimestamp)?;
        self.check(signature, timestamp, raw_body, now)?;
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
        self.check(signature, timestamp, raw_body, now)?;
        E::read(None, raw_body).map_err(VerifyError::Undecodable)
    }

    /// Verifies the signature and the time of signing.
    fn check(
        &self,
        signature: &str,
        timestamp: &str,
        raw_body: &[u8],
        now: SystemTime,
    ) -> Result<(), VerifyError> {
        let time = parse_timestamp(timestamp).ok_or(VerifyError::MalformedTimestamp)?;
        let signature = Base64::from_encoded(signature)
            .decode()
            .ok()
            .and_then(|bytes| Signature::from_slice(&bytes).ok())
            .ok_or(VerifyError::MalformedSignature)?;
        self.check_time(time, now)?;
        self.key
            .verify(signed_bytes(timestamp, raw_body), &signature)
            .map_err(|_| VerifyError::WrongSignature)
    }

    fn check_time(&self, time: SystemTime, now: SystemTime) -> Result<(), VerifyError> {
        match now.duration_since(time) {
            Ok(age) if age > self.tolerance => Err(VerifyError::TooOld(age)),
            Err(error) if error.duration() > self.tolerance => {
                Err(VerifyError::TooNew(error.duration()))
            }
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

/// Returns the value of a header that must occur exactly once.
fn single_header<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
    text: &'static str,
) -> Result<&'h HeaderValue, VerifyError> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().ok_or(VerifyError::MissingHeader(text))?;
    match values.next() {
        None => Ok(value),
        Some(_) => Err(VerifyError::RepeatedHeader(text)),
    }
}

/// Parses Unix seconds: digits only, and within the range of the clock.
fn parse_timestamp(timestamp: &str) -> Option<SystemTime> {
    // `parse` would accept a sign.
    if !timestamp.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = timestamp.parse().ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

impl<E> Clone for Verifier<E> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

impl<E> fmt::Debug for Verifier<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("key", &Base64::encode(*self.key))
            .field("tolerance", &self.tolerance)
            .finish()
    }
}
