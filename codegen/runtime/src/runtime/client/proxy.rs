//! Proxies from the environment.

use http::Uri;
use http::uri::Scheme;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use super::base_url::invalid_request;
use crate::runtime::TransportError;

/// The proxies from the environment variables `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and
/// `NO_PROXY`, in upper or lower case.
#[derive(Debug)]
pub(super) struct Proxies(Matcher);

impl Proxies {
    /// Reads the environment, as reqwest does.
    pub(super) fn from_env() -> Self {
        Self(Matcher::from_system())
    }

    /// Returns the proxy for a URL, if any.
    pub(super) fn proxy(&self, uri: &Uri) -> Result<Option<Intercept>, TransportError> {
        let Some(proxy) = self.0.intercept(uri) else {
            return Ok(None);
        };
        let scheme = proxy.uri().scheme();
        if scheme == Some(&Scheme::HTTP) || scheme == Some(&Scheme::HTTPS) {
            Ok(Some(proxy))
        } else {
            let scheme = scheme.map_or("", Scheme::as_str);
            Err(invalid_request(format!(
                "the environment names a proxy of the scheme `{scheme}`, which is neither http nor https"
            )))
        }
    }
}
