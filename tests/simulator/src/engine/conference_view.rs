//! Conferences and participants as Call Control shows them.

use generated::Nullable;
use generated::conferences::{
    self, ConferenceEndedBy, ConferenceParticipant, ConferenceRecordType, ConferenceStatus,
    ParticipantConference, ParticipantRecordType, ParticipantStatus,
};

use super::Engine;
use super::conference::{Conference, ConferenceState};
use super::notification::date_time;
use super::participant::{Participant, ParticipantState};

impl Conference {
    /// Returns how far the conference has come, as Call Control shows it.
    pub(crate) fn status(&self) -> ConferenceStatus {
        match self.state {
            ConferenceState::Init => ConferenceStatus::Init,
            ConferenceState::InProgress => ConferenceStatus::InProgress,
            ConferenceState::Completed => ConferenceStatus::Completed,
        }
    }
}

impl Engine {
    pub(crate) fn conference_view(&self, conference: &Conference) -> conferences::Conference {
        let mut view = conferences::Conference::new(
            date_time(conference.created_at),
            date_time(conference.expires_at),
            conference.id.as_str(),
            conference.name.as_str(),
            ConferenceRecordType::Conference,
        )
        .connection_id(conference.connection_id.as_str())
        .region(self.settings.region.as_str())
        .status(conference.status())
        .updated_at(date_time(conference.updated_at));
        if let Some(end) = &conference.end {
            view.end_reason = Some(end.reason.clone());
            let (call, session) = match &end.by {
                Some(leg) => (leg.call.clone().into(), leg.session_id.clone().into()),
                None => (Nullable::Null, Nullable::Null),
            };
            let by = ConferenceEndedBy::new()
                .call_control_id(call)
                .call_session_id(session);
            view.ended_by = Some(by.into());
        }
        view
    }
}

fn status(participant: &Participant) -> ParticipantStatus {
    match participant.state {
        ParticipantState::Joining => ParticipantStatus::Joining,
        ParticipantState::Joined => ParticipantStatus::Joined,
        ParticipantState::Left => ParticipantStatus::Left,
    }
}

/// Returns a participant as the list of participants shows it.
pub(crate) fn listed_participant(
    conference: &Conference,
    participant: &Participant,
) -> conferences::Participant {
    conferences::Participant::new(
        participant.leg.call.as_str(),
        participant.leg.id.as_str(),
        ParticipantConference::new()
            .id(conference.id.as_str())
            .name(conference.name.as_str()),
        date_time(participant.created_at),
        participant.ends_on_exit,
        participant.id.as_str(),
        participant.muted,
        participant.on_hold,
        ParticipantRecordType::Participant,
        participant.soft_ends_on_exit,
        status(participant),
        date_time(participant.updated_at),
        participant.whispers_to.clone(),
    )
}

/// Returns a participant as it is retrieved alone.
pub(crate) fn retrieved_participant(
    conference: &Conference,
    participant: &Participant,
) -> ConferenceParticipant {
    let mut view = ConferenceParticipant::new()
        .call_control_id(participant.leg.call.as_str())
        .call_leg_id(participant.leg.id.as_str())
        .conference_id(conference.id.as_str())
        .created_at(date_time(participant.created_at))
        .end_conference_on_exit(participant.ends_on_exit)
        .id(participant.id.as_str())
        .muted(participant.muted)
        .on_hold(participant.on_hold)
        .soft_end_conference_on_exit(participant.soft_ends_on_exit)
        .status(status(participant))
        .updated_at(date_time(participant.updated_at))
        .whisper_call_control_ids(participant.whispers_to.clone());
    view.label.clone_from(&participant.label);
    view
}
