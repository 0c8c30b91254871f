//! The whole state as JSON, for people and for tests.

use serde_json::{Value, json};

use super::Engine;
use super::call::{Call, CallState};
use super::conference::Conference;
use super::conference_view::listed_participant;
use super::participant::Participant;

impl Engine {
    /// Returns what the service knows, in the views of Call Control.
    #[must_use]
    pub fn state(&self) -> Value {
        let calls: Vec<_> = self.calls.values().map(|it| self.call_state(it)).collect();
        let conferences: Vec<_> = self
            .conferences
            .values()
            .map(|it| self.conference_state(it))
            .collect();
        json!({
            "now": self.now.to_string(),
            "next_alarm": self.next_alarm().map(|it| it.to_string()),
            "calls": calls,
            "conferences": conferences,
        })
    }

    fn call_state(&self, call: &Call) -> Value {
        let mut state = json!(self.call_view(call));
        state["state"] = match call.state {
            CallState::Ringing => "ringing".into(),
            CallState::Answered => "answered".into(),
            CallState::Ended => "ended".into(),
        };
        state["direction"] = if call.is_outbound {
            "outgoing"
        } else {
            "incoming"
        }
        .into();
        state["from"] = call.from.as_str().into();
        state["to"] = call.to.as_str().into();
        state["connection_id"] = call.connection_id.as_str().into();
        state["conference_id"] = call.conference.clone().into();
        state["gathered_digits"] = call.gather.as_ref().map(|it| it.digits.clone()).into();
        state["is_texml"] = call.texml.is_some().into();
        state["supervises"] = json!(call.supervises);
        state
    }

    fn conference_state(&self, conference: &Conference) -> Value {
        let mut state = json!(self.conference_view(conference));
        let participants = conference
            .present()
            .map(|it| participant_state(conference, it));
        state["participants"] = json!(participants.collect::<Vec<_>>());
        let recordings = conference.recordings.iter();
        let recordings = recordings.map(|it| self.texml_recording(conference, it));
        state["recordings"] = json!(recordings.collect::<Vec<_>>());
        state["max_participants"] = conference.max_participants.into();
        state["playing"] = conference.audio.len().into();
        state["is_texml"] = conference.is_texml.into();
        state
    }
}

fn participant_state(conference: &Conference, participant: &Participant) -> Value {
    let mut state = json!(listed_participant(conference, participant));
    state["beep_enabled"] = json!(participant.beep);
    state["label"] = json!(participant.label);
    state["supervisor_role"] = json!(participant.role);
    state
}
