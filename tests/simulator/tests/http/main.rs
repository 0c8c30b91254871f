//! The service over HTTP, and the binary.

mod binary;
mod receiver;
mod scenarios;
mod service;
