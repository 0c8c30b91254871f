//! The engine alone: the lives of conferences, and what always holds.

use generated::calls::{AnswerCall, AnswerRequest, HangupCall, HangupRequest};
use generated::conferences::{
    ConferenceEndReason, ConferenceHoldRequest, ConferencePlayRequest, ConferenceSpeakRequest,
    ConferenceStatus, ConferenceStopRequest, CreateConference, CreateConferenceRequest,
    EndConference, HoldConferenceParticipants, JoinConference, JoinConferenceRequest,
    LeaveConference, LeaveConferenceRequest, ListConferences, PlayConferenceAudio, RecordingFormat,
    RetrieveConference, SpeakTextToConference, StartConferenceRecording,
    StartConferenceRecordingRequest, StopConferenceAudio,
};
use generated::jiff::SignedDuration;
use generated::texml::{DialConferenceParticipantRequest, DialTexmlConferenceParticipant};
use generated::{calls, conferences, texml_callbacks};

use super::{Engine, InboundCall, SentEvent};
use crate::settings::{APPLICATION_SID, Settings};

fn engine() -> Engine {
    Engine::new(Settings::default(), "2026-01-01T00:00:00Z".parse().unwrap())
}

/// Returns a call that was answered.
fn caller(engine: &mut Engine) -> String {
    let call = engine.call_in(InboundCall::default()).unwrap();
    engine
        .execute(AnswerCall::new(&*call, AnswerRequest::new()))
        .unwrap();
    call
}

fn create(engine: &mut Engine, call: &str, name: &str) -> String {
    let body = CreateConferenceRequest::new(call, name);
    let reply = engine.execute(CreateConference::new(body)).unwrap();
    reply.data.unwrap().id.to_string()
}

fn events(engine: &mut Engine) -> Vec<String> {
    engine
        .take_notifications()
        .iter()
        .map(|it| it.event.event_type())
        .collect()
}

#[test]
fn a_conference_ends_when_the_last_participant_leaves() {
    let mut engine = engine();
    let first = caller(&mut engine);
    let second = caller(&mut engine);
    events(&mut engine);
    let id = create(&mut engine, &first, "Stand-up");
    engine
        .execute(JoinConference::new(
            &*id,
            JoinConferenceRequest::new(&*second),
        ))
        .unwrap();
    engine
        .execute(LeaveConference::new(
            &*id,
            LeaveConferenceRequest::new(&*first),
        ))
        .unwrap();
    engine.hang_up_telephone(&second, None).unwrap();
    assert_eq!(
        events(&mut engine),
        [
            "conference.created",
            "conference.participant.joined",
            "conference.participant.joined",
            "conference.participant.left",
            "conference.participant.left",
            "conference.ended",
            "call.hangup",
        ]
    );
    let view = engine
        .execute(RetrieveConference::new(&*id))
        .unwrap()
        .data
        .unwrap();
    assert_eq!(view.status, Some(ConferenceStatus::Completed));
    assert_eq!(view.end_reason, Some(ConferenceEndReason::AllLeft));
}

#[test]
fn a_conference_lasts_four_hours_at_most() {
    let mut engine = engine();
    let call = caller(&mut engine);
    let id = create(&mut engine, &call, "Stand-up");
    engine.advance(SignedDuration::from_hours(3));
    let late = caller(&mut engine);
    engine
        .execute(JoinConference::new(
            "Stand-up",
            JoinConferenceRequest::new(&*late),
        ))
        .unwrap();
    engine.advance(SignedDuration::from_mins(59));
    assert!(engine.conferences[&id].is_active());
    events(&mut engine);
    engine.advance(SignedDuration::from_mins(1));
    let view = engine
        .execute(RetrieveConference::new(&*id))
        .unwrap()
        .data
        .unwrap();
    assert_eq!(view.end_reason, Some(ConferenceEndReason::TimeExceeded));
    let events = events(&mut engine);
    assert_eq!(events.iter().filter(|it| *it == "call.hangup").count(), 2);
}

/// A source of choices, so that a failure can be repeated.
struct Choices(u64);

impl Choices {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(count).unwrap()).unwrap()
    }
}

/// Dials a number into a conference by TeXML.
fn dial_texml(engine: &mut Engine, name: &str, ends_on_exit: bool) {
    let sid = &*engine.settings().account_sid.clone();
    let body = DialConferenceParticipantRequest::new()
        .application_sid(APPLICATION_SID)
        .from("+12025550100")
        .to("+12025550101")
        .conference_status_callback("http://localhost/")
        .conference_status_callback_event("start end join leave")
        .status_callback("http://localhost/")
        .status_callback_event("initiated ringing answered completed")
        .end_conference_on_exit(ends_on_exit);
    drop(engine.execute(DialTexmlConferenceParticipant::new(sid, name, body)));
}

/// Does something at random. Whether it is refused does not matter.
fn act(engine: &mut Engine, choices: &mut Choices, known: &[String], names: &[&str]) {
    let call = &*known[choices.below(known.len())];
    let name = names[choices.below(names.len())];
    let flag = choices.below(2) == 0;
    match choices.below(16) {
        0 | 1 => drop(engine.execute(AnswerCall::new(call, AnswerRequest::new()))),
        2 | 3 => {
            let body = CreateConferenceRequest::new(call, name)
                .start_conference_on_create(flag)
                .max_participants(3);
            drop(engine.execute(CreateConference::new(body)));
        }
        4..=6 => {
            let body = JoinConferenceRequest::new(call)
                .end_conference_on_exit(flag)
                .soft_end_conference_on_exit(choices.below(3) == 0)
                .start_conference_on_enter(choices.below(2) == 0);
            drop(engine.execute(JoinConference::new(name, body)));
        }
        7 => drop(engine.execute(LeaveConference::new(
            name,
            LeaveConferenceRequest::new(call),
        ))),
        8 => drop(engine.execute(EndConference::new(name))),
        9 => {
            let body = ConferenceSpeakRequest::new("Good morning!", "female");
            let body = if flag {
                body.call_control_ids(vec![call.to_owned()])
            } else {
                body
            };
            drop(engine.execute(SpeakTextToConference::new(name, body)));
        }
        10 => {
            let body = ConferencePlayRequest::new().audio_url("https://example.com/a.wav");
            drop(engine.execute(PlayConferenceAudio::new(name, body)));
            drop(engine.execute(HoldConferenceParticipants::new(
                name,
                ConferenceHoldRequest::new(),
            )));
        }
        11 => drop(engine.execute(StopConferenceAudio::new(name, ConferenceStopRequest::new()))),
        12 => {
            let body = StartConferenceRecordingRequest::new(RecordingFormat::Mp3);
            drop(engine.execute(StartConferenceRecording::new(name, body)));
        }
        13 => drop(engine.execute(HangupCall::new(call, HangupRequest::new()))),
        14 => dial_texml(engine, name, flag),
        _ => {
            drop(engine.pick_up(call));
            drop(engine.press_digits(call, "1#"));
            drop(engine.talk(call));
        }
    }
}

/// Checks what always holds.
fn check(engine: &Engine) {
    for (name, id) in &engine.active_names {
        let conference = &engine.conferences[id];
        assert!(conference.is_active() && conference.name == *name);
    }
    for conference in engine.conferences.values() {
        let present: Vec<_> = conference.present().collect();
        if !conference.is_active() {
            assert!(present.is_empty() && conference.end.is_some() && conference.audio.is_empty());
            assert!(
                conference
                    .recordings
                    .iter()
                    .all(super::recording::Recording::has_ended)
            );
            continue;
        }
        assert_eq!(
            engine.active_names.get(&conference.name),
            Some(&conference.id)
        );
        assert!(!present.is_empty() && present.len() <= 250);
        for participant in present {
            let call = &engine.calls[&participant.leg.call];
            assert!(!call.has_ended());
            if participant.state == super::participant::ParticipantState::Joined {
                assert!(call.is_answered());
                assert_eq!(call.conference.as_ref(), Some(&conference.id));
            }
        }
    }
    for call in engine.calls.values() {
        assert!(!call.has_ended() || (call.conference.is_none() && call.alarms.is_empty()));
    }
}

/// Checks that an event is one that its document declares, and keeps the rules.
fn check_event(event: &SentEvent) {
    let json = event.json();
    match event {
        SentEvent::Call(sent) => {
            let event: calls::Event = serde_json::from_value(json).unwrap();
            assert_eq!(event.undeclared(), None);
            generated::Validate::validate(&**sent).unwrap();
        }
        SentEvent::Conference(sent) => {
            let event: conferences::Event = serde_json::from_value(json).unwrap();
            assert_eq!(event, **sent);
            assert_eq!(event.undeclared(), None);
            generated::Validate::validate(&event).unwrap();
        }
        SentEvent::Texml(sent) => {
            let form = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(event.pairs())
                .finish();
            let event = texml_callbacks::webhook::unverified(form.as_bytes()).unwrap();
            assert_eq!(event.undeclared(), None, "{json}");
            assert_eq!(event, **sent);
            generated::Validate::validate(&event).unwrap();
        }
    }
}

#[test]
fn invariants_hold_whatever_happens_and_all_events_are_declared() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 1..=40 {
        let mut engine = engine();
        let mut choices = Choices(seed * 7_919);
        for step in 0..150 {
            if step % 6 == 0 {
                engine.call_in(InboundCall::default()).unwrap();
            }
            let known: Vec<_> = engine.calls.keys().rev().take(8).cloned().collect();
            act(&mut engine, &mut choices, &known, &["a", "b", "c"]);
            check(&engine);
            if step % 10 == 9 {
                engine.advance(SignedDuration::from_secs(
                    i64::try_from(choices.below(90)).unwrap(),
                ));
                check(&engine);
            }
        }
        engine.advance(SignedDuration::from_hours(5));
        check(&engine);
        assert_eq!(engine.active_names.len(), 0);
        assert_eq!(engine.timers.len(), 0);
        let list = engine.execute(ListConferences::new()).unwrap();
        let expiries: Vec<_> = list
            .data
            .unwrap()
            .into_iter()
            .map(|it| it.expires_at)
            .collect();
        assert!(expiries.is_sorted_by(|one, next| one >= next));
        for notification in engine.take_notifications() {
            check_event(&notification.event);
            seen.insert(notification.event.event_type());
        }
    }
    for event in [
        "conference.floor.changed",
        "participant-leave",
        "conference-end",
        "call.hangup",
    ] {
        assert!(seen.contains(event), "{seen:?}");
    }
    assert!(seen.len() >= 20, "{seen:?}");
}

#[test]
fn a_repeated_command_id_is_answered_and_ignored_for_a_minute() {
    let mut engine = engine();
    let call = caller(&mut engine);
    let body = CreateConferenceRequest::new(&*call, "Stand-up").command_id("1");
    let first = engine.execute(CreateConference::new(body.clone())).unwrap();
    engine.advance(SignedDuration::from_secs(59));
    assert_eq!(
        engine.execute(CreateConference::new(body.clone())).unwrap(),
        first
    );
    engine.advance(SignedDuration::from_secs(1));
    let refusal = engine.execute(CreateConference::new(body)).unwrap_err();
    assert_eq!(refusal.code(), "90033");
}

#[test]
fn what_has_ended_is_forgotten_in_the_end() {
    let mut engine = engine();
    for number in 0..2_200 {
        let call = caller(&mut engine);
        create(&mut engine, &call, &number.to_string());
        engine.hang_up_telephone(&call, None).unwrap();
        engine.take_notifications();
    }
    let sizes = engine.sizes();
    assert!(sizes["calls"] <= 2_001 && sizes["conferences"] <= 2_001);
    assert_eq!(sizes["alarms"], 0);
    engine.advance(SignedDuration::from_mins(11));
    caller(&mut engine);
    assert_eq!(engine.sizes()["calls"], 1);
}
