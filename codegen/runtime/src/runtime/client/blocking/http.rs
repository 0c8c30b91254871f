//! The transport of the blocking client: HTTP/1.1 by hyper over blocking sockets.

mod connection;
mod connector;
mod io_control;
mod pool;
mod socket;
mod stream;

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::response::Parts;
use http::uri::{PathAndQuery, Scheme};
use http::{HeaderValue, Request, Response, Uri, header};
use hyper::body::{Body as _, Incoming};
use hyper_util::client::proxy::matcher::Intercept;
use rustls::ClientConfig;

use self::connection::{Connection, FullBody, SendError};
use self::connector::Connector;
use self::pool::Pool;
use super::transport::single_chunk;
use super::{Chunks, Transport};
use crate::runtime::TransportError;
use crate::runtime::client::base_url::invalid_request;
use crate::runtime::client::event_decoder;
use crate::runtime::client::http_rules::{self, HeadLimits};
use crate::runtime::client::proxy::Proxies;

/// A transport with a pool of connections.
pub(super) struct HyperTransport {
    connector: Connector,
    proxies: Proxies,
    pool: Arc<Pool>,
    max_head: HeadLimits,
    max_reply_bytes: usize,
}

impl HyperTransport {
    pub(super) fn new(
        tls: ClientConfig,
        connect_timeout: Duration,
        max_head: HeadLimits,
        max_reply_bytes: usize,
    ) -> Self {
        let connector = Connector {
            tls: Arc::new(tls),
            timeout: connect_timeout,
            lines: max_head.parsed_lines(),
        };
        Self {
            connector,
            proxies: Proxies::from_env(),
            pool: Arc::default(),
            max_head,
            max_reply_bytes,
        }
    }

    /// Sends a request and returns the head of the reply, before the deadline.
    fn send_request(
        &self,
        mut request: Request<Bytes>,
        ends: Option<Instant>,
    ) -> Result<(Parts, Body), TransportError> {
        http_rules::announce_empty_body(&mut request);
        let proxy = self.proxies.proxy(request.uri())?;
        let uri = request.uri().clone();
        let origin = pool_key(&uri)?;
        let mut request = as_written(request, proxy.as_ref())?.map(FullBody);
        loop {
            let kept = self.pool.take(&origin);
            let is_kept = kept.is_some();
            let mut connection = match kept {
                Some(connection) => connection,
                None => self.connector.connect(&uri, proxy.as_ref(), ends)?,
            };
            connection.set_deadline(ends);
            match connection.send(request) {
                Ok(reply) => {
                    let (head, body) = reply.into_parts();
                    self.max_head.check(&head.headers)?;
                    let body = Body {
                        connection: Some(connection),
                        frames: body,
                        pool: Arc::clone(&self.pool),
                        origin,
                        idle: None,
                    };
                    return Ok((head, body));
                }
                // The server closed it while it was idle, so the request was not sent.
                Err(SendError::Closed(unsent)) if is_kept => request = *unsent,
                Err(SendError::Closed(_)) => return Err(closed_error()),
                Err(SendError::Failed(error)) => return Err(error),
            }
        }
    }

    /// Reads the whole body of a reply.
    fn read_body(&self, head: Parts, body: Body) -> Result<Response<Bytes>, TransportError> {
        let mut whole = event_decoder::BodyBuffer::new(self.max_reply_bytes);
        let mut body = body;
        let read = whole.announce(body.frames.size_hint().exact());
        let read = read.and_then(|()| body.try_for_each(|chunk| whole.take(chunk)));
        whole.reply(head, read)
    }
}

impl Transport for HyperTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let (head, body) = self.send_request(request, Instant::now().checked_add(timeout))?;
        self.read_body(head, body)
    }

    fn open(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
        idle: Duration,
    ) -> Result<Response<Chunks>, TransportError> {
        let accept = request.headers().get(header::ACCEPT).cloned();
        let (head, mut body) = self.send_request(request, Instant::now().checked_add(timeout))?;
        if event_decoder::is_stream(&head, accept.as_ref()) {
            body.idle = Some(idle);
            return Ok(Response::from_parts(head, Box::new(body)));
        }
        Ok(self.read_body(head, body)?.map(single_chunk))
    }
}

/// The body of a reply as it arrives. It ends after an error; read to its end, it returns its
/// connection to the pool.
struct Body {
    /// `None` at the end.
    connection: Option<Connection>,
    frames: Incoming,
    pool: Arc<Pool>,
    origin: String,
    /// The time limit of each chunk, unless there is one for the whole body.
    idle: Option<Duration>,
}

impl Iterator for Body {
    type Item = Result<Bytes, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut connection = self.connection.take()?;
        if let Some(idle) = self.idle {
            connection.set_deadline(Instant::now().checked_add(idle));
        }
        let chunk = connection.next_chunk(&mut self.frames);
        match &chunk {
            Some(Ok(_)) => self.connection = Some(connection),
            None if connection.is_idle() => self.pool.put(&self.origin, connection),
            Some(Err(_)) | None => {}
        }
        chunk
    }
}

fn closed_error() -> TransportError {
    let kind = crate::runtime::TransportErrorKind::Broken;
    TransportError::new(
        kind,
        "the connection was closed before the request was sent",
    )
}

/// Returns the key of the pool.
fn pool_key(uri: &Uri) -> Result<String, TransportError> {
    match (uri.scheme(), uri.authority()) {
        (Some(scheme), Some(authority)) => Ok(format!("{scheme}://{authority}")),
        _ => Err(invalid_request("the URL is not absolute")),
    }
}

/// Returns the request as it is written: with the path for a server, with the URL for a proxy (RFC
/// 9112 §3.2).
fn as_written(
    request: Request<Bytes>,
    proxy: Option<&Intercept>,
) -> Result<Request<Bytes>, TransportError> {
    let (mut head, body) = request.into_parts();
    let host = host_header(&head.uri).ok_or_else(|| invalid_request("the URL has no host"))?;
    head.headers.entry(header::HOST).or_insert(host);
    let is_http = head.uri.scheme() == Some(&Scheme::HTTP);
    match proxy.filter(|_| is_http) {
        Some(proxy) => {
            if let Some(value) = proxy.basic_auth() {
                let name = header::PROXY_AUTHORIZATION;
                head.headers.entry(name).or_insert_with(|| value.clone());
            }
        }
        None => {
            let path = head.uri.path_and_query().cloned();
            head.uri = path.unwrap_or(PathAndQuery::from_static("/")).into();
        }
    }
    Ok(Request::from_parts(head, body))
}

/// Returns the header `Host`, without the default port.
fn host_header(uri: &Uri) -> Option<HeaderValue> {
    let default = if uri.scheme() == Some(&Scheme::HTTPS) {
        443
    } else {
        80
    };
    let host = uri.host()?;
    let text = match uri.port_u16().filter(|port| *port != default) {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    text.parse().ok()
}
