//! Where tokens come from that do not last.

use super::BoxFuture;
use crate::runtime::TransportError;

/// Gives tokens, such as those of an OAuth 2 flow.
///
/// It is asked before each try, so that a token which has run out is not sent again; keeping one
/// as long as it is good is its own business, and so is how long it takes. A closure that gives a
/// future is one.
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
