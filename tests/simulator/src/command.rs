//! Operations as commands: what each does to the state, with the body of its reply.

mod call;
mod conference;
mod conference_audio;
mod conference_list;
mod conference_recording;
mod dial;
mod participant;
mod texml_conference;
mod texml_participant;

use generated::Operation;
use generated::conferences::{ConferenceCommandResponse, ConferenceCommandResult};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::{Engine, Refusal};

/// An operation that the service carries out.
pub trait Command: Operation<Body: Serialize + DeserializeOwned> {
    /// Returns what the command is for, within which a `command_id` is unique.
    fn target(&self, engine: &Engine) -> String {
        let _ = engine;
        String::new()
    }

    /// Carries out the operation, which is valid.
    ///
    /// # Errors
    ///
    /// If it is refused; then nothing has changed.
    fn run(self, engine: &mut Engine) -> Result<Self::Body, Refusal>;
}

/// Returns the body of a request, which the document lets be absent though it has required members.
fn require_body<T>(body: Option<T>) -> Result<T, Refusal> {
    body.ok_or_else(|| Refusal::with_code(422, "10004", "the request has no body"))
}

/// Returns the reply of a command that has no other result.
fn done() -> ConferenceCommandResponse {
    ConferenceCommandResponse::new().data(ConferenceCommandResult::new("ok"))
}
