//! An asynchronous client that sends operations. It adds the base URL and the credentials,
//! generates idempotency keys, retries, follows redirects and fetches pages.

mod attempt_credentials;
pub(crate) mod base_url;
#[cfg(feature = "blocking")]
pub mod blocking;
mod build_error;
mod builder;
mod call;
mod core;
mod credential;
mod credential_injection;
mod credentials;
mod event_decoder;
mod events;
mod exchange;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod http_rules;
#[cfg(feature = "methods")]
mod methods;
mod options;
mod pages;
#[cfg(feature = "tracing")]
mod propagator;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod proxy;
mod reconnection;
mod redirect;
#[cfg(feature = "reqwest")]
mod reqwest;
mod response;
mod retry;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod system_clock;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod tls;
mod token_source;
mod trace;
mod transport;

use std::convert::Infallible;
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Request, header};

use self::base_url::invalid_request;
use self::core::{Core, PreparedCall};
use self::event_decoder::{BodyBuffer, Limits, OpenedReply};
use self::exchange::{Exchange, Failure, Moment, Step};
use self::retry::Outcome;
use self::trace::Trace;
use super::{Api, Error, Operation, Retry, TransportError};

pub use self::build_error::{BuildError, FromEnvError};
pub use self::builder::Builder;
pub use self::call::{Call, send_operation};
pub use self::credential::Credential;
pub use self::events::EventStream;
#[cfg(feature = "methods")]
pub(crate) use self::methods::methods;
pub use self::pages::{Items, Pages};
pub use self::response::Response;
pub use self::token_source::TokenSource;
pub use self::transport::{BoxFuture, Chunks, Clock, Transport};

/// An asynchronous client for an API.
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

struct Inner {
    core: Core,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    sources: Vec<Arc<dyn TokenSource>>,
}

/// The transport, the clock and the token sources of an asynchronous client.
#[derive(Default)]
pub struct Io {
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    sources: Vec<Arc<dyn TokenSource>>,
    #[cfg(feature = "reqwest")]
    http_client: Option<::reqwest::Client>,
}

impl Client {
    /// Creates a client with default settings.
    ///
    /// If the key is not valid in a header, every call fails; with [`builder`](Self::builder),
    /// `build` fails instead.
    #[cfg(feature = "reqwest")]
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
    #[cfg(feature = "reqwest")]
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
    pub async fn execute(
        &self,
        api: &Api,
        request: Request<Bytes>,
        class: Retry,
    ) -> Result<http::Response<Bytes>, Error<Infallible>> {
        let core = self.core().map_err(Error::Transport)?;
        let prepared = core.prepare_raw(request, class, api);
        let prepared = prepared.map_err(Error::Transport)?;
        let mut reply = self.clone().run(prepared).await?;
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
    fn run(
        self,
        prepared: PreparedCall,
    ) -> BoxFuture<'static, Result<http::Response<Bytes>, Failure>> {
        let trace = Trace::new(&prepared);
        let span = trace.clone();
        span.instrument(async move {
            let inner = self.inner().map_err(Failure::Transport)?;
            let opened = inner.drive(prepared.exchange, &trace, false).await?;
            Ok(opened.reply)
        })
    }

    /// Sends a call and reads the head of the reply, and the body unless it is a stream.
    fn open(
        self,
        prepared: PreparedCall,
    ) -> BoxFuture<'static, Result<OpenedReply<Chunks>, Failure>> {
        let trace = Trace::new(&prepared);
        let span = trace.clone();
        span.instrument(async move {
            let inner = self.inner().map_err(Failure::Transport)?;
            inner.drive(prepared.exchange, &trace, true).await
        })
    }
}

impl Inner {
    /// Runs the exchange to its end. It is not generic, so that it is compiled once.
    async fn drive(
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
                    let token = sources[source].token().await;
                    let entropy = || (clock.system_time(), core.random_fraction());
                    exchange.on_token(token, clock.now(), entropy);
                }
                Step::Send(mut request, timeout) => {
                    let attempt = trace.attempt(core, &mut exchange, &mut request);
                    let outcome = if streams {
                        let accept = request.headers().get(header::ACCEPT).cloned();
                        let reply = transport.open(request, timeout, exchange.idle());
                        let reply = attempt.instrument(reply).await;
                        self.receive(reply, accept.as_ref(), &mut chunks).await
                    } else {
                        attempt.instrument(transport.send(request, timeout)).await
                    };
                    attempt.end(&outcome);
                    exchange.on_response(outcome, clock.now(), || {
                        (clock.system_time(), core.random_fraction())
                    });
                }
                Step::Wait(delay, reason) => {
                    trace.retry(exchange.attempts(), delay, reason);
                    clock.sleep(delay).await;
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
    async fn receive(
        &self,
        reply: Result<http::Response<Chunks>, TransportError>,
        accept: Option<&HeaderValue>,
        chunks: &mut Option<Chunks>,
    ) -> Outcome {
        let (head, mut body) = reply?.into_parts();
        if event_decoder::is_stream(&head, accept) {
            *chunks = Some(body);
            return Ok(http::Response::from_parts(head, Bytes::new()));
        }
        let mut whole = BodyBuffer::new(self.core.max_reply_bytes);
        let mut read = Ok(());
        while read.is_ok()
            && let Some(chunk) = poll_fn(|context| body.as_mut().poll_next(context)).await
        {
            read = whole.take(chunk);
        }
        whole.reply(head, read)
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

    /// Sets the HTTP client that sends the requests.
    ///
    /// Its settings for connections, proxies, certificates and logs apply, and so does its limit on
    /// header lines, in addition to that of this builder. Set
    /// [`Policy::none`](::reqwest::redirect::Policy::none) on it, because this client follows
    /// redirects itself.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn http_client(mut self, client: ::reqwest::Client) -> Self {
        self.io.http_client = Some(client);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// If a setting is invalid, or one without a default is missing.
    pub fn build(mut self) -> Result<Client, BuildError> {
        let core = self.core()?;
        let transport = match self.io.transport.take() {
            Some(transport) => transport,
            None => self.default_transport()?,
        };
        let clock = self.io.clock.take().or_else(default_clock);
        let clock = clock.ok_or(BuildError::Missing("clock"))?;
        let inner = Inner {
            core,
            transport,
            clock,
            sources: std::mem::take(&mut self.io.sources),
        };
        Ok(Client {
            inner: Arc::new(Ok(inner)),
        })
    }

    #[cfg(feature = "reqwest")]
    fn default_transport(&mut self) -> Result<Arc<dyn Transport>, BuildError> {
        let given = self.io.http_client.take();
        // A client that the caller supplies has proxies of its own.
        let proxies = given.is_none().then(proxy::Proxies::from_env);
        let client = match given {
            Some(client) => client,
            None => reqwest::new_client(self.connect_timeout, self.max_head)?,
        };
        Ok(Arc::new(reqwest::ReqwestTransport {
            client,
            proxies,
            max_head: self.max_head,
            max_reply_bytes: self.max_reply_bytes,
        }))
    }

    #[cfg(not(feature = "reqwest"))]
    #[allow(clippy::unused_self)] // Like its counterpart with the feature.
    fn default_transport(&mut self) -> Result<Arc<dyn Transport>, BuildError> {
        Err(BuildError::Missing("transport"))
    }
}

#[cfg(feature = "reqwest")]
#[allow(clippy::unnecessary_wraps)] // Like its counterpart with the feature.
fn default_clock() -> Option<Arc<dyn Clock>> {
    Some(Arc::new(system_clock::SystemClock::new()))
}

#[cfg(not(feature = "reqwest"))]
fn default_clock() -> Option<Arc<dyn Clock>> {
    None
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
