//! The transport of the blocking client, and its clock.

use std::io::{self, ErrorKind, Read};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use bytes::{Bytes, BytesMut};
use http::{Method, Request, Response};
use ureq::config::AutoHeaderValue;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, AsSendBody, Body, BodyReader, Timeout};

use super::super::feed::{self, Whole};
use super::super::{base_url::refused, tls};
use super::transport::whole;
use super::{Clock, Pieces, Transport};
use crate::runtime::{TransportError, TransportErrorKind};

/// Sends with ureq.
pub(super) struct Ureq {
    agent: Agent,
    max_reply_bytes: usize,
}

/// The longest time that is given to the library: it adds times to a point in time, which has no
/// room for any time whatever.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// An agent as ours should be.
pub(super) fn agent(connect_timeout: Duration) -> Agent {
    // In a bare container there is nothing that the operating system trusts.
    let roots = match tls::system() {
        Some(_) => RootCerts::PlatformVerifier,
        None => RootCerts::WebPki,
    };
    let tls = TlsConfig::builder()
        .root_certs(roots)
        .unversioned_rustls_crypto_provider(tls::provider())
        .build();
    let config = Agent::config_builder()
        .tls_config(tls)
        .timeout_connect(Some(connect_timeout.min(LONGEST)))
        .accept(AutoHeaderValue::None)
        .accept_encoding(AutoHeaderValue::None)
        .build();
    Agent::new_with_config(config)
}

impl Ureq {
    pub(super) fn new(agent: Agent, max_reply_bytes: usize) -> Self {
        Self {
            agent,
            max_reply_bytes,
        }
    }

    fn exchange(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let reply = self.head(request, Times::Whole(timeout))?;
        let (head, mut body) = reply.into_parts();
        // One more than is allowed, since this library takes a body that ends at its limit for
        // one that does not end.
        let limit = (self.max_reply_bytes as u64).saturating_add(1);
        let mut bytes = Vec::new();
        let mut body = body.with_config().limit(limit).reader();
        match body.read_to_end(&mut bytes) {
            // Of a failure the status says enough, however much of its body there is.
            Err(error) if head.status.is_success() => Err(body_error(error.into())),
            _ => Ok(Response::from_parts(head, bytes.into())),
        }
    }

    /// The head of a stream, or all of a reply that is none.
    fn stream(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
        idle: Duration,
    ) -> Result<Response<Pieces>, TransportError> {
        let began = Instant::now();
        let times = Times::Stream {
            head: timeout,
            idle,
        };
        let (head, body) = self.head(request, times)?.into_parts();
        let chunks = Chunks(Some(body.into_reader()));
        if feed::is_stream(&head) {
            return Ok(Response::from_parts(head, Box::new(chunks)));
        }
        let mut body = Whole::new(self.max_reply_bytes);
        let left = timeout.saturating_sub(began.elapsed());
        let read = read(chunks, &mut body, left);
        Ok(body.reply(head, read)?.map(whole))
    }

    fn head(
        &self,
        request: Request<Bytes>,
        times: Times,
    ) -> Result<Response<Body>, TransportError> {
        let (head, body) = request.into_parts();
        // Where a body is usual, an empty one is announced.
        let usual = [Method::POST, Method::PUT, Method::PATCH].contains(&head.method);
        let reply = if body.is_empty() && !usual {
            self.run(Request::from_parts(head, ()), times)
        } else {
            self.run(Request::from_parts(head, &*body), times)
        };
        reply.map_err(send_error)
    }

    fn run<S: AsSendBody>(
        &self,
        request: Request<S>,
        times: Times,
    ) -> Result<Response<Body>, ureq::Error> {
        let request = self.agent.configure_request(request);
        let request = request
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true);
        let request = match times {
            Times::Whole(timeout) => request.timeout_global(Some(timeout.min(LONGEST))),
            // This library has a time for all of a reply, and one for each step towards its head.
            Times::Stream { head, idle } => {
                let head = Some(head.min(LONGEST));
                let connect = self.agent.config().timeouts().connect;
                request
                    .timeout_global(None)
                    .timeout_per_call(None)
                    .timeout_resolve(head)
                    .timeout_connect(connect.min(head).or(head))
                    .timeout_send_request(head)
                    .timeout_send_body(head)
                    .timeout_recv_response(head)
                    .timeout_recv_body(None)
                    .timeout_per_read(Some(idle.min(LONGEST)))
            }
        };
        self.agent.run(request.build())
    }
}

/// How long things may take.
#[derive(Clone, Copy)]
enum Times {
    /// All of it.
    Whole(Duration),
    /// Each step up to the head, and then each piece of the body.
    Stream { head: Duration, idle: Duration },
}

/// The body of a reply as it comes; nothing after an error.
struct Chunks(Option<BodyReader<'static>>);

/// The longest piece of a body that is read at once, in bytes.
const CHUNK: usize = 16 << 10;

impl Iterator for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut chunk = BytesMut::zeroed(CHUNK);
        match self.0.as_mut()?.read(&mut chunk) {
            Ok(0) => {
                self.0 = None;
                None
            }
            Ok(length) => {
                chunk.truncate(length);
                Some(Ok(chunk.freeze()))
            }
            Err(error) => {
                self.0 = None;
                Some(Err(body_error(error.into())))
            }
        }
    }
}

/// Reads a body to its end, which has to come in this time. The library knows how long a pause may
/// be, which is longer than what may be left: a thread waits for it instead of the caller.
fn read(chunks: Chunks, body: &mut Whole, mut left: Duration) -> Result<(), TransportError> {
    let (sender, pieces) = mpsc::sync_channel(1);
    let mut chunks = chunks;
    let reader = move || while chunks.next().is_some_and(|it| sender.send(it).is_ok()) {};
    let thread = thread::Builder::new().spawn(reader);
    thread.map_err(|error| TransportError::new(TransportErrorKind::Truncated, error))?;
    loop {
        let began = Instant::now();
        match pieces.recv_timeout(left) {
            Ok(piece) => body.take(piece)?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(late) => return Err(TransportError::new(TransportErrorKind::Timeout, late)),
        }
        left = left.saturating_sub(began.elapsed());
    }
}

impl Transport for Ureq {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        self.exchange(request, timeout)
    }

    fn open(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
        idle: Duration,
    ) -> Result<Response<Pieces>, TransportError> {
        self.stream(request, timeout, idle)
    }
}

/// An error before there was a reply. What may have happened after the request was sent is never
/// called [`Connect`](TransportErrorKind::Connect), which would have it sent again.
fn send_error(error: ureq::Error) -> TransportError {
    use ureq::Error as E;
    let kind = match &error {
        // Their texts hold the URL.
        E::BadUri(_) | E::RequireHttpsOnly(_) => return refused("the URL cannot be used"),
        E::Http(_) | E::InvalidProxyUrl | E::TlsRequired => TransportErrorKind::Request,
        E::HostNotFound
        | E::ConnectionFailed
        | E::ConnectProxyFailed(_)
        | E::Timeout(Timeout::Resolve | Timeout::Connect) => TransportErrorKind::Connect,
        E::Timeout(_) => TransportErrorKind::Timeout,
        E::Io(error) if is_connect(error) => TransportErrorKind::Connect,
        _ => TransportErrorKind::Broken,
    };
    TransportError::new(kind, error)
}

/// Whether it can only happen before there is a connection.
fn is_connect(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|it| it.downcast_ref());
    matches!(
        error.kind(),
        ErrorKind::ConnectionRefused | ErrorKind::AddrNotAvailable
    ) || matches!(inner, Some(rustls::Error::InvalidCertificate(_)))
        || is_lookup(error)
}

/// Whether it is about the name of the host. The standard library has no kind for it, only words.
fn is_lookup(error: &io::Error) -> bool {
    let text = error.to_string();
    text.starts_with("failed to lookup address information")
}

fn body_error(error: ureq::Error) -> TransportError {
    let kind = match &error {
        ureq::Error::BodyExceedsLimit(_) => TransportErrorKind::TooLarge,
        ureq::Error::Timeout(_) => TransportErrorKind::Timeout,
        _ => TransportErrorKind::Truncated,
    };
    TransportError::new(kind, error)
}

/// The operating system's clock.
pub(super) struct SystemClock {
    origin: Instant,
}

impl SystemClock {
    pub(super) fn new() -> Self {
        Self {
            origin: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.origin.elapsed()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) {
        thread::sleep(time);
    }
}
