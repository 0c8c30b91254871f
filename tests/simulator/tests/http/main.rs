//! The service over HTTP, and the binary.

mod binary;
mod conference_app;
mod receiver;
mod scenarios;
mod service;
