//! Credentials in a request: where they go, and how they come off again.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri, header};
use url::form_urlencoded;

use super::base_url::refused;
use super::credential::{Proof, Secret};
use crate::runtime::{SchemeKind, TransportError};

/// A credential, and where it goes.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    place: Place,
    proof: Proof,
}

/// Where a credential goes.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// Into `Authorization`, behind a word.
    Authorization(&'static str),
    Header(HeaderName),
    Query(&'static str),
    Cookie(&'static str),
}

impl Place {
    /// Where a scheme wants it; `None` for a name that no header can have.
    pub(super) fn of(kind: SchemeKind) -> Option<Self> {
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

    /// Whether a request has something there already.
    pub(super) fn is_taken<B>(&self, request: &Request<B>) -> bool {
        let headers = request.headers();
        match self {
            Self::Authorization(_) => headers.contains_key(header::AUTHORIZATION),
            Self::Header(name) => headers.contains_key(name),
            Self::Query(name) => pairs(request.uri()).any(|pair| decoded(pair).0 == *name),
            Self::Cookie(name) => cookies(headers).any(|cookie| cookie == name.as_bytes()),
        }
    }

    fn put<B>(&self, secret: &str, request: &mut Request<B>) -> Result<(), TransportError> {
        match self {
            Self::Authorization(scheme) => {
                let value = sensitive(&format!("{scheme} {secret}"))?;
                request.headers_mut().insert(header::AUTHORIZATION, value);
            }
            Self::Header(name) => {
                request.headers_mut().insert(name, sensitive(secret)?);
            }
            Self::Query(name) => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                let pair = query.append_pair(name, secret).finish();
                let query = pairs(request.uri()).chain([&*pair]).collect::<Vec<_>>();
                *request.uri_mut() = with_query(request.uri(), &query.join("&"))?;
            }
            Self::Cookie(name) => {
                if secret.contains(';') {
                    return Err(unusable());
                }
                let before = request.headers().get(header::COOKIE);
                let before = before.map(|it| [it.as_bytes(), b"; "].concat());
                let cookie = format!("{name}={secret}");
                let all = [before.unwrap_or_default(), cookie.into_bytes()].concat();
                let mut all = HeaderValue::from_bytes(&all).map_err(|_| unusable())?;
                all.set_sensitive(true);
                request.headers_mut().insert(header::COOKIE, all);
            }
        }
        Ok(())
    }
}

impl Mark {
    pub(super) fn new(place: Place, proof: &Proof) -> Self {
        let proof = proof.clone();
        Self { place, proof }
    }

    /// The token source that is to be asked first.
    pub(super) fn source(&self) -> Option<usize> {
        match self.proof {
            Proof::Source(index) => Some(index),
            Proof::Key(_) | Proof::Basic(_) | Proof::Unusable => None,
        }
    }

    /// The same with what the token source gave.
    pub(super) fn with_token(&self, token: Secret) -> Self {
        Self::new(self.place.clone(), &Proof::Key(token))
    }

    /// Puts it into a request, unless that has something there already.
    pub(super) fn put<B>(&self, request: &mut Request<B>) -> Result<(), TransportError> {
        if self.place.is_taken(request) {
            return Ok(());
        }
        match self.secret() {
            Some(secret) => self.place.put(secret.reveal(), request),
            None => Err(unusable()),
        }
    }

    /// Takes it out of the query of a URL that another origin gets.
    pub(super) fn strip<B>(&self, request: &mut Request<B>) -> Result<(), TransportError> {
        let (Place::Query(_), Some(secret)) = (&self.place, self.secret()) else {
            return Ok(());
        };
        let is_other = |pair: &&str| decoded(pair).1 != secret.reveal();
        if !pairs(request.uri()).all(|pair| is_other(&pair)) {
            let rest: Vec<&str> = pairs(request.uri()).filter(is_other).collect();
            *request.uri_mut() = with_query(request.uri(), &rest.join("&"))?;
        }
        Ok(())
    }

    pub(super) fn secret(&self) -> Option<&Secret> {
        match &self.proof {
            Proof::Key(secret) | Proof::Basic(secret) => Some(secret),
            Proof::Source(_) | Proof::Unusable => None,
        }
    }
}

/// The pairs of a query, as they are written.
fn pairs(uri: &Uri) -> impl Iterator<Item = &str> {
    let pairs = uri.query().unwrap_or_default().split('&');
    pairs.filter(|pair| !pair.is_empty())
}

fn decoded(pair: &str) -> (Cow<'_, str>, Cow<'_, str>) {
    let pair = form_urlencoded::parse(pair.as_bytes()).next();
    pair.unwrap_or_default()
}

fn with_query(uri: &Uri, query: &str) -> Result<Uri, TransportError> {
    let mut parts = uri.clone().into_parts();
    let text = match query {
        "" => uri.path().to_owned(),
        query => format!("{}?{query}", uri.path()),
    };
    parts.path_and_query = Some(text.parse().map_err(|_| unusable())?);
    Uri::from_parts(parts).map_err(|_| unusable())
}

/// The names of the cookies that are sent.
fn cookies(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    let all = headers.get_all(header::COOKIE).iter();
    let all = all.flat_map(|cookies| cookies.as_bytes().split(|byte| *byte == b';'));
    all.filter_map(|cookie| cookie.split(|byte| *byte == b'=').next())
        .map(<[u8]>::trim_ascii)
}

fn sensitive(text: &str) -> Result<HeaderValue, TransportError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| unusable())?;
    value.set_sensitive(true);
    Ok(value)
}

/// Says nothing of what it is.
fn unusable() -> TransportError {
    refused("a credential has characters that cannot be sent")
}
