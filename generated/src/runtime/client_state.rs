//! A value that travels with a command, and comes back with the events that it brings about.

use std::error::Error;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Base64, Base64Error, DecodeError, Delivery};

/// A value that a command takes along as text: base64 of its JSON. The events that the command brings
/// about have it in them again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientState<T>(pub T);

/// An event that may have the state of an earlier command in it.
pub trait Stateful {
    /// The state as it came.
    fn state(&self) -> Option<&Base64>;
}

impl<E: Stateful> Stateful for Delivery<E> {
    fn state(&self) -> Option<&Base64> {
        self.event.state()
    }
}

impl<T: Serialize> ClientState<T> {
    /// The text for a command. It fails if JSON has no form for the value, such as a map with keys that
    /// are no texts.
    pub fn encode(&self) -> Result<Base64, ClientStateError> {
        match serde_json::to_vec(&self.0) {
            Ok(json) => Ok(Base64::encode(json)),
            Err(error) => Err(ClientStateError::Unwritable(error.to_string())),
        }
    }
}

impl<T: DeserializeOwned> ClientState<T> {
    /// Reads the text of a state.
    pub fn decode(text: &Base64) -> Result<Self, ClientStateError> {
        let json = text.decode().map_err(ClientStateError::Base64)?;
        match serde_json::from_slice(&json) {
            Ok(value) => Ok(Self(value)),
            Err(error) => Err(ClientStateError::Json(error.into())),
        }
    }

    /// Reads the state in an event. `None` if there is none; an empty text is none.
    pub fn of(event: &impl Stateful) -> Result<Option<Self>, ClientStateError> {
        let state = event.state().filter(|state| !state.as_str().is_empty());
        state.map(Self::decode).transpose()
    }
}

/// Why a state cannot be written or read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientStateError {
    /// JSON has no form for the value, for this reason.
    Unwritable(String),
    /// The text is not base64.
    Base64(Base64Error),
    /// The bytes are not JSON, or not JSON of the type.
    Json(DecodeError),
}

impl fmt::Display for ClientStateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the client state ")?;
        match self {
            Self::Unwritable(reason) => write!(f, "cannot be written as JSON: {reason}"),
            Self::Base64(error) => error.fmt(f),
            Self::Json(error) => write!(f, "cannot be read: {error}"),
        }
    }
}

impl Error for ClientStateError {}
