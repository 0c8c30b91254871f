//! Events of calls, as the document of calls declares them.

#[allow(
    clippy::wildcard_imports,
    reason = "the macros name types of all events"
)]
use generated::calls::*;
use generated::jiff::Timestamp;

use super::Engine;
use super::call::{Call, CallState, Hangup};
use super::notification::{Notification, SentEvent, date_time, new_event};
use super::recording::recording_url;

/// Creates the payload of an event with the ids of a call.
macro_rules! call_payload {
    ($payload:ident, $call:expr) => {{
        let call: &Call = $call;
        let mut payload = $payload::new()
            .call_leg_id(call.leg_id.as_str())
            .call_session_id(call.session_id.as_str())
            .connection_id(call.connection_id.as_str());
        payload.client_state = call.client_state.clone();
        payload
    }};
}

/// Sends an event of a call to the URL of that call, unless the call belongs to TeXML.
macro_rules! tell_call {
    ($engine:expr, $id:expr, $event:ident, $kind:ident, $payload:expr) => {{
        let event = new_event!($engine, $event, $kind, $payload);
        $engine.notify_call($id, event, $kind::$event.as_str());
    }};
}

impl Engine {
    fn notify_call(&mut self, id: &str, event: Event, event_type: &str) {
        let call = &self.calls[id];
        if call.texml.is_some() {
            return;
        }
        let destination = call.webhooks.destination(event_type);
        let event = SentEvent::Call(Box::new(event));
        self.outbox.push(Notification { event, destination });
    }

    pub(crate) fn tell_call_initiated(&mut self, id: &str) {
        let call = &self.calls[id];
        let (direction, state) = if call.is_outbound {
            (CallDirection::Outgoing, CallInitiatedState::Bridging)
        } else {
            (CallDirection::Incoming, CallInitiatedState::Parked)
        };
        let payload = call_payload!(CallInitiatedPayload, call)
            .call_control_id(call.id.as_str())
            .direction(direction)
            .from(call.from.as_str())
            .start_time(date_time(call.started_at))
            .state(state)
            .to(call.to.as_str());
        tell_call!(self, id, CallInitiated, CallInitiatedEventType, payload);
        self.tell_texml_call(id, "initiated");
        if self.calls[id].is_outbound {
            self.tell_texml_call(id, "ringing");
        }
    }

    pub(crate) fn tell_call_answered(&mut self, id: &str) {
        let call = &self.calls[id];
        let payload = call_payload!(CallAnsweredPayload, call)
            .call_control_id(call.id.as_str())
            .from(call.from.as_str())
            .start_time(date_time(call.started_at))
            .state(CallAnsweredState::Answered)
            .to(call.to.as_str());
        tell_call!(self, id, CallAnswered, CallAnsweredEventType, payload);
        self.tell_texml_call(id, "answered");
    }

    pub(crate) fn tell_call_bridged(&mut self, id: &str) {
        let Some(call) = self
            .calls
            .get(id)
            .filter(|it| it.state == CallState::Answered)
        else {
            return;
        };
        let payload = call_payload!(CallBridgedPayload, call)
            .call_control_id(call.id.as_str())
            .from(call.from.as_str())
            .to(call.to.as_str());
        tell_call!(self, id, CallBridged, CallBridgedEventType, payload);
    }

    pub(crate) fn tell_call_hangup(&mut self, id: &str, hangup: &Hangup) {
        let call = &self.calls[id];
        let payload = call_payload!(CallHangupPayload, call)
            .call_control_id(call.id.as_str())
            .from(call.from.as_str())
            .hangup_cause(hangup.cause.clone())
            .hangup_source(hangup.source.clone())
            .sip_hangup_cause(hangup.sip_cause)
            .start_time(date_time(call.started_at))
            .state(CallHangupState::Hangup)
            .to(call.to.as_str());
        tell_call!(self, id, CallHangup, CallHangupEventType, payload);
        self.tell_texml_call_completed(id, hangup);
    }

    pub(crate) fn tell_digit(&mut self, id: &str, digit: char) {
        let call = &self.calls[id];
        let payload = call_payload!(CallDtmfReceivedPayload, call)
            .call_control_id(call.id.as_str())
            .digit(digit)
            .from(call.from.as_str())
            .to(call.to.as_str());
        tell_call!(
            self,
            id,
            CallDtmfReceived,
            CallDtmfReceivedEventType,
            payload
        );
    }

    pub(crate) fn tell_call_hold(&mut self, id: &str, on_hold: bool) {
        let call = &self.calls[id];
        if on_hold {
            let payload = call_payload!(CallHoldPayload, call)
                .call_control_id(call.id.as_str())
                .from(call.from.as_str())
                .to(call.to.as_str());
            tell_call!(self, id, CallHold, CallHoldEventType, payload);
        } else {
            let payload = call_payload!(CallUnholdPayload, call)
                .call_control_id(call.id.as_str())
                .from(call.from.as_str())
                .to(call.to.as_str());
            tell_call!(self, id, CallUnhold, CallUnholdEventType, payload);
        }
    }

    pub(crate) fn tell_machine_detection(&mut self, id: &str) {
        let result = if self.settings.answered_by_machine {
            MachineDetectionResult::Machine
        } else {
            MachineDetectionResult::Human
        };
        let call = &self.calls[id];
        let payload = call_payload!(CallMachineDetectionEndedPayload, call)
            .call_control_id(call.id.as_str())
            .from(call.from.as_str())
            .result(result)
            .to(call.to.as_str());
        let kind = CallMachineDetectionEndedEventType::CallMachineDetectionEnded;
        let (event_id, at) = (self.ids.uuid(), date_time(self.now));
        let event = CallMachineDetectionEnded::new()
            .event_type(kind.clone())
            .id(event_id)
            .occurred_at(at)
            .payload(payload)
            .record_type(EventRecordType::Event);
        self.notify_call(id, Event::CallMachineDetectionEnded(event), kind.as_str());
        self.tell_texml_detection(id);
    }

    pub(crate) fn tell_greeting_ended(&mut self, id: &str) {
        let call = &self.calls[id];
        let payload = call_payload!(CallMachineGreetingEndedPayload, call)
            .call_control_id(call.id.as_str())
            .from(call.from.as_str())
            .result(MachineGreetingResult::Ended)
            .to(call.to.as_str());
        let kind = CallMachineGreetingEndedEventType::CallMachineGreetingEnded;
        let (event_id, at) = (self.ids.uuid(), date_time(self.now));
        let event = CallMachineGreetingEnded::new()
            .event_type(kind.clone())
            .id(event_id)
            .occurred_at(at)
            .payload(payload)
            .record_type(EventRecordType::Event);
        self.notify_call(id, Event::CallMachineGreetingEnded(event), kind.as_str());
    }

    /// Tells that the file which a call hears on answering starts or ends, if there is one.
    pub(crate) fn tell_call_playback(&mut self, id: &str, has_ended: bool) {
        let call = &self.calls[id];
        let Some((url, name)) = call.greeting.clone() else {
            return;
        };
        if has_ended {
            let mut payload = call_payload!(CallPlaybackEndedPayload, call)
                .call_control_id(call.id.as_str())
                .overlay(false)
                .status(PlaybackStatus::Completed);
            (payload.media_url, payload.media_name) = (url, name);
            tell_call!(
                self,
                id,
                CallPlaybackEnded,
                CallPlaybackEndedEventType,
                payload
            );
        } else {
            let mut payload = call_payload!(CallPlaybackStartedPayload, call)
                .call_control_id(call.id.as_str())
                .overlay(false);
            (payload.media_url, payload.media_name) = (url, name);
            tell_call!(
                self,
                id,
                CallPlaybackStarted,
                CallPlaybackStartedEventType,
                payload
            );
        }
    }

    /// Tells what a call cost: nothing, for the minutes begun.
    pub(crate) fn tell_call_cost(&mut self, id: &str) {
        let call = &self.calls[id];
        let seconds = call
            .answered_at
            .map_or(0, |at| self.now.duration_since(at).as_secs());
        let billed = (seconds + 59) / 60 * 60;
        let payload = call_payload!(CallCostPayload, call)
            .billed_duration_secs(billed)
            .call_control_id(call.id.as_str())
            .cost_parts(Vec::new())
            .occurred_at(date_time(self.now))
            .status(CallCostStatus::Success)
            .total_cost("0.0000");
        tell_call!(self, id, CallCost, CallCostEventType, payload);
    }

    pub(crate) fn tell_call_recording_saved(&mut self, id: &str) {
        let Some(call) = self.calls.get(id) else {
            return;
        };
        let Some(recording) = &call.recording else {
            return;
        };
        let channels = if recording.is_dual {
            RecordingChannels::Dual
        } else {
            RecordingChannels::Single
        };
        let time = |time: Option<Timestamp>| date_time(time.unwrap_or(self.now));
        let url = recording_url(&recording.id, recording.is_mp3);
        let urls = if recording.is_mp3 {
            RecordingUrls::new().mp3(url)
        } else {
            RecordingUrls::new().wav(url)
        };
        let payload = call_payload!(CallRecordingSavedPayload, call)
            .channels(channels)
            .recording_ended_at(time(recording.ended_at))
            .recording_started_at(time(recording.started_at))
            .recording_urls(urls);
        tell_call!(
            self,
            id,
            CallRecordingSaved,
            CallRecordingSavedEventType,
            payload
        );
        self.tell_texml_call_recording(id);
    }
}
