//! The same client for code that waits: no runtime, no futures.

mod clock;
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
use super::exchange::{Exchange, Failure, Step};
use super::retry::Outcome;
use super::trace::Trace;
use super::{BuildError, Builder, Credential, FromEnvError, Response, tls};
use crate::runtime::{
    Api, Error, Negotiated, Operation, Paged, Retry, Streamed, TransportError, TypedHeaders,
};

pub use self::events::EventStream;
pub use self::pages::{Items, Pages};
pub use self::token_source::TokenSource;
pub use self::transport::{Chunks, Clock, Transport};

/// Sends operations to an API, and waits for the results.
///
/// Cheap to clone; all clones share their connections. The key and other credentials are never
/// printed, at no level of any log, and never sent to another host.
///
/// Connections go through the proxies that the environment names when the client is built:
/// `HTTP_PROXY` for http, `HTTPS_PROXY` for https (through a tunnel), `ALL_PROXY` for both, and none
/// for the hosts, domains and networks in `NO_PROXY` (`example.com, 10.0.0.0/8`). The names may be in
/// lower case. A proxy is an http or https URL, a name and a password included; any other makes
/// calls fail. In a CGI program (`REQUEST_METHOD`) there is none.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Result<Inner, BuildError>>,
}

/// Makes a [`Client`].
pub type ClientBuilder = Builder<Io>;

/// A call of an operation, before it is sent.
pub type Call<'a, O> = super::Call<'a, O, Client>;

struct Inner {
    core: Core,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    sources: Vec<Arc<dyn TokenSource>>,
}

/// What the builder of a blocking client is given.
#[derive(Default)]
pub struct Io {
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    sources: Vec<Arc<dyn TokenSource>>,
    tls: Option<rustls::ClientConfig>,
}

impl Client {
    /// Creates a client with default settings. A key that is not valid in a header makes every call
    /// fail; with [`builder`](Self::builder), `build` fails instead.
    #[must_use]
    pub fn new(api_key: impl Into<String>) -> Self {
        Self::builder(api_key).build().unwrap_or_else(|error| Self {
            inner: Arc::new(Err(error)),
        })
    }

    /// Creates a client with the key and, if it is set, the base URL from the environment variables
    /// of this API.
    pub fn from_variables(api: &Api) -> Result<Self, FromEnvError> {
        Ok(ClientBuilder::from_variables(api)?.build()?)
    }

    /// Starts a client with settings of your own.
    pub fn builder(api_key: impl Into<String>) -> ClientBuilder {
        Builder::new(api_key.into())
    }

    /// Starts a client without a key, for calls that need none, or for a
    /// [`credential`](Builder::credential) for each security scheme.
    #[must_use]
    pub fn keyless() -> ClientBuilder {
        Builder::keyless()
    }

    /// Starts a call of an operation, whose options can be set before it is sent.
    pub fn call<'a, O: Operation>(&'a self, operation: &'a O) -> Call<'a, O> {
        Call::new(self, operation)
    }

    /// Sends a request that you wrote or changed yourself, and returns the reply whatever its
    /// status. The URI is a path below the base URL, or an absolute URL of the same origin. The
    /// client adds its headers and the default credentials of the API, and retries as `class` says.
    /// With [`Retry::IdempotencyKey`], the body has to contain the idempotency key already.
    pub fn execute(
        &self,
        api: &Api,
        request: Request<Bytes>,
        class: Retry,
    ) -> Result<HttpResponse<Bytes>, Error<Infallible>> {
        let core = self.core().map_err(Error::Transport)?;
        let prepared = core.prepare_raw(request, class, api);
        Ok(self.run(prepared.map_err(Error::Transport)?)?)
    }

    fn core(&self) -> Result<&Core, TransportError> {
        Ok(&self.inner()?.core)
    }

    fn inner(&self) -> Result<&Inner, TransportError> {
        let inner = self.inner.as_ref().as_ref();
        inner.map_err(|error| invalid_request(error.clone()))
    }

    /// A call whose reply is read as a whole.
    fn run(&self, prepared: PreparedCall) -> Result<HttpResponse<Bytes>, Failure> {
        Ok(self.drive(prepared, false)?.reply)
    }

    /// A call whose reply is read as a whole, or up to its body if that is a stream.
    fn drive(&self, prepared: PreparedCall, streams: bool) -> Result<OpenedReply<Chunks>, Failure> {
        let PreparedCall { exchange, label } = prepared;
        let inner = self.inner().map_err(Failure::Transport)?;
        let trace = Trace::new(label, exchange.request().method());
        trace.in_scope(|| inner.drive(exchange, &trace, streams))
    }
}

impl Inner {
    /// The one loop; not generic, so that it is compiled once.
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
                Step::Send(request, timeout) => {
                    let outcome = if streams {
                        let accept = request.headers().get(header::ACCEPT).cloned();
                        let reply = transport.open(request, timeout, exchange.idle());
                        self.receive(reply, accept.as_ref(), &mut chunks)
                    } else {
                        transport.send(request, timeout)
                    };
                    exchange.on_response(outcome, clock.now(), || {
                        (clock.system_time(), core.random_fraction())
                    });
                }
                Step::Wait(delay, reason) => {
                    trace.retry(exchange.attempts(), delay, reason);
                    clock.sleep(delay);
                }
                Step::Done(outcome) => {
                    trace.end(&outcome, exchange.attempts());
                    let limits = Limits {
                        event: core.max_reply_bytes,
                        idle: exchange.idle(),
                        attempts: exchange.attempts(),
                    };
                    return Ok(OpenedReply {
                        reply: outcome?,
                        chunks,
                        limits,
                    });
                }
            }
        }
    }

    /// A reply up to its body if that is a stream, and to its end if not.
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
    /// Sends the operation and returns the result.
    pub fn send(self) -> Result<O::Output, Error<O::Error>> {
        Ok(self.response()?.value)
    }

    /// Sends the operation and returns the result with the whole reply.
    pub fn response(self) -> Result<Response<O::Output>, Error<O::Error>> {
        core::decode_result::<O>(self.reply()?)
    }

    /// Sends the operation and returns the whole body, of which the result may be a member, with
    /// the whole reply.
    pub fn envelope(self) -> Result<Response<O::Body>, Error<O::Error>> {
        core::decode_envelope::<O>(self.reply()?)
    }

    fn reply(self) -> Result<HttpResponse<Bytes>, Error<O::Error>> {
        Ok(self.client.run(self.prepare()?)?)
    }

    fn prepare(&self) -> Result<PreparedCall, Error<O::Error>> {
        let core = self.client.core().map_err(Error::Transport)?;
        core.prepare(self.operation, &self.options)
    }
}

impl<O: TypedHeaders> Call<'_, O> {
    /// Sends the operation and returns the result with the typed headers of the reply. A header
    /// that does not match its schema is an error, whatever the body holds.
    #[expect(
        clippy::type_complexity,
        reason = "an alias would hide what there is to know"
    )]
    pub fn with_headers(self) -> Result<(O::Output, O::Headers), Error<O::Error>> {
        core::decode_with_headers::<O>(self.reply()?)
    }
}

impl<O: Negotiated> Call<'_, O> {
    /// Sends the operation, accepts any content type that the document has for a success, and
    /// returns the content that came with the whole reply. Set the [`header`](Self::header)
    /// `accept` to ask for fewer.
    pub fn content(mut self) -> Result<Response<O::Content>, Error<O::Error>> {
        self.options.accept(O::CONTENT_TYPES);
        core::decode_content::<O>(self.reply()?)
    }
}

impl<O: Streamed> Call<'_, O> {
    /// Asks for a stream of events, or of JSON that comes one by one, and gives it as soon as the
    /// head of the reply is there: each event when it comes. Until then the call is sent again like any other, and not any more
    /// after that. What has to stand in the body for the stream to be one is the caller's business.
    pub fn events(mut self) -> Result<EventStream<O>, Error<O::Error>> {
        self.options.header("accept", O::CONTENT_TYPE);
        EventStream::new(self.client.drive(self.prepare()?, true)?)
    }
}

impl<O: Paged> Call<'_, O> {
    /// The pages of the list, each fetched when it is asked for.
    pub fn pages(self) -> Pages<O> {
        Pages::new(self.client.clone(), self.operation.clone(), self.options)
    }

    /// The items of the list, each page fetched when its first item is asked for.
    pub fn items(self) -> Items<O> {
        Items::new(self.pages())
    }
}

impl ClientBuilder {
    /// Sets where tokens for the security scheme of this name come from.
    #[must_use]
    pub fn token_source(mut self, scheme: impl Into<String>, source: impl TokenSource) -> Self {
        let credential = Credential::source(self.io.sources.len());
        self.io.sources.push(Arc::new(source));
        self.credential(scheme, credential)
    }

    /// Sends requests through this transport.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.io.transport = Some(Arc::new(transport));
        self
    }

    /// Uses this clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.io.clock = Some(Arc::new(clock));
        self
    }

    /// Connects with these TLS settings: other certificates than those that the operating system
    /// trusts, or a certificate of one's own. ALPN has to be empty or `http/1.1`.
    #[must_use]
    pub fn tls(mut self, settings: rustls::ClientConfig) -> Self {
        self.io.tls = Some(settings);
        self
    }

    /// Builds the client, or says which setting is invalid.
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
                tls.map_or_else(tls::settings, Ok)?,
                self.connect_timeout,
                self.max_head,
                self.max_reply_bytes,
            )),
        };
        let inner = Inner {
            core,
            transport,
            clock: clock.unwrap_or_else(|| Arc::new(clock::SystemClock::new())),
            sources,
        };
        Ok(Client {
            inner: Arc::new(Ok(inner)),
        })
    }
}

/// What it was told; credentials are redacted.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.inner {
            Ok(inner) => inner.core.fmt(f),
            Err(error) => f.debug_tuple("Client").field(error).finish(),
        }
    }
}
