//! Participants: calls in a conference.
//!
//! Assumed where the sources are silent:
//!
//! - A call that joins a second conference leaves the first one.
//! - Lists show those who are in or about to be; one who has left can still be retrieved by id.
//! - A supervisor who only monitors is muted; so is one who whispers to nobody.
//! - Those who are held until the conference starts are `on_hold`; unholding one of them is possible.
//! - A number that is dialled into a conference joins when it answers, for there is no early media.

use generated::calls::{HangupCause, HangupSource};
use generated::conferences::{
    BeepEnabled, CallControlId, ConferenceEndReason, SupervisorRole, errors,
};
use generated::jiff::Timestamp;

use super::conference::{Conference, ConferenceEnd, ConferenceState, Leg, NewConference};
use super::{Engine, Refusal};

/// A call in a conference.
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are switched one by one"
)]
#[derive(Clone, Debug)]
pub(crate) struct Participant {
    pub(crate) id: String,
    pub(crate) leg: Leg,
    pub(crate) label: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) state: ParticipantState,
    pub(crate) muted: bool,
    pub(crate) on_hold: bool,
    pub(crate) waits_for_start: bool,
    pub(crate) ends_on_exit: bool,
    pub(crate) soft_ends_on_exit: bool,
    pub(crate) beep: Option<BeepEnabled>,
    pub(crate) role: SupervisorRole,
    pub(crate) whispers_to: Vec<CallControlId>,
    pub(crate) starts_on_enter: bool,
}

/// How far a participant has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParticipantState {
    Joining,
    Joined,
    Left,
}

/// How a call is to join a conference.
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are members of requests"
)]
#[derive(Clone, Debug)]
pub(crate) struct JoinPlan {
    /// The id or the name of the conference.
    pub(crate) conference: String,
    /// What to create if no active conference has that name.
    pub(crate) create: Option<NewConference>,
    pub(crate) label: Option<String>,
    pub(crate) muted: bool,
    pub(crate) on_hold: bool,
    pub(crate) ends_on_exit: bool,
    pub(crate) soft_ends_on_exit: bool,
    pub(crate) starts_on_enter: bool,
    pub(crate) beep: Option<BeepEnabled>,
    pub(crate) role: SupervisorRole,
    pub(crate) whispers_to: Vec<CallControlId>,
}

/// How many participants that have left are known.
const MOST_LEFT: usize = 250;

impl JoinPlan {
    pub(crate) fn new(conference: impl Into<String>) -> Self {
        Self {
            conference: conference.into(),
            create: None,
            label: None,
            muted: false,
            on_hold: false,
            ends_on_exit: false,
            soft_ends_on_exit: false,
            starts_on_enter: false,
            beep: None,
            role: SupervisorRole::None,
            whispers_to: Vec::new(),
        }
    }
}

impl Participant {
    pub(crate) fn has_left(&self) -> bool {
        self.state == ParticipantState::Left
    }

    /// Changes the role; whoever monitors is muted, whoever no longer does is not.
    pub(crate) fn set_role(&mut self, role: SupervisorRole, whispers_to: Vec<CallControlId>) {
        let is_silent = |role: &SupervisorRole, to: &[CallControlId]| match role {
            SupervisorRole::Monitor => true,
            SupervisorRole::Whisper => to.is_empty(),
            _ => false,
        };
        let was_silent = is_silent(&self.role, &self.whispers_to);
        let silent = is_silent(&role, &whispers_to);
        if silent || was_silent {
            self.muted = silent;
        }
        self.role = role;
        self.whispers_to = whispers_to;
    }
}

impl Conference {
    /// Returns a participant by id, by the id of the call, or by the label, also one that has left.
    pub(crate) fn find_participant(&self, id: &str) -> Result<&Participant, Refusal> {
        let is_named =
            |it: &&Participant| it.id == id || it.leg.call == id || it.label.as_deref() == Some(id);
        self.participants
            .iter()
            .rev()
            .find(is_named)
            .ok_or_else(|| {
                let why = format!("conference {} has no participant {id}", self.id);
                Refusal::named(&errors::RESOURCE_NOT_FOUND, why)
            })
    }
}

impl Engine {
    /// Checks that a call may join a conference.
    pub(crate) fn check_join(&self, conference: &str, call: &str) -> Result<(), Refusal> {
        let conference = self.active_conference(conference)?;
        self.answered_call(call)?;
        if conference.present().any(|it| it.leg.call == call) {
            let why = format!(
                "call {call} takes part in conference {} already",
                conference.id
            );
            return Err(Refusal::named(&errors::CONFERENCE_JOIN_NOT_ALLOWED, why));
        }
        self.check_room(&conference.id)
    }

    /// Checks that a conference takes another participant.
    pub(crate) fn check_room(&self, conference: &str) -> Result<(), Refusal> {
        let conference = &self.conferences[conference];
        let (present, most) = (conference.present().count(), conference.max_participants);
        if i64::try_from(present).is_ok_and(|present| present < most) {
            return Ok(());
        }
        let why = format!(
            "conference {} has {present} participants of {most}",
            conference.id
        );
        Err(
            Refusal::named(&errors::MAX_PARTICIPANTS_REACHED, why).detail(format!(
                "The maximum allowed value of `max_participants` has been reached at {most}."
            )),
        )
    }

    /// Returns the calls of those that a command names, or of all if it names none.
    pub(crate) fn listeners(
        &self,
        conference: &str,
        calls: Option<&[CallControlId]>,
    ) -> Vec<CallControlId> {
        let present = self.conferences[conference]
            .present()
            .map(|it| it.leg.call.as_str().into());
        calls.map_or_else(|| present.collect(), <[CallControlId]>::to_vec)
    }

    /// Changes those that a command names, or all if it names none.
    pub(crate) fn change_participants(
        &mut self,
        conference: &str,
        calls: Option<&[CallControlId]>,
        change: impl Fn(&mut Participant),
    ) {
        let now = self.now;
        let conference = &mut self.conferences[conference];
        conference.updated_at = now;
        for participant in conference
            .participants
            .iter_mut()
            .filter(|it| !it.has_left())
        {
            if calls.is_none_or(|calls| calls.iter().any(|it| *it == participant.leg.call)) {
                change(participant);
                participant.updated_at = now;
            }
        }
    }

    /// Adds a participant whose call of TeXML still rings.
    pub(crate) fn expect_participant(&mut self, call: &str, plan: &JoinPlan) {
        if let Some(texml) = &mut self.calls[call].texml {
            texml.conference = Some(plan.conference.clone());
        }
        self.add_participant(call, plan);
    }

    /// Lets a participant in whose call of TeXML was answered.
    pub(crate) fn connect_texml_participant(&mut self, call: &str) {
        let texml = self.calls[call].texml.as_ref();
        if let Some(conference) = texml.and_then(|it| it.conference.clone())
            && self
                .conferences
                .get(&conference)
                .is_some_and(Conference::is_active)
        {
            self.admit_participant(&conference, call);
        }
    }

    /// Adds a participant who is about to join, and returns the id.
    pub(crate) fn add_participant(&mut self, call: &str, plan: &JoinPlan) -> String {
        let (now, id, leg) = (self.now, self.ids.uuid(), self.leg(call));
        let conference = &mut self.conferences[&plan.conference];
        let waits = conference.state == ConferenceState::Init && !plan.starts_on_enter;
        let mut participant = Participant {
            id: id.clone(),
            leg,
            label: plan.label.clone(),
            created_at: now,
            updated_at: now,
            state: ParticipantState::Joining,
            muted: plan.muted,
            on_hold: plan.on_hold || waits,
            waits_for_start: waits && !plan.on_hold,
            ends_on_exit: plan.ends_on_exit,
            soft_ends_on_exit: plan.soft_ends_on_exit,
            beep: plan.beep.clone().or_else(|| conference.beep.clone()),
            role: SupervisorRole::None,
            whispers_to: Vec::new(),
            starts_on_enter: plan.starts_on_enter,
        };
        participant.set_role(plan.role.clone(), plan.whispers_to.clone());
        conference.participants.push(participant);
        id
    }

    /// Lets a participant in who was about to join.
    pub(crate) fn admit_participant(&mut self, conference: &str, call: &str) {
        let now = self.now;
        let Some(participant) = self.conferences[conference].present_with(call) else {
            return;
        };
        participant.state = ParticipantState::Joined;
        participant.updated_at = now;
        let starts = participant.starts_on_enter;
        self.conferences[conference].updated_at = now;
        self.calls[call].conference = Some(conference.to_owned());
        if starts {
            self.start_conference(conference);
        }
        self.tell_participant_joined(conference, call);
    }

    /// Lets a call join, which has been checked before.
    pub(crate) fn join_conference(&mut self, call: &str, plan: &JoinPlan) {
        self.leave_conference(call);
        self.add_participant(call, plan);
        self.admit_participant(&plan.conference, call);
    }

    /// Lets a dialled call join the conference that its dial command named. A conference that has
    /// ended or is full cannot be joined, and the call is hung up.
    pub(crate) fn join_as_planned(&mut self, call: &str, plan: &JoinPlan) {
        let mut plan = plan.clone();
        if let Some(new) = plan.create.take()
            && !self.active_names.contains_key(&new.name)
        {
            plan.conference = self.open_conference(new);
        }
        match self.check_join(&plan.conference, call) {
            Ok(()) => {
                plan.conference = self.conference_target(&plan.conference);
                self.join_conference(call, &plan);
            }
            Err(_) => {
                self.hang_up(call, HangupCause::NormalClearing, HangupSource::Caller);
            }
        }
    }

    /// Takes a call out of its conference, which may end it.
    pub(crate) fn leave_conference(&mut self, call: &str) {
        let joined = self.calls.get(call).and_then(|it| it.conference.clone());
        let Some(id) = joined.or_else(|| self.conference_that_waits_for(call)) else {
            return;
        };
        let leg = self.leg(call);
        let Some(left) = self.remove_participant(&id, call) else {
            return;
        };
        let conference = &self.conferences[&id];
        if !conference.is_active() {
            return;
        }
        let (is_host, is_soft) = (left.ends_on_exit, left.soft_ends_on_exit);
        let was_in = left.state == ParticipantState::Joined;
        if was_in && (is_host || is_soft) {
            let end = ConferenceEnd {
                reason: ConferenceEndReason::HostLeft,
                by: Some(leg),
            };
            self.end_conference(&id, end, is_host);
        } else if conference.present().next().is_none() {
            let end = ConferenceEnd {
                reason: ConferenceEndReason::AllLeft,
                by: Some(leg),
            };
            self.end_conference(&id, end, false);
        }
    }

    /// Returns the conference in which a ringing call of TeXML is about to join.
    fn conference_that_waits_for(&self, call: &str) -> Option<String> {
        let texml = self.calls.get(call)?.texml.as_ref()?;
        texml.conference.clone()
    }

    /// Marks a participant as gone, and returns what they were.
    pub(crate) fn remove_participant(&mut self, id: &str, call: &str) -> Option<Participant> {
        let now = self.now;
        let conference = self.conferences.get_mut(id)?;
        let participant = conference.present_with(call)?;
        let left = participant.clone();
        participant.state = ParticipantState::Left;
        participant.updated_at = now;
        conference.updated_at = now;
        let gone = conference
            .participants
            .iter()
            .filter(|it| it.has_left())
            .count();
        if gone > MOST_LEFT
            && let Some(first) = conference
                .participants
                .iter()
                .position(Participant::has_left)
        {
            conference.participants.remove(first);
        }
        if let Some(call) = self.calls.get_mut(call) {
            call.conference = None;
        }
        if left.state == ParticipantState::Joined {
            self.tell_participant_left(id, &left.leg);
        }
        Some(left)
    }
}
