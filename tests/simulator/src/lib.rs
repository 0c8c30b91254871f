//! A conference service on loopback, to test programs that use the API of Telnyx.
//!
//! [`Engine`] is the service without I/O, [`Simulator`] serves it over HTTP:
//!
//! ```
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use generated::calls::{AnswerCall, AnswerRequest};
//! use generated::conferences::{CreateConference, CreateConferenceRequest};
//! use simulator::Simulator;
//!
//! let sim = Simulator::start().await?;
//! let client = generated::Client::builder(sim.api_key()).base_url(sim.base_url()).build()?;
//! let caller = sim.inbound_call();
//! let id = caller.call_control_id();
//! AnswerCall::new(id, AnswerRequest::new()).send(&client).await?;
//! CreateConference::new(CreateConferenceRequest::new(id, "Stand-up")).send(&client).await?;
//! caller.hang_up()?;
//! sim.settle().await;
//! assert_eq!(sim.deliveries().last().unwrap().event_type, "call.hangup");
//! # Ok(())
//! # }
//! ```

pub mod clock;
pub mod command;
pub mod delivery;
pub mod engine;
pub mod fault;
mod seed;
mod service;
pub mod settings;
mod simulator;

pub use self::engine::Engine;
pub use self::seed::Seed;
pub use self::service::LogEntry;
pub use self::simulator::{Simulator, Telephone};
