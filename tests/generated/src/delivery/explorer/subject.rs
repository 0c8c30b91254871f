//! An operation whose delivery is explored.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use generated::runtime::{Client, blocking};
use generated::{Operation, Retry};

use super::ending::Ending;
use super::settings::Settings;
use super::world::World;

/// An operation whose delivery is explored, and the clients that send it into a world.
pub(crate) struct Subject {
    name: &'static str,
    method: &'static str,
    pub(crate) class: Retry,
    world: World,
    call: Box<Call>,
}

/// Makes a call; `None` if it waits for what never comes.
type Call = dyn Fn(&Settings) -> Option<Ending>;

/// How a run of a call ends.
pub(crate) enum Run {
    Ended(Ending),
    /// The caller dropped the future.
    Cancelled,
    Panicked,
}

/// The asynchronous and the blocking client, with a key or with a token source.
struct Clients<C> {
    key: C,
    token: C,
}

impl Subject {
    pub(crate) fn new<O: Operation>(operation: O) -> Self {
        let world = World::default();
        let scheme = O::API.schemes[0].name;
        let clients = asynchronous_clients(&world, scheme);
        let blocking = blocking_clients(&world, scheme);
        let call = move |settings: &Settings| {
            macro_rules! call {
                ($clients:expr) => {{
                    let client = if settings.token_source {
                        &$clients.token
                    } else {
                        &$clients.key
                    };
                    let mut call = client.call(&operation).validation(false);
                    if let Some(timeout) = settings.timeout {
                        call = call.timeout(timeout);
                    }
                    if let Some(deadline) = settings.deadline {
                        call = call.deadline(deadline);
                    }
                    if let Some(retries) = settings.retries {
                        call = call.retries(retries);
                    }
                    call.retry_unsafe(settings.retry_unsafe)
                }};
            }
            if settings.blocking {
                return Some(Ending::of_result(&call!(blocking).envelope()));
            }
            let future = pin!(call!(clients).envelope());
            match future.poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(result) => Some(Ending::of_result(&result)),
                Poll::Pending => None,
            }
        };
        Self {
            name: O::NAME,
            method: O::METHOD,
            class: O::RETRY,
            world,
            call: Box::new(call),
        }
    }

    /// Judges the operation as one of another class, whatever the document says.
    pub(crate) fn judged_as(self, class: Retry) -> Self {
        Self { class, ..self }
    }

    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    /// Returns a number that differs from operation to operation.
    pub(crate) fn seed(&self) -> u64 {
        let bytes = self.name.bytes();
        bytes.fold(0, |seed: u64, byte| {
            seed.wrapping_mul(31).wrapping_add(byte.into())
        })
    }

    /// Returns the operation with its retry class.
    pub(crate) fn describe(&self) -> String {
        let class = match self.class {
            Retry::Idempotent => "idempotent".to_owned(),
            Retry::IdempotencyKey { seconds, .. } => format!("a key for {seconds} s"),
            Retry::Unsafe => "unsafe".to_owned(),
        };
        format!("{} ({}, {class})", self.name, self.method)
    }

    /// Makes the call, and drops it where it waits for what never comes.
    pub(crate) fn run(&self, settings: &Settings) -> Run {
        match catch_unwind(AssertUnwindSafe(|| (self.call)(settings))) {
            Ok(Some(ending)) => Run::Ended(ending),
            Ok(None) => Run::Cancelled,
            Err(_) => Run::Panicked,
        }
    }
}

fn asynchronous_clients(world: &World, scheme: &str) -> Clients<Client> {
    let random = world.clone();
    let build = |builder: generated::runtime::ClientBuilder| {
        let random = random.clone();
        let builder = builder.transport(world.clone()).clock(world.clone());
        let builder = builder.randomness(move || random.random());
        builder.build().expect("the settings are valid")
    };
    let source = world.clone();
    let source = move || source.token();
    Clients {
        key: build(Client::builder("KEY")),
        token: build(Client::keyless().token_source(scheme, source)),
    }
}

fn blocking_clients(world: &World, scheme: &str) -> Clients<blocking::Client> {
    let random = world.clone();
    let build = |builder: blocking::ClientBuilder| {
        let random = random.clone();
        let builder = builder.transport(world.clone()).clock(world.clone());
        let builder = builder.randomness(move || random.random());
        builder.build().expect("the settings are valid")
    };
    let source = world.clone();
    let source = move || source.blocking_token();
    Clients {
        key: build(blocking::Client::builder("KEY")),
        token: build(blocking::Client::keyless().token_source(scheme, source)),
    }
}
