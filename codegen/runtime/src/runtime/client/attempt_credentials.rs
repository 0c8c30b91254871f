//! The credentials of one attempt.

use http::Request;

use super::credential::RedactedString;
use super::credential_injection::CredentialInjection;
use crate::runtime::TransportError;

/// The credentials that one attempt sends.
#[derive(Debug)]
pub(super) struct AttemptCredentials {
    injections: Vec<CredentialInjection>,
    /// The tokens for this attempt, in the order of the injections that need one.
    tokens: Vec<RedactedString>,
    /// Whether the attempt was redirected to another origin.
    is_cross_origin: bool,
}

impl AttemptCredentials {
    pub(super) fn new(injections: Vec<CredentialInjection>) -> Self {
        Self {
            injections,
            tokens: Vec::new(),
            is_cross_origin: false,
        }
    }

    /// Forgets the tokens of the attempt before.
    pub(super) fn start_attempt(&mut self) {
        self.tokens.clear();
        self.is_cross_origin = false;
    }

    /// Returns the index of the token source to ask next.
    pub(super) fn next_token_source(&self) -> Option<usize> {
        let mut sources = self
            .injections
            .iter()
            .filter_map(CredentialInjection::source);
        sources.nth(self.tokens.len())
    }

    /// Adds the token from that source.
    pub(super) fn add_token(&mut self, token: String) {
        self.tokens.push(RedactedString::new(token));
    }

    /// Adds the credentials that a request lacks: a redirect keeps the headers but has another
    /// query.
    pub(super) fn inject<B>(&self, request: &mut Request<B>) -> Result<(), TransportError> {
        if self.is_cross_origin {
            return Ok(());
        }
        self.with_tokens()
            .try_for_each(|injection| injection.inject(request))
    }

    /// Removes the credentials from a URL of another origin, in case the API copied them there.
    pub(super) fn strip_for_other_origin<B>(
        &mut self,
        request: &mut Request<B>,
    ) -> Result<(), TransportError> {
        self.is_cross_origin = true;
        self.with_tokens()
            .try_for_each(|injection| injection.strip(request))
    }

    /// Returns the secrets in plain text, to redact them elsewhere.
    pub(super) fn secrets(&self) -> impl Iterator<Item = String> {
        self.with_tokens()
            .filter_map(|injection| Some(injection.secret()?.reveal().to_owned()))
    }

    /// Returns the injections with the tokens filled in.
    fn with_tokens(&self) -> impl Iterator<Item = CredentialInjection> {
        let mut tokens = self.tokens.iter();
        self.injections.iter().map(move |injection| {
            let token = injection.source().and_then(|_| tokens.next());
            token.map_or_else(
                || injection.clone(),
                |token| injection.with_token(token.clone()),
            )
        })
    }
}
