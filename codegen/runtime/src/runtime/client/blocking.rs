//! A blocking client: the same calls without an async runtime.

mod events;
mod http;
mod pages;
mod token_source;
mod transport;

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use ::http::{HeaderValue, Request, Response as HttpResponse, header};
use bytes::Bytes;

use super::base_url::invalid_request;
use super::core::{self, Core, PreparedCall};
use super::event_decoder::{self, BodyBuffer, Limits, OpenedReply};
use super::exchange::{Exchange, Failure, Moment, Step};
use super::reconnection;
use super::retry::Outcome;
use super::system_clock::SystemClock;
use super::trace::Trace;
use super::{BuildError, Builder, Credential, FromEnvError, Response, tls};
use crate::runtime::{
    Api, Error, Negotiated, Operation, Paged, Retry, Streamed, TransportError, TypedHeaders,
};

pub use self::events::EventStream;
pub use self::pages::{Items, Pages};
pub use self::token_source::TokenSource;
pub use self::transport::{Chunks, Clock, Transport};

/// A blocking client for an API.
///
/// Cloning is cheap, and all clones share their connections. The key and other credentials are
/// never printed, at any log level, and never sent to another host.
///
/// Connections use the proxies that the environment names when the client is built: `HTTP_PROXY`
/// for http, `HTTPS_PROXY` for https (through a tunnel), and `ALL_PROXY` for both. `NO_PROXY` lists
/// hosts, domains and networks that are reached directly (`example.com, 10.0.0.0/8`). The names may
/// be in lower case. The URL of a proxy is http or https and may contain a user name and a
/// password; any other scheme makes calls fail. In a CGI program (`REQUEST_METHOD` is set) no proxy
/// is used.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Result<Inner, BuildError>>,
}

/// A builder for a [`Client`].
pub type ClientBuilder = Builder<Io>;

/// A call of an operation that has not been sent yet.
pub type Call<'a, O> = super::Call<'a, O, Client>;

struct Inner {
    core: Core,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    sources: Vec<Arc<dyn TokenSource>>,
}

/// The transport, the clock, the token sources and the TLS settings of a blocking client.
#[derive(Default)]
pub struct Io {
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    sources: Vec<Arc<dyn TokenSource>>,
    tls: Option<rustls::ClientConfig>,
}

impl Client {
    /// Creates a client with default settings.
    ///
    /// If the key is not valid in a header, every call fails; with [`builder`](Self::builder),
    /// `build` fails instead.
    #[must_use]
    pub fn new(api_key: impl Into<String>) -> Self {
        Self::builder(api_key).build().unwrap_or_else(|error| Self {
            inner: Arc::new(Err(error)),
        })
    }

    /// Creates a client from the environment variables of `api`: the key and, if it is set, the
    /// base URL.
    ///
    /// # Errors
    ///
    /// If the document names no variable for the key, a variable is not set or not Unicode, or a
    /// value is invalid.
    pub fn from_variables(api: &Api) -> Result<Self, FromEnvError> {
        Ok(ClientBuilder::from_variables(api)?.build()?)
    }

    /// Returns a builder for a client with this key.
    pub fn builder(api_key: impl Into<String>) -> ClientBuilder {
        Builder::new(api_key.into())
    }

    /// Returns a builder for a client without a key, for calls that need none or with a
    /// [`credential`](Builder::credential) for each security scheme.
    #[must_use]
    pub fn keyless() -> ClientBuilder {
        Builder::keyless()
    }

    /// Returns a call of `operation`, to set options before it is sent.
    pub fn call<'a, O: Operation>(&'a self, operation: &'a O) -> Call<'a, O> {
        Call::new(self, operation)
    }

    /// Sends a request and returns the reply, whatever its status.
    ///
    /// The URI is a path below the base URL, or an absolute URL of the same origin. The client adds
    /// its headers and the default credentials of `api`, and retries according to `class`. With
    /// [`Retry::IdempotencyKey`], the body must already contain the idempotency key.
    ///
    /// # Errors
    ///
    /// If no complete reply arrived, or the call exceeded its time limit.
    pub fn execute(
        &self,
        api: &Api,
        request: Request<Bytes>,
        class: Retry,
    ) -> Result<HttpResponse<Bytes>, Error<Infallible>> {
        let core = self.core().map_err(Error::Transport)?;
        let prepared = core.prepare_raw(request, class, api);
        let mut reply = self.run(prepared.map_err(Error::Transport)?)?;
        reply.extensions_mut().remove::<Trace>();
        Ok(reply)
    }

    fn core(&self) -> Result<&Core, TransportError> {
        Ok(&self.inner()?.core)
    }

    /// Returns the time for a stream that reconnects.
    fn moment(&self) -> Result<Moment, TransportError> {
        let Inner { core, clock, .. } = self.inner()?;
        Ok(Moment {
            now: clock.now(),
            wall: clock.system_time(),
            random: core.random_fraction(),
        })
    }

    fn inner(&self) -> Result<&Inner, TransportError> {
        let inner = self.inner.as_ref().as_ref();
        inner.map_err(|error| invalid_request(error.clone()))
    }

    /// Sends a call and reads the whole reply.
    fn run(&self, prepared: PreparedCall) -> Result<HttpResponse<Bytes>, Failure> {
        Ok(self.drive(prepared, false)?.reply)
    }

    /// Sends a call and reads the reply: the whole, or the head if it is a stream.
    fn drive(&self, prepared: PreparedCall, streams: bool) -> Result<OpenedReply<Chunks>, Failure> {
        let inner = self.inner().map_err(Failure::Transport)?;
        let trace = Trace::new(&prepared);
        trace.in_scope(|| inner.drive(prepared.exchange, &trace, streams))
    }
}

impl Inner {
    /// Runs the exchange to its end. It is not generic, so that it is compiled once.
    fn drive(
        &self,
        mut exchange: Exchange,
        trace: &Trace,
        streams: bool,
    ) -> Result<OpenedReply<Chunks>, Failure> {
        let Self {
            core,
            transport,
            clock,
            sources,
        } = self;
        let mut chunks = None;
        loop {
            match exchange.step(clock.now()) {
                Step::Token(source) => {
                    let token = sources[source].token();
                    let entropy = || (clock.system_time(), core.random_fraction());
                    exchange.on_token(token, clock.now(), entropy);
                }
                Step::Send(mut request, timeout) => {
                    let attempt = trace.attempt(core, &mut exchange, &mut request);
                    let outcome = attempt.in_scope(|| {
                        if !streams {
                            return transport.send(request, timeout);
                        }
                        let accept = request.headers().get(header::ACCEPT).cloned();
                        let reply = transport.open(request, timeout, exchange.idle());
                        self.receive(reply, accept.as_ref(), &mut chunks)
                    });
                    attempt.end(&outcome);
                    exchange.on_response(outcome, clock.now(), || {
                        (clock.system_time(), core.random_fraction())
                    });
                }
                Step::Wait(delay, reason) => {
                    trace.retry(exchange.attempts(), delay, reason);
                    clock.sleep(delay);
                }
                Step::Done(mut outcome) => {
                    trace.end(&mut outcome);
                    let limits = Limits {
                        event: core.max_reply_bytes,
                        idle: exchange.idle(),
                        attempts: exchange.attempts(),
                    };
                    return Ok(OpenedReply {
                        reply: outcome?,
                        chunks,
                        limits,
                        exchange,
                    });
                }
            }
        }
    }

    /// Reads the body of a reply, unless it is a stream: then the body is left in `chunks`.
    fn receive(
        &self,
        reply: Result<HttpResponse<Chunks>, TransportError>,
        accept: Option<&HeaderValue>,
        chunks: &mut Option<Chunks>,
    ) -> Outcome {
        let (head, mut body) = reply?.into_parts();
        if event_decoder::is_stream(&head, accept) {
            *chunks = Some(body);
            return Ok(HttpResponse::from_parts(head, Bytes::new()));
        }
        let mut whole = BodyBuffer::new(self.core.max_reply_bytes);
        let read = body.try_for_each(|chunk| whole.take(chunk));
        whole.reply(head, read)
    }
}

impl<O: Operation> Call<'_, O> {
    /// Sends the operation and returns its result.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, no complete reply arrived, the call exceeded its time
    /// limit, the status is an error, or the body does not match its schema.
    pub fn send(self) -> Result<O::Output, Error<O::Error>> {
        Ok(self.response()?.value)
    }

    /// Sends the operation and returns its result together with the status, the headers and the raw
    /// body.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, no complete reply arrived, the call exceeded its time
    /// limit, the status is an error, or the body does not match its schema.
    pub fn response(self) -> Result<Response<O::Output>, Error<O::Error>> {
        core::decode_result::<O>(self.reply()?)
    }

    /// Sends the operation and returns the whole decoded body, of which the result may be a member,
    /// together with the status, the headers and the raw body.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, no complete reply arrived, the call exceeded its time
    /// limit, the status is an error, or the body does not match its schema.
    pub fn envelope(self) -> Result<Response<O::Body>, Error<O::Error>> {
        core::decode_envelope::<O>(self.reply()?)
    }

    fn reply(self) -> Result<HttpResponse<Bytes>, Error<O::Error>> {
        Ok(self.client.run(self.prepare()?)?)
    }

    fn prepare(&self) -> Result<PreparedCall, Error<O::Error>> {
        let core = self.client.core().map_err(Error::Transport)?;
        core.prepare(&*self.operation, &self.options)
    }
}

/// Sends an operation and returns its result; a call of this function is checked in less time than
/// what it does would be for each operation.
#[doc(hidden)]
pub fn send_operation<O: Operation>(
    operation: &O,
    client: &Client,
) -> Result<O::Output, Error<O::Error>> {
    client.call(operation).send()
}

impl<O: TypedHeaders> Call<'_, O> {
    /// Sends the operation and returns its result together with the typed headers of the reply.
    ///
    /// A header that does not match its schema is an error, whatever the body contains.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, no complete reply arrived, the call exceeded its time
    /// limit, the status is an error, or the body or a header does not match its schema.
    #[expect(clippy::type_complexity, reason = "an alias would hide the types")]
    pub fn with_headers(self) -> Result<(O::Output, O::Headers), Error<O::Error>> {
        core::decode_with_headers::<O>(self.reply()?)
    }
}

impl<O: Negotiated> Call<'_, O> {
    /// Sends the operation with all content types that the document declares for a success in
    /// `Accept`, and returns the content that arrived together with the status, the headers and the
    /// raw body.
    ///
    /// Set the [`header`](Self::header) `accept` to accept fewer.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, no complete reply arrived, the call exceeded its time
    /// limit, the status is an error, or the body does not match its schema.
    pub fn content(mut self) -> Result<Response<O::Content>, Error<O::Error>> {
        self.options.accept(O::CONTENT_TYPES);
        core::decode_content::<O>(self.reply()?)
    }
}

impl<O: Streamed> Call<'_, O> {
    /// Sends the operation and returns its reply as a stream of events or JSON values, as soon as
    /// the headers of the reply have arrived.
    ///
    /// Until then, the call is retried like any other; afterwards it is not, unless the stream
    /// [reconnects](Self::reconnect). If the API streams only when the request says so, the caller
    /// sets that in the body.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, no reply arrived, the call exceeded its time limit, the
    /// status is an error, or the reply is not such a stream.
    pub fn events(mut self) -> Result<EventStream<O>, Error<O::Error>> {
        self.options.header("accept", O::CONTENT_TYPE);
        let prepared = self.prepare()?;
        reconnection::check::<O>(&self.options, &prepared).map_err(Error::Transport)?;
        let opened = self.client.drive(prepared, true)?;
        EventStream::new(opened, self.client.clone(), self.options.reconnects)
    }
}

impl<O: Paged> Call<'_, O> {
    /// Returns the pages of the list. Each page is fetched on demand.
    pub fn pages(self) -> Pages<O> {
        Pages::new(
            self.client.clone(),
            self.operation.into_owned(),
            self.options,
        )
    }

    /// Returns the items of the list. Each page is fetched on demand.
    pub fn items(self) -> Items<O> {
        Items::new(self.pages())
    }
}

impl ClientBuilder {
    /// Sets the source of tokens for the security scheme `scheme`.
    #[must_use]
    pub fn token_source(mut self, scheme: impl Into<String>, source: impl TokenSource) -> Self {
        let credential = Credential::source(self.io.sources.len());
        self.io.sources.push(Arc::new(source));
        self.credential(scheme, credential)
    }

    /// Sets the transport that sends the requests.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.io.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the clock that measures time limits and delays.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.io.clock = Some(Arc::new(clock));
        self
    }

    /// Sets the TLS configuration, for other root certificates than those of the operating system,
    /// or for a client certificate. Its ALPN protocols must be empty or `http/1.1`.
    #[must_use]
    pub fn tls(mut self, settings: rustls::ClientConfig) -> Self {
        self.io.tls = Some(settings);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// If a setting is invalid, or one without a default is missing.
    pub fn build(mut self) -> Result<Client, BuildError> {
        let core = self.core()?;
        let Io {
            transport,
            clock,
            sources,
            tls,
        } = self.io;
        let transport = match transport {
            Some(transport) => transport,
            None => Arc::new(http::HyperTransport::new(
                tls.map_or_else(tls::tls_config, Ok)?,
                self.connect_timeout,
                self.max_head,
                self.max_reply_bytes,
            )),
        };
        let inner = Inner {
            core,
            transport,
            clock: clock.unwrap_or_else(|| Arc::new(SystemClock::new())),
            sources,
        };
        Ok(Client {
            inner: Arc::new(Ok(inner)),
        })
    }
}

/// Prints the settings; credentials are redacted.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.inner {
            Ok(inner) => inner.core.fmt(f),
            Err(error) => f.debug_tuple("Client").field(error).finish(),
        }
    }
}
