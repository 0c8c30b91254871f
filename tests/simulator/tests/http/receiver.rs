//! A receiver of webhooks.

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use axum::body::to_bytes;
use axum::serve::ListenerExt as _;
use generated::{calls, conferences, texml_callbacks};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::Value;
use simulator::Simulator;
use tokio::net::TcpListener;

/// A receiver that verifies what it gets.
#[derive(Clone, Debug)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    inbox: Arc<Mutex<Inbox>>,
}

#[derive(Debug, Default)]
struct Inbox {
    bodies: Vec<Value>,
    /// The statuses of the next replies; 200 when there are none left.
    statuses: Vec<u16>,
}

impl Receiver {
    pub(crate) async fn start(sim: &Simulator) -> Self {
        let inbox = Arc::<Mutex<Inbox>>::default();
        let key = sim.public_key();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let to = Arc::clone(&inbox);
        let handler = move |request: axum::extract::Request| async move {
            let (parts, body) = request.into_parts();
            let body = to_bytes(body, 1 << 20).await.unwrap();
            let is_form = parts.headers[CONTENT_TYPE] == "application/x-www-form-urlencoded";
            let event = verify(&key, &parts.headers, &body, is_form);
            let mut inbox = to.lock().unwrap();
            inbox.bodies.push(event);
            let has_status = !inbox.statuses.is_empty();
            let status = if has_status {
                inbox.statuses.remove(0)
            } else {
                200
            };
            StatusCode::from_u16(status).unwrap()
        };
        let router = axum::Router::new().fallback(handler);
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, inbox }
    }

    /// Answers the next deliveries with these statuses.
    pub(crate) fn answer_with(&self, statuses: &[u16]) {
        self.inbox.lock().unwrap().statuses = statuses.to_vec();
    }

    /// Takes the bodies of what came: JSON as it is, forms as objects.
    pub(crate) fn take(&self) -> Vec<Value> {
        std::mem::take(&mut self.inbox.lock().unwrap().bodies)
    }
}

/// Verifies a delivery, whose event has to be declared by one of the documents.
fn verify(key: &str, headers: &http::HeaderMap, body: &[u8], is_form: bool) -> Value {
    let now = SystemTime::now();
    if is_form {
        let verifier = texml_callbacks::webhook::Verifier::new(key).unwrap();
        let event = verifier.verify(headers, body, now).unwrap();
        assert!(event.undeclared().is_none(), "{event:?}");
        return serde_json::to_value(event).unwrap();
    }
    let verifier = calls::webhook::Verifier::new(key).unwrap();
    let call = verifier.verify(headers, body, now).unwrap();
    let conference = conferences::webhook::unverified(body).unwrap();
    assert!(call.event.undeclared().is_none() || conference.event.undeclared().is_none());
    serde_json::from_slice(body).unwrap()
}

/// Returns the type of an event.
pub(crate) fn event_type(body: &Value) -> &str {
    let names = [
        "event_type",
        "StatusCallbackEvent",
        "RecordingStatus",
        "CallStatus",
    ];
    let event = if body["data"].is_null() {
        body
    } else {
        &body["data"]
    };
    names
        .iter()
        .find_map(|name| event[*name].as_str())
        .unwrap_or_default()
}
