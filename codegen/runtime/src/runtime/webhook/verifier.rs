//! A public key, and a webhook as it came, in; the event out.

use std::env::{self, VarError};
use std::fmt;
use std::marker::PhantomData;
use std::time::{Duration, SystemTime};

use ed25519_dalek::{PUBLIC_KEY_LENGTH, Signature, VerifyingKey};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::{KeyError, Signed, VerifyError, signed_bytes};
use crate::runtime::{Base64, Decode};

/// Verifies that webhooks are signed with the private key of the API, and decodes them into `E`.
pub struct Verifier<E> {
    key: VerifyingKey,
    tolerance: Duration,
    event: PhantomData<fn() -> E>,
}

impl<E: Signed> Verifier<E> {
    /// A verifier for the public key in the environment variable that the document names,
    /// [`Signed::PUBLIC_KEY_VARIABLE`].
    ///
    /// # Errors
    ///
    /// If there is no such variable, or its value is not a public key.
    pub fn from_env() -> Result<Self, KeyError> {
        let name = E::PUBLIC_KEY_VARIABLE.ok_or(KeyError::NoVariable)?;
        match env::var(name) {
            Ok(key) => Self::new(&key),
            Err(VarError::NotPresent) => Err(KeyError::NotSet(name)),
            Err(VarError::NotUnicode(_)) => Err(KeyError::NotUnicode(name)),
        }
    }

    /// A verifier for a public key: base64 of 32 bytes. White space around it is ignored, such as
    /// the end of the line in a file.
    pub fn new(public_key: &str) -> Result<Self, KeyError> {
        let bytes = Base64::from_encoded(public_key.trim())
            .decode()
            .map_err(KeyError::Base64)?;
        let bytes: [u8; PUBLIC_KEY_LENGTH] = bytes
            .try_into()
            .map_err(|bytes: Vec<u8>| KeyError::Length(bytes.len()))?;
        // A weak key has signatures that fit many messages.
        let key = VerifyingKey::from_bytes(&bytes)
            .ok()
            .filter(|key| !key.is_weak())
            .ok_or(KeyError::NotAKey)?;
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

    /// Verifies a webhook and decodes it.
    ///
    /// The body must be the bytes as they came: JSON that was parsed and written again has another
    /// signature. `now` is usually [`SystemTime::now`]. If the document declares forms, they are
    /// told from JSON by the header `Content-Type`, or without it by the body.
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
        let signature = single(headers, &signature, E::SIGNATURE_HEADER)?;
        let timestamp = single(headers, &timestamp, E::TIMESTAMP_HEADER)?;
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

    /// Verifies a webhook whose headers are not at hand as a [`HeaderMap`], and reads it: the
    /// signature and the timestamp are the values of their headers. Whether it is a form, where a
    /// document declares forms, its body tells.
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

    /// Verifies that the body was signed, and lately.
    fn check(
        &self,
        signature: &str,
        timestamp: &str,
        raw_body: &[u8],
        now: SystemTime,
    ) -> Result<(), VerifyError> {
        let time = time(timestamp).ok_or(VerifyError::MalformedTimestamp)?;
        let signature = Base64::from_encoded(signature)
            .decode()
            .ok()
            .and_then(|bytes| Signature::from_slice(&bytes).ok())
            .ok_or(VerifyError::MalformedSignature)?;
        self.check_time(time, now)?;
        self.key
            .verify_strict(&signed_bytes(timestamp, raw_body), &signature)
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

/// The value of a header that must be there exactly once.
fn single<'h>(
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

/// The time that Unix seconds stand for: digits and nothing else, and no more than a clock can show.
fn time(timestamp: &str) -> Option<SystemTime> {
    // The standard library would take a sign.
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
            .field("key", &Base64::encode(self.key.as_bytes()))
            .field("tolerance", &self.tolerance)
            .finish()
    }
}
