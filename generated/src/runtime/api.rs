//! Where an API is, what it asks for, and what its environment is called.

use super::{Security, SecurityScheme, Server};

/// What a document and its overlay say about reaching the API as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Api {
    /// Where it is; the first is where calls go. Empty if the document does not say.
    pub servers: &'static [Server],
    /// The ways to show who calls.
    pub schemes: &'static [SecurityScheme],
    /// Which of them a call needs, unless its operation says otherwise.
    pub security: Security,
    /// The environment variable that holds the key.
    pub key_variable: Option<&'static str>,
    /// The environment variable that holds another base URL.
    pub base_url_variable: Option<&'static str>,
}
