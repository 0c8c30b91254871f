//! Operations received: requests in, values of operations out, and results in, responses out.
//! Without I/O.
//!
//! The table that writes the request of an operation also reads it, for tests, proxies and
//! simulators.

#[cfg(feature = "axum")]
pub mod axum;
mod failure;
mod parameter;
mod path;
mod receive;
mod rejection;
mod request_reader;
mod response_writer;
mod route;
mod router;
mod table;
mod text;

pub use failure::Failure;
pub use parameter::{Location, Parameter};
pub use receive::{HandlerResult, Receive};
pub use rejection::Rejection;
pub use request_reader::{ReadBody, RequestReader};
pub use response_writer::{RawBody, ResponseWriter};
pub use route::Route;
pub use router::{Router, find_route};

// Used by the expansions of the macros.
#[allow(unused_imports)]
pub(crate) use self::{
    router::router,
    table::{operation_answer, operation_failure, wrap_member, write_reply},
};
