//! Participants: join, leave, hold, mute, supervise, list, retrieve, update.

use generated::conferences::{
    CallControlId, ConferenceCommandResponse, ConferenceParticipantResource,
    HoldConferenceParticipants, JoinConference, LeaveConference, ListConferenceParticipants,
    ListConferenceParticipantsResponse, MuteConferenceParticipants, RetrieveConferenceParticipant,
    SupervisorRole, UnholdConferenceParticipants, UnmuteConferenceParticipants, UpdateConference,
    UpdateConferenceParticipant,
};

use super::{Command, done};
use crate::engine::{
    Engine, JoinPlan, PageQuery, Participant, Refusal, listed_participant, retrieved_participant,
};

impl Command for JoinConference {
    fn target(&self, engine: &Engine) -> String {
        engine.conference_target(&self.id)
    }

    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let request = self.body;
        engine.check_join(&self.id, &request.call_control_id)?;
        engine.check_media(&[
            request.hold_audio_url.as_deref(),
            request.hold_media_name.as_deref(),
        ])?;
        let plan = JoinPlan {
            muted: request.mute.unwrap_or(false),
            on_hold: request.hold.unwrap_or(false),
            ends_on_exit: request.end_conference_on_exit.unwrap_or(false),
            soft_ends_on_exit: request.soft_end_conference_on_exit.unwrap_or(false),
            starts_on_enter: request.start_conference_on_enter.unwrap_or(false),
            beep: request.beep_enabled,
            role: request.supervisor_role.unwrap_or(SupervisorRole::None),
            whispers_to: request.whisper_call_control_ids.unwrap_or_default(),
            ..JoinPlan::new(engine.active_conference(&self.id)?.id.as_str())
        };
        engine.set_client_state(&request.call_control_id, request.client_state.as_ref());
        engine.join_conference(&request.call_control_id, &plan);
        Ok(done())
    }
}

impl Command for LeaveConference {
    fn target(&self, engine: &Engine) -> String {
        engine.conference_target(&self.id)
    }

    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let id = engine.active_conference(&self.id)?.id.clone();
        engine.check_participant(&id, &self.body.call_control_id)?;
        engine.leave_conference(&self.body.call_control_id);
        Ok(done())
    }
}

/// Changes the participants that a command names, or all if it names none.
fn change_participants(
    engine: &mut Engine,
    conference: &str,
    calls: Option<&[CallControlId]>,
    change: impl Fn(&mut Participant),
) -> Result<ConferenceCommandResponse, Refusal> {
    let id = engine.active_conference(conference)?.id.clone();
    engine.check_listeners(&id, calls)?;
    engine.change_participants(&id, calls, change);
    Ok(done())
}

impl Command for HoldConferenceParticipants {
    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let media = [
            self.body.audio_url.as_deref(),
            self.body.media_name.as_deref(),
        ];
        engine.active_conference(&self.id)?;
        engine.check_media(&media)?;
        change_participants(
            engine,
            &self.id,
            self.body.call_control_ids.as_deref(),
            |it| {
                it.on_hold = true;
                it.waits_for_start = false;
            },
        )
    }
}

impl Command for UnholdConferenceParticipants {
    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        change_participants(engine, &self.id, Some(&self.body.call_control_ids), |it| {
            it.on_hold = false;
            it.waits_for_start = false;
        })
    }
}

impl Command for MuteConferenceParticipants {
    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let calls = self.body.call_control_ids.as_deref();
        change_participants(engine, &self.id, calls, |it| it.muted = true)
    }
}

impl Command for UnmuteConferenceParticipants {
    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let calls = self.body.call_control_ids.as_deref();
        change_participants(engine, &self.id, calls, |it| it.muted = false)
    }
}

impl Command for UpdateConference {
    fn target(&self, engine: &Engine) -> String {
        engine.conference_target(&self.id)
    }

    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let request = self.body;
        let id = engine.active_conference(&self.id)?.id.clone();
        engine.check_participant(&id, &request.call_control_id)?;
        let whispers_to = request.whisper_call_control_ids.unwrap_or_default();
        engine.change_participants(&id, Some(&[request.call_control_id]), |it| {
            it.set_role(request.supervisor_role.clone(), whispers_to.clone());
        });
        Ok(done())
    }
}

impl Command for ListConferenceParticipants {
    fn run(self, engine: &mut Engine) -> Result<ListConferenceParticipantsResponse, Refusal> {
        let conference = engine.find_conference(&self.conference_id)?;
        let filter = self.filter.unwrap_or_default();
        let keeps = |wanted: Option<bool>, found: bool| wanted.is_none_or(|it| it == found);
        let participants = conference.present().filter(|it| {
            keeps(filter.muted, it.muted)
                && keeps(filter.on_hold, it.on_hold)
                && keeps(filter.whispering, it.role == SupervisorRole::Whisper)
        });
        let participants = participants
            .map(|it| listed_participant(conference, it))
            .collect();
        let (data, meta) = PageQuery::new(self.page.as_ref()).cut(participants);
        Ok(ListConferenceParticipantsResponse::new()
            .data(data)
            .meta(meta))
    }
}

impl Command for RetrieveConferenceParticipant {
    fn run(self, engine: &mut Engine) -> Result<ConferenceParticipantResource, Refusal> {
        let conference = engine.find_conference(&self.id)?;
        let participant = conference.find_participant(&self.participant_id)?;
        let view = retrieved_participant(conference, participant);
        Ok(ConferenceParticipantResource::new().data(view))
    }
}

impl Command for UpdateConferenceParticipant {
    fn run(self, engine: &mut Engine) -> Result<ConferenceParticipantResource, Refusal> {
        let request = self.body.unwrap_or_default();
        let conference = engine.active_conference(&self.id)?;
        let participant = conference.find_participant(&self.participant_id)?;
        let (id, call) = (conference.id.clone(), participant.leg.call.clone());
        engine.change_participants(&id, Some(&[call.into()]), |it| {
            it.ends_on_exit = request.end_conference_on_exit.unwrap_or(it.ends_on_exit);
            it.soft_ends_on_exit = request
                .soft_end_conference_on_exit
                .unwrap_or(it.soft_ends_on_exit);
            it.beep = request.beep_enabled.clone().or(it.beep.clone());
        });
        let conference = engine.find_conference(&id)?;
        let participant = conference.find_participant(&self.participant_id)?;
        let view = retrieved_participant(conference, participant);
        Ok(ConferenceParticipantResource::new().data(view))
    }
}
