//! The function by which a program sends the context of a span.

use std::sync::Arc;

use http::HeaderMap;

/// A function that adds the context of the current span to headers.
pub(super) type Propagator = Arc<dyn Fn(&mut HeaderMap) + Send + Sync>;
