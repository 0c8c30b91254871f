//! Settings of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

#[cfg(any(feature = "reqwest", feature = "blocking"))]
use std::env::{self, VarError};

use super::BuildError;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
use super::FromEnvError;
use super::base_url::BaseUrl;
use super::core::{Core, Randomness};
use super::credential::Credential;
use super::credentials::Credentials;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
use super::http_rules::HeadLimits;
use super::options::Options;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
use crate::runtime::Api;

/// A builder for a client. `Io` decides which: a [`Client`](crate::runtime::Client) or a
/// `blocking::Client`.
pub struct Builder<Io> {
    pub(super) credentials: Credentials,
    variables: Vec<(String, String)>,
    base_url: Option<String>,
    user_agent: Option<String>,
    options: Options,
    randomness: Option<Arc<Randomness>>,
    pub(super) max_reply_bytes: usize,
    #[cfg(any(feature = "reqwest", feature = "blocking"))]
    pub(super) max_head: HeadLimits,
    pub(super) connect_timeout: Duration,
    #[cfg(feature = "tracing")]
    propagator: Option<super::propagator::Propagator>,
    pub(super) io: Io,
}

/// The default of the header `User-Agent`.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

impl<Io: Default> Builder<Io> {
    pub(super) fn new(key: String) -> Self {
        let mut builder = Self::keyless();
        builder.credentials.key = Some(Credential::key(key));
        builder
    }

    pub(super) fn keyless() -> Self {
        Self {
            credentials: Credentials::default(),
            variables: Vec::new(),
            base_url: None,
            user_agent: None,
            options: Options::default(),
            randomness: None,
            max_reply_bytes: 64 << 20,
            #[cfg(any(feature = "reqwest", feature = "blocking"))]
            max_head: HeadLimits::DEFAULT,
            connect_timeout: Duration::from_secs(5),
            #[cfg(feature = "tracing")]
            propagator: None,
            io: Io::default(),
        }
    }
}

#[cfg(any(feature = "reqwest", feature = "blocking"))]
impl<Io: Default> Builder<Io> {
    /// Returns a builder with the key and, if it is set, the base URL from the environment
    /// variables of `api`.
    ///
    /// # Errors
    ///
    /// If the document names no variable for the key, or a variable is not set or not Unicode.
    pub fn from_variables(api: &Api) -> Result<Self, FromEnvError> {
        let name = api.key_variable.ok_or(FromEnvError::NoVariable)?;
        let key = env::var(name).map_err(|error| FromEnvError::variable(name, &error))?;
        let builder = Self::new(key);
        let Some(name) = api.base_url_variable else {
            return Ok(builder);
        };
        match env::var(name) {
            Ok(url) => Ok(builder.base_url(url)),
            Err(VarError::NotPresent) => Ok(builder),
            Err(error) => Err(FromEnvError::variable(name, &error)),
        }
    }
}

impl<Io> Builder<Io> {
    /// Sets the credential for the security scheme `scheme`. A scheme that needs a key or a token
    /// and has no credential uses the key of the client.
    ///
    /// If an operation allows alternative schemes, the first alternative is used whose credentials
    /// are all set.
    #[must_use]
    pub fn credential(mut self, scheme: impl Into<String>, credential: Credential) -> Self {
        self.credentials.named.push((scheme.into(), credential));
        self
    }

    /// Sets a variable in the URLs of servers; the default is that of the document.
    ///
    /// A value that the document does not allow makes calls fail. The variables have no effect if a
    /// [`base_url`](Self::base_url) is set.
    #[must_use]
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Sets the base URL, http or https; the default is the first server of the document.
    ///
    /// The paths of calls are appended to its path. All calls go to it, even those of operations
    /// with servers of their own.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets a function that adds the context of the current span to the headers of each request, such
    /// as `traceparent` (W3C Trace Context).
    ///
    /// It is called within the span of the request, but not for a redirect to another origin. With the crates
    /// `opentelemetry`, `opentelemetry-http` and `tracing-opentelemetry`:
    ///
    /// ```ignore
    /// let client = Client::builder(key).propagator(|headers| {
    ///     let context = tracing::Span::current().context(); // OpenTelemetrySpanExt
    ///     opentelemetry::global::get_text_map_propagator(|propagator| {
    ///         propagator.inject_context(&context, &mut opentelemetry_http::HeaderInjector(headers));
    ///     });
    /// });
    /// ```
    #[cfg(feature = "tracing")]
    #[must_use]
    pub fn propagator(
        mut self,
        propagator: impl Fn(&mut http::HeaderMap) + Send + Sync + 'static,
    ) -> Self {
        self.propagator = Some(Arc::new(propagator));
        self
    }

    /// Sets the time limit of each attempt, from resolving the host to the last byte of the reply.
    ///
    /// The default is 60 seconds or, for a call with an idempotency key, at most a third of the
    /// time for which the server recognizes the key. A stream of events may last longer: the limit
    /// applies to the time until the headers arrive, and then to each pause between chunks.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets the time limit for connecting; the default is 5 seconds. It does not apply to an HTTP
    /// client or a transport of your own.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the time limit of all attempts of a call together, including the delays between them;
    /// by default there is none. For a stream of events, it applies to the time until the headers
    /// arrive.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = Some(deadline);
        self
    }

    /// Sets the maximum number of retries; the default is 2.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.options.retries = Some(retries);
        self
    }

    /// Sets whether calls that are [unsafe](crate::runtime::Retry::Unsafe) to retry are retried
    /// even if an earlier attempt may have taken effect.
    ///
    /// By default, they are retried only if no connection was made or the server returned 429 (Too
    /// Many Requests).
    #[must_use]
    pub fn retry_unsafe(mut self, repeat: bool) -> Self {
        self.options.retry_unsafe = Some(repeat);
        self
    }

    /// Sets whether requests are validated before they are sent; the default is `true`.
    #[must_use]
    pub fn validation(mut self, validation: bool) -> Self {
        self.options.validation = Some(validation);
        self
    }

    /// Sets the header `User-Agent`; the default is the name and version of this crate.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets a header for all calls that do not set it themselves, by a parameter or by
    /// [`Call::header`](crate::runtime::Call::header).
    ///
    /// `Accept` and `Content-Type` replace those of the operations. The header is not sent to
    /// another host on a redirect, and its value is never printed.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.options.header(name, value);
        self
    }

    /// Sets the maximum size of the body of a reply in bytes; the default is 64 MiB.
    ///
    /// For a stream of events, the limit applies to each event. With a transport of your own, it
    /// applies to streams only.
    #[must_use]
    pub fn max_reply_bytes(mut self, max: usize) -> Self {
        self.max_reply_bytes = max;
        self
    }

    /// Sets the maximum number of header lines in a reply; the default is 256.
    ///
    /// A call that exceeds it fails with [`TooLarge`](crate::runtime::TransportErrorKind::TooLarge)
    /// and is not retried. The limit does not apply to a transport of your own.
    #[cfg(any(feature = "reqwest", feature = "blocking"))]
    #[must_use]
    pub fn max_reply_headers(mut self, lines: usize) -> Self {
        self.max_head.lines = lines;
        self
    }

    /// Sets the maximum total size of the header lines in a reply, in bytes; the default is 128
    /// KiB, and the parser never accepts more than 400 KiB.
    ///
    /// A call that exceeds it fails with [`TooLarge`](crate::runtime::TransportErrorKind::TooLarge)
    /// and is not retried. The limit does not apply to a transport of your own.
    #[cfg(any(feature = "reqwest", feature = "blocking"))]
    #[must_use]
    pub fn max_reply_header_bytes(mut self, bytes: usize) -> Self {
        self.max_head.bytes = bytes;
        self
    }

    /// Sets whether `Display` and `Debug` of errors print the body of the reply; the default is
    /// `true`.
    ///
    /// Otherwise they print the status, the error codes, the headers, and the place where a body
    /// does not match its schema. The fields of an error contain the body in either case.
    #[must_use]
    pub fn print_bodies(mut self, print: bool) -> Self {
        self.options.print_bodies = Some(print);
        self
    }

    /// Sets the source of random bytes, used for idempotency keys and for the delays before
    /// retries. The default is the operating system, with the feature `reqwest` or `blocking`.
    #[must_use]
    pub fn randomness(mut self, bytes: impl Fn() -> [u8; 16] + Send + Sync + 'static) -> Self {
        self.randomness = Some(Arc::new(move || Ok(bytes())));
        self
    }

    /// Takes all settings but those of `Io`.
    ///
    /// # Errors
    ///
    /// If a setting is invalid or missing.
    pub(super) fn core(&mut self) -> Result<Core, BuildError> {
        if let Some(problem) = self.options.problem.take() {
            return Err(problem);
        }
        self.credentials.check()?;
        let base_url = self.base_url.as_deref().map(BaseUrl::parse).transpose()?;
        let user_agent = self.user_agent.as_deref().unwrap_or(USER_AGENT);
        Ok(Core {
            credentials: std::mem::take(&mut self.credentials),
            variables: std::mem::take(&mut self.variables),
            base_url,
            user_agent: HeaderValue::from_str(user_agent)
                .map_err(|_| BuildError::Header("user-agent".to_owned()))?,
            options: std::mem::take(&mut self.options),
            randomness: self
                .randomness
                .take()
                .or_else(system_randomness)
                .ok_or(BuildError::Missing("source of randomness"))?,
            max_reply_bytes: self.max_reply_bytes,
            #[cfg(feature = "tracing")]
            propagator: self.propagator.take(),
        })
    }
}

#[cfg(any(feature = "reqwest", feature = "blocking"))]
#[allow(clippy::unnecessary_wraps)] // Without these features there is none.
fn system_randomness() -> Option<Arc<Randomness>> {
    let system = super::tls::randomness();
    Some(Arc::new(move || {
        let mut bytes = [0; 16];
        match system.fill(&mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) => Err(super::base_url::invalid_request(rustls::Error::from(error))),
        }
    }))
}

#[cfg(not(any(feature = "reqwest", feature = "blocking")))]
fn system_randomness() -> Option<Arc<Randomness>> {
    None
}

impl<Io> fmt::Debug for Builder<Io> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("credentials", &self.credentials)
            .field("base_url", &self.base_url)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
