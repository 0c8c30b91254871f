//! Servers of an API, as URLs with variables.

use std::error::Error as StdError;
use std::fmt;

/// A server of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL, with variables as `{name}`. If it is relative, the client needs a base URL.
    pub url: &'static str,
    /// The variables in the URL.
    pub variables: &'static [ServerVariable],
}

/// A variable in the URL of a [`Server`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// The name of the variable.
    pub name: &'static str,
    /// The default value, if the document has one.
    pub default: Option<&'static str>,
    /// The allowed values; empty if any value is allowed.
    pub values: &'static [&'static str],
}

/// The reason why a [`Server`] has no URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerError {
    /// The named variable has no value.
    Missing(&'static str),
    /// The value of a variable is not allowed.
    Value {
        /// The variable.
        variable: &'static ServerVariable,
        /// The value.
        value: String,
    },
}

impl Server {
    /// Creates a server whose URL has no variables.
    #[must_use]
    pub const fn new(url: &'static str) -> Self {
        Self {
            url,
            variables: &[],
        }
    }

    /// Returns the URL with variables replaced by `values`, or else by their defaults. Values of
    /// other names are ignored.
    ///
    /// # Errors
    ///
    /// If a value is not allowed, or a variable has neither a value nor a default.
    pub fn url<N: AsRef<str>, V: AsRef<str>>(
        &self,
        values: &[(N, V)],
    ) -> Result<String, ServerError> {
        let mut url = self.url.to_owned();
        for variable in self.variables {
            let given = values
                .iter()
                .rfind(|(name, _)| name.as_ref() == variable.name);
            let value = match given {
                Some((_, value)) => variable.checked(value.as_ref())?,
                None => variable
                    .default
                    .ok_or(ServerError::Missing(variable.name))?,
            };
            url = url.replace(&format!("{{{}}}", variable.name), value);
        }
        Ok(url)
    }
}

impl ServerVariable {
    fn checked<'v>(&'static self, value: &'v str) -> Result<&'v str, ServerError> {
        if self.values.is_empty() || self.values.contains(&value) {
            return Ok(value);
        }
        Err(ServerError::Value {
            variable: self,
            value: value.to_owned(),
        })
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "the server variable `{name}` has no value"),
            Self::Value { variable, value } => {
                let (name, values) = (variable.name, variable.values.join(", "));
                write!(
                    f,
                    "the server variable `{name}` cannot be {value:?}, only one of {values}"
                )
            }
        }
    }
}

impl StdError for ServerError {}
