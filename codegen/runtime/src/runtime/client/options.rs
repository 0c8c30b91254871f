//! Options that can be set for a client, and overridden for a call.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};
use url::form_urlencoded;

use super::BuildError;
use crate::runtime::Retry;

/// Options of a client or of a call. An option that is not set has its value from the client or the
/// default.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Duration>,
    pub(super) retries: Option<u32>,
    pub(super) retry_unsafe: Option<bool>,
    pub(super) validation: Option<bool>,
    pub(super) print_bodies: Option<bool>,
    pub(super) headers: HeaderMap,
    /// Encoded pairs, without the question mark.
    pub(super) query: String,
    /// The number of attempts to reconnect a stream of events that may follow one another.
    pub(super) reconnects: u32,
    /// The first option that is invalid.
    pub(super) problem: Option<BuildError>,
}

/// The options that apply to a call.
#[derive(Clone, Debug)]
pub(super) struct CallSettings {
    /// The time limit of each attempt.
    pub(super) timeout: Duration,
    /// The time limit of each chunk of a stream.
    pub(super) idle: Duration,
    /// The time limit of the whole call.
    pub(super) deadline: Duration,
    /// The maximum number of retries.
    pub(super) retries: u32,
    /// Whether the call is retried when the outcome of an attempt is unknown.
    pub(super) repeatable: bool,
    /// The time after the first attempt in which another one may start.
    pub(super) window: Duration,
    /// Whether errors print the body.
    pub(super) print_bodies: bool,
}

/// The default time limit of an attempt.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The default maximum number of retries.
const RETRIES: u32 = 2;

impl Options {
    /// Sets a header. Its value may be secret, so it is never printed.
    pub(super) fn header(&mut self, name: &str, value: &str) {
        // The HTTP stack sets the length of the body itself.
        let counted = [header::CONTENT_LENGTH, header::TRANSFER_ENCODING];
        match (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            (Ok(name), Ok(mut value)) if !counted.contains(&name) => {
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            _ => {
                let error = || BuildError::Header(name.to_owned());
                self.problem.get_or_insert_with(error);
            }
        }
    }

    /// Sets `Accept`, unless it is set already.
    pub(super) fn accept(&mut self, content_types: &[&str]) {
        if !self.headers.contains_key(header::ACCEPT) {
            self.header("accept", &content_types.join(", "));
        }
    }

    /// Appends a pair to the query.
    pub(super) fn query(&mut self, name: &str, value: &str) {
        let query = std::mem::take(&mut self.query);
        let mut pairs = form_urlencoded::Serializer::new(query);
        self.query = pairs.append_pair(name, value).finish();
    }

    pub(super) fn validates(&self, client: &Self) -> bool {
        self.validation.or(client.validation).unwrap_or(true)
    }

    /// Combines the options of a call of this class with those of its client.
    pub(super) fn call_settings(&self, client: &Self, class: Retry) -> CallSettings {
        let window = match class {
            Retry::IdempotencyKey { seconds, .. } => Duration::from_secs(seconds),
            Retry::Idempotent | Retry::Unsafe => Duration::MAX,
        };
        let timeout = self.timeout.or(client.timeout);
        let retry_unsafe = self.retry_unsafe.or(client.retry_unsafe).unwrap_or(false);
        CallSettings {
            // A third of the window, so that an attempt that times out leaves time for two more.
            timeout: timeout.unwrap_or(TIMEOUT.min(window / 3)),
            idle: timeout.unwrap_or(TIMEOUT),
            deadline: self.deadline.or(client.deadline).unwrap_or(Duration::MAX),
            retries: self.retries.or(client.retries).unwrap_or(RETRIES),
            repeatable: class != Retry::Unsafe || retry_unsafe,
            window,
            print_bodies: client.print_bodies.unwrap_or(true),
        }
    }
}
