//! Connections to servers, directly or through a proxy, with TLS or without.

use std::io::{self, ErrorKind, Read, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::Uri;
use http::uri::Scheme;
use hyper_util::client::proxy::matcher::Intercept;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use super::connection::Connection;
use super::io_control::IoControl;
use super::socket::Socket;
use super::stream::Stream;
use crate::runtime::client::http_rules;
use crate::runtime::{TransportError, TransportErrorKind};

/// A factory of connections.
pub(super) struct Connector {
    pub(super) tls: Arc<ClientConfig>,
    /// The time limit for connecting.
    pub(super) timeout: Duration,
    /// The maximum number of header lines in a reply.
    pub(super) lines: usize,
}

/// The maximum size of the reply to `CONNECT`, in bytes.
const TUNNEL_REPLY: usize = 8 << 10;

impl Connector {
    /// Connects to the server of a URL before the deadline.
    pub(super) fn connect(
        &self,
        uri: &Uri,
        proxy: Option<&Intercept>,
        deadline: Option<Instant>,
    ) -> Result<Connection, TransportError> {
        let own = Instant::now().checked_add(self.timeout);
        let control = IoControl::new(own.into_iter().chain(deadline).min());
        let connected = self.stream(uri, proxy, &control);
        let connected = connected.and_then(|stream| Connection::new(stream, control, self.lines));
        connected.map_err(|error| {
            let is_over = deadline.is_some_and(|deadline| deadline <= Instant::now());
            let kind = if is_over && error.kind() == ErrorKind::TimedOut {
                TransportErrorKind::Timeout
            } else {
                http_rules::classify_connect_error(&error)
            };
            TransportError::new(kind, error)
        })
    }

    fn stream(
        &self,
        uri: &Uri,
        proxy: Option<&Intercept>,
        control: &IoControl,
    ) -> io::Result<Box<dyn Stream>> {
        let mut stream = self.direct(proxy.map_or(uri, Intercept::uri), control)?;
        if let Some(proxy) = proxy
            && uri.scheme() == Some(&Scheme::HTTPS)
        {
            open_tunnel(&mut stream, uri, proxy)?;
            stream = self.secure(stream, host(uri)?)?;
        }
        Ok(stream)
    }

    /// Connects to the host of a URL without a proxy.
    fn direct(&self, uri: &Uri, control: &IoControl) -> io::Result<Box<dyn Stream>> {
        let stream = Box::new(Socket::connect(host(uri)?, port(uri), control)?);
        if uri.scheme() == Some(&Scheme::HTTPS) {
            self.secure(stream, host(uri)?)
        } else {
            Ok(stream)
        }
    }

    /// Adds TLS to a connection.
    fn secure(&self, mut stream: Box<dyn Stream>, host: &str) -> io::Result<Box<dyn Stream>> {
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        let tls = ClientConnection::new(Arc::clone(&self.tls), name);
        let mut tls = tls.map_err(io::Error::other)?;
        while tls.is_handshaking() {
            tls.complete_io(&mut stream)?;
        }
        Ok(Box::new(StreamOwned::new(tls, stream)))
    }
}

/// Requests a tunnel to a server from a proxy (RFC 9110 §9.3.6).
fn open_tunnel(stream: &mut Box<dyn Stream>, uri: &Uri, proxy: &Intercept) -> io::Result<()> {
    let server = format!("{}:{}", uri.host().unwrap_or_default(), port(uri));
    let mut request = format!("CONNECT {server} HTTP/1.1\r\nhost: {server}\r\n").into_bytes();
    if let Some(value) = proxy.basic_auth() {
        request.extend_from_slice(b"proxy-authorization: ");
        request.extend_from_slice(value.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    stream.write_all(&request)?;
    stream.flush()?;
    let mut reply = Vec::new();
    let mut byte = [0];
    // Bytes after the head belong to the server.
    while !reply.ends_with(b"\r\n\r\n") {
        if reply.len() == TUNNEL_REPLY {
            return Err(io::Error::other("the reply of the proxy is too large"));
        }
        stream.read_exact(&mut byte)?;
        reply.extend(byte);
    }
    let status = reply.strip_prefix(b"HTTP/1.").and_then(|it| it.get(2..5));
    match status {
        Some([b'2', _, _]) => Ok(()),
        Some(b"407") => Err(io::Error::other("the proxy rejects the credentials")),
        _ => Err(io::Error::other("the proxy refuses a tunnel")),
    }
}

/// Returns the host of a URL without the brackets of an IPv6 address.
fn host(uri: &Uri) -> io::Result<&str> {
    let host = uri.host().ok_or(ErrorKind::InvalidInput)?;
    Ok(host.trim_start_matches('[').trim_end_matches(']'))
}

fn port(uri: &Uri) -> u16 {
    let default = if uri.scheme() == Some(&Scheme::HTTPS) {
        443
    } else {
        80
    };
    uri.port_u16().unwrap_or(default)
}
