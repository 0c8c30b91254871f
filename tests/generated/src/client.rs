//! The clients, run against real servers on the loopback interface.

mod alike;
mod blocking;
mod call_commands;
mod calls;
mod clock;
mod connections;
mod construction;
mod keys;
mod paging;
mod proxies;
mod redirects;
mod retries;
mod secrets;
mod statuses;
mod successes;
mod transport;

use generated::conferences::{
    ConferencePlayRequest, JoinConference, JoinConferenceRequest, PlayConferenceAudio,
    RetrieveConference,
};
use generated::{Client, ClientBuilder, Value};
use serde_json::json;

use crate::server::{Answer, Server};

pub(crate) use clock::FakeClock;

/// The key, which must never be printed.
pub(crate) const KEY: &str = "KEY_0123456789";

/// A builder for a client of this server.
pub(crate) fn builder(base_url: &str) -> ClientBuilder {
    Client::builder(KEY).base_url(base_url)
}

/// A client of this server that never retries.
pub(crate) fn once(server: &Server) -> Client {
    let builder = builder(&server.base_url()).retries(0);
    builder.build().expect("it is well configured")
}

/// A builder for a client with a fake clock, which does not really wait, and without jitter.
pub(crate) fn instant(base_url: &str) -> (ClientBuilder, FakeClock) {
    let clock = FakeClock::default();
    let builder = builder(base_url).randomness(|| [0; 16]);
    (builder.clock(clock.clone()), clock)
}

/// A call that is safe to retry.
pub(crate) fn retrieve() -> RetrieveConference {
    RetrieveConference::new("c1")
}

/// A call with an idempotency key.
pub(crate) fn join() -> JoinConference {
    JoinConference::new("c1", JoinConferenceRequest::new("v3:leg"))
}

/// A call that is unsafe to retry.
pub(crate) fn play() -> PlayConferenceAudio {
    let request = ConferencePlayRequest::new().audio_url("https://example.com/a.wav");
    PlayConferenceAudio::new("c1", request)
}

/// A conference with this id.
pub(crate) fn conference(id: &str) -> Value {
    json!({
        "created_at": "2019-01-23T18:10:02.574Z",
        "expires_at": "2019-01-23T22:10:02.574Z",
        "id": id,
        "name": "Business",
        "record_type": "conference",
    })
}

/// The response to [`retrieve`].
pub(crate) fn retrieved() -> Answer {
    Answer::json(json!({ "data": conference("c1") }))
}

/// The response to a command.
pub(crate) fn done() -> Answer {
    Answer::json(json!({ "data": { "result": "ok" } }))
}
