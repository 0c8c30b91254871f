//! The proxies that the environment names.

use http::Uri;
use http::uri::Scheme;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use super::base_url::invalid_request;
use crate::runtime::TransportError;

/// The proxies that the environment names: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`,
/// or the same in lower case.
#[derive(Debug)]
pub(super) struct Proxies(Matcher);

impl Proxies {
    /// As they are now. reqwest asks in the same way.
    pub(super) fn from_env() -> Self {
        Self(Matcher::from_system())
    }

    /// The proxy on the way to this URL.
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
