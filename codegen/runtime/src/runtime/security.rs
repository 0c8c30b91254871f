//! Security schemes and requirements.

use std::fmt;

/// The security requirements of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// The document has none. A key is sent as a bearer token.
    Undeclared,
    /// Alternatives, each a list of names of [`SecurityScheme`]s that are required together.
    /// Without alternatives, a call needs no credentials; with an empty alternative, it may go
    /// without.
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

/// The kind of a [`SecurityScheme`] (OpenAPI 3.1.1 §4.8.27).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// The header `Authorization` with this HTTP authentication scheme, in lower case, such as
    /// `bearer` or `basic`.
    Http(&'static str),
    /// A key in the header of this name.
    Header(&'static str),
    /// A key in the query parameter of this name.
    Query(&'static str),
    /// A key in the cookie of this name.
    Cookie(&'static str),
    /// A bearer token from an OAuth 2 flow.
    OAuth2,
    /// A bearer token from an OpenID Connect provider.
    OpenIdConnect,
    /// A client certificate, which the HTTP stack presents.
    MutualTls,
}

impl SecurityScheme {
    /// Creates an HTTP authentication scheme, in lower case.
    #[must_use]
    pub const fn http(name: &'static str, scheme: &'static str) -> Self {
        let kind = SchemeKind::Http(scheme);
        Self { name, kind }
    }

    /// Creates a scheme with a key in a header.
    #[must_use]
    pub const fn header(name: &'static str, header: &'static str) -> Self {
        let kind = SchemeKind::Header(header);
        Self { name, kind }
    }

    /// Creates a scheme with a key in a query parameter.
    #[must_use]
    pub const fn query(name: &'static str, parameter: &'static str) -> Self {
        let kind = SchemeKind::Query(parameter);
        Self { name, kind }
    }

    /// Creates a scheme with a key in a cookie.
    #[must_use]
    pub const fn cookie(name: &'static str, cookie: &'static str) -> Self {
        let kind = SchemeKind::Cookie(cookie);
        Self { name, kind }
    }

    /// Creates a scheme with a token from an OAuth 2 flow.
    #[must_use]
    pub const fn oauth2(name: &'static str) -> Self {
        let kind = SchemeKind::OAuth2;
        Self { name, kind }
    }

    /// Creates a scheme with a token from an OpenID Connect provider.
    #[must_use]
    pub const fn open_id_connect(name: &'static str) -> Self {
        let kind = SchemeKind::OpenIdConnect;
        Self { name, kind }
    }

    /// Creates a scheme with a client certificate.
    #[must_use]
    pub const fn mutual_tls(name: &'static str) -> Self {
        let kind = SchemeKind::MutualTls;
        Self { name, kind }
    }
}

/// Prints the name and the kind, such as `k` (a key in the header `X-Key`).
impl fmt::Display for SecurityScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({})", self.name, self.kind)
    }
}

impl fmt::Display for SchemeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http("basic") => f.write_str("a user name and a password"),
            Self::Http("bearer") => f.write_str("a bearer token"),
            Self::Http(scheme) => write!(f, "credentials for the HTTP scheme `{scheme}`"),
            Self::Header(name) => write!(f, "a key in the header `{name}`"),
            Self::Query(name) => write!(f, "a key in the query parameter `{name}`"),
            Self::Cookie(name) => write!(f, "a key in the cookie `{name}`"),
            Self::OAuth2 => f.write_str("an OAuth 2 token"),
            Self::OpenIdConnect => f.write_str("an OpenID Connect token"),
            Self::MutualTls => f.write_str("a client certificate"),
        }
    }
}
