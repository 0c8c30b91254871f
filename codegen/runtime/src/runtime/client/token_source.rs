//! Tokens that expire.

use super::BoxFuture;
use crate::runtime::TransportError;

/// A source of tokens that expire, such as those of an OAuth 2 flow.
///
/// The client asks for a token before each attempt, so that no expired token is sent. The
/// implementation is responsible for caching tokens, and for a time limit. A closure that returns a
/// future implements this trait.
pub trait TokenSource: Send + Sync + 'static {
    /// Returns a valid token.
    ///
    /// # Errors
    ///
    /// If there is none. The client treats the error like that of a
    /// [`Transport`](crate::runtime::Transport), and may retry the call.
    fn token(&self) -> BoxFuture<'_, Result<String, TransportError>>;
}

impl<F, T> TokenSource for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<String, TransportError>> + Send + 'static,
{
    fn token(&self) -> BoxFuture<'_, Result<String, TransportError>> {
        Box::pin(self())
    }
}
