//! A fake transport with scripted responses, for what a server on the loopback interface cannot show.

use std::collections::VecDeque;
use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use generated::runtime::{BoxFuture, Transport, TransportError};
use generated::{Client, Operation};
use http::{Request, Response};

use super::{FakeClock, KEY, join, play, retrieve};

pub(crate) type Outcome = Result<Response<Bytes>, TransportError>;

/// Clones share the same transport.
#[derive(Clone, Default)]
pub(crate) struct Told(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    outcomes: VecDeque<Outcome>,
    sent: Vec<(Request<Bytes>, Duration)>,
}

impl Told {
    pub(crate) fn new(outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        let state = State {
            outcomes: outcomes.into_iter().collect(),
            sent: Vec::new(),
        };
        Self(Arc::new(Mutex::new(state)))
    }

    /// The URLs of the requests.
    pub(crate) fn uris(&self) -> Vec<String> {
        let state = self.0.lock().expect("nobody panicked");
        state
            .sent
            .iter()
            .map(|(it, _)| it.uri().to_string())
            .collect()
    }

    /// The timeout of each request.
    fn timeouts(&self) -> Vec<Duration> {
        let state = self.0.lock().expect("nobody panicked");
        state.sent.iter().map(|(_, timeout)| *timeout).collect()
    }
}

impl Transport for Told {
    fn send(&self, request: Request<Bytes>, timeout: Duration) -> BoxFuture<'_, Outcome> {
        let mut state = self.0.lock().expect("nobody panicked");
        state.sent.push((request, timeout));
        let outcome = state.outcomes.pop_front().expect("an outcome was told");
        Box::pin(ready(outcome))
    }
}

#[allow(clippy::unnecessary_wraps)] // It is one of the outcomes.
pub(crate) fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Outcome {
    let mut reply = Response::builder().status(status);
    for (name, value) in headers {
        reply = reply.header(*name, *value);
    }
    let body = Bytes::copy_from_slice(body.as_bytes());
    Ok(reply.body(body).expect("it is a reply"))
}

/// The timeout of an attempt at this operation, in seconds.
async fn timeout<O: Operation>(operation: &O, client: Option<u64>, call: Option<u64>) -> u64 {
    let transport = Told::new([reply(404, &[], "")]);
    let builder = Client::builder(KEY).transport(transport.clone());
    let mut builder = builder.clock(FakeClock::default());
    if let Some(seconds) = client {
        builder = builder.timeout(Duration::from_secs(seconds));
    }
    let client = builder.build().expect("it is well configured");
    let mut pending = client.call(operation);
    if let Some(seconds) = call {
        pending = pending.timeout(Duration::from_secs(seconds));
    }
    assert!(pending.send().await.is_err());
    let [given] = transport.timeouts()[..] else {
        panic!("it is sent once")
    };
    given.as_secs()
}

/// Three attempts of 20 seconds fit into the minute for which the server remembers a key.
#[tokio::test]
async fn attempts_with_an_idempotency_key_have_a_shorter_timeout() {
    assert_eq!(timeout(&retrieve(), None, None).await, 60);
    assert_eq!(timeout(&play(), None, None).await, 60);
    assert_eq!(timeout(&join(), None, None).await, 20);
    assert_eq!(timeout(&join(), Some(45), None).await, 45);
    assert_eq!(timeout(&retrieve(), Some(45), None).await, 45);
    assert_eq!(timeout(&retrieve(), Some(45), Some(3)).await, 3);
    assert_eq!(timeout(&join(), None, Some(3)).await, 3);
}

#[tokio::test]
async fn the_base_url_defaults_to_the_server_of_the_document() {
    let transport = Told::new([reply(404, &[], "")]);
    let builder = Client::builder(KEY).transport(transport.clone());
    let client = builder.build().expect("it is well configured");
    retrieve().send(&client).await.expect_err("a 404");
    assert_eq!(
        transport.uris(),
        ["https://api.telnyx.com/v2/conferences/c1"]
    );
}

/// The key would be sent in plain text.
#[tokio::test]
async fn redirects_from_https_to_http_are_not_followed() {
    for location in [
        "http://api.example.com/v2/conferences/c2",
        "//api.example.com/other",
    ] {
        let follows = location.starts_with("//");
        let transport = Told::new([
            reply(302, &[("location", location)], ""),
            reply(404, &[], ""),
        ]);
        let builder = Client::builder(KEY).transport(transport.clone());
        let client = builder.base_url("https://api.example.com/v2").build();
        let error = retrieve()
            .send(&client.expect("it is well configured"))
            .await;
        let error = error.expect_err("no conference");
        let status = error.status().expect("a status").as_u16();
        assert_eq!(
            (status, transport.uris().len()),
            if follows { (404, 2) } else { (302, 1) }
        );
    }
}
