//! The service as a value, for tests in Rust.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt as _;
use generated::calls::HangupCause;
use generated::jiff::SignedDuration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::clock::{Clock, ClockChange};
use crate::delivery::Delivery;
use crate::engine::{Engine, InboundCall, Refusal};
use crate::fault::Fault;
use crate::service::{LogEntry, Service, router};
use crate::settings::Settings;

/// A running service on loopback, which ends when it is dropped.
#[derive(Debug)]
pub struct Simulator {
    service: Arc<Service>,
    address: SocketAddr,
    server: JoinHandle<io::Result<()>>,
    driver: JoinHandle<()>,
}

/// A telephone with a call, at the other end of the service.
#[derive(Clone, Debug)]
pub struct Telephone {
    service: Arc<Service>,
    id: String,
}

impl Simulator {
    /// Starts a service with the usual settings, whose clock only moves when it is told to.
    ///
    /// # Errors
    ///
    /// If no port is free.
    pub async fn start() -> io::Result<Self> {
        let clock = Clock::manual(generated::jiff::Timestamp::now());
        Self::start_with(Settings::default(), clock, 0).await
    }

    /// Starts a service at a port; 0 is any that is free.
    ///
    /// # Errors
    ///
    /// If the settings are [not valid](Settings::check), or the port is not free.
    pub async fn start_with(settings: Settings, clock: Clock, port: u16) -> io::Result<Self> {
        let check = settings.check();
        check.map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        // Without it, small replies wait for the acknowledgement of earlier ones.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let service = Service::new(settings, clock);
        let mut stop = service.stop.subscribe();
        let stopped = async move { drop(stop.wait_for(|stop| *stop).await) };
        let serve = axum::serve(listener, router(Arc::clone(&service)));
        let server = tokio::spawn(async move { serve.with_graceful_shutdown(stopped).await });
        let driver = tokio::spawn(Arc::clone(&service).drive());
        Ok(Self {
            service,
            address,
            server,
            driver,
        })
    }

    /// Returns the base URL of the API, for `TELNYX_BASE_URL`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v2", self.address)
    }

    /// Returns the address.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the API key.
    #[must_use]
    pub fn api_key(&self) -> String {
        self.with_engine(|engine| engine.settings().api_key.clone())
    }

    /// Returns the public key of the signatures of webhooks.
    #[must_use]
    pub fn public_key(&self) -> String {
        self.service.public_key()
    }

    /// Does something with the engine.
    pub fn with_engine<T>(&self, act: impl FnOnce(&mut Engine) -> T) -> T {
        self.service.with_state(|state| act(&mut state.engine))
    }

    /// Changes the settings, for calls and conferences from now on.
    pub fn change_settings(&self, change: impl FnOnce(&mut Settings)) {
        self.with_engine(|engine| {
            let mut settings = engine.settings().clone();
            change(&mut settings);
            engine.set_settings(settings);
        });
    }

    /// Starts anew with these settings.
    pub fn reset(&self, settings: Settings) {
        self.service.with_state(|state| state.reset(settings));
    }

    /// Calls the Call Control application of the settings.
    ///
    /// # Panics
    ///
    /// If the settings lack the application that exists by default.
    #[must_use]
    pub fn inbound_call(&self) -> Telephone {
        let call = self.call_in(InboundCall::default());
        call.expect("the settings have the usual application")
    }

    /// Calls a number of the account.
    ///
    /// # Errors
    ///
    /// If there is no such application.
    pub fn call_in(&self, call: InboundCall) -> Result<Telephone, Refusal> {
        let id = self.with_engine(|engine| engine.call_in(call))?;
        Ok(self.telephone(id))
    }

    /// Returns the telephone at the other end of a call, such as one that was dialled.
    #[must_use]
    pub fn telephone(&self, call_control_id: impl Into<String>) -> Telephone {
        Telephone {
            service: Arc::clone(&self.service),
            id: call_control_id.into(),
        }
    }

    /// Moves the clock on, and waits until all has been delivered that is due then.
    pub async fn advance(&self, by: Duration) {
        let advance_ms = SignedDuration::try_from(by).map_or(i64::MAX, |it| {
            i64::try_from(it.as_millis()).unwrap_or(i64::MAX)
        });
        let change = ClockChange {
            advance_ms,
            manual: None,
        };
        self.service.with_state(|state| state.clock.change(change));
        self.settle().await;
    }

    /// Waits until all that is due has been delivered, or given up.
    pub async fn settle(&self) {
        self.service.settle().await;
    }

    /// Lets something go wrong.
    pub fn add_fault(&self, fault: Fault) {
        self.service.with_state(|state| state.faults.add(fault));
    }

    /// Returns all deliveries, in the order of their events.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.service
            .with_state(|state| state.deliveries.list().into_iter().cloned().collect())
    }

    /// Returns the log of requests.
    #[must_use]
    pub fn log(&self) -> Vec<LogEntry> {
        self.service
            .with_state(|state| state.log.entries().cloned().collect())
    }

    /// Stops accepting requests, as the endpoint `/_sim/exit` does.
    pub fn stop(&self) {
        self.service.stop.send_replace(true);
    }

    /// Waits until the service has been stopped and the replies on their way have been sent, which takes
    /// a second at most.
    pub async fn stopped(&mut self) {
        let mut stop = self.service.stop.subscribe();
        drop(stop.wait_for(|stop| *stop).await);
        let limit = Duration::from_secs(1);
        drop(tokio::time::timeout(limit, &mut self.server).await);
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.server.abort();
        self.driver.abort();
    }
}

impl Telephone {
    /// Returns the `call_control_id` of the call, which is its `CallSid` in TeXML.
    #[must_use]
    pub fn call_control_id(&self) -> &str {
        &self.id
    }

    fn act(
        &self,
        act: impl FnOnce(&mut Engine, &str) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.service
            .with_state(|state| act(&mut state.engine, &self.id))
    }

    /// Answers an outbound call.
    ///
    /// # Errors
    ///
    /// If the call has ended, or is inbound.
    pub fn answer(&self) -> Result<(), Refusal> {
        self.act(Engine::pick_up)
    }

    /// Hangs up.
    ///
    /// # Errors
    ///
    /// If the call has ended.
    pub fn hang_up(&self) -> Result<(), Refusal> {
        self.act(|engine, id| engine.hang_up_telephone(id, None))
    }

    /// Does not answer, for this cause.
    ///
    /// # Errors
    ///
    /// If the call has ended.
    pub fn refuse(&self, cause: HangupCause) -> Result<(), Refusal> {
        self.act(|engine, id| engine.hang_up_telephone(id, Some(cause)))
    }

    /// Presses digits.
    ///
    /// # Errors
    ///
    /// If the call is not in progress.
    pub fn press(&self, digits: &str) -> Result<(), Refusal> {
        self.act(|engine, id| engine.press_digits(id, digits))
    }

    /// Talks, which takes the floor of the conference.
    ///
    /// # Errors
    ///
    /// If the call takes part in no conference.
    pub fn talk(&self) -> Result<(), Refusal> {
        self.act(Engine::talk)
    }
}
