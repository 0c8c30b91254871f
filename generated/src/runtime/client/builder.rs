//! How a client is made.

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
use super::keyring::Keyring;
use super::options::Options;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
use super::wire::HeadLimits;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
use crate::runtime::Api;

/// Makes a client: a [`Client`](crate::runtime::Client) or a `blocking::Client`, by what it has for
/// `Io`.
pub struct Builder<Io> {
    pub(super) keyring: Keyring,
    variables: Vec<(String, String)>,
    base_url: Option<String>,
    user_agent: Option<String>,
    options: Options,
    randomness: Option<Arc<Randomness>>,
    pub(super) max_reply_bytes: usize,
    #[cfg(any(feature = "reqwest", feature = "blocking"))]
    pub(super) max_head: HeadLimits,
    pub(super) connect_timeout: Duration,
    pub(super) io: Io,
}

/// What a client calls itself.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

impl<Io: Default> Builder<Io> {
    pub(super) fn new(key: String) -> Self {
        let mut builder = Self::keyless();
        builder.keyring.key = Some(Credential::key(key));
        builder
    }

    pub(super) fn keyless() -> Self {
        Self {
            keyring: Keyring::default(),
            variables: Vec::new(),
            base_url: None,
            user_agent: None,
            options: Options::default(),
            randomness: None,
            max_reply_bytes: 64 << 20,
            #[cfg(any(feature = "reqwest", feature = "blocking"))]
            max_head: HeadLimits::DEFAULT,
            connect_timeout: Duration::from_secs(5),
            io: Io::default(),
        }
    }
}

#[cfg(any(feature = "reqwest", feature = "blocking"))]
impl<Io: Default> Builder<Io> {
    /// With the key and, if it is set, the base URL that are in the variables of this API.
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
    /// What shows who calls, for the security scheme of this name. The key is for all schemes that
    /// ask for a key or a token and have no credential of their own.
    ///
    /// Of the alternatives that an operation names, the first one is taken for which there is all
    /// that it needs.
    #[must_use]
    pub fn credential(mut self, scheme: impl Into<String>, credential: Credential) -> Self {
        self.keyring.named.push((scheme.into(), credential));
        self
    }

    /// The value of a variable in the URLs of servers; otherwise it is what the document says. One
    /// that the document does not allow makes calls fail. It does not apply to a base URL of your
    /// own.
    #[must_use]
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Another base URL than the API's, http or https; its path comes before those of the calls.
    /// All calls go there, also those of operations with a server of their own.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// How long a try may take, from looking up the host to the last byte of the reply. Otherwise
    /// 60 seconds; for a call with an idempotency key, at most a third of the time for which the
    /// key is recognised. A stream of events may go on for as long as it likes: this is how long
    /// its head may take, and then each pause in it.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// How long connecting may take; otherwise 5 seconds. It does not apply to an HTTP client of
    /// your own.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long a call may take, all tries and the time between them together; otherwise there is
    /// no limit. Of a stream of events, it is for the head.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = Some(deadline);
        self
    }

    /// How often a call is sent again at most; otherwise twice.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.options.retries = Some(retries);
        self
    }

    /// Whether calls that are [unsafe](crate::runtime::Retry::Unsafe) to repeat are sent again
    /// also when they may have had their effect. Otherwise not: they are sent again only when no
    /// connection was made, or when the server had too many requests to look at this one.
    #[must_use]
    pub fn repeat_unsafe(mut self, repeat: bool) -> Self {
        self.options.repeat_unsafe = Some(repeat);
        self
    }

    /// Whether calls are checked against the rules of the document before they are sent; they
    /// otherwise are.
    #[must_use]
    pub fn validation(mut self, validation: bool) -> Self {
        self.options.validation = Some(validation);
        self
    }

    /// The header `User-Agent` of all calls that have none themselves; otherwise the name and the
    /// version of this crate.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// A header for all calls that have none of this name themselves, as a parameter or from
    /// [`Call::header`](crate::runtime::Call::header). `Accept` and `Content-Type` replace what
    /// operations write. It is not sent to another host on a redirect, and never printed.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.options.header(name, value);
        self
    }

    /// How long a reply may be, in bytes; otherwise 64 MiB. Of a stream of events, it is how long
    /// each event may be. It does not apply to a transport of your own, but for events.
    #[must_use]
    pub fn max_reply_bytes(mut self, max: usize) -> Self {
        self.max_reply_bytes = max;
        self
    }

    /// How many header lines a reply may have; otherwise 256. Beyond that, the call ends with
    /// [`TooLarge`](crate::runtime::TransportErrorKind::TooLarge), and is not sent again. It does not
    /// apply to a transport of your own.
    #[cfg(any(feature = "reqwest", feature = "blocking"))]
    #[must_use]
    pub fn max_reply_headers(mut self, lines: usize) -> Self {
        self.max_head.lines = lines;
        self
    }

    /// How long the header lines of a reply may be together, in bytes; otherwise 128 KiB, and never
    /// more than 400 KiB. Beyond that, the call ends with
    /// [`TooLarge`](crate::runtime::TransportErrorKind::TooLarge), and is not sent again. It does not
    /// apply to a transport of your own.
    #[cfg(any(feature = "reqwest", feature = "blocking"))]
    #[must_use]
    pub fn max_reply_header_bytes(mut self, bytes: usize) -> Self {
        self.max_head.bytes = bytes;
        self
    }

    /// Whether errors print what the body of a reply says, in `Display` and in `Debug`; they
    /// otherwise do. Without it, they print the status, the codes of errors, the headers and where a
    /// body is not what the document says. The fields of an error have everything all the same.
    #[must_use]
    pub fn print_bodies(mut self, print: bool) -> Self {
        self.options.print_bodies = Some(print);
        self
    }

    /// Where sixteen random bytes come from: for idempotency keys, and to spread repetitions.
    /// Otherwise from the operating system, where the features of this build have it.
    #[must_use]
    pub fn randomness(mut self, bytes: impl Fn() -> [u8; 16] + Send + Sync + 'static) -> Self {
        self.randomness = Some(Arc::new(move || Ok(bytes())));
        self
    }

    /// All but the way to the network.
    pub(super) fn core(&mut self) -> Result<Core, BuildError> {
        if let Some(problem) = self.options.problem.take() {
            return Err(problem);
        }
        self.keyring.check()?;
        let base_url = self.base_url.as_deref().map(BaseUrl::parse).transpose()?;
        let user_agent = self.user_agent.as_deref().unwrap_or(USER_AGENT);
        Ok(Core {
            keyring: std::mem::take(&mut self.keyring),
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
        })
    }
}

#[cfg(any(feature = "reqwest", feature = "blocking"))]
#[allow(clippy::unnecessary_wraps)] // Without these features there is none.
fn system_randomness() -> Option<Arc<Randomness>> {
    Some(Arc::new(|| {
        let mut bytes = [0; 16];
        match getrandom::fill(&mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) => Err(super::base_url::refused(error)),
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
            .field("keyring", &self.keyring)
            .field("base_url", &self.base_url)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
