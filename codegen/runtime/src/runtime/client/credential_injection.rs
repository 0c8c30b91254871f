//! Credentials in requests: where they go, and how they are removed.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri, header};
use url::form_urlencoded;

use super::base_url::invalid_request;
use super::credential::{RedactedString, Secret};
use crate::runtime::{SchemeKind, TransportError};

/// A credential and its location in a request.
#[derive(Clone, Debug)]
pub(super) struct CredentialInjection {
    location: CredentialLocation,
    secret: Secret,
}

/// The location of a credential in a request.
#[derive(Clone, Debug)]
pub(super) enum CredentialLocation {
    /// The header `Authorization`, after the name of the scheme.
    Authorization(&'static str),
    Header(HeaderName),
    Query(&'static str),
    Cookie(&'static str),
}

impl CredentialLocation {
    /// Returns the location for a scheme; `None` if it needs none, or its header has an invalid
    /// name.
    pub(super) fn of_scheme(kind: SchemeKind) -> Option<Self> {
        Some(match kind {
            SchemeKind::Http("basic") => Self::Authorization("Basic"),
            SchemeKind::Http("bearer") | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => {
                Self::Authorization("Bearer")
            }
            SchemeKind::Http(scheme) => Self::Authorization(scheme),
            SchemeKind::Header(name) => Self::Header(name.parse().ok()?),
            SchemeKind::Query(name) => Self::Query(name),
            SchemeKind::Cookie(name) => Self::Cookie(name),
            SchemeKind::MutualTls => return None,
        })
    }

    /// Returns whether the request has a value at the location.
    pub(super) fn is_occupied<B>(&self, request: &Request<B>) -> bool {
        let headers = request.headers();
        match self {
            Self::Authorization(_) => headers.contains_key(header::AUTHORIZATION),
            Self::Header(name) => headers.contains_key(name),
            Self::Query(name) => {
                query_pairs(request.uri()).any(|pair| decode_pair(pair).0 == *name)
            }
            Self::Cookie(name) => cookie_names(headers).any(|cookie| cookie == name.as_bytes()),
        }
    }

    fn inject<B>(&self, secret: &str, request: &mut Request<B>) -> Result<(), TransportError> {
        match self {
            Self::Authorization(scheme) => {
                let value = sensitive_value(&format!("{scheme} {secret}"))?;
                request.headers_mut().insert(header::AUTHORIZATION, value);
            }
            Self::Header(name) => {
                request.headers_mut().insert(name, sensitive_value(secret)?);
            }
            Self::Query(name) => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                let pair = query.append_pair(name, secret).finish();
                let query = query_pairs(request.uri())
                    .chain([&*pair])
                    .collect::<Vec<_>>();
                *request.uri_mut() = with_query(request.uri(), &query.join("&"))?;
            }
            Self::Cookie(name) => {
                if secret.contains(';') {
                    return Err(unsendable_credential());
                }
                let before = request.headers().get(header::COOKIE);
                let before = before.map(|it| [it.as_bytes(), b"; "].concat());
                let cookie = format!("{name}={secret}");
                let all = [before.unwrap_or_default(), cookie.into_bytes()].concat();
                let mut all = HeaderValue::from_bytes(&all).map_err(|_| unsendable_credential())?;
                all.set_sensitive(true);
                request.headers_mut().insert(header::COOKIE, all);
            }
        }
        Ok(())
    }
}

impl CredentialInjection {
    pub(super) fn new(location: CredentialLocation, secret: &Secret) -> Self {
        let secret = secret.clone();
        Self { location, secret }
    }

    /// Returns the index of the token source, if the credential comes from one.
    pub(super) fn source(&self) -> Option<usize> {
        match self.secret {
            Secret::Source(index) => Some(index),
            Secret::Key(_) | Secret::Basic(_) | Secret::Unusable => None,
        }
    }

    /// Returns the injection with the token from the token source.
    pub(super) fn with_token(&self, token: RedactedString) -> Self {
        Self::new(self.location.clone(), &Secret::Key(token))
    }

    /// Adds the credential to a request, unless the location is occupied.
    pub(super) fn inject<B>(&self, request: &mut Request<B>) -> Result<(), TransportError> {
        if self.location.is_occupied(request) {
            return Ok(());
        }
        match self.secret() {
            Some(secret) => self.location.inject(secret.reveal(), request),
            None => Err(unsendable_credential()),
        }
    }

    /// Removes the credential from the query of a URL of another origin.
    pub(super) fn strip<B>(&self, request: &mut Request<B>) -> Result<(), TransportError> {
        let (CredentialLocation::Query(_), Some(secret)) = (&self.location, self.secret()) else {
            return Ok(());
        };
        let is_other = |pair: &&str| decode_pair(pair).1 != secret.reveal();
        if !query_pairs(request.uri()).all(|pair| is_other(&pair)) {
            let rest: Vec<&str> = query_pairs(request.uri()).filter(is_other).collect();
            *request.uri_mut() = with_query(request.uri(), &rest.join("&"))?;
        }
        Ok(())
    }

    pub(super) fn secret(&self) -> Option<&RedactedString> {
        match &self.secret {
            Secret::Key(secret) | Secret::Basic(secret) => Some(secret),
            Secret::Source(_) | Secret::Unusable => None,
        }
    }
}

/// Returns the pairs of a query, encoded.
fn query_pairs(uri: &Uri) -> impl Iterator<Item = &str> {
    let pairs = uri.query().unwrap_or_default().split('&');
    pairs.filter(|pair| !pair.is_empty())
}

fn decode_pair(pair: &str) -> (Cow<'_, str>, Cow<'_, str>) {
    let pair = form_urlencoded::parse(pair.as_bytes()).next();
    pair.unwrap_or_default()
}

fn with_query(uri: &Uri, query: &str) -> Result<Uri, TransportError> {
    let mut parts = uri.clone().into_parts();
    let text = match query {
        "" => uri.path().to_owned(),
        query => format!("{}?{query}", uri.path()),
    };
    parts.path_and_query = Some(text.parse().map_err(|_| unsendable_credential())?);
    Uri::from_parts(parts).map_err(|_| unsendable_credential())
}

/// Returns the names of the cookies in a request.
fn cookie_names(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    let all = headers.get_all(header::COOKIE).iter();
    let all = all.flat_map(|cookies| cookies.as_bytes().split(|byte| *byte == b';'));
    all.filter_map(|cookie| cookie.split(|byte| *byte == b'=').next())
        .map(<[u8]>::trim_ascii)
}

fn sensitive_value(text: &str) -> Result<HeaderValue, TransportError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| unsendable_credential())?;
    value.set_sensitive(true);
    Ok(value)
}

/// Returns an error that does not contain the credential.
fn unsendable_credential() -> TransportError {
    invalid_request("a credential contains characters that cannot be sent")
}
