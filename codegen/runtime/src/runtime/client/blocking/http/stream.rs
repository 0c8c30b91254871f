//! A byte stream to a server: TCP, or TLS over it.

use std::io::{Read, Write};

/// A stream that requests are written to and replies are read from.
pub(super) trait Stream: Read + Write + Send {}

impl<S: Read + Write + Send> Stream for S {}
