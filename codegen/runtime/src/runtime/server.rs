//! Servers of an API: URLs with variables in them.

use std::error::Error as StdError;
use std::fmt;

/// A server of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL, with variables as `{name}`. A relative URL needs a base URL from the client.
    pub url: &'static str,
    /// The variables in the URL.
    pub variables: &'static [ServerVariable],
}

/// A variable in the URL of a [`Server`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name.
    pub name: &'static str,
    /// The default; `None` if the document has none.
    pub default: Option<&'static str>,
    /// The values that are allowed; empty if all are.
    pub values: &'static [&'static str],
}

/// Why a [`Server`] has no URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerError {
    /// A variable has no value.
    Missing(&'static str),
    /// A variable cannot have this value.
    Value {
        /// The variable.
        variable: &'static ServerVariable,
        /// The value.
        value: String,
    },
}

impl Server {
    /// A server whose URL is what it is.
    #[must_use]
    pub const fn new(url: &'static str) -> Self {
        Self {
            url,
            variables: &[],
        }
    }

    /// The URL with these values of variables, by name, and the defaults of the others. Names of
    /// other variables are ignored.
    ///
    /// # Errors
    ///
    /// If a value is not one of those that the variable may have, or is needed and not there.
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
                    "the server variable `{name}` cannot be {value:?}: it is one of {values}"
                )
            }
        }
    }
}

impl StdError for ServerError {}
