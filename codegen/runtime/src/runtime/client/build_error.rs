//! Errors of building a client.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::runtime::error::write_causes;

/// The reason why a client cannot be built. It contains no key and no value of a header.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is invalid, for the given reason.
    BaseUrl(String),
    /// The key contains characters that are not valid in a header.
    Key,
    /// The credential for the named security scheme contains characters that cannot be sent.
    Credential(String),
    /// The header of this name has an invalid name or value.
    Header(String),
    /// The named setting is missing and has no default with the enabled features.
    Missing(&'static str),
    /// The HTTP client cannot be set up.
    Transport(Arc<dyn StdError + Send + Sync>),
}

/// The reason why a client cannot be built from the environment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum FromEnvError {
    /// The document names no variable for the key.
    NoVariable,
    /// A variable is not set or not Unicode.
    Variable {
        /// The name of the variable.
        name: &'static str,
        /// Whether the variable is not set; otherwise it is not Unicode.
        missing: bool,
    },
    /// The client cannot be built from the values.
    Build(BuildError),
}

impl FromEnvError {
    #[cfg(any(feature = "reqwest", feature = "blocking"))]
    pub(super) fn variable(name: &'static str, error: &std::env::VarError) -> Self {
        let missing = *error == std::env::VarError::NotPresent;
        Self::Variable { name, missing }
    }
}

impl From<BuildError> for FromEnvError {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(why) => write!(f, "the base URL {why}"),
            Self::Key => {
                f.write_str("the API key contains characters that are not valid in a header")
            }
            Self::Credential(name) => {
                write!(
                    f,
                    "the credential for {name:?} contains characters that cannot be sent"
                )
            }
            Self::Header(name) => write!(f, "the header {name:?} cannot be sent"),
            Self::Missing(what) => write!(f, "the client needs a {what}"),
            Self::Transport(cause) => {
                f.write_str("the HTTP client cannot be set up")?;
                write_causes(&**cause, f)
            }
        }
    }
}

impl fmt::Display for FromEnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoVariable => {
                f.write_str("the document names no environment variable for the key")
            }
            Self::Variable { name, missing } => {
                let why = if *missing { "set" } else { "Unicode" };
                write!(f, "the variable {name} is not {why}")
            }
            Self::Build(error) => error.fmt(f),
        }
    }
}

impl StdError for BuildError {}

impl StdError for FromEnvError {}
