//! Security schemes and requirements.

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// The credential that it takes.
    pub kind: SchemeKind,
    /// `deprecated: true`.
    pub deprecated: bool,
}

/// The credential of a [`SecurityScheme`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// The header `Authorization` with this scheme of HTTP, in lower case.
    Http(String),
    /// A key in this header.
    Header(String),
    /// A key in the query under this name.
    Query(String),
    /// A key in this cookie.
    Cookie(String),
    /// A token from an OAuth 2 flow.
    OAuth2,
    /// A token from a provider found by `openIdConnect`.
    OpenIdConnect,
    /// A certificate.
    MutualTls,
}

/// The security requirements of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Security {
    /// The document declares none.
    #[default]
    Undeclared,
    /// Alternatives, each a list of schemes that are required together. Without alternatives, or
    /// with an empty one, a call needs no credentials.
    AnyOf(Vec<Vec<Need>>),
}

/// A scheme that a call needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The name of one of the schemes.
    pub scheme: String,
    /// The scopes or roles that the credential has to have.
    pub scopes: Vec<String>,
}

impl Security {
    /// Returns the same requirements without scopes.
    #[must_use]
    pub fn without_scopes(&self) -> Self {
        let mut bare = self.clone();
        if let Self::AnyOf(alternatives) = &mut bare {
            for need in alternatives.iter_mut().flatten() {
                need.scopes.clear();
            }
        }
        bare
    }

    /// Whether both name the same schemes, whatever the scopes.
    #[must_use]
    pub fn names_the_same(&self, other: &Self) -> bool {
        self.names() == other.names()
    }

    /// Whether a call may go without credentials.
    #[must_use]
    pub fn allows_nothing(&self) -> bool {
        match self {
            Self::Undeclared => true,
            Self::AnyOf(alternatives) => {
                alternatives.is_empty() || alternatives.iter().any(Vec::is_empty)
            }
        }
    }

    fn names(&self) -> Option<Vec<Vec<&str>>> {
        let Self::AnyOf(alternatives) = self else {
            return None;
        };
        let names = alternatives.iter().map(|needs| {
            let names = needs.iter().map(|need| need.scheme.as_str());
            names.collect()
        });
        Some(names.collect())
    }
}
