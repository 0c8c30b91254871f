//! The servers, security schemes and environment variables of an API.

use super::{Security, SecurityScheme, Server};

/// The servers, security schemes and environment variables of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Api {
    /// The servers; calls go to the first. Empty if the document has none.
    pub servers: &'static [Server],
    /// The security schemes.
    pub schemes: &'static [SecurityScheme],
    /// The default security requirements of operations.
    pub security: Security,
    /// The environment variable for the key, if the document names one.
    pub key_variable: Option<&'static str>,
    /// The environment variable for the base URL, if the document names one.
    pub base_url_variable: Option<&'static str>,
}
