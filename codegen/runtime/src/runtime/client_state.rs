//! State that a client sends with a command and receives with the events of that command.

use std::error::Error;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Base64, Base64Error, DecodeError, Delivery};

/// A value that is sent with a command, as base64 of its JSON, and that comes back in the events
/// caused by the command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientState<T>(pub T);

/// An event that may contain the state of an earlier command.
pub trait HasClientState {
    /// Returns the encoded state, if any.
    fn state(&self) -> Option<&Base64>;
}

impl<E: HasClientState> HasClientState for Delivery<E> {
    fn state(&self) -> Option<&Base64> {
        self.event.state()
    }
}

impl<T: Serialize> ClientState<T> {
    /// Encodes the state for a command.
    ///
    /// # Errors
    ///
    /// If JSON cannot represent the value, such as a map whose keys are not strings.
    pub fn encode(&self) -> Result<Base64, ClientStateError> {
        match serde_json::to_vec(&self.0) {
            Ok(json) => Ok(Base64::encode(json)),
            Err(error) => Err(ClientStateError::UnsupportedValue(error.to_string())),
        }
    }
}

impl<T: DeserializeOwned> ClientState<T> {
    /// Decodes a state.
    ///
    /// # Errors
    ///
    /// If the text is not base64 of JSON, or the JSON is not a `T`.
    pub fn decode(text: &Base64) -> Result<Self, ClientStateError> {
        let json = text.decode().map_err(ClientStateError::Base64)?;
        match serde_json::from_slice(&json) {
            Ok(value) => Ok(Self(value)),
            Err(error) => Err(ClientStateError::Json(error.into())),
        }
    }

    /// Decodes the state in an event, or returns `None` if it has none or an empty string.
    ///
    /// # Errors
    ///
    /// Like [`decode`](Self::decode).
    pub fn of(event: &impl HasClientState) -> Result<Option<Self>, ClientStateError> {
        let state = event.state().filter(|state| !state.as_str().is_empty());
        state.map(Self::decode).transpose()
    }
}

/// The reason why a state cannot be encoded or decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientStateError {
    /// JSON cannot represent the value, for the given reason.
    UnsupportedValue(String),
    /// The text is not base64.
    Base64(Base64Error),
    /// The bytes are not JSON, or the JSON has another type.
    Json(DecodeError),
}

impl fmt::Display for ClientStateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the client state ")?;
        match self {
            Self::UnsupportedValue(reason) => write!(f, "cannot be written as JSON: {reason}"),
            Self::Base64(error) => error.fmt(f),
            Self::Json(error) => write!(f, "cannot be decoded: {error}"),
        }
    }
}

impl Error for ClientStateError {}
