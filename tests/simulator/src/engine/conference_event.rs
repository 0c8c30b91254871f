//! Events of conferences, as the document of conferences declares them.
//!
//! Assumed where the sources are silent:
//!
//! - Events of a conference go to the URL of the call that created it, with the client state of the
//!   conference; events of a participant go to the URL of that call, with its client state.
//! - A conference that TeXML created sends callbacks only, and so does a call of TeXML.

#[allow(
    clippy::wildcard_imports,
    reason = "the macros name types of all events"
)]
use generated::conferences::*;
use generated::{Base64, Nullable};

use super::Engine;
use super::audio::{Audio, AudioSource};
use super::conference::{Conference, Leg};
use super::notification::{Notification, SentEvent, date_time, new_event};
use super::recording::RecordingState;

/// Creates the payload of an event with the ids of a leg and of its conference.
macro_rules! leg_payload {
    ($payload:ident, $leg:expr, $conference:expr) => {
        $payload::new()
            .call_control_id($leg.call.as_str())
            .call_leg_id($leg.id.as_str())
            .call_session_id($leg.session_id.as_str())
            .conference_id($conference.id.as_str())
            .connection_id($conference.connection_id.as_str())
    };
}

/// Creates the payload of an event of the whole conference.
macro_rules! audio_payload {
    ($payload:ident, $conference:expr, $at:expr) => {
        $payload::new()
            .conference_id($conference.id.as_str())
            .connection_id($conference.connection_id.as_str())
            .creator_call_session_id($conference.creator.session_id.as_str())
            .occurred_at($at)
    };
}

/// Creates an event about a file, whose payload has the name or the URL of the file.
macro_rules! playback_event {
    ($engine:expr, $event:ident, $kind:ident, $payload:expr, $audio:expr) => {{
        let mut payload = $payload;
        if let AudioSource::File { url, name, .. } = &$audio.source {
            payload.media_url = url.clone();
            payload.media_name = name.clone();
        }
        new_event!($engine, $event, $kind, payload)
    }};
}

fn nullable(state: Option<&Base64>) -> Nullable<Base64> {
    state.cloned().into()
}

impl Engine {
    fn notify_conference(&mut self, id: &str, event: Event) {
        let conference = &self.conferences[id];
        if conference.is_texml {
            return;
        }
        let event = SentEvent::Conference(Box::new(event));
        let destination = conference.webhooks.destination(&event.event_type());
        self.outbox.push(Notification { event, destination });
    }

    fn notify_participant(&mut self, call: &str, event: Event) {
        let Some(call) = self.calls.get(call).filter(|it| it.texml.is_none()) else {
            return;
        };
        let event = SentEvent::Conference(Box::new(event));
        let destination = call.webhooks.destination(&event.event_type());
        self.outbox.push(Notification { event, destination });
    }

    pub(crate) fn tell_conference_created(&mut self, id: &str) {
        let conference = &self.conferences[id];
        let payload = leg_payload!(ConferenceCreatedPayload, conference.creator, conference)
            .client_state(nullable(conference.client_state.as_ref()))
            .occurred_at(date_time(self.now));
        let event = new_event!(self, ConferenceCreated, ConferenceCreatedEventType, payload);
        self.notify_conference(id, event);
    }

    pub(crate) fn tell_conference_ended(&mut self, id: &str) {
        let conference = &self.conferences[id];
        let end = conference.end.as_ref();
        let leg = end
            .and_then(|it| it.by.as_ref())
            .unwrap_or(&conference.creator);
        let mut payload = leg_payload!(ConferenceEndedPayload, leg, conference)
            .client_state(nullable(conference.client_state.as_ref()))
            .occurred_at(date_time(self.now));
        payload.reason = end.and_then(|end| match end.reason {
            ConferenceEndReason::AllLeft => Some(ConferenceEndedReason::AllLeft),
            ConferenceEndReason::HostLeft => Some(ConferenceEndedReason::HostLeft),
            ConferenceEndReason::TimeExceeded => Some(ConferenceEndedReason::TimeExceeded),
            _ => None,
        });
        let event = new_event!(self, ConferenceEnded, ConferenceEndedEventType, payload);
        self.notify_conference(id, event);
        let leg = self.conferences[id].creator.clone();
        self.tell_texml_conference(id, "end", &leg);
    }

    pub(crate) fn tell_participant_joined(&mut self, id: &str, call: &str) {
        let (conference, leg) = (&self.conferences[id], self.leg(call));
        let payload = leg_payload!(ConferenceParticipantJoinedPayload, leg, conference)
            .client_state(nullable(self.calls[call].client_state.as_ref()));
        let kind = ConferenceParticipantJoinedEventType::ConferenceParticipantJoined;
        let (event_id, at) = (self.ids.uuid(), date_time(self.now));
        let event = ConferenceParticipantJoined::new()
            .event_type(kind)
            .id(event_id)
            .occurred_at(at)
            .payload(payload)
            .record_type(EventRecordType::Event);
        self.notify_participant(call, Event::ConferenceParticipantJoined(event));
        self.tell_texml_conference(id, "join", &leg);
    }

    pub(crate) fn tell_participant_left(&mut self, id: &str, leg: &Leg) {
        let conference = &self.conferences[id];
        let state = self
            .calls
            .get(&leg.call)
            .and_then(|it| it.client_state.as_ref());
        let payload = leg_payload!(ConferenceParticipantLeftPayload, leg, conference)
            .client_state(nullable(state));
        let event = new_event!(
            self,
            ConferenceParticipantLeft,
            ConferenceParticipantLeftEventType,
            payload
        );
        self.notify_participant(&leg.call, event);
        self.tell_texml_conference(id, "leave", leg);
    }

    pub(crate) fn tell_floor_changed(&mut self, id: &str, call: &str) {
        let (conference, leg) = (&self.conferences[id], self.leg(call));
        let payload = leg_payload!(ConferenceFloorChangedEventPayload, leg, conference)
            .client_state(nullable(self.calls[call].client_state.as_ref()))
            .occurred_at(date_time(self.now));
        let (event_id, at) = (self.ids.uuid(), date_time(self.now));
        let event = ConferenceFloorChangedEvent::new()
            .event_type(ConferenceFloorChangedEventType::ConferenceFloorChanged)
            .id(event_id)
            .occurred_at(at)
            .payload(payload)
            .record_type(EventRecordType::Event);
        self.notify_conference(id, Event::ConferenceFloorChanged(event));
    }

    /// Tells that audio started or ended: one event for the conference, or one for each of the
    /// participants that it is for.
    pub(crate) fn tell_audio(&mut self, id: &str, audio: &Audio, has_ended: bool) {
        let Some(calls) = &audio.calls else {
            let event = self.conference_audio_event(id, audio, has_ended);
            self.notify_conference(id, event);
            return;
        };
        for call in calls {
            if self.calls.contains_key(call.as_str()) {
                let event = self.participant_audio_event(id, call, audio, has_ended);
                self.notify_participant(call, event);
            }
        }
    }

    fn conference_audio_event(&mut self, id: &str, audio: &Audio, has_ended: bool) -> Event {
        let (conference, at) = (&self.conferences[id], date_time(self.now));
        match (&audio.source, has_ended) {
            (AudioSource::Speech { .. }, false) => {
                let payload = audio_payload!(ConferenceSpeakStartedPayload, conference, at);
                new_event!(
                    self,
                    ConferenceSpeakStarted,
                    ConferenceSpeakStartedEventType,
                    payload
                )
            }
            (AudioSource::Speech { .. }, true) => {
                let payload = audio_payload!(ConferenceSpeakEndedPayload, conference, at);
                new_event!(
                    self,
                    ConferenceSpeakEnded,
                    ConferenceSpeakEndedEventType,
                    payload
                )
            }
            (AudioSource::File { .. }, false) => {
                let payload = audio_payload!(ConferencePlaybackStartedPayload, conference, at);
                playback_event!(
                    self,
                    ConferencePlaybackStarted,
                    ConferencePlaybackStartedEventType,
                    payload,
                    audio
                )
            }
            (AudioSource::File { .. }, true) => {
                let payload = audio_payload!(ConferencePlaybackEndedPayload, conference, at);
                playback_event!(
                    self,
                    ConferencePlaybackEnded,
                    ConferencePlaybackEndedEventType,
                    payload,
                    audio
                )
            }
        }
    }

    fn participant_audio_event(
        &mut self,
        id: &str,
        call: &str,
        audio: &Audio,
        has_ended: bool,
    ) -> Event {
        let (leg, at) = (self.leg(call), date_time(self.now));
        let state = nullable(self.calls[call].client_state.as_ref());
        let conference: &Conference = &self.conferences[id];
        macro_rules! payload {
            ($payload:ident) => {
                leg_payload!($payload, leg, conference)
                    .client_state(state)
                    .creator_call_session_id(conference.creator.session_id.as_str())
                    .occurred_at(at)
            };
        }
        match (&audio.source, has_ended) {
            (AudioSource::Speech { .. }, false) => new_event!(
                self,
                ConferenceParticipantSpeakStarted,
                ConferenceParticipantSpeakStartedEventType,
                payload!(ConferenceParticipantSpeakStartedPayload)
            ),
            (AudioSource::Speech { .. }, true) => new_event!(
                self,
                ConferenceParticipantSpeakEnded,
                ConferenceParticipantSpeakEndedEventType,
                payload!(ConferenceParticipantSpeakEndedPayload)
            ),
            (AudioSource::File { .. }, false) => playback_event!(
                self,
                ConferenceParticipantPlaybackStarted,
                ConferenceParticipantPlaybackStartedEventType,
                payload!(ConferenceParticipantPlaybackStartedPayload),
                audio
            ),
            (AudioSource::File { .. }, true) => playback_event!(
                self,
                ConferenceParticipantPlaybackEnded,
                ConferenceParticipantPlaybackEndedEventType,
                payload!(ConferenceParticipantPlaybackEndedPayload),
                audio
            ),
        }
    }

    pub(crate) fn tell_recording_saved(&mut self, id: &str, recording: &str) {
        let conference = &self.conferences[id];
        let Some(saved) = conference
            .recordings
            .iter()
            .find(|it| it.id == recording && it.state == RecordingState::Completed)
        else {
            return;
        };
        let urls = match saved.format {
            RecordingFormat::Mp3 => RecordingUrls::new().mp3(saved.url()),
            _ => RecordingUrls::new().wav(saved.url()),
        };
        let payload = ConferenceRecordingSavedPayload::new()
            .call_control_id(conference.creator.call.as_str())
            .call_session_id(conference.creator.session_id.as_str())
            .channels(saved.channels.clone())
            .client_state(nullable(conference.client_state.as_ref()))
            .conference_id(id)
            .connection_id(conference.connection_id.as_str())
            .format(saved.format.clone())
            .recording_ended_at(date_time(saved.ended_at.unwrap_or(self.now)))
            .recording_id(saved.id.as_str())
            .recording_started_at(date_time(saved.started_at))
            .recording_urls(urls);
        let event = new_event!(
            self,
            ConferenceRecordingSaved,
            ConferenceRecordingSavedEventType,
            payload
        );
        self.notify_conference(id, event);
        self.tell_texml_conference_recording(id, recording);
    }
}
