//! Servers of an API.

/// A server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its URL, with `{names}` of variables in it; it may be relative.
    pub url: String,
    /// The variables in the URL, in its order, each once.
    pub variables: Vec<ServerVariable>,
}

/// A variable in the URL of a [`Server`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// The default.
    pub default: Option<String>,
    /// The allowed values; empty if any is allowed.
    pub values: Vec<String>,
}

impl Server {
    /// Returns the URL with the defaults of its variables; `None` if one has no default.
    #[must_use]
    pub fn default_url(&self) -> Option<String> {
        let mut url = self.url.clone();
        for variable in &self.variables {
            let default = variable.default.as_deref()?;
            url = url.replace(&format!("{{{}}}", variable.name), default);
        }
        Some(url)
    }
}
