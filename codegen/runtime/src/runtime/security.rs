//! How a caller shows who it is, as data.

use std::fmt;

/// The security requirements of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// The document has none. A key is then sent as a bearer token.
    Undeclared,
    /// One of these, each of which is the names of [`SecurityScheme`]s that are needed together. A
    /// call that needs nothing has none of them; a call that may go without has an empty one.
    AnyOf(&'static [&'static [&'static str]]),
}

/// A security scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The name of the scheme in the document.
    pub name: &'static str,
    /// The kind of the scheme.
    pub kind: SchemeKind,
}

/// What a [`SecurityScheme`] asks for (OpenAPI 3.1.1 §4.8.27).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// The header `Authorization` with this scheme of HTTP, in lower case: `bearer`, `basic`.
    Http(&'static str),
    /// A key in the header of this name.
    Header(&'static str),
    /// A key in the query, under this name.
    Query(&'static str),
    /// A key in the cookie of this name.
    Cookie(&'static str),
    /// A bearer token that comes from an OAuth 2 flow.
    OAuth2,
    /// A bearer token that a provider found by `openIdConnect` gives.
    OpenIdConnect,
    /// A certificate, which the HTTP stack shows.
    MutualTls,
}

impl SecurityScheme {
    /// A scheme of HTTP, in lower case.
    #[must_use]
    pub const fn http(name: &'static str, scheme: &'static str) -> Self {
        let kind = SchemeKind::Http(scheme);
        Self { name, kind }
    }

    /// A key in a header.
    #[must_use]
    pub const fn header(name: &'static str, header: &'static str) -> Self {
        let kind = SchemeKind::Header(header);
        Self { name, kind }
    }

    /// A key in the query.
    #[must_use]
    pub const fn query(name: &'static str, parameter: &'static str) -> Self {
        let kind = SchemeKind::Query(parameter);
        Self { name, kind }
    }

    /// A key in a cookie.
    #[must_use]
    pub const fn cookie(name: &'static str, cookie: &'static str) -> Self {
        let kind = SchemeKind::Cookie(cookie);
        Self { name, kind }
    }

    /// A token from an OAuth 2 flow.
    #[must_use]
    pub const fn oauth2(name: &'static str) -> Self {
        let kind = SchemeKind::OAuth2;
        Self { name, kind }
    }

    /// A token from a provider found by `openIdConnect`.
    #[must_use]
    pub const fn open_id_connect(name: &'static str) -> Self {
        let kind = SchemeKind::OpenIdConnect;
        Self { name, kind }
    }

    /// A certificate.
    #[must_use]
    pub const fn mutual_tls(name: &'static str) -> Self {
        let kind = SchemeKind::MutualTls;
        Self { name, kind }
    }
}

/// The name, and what is asked for: `k` (a key in the header `X-Key`).
impl fmt::Display for SecurityScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({})", self.name, self.kind)
    }
}

impl fmt::Display for SchemeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http("basic") => f.write_str("a name and a password"),
            Self::Http("bearer") => f.write_str("a bearer token"),
            Self::Http(scheme) => write!(f, "credentials for the HTTP scheme `{scheme}`"),
            Self::Header(name) => write!(f, "a key in the header `{name}`"),
            Self::Query(name) => write!(f, "a key in the query, `{name}`"),
            Self::Cookie(name) => write!(f, "a key in the cookie `{name}`"),
            Self::OAuth2 => f.write_str("an OAuth 2 token"),
            Self::OpenIdConnect => f.write_str("an OpenID Connect token"),
            Self::MutualTls => f.write_str("a certificate"),
        }
    }
}
