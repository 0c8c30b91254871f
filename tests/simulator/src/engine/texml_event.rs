//! Callbacks of TeXML, as their document declares them.

#[allow(
    clippy::wildcard_imports,
    reason = "the macros name types of all events"
)]
use generated::texml_callbacks::*;

use super::Engine;
use super::call::Hangup;
use super::conference::Leg;
use super::notification::{Destination, Notification, SentEvent, date_time};
use super::recording::recording_url;

/// Creates a callback of a call from what all of them have.
macro_rules! call_callback {
    ($engine:expr, $call:expr, $event:ident, $status:expr, $sequence:expr) => {{
        let (call, at) = ($call, date_time($engine.now));
        let mut event = $event::new(
            $engine.settings.account_sid.as_str(),
            CallbackSource::CallProgressEvents,
            date_time(call.started_at),
            call.id.as_str(),
            call.id.as_str(),
            $status,
            call.connection_id.as_str(),
            call.from.as_str(),
            $sequence,
            at,
            call.to.as_str(),
        );
        event.caller_id = call.texml.as_ref().and_then(|it| it.caller_id.clone());
        event
    }};
}

/// Creates a callback of a conference from what all of them have.
macro_rules! conference_callback {
    ($engine:expr, $conference:expr, $leg:expr, $event:ident, $status:expr, $sequence:expr) => {{
        let call = $engine.calls.get(&$leg.call);
        let mut event = $event::new(
            $engine.settings.account_sid.as_str(),
            $leg.call.as_str(),
            $leg.call.as_str(),
            $conference.id.as_str(),
            $conference.connection_id.as_str(),
            $conference.name.as_str(),
            $sequence,
            $status,
            date_time($engine.now),
        );
        event.from = call.map(|it| it.from.clone());
        event.to = call.map(|it| it.to.clone());
        let mut participants = $conference.participants.iter().rev();
        let participant = participants.find(|it| it.leg.call == $leg.call);
        event.participant_label = participant.and_then(|it| it.label.clone());
        event
    }};
}

impl Engine {
    fn send_callback(&mut self, event: Event, destination: Option<Destination>) {
        if let Some(destination) = destination {
            let event = SentEvent::Texml(Box::new(event));
            self.outbox.push(Notification { event, destination });
        }
    }

    /// Counts what happens to a call, and returns where it is reported.
    fn next_of_call(&mut self, id: &str, event: &str) -> Option<(i64, Option<Destination>)> {
        let callbacks = self.calls.get_mut(id)?.texml.as_mut()?;
        let sequence = callbacks.sequence;
        callbacks.sequence += 1;
        let destination = callbacks
            .status
            .as_ref()
            .and_then(|it| it.destination(event));
        Some((sequence, destination))
    }

    pub(crate) fn tell_texml_call(&mut self, id: &str, event: &str) {
        let Some((sequence, destination)) = self.next_of_call(id, event) else {
            return;
        };
        let call = &self.calls[id];
        let event = match event {
            "initiated" => {
                let status = CallInitiatedCallStatus::Initiated;
                Event::TexmlCallInitiated(call_callback!(
                    self,
                    call,
                    CallInitiated,
                    status,
                    sequence
                ))
            }
            "ringing" => {
                let status = CallRingingCallStatus::Ringing;
                Event::TexmlCallRinging(call_callback!(self, call, CallRinging, status, sequence))
            }
            _ => {
                let status = CallAnsweredCallStatus::InProgress;
                Event::TexmlCallAnswered(call_callback!(self, call, CallAnswered, status, sequence))
            }
        };
        self.send_callback(event, destination);
    }

    pub(crate) fn tell_texml_call_completed(&mut self, id: &str, hangup: &Hangup) {
        use generated::calls::HangupCause;
        let Some((sequence, destination)) = self.next_of_call(id, "completed") else {
            return;
        };
        let call = &self.calls[id];
        let status = match (&hangup.cause, call.answered_at) {
            (HangupCause::UserBusy, _) => CompletedStatus::Busy,
            (HangupCause::Timeout | HangupCause::NoAnswer, _) => CompletedStatus::NoAnswer,
            (HangupCause::CallRejected | HangupCause::NotFound, _) => CompletedStatus::Failed,
            (_, Some(_)) => CompletedStatus::Completed,
            (_, None) => CompletedStatus::Canceled,
        };
        let seconds = call
            .answered_at
            .map_or(0, |at| self.now.duration_since(at).as_secs());
        let mut event = call_callback!(self, call, CallCompleted, status, sequence)
            .call_control_id(id)
            .call_duration(seconds.to_string())
            .call_leg_id(call.leg_id.as_str())
            .call_session_id(call.session_id.as_str())
            .end_time(date_time(self.now))
            .hangup_cause(hangup.cause.as_str())
            .hangup_source(hangup.source.as_str())
            .sip_hangup_cause(hangup.sip_cause)
            .start_time(date_time(call.started_at));
        event.answered_time = call.answered_at.map(date_time);
        self.send_callback(Event::TexmlCallCompleted(event), destination);
    }

    pub(crate) fn tell_texml_detection(&mut self, id: &str) {
        let call = &self.calls[id];
        let Some(callbacks) = &call.texml else { return };
        let destination = callbacks
            .detection
            .as_ref()
            .and_then(|it| it.destination("detected"));
        let answered_by = if self.settings.answered_by_machine {
            AnsweredBy::Machine
        } else {
            AnsweredBy::Human
        };
        let event = Event::CallAmd(CallAmd::new(
            self.settings.account_sid.as_str(),
            answered_by,
            id,
            id,
            call.connection_id.as_str(),
            "2000",
        ));
        self.send_callback(event, destination);
    }

    pub(crate) fn tell_texml_call_recording(&mut self, id: &str) {
        let call = &self.calls[id];
        let (Some(callbacks), Some(recording)) = (&call.texml, &call.recording) else {
            return;
        };
        let callback = callbacks.recording.as_ref();
        let destination = callback.and_then(|it| it.destination("completed"));
        let start = recording.started_at.unwrap_or(self.now);
        let seconds = recording
            .ended_at
            .unwrap_or(self.now)
            .duration_since(start)
            .as_secs();
        let event = RecordingCompleted::new(
            self.settings.account_sid.as_str(),
            id,
            id,
            call.connection_id.as_str(),
            if recording.is_dual { 2 } else { 1 },
            seconds.to_string(),
            recording.id.as_str(),
            "OutboundAPI",
            RecordingCompletedRecordingStatus::Completed,
        )
        .recording_url(recording_url(&recording.id, recording.is_mp3));
        self.send_callback(Event::RecordingCompleted(event), destination);
    }

    /// Counts what happens in a conference, and reports it if that is asked for.
    pub(crate) fn tell_texml_conference(&mut self, id: &str, event: &str, leg: &Leg) {
        let Some(callbacks) = &mut self.conferences[id].callbacks else {
            return;
        };
        let sequence = callbacks.sequence;
        callbacks.sequence += 1;
        let destination = callbacks
            .status
            .as_ref()
            .and_then(|it| it.destination(event));
        let conference = &self.conferences[id];
        let event = match event {
            "start" => {
                let status = ConferenceStartStatusCallbackEvent::ConferenceStart;
                let event =
                    conference_callback!(self, conference, leg, ConferenceStart, status, sequence);
                Event::ConferenceStart(event)
            }
            "join" => {
                let status = ConferenceJoinStatusCallbackEvent::ParticipantJoin;
                let event =
                    conference_callback!(self, conference, leg, ConferenceJoin, status, sequence);
                Event::ConferenceJoin(event)
            }
            "leave" => {
                let status = ConferenceLeaveStatusCallbackEvent::ParticipantLeave;
                let event =
                    conference_callback!(self, conference, leg, ConferenceLeave, status, sequence);
                Event::ConferenceLeave(event)
            }
            _ => Event::ConferenceEnd(self.conference_end(id, leg, sequence)),
        };
        self.send_callback(event, destination);
    }

    /// Creates the callback whose body is not published.
    fn conference_end(&self, id: &str, leg: &Leg, sequence: i64) -> ConferenceEnd {
        let conference = &self.conferences[id];
        let mut event = ConferenceEnd::new()
            .status_callback_event(ConferenceEndStatusCallbackEvent::ConferenceEnd);
        for (name, value) in [
            ("AccountSid", self.settings.account_sid.as_str()),
            ("CallSid", &leg.call),
            ("CallSidLegacy", &leg.call),
            ("ConferenceSid", id),
            ("ConnectionId", &conference.connection_id),
            ("FriendlyName", &conference.name),
            ("SequenceNumber", &sequence.to_string()),
            ("Timestamp", date_time(self.now).as_str()),
        ] {
            event
                .additional_properties
                .insert(name.to_owned(), value.into());
        }
        event
    }

    pub(crate) fn tell_texml_recording_started(&mut self, id: &str, recording: &str) {
        let conference = &self.conferences[id];
        let Some(callbacks) = &conference.callbacks else {
            return;
        };
        let callback = callbacks.recording.as_ref();
        let destination = callback.and_then(|it| it.destination("in-progress"));
        let event = RecordingInProgress::new(
            self.settings.account_sid.as_str(),
            conference.creator.call.as_str(),
            conference.creator.call.as_str(),
            conference.connection_id.as_str(),
            1,
            "Conference",
            RecordingInProgressRecordingStatus::InProgress,
        )
        .recording_sid(recording);
        self.send_callback(Event::RecordingInProgress(event), destination);
    }

    pub(crate) fn tell_texml_conference_recording(&mut self, id: &str, recording: &str) {
        let conference = &self.conferences[id];
        let Some(callbacks) = &conference.callbacks else {
            return;
        };
        let callback = callbacks.recording.as_ref();
        let destination = callback.and_then(|it| it.destination("completed"));
        let Some(saved) = conference.recordings.iter().find(|it| it.id == recording) else {
            return;
        };
        let event = RecordingCompleted::new(
            self.settings.account_sid.as_str(),
            conference.creator.call.as_str(),
            conference.creator.call.as_str(),
            conference.connection_id.as_str(),
            1,
            saved.seconds(self.now).to_string(),
            saved.id.as_str(),
            "Conference",
            RecordingCompletedRecordingStatus::Completed,
        )
        .recording_url(saved.url());
        self.send_callback(Event::RecordingCompleted(event), destination);
    }
}
