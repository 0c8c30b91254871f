//! Where tokens come from that do not last.

use crate::runtime::TransportError;

/// Gives tokens, such as those of an OAuth 2 flow.
///
/// It is asked before each try, so that a token which has run out is not sent again; keeping one
/// as long as it is good is its own business, and so is how long it takes. A closure is one.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is good now. An error is treated as that of a [`Transport`](super::Transport).
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
