//! The credentials of a client, and which of them a call uses.

use http::Request;

use super::BuildError;
use super::base_url::invalid_request;
use super::credential::{Credential, Secret};
use super::credential_injection::{CredentialInjection, CredentialLocation};
use crate::runtime::{Api, SchemeKind, Security, SecurityScheme, TransportError};

/// All credentials of a client.
#[derive(Clone, Debug, Default)]
pub(super) struct Credentials {
    /// The credential for any scheme that needs a key or a token.
    pub(super) key: Option<Credential>,
    /// The credentials for schemes by name; the last one of a name applies.
    pub(super) named: Vec<(String, Credential)>,
}

impl Credentials {
    /// Refuses credentials that cannot be sent.
    pub(super) fn check(&self) -> Result<(), BuildError> {
        if self.key.iter().any(|key| !key.is_usable()) {
            return Err(BuildError::Key);
        }
        match self.named.iter().find(|(_, it)| !it.is_usable()) {
            Some((name, _)) => Err(BuildError::Credential(name.clone())),
            None => Ok(()),
        }
    }

    /// Returns the injections of a call: those of the first alternative whose credentials are all
    /// set, or none where that is allowed.
    pub(super) fn injections<B>(
        &self,
        api: &Api,
        security: Security,
        request: &Request<B>,
    ) -> Result<Vec<CredentialInjection>, TransportError> {
        let Security::AnyOf(alternatives) = security else {
            let undeclared = SecurityScheme::http("", "bearer");
            return Ok(self
                .injections_for(&[undeclared], request)
                .unwrap_or_default());
        };
        let alternatives = alternatives.iter().map(|names| resolve_schemes(api, names));
        let alternatives: Vec<Vec<SecurityScheme>> = alternatives.collect();
        let found = alternatives
            .iter()
            .filter(|schemes| !schemes.is_empty())
            .find_map(|schemes| self.injections_for(schemes, request));
        if let Some(injections) = found {
            return Ok(injections);
        }
        if alternatives.iter().all(|schemes| !schemes.is_empty()) && !alternatives.is_empty() {
            return Err(invalid_request(describe_missing(&alternatives)));
        }
        Ok(Vec::new())
    }

    /// Returns the injections for schemes that are required together, if all credentials are set.
    /// The key can serve only one of them.
    fn injections_for<B>(
        &self,
        schemes: &[SecurityScheme],
        request: &Request<B>,
    ) -> Option<Vec<CredentialInjection>> {
        let mut key = self.key.as_ref();
        let mut injections = Vec::with_capacity(schemes.len());
        for scheme in schemes {
            let location = CredentialLocation::of_scheme(scheme.kind)?;
            let named = self.find_named(scheme.name);
            let fits = |it: &&Credential| is_usable_for(scheme.kind, &it.secret);
            if location.is_occupied(request) {
                // The call itself has the credential.
            } else if let Some(credential) = named.filter(fits) {
                injections.push(CredentialInjection::new(location, &credential.secret));
            } else {
                let key = key.filter(fits).and_then(|_| key.take())?;
                injections.push(CredentialInjection::new(location, &key.secret));
            }
        }
        Some(injections)
    }

    fn find_named(&self, name: &str) -> Option<&Credential> {
        let named = self.named.iter().rfind(|(it, _)| it == name);
        named.map(|(_, credential)| credential)
    }
}

/// Returns the schemes of these names that need something in the request. Client certificates are
/// left to the HTTP stack.
fn resolve_schemes(api: &Api, names: &[&'static str]) -> Vec<SecurityScheme> {
    let schemes = names.iter().map(|name| {
        let known = api.schemes.iter().find(|scheme| scheme.name == *name);
        known
            .copied()
            .unwrap_or(SecurityScheme::http(name, "bearer"))
    });
    schemes
        .filter(|scheme| scheme.kind != SchemeKind::MutualTls)
        .collect()
}

fn is_usable_for(kind: SchemeKind, secret: &Secret) -> bool {
    match secret {
        Secret::Key(_) | Secret::Source(_) => kind != SchemeKind::Http("basic"),
        Secret::Basic(_) => kind == SchemeKind::Http("basic"),
        Secret::Unusable => false,
    }
}

fn describe_missing(alternatives: &[Vec<SecurityScheme>]) -> String {
    let alternatives = alternatives.iter().map(|schemes| {
        let names: Vec<String> = schemes.iter().map(ToString::to_string).collect();
        names.join(" and ")
    });
    let alternatives: Vec<String> = alternatives.collect();
    format!(
        "the client has no credential for {}",
        alternatives.join(", nor for ")
    )
}
