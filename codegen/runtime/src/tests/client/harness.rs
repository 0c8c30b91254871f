//! A scripted network, a clock that only waiting moves, and operations of every class.

use std::collections::VecDeque;
use std::future::ready;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response, StatusCode};

#[cfg(feature = "blocking")]
use crate::runtime::blocking;
use crate::runtime::{
    Api, BoxFuture, Checker, Client, ClientBuilder, Clock, DecodeError, Map, Operation, Reply,
    RequestWriter, Retry, Security, Server, Style, Transport, TransportError, TransportErrorKind,
    Value,
};

pub(super) const KEY: &str = "KEY_s3cr3t";

pub(super) const API: Api = Api {
    servers: &[Server::new("https://api.example.com/v2")],
    schemes: &[],
    security: Security::Undeclared,
    key_variable: None,
    base_url_variable: None,
};

/// What the clock says at first, for dates in replies: 2026-01-01T00:00:00Z.
const MIDNIGHT: Duration = Duration::from_secs(1_767_225_600);

/// What the network does with the next request.
pub(super) struct Answer {
    after: Duration,
    outcome: Result<Response<Bytes>, TransportErrorKind>,
}

pub(super) fn status(status: u16) -> Answer {
    reply(status, &[], "{}")
}

pub(super) fn header(status: u16, name: &str, value: &str) -> Answer {
    reply(status, &[(name, value)], "{}")
}

pub(super) fn body(json: &str) -> Answer {
    reply(200, &[], json)
}

pub(super) fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut reply = Response::builder().status(status);
    for (name, value) in headers {
        reply = reply.header(*name, *value);
    }
    let reply = reply.body(Bytes::copy_from_slice(body.as_bytes()));
    Answer {
        after: Duration::ZERO,
        outcome: Ok(reply.expect("a reply")),
    }
}

pub(super) fn fails(kind: TransportErrorKind) -> Answer {
    Answer {
        after: Duration::ZERO,
        outcome: Err(kind),
    }
}

impl Answer {
    /// The same, but later; past the timeout of the try, it is none.
    pub(super) fn after(mut self, seconds: u64) -> Self {
        self.after = Duration::from_secs(seconds);
        self
    }
}

#[derive(Clone, Default)]
pub(super) struct World {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    now: Duration,
    answers: VecDeque<Answer>,
    random: [u8; 16],
    log: Vec<String>,
    requests: Vec<Request<Bytes>>,
}

impl World {
    pub(super) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let world = Self::default();
        world.state().answers.extend(answers);
        world
    }

    pub(super) fn random(self, bytes: [u8; 16]) -> Self {
        self.state().random = bytes;
        self
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("no test thread panics in here")
    }

    pub(super) fn builder(&self) -> ClientBuilder {
        self.within(Client::builder(KEY))
    }

    pub(super) fn keyless(&self) -> ClientBuilder {
        self.within(Client::keyless())
    }

    fn within(&self, builder: ClientBuilder) -> ClientBuilder {
        let world = self.clone();
        builder
            .transport(self.clone())
            .clock(self.clone())
            .randomness(move || world.state().random)
    }

    pub(super) fn client(&self) -> Client {
        self.builder().build().expect("a client")
    }

    #[cfg(feature = "blocking")]
    pub(super) fn blocking(&self) -> blocking::Client {
        let world = self.clone();
        blocking::Client::builder(KEY)
            .transport(self.clone())
            .clock(self.clone())
            .randomness(move || world.state().random)
            .build()
            .expect("a client")
    }

    /// What happened, in order, with the time in milliseconds.
    pub(super) fn log(&self) -> Vec<String> {
        self.state().log.clone()
    }

    /// How often something was sent.
    pub(super) fn sent(&self) -> usize {
        self.state().requests.len()
    }

    pub(super) fn requests(&self) -> Vec<Request<Bytes>> {
        self.state().requests.clone()
    }

    /// Which URLs were fetched.
    pub(super) fn uris(&self) -> Vec<String> {
        let uri = |request: &Request<Bytes>| request.uri().to_string();
        self.state().requests.iter().map(uri).collect()
    }

    /// All waits, in milliseconds.
    pub(super) fn waits(&self) -> Vec<u128> {
        let log = self.log();
        let waits = log.iter().filter_map(|line| line.split_once(" wait "));
        waits
            .map(|(_, wait)| wait.parse().expect("a number"))
            .collect()
    }

    fn answer(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let mut state = self.state();
        let line = format!(
            "{} {} within {}",
            state.now.as_millis(),
            request.method(),
            timeout.as_millis()
        );
        state.log.push(line);
        state.requests.push(request);
        let Answer { after, outcome } = state.answers.pop_front().unwrap_or_else(|| status(200));
        let outcome = match outcome {
            _ if after >= timeout => Err(TransportErrorKind::Timeout),
            outcome => outcome,
        };
        state.now += after.min(timeout);
        outcome.map_err(|kind| TransportError::new(kind, "by the script"))
    }

    /// Lets time pass without an event.
    pub(super) fn pass(&self, time: Duration) {
        self.state().now += time;
    }

    fn wait(&self, time: Duration) {
        let mut state = self.state();
        let line = format!("{} wait {}", state.now.as_millis(), time.as_millis());
        state.log.push(line);
        state.now += time;
    }
}

impl Transport for World {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(ready(self.answer(request, timeout)))
    }
}

impl Clock for World {
    fn now(&self) -> Duration {
        self.state().now
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + MIDNIGHT + self.state().now
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.wait(time);
        Box::pin(ready(()))
    }
}

#[cfg(feature = "blocking")]
impl blocking::Transport for World {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        self.answer(request, timeout)
    }
}

#[cfg(feature = "blocking")]
impl blocking::Clock for World {
    fn now(&self) -> Duration {
        Clock::now(self)
    }

    fn system_time(&self) -> SystemTime {
        Clock::system_time(self)
    }

    fn sleep(&self, time: Duration) {
        self.wait(time);
    }
}

/// Runs a future that never has to wait.
pub(super) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing in this world waits"),
    }
}

/// An operation of each class.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Send<const CLASS: u8> {
    pub(super) key: Option<String>,
    pub(super) text: Option<String>,
}

/// A GET that may be repeated.
pub(super) type Read = Send<0>;
/// A POST that is carried out once.
pub(super) type Once = Send<1>;
/// A POST that is not safe to repeat.
pub(super) type Beep = Send<2>;
/// Another one, whose reply is a stream of events.
pub(super) type Prompt = Send<3>;
/// A POST that is carried out once, whose reply is a stream of events.
pub(super) type KeyedPrompt = Send<4>;
/// A POST that is not safe to repeat, whose reply is lines of JSON.
pub(super) type Lines = Send<5>;

impl<const CLASS: u8> Operation for Send<CLASS> {
    const NAME: &'static str = "Send";
    const METHOD: &'static str = if CLASS == 0 { "GET" } else { "POST" };
    const PATH: &'static str = "/calls";
    const TAG: Option<&'static str> = None;
    const RETRY: Retry = match CLASS {
        0 => Retry::Idempotent,
        1 | 4 => Retry::IdempotencyKey {
            field: "key",
            seconds: 60,
        },
        _ => Retry::Unsafe,
    };
    const API: &'static Api = &API;

    type Body = Map<Value>;
    type Output = StatusCode;
    type Error = Map<Value>;

    fn check(&self, _: &mut Checker<'_>) {}

    fn write(&self, to: &mut RequestWriter) {
        to.query("text", Style::Form, &self.text);
        to.accept("application/json");
        if CLASS != 0 {
            let body = self
                .key
                .as_ref()
                .map(|key| Map::from([("key".to_owned(), key)]));
            to.json_or_empty("application/json", &body);
        }
    }

    fn body(reply: &Reply<'_>) -> Result<Self::Body, DecodeError> {
        reply.json()
    }

    fn output(_: Self::Body) -> Result<Self::Output, DecodeError> {
        Ok(StatusCode::OK)
    }

    fn error(reply: &Reply<'_>) -> Result<Self::Error, DecodeError> {
        reply.json()
    }

    fn idempotency_key(&mut self) -> Option<&mut Option<String>> {
        matches!(CLASS, 1 | 4).then_some(&mut self.key)
    }
}
