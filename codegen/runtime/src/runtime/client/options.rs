//! What a client is told once, and a call may be told differently.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};
use url::form_urlencoded;

use super::BuildError;
use crate::runtime::Retry;

/// What a client or a call is told; what it is not told comes from elsewhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Duration>,
    pub(super) retries: Option<u32>,
    pub(super) retry_unsafe: Option<bool>,
    pub(super) validation: Option<bool>,
    pub(super) print_bodies: Option<bool>,
    pub(super) headers: HeaderMap,
    /// Encoded pairs, without a question mark.
    pub(super) query: String,
    /// The first thing that cannot be sent.
    pub(super) problem: Option<BuildError>,
}

/// What holds for one call.
#[derive(Clone, Debug)]
pub(super) struct CallSettings {
    /// How long a try may take.
    pub(super) timeout: Duration,
    /// How long a pause in a stream of events may be.
    pub(super) idle: Duration,
    /// How long all of it may take.
    pub(super) deadline: Duration,
    /// How often it is sent again.
    pub(super) retries: u32,
    /// Whether it may be sent again when nobody knows what became of it.
    pub(super) repeatable: bool,
    /// How long after the first try another one may start.
    pub(super) window: Duration,
    /// Whether errors print what a body says.
    pub(super) print_bodies: bool,
}

/// How long a try may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How often a call is sent again.
const RETRIES: u32 = 2;

impl Options {
    /// Sets a header. Its value may be secret, so nothing ever prints it.
    pub(super) fn header(&mut self, name: &str, value: &str) {
        // The length of a body is counted, not told.
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

    /// Asks for these content types, unless something is asked for already.
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

    /// What holds for a call of this class that is told this, by a client that is told that.
    pub(super) fn call_settings(&self, client: &Self, class: Retry) -> CallSettings {
        let window = match class {
            Retry::IdempotencyKey { seconds, .. } => Duration::from_secs(seconds),
            Retry::Idempotent | Retry::Unsafe => Duration::MAX,
        };
        let timeout = self.timeout.or(client.timeout);
        let retry_unsafe = self.retry_unsafe.or(client.retry_unsafe).unwrap_or(false);
        CallSettings {
            // A third of the window, so that one that times out leaves room for two more.
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
