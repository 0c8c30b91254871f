//! What one try shows of the client's credentials.

use http::Request;

use super::credential::RedactedString;
use super::credential_injection::CredentialInjection;
use crate::runtime::TransportError;

/// What one try shows of the client's credentials.
#[derive(Debug)]
pub(super) struct AttemptCredentials {
    injections: Vec<CredentialInjection>,
    /// The tokens for this try, in the order of the injections that want one.
    tokens: Vec<RedactedString>,
    /// The try has been sent to another origin, which now says where it goes.
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

    /// A new try begins.
    pub(super) fn start_attempt(&mut self) {
        self.tokens.clear();
        self.is_cross_origin = false;
    }

    /// The token source to ask next.
    pub(super) fn next_token_source(&self) -> Option<usize> {
        let mut sources = self
            .injections
            .iter()
            .filter_map(CredentialInjection::source);
        sources.nth(self.tokens.len())
    }

    /// What the token source gave.
    pub(super) fn add_token(&mut self, token: String) {
        self.tokens.push(RedactedString::new(token));
    }

    /// Puts the credentials into a request where they are not there yet: a redirect keeps the
    /// headers, and gives another query.
    pub(super) fn inject<B>(&self, request: &mut Request<B>) -> Result<(), TransportError> {
        if self.is_cross_origin {
            return Ok(());
        }
        self.with_tokens()
            .try_for_each(|injection| injection.inject(request))
    }

    /// Takes them out of the URL that another origin gets, should the API have copied them there.
    pub(super) fn strip_for_other_origin<B>(
        &mut self,
        request: &mut Request<B>,
    ) -> Result<(), TransportError> {
        self.is_cross_origin = true;
        self.with_tokens()
            .try_for_each(|injection| injection.strip(request))
    }

    /// What it shows, as text.
    pub(super) fn secrets(&self) -> impl Iterator<Item = String> {
        self.with_tokens()
            .filter_map(|injection| Some(injection.secret()?.reveal().to_owned()))
    }

    /// The injections with the tokens in them.
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
