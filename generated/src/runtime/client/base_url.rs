//! Where an API is.

use http::Uri;
use url::Url;

use super::BuildError;
use crate::runtime::{TransportError, TransportErrorKind};

/// An absolute http or https URL that paths are appended to.
#[derive(Clone, Debug)]
pub(super) struct BaseUrl {
    url: Url,
    /// Without a slash at the end.
    text: String,
}

impl BaseUrl {
    pub(super) fn parse(text: &str) -> Result<Self, BuildError> {
        let error = |why: &str| BuildError::BaseUrl(why.to_owned());
        let url = Url::parse(text).map_err(|why| error(&format!("cannot be read: {why}")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(error("is neither http nor https"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(error("must not hold a name or a password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(error("must not have a query or a fragment"));
        }
        let text = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { url, text })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The absolute form of a URI: one relative to this, or one of the same origin.
    pub(super) fn absolute(&self, uri: &Uri, query: &str) -> Result<Uri, TransportError> {
        let mut text = if uri.scheme().is_some() {
            self.same_origin(&uri.to_string())?
        } else if uri.authority().is_none() && uri.path().starts_with('/') {
            format!("{}{uri}", self.text)
        } else {
            return Err(refused("the URI is neither absolute nor a path"));
        };
        if !query.is_empty() {
            text.push(if text.contains('?') { '&' } else { '?' });
            text.push_str(query);
        }
        text.parse().map_err(refused)
    }

    /// A reference as it stands on a page of this API, if it stays with the API.
    pub(super) fn linked(&self, page: &Uri, reference: &str) -> Result<Uri, TransportError> {
        let page = Url::parse(&page.to_string()).map_err(refused)?;
        let mut link = page.join(reference).map_err(refused)?;
        link.set_fragment(None);
        self.same_origin(link.as_str())?.parse().map_err(refused)
    }

    fn same_origin(&self, text: &str) -> Result<String, TransportError> {
        let url = Url::parse(text).map_err(refused)?;
        if url.origin() != self.url.origin() || !url.username().is_empty() {
            return Err(refused("the URL is not the API's"));
        }
        Ok(text.to_owned())
    }
}

/// A request that cannot be sent.
pub(super) fn refused(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::Request, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_the_base_stays() {
        for base in ["https://api.example.com/v2", "https://api.example.com/v2/"] {
            let base = BaseUrl::parse(base).expect("a base URL");
            let uri = base.absolute(&Uri::from_static("/a%2Fb?c=d"), "e=f");
            let uri = uri.expect("a URI").to_string();
            assert_eq!(uri, "https://api.example.com/v2/a%2Fb?c=d&e=f");
        }
    }

    #[test]
    fn what_is_no_base_url() {
        for (base, why) in [
            (
                "api.example.com",
                "the base URL cannot be read: relative URL without a base",
            ),
            (
                "ftp://api.example.com",
                "the base URL is neither http nor https",
            ),
            (
                "https://a:b@api.example.com",
                "the base URL must not hold a name or a password",
            ),
            (
                "https://api.example.com?a=b",
                "the base URL must not have a query or a fragment",
            ),
        ] {
            let error = BaseUrl::parse(base).expect_err("not a base URL");
            assert_eq!(error.to_string(), why);
        }
    }

    #[test]
    fn links_stay_at_the_origin() {
        let base = BaseUrl::parse("https://api.example.com/v2").expect("a base URL");
        let page = Uri::from_static("https://api.example.com/v2/calls?page=1");
        let link = |to| base.linked(&page, to).map(|uri| uri.to_string());
        assert_eq!(
            link("/v2/calls?page=2").expect("a link"),
            "https://api.example.com/v2/calls?page=2"
        );
        assert_eq!(
            link("?page=2").expect("a link"),
            "https://api.example.com/v2/calls?page=2"
        );
        for wrong in [
            "https://example.com/v2/calls?page=2",
            "//example.com/",
            "http://api.example.com/v2/calls",
            "https://api.example.com:444/",
            "https://me@api.example.com/v2/calls",
        ] {
            assert!(link(wrong).is_err(), "{wrong}");
        }
    }
}
