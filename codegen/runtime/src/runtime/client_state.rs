//! A value that travels with a command, and comes back with the events that it brings about.

use std::error::Error;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Base64, Base64Error, DecodeError, Delivery};

/// A value that travels with a command, as base64 of its JSON, and comes back in the events that
/// the command causes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientState<T>(pub T);

/// An event that may contain the state of an earlier command.
pub trait HasClientState {
    /// The state as it came.
    fn state(&self) -> Option<&Base64>;
}

impl<E: HasClientState> HasClientState for Delivery<E> {
    fn state(&self) -> Option<&Base64> {
        self.event.state()
    }
}

impl<T: Serialize> ClientState<T> {
    /// Encodes the state for a command. Fails if JSON cannot write the value, such as a map whose
    /// keys are not strings.
    pub fn encode(&self) -> Result<Base64, ClientStateError> {
        match serde_json::to_vec(&self.0) {
            Ok(json) => Ok(Base64::encode(json)),
            Err(error) => Err(ClientStateError::UnsupportedValue(error.to_string())),
        }
    }
}

impl<T: DeserializeOwned> ClientState<T> {
    /// Decodes a state.
    pub fn decode(text: &Base64) -> Result<Self, ClientStateError> {
        let json = text.decode().map_err(ClientStateError::Base64)?;
        match serde_json::from_slice(&json) {
            Ok(value) => Ok(Self(value)),
            Err(error) => Err(ClientStateError::Json(error.into())),
        }
    }

    /// Decodes the state in an event; `None` if there is none, or an empty string.
    pub fn of(event: &impl HasClientState) -> Result<Option<Self>, ClientStateError> {
        let state = event.state().filter(|state| !state.as_str().is_empty());
        state.map(Self::decode).transpose()
    }
}

/// Why a state cannot be encoded or decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientStateError {
    /// JSON cannot write the value; the text says why.
    UnsupportedValue(String),
    /// The text is not base64.
    Base64(Base64Error),
    /// The bytes are not JSON, or not JSON of the type.
    Json(DecodeError),
}

impl fmt::Display for ClientStateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the client state ")?;
        match self {
            Self::UnsupportedValue(reason) => write!(f, "cannot be written as JSON: {reason}"),
            Self::Base64(error) => error.fmt(f),
            Self::Json(error) => write!(f, "cannot be read: {error}"),
        }
    }
}

impl Error for ClientStateError {}
