//! Verification of the webhooks of several documents: public keys, headers and a body in, an event out.

use std::fmt;
use std::marker::PhantomData;
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::events::{Events, Scheme, read_event};
use super::verifying_key::VerifyingKey;
use super::{KeyError, VerifyError};
use crate::runtime::Delivery;

/// A verifier of the webhooks of several documents, which decodes those with a valid signature.
///
/// A webhook is decoded as one of the documents whose key has signed it, so that the key of one document
/// is never good for the events of another.
pub struct EventVerifier<E> {
    /// The key of each scheme.
    keys: Vec<VerifyingKey>,
    event: PhantomData<fn() -> E>,
}

impl<E: Events> EventVerifier<E> {
    /// Creates a verifier with the public keys from the environment variables of
    /// [`Events::SCHEMES`].
    ///
    /// # Errors
    ///
    /// If a document names no variable, a variable is not set, or its value is not a public key.
    pub fn from_env() -> Result<Self, KeyError> {
        let key = |it: &Scheme<E>| VerifyingKey::from_env(it.public_key_variable, it.tolerance);
        Self::from_keys(E::SCHEMES.iter().map(key))
    }

    /// Creates a verifier with one public key for all webhooks: base64 of 32 bytes. White space around
    /// it is ignored, such as the line break at the end of a file.
    ///
    /// # Errors
    ///
    /// If the text is not an Ed25519 public key.
    pub fn new(public_key: &str) -> Result<Self, KeyError> {
        let key = |it: &Scheme<E>| VerifyingKey::new(public_key, it.tolerance);
        Self::from_keys(E::SCHEMES.iter().map(key))
    }

    /// Creates a verifier with a public key for each of [`Events::SCHEMES`], which `public_key` returns.
    ///
    /// # Errors
    ///
    /// If a text is not an Ed25519 public key.
    pub fn with_keys<K: AsRef<str>>(
        public_key: impl Fn(&Scheme<E>) -> K,
    ) -> Result<Self, KeyError> {
        let key = |it: &Scheme<E>| VerifyingKey::new(public_key(it).as_ref(), it.tolerance);
        Self::from_keys(E::SCHEMES.iter().map(key))
    }

    fn from_keys(
        keys: impl Iterator<Item = Result<VerifyingKey, KeyError>>,
    ) -> Result<Self, KeyError> {
        let keys = keys.collect::<Result<_, _>>()?;
        let event = PhantomData;
        Ok(Self { keys, event })
    }

    /// Sets how far the time of signing may be from now, before or after.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        for key in &mut self.keys {
            key.tolerance = tolerance;
        }
        self
    }

    /// Verifies the signature of a webhook, and decodes its body by the header `Content-Type`.
    ///
    /// `raw_body` must be the bytes as they arrived: JSON that was parsed and serialized again has
    /// another signature. `now` is usually [`SystemTime::now`]. An event that no document declares is
    /// kept as JSON.
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
    ) -> Result<Delivery<E>, VerifyError> {
        let mut refusal = None;
        for (scheme, key) in E::SCHEMES.iter().zip(&self.keys) {
            let names = [scheme.signature_header, scheme.timestamp_header];
            let Err(error) = key.verify(headers, names, raw_body, now) else {
                let content_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
                return read_event(scheme.documents, content_type, raw_body)
                    .map_err(VerifyError::Undecodable);
            };
            // That the headers of another scheme are missing says the least.
            if refusal.is_none() || !matches!(error, VerifyError::MissingHeader(_)) {
                refusal = Some(error);
            }
        }
        Err(refusal.unwrap_or(VerifyError::WrongSignature))
    }
}

impl<E> Clone for EventVerifier<E> {
    fn clone(&self) -> Self {
        Self {
            keys: self.keys.clone(),
            event: PhantomData,
        }
    }
}

impl<E> fmt::Debug for EventVerifier<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventVerifier")
            .field("keys", &self.keys)
            .finish()
    }
}
