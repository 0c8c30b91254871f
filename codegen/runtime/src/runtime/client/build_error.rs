//! Why there is no client.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::runtime::error::write_causes;

/// Why a client cannot be built. Holds no key and no value of a header.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is invalid; the text says why.
    BaseUrl(String),
    /// The key has characters that are not valid in a header.
    Key,
    /// A credential has characters that cannot be sent; the text names its security scheme.
    Credential(String),
    /// A header has an invalid name or value; the text is its name.
    Header(String),
    /// A setting is missing that has no default with the features of this build; the text says
    /// which.
    Missing(&'static str),
    /// The HTTP stack does not start.
    Transport(Arc<dyn StdError + Send + Sync>),
}

/// Why no client can be built from the environment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum FromEnvError {
    /// The API has no variable for its key.
    NoVariable,
    /// A variable is missing or not Unicode.
    Variable {
        /// Its name.
        name: &'static str,
        /// What is wrong with it. Of a value that is not Unicode, nothing is kept.
        missing: bool,
    },
    /// No client can be built from the values of the variables.
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
            Self::Key => f.write_str("the API key has characters that no header can carry"),
            Self::Credential(name) => {
                write!(
                    f,
                    "the credential for {name:?} has characters that cannot be sent"
                )
            }
            Self::Header(name) => write!(f, "the header {name:?} cannot be sent"),
            Self::Missing(what) => write!(f, "the client needs a {what}"),
            Self::Transport(cause) => {
                f.write_str("the HTTP stack does not start")?;
                write_causes(&**cause, f)
            }
        }
    }
}

impl fmt::Display for FromEnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoVariable => f.write_str("the API has no variable for its key"),
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
