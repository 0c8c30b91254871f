//! Deliveries over HTTP.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue};

use super::Service;
use crate::delivery::{Attempt, Outcome};

/// How long a program may take to answer.
const TIMEOUT: Duration = Duration::from_secs(2);

/// Creates the client that sends deliveries: it follows three redirects, and uses no proxy.
pub(super) fn client() -> reqwest::Client {
    // Without a provider, the client could not be created; it does not matter who installed one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .timeout(TIMEOUT)
        .redirect(reqwest::redirect::Policy::limited(3))
        .no_proxy()
        .build()
        .expect("the settings of the client are valid")
}

impl Service {
    /// Sends an attempt and reports what became of it.
    pub(super) async fn send(self: Arc<Self>, attempt: Attempt) {
        let fails_unsent = self.lock().deliveries.fails_unsent(&attempt);
        let outcome = if fails_unsent {
            Outcome::Status(500)
        } else {
            self.post(&attempt).await
        };
        self.with_state(|state| {
            state
                .deliveries
                .report(state.clock.now(), &attempt, outcome);
        });
    }

    async fn post(&self, attempt: &Attempt) -> Outcome {
        let (url, body, content_type) = encode(attempt);
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, HeaderValue::from_static("telnyx-webhooks"));
        // The time of the system, because receivers compare it with theirs.
        headers.extend(self.signer.sign(SystemTime::now(), &body));
        let request = match content_type {
            Some(content_type) => {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
                self.sender.post(url).body(body)
            }
            None => self.sender.get(url),
        };
        match request.headers(headers).send().await {
            Ok(reply) => Outcome::Status(reply.status().as_u16()),
            Err(error) if error.is_timeout() => Outcome::TimedOut,
            Err(error) => Outcome::Lost(chain(&error)),
        }
    }
}

/// Returns the URL, the body, and its type; without a type, the event is in the query.
fn encode(attempt: &Attempt) -> (String, Bytes, Option<&'static str>) {
    let url = attempt.url.clone();
    if !attempt.event.is_form() && !attempt.is_get {
        let body = attempt
            .event
            .delivery(attempt.number, &attempt.url)
            .to_string();
        return (url, body.into(), Some("application/json"));
    }
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(attempt.event.pairs());
    let form = form.finish();
    if attempt.is_get {
        let separator = if url.contains('?') { '&' } else { '?' };
        return (format!("{url}{separator}{form}"), Bytes::new(), None);
    }
    (url, form.into(), Some("application/x-www-form-urlencoded"))
}

/// Returns an error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
