//! The client without a network: a scripted transport, a clock that is moved, every delay exact.

mod base_url;
mod contents;
mod credentials;
mod delays;
mod events;
mod harness;
mod headers;
#[cfg(all(feature = "reqwest", feature = "blocking", feature = "tracing"))]
mod logs;
#[cfg(feature = "mock")]
#[allow(unreachable_pub, dead_code)]
mod mocks;
#[allow(unreachable_pub, dead_code)]
mod pages;
mod reconnections;
mod redirects;
mod retries;
mod secrets;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod sockets;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod streams;
mod time;
#[cfg(feature = "tracing")]
mod traces;
