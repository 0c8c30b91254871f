//! Where an API is.

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
    /// What it is if nobody says otherwise.
    pub default: Option<String>,
    /// All that it may be; empty if it may be anything.
    pub values: Vec<String>,
}

impl Server {
    /// The URL with the defaults of the variables; `None` if one has none.
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
