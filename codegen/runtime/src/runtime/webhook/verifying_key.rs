//! A public key, headers and a body in, the validity of the signature out.

use std::env::{self, VarError};
use std::fmt;
use std::time::{Duration, SystemTime};

use ed25519_compact::{PublicKey, Signature};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::{KeyError, VerifyError, signed_bytes};
use crate::runtime::Base64;

/// A public key, and how far the time of signing may be from now.
#[derive(Clone, Copy)]
pub(super) struct VerifyingKey {
    key: PublicKey,
    pub(super) tolerance: Duration,
}

impl VerifyingKey {
    /// Parses base64 of 32 bytes, ignoring white space around it.
    pub(super) fn new(public_key: &str, tolerance: Duration) -> Result<Self, KeyError> {
        let bytes = Base64::from_encoded(public_key.trim())
            .decode()
            .map_err(KeyError::Base64)?;
        let key = PublicKey::from_slice(&bytes).map_err(|_| KeyError::Length(bytes.len()))?;
        // A signature of a weak key can be valid for many messages.
        key.validate().map_err(|_| KeyError::NotAKey)?;
        Ok(Self { key, tolerance })
    }

    /// Takes the key from an environment variable.
    pub(super) fn from_env(
        variable: Option<&'static str>,
        tolerance: Duration,
    ) -> Result<Self, KeyError> {
        let name = variable.ok_or(KeyError::NoVariable)?;
        match env::var(name) {
            Ok(key) => Self::new(&key, tolerance),
            Err(VarError::NotPresent) => Err(KeyError::NotSet(name)),
            Err(VarError::NotUnicode(_)) => Err(KeyError::NotUnicode(name)),
        }
    }

    /// Verifies a body by the headers of the signature and of the time of signing.
    pub(super) fn verify(
        &self,
        headers: &HeaderMap,
        [signature, timestamp]: [&'static str; 2],
        raw_body: &[u8],
        now: SystemTime,
    ) -> Result<(), VerifyError> {
        let signature = single_header(headers, signature)?;
        let timestamp = single_header(headers, timestamp)?;
        let signature = signature
            .to_str()
            .map_err(|_| VerifyError::MalformedSignature)?;
        let timestamp = timestamp
            .to_str()
            .map_err(|_| VerifyError::MalformedTimestamp)?;
        self.check(signature, timestamp, raw_body, now)
    }

    /// Verifies the signature and the time of signing.
    pub(super) fn check(
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

    /// Prints the fields of a verifier.
    pub(super) fn fmt_as(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name)
            .field("key", &Base64::encode(*self.key))
            .field("tolerance", &self.tolerance)
            .finish()
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_as("VerifyingKey", f)
    }
}

/// Returns the value of a header that must occur exactly once. Its name is in lower case.
fn single_header<'h>(
    headers: &'h HeaderMap,
    name: &'static str,
) -> Result<&'h HeaderValue, VerifyError> {
    let mut values = headers.get_all(HeaderName::from_static(name)).iter();
    let value = values.next().ok_or(VerifyError::MissingHeader(name))?;
    match values.next() {
        None => Ok(value),
        Some(_) => Err(VerifyError::RepeatedHeader(name)),
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
