//! Signing of webhooks: a private key and a body in, headers out.

use std::fmt;
use std::marker::PhantomData;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use ed25519_dalek::{SECRET_KEY_LENGTH, Signer as _, SigningKey};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri};
use serde::Serialize;

use super::{Signed, signed_bytes};
use crate::runtime::{Base64, RequestWriter, Violations};

/// A signer of webhooks like that of the API, for tests of code that receives them.
pub struct Signer<E> {
    key: SigningKey,
    event: PhantomData<fn() -> E>,
}

impl<E: Signed> Signer<E> {
    /// Creates a signer from the 32 bytes of a private key (RFC 8032 §5.1.5); any bytes are valid.
    #[must_use]
    pub fn new(seed: &[u8; SECRET_KEY_LENGTH]) -> Self {
        Self {
            key: SigningKey::from_bytes(seed),
            event: PhantomData,
        }
    }

    /// Returns the public key for a verifier, as base64.
    #[must_use]
    pub fn public_key(&self) -> String {
        Base64::encode(self.key.verifying_key().as_bytes()).to_string()
    }

    /// Returns the two headers for a body. The time is truncated to seconds; a time before 1970
    /// counts as 1970.
    #[must_use]
    pub fn sign(&self, time: SystemTime, raw_body: &[u8]) -> HeaderMap {
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        let seconds = since.unwrap_or(Duration::ZERO).as_secs();
        let bytes = signed_bytes(&seconds.to_string(), raw_body);
        let signature = Base64::encode(self.key.sign(&bytes).to_bytes());
        let signature = HeaderValue::from_str(signature.as_str())
            .expect("the alphabet of base64 is legal in a header");
        HeaderMap::from_iter([
            (
                const { HeaderName::from_static(E::SIGNATURE_HEADER) },
                signature,
            ),
            (
                const { HeaderName::from_static(E::TIMESTAMP_HEADER) },
                HeaderValue::from(seconds),
            ),
        ])
    }
}

impl<E: Signed + Serialize> Signer<E> {
    /// Returns the request that delivers an event to a URL: a `POST` of its body, with the two
    /// headers.
    ///
    /// # Errors
    ///
    /// If the event cannot be represented in the format in which the API sends it.
    pub fn request(
        &self,
        uri: Uri,
        time: SystemTime,
        event: &E,
    ) -> Result<Request<Bytes>, Violations> {
        let mut to = RequestWriter::new("POST", "/");
        event.write(&mut to);
        let mut request = to.finish()?;
        *request.uri_mut() = uri;
        let headers = self.sign(time, request.body());
        request.headers_mut().extend(headers);
        Ok(request)
    }
}

impl<E> Clone for Signer<E> {
    fn clone(&self) -> Self {
        Self {
            key: self.key.clone(),
            event: PhantomData,
        }
    }
}

/// Prints the public key only.
impl<E> fmt::Debug for Signer<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field(
                "public_key",
                &Base64::encode(self.key.verifying_key().as_bytes()),
            )
            .finish_non_exhaustive()
    }
}
