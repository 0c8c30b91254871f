//! Conferences: create, retrieve, end.

use generated::conferences::{
    ConferenceCommandResponse, ConferenceEndReason, ConferenceResponse, CreateConference,
    EndConference, RetrieveConference, errors,
};

use super::{Command, done};
use crate::engine::{
    ConferenceEnd, DEFAULT_MAX_PARTICIPANTS, Engine, JoinPlan, NewConference, Refusal,
};

impl Command for CreateConference {
    fn target(&self, _: &Engine) -> String {
        "conferences".to_owned()
    }

    fn run(self, engine: &mut Engine) -> Result<ConferenceResponse, Refusal> {
        let request = self.body;
        engine.answered_call(&request.call_control_id)?;
        engine.check_media(&[
            request.hold_audio_url.as_deref(),
            request.hold_media_name.as_deref(),
        ])?;
        if let Some(active) = engine.active_conference_named(&request.name) {
            let why = format!(
                "conference {active} is active and has the name {}",
                request.name
            );
            return Err(Refusal::named(&errors::CONFERENCE_NAME_CONFLICT, why));
        }
        engine.set_client_state(&request.call_control_id, request.client_state.as_ref());
        engine.leave_conference(&request.call_control_id);
        let id = engine.open_conference(NewConference {
            name: request.name,
            creator: request.call_control_id.to_string(),
            is_started: request.start_conference_on_create.unwrap_or(true),
            max_participants: request.max_participants.unwrap_or(DEFAULT_MAX_PARTICIPANTS),
            duration_minutes: request.duration_minutes,
            beep: request.beep_enabled,
            client_state: request.client_state,
            callbacks: None,
        });
        engine.join_conference(&request.call_control_id, &JoinPlan::new(id.as_str()));
        let conference = engine.find_conference(&id)?;
        Ok(ConferenceResponse::new().data(engine.conference_view(conference)))
    }
}

impl Command for RetrieveConference {
    fn run(self, engine: &mut Engine) -> Result<ConferenceResponse, Refusal> {
        let conference = engine.find_conference(&self.id)?;
        Ok(ConferenceResponse::new().data(engine.conference_view(conference)))
    }
}

impl Command for EndConference {
    fn target(&self, engine: &Engine) -> String {
        engine.conference_target(&self.id)
    }

    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let id = engine.active_conference(&self.id)?.id.clone();
        let end = ConferenceEnd {
            reason: ConferenceEndReason::EndedViaApi,
            by: None,
        };
        engine.end_conference(&id, end, true);
        Ok(done())
    }
}
