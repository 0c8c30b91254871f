//! Sends operations: takes one, gives its result. Adds the base URL and the key, fills in
//! idempotency keys, repeats what may be repeated, follows redirects, and turns pages.

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
mod options;
mod pages;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod proxy;
mod redirect;
#[cfg(feature = "reqwest")]
mod reqwest;
mod response;
mod retry;
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
use self::exchange::{Exchange, Failure, Step};
use self::retry::Outcome;
use self::trace::Trace;
use super::{Api, Error, Operation, Retry, TransportError};

pub use self::build_error::{BuildError, FromEnvError};
pub use self::builder::Builder;
pub use self::call::Call;
pub use self::credential::Credential;
pub use self::events::EventStream;
pub use self::pages::{Items, Pages};
pub use self::response::Response;
pub use self::token_source::TokenSource;
pub use self::transport::{BoxFuture, Chunks, Clock, Transport};

/// Sends operations to an API.
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

struct Inner {
    core: Core,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    sources: Vec<Arc<dyn TokenSource>>,
}

/// What the builder of an asynchronous client is given.
#[derive(Default)]
pub struct Io {
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    sources: Vec<Arc<dyn TokenSource>>,
    #[cfg(feature = "reqwest")]
    http_client: Option<::reqwest::Client>,
}

impl Client {
    /// Creates a client with default settings. A key that is not valid in a header makes every call
    /// fail; with [`builder`](Self::builder), `build` fails instead.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn new(api_key: impl Into<String>) -> Self {
        Self::builder(api_key).build().unwrap_or_else(|error| Self {
            inner: Arc::new(Err(error)),
        })
    }

    /// Creates a client with the key and, if it is set, the base URL from the environment variables
    /// of this API.
    #[cfg(feature = "reqwest")]
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
    pub async fn execute(
        &self,
        api: &Api,
        request: Request<Bytes>,
        class: Retry,
    ) -> Result<http::Response<Bytes>, Error<Infallible>> {
        let core = self.core().map_err(Error::Transport)?;
        let prepared = core.prepare_raw(request, class, api);
        let reply = self.clone().run(prepared.map_err(Error::Transport)?).await;
        Ok(reply?)
    }

    fn core(&self) -> Result<&Core, TransportError> {
        Ok(&self.inner()?.core)
    }

    fn inner(&self) -> Result<&Inner, TransportError> {
        let inner = self.inner.as_ref().as_ref();
        inner.map_err(|error| invalid_request(error.clone()))
    }

    /// A call whose reply is read as a whole.
    fn run(
        self,
        prepared: PreparedCall,
    ) -> BoxFuture<'static, Result<http::Response<Bytes>, Failure>> {
        let trace = Trace::new(prepared.label, prepared.exchange.request().method());
        let span = trace.clone();
        span.instrument(async move {
            let inner = self.inner().map_err(Failure::Transport)?;
            let opened = inner.drive(prepared.exchange, &trace, false).await?;
            Ok(opened.reply)
        })
    }

    /// A call whose reply is a stream, of which the head is read.
    fn open(
        self,
        prepared: PreparedCall,
    ) -> BoxFuture<'static, Result<OpenedReply<Chunks>, Failure>> {
        let trace = Trace::new(prepared.label, prepared.exchange.request().method());
        let span = trace.clone();
        span.instrument(async move {
            let inner = self.inner().map_err(Failure::Transport)?;
            inner.drive(prepared.exchange, &trace, true).await
        })
    }
}

impl Inner {
    /// The one asynchronous loop; not generic, so that it is compiled once.
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
                Step::Send(request, timeout) => {
                    let outcome = if streams {
                        let accept = request.headers().get(header::ACCEPT).cloned();
                        let reply = transport.open(request, timeout, exchange.idle());
                        self.receive(reply.await, accept.as_ref(), &mut chunks)
                            .await
                    } else {
                        transport.send(request, timeout).await
                    };
                    exchange.on_response(outcome, clock.now(), || {
                        (clock.system_time(), core.random_fraction())
                    });
                }
                Step::Wait(delay, reason) => {
                    trace.retry(exchange.attempts(), delay, reason);
                    clock.sleep(delay).await;
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

    /// Sends with this HTTP client: its settings for connections, proxies, certificates and logs
    /// apply, and its limit of header lines in addition to that of this builder. Set
    /// [`Policy::none`](::reqwest::redirect::Policy::none) on it, because this client follows
    /// redirects itself.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn http_client(mut self, client: ::reqwest::Client) -> Self {
        self.io.http_client = Some(client);
        self
    }

    /// Builds the client, or says which setting is invalid.
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
        // One that is given has proxies of its own.
        let proxies = given.is_none().then(proxy::Proxies::from_env);
        let client = match given {
            Some(client) => client,
            None => reqwest::client(self.connect_timeout, self.max_head)?,
        };
        Ok(Arc::new(reqwest::ReqwestTransport {
            client,
            proxies,
            max_head: self.max_head,
            max_reply_bytes: self.max_reply_bytes,
        }))
    }

    #[cfg(not(feature = "reqwest"))]
    #[allow(clippy::unused_self)] // As the other one.
    fn default_transport(&mut self) -> Result<Arc<dyn Transport>, BuildError> {
        Err(BuildError::Missing("transport"))
    }
}

#[cfg(feature = "reqwest")]
#[allow(clippy::unnecessary_wraps)] // As the other one.
fn default_clock() -> Option<Arc<dyn Clock>> {
    Some(Arc::new(reqwest::SystemClock::new()))
}

#[cfg(not(feature = "reqwest"))]
fn default_clock() -> Option<Arc<dyn Clock>> {
    None
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
