//! The settings of a call, and which client makes it.

use std::time::Duration;

use generated::Retry;

/// The settings of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) name: &'static str,
    pub(crate) blocking: bool,
    /// Whether the credential comes from a token source.
    pub(crate) token_source: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retries: Option<u32>,
    pub(crate) retry_unsafe: bool,
}

const DEFAULT: Settings = Settings {
    name: "the defaults",
    blocking: false,
    token_source: false,
    timeout: None,
    deadline: None,
    retries: None,
    retry_unsafe: false,
};

/// The settings that are explored.
pub(crate) const ALL: [Settings; 7] = [
    DEFAULT,
    Settings {
        name: "the blocking client",
        blocking: true,
        ..DEFAULT
    },
    Settings {
        name: "a token source",
        token_source: true,
        ..DEFAULT
    },
    Settings {
        name: "the blocking client, a token source, a deadline of 45 s",
        blocking: true,
        token_source: true,
        deadline: Some(Duration::from_secs(45)),
        ..DEFAULT
    },
    Settings {
        name: "4 retries, a timeout of 25 s",
        timeout: Some(Duration::from_secs(25)),
        retries: Some(4),
        ..DEFAULT
    },
    Settings {
        name: "a timeout of 59 s, a deadline of 90 s, a token source",
        token_source: true,
        timeout: Some(Duration::from_secs(59)),
        deadline: Some(Duration::from_secs(90)),
        ..DEFAULT
    },
    Settings {
        name: "1 retry, also if it is unsafe",
        retries: Some(1),
        retry_unsafe: true,
        ..DEFAULT
    },
];

/// What the settings of a call of a class mean.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The time limit of each attempt.
    pub(crate) timeout: Duration,
    /// The time limit of the call.
    pub(crate) deadline: Duration,
    pub(crate) retries: u32,
    /// How long the server recognizes the idempotency key.
    pub(crate) window: Duration,
    /// Whether the call is retried although an attempt may have taken effect.
    pub(crate) repeatable: bool,
    /// The number of tokens that each attempt needs.
    pub(crate) tokens: u32,
}

impl Settings {
    /// Returns the limits of a call, with the documented defaults.
    pub(crate) fn limits(&self, class: Retry) -> Limits {
        let window = match class {
            Retry::IdempotencyKey { seconds, .. } => Duration::from_secs(seconds),
            Retry::Idempotent | Retry::Unsafe => Duration::MAX,
        };
        let timeout = Duration::from_secs(60).min(window / 3);
        Limits {
            timeout: self.timeout.unwrap_or(timeout),
            deadline: self.deadline.unwrap_or(Duration::MAX),
            retries: self.retries.unwrap_or(2),
            window,
            repeatable: class != Retry::Unsafe || self.retry_unsafe,
            tokens: self.token_source.into(),
        }
    }
}
