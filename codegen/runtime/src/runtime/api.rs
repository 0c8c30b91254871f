//! Where an API is, what it asks for, and what its environment is called.

use super::{Security, SecurityScheme, Server};

/// The servers, security schemes and environment variables of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Api {
    /// The servers; calls go to the first. Empty if the document has none.
    pub servers: &'static [Server],
    /// The security schemes.
    pub schemes: &'static [SecurityScheme],
    /// The security requirements of operations that have none of their own.
    pub security: Security,
    /// The environment variable that holds the key.
    pub key_variable: Option<&'static str>,
    /// The environment variable that holds the base URL, if it is not that of the first server.
    pub base_url_variable: Option<&'static str>,
}
