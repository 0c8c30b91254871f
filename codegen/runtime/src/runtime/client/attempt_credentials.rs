//! What one try shows of the client's credentials.

use http::Request;

use super::credential::Secret;
use super::credential_injection::Mark;
use crate::runtime::TransportError;

/// What one try shows of the client's credentials.
#[derive(Debug)]
pub(super) struct Signature {
    marks: Vec<Mark>,
    /// The tokens for this try, in the order of the marks that want one.
    tokens: Vec<Secret>,
    /// The try has been sent to another origin, which now says where it goes.
    is_away: bool,
}

impl Signature {
    pub(super) fn new(marks: Vec<Mark>) -> Self {
        Self {
            marks,
            tokens: Vec::new(),
            is_away: false,
        }
    }

    /// A new try begins.
    pub(super) fn begin(&mut self) {
        self.tokens.clear();
        self.is_away = false;
    }

    /// The token source to ask next.
    pub(super) fn wanted(&self) -> Option<usize> {
        let mut sources = self.marks.iter().filter_map(Mark::source);
        sources.nth(self.tokens.len())
    }

    /// What the token source gave.
    pub(super) fn token(&mut self, token: String) {
        self.tokens.push(Secret::new(token));
    }

    /// Puts the credentials into a request where they are not there yet: a redirect keeps the
    /// headers, and gives another query.
    pub(super) fn put<B>(&self, request: &mut Request<B>) -> Result<(), TransportError> {
        if self.is_away {
            return Ok(());
        }
        self.complete().try_for_each(|mark| mark.put(request))
    }

    /// Takes them out of the URL that another origin gets, should the API have copied them there.
    pub(super) fn leave<B>(&mut self, request: &mut Request<B>) -> Result<(), TransportError> {
        self.is_away = true;
        self.complete().try_for_each(|mark| mark.strip(request))
    }

    /// What it shows, as text.
    pub(super) fn secrets(&self) -> impl Iterator<Item = String> {
        self.complete()
            .filter_map(|mark| Some(mark.secret()?.reveal().to_owned()))
    }

    /// The marks with the tokens in them.
    fn complete(&self) -> impl Iterator<Item = Mark> {
        let mut tokens = self.tokens.iter();
        self.marks.iter().map(move |mark| {
            let token = mark.source().and_then(|_| tokens.next());
            token.map_or_else(|| mark.clone(), |token| mark.with_token(token.clone()))
        })
    }
}
