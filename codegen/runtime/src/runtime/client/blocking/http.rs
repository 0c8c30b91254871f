//! The transport of the blocking client: HTTP/1.1 by hyper, as that of the asynchronous one, over
//! sockets that wait.

mod connection;
mod connector;
mod io_control;
mod pool;
mod socket;

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::response::Parts;
use http::uri::{PathAndQuery, Scheme};
use http::{HeaderValue, Request, Response, Uri, header};
use hyper::body::{Body as _, Incoming};
use hyper_util::client::proxy::matcher::Intercept;
use rustls::ClientConfig;

use self::connection::{Connection, Unsent, Whole};
use self::connector::Connector;
use self::pool::Pool;
use super::transport::whole;
use super::{Chunks, Transport};
use crate::runtime::TransportError;
use crate::runtime::client::base_url::refused;
use crate::runtime::client::event_decoder;
use crate::runtime::client::http_rules::{self, HeadLimits};
use crate::runtime::client::proxy::Proxies;

/// Sends requests over connections of its own.
pub(super) struct Http {
    connector: Connector,
    proxies: Proxies,
    pool: Arc<Pool>,
    max_head: HeadLimits,
    max_reply_bytes: usize,
}

impl Http {
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

    /// The head of a reply, by a point in time.
    fn head(
        &self,
        mut request: Request<Bytes>,
        ends: Option<Instant>,
    ) -> Result<(Parts, Body), TransportError> {
        http_rules::announce_empty_body(&mut request);
        let proxy = self.proxies.proxy(request.uri())?;
        let uri = request.uri().clone();
        let origin = origin(&uri)?;
        let mut request = written(request, proxy.as_ref())?.map(Whole);
        loop {
            let kept = self.pool.take(&origin);
            let is_kept = kept.is_some();
            let mut connection = match kept {
                Some(connection) => connection,
                None => self.connector.connect(&uri, proxy.as_ref(), ends)?,
            };
            connection.until(ends);
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
                // It was closed while it was kept, so that nothing is lost.
                Err(Unsent::Closed(unsent)) if is_kept => request = *unsent,
                Err(Unsent::Closed(_)) => return Err(closed()),
                Err(Unsent::Failed(error)) => return Err(error),
            }
        }
    }

    /// A reply with all of its body.
    fn read(&self, head: Parts, body: Body) -> Result<Response<Bytes>, TransportError> {
        let mut whole = event_decoder::Whole::new(self.max_reply_bytes);
        let mut body = body;
        let read = whole.announce(body.frames.size_hint().exact());
        let read = read.and_then(|()| body.try_for_each(|piece| whole.take(piece)));
        whole.reply(head, read)
    }
}

impl Transport for Http {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let (head, body) = self.head(request, Instant::now().checked_add(timeout))?;
        self.read(head, body)
    }

    fn open(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
        idle: Duration,
    ) -> Result<Response<Chunks>, TransportError> {
        let accept = request.headers().get(header::ACCEPT).cloned();
        let (head, mut body) = self.head(request, Instant::now().checked_add(timeout))?;
        if event_decoder::is_stream(&head, accept.as_ref()) {
            body.idle = Some(idle);
            return Ok(Response::from_parts(head, Box::new(body)));
        }
        Ok(self.read(head, body)?.map(whole))
    }
}

/// The body of a reply as it comes; nothing after an error. Read to its end, it leaves its
/// connection to the next request.
struct Body {
    /// `None` at the end.
    connection: Option<Connection>,
    frames: Incoming,
    pool: Arc<Pool>,
    origin: String,
    /// How long each piece may take, if not all of them together.
    idle: Option<Duration>,
}

impl Iterator for Body {
    type Item = Result<Bytes, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut connection = self.connection.take()?;
        if let Some(idle) = self.idle {
            connection.until(Instant::now().checked_add(idle));
        }
        let piece = connection.piece(&mut self.frames);
        match &piece {
            Some(Ok(_)) => self.connection = Some(connection),
            None if connection.is_idle() => self.pool.give(&self.origin, connection),
            Some(Err(_)) | None => {}
        }
        piece
    }
}

fn closed() -> TransportError {
    let kind = crate::runtime::TransportErrorKind::Broken;
    TransportError::new(kind, "the connection was closed before the request")
}

/// What connections are kept by.
fn origin(uri: &Uri) -> Result<String, TransportError> {
    match (uri.scheme(), uri.authority()) {
        (Some(scheme), Some(authority)) => Ok(format!("{scheme}://{authority}")),
        _ => Err(refused("the URL is not absolute")),
    }
}

/// The request as it is written: to a server by its path, to a proxy by its URL (RFC 9112 §3.2).
fn written(
    request: Request<Bytes>,
    proxy: Option<&Intercept>,
) -> Result<Request<Bytes>, TransportError> {
    let (mut head, body) = request.into_parts();
    let host = host(&head.uri).ok_or_else(|| refused("the URL has no host"))?;
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

/// The header `Host`: without the port where it is the usual one.
fn host(uri: &Uri) -> Option<HeaderValue> {
    let usual = if uri.scheme() == Some(&Scheme::HTTPS) {
        443
    } else {
        80
    };
    let host = uri.host()?;
    let text = match uri.port_u16().filter(|port| *port != usual) {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    text.parse().ok()
}
