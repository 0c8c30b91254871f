//! Calls: legs between a telephone and the service.
//!
//! Assumed where the sources are silent:
//!
//! - Answering a call that is answered already, and answering an outbound call, does nothing.
//! - Of several numbers in `to`, the reply describes the first leg; when one is answered, the others
//!   are hung up with the cause `originator_cancel`.
//! - The called party of an inbound call and the caller of an outbound one are the service, so a
//!   command hangs up as `callee` or `caller` accordingly.
//! - When one of two bridged calls ends, the other is hung up too, unless it is to be parked.
//! - `premium` detection is not simulated: the documents lack its events.
//! - A machine's greeting lasts three seconds after it was detected.
//! - An ended call is known for 10 minutes, as the words of `RetrieveCallStatus` say.

use generated::Base64;
use generated::calls::{CallSupervisorRole, HangupCause, HangupSource};
use generated::conferences::errors;
use generated::jiff::{SignedDuration, Timestamp};

use super::notification::Webhooks;
use super::participant::JoinPlan;
use super::texml_callback::CallCallbacks;
use super::timer::{Alarm, AlarmKey};
use super::{Engine, Refusal};

/// A leg between a telephone and the service.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The `call_control_id`, which is the `CallSid` of TeXML.
    pub(crate) id: String,
    pub(crate) leg_id: String,
    pub(crate) session_id: String,
    pub(crate) connection_id: String,
    pub(crate) is_outbound: bool,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) state: CallState,
    pub(crate) client_state: Option<Base64>,
    pub(crate) webhooks: Webhooks,
    /// The callbacks, if the call belongs to TeXML.
    pub(crate) texml: Option<Box<CallCallbacks>>,
    pub(crate) started_at: Timestamp,
    pub(crate) answered_at: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
    /// The id of the conference that the call takes part in.
    pub(crate) conference: Option<String>,
    pub(crate) bridge: Option<Bridge>,
    pub(crate) is_parked_after_unbridge: bool,
    pub(crate) on_answer: Option<OnAnswer>,
    /// The call that this one supervises, and how.
    pub(crate) supervises: Option<(String, CallSupervisorRole)>,
    /// The other legs that were dialled by the same command.
    pub(crate) rivals: Vec<String>,
    pub(crate) detection: Detection,
    /// What the called party hears on answering: a URL, or the name of an uploaded file.
    pub(crate) greeting: Option<(Option<String>, Option<String>)>,
    pub(crate) time_limit_secs: i64,
    pub(crate) recording: Option<CallRecording>,
    pub(crate) gather: Option<Gather>,
    /// The alarms that end with the call.
    pub(crate) alarms: Vec<AlarmKey>,
}

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallState {
    Ringing,
    Answered,
    Ended,
}

/// What is found out about the party that answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detection {
    Off,
    /// Whether it is a machine.
    Kind,
    /// Also when the greeting of the machine ends.
    Greeting,
}

/// The other call of a bridge.
#[derive(Clone, Debug)]
pub(crate) struct Bridge {
    pub(crate) call: String,
}

/// What happens when a call is answered.
#[derive(Clone, Debug)]
pub(crate) enum OnAnswer {
    Join(Box<JoinPlan>),
    Bridge(String),
}

/// The recording of a call.
#[derive(Clone, Debug)]
pub(crate) struct CallRecording {
    pub(crate) id: String,
    pub(crate) is_dual: bool,
    pub(crate) is_mp3: bool,
    pub(crate) started_at: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
}

/// Digits that are being gathered.
#[derive(Clone, Debug)]
pub(crate) struct Gather {
    pub(crate) digits: String,
    pub(crate) terminating: String,
    pub(crate) valid: String,
    pub(crate) between: SignedDuration,
    pub(crate) stops_playback: bool,
    pub(crate) alarm: AlarmKey,
}

/// Why and by whom a call is hung up.
#[derive(Clone, Debug)]
pub(crate) struct Hangup {
    pub(crate) cause: HangupCause,
    pub(crate) source: HangupSource,
    pub(crate) sip_cause: &'static str,
}

impl Hangup {
    pub(crate) fn new(cause: HangupCause, source: HangupSource) -> Self {
        let sip_cause = match cause {
            HangupCause::CallRejected => "603",
            HangupCause::UserBusy => "486",
            HangupCause::Timeout | HangupCause::NoAnswer => "480",
            HangupCause::OriginatorCancel => "487",
            HangupCause::NotFound => "404",
            _ => "200",
        };
        Self {
            cause,
            source,
            sip_cause,
        }
    }
}

/// What a new call is made of.
#[derive(Clone, Debug)]
pub(crate) struct NewCall {
    pub(crate) connection_id: String,
    pub(crate) is_outbound: bool,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) session_id: Option<String>,
    pub(crate) client_state: Option<Base64>,
    pub(crate) webhooks: Webhooks,
    pub(crate) texml: Option<Box<CallCallbacks>>,
    pub(crate) timeout_secs: i64,
    pub(crate) time_limit_secs: i64,
}

impl Call {
    pub(crate) fn is_answered(&self) -> bool {
        self.state == CallState::Answered
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.state == CallState::Ended
    }

    /// Returns the side of the call on which the service is.
    pub(crate) fn service_side(&self) -> HangupSource {
        if self.is_outbound {
            HangupSource::Caller
        } else {
            HangupSource::Callee
        }
    }

    /// Returns the side of the call on which the telephone is.
    pub(crate) fn telephone_side(&self) -> HangupSource {
        if self.is_outbound {
            HangupSource::Callee
        } else {
            HangupSource::Caller
        }
    }
}

/// How long an ended call is known.
const KEPT: SignedDuration = SignedDuration::from_mins(10);

/// How many ended calls are known at most.
const MOST_ENDED_CALLS: usize = 2_000;

/// How long a file is played to a call.
const FILE_LENGTH: SignedDuration = SignedDuration::from_secs(5);

/// How long the greeting of a machine lasts after it was detected.
const GREETING: SignedDuration = SignedDuration::from_secs(3);

/// After how long the kind of the called party is known.
const DETECTION: SignedDuration = SignedDuration::from_secs(2);

/// How long a recording is processed.
pub(crate) const PROCESSING: SignedDuration = SignedDuration::from_secs(1);

impl Engine {
    /// Starts a call, which rings.
    pub(crate) fn start_call(&mut self, new: NewCall) -> String {
        self.forget_ended_calls();
        let id = self.ids.call_control_id();
        let session_id = new.session_id.unwrap_or_else(|| self.ids.uuid());
        let ringing = Alarm::RingingEnds { call: id.clone() };
        let mut alarms = Vec::new();
        if new.is_outbound {
            let timeout = SignedDuration::from_secs(new.timeout_secs);
            alarms.push(self.timers.set(self.now, timeout, ringing));
            if let Some(after) = self.settings.answer_after_ms {
                let answers = Alarm::CalleeAnswers { call: id.clone() };
                let after = SignedDuration::from_millis(after);
                alarms.push(self.timers.set(self.now, after, answers));
            }
        }
        let call = Call {
            id: id.clone(),
            leg_id: self.ids.uuid(),
            session_id,
            connection_id: new.connection_id,
            is_outbound: new.is_outbound,
            from: new.from,
            to: new.to,
            state: CallState::Ringing,
            client_state: new.client_state,
            webhooks: new.webhooks,
            texml: new.texml,
            started_at: self.now,
            answered_at: None,
            ended_at: None,
            conference: None,
            bridge: None,
            is_parked_after_unbridge: false,
            on_answer: None,
            supervises: None,
            rivals: Vec::new(),
            detection: Detection::Off,
            greeting: None,
            time_limit_secs: new.time_limit_secs,
            recording: None,
            gather: None,
            alarms,
        };
        self.calls.insert(id.clone(), call);
        self.tell_call_initiated(&id);
        id
    }

    /// Answers a call, and does what was to be done then.
    pub(crate) fn answer_call(&mut self, id: &str) {
        let now = self.now;
        let Some(call) = self
            .calls
            .get_mut(id)
            .filter(|it| it.state == CallState::Ringing)
        else {
            return;
        };
        call.state = CallState::Answered;
        call.answered_at = Some(now);
        let alarms = std::mem::take(&mut call.alarms);
        let limit = SignedDuration::from_secs(call.time_limit_secs);
        let (detection, rivals) = (call.detection, std::mem::take(&mut call.rivals));
        let greeting = call.greeting.clone();
        let on_answer = call.on_answer.take();
        if let Some(recording) = &mut call.recording {
            recording.started_at = Some(now);
        }
        self.timers.cancel_all(alarms);
        let mut keys = vec![self.timers.set(
            now,
            limit,
            Alarm::CallExpires {
                call: id.to_owned(),
            },
        )];
        if greeting.is_some() {
            let ends = Alarm::CallAudioEnds {
                call: id.to_owned(),
            };
            keys.push(self.timers.set(now, FILE_LENGTH, ends));
        }
        if detection != Detection::Off {
            let detected = Alarm::CalleeDetected {
                call: id.to_owned(),
            };
            keys.push(self.timers.set(now, DETECTION, detected));
        }
        self.calls[id].alarms = keys;
        self.tell_call_answered(id);
        self.tell_call_playback(id, false);
        for rival in rivals {
            self.hang_up(&rival, HangupCause::OriginatorCancel, HangupSource::Caller);
        }
        match on_answer {
            Some(OnAnswer::Join(plan)) => self.join_as_planned(id, &plan),
            Some(OnAnswer::Bridge(other)) => self.bridge_calls(&other, id),
            None => self.connect_texml_participant(id),
        }
    }

    /// Tells what kind of party has answered, and waits for the end of the greeting of a machine.
    pub(crate) fn detect_callee(&mut self, id: &str) {
        self.tell_machine_detection(id);
        let is_machine = self.settings.answered_by_machine;
        if is_machine && self.calls[id].detection == Detection::Greeting {
            let ends = Alarm::GreetingEnds {
                call: id.to_owned(),
            };
            let key = self.timers.set(self.now, GREETING, ends);
            self.calls[id].alarms.push(key);
        }
    }

    /// Connects two calls.
    pub(crate) fn bridge_calls(&mut self, first: &str, second: &str) {
        for (id, other) in [(first, second), (second, first)] {
            if let Some(call) = self.calls.get_mut(id).filter(|it| it.is_answered()) {
                call.bridge = Some(Bridge {
                    call: other.to_owned(),
                });
            }
        }
        self.tell_call_bridged(first);
        self.tell_call_bridged(second);
    }

    /// Hangs up a call: it leaves its conference first, then `call.hangup` is sent.
    pub(crate) fn hang_up(&mut self, id: &str, cause: HangupCause, source: HangupSource) {
        let Some(call) = self.calls.get_mut(id).filter(|it| !it.has_ended()) else {
            return;
        };
        let was_answered = call.is_answered();
        call.state = CallState::Ended;
        call.ended_at = Some(self.now);
        call.on_answer = None;
        let bridge = call.bridge.take();
        let gather = call.gather.take();
        let alarms = std::mem::take(&mut call.alarms);
        self.timers.cancel_all(alarms);
        self.timers.cancel_all(gather.map(|it| it.alarm));
        self.leave_conference(id);
        self.tell_call_hangup(id, &Hangup::new(cause, source));
        if self.settings.reports_costs {
            self.tell_call_cost(id);
        }
        if was_answered {
            self.end_call_recording(id);
        }
        if let Some(bridge) = bridge {
            self.unbridge(&bridge.call);
        }
    }

    /// Hangs up a call whose bridge has ended, unless it is to be parked.
    fn unbridge(&mut self, id: &str) {
        let Some(call) = self.calls.get_mut(id) else {
            return;
        };
        call.bridge = None;
        if !call.is_parked_after_unbridge {
            let side = call.service_side();
            self.hang_up(id, HangupCause::NormalClearing, side);
        }
    }

    fn end_call_recording(&mut self, id: &str) {
        let now = self.now;
        if let Some(recording) = &mut self.calls[id].recording
            && recording.started_at.is_some()
        {
            recording.ended_at = Some(now);
            let ready = Alarm::CallRecordingReady {
                call: id.to_owned(),
            };
            self.timers.set(now, PROCESSING, ready);
        }
    }

    pub(crate) fn call(&self, id: &str) -> Option<&Call> {
        self.calls.get(id)
    }

    pub(crate) fn call_mut(&mut self, id: &str) -> Option<&mut Call> {
        self.calls.get_mut(id)
    }

    /// Changes the client state of a call, if a command has one.
    pub(crate) fn set_client_state(&mut self, id: &str, state: Option<&Base64>) {
        if let (Some(call), Some(state)) = (self.calls.get_mut(id), state) {
            call.client_state = Some(state.clone());
        }
    }

    /// Returns a call that can be given commands: it exists and has not ended.
    pub(crate) fn live_call(&self, id: &str) -> Result<&Call, Refusal> {
        let Some(call) = self.calls.get(id) else {
            let why = format!("no call has the id {id}");
            return Err(Refusal::named(&errors::INVALID_CALL_CONTROL_ID, why));
        };
        if call.has_ended() {
            let why = format!("call {id} has ended");
            return Err(Refusal::named(&errors::CALL_ALREADY_ENDED, why));
        }
        Ok(call)
    }

    /// Returns a call that is in progress.
    pub(crate) fn answered_call(&self, id: &str) -> Result<&Call, Refusal> {
        let call = self.live_call(id)?;
        if !call.is_answered() {
            let why = format!("call {id} is ringing");
            return Err(Refusal::named(&errors::CALL_NOT_ANSWERED, why));
        }
        Ok(call)
    }

    fn forget_ended_calls(&mut self) {
        let Some(limit) = self.now.checked_sub(KEPT).ok() else {
            return;
        };
        if self.calls.len() <= MOST_ENDED_CALLS && self.sweep_after > self.now {
            return;
        }
        self.sweep_after = self
            .now
            .checked_add(SignedDuration::from_mins(1))
            .unwrap_or(self.now);
        let mut surplus = self.calls.len().saturating_sub(MOST_ENDED_CALLS * 3 / 4);
        self.calls.retain(|_, call| {
            let is_old = call.ended_at.is_some_and(|ended| ended < limit);
            let is_surplus = call.has_ended() && surplus > 0;
            surplus -= usize::from(is_surplus);
            !(is_old || is_surplus)
        });
    }
}
