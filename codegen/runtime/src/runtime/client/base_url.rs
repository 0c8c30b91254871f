//! The base URL of an API.

use http::Uri;
use url::Url;

use super::BuildError;
use crate::runtime::{TransportError, TransportErrorKind};

/// An absolute http or https URL that paths are appended to.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl {
    url: Url,
    /// The URL without trailing slashes.
    text: String,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, BuildError> {
        let error = |why: &str| BuildError::BaseUrl(why.to_owned());
        let url = Url::parse(text).map_err(|why| error(&format!("is invalid: {why}")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(error("is neither http nor https"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(error("must not contain a user name or a password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(error("must not have a query or a fragment"));
        }
        let text = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { url, text })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the length of the path, without trailing slashes.
    pub(crate) fn path_length(&self) -> usize {
        self.url.path().trim_end_matches('/').len()
    }

    /// Returns the absolute form of a URI that is a path below the base URL or has the same origin.
    pub(crate) fn absolute(&self, uri: &Uri, query: &str) -> Result<Uri, TransportError> {
        let mut text = if uri.scheme().is_some() {
            self.same_origin(&uri.to_string())?
        } else if uri.authority().is_none() && uri.path().starts_with('/') {
            format!("{}{uri}", self.text)
        } else {
            return Err(invalid_request("the URI is neither absolute nor a path"));
        };
        if !query.is_empty() {
            text.push(if text.contains('?') { '&' } else { '?' });
            text.push_str(query);
        }
        text.parse().map_err(invalid_request)
    }

    /// Resolves a link on a page of the API, which must have the same origin.
    pub(crate) fn resolve_link(&self, page: &Uri, reference: &str) -> Result<Uri, TransportError> {
        let page = Url::parse(&page.to_string()).map_err(invalid_request)?;
        let mut link = page.join(reference).map_err(invalid_request)?;
        link.set_fragment(None);
        self.same_origin(link.as_str())?
            .parse()
            .map_err(invalid_request)
    }

    fn same_origin(&self, text: &str) -> Result<String, TransportError> {
        let url = Url::parse(text).map_err(invalid_request)?;
        if url.origin() != self.url.origin() || !url.username().is_empty() {
            return Err(invalid_request("the URL has another origin than the API"));
        }
        Ok(text.to_owned())
    }
}

/// Returns the error for a request that cannot be sent.
pub(super) fn invalid_request(
    why: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> TransportError {
    TransportError::new(TransportErrorKind::Request, why)
}
