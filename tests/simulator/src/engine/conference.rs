//! Conferences and their lives.
//!
//! Assumed where the sources are silent:
//!
//! - `init` is the status of a conference that has not started.
//! - A name in a path refers to the active conference of that name, or else to the last one that
//!   ended. TeXML's `{conference_sid}` may be a name too.
//! - The end command and the four hours hang up everybody, as the end of a host does.
//! - `conference.ended` has no `reason` when the end command caused it: its list of reasons lacks
//!   `ended_via_api`, which the conference itself has.
//! - What is being played stops with the conference, recordings too.
//! - The 1,000 conferences that ended last are known.

use generated::Base64;
use generated::calls::HangupCause;
use generated::conferences::{
    BeepEnabled, ConferenceEndReason, RecordingChannels, RecordingFormat, errors,
};
use generated::jiff::{SignedDuration, Timestamp};

use super::audio::Audio;
use super::notification::Webhooks;
use super::participant::Participant;
use super::recording::Recording;
use super::texml_callback::ConferenceCallbacks;
use super::timer::{Alarm, AlarmKey};
use super::{Engine, Refusal};

/// How long a conference lasts at most.
const LONGEST: SignedDuration = SignedDuration::from_hours(4);

/// How many participants a conference takes if nothing else is asked for.
pub(crate) const DEFAULT_MAX_PARTICIPANTS: i64 = 250;

/// How many ended conferences are known.
const MOST_ENDED_CONFERENCES: usize = 1_000;

/// A conference.
#[derive(Clone, Debug)]
pub(crate) struct Conference {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) connection_id: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) state: ConferenceState,
    pub(crate) max_participants: i64,
    pub(crate) beep: Option<BeepEnabled>,
    pub(crate) client_state: Option<Base64>,
    pub(crate) webhooks: Webhooks,
    /// Whether it was created by TeXML.
    pub(crate) is_texml: bool,
    pub(crate) callbacks: Option<Box<ConferenceCallbacks>>,
    pub(crate) records_from_start: bool,
    pub(crate) creator: Leg,
    /// Those who are in or about to be, and the last that have left.
    pub(crate) participants: Vec<Participant>,
    pub(crate) recordings: Vec<Recording>,
    pub(crate) audio: Vec<Audio>,
    pub(crate) end: Option<ConferenceEnd>,
    pub(crate) expiry: AlarmKey,
}

/// How far a conference has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConferenceState {
    Init,
    InProgress,
    Completed,
}

/// The ids of a call, which outlive it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leg {
    pub(crate) call: String,
    pub(crate) id: String,
    pub(crate) session_id: String,
}

/// Why and by whom a conference was ended.
#[derive(Clone, Debug)]
pub(crate) struct ConferenceEnd {
    pub(crate) reason: ConferenceEndReason,
    pub(crate) by: Option<Leg>,
}

/// What a new conference is made of.
#[derive(Clone, Debug)]
pub(crate) struct NewConference {
    pub(crate) name: String,
    pub(crate) creator: String,
    pub(crate) is_started: bool,
    pub(crate) max_participants: i64,
    pub(crate) duration_minutes: Option<i64>,
    pub(crate) beep: Option<BeepEnabled>,
    pub(crate) client_state: Option<Base64>,
    pub(crate) callbacks: Option<Box<ConferenceCallbacks>>,
}

impl Conference {
    pub(crate) fn is_active(&self) -> bool {
        self.state != ConferenceState::Completed
    }

    pub(crate) fn has_started(&self) -> bool {
        self.state != ConferenceState::Init
    }

    /// Returns those who are in or about to be.
    pub(crate) fn present(&self) -> impl Iterator<Item = &Participant> {
        self.participants.iter().filter(|it| !it.has_left())
    }

    pub(crate) fn present_with(&mut self, call: &str) -> Option<&mut Participant> {
        self.participants
            .iter_mut()
            .find(|it| !it.has_left() && it.leg.call == call)
    }
}

impl Engine {
    /// Returns a conference by its id, or by its name.
    pub(crate) fn conference(&self, id: &str) -> Option<&Conference> {
        self.conferences.get(id).or_else(|| {
            let named = |it: &&Conference| it.name == id;
            let active = self
                .active_names
                .get(id)
                .and_then(|id| self.conferences.get(id));
            active.or_else(|| self.conferences.values().rev().find(named))
        })
    }

    /// Returns all conferences that are known, in the order of their creation.
    pub(crate) fn conferences(&self) -> impl Iterator<Item = &Conference> {
        self.conferences.values()
    }

    /// Returns the id of the active conference with a name.
    pub(crate) fn active_conference_named(&self, name: &str) -> Option<&str> {
        self.active_names.get(name).map(String::as_str)
    }

    /// Returns the id of the conference that a path names, within which a `command_id` is unique.
    pub(crate) fn conference_target(&self, id: &str) -> String {
        self.conference(id)
            .map_or_else(|| id.to_owned(), |it| it.id.clone())
    }

    /// Changes the client state of a conference, if a command has one.
    pub(crate) fn set_conference_state(&mut self, id: &str, state: Option<&Base64>) {
        if let (Some(conference), Some(state)) = (self.conferences.get_mut(id), state) {
            conference.client_state = Some(state.clone());
        }
    }

    /// Sets the callbacks of a conference that has none.
    pub(crate) fn set_callbacks(&mut self, id: &str, callbacks: ConferenceCallbacks) {
        let has_any = callbacks.status.is_some() || callbacks.recording.is_some();
        if let Some(conference) = self.conferences.get_mut(id)
            && conference.callbacks.is_none()
            && has_any
        {
            conference.callbacks = Some(Box::new(callbacks));
        }
    }

    pub(crate) fn record_from_start(&mut self, id: &str, records: bool) {
        self.conferences[id].records_from_start = records;
    }

    pub(crate) fn find_conference(&self, id: &str) -> Result<&Conference, Refusal> {
        self.conference(id).ok_or_else(|| {
            let why = format!("no conference has the id or the name {id}");
            Refusal::named(&errors::CONFERENCE_NOT_FOUND, why)
        })
    }

    /// Returns a conference that can be given commands.
    pub(crate) fn active_conference(&self, id: &str) -> Result<&Conference, Refusal> {
        let conference = self.find_conference(id)?;
        if !conference.is_active() {
            let why = format!("conference {} has ended", conference.id);
            return Err(Refusal::named(&errors::CONFERENCE_ALREADY_ENDED, why));
        }
        Ok(conference)
    }

    /// Opens a conference without participants, and returns its id.
    pub(crate) fn open_conference(&mut self, new: NewConference) -> String {
        self.forget_ended_conferences();
        let id = self.ids.uuid();
        let longest = new.duration_minutes.map_or(LONGEST, |minutes| {
            SignedDuration::from_mins(minutes.clamp(1, LONGEST.as_mins()))
        });
        let expires = Alarm::ConferenceExpires {
            conference: id.clone(),
        };
        let expiry = self.timers.set(self.now, longest, expires);
        let call = &self.calls[&new.creator];
        let conference = Conference {
            id: id.clone(),
            name: new.name,
            connection_id: call.connection_id.clone(),
            created_at: self.now,
            updated_at: self.now,
            expires_at: expiry.0,
            state: if new.is_started {
                ConferenceState::InProgress
            } else {
                ConferenceState::Init
            },
            max_participants: new.max_participants,
            beep: new.beep,
            client_state: new.client_state,
            webhooks: call.webhooks.clone(),
            is_texml: call.texml.is_some(),
            callbacks: new.callbacks,
            records_from_start: false,
            creator: self.leg(&new.creator),
            participants: Vec::new(),
            recordings: Vec::new(),
            audio: Vec::new(),
            end: None,
            expiry,
        };
        self.active_names
            .insert(conference.name.clone(), id.clone());
        self.conferences.insert(id.clone(), conference);
        self.tell_conference_created(&id);
        id
    }

    pub(crate) fn leg(&self, call: &str) -> Leg {
        let call = &self.calls[call];
        Leg {
            call: call.id.clone(),
            id: call.leg_id.clone(),
            session_id: call.session_id.clone(),
        }
    }

    /// Starts a conference: those who were held until then are held no longer.
    pub(crate) fn start_conference(&mut self, id: &str) {
        let now = self.now;
        let Some(conference) = self.conferences.get_mut(id) else {
            return;
        };
        if conference.state != ConferenceState::Init {
            return;
        }
        conference.state = ConferenceState::InProgress;
        conference.updated_at = now;
        for participant in &mut conference.participants {
            if std::mem::take(&mut participant.waits_for_start) {
                participant.on_hold = false;
                participant.updated_at = now;
            }
        }
        let (records, creator) = (conference.records_from_start, conference.creator.clone());
        self.tell_texml_conference(id, "start", &creator);
        if records {
            let recording =
                self.start_recording(id, RecordingFormat::Mp3, RecordingChannels::Single);
            self.tell_texml_recording_started(id, &recording);
        }
    }

    /// Ends a conference. Everybody leaves; `hangs_up` tells whether their calls end too.
    pub(crate) fn end_conference(&mut self, id: &str, end: ConferenceEnd, hangs_up: bool) {
        let now = self.now;
        let Some(conference) = self.conferences.get_mut(id).filter(|it| it.is_active()) else {
            return;
        };
        conference.state = ConferenceState::Completed;
        conference.updated_at = now;
        conference.end = Some(end);
        let (name, expiry) = (conference.name.clone(), conference.expiry);
        let present: Vec<_> = conference.present().map(|it| it.leg.call.clone()).collect();
        self.timers.cancel(expiry);
        self.active_names.swap_remove(&name);
        self.stop_audio(id, None);
        for call in &present {
            self.remove_participant(id, call);
        }
        self.stop_recordings(id, None);
        self.tell_conference_ended(id);
        if hangs_up {
            for call in &present {
                let side = self.calls.get(call).map(super::call::Call::service_side);
                if let Some(side) = side {
                    self.hang_up(call, HangupCause::NormalClearing, side);
                }
            }
        }
    }

    fn forget_ended_conferences(&mut self) {
        if self.conferences.len() < 2 * MOST_ENDED_CONFERENCES {
            return;
        }
        let ended = self
            .conferences
            .values()
            .filter(|it| !it.is_active())
            .count();
        let mut surplus = ended.saturating_sub(MOST_ENDED_CONFERENCES);
        self.conferences.retain(|_, conference| {
            let is_surplus = !conference.is_active() && surplus > 0;
            surplus -= usize::from(is_surplus);
            !is_surplus
        });
    }
}
