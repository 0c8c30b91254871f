//! The state of the service, its rules and its clock, without I/O: operations in, results or
//! refusals and events out.
//!
//! All conferences, calls and recordings are in one state, of which Call Control and TeXML are two
//! views.

mod audio;
mod call;
mod call_event;
mod call_view;
mod conference;
mod conference_event;
mod conference_view;
mod id;
mod notification;
mod page;
mod participant;
mod recording;
mod refusal;
mod replay;
mod state;
mod telephone;
mod texml_callback;
mod texml_event;
mod texml_view;
mod timer;

use std::collections::HashMap;

use generated::conferences::ConferenceEndReason;
use generated::jiff::{SignedDuration, Timestamp};
use indexmap::IndexMap;

pub use self::notification::{Destination, Notification, SentEvent};
pub use self::refusal::{Refusal, RefusalError};
pub use self::telephone::InboundCall;

pub(crate) use self::audio::{AudioSource, NewGather};
pub(crate) use self::call::{CallRecording, Detection, NewCall, OnAnswer};
pub(crate) use self::conference::{
    Conference, ConferenceEnd, DEFAULT_MAX_PARTICIPANTS, NewConference,
};
pub(crate) use self::conference_view::{listed_participant, retrieved_participant};
pub(crate) use self::notification::Webhooks;
pub(crate) use self::page::{PageQuery, TexmlPage};
pub(crate) use self::participant::{JoinPlan, Participant};
pub(crate) use self::telephone::LONGEST_CALL_SECS;
pub(crate) use self::texml_callback::{CallCallbacks, Callback, ConferenceCallbacks};

use self::call::Call;
use self::id::IdSource;
use self::replay::ReplayWindow;
use self::timer::{Alarm, Timers};
use crate::command::Command;
use crate::settings::Settings;

/// The service without I/O.
#[derive(Debug)]
pub struct Engine {
    settings: Settings,
    now: Timestamp,
    ids: IdSource,
    calls: IndexMap<String, Call>,
    conferences: IndexMap<String, Conference>,
    /// The ids of active conferences by their names.
    active_names: IndexMap<String, String>,
    timers: Timers,
    replays: ReplayWindow,
    audio_count: u64,
    /// When ended calls are to be forgotten next.
    sweep_after: Timestamp,
    outbox: Vec<Notification>,
}

impl Engine {
    /// Creates a service whose clock shows `now`.
    #[must_use]
    pub fn new(settings: Settings, now: Timestamp) -> Self {
        Self {
            ids: IdSource::new(settings.random_seed),
            settings,
            now,
            calls: IndexMap::new(),
            conferences: IndexMap::new(),
            active_names: IndexMap::new(),
            timers: Timers::default(),
            replays: ReplayWindow::default(),
            audio_count: 0,
            sweep_after: now,
            outbox: Vec::new(),
        }
    }

    /// Returns the settings.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Changes the settings, for calls and conferences from now on.
    pub fn set_settings(&mut self, settings: Settings) {
        self.settings = settings;
    }

    /// Returns what the clock shows.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Returns when something will happen by itself next, if anything will.
    #[must_use]
    pub fn next_alarm(&self) -> Option<Timestamp> {
        self.timers.next()
    }

    /// Moves the clock on: all that happens until then happens in order, each at its time. A time
    /// before the one that the clock shows changes nothing.
    pub fn advance_to(&mut self, time: Timestamp) {
        while let Some((at, alarm)) = self.timers.take_due(time) {
            self.now = self.now.max(at);
            self.sound_alarm(alarm);
        }
        self.now = self.now.max(time);
    }

    /// Moves the clock on by some time.
    pub fn advance(&mut self, by: SignedDuration) {
        self.advance_to(self.now.checked_add(by).unwrap_or(Timestamp::MAX));
    }

    /// Takes the events that have happened, in their order.
    pub fn take_notifications(&mut self) -> Vec<Notification> {
        std::mem::take(&mut self.outbox)
    }

    /// Carries out an operation: validates it, recognizes a repeated `command_id`, and runs it.
    ///
    /// # Errors
    ///
    /// If the operation is refused; then nothing has changed.
    pub fn execute<C: Command>(&mut self, mut operation: C) -> Result<C::Body, Refusal> {
        operation
            .validate()
            .map_err(|violations| Refusal::invalid(&violations))?;
        let id = operation.idempotency_key().and_then(|key| key.clone());
        let Some(key) = id.map(|id| (operation.target(self), id)) else {
            return operation.run(self);
        };
        if let Some(answer) = self.replays.answer(self.now, &key) {
            return serde_json::from_value(answer.clone()).map_err(|_| {
                let why = format!("command_id {} was used by another kind of command", key.1);
                Refusal::with_code(422, "10015", why)
            });
        }
        let body = operation.run(self)?;
        if let Ok(answer) = serde_json::to_value(&body) {
            self.replays.remember(self.now, key, answer);
        }
        Ok(body)
    }

    /// Returns a new identifier.
    pub(crate) fn new_id(&mut self) -> String {
        self.ids.uuid()
    }

    /// Refuses other accounts than the one of the settings, whose resources do not exist.
    pub(crate) fn check_account(&self, account_sid: &str) -> Result<(), Refusal> {
        if account_sid == self.settings.account_sid {
            return Ok(());
        }
        let why = format!("the settings have no account {account_sid}");
        Err(Refusal::with_code(404, "10005", why))
    }

    fn sound_alarm(&mut self, alarm: Alarm) {
        use generated::calls::{HangupCause, HangupSource};
        match alarm {
            Alarm::RingingEnds { call } => {
                self.hang_up(&call, HangupCause::Timeout, HangupSource::Caller);
            }
            Alarm::CalleeAnswers { call } => self.answer_call(&call),
            Alarm::CallExpires { call } => {
                let side = self.calls.get(&call).map(Call::service_side);
                if let Some(side) = side {
                    self.hang_up(&call, HangupCause::TimeLimit, side);
                }
            }
            Alarm::CalleeDetected { call } => self.detect_callee(&call),
            Alarm::GreetingEnds { call } => self.tell_greeting_ended(&call),
            Alarm::CallAudioEnds { call } => self.tell_call_playback(&call, true),
            Alarm::ConferenceExpires { conference } => {
                let end = ConferenceEnd {
                    reason: ConferenceEndReason::TimeExceeded,
                    by: None,
                };
                self.end_conference(&conference, end, true);
            }
            Alarm::AudioEnds { conference, audio } => self.end_audio(&conference, audio),
            Alarm::GatherEnds { call } => self.end_gather(&call),
            Alarm::RecordingReady {
                conference,
                recording,
            } => {
                self.finish_recording(&conference, &recording);
            }
            Alarm::CallRecordingReady { call } => self.tell_call_recording_saved(&call),
        }
    }

    /// Returns how many calls, conferences and alarms are kept.
    #[must_use]
    pub fn sizes(&self) -> HashMap<&'static str, usize> {
        HashMap::from([
            ("calls", self.calls.len()),
            ("conferences", self.conferences.len()),
            ("alarms", self.timers.len()),
        ])
    }
}

#[cfg(test)]
mod tests;
