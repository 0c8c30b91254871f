//! Conferences, participants and recordings as TeXML shows them.
//!
//! Assumed where the sources are silent: times of conferences and participants are RFC 2822, those of
//! recordings ISO 8601, as the examples show them.

use generated::conferences::ConferenceEndReason as Reason;
use generated::jiff::Timestamp;
use generated::jiff::fmt::rfc2822;
#[allow(
    clippy::wildcard_imports,
    reason = "most types of the document are shown here"
)]
use generated::texml::*;
use generated::{DateTime, Map, Nullable};

use super::Engine;
use super::conference::{Conference, ConferenceState};
use super::notification::date_time;
use super::participant::{Participant, ParticipantState};
use super::recording::{Recording, RecordingState};

/// The version that resources name.
const API_VERSION: &str = "v2/texml";

/// Returns a time as mail has it (RFC 2822).
fn mail_date(time: Timestamp) -> DateTime {
    let zoned = time.to_zoned(generated::jiff::tz::TimeZone::UTC);
    let text = rfc2822::DateTimePrinter::new().zoned_to_string(&zoned);
    text.map_or_else(|_| date_time(time), DateTime::from_text)
}

impl Engine {
    /// Returns the relative URI of the conferences of the account.
    pub(crate) fn texml_conferences_uri(&self) -> String {
        format!(
            "/v2/texml/Accounts/{}/Conferences",
            self.settings.account_sid
        )
    }

    /// Returns the relative URI of a conference.
    pub(crate) fn texml_conference_uri(&self, id: &str) -> String {
        format!("{}/{id}", self.texml_conferences_uri())
    }

    pub(crate) fn texml_conference(&self, conference: &Conference) -> ConferenceResource {
        let uri = self.texml_conference_uri(&conference.id);
        let mut subresources = Map::new();
        for name in ["Participants", "Recordings"] {
            let link = format!("{uri}/{name}.json");
            subresources.insert(name.to_lowercase(), link.into());
        }
        let end = conference.end.as_ref();
        let by = end
            .and_then(|it| it.by.as_ref())
            .map(|it| CallSid::from(&it.call));
        let reason = end.map(|it| match it.reason {
            Reason::AllLeft => ConferenceEndReason::LastParticipantLeft,
            Reason::HostLeft => ConferenceEndReason::ParticipantWithEndConferenceOnExitLeft,
            Reason::TimeExceeded => ConferenceEndReason::TimeExceeded,
            _ => ConferenceEndReason::ConferenceEndedViaApi,
        });
        ConferenceResource::new()
            .account_sid(self.settings.account_sid.as_str())
            .api_version(API_VERSION)
            .call_sid_ending_conference(Nullable::from(by))
            .date_created(mail_date(conference.created_at))
            .date_updated(mail_date(conference.updated_at))
            .friendly_name(conference.name.as_str())
            .reason_conference_ended(Nullable::from(reason))
            .region(self.settings.region.as_str())
            .sid(conference.id.as_str())
            .status(match conference.state {
                ConferenceState::Init => ConferenceStatus::Init,
                ConferenceState::InProgress => ConferenceStatus::InProgress,
                ConferenceState::Completed => ConferenceStatus::Completed,
            })
            .subresource_uris(subresources)
            .uri(format!("{uri}.json"))
    }

    /// Returns the call that a participant coaches: the first one that it whispers to.
    fn coached(participant: &Participant) -> Option<CallSid> {
        participant.whispers_to.first().map(|it| it.as_str().into())
    }

    pub(crate) fn texml_participant(
        &self,
        conference: &Conference,
        participant: &Participant,
    ) -> ParticipantResource {
        let coached = Self::coached(participant);
        ParticipantResource::new()
            .account_sid(self.settings.account_sid.as_str())
            .api_version(API_VERSION)
            .call_sid(participant.leg.call.as_str())
            .call_sid_legacy(participant.leg.call.as_str())
            .coaching(coached.is_some())
            .coaching_call_sid(Nullable::from(coached.clone()))
            .coaching_call_sid_legacy(Nullable::from(coached))
            .conference_sid(conference.id.as_str())
            .date_created(mail_date(participant.created_at))
            .date_updated(mail_date(participant.updated_at))
            .end_conference_on_exit(participant.ends_on_exit)
            .hold(participant.on_hold)
            .muted(participant.muted)
            .status(participant_status(participant))
            .uri(self.participant_uri(conference, participant))
    }

    pub(crate) fn new_texml_participant(
        &self,
        conference: &Conference,
        participant: &Participant,
    ) -> NewParticipantResource {
        let coached = Self::coached(participant);
        NewParticipantResource::new()
            .account_sid(self.settings.account_sid.as_str())
            .call_sid(participant.leg.call.as_str())
            .coaching(coached.is_some())
            .coaching_call_sid(Nullable::from(coached))
            .conference_sid(conference.id.as_str())
            .end_conference_on_exit(participant.ends_on_exit)
            .hold(participant.on_hold)
            .muted(participant.muted)
            .status(participant_status(participant))
            .uri(self.participant_uri(conference, participant))
    }

    fn participant_uri(&self, conference: &Conference, participant: &Participant) -> String {
        let conference = self.texml_conference_uri(&conference.id);
        format!("{conference}/Participants/{}.json", participant.leg.call)
    }

    pub(crate) fn texml_conference_recording(
        &self,
        conference: &Conference,
        recording: &Recording,
    ) -> ConferenceRecordingResource {
        let mut view = ConferenceRecordingResource::new()
            .account_sid(self.settings.account_sid.as_str())
            .call_sid(conference.creator.call.as_str())
            .channels(channels(recording))
            .conference_sid(conference.id.as_str())
            .date_created(date_time(recording.started_at))
            .date_updated(date_time(recording.updated_at))
            .duration(recording.seconds(self.now))
            .error_code(Nullable::Null)
            .sid(recording.id.as_str())
            .source(if recording.is_texml {
                ConferenceRecordingSource::Conference
            } else {
                ConferenceRecordingSource::StartConferenceRecordingApi
            })
            .start_time(date_time(recording.started_at))
            .status(match recording.state {
                RecordingState::Completed => ConferenceRecordingStatus::Completed,
                _ => ConferenceRecordingStatus::Processing,
            })
            .subresource_uris(Map::new())
            .uri(self.recording_uri(recording));
        if recording.state == RecordingState::Completed {
            view.media_url = Some(recording.url());
        }
        view
    }

    pub(crate) fn texml_recording(
        &self,
        conference: &Conference,
        recording: &Recording,
    ) -> RecordingResource {
        let mut view = RecordingResource::new()
            .account_sid(self.settings.account_sid.as_str())
            .call_sid(conference.creator.call.as_str())
            .channels(RecordingChannelCount::from(channels(recording)))
            .conference_sid(conference.id.as_str())
            .date_created(date_time(recording.started_at))
            .date_updated(date_time(recording.updated_at))
            .duration(recording.seconds(self.now).to_string())
            .error_code(Nullable::Null)
            .sid(recording.id.as_str())
            .source(if recording.is_texml {
                RecordingSource::Conference
            } else {
                RecordingSource::StartConferenceRecordingApi
            })
            .start_time(date_time(recording.started_at))
            .status(match recording.state {
                RecordingState::Running => RecordingStatus::InProgress,
                RecordingState::Paused => RecordingStatus::Paused,
                RecordingState::Processing => RecordingStatus::Stopped,
                RecordingState::Completed => RecordingStatus::Completed,
            })
            .subresources_uris(RecordingSubresourceUris::new().transcriptions(Nullable::Null))
            .uri(self.recording_uri(recording));
        if recording.state == RecordingState::Completed {
            view.media_url = Some(recording.url());
        }
        view
    }

    fn recording_uri(&self, recording: &Recording) -> String {
        let account = &self.settings.account_sid;
        format!(
            "/v2/texml/Accounts/{account}/Recordings/{}.json",
            recording.id
        )
    }
}

fn channels(recording: &Recording) -> i64 {
    match recording.channels {
        generated::conferences::RecordingChannels::Dual => 2,
        _ => 1,
    }
}

fn participant_status(participant: &Participant) -> ParticipantStatus {
    match participant.state {
        ParticipantState::Joining => ParticipantStatus::Connecting,
        ParticipantState::Joined => ParticipantStatus::Connected,
        ParticipantState::Left => ParticipantStatus::Completed,
    }
}
