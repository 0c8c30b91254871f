//! Where tokens come from that do not last.

use super::BoxFuture;
use crate::runtime::TransportError;

/// Gives tokens, such as those of an OAuth 2 flow.
///
/// It is asked before each attempt, so that an expired token is not sent again. It has to cache
/// tokens itself, and to limit how long it takes. A closure that returns a future is a token
/// source.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is good now. An error is treated as that of a
    /// [`Transport`](crate::runtime::Transport).
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
