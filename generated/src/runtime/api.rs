//! Where an API is, and what its environment is called.

/// What a document and its overlay say about reaching the API as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Api {
    /// The first of the document's servers; `None` if it names none that is absolute.
    pub base_url: Option<&'static str>,
    /// The environment variable that holds the key.
    pub key_variable: Option<&'static str>,
    /// The environment variable that holds another base URL.
    pub base_url_variable: Option<&'static str>,
}
