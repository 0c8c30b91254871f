//! Tokens that expire.

use crate::runtime::TransportError;

/// A source of tokens that expire, such as those of an OAuth 2 flow.
///
/// The client asks for a token before each attempt, so that no expired token is sent. The
/// implementation is responsible for caching tokens, and for a time limit. A closure implements
/// this trait.
pub trait TokenSource: Send + Sync + 'static {
    /// Returns a valid token.
    ///
    /// # Errors
    ///
    /// If there is none. The client treats the error like that of a
    /// [`Transport`](super::Transport), and may retry the call.
    fn token(&self) -> Result<String, TransportError>;
}

impl<F> TokenSource for F
where
    F: Fn() -> Result<String, TransportError> + Send + Sync + 'static,
{
    fn token(&self) -> Result<String, TransportError> {
        self()
    }
}
