//! Every operation, built from the examples of its document, and properties that all of them have.

use std::collections::BTreeSet;
use std::fmt::{Debug, Write};
use std::fs;
use std::path::Path;

use generated::calls::{
    AnswerCall, AnswerRequest, BridgeCall, BridgeRequest, ClientStateUpdateRequest, DialCall,
    DialRequest, HangupCall, HangupRequest, RejectCall, RejectRequest, RetrieveCallStatus,
    SwitchSupervisorRole, SwitchSupervisorRoleRequest, TransferCall, TransferCallRequest,
    UpdateClientState,
};
use generated::conferences::{self, *};
use generated::runtime::{Decode, decode};
use generated::server::Receive;
use generated::texml::{self, *};
use generated::{Operation, Retry, Value};
use serde::Serialize;

use crate::bodies::{self, Body};

/// A function that is generic over the operation.
pub(crate) trait Visitor {
    fn visit<O>(&mut self, module: &str, operation: O)
    where
        O: Receive<Body: Serialize, Output: Serialize + Debug, Error: Serialize + Debug>
            + PartialEq
            + Debug;
}

const CONFERENCE: &str = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const PARTICIPANT: &str = "1f5b5e8a-0f7e-4c8c-9a5e-2f1f4ce3a7d1";
const ACCOUNT: &str = "61bf923e-5e4d-4595-a110-56190ea18a1b";
const ROOM: &str = "6dc6cc1a-1ba1-4351-86b8-4c22c95cd98f";
const CALL: &str = "v3:9X2vxPDFY2RHSJ1EdMS0RHRksMTg7ldNxdjWbVr9zBjbGjGsSe-aiQ";

/// Visits every operation of the documents, in their order.
pub(crate) fn each(visitor: &mut impl Visitor) {
    each_of_calls(visitor);
    each_of_conferences(visitor);
    each_of_texml(visitor);
}

#[rustfmt::skip]
fn each_of_calls(visitor: &mut impl Visitor) {
    /// All members, without those that exclude others.
    fn example<T: Decode>(key: &str) -> T {
        from_example("calls", key, &["audio_url", "conference_config", "queue", "video_room_context", "video_room_id"])
    }
    macro_rules! visit { ($($operation:expr;)*) => { $(visitor.visit("calls", $operation);)* } }
    visit! {
        DialCall::new(example::<DialRequest>("CallRequest"));
        RetrieveCallStatus::new(CALL);
        AnswerCall::new(CALL, example::<AnswerRequest>("AnswerRequest"));
        HangupCall::new(CALL, example::<HangupRequest>("HangupRequest"));
        RejectCall::new(CALL, example::<RejectRequest>("RejectRequest"));
        BridgeCall::new(CALL, example::<BridgeRequest>("BridgeRequest"));
        TransferCall::new(CALL, example::<TransferCallRequest>("TransferCallRequest"));
        UpdateClientState::new(CALL, example::<ClientStateUpdateRequest>("ClientStateUpdateRequest"));
        SwitchSupervisorRole::new(CALL, example::<SwitchSupervisorRoleRequest>("SwitchSupervisorRoleRequest"));
    }
}

#[rustfmt::skip]
fn each_of_conferences(visitor: &mut impl Visitor) {
    /// All members, without those that exclude others.
    fn example<T: Decode>(key: &str) -> T {
        from_example("conferences", key, &["hold_audio_url", "audio_url"])
    }
    let filter: ConferenceFilter = example("ConferenceFilter");
    let participants: ParticipantFilter = example("ParticipantFilter");
    let page: conferences::Page = example("Page");
    let region = ConferenceRegion::Us;
    macro_rules! visit { ($($operation:expr;)*) => { $(visitor.visit("conferences", $operation);)* } }
    visit! {
        ListConferences::new().filter(filter).page(page.clone()).region(region.clone());
        CreateConference::new(example::<CreateConferenceRequest>("CreateConferenceRequest"));
        ListConferenceParticipants::new(CONFERENCE).filter(participants).page(page).region(region.clone());
        RetrieveConference::new(CONFERENCE).region(region);
        EndConference::new(CONFERENCE).body(example("EndConferenceRequest"));
        ConferenceGatherUsingAudio::new(CONFERENCE).body(published("ConferenceGatherUsingAudioRequest"));
        HoldConferenceParticipants::new(CONFERENCE, example::<ConferenceHoldRequest>("ConferenceHoldRequest"));
        JoinConference::new(CONFERENCE, example::<JoinConferenceRequest>("JoinConferenceRequest"));
        LeaveConference::new(CONFERENCE, example::<LeaveConferenceRequest>("LeaveConferenceRequest"));
        MuteConferenceParticipants::new(CONFERENCE, example::<ConferenceMuteRequest>("ConferenceMuteRequest"));
        PlayConferenceAudio::new(CONFERENCE, example::<ConferencePlayRequest>("ConferencePlayRequest"));
        PauseConferenceRecording::new(CONFERENCE, example::<PauseConferenceRecordingRequest>("PauseConferenceRecordingRequest"));
        ResumeConferenceRecording::new(CONFERENCE, example::<ResumeConferenceRecordingRequest>("ResumeConferenceRecordingRequest"));
        StartConferenceRecording::new(CONFERENCE, example::<StartConferenceRecordingRequest>("StartConferenceRecordingRequest"));
        StopConferenceRecording::new(CONFERENCE, example::<StopRecordingConferenceRequest>("StopRecordingConferenceRequest"));
        ConferenceSendDtmf::new(CONFERENCE).body(example("ConferenceSendDTMFRequest"));
        SpeakTextToConference::new(CONFERENCE, example::<ConferenceSpeakRequest>("ConferenceSpeakRequest"));
        StopConferenceAudio::new(CONFERENCE, example::<ConferenceStopRequest>("ConferenceStopRequest"));
        UnholdConferenceParticipants::new(CONFERENCE, example::<ConferenceUnholdRequest>("ConferenceUnholdRequest"));
        UnmuteConferenceParticipants::new(CONFERENCE, example::<ConferenceUnmuteRequest>("ConferenceUnmuteRequest"));
        conferences::UpdateConference::new(CONFERENCE, example::<conferences::UpdateConferenceRequest>("UpdateConferenceRequest"));
        RetrieveConferenceParticipant::new(CONFERENCE, PARTICIPANT);
        conferences::UpdateConferenceParticipant::new(CONFERENCE, PARTICIPANT).body(example("UpdateConferenceParticipantRequest"));
    }
}

#[rustfmt::skip]
fn each_of_texml(visitor: &mut impl Visitor) {
    fn example<T: Decode>(key: &str) -> T {
        from_example("texml", key, &[])
    }
    let dial: DialConferenceParticipantRequest = example("DialConferenceParticipantRequest");
    let update = example::<texml::UpdateConferenceRequest>("call-scripting_UpdateConferenceRequest");
    let participant = example::<texml::UpdateConferenceParticipantRequest>("call-scripting_UpdateConferenceParticipantRequest");
    macro_rules! visit { ($($operation:expr;)*) => { $(visitor.visit("texml", $operation);)* } }
    visit! {
        GetTexmlConferences::new(ACCOUNT)
            .date_created(">=2023-05-22").date_updated(">=2023-05-22").friendly_name("weekly_review_call")
            .page(1).page_size(10).page_token("token").status(texml::ConferenceStatus::InProgress);
        GetTexmlConference::new(ACCOUNT, ROOM);
        UpdateTexmlConference::new(ACCOUNT, ROOM, update);
        GetTexmlConferenceParticipants::new(ACCOUNT, ROOM);
        DialTexmlConferenceParticipant::new(ACCOUNT, ROOM, dial);
        DeleteTexmlConferenceParticipant::new(ACCOUNT, ROOM, CALL);
        GetTexmlConferenceParticipant::new(ACCOUNT, ROOM, CALL);
        UpdateTexmlConferenceParticipant::new(ACCOUNT, ROOM, CALL, participant);
        GetTexmlConferenceRecordings::new(ACCOUNT, ROOM);
        FetchTexmlConferenceRecordings::new(ACCOUNT, ROOM);
    }
}

/// The example of a schema: the examples of all its members, except for these.
fn from_example<T: Decode>(module: &str, key: &str, without: &[&str]) -> T {
    let name = format!("assembled/{module}.json {key}");
    let mut json = json(bodies::assembled(), &name);
    if let Some(members) = json.as_object_mut() {
        members.retain(|member, _| !without.contains(&member.as_str()));
    }
    value(&name, &json)
}

/// The `example` of the schema itself.
fn published<T: Decode>(key: &str) -> T {
    let name = format!("conferences/{key}.json");
    value(&name, &json(bodies::published(), &name))
}

fn json(bodies: Vec<Body>, name: &str) -> Value {
    let body = bodies.into_iter().find(|body| body.name == name);
    body.unwrap_or_else(|| panic!("there is no {name}")).json
}

fn value<T: Decode>(name: &str, json: &Value) -> T {
    decode(json.to_string().as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A request as HTTP text.
pub(crate) fn http_text<O: Operation>(operation: &O) -> String {
    let request = operation.request();
    let request = request.unwrap_or_else(|error| panic!("{}: {error}", O::NAME));
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        let value = value
            .to_str()
            .expect("no header here is anything but ASCII");
        writeln!(text, "{name}: {value}").expect("a string takes any text");
    }
    let body = str::from_utf8(request.body()).expect("no body here is anything but text");
    if !body.is_empty() {
        write!(text, "\n{body}\n").expect("a string takes any text");
    }
    text
}

#[test]
fn requests_are_those_of_the_snapshots() {
    struct Wire(String, &'static str);
    impl Visitor for Wire {
        fn visit<O: Operation>(&mut self, module: &str, operation: O) {
            if module == self.1 {
                let text = http_text(&operation);
                write!(self.0, "──── {}\n{text}\n", O::NAME).expect("a string takes any text");
            }
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for module in ["calls", "conferences", "texml"] {
        let mut wire = Wire(String::new(), module);
        each(&mut wire);
        settings.bind(|| insta::assert_snapshot!(format!("wire_{module}"), wire.0));
    }
}

#[test]
fn every_operation_of_the_documents_is_visited() {
    #[derive(Default)]
    struct Places(BTreeSet<String>);
    impl Visitor for Places {
        fn visit<O: Operation>(&mut self, module: &str, _: O) {
            let new = self.0.insert(format!("{module} {} {}", O::METHOD, O::PATH));
            assert!(new, "{} is here twice", O::NAME);
        }
    }
    let mut places = Places::default();
    each(&mut places);
    let mut declared = BTreeSet::new();
    for module in ["calls", "conferences", "texml"] {
        let path = format!("{}/../../specs/{module}.yml", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(Path::new(&path)).expect("the document is there");
        let document: Value = serde_yaml::from_str(&text).expect("the document is YAML");
        for (path, item) in document["paths"].as_object().expect("a document has paths") {
            let methods = item.as_object().expect("a path has methods").keys();
            let methods = methods.filter(|key| *key != "parameters");
            declared.extend(methods.map(|it| format!("{module} {} {path}", it.to_uppercase())));
        }
    }
    assert_eq!(places.0, declared);
    assert_eq!(declared.len(), 42);
}

#[test]
fn a_request_is_deterministic_and_has_no_credentials() {
    struct Same;
    impl Visitor for Same {
        fn visit<O: Operation>(&mut self, _: &str, operation: O) {
            let [one, two] = [operation.request(), operation.clone().request()]
                .map(|it| it.expect("the examples keep the rules"));
            assert_eq!(one.body(), two.body());
            assert_eq!(one.uri(), two.uri());
            assert!(one.uri().authority().is_none() && one.uri().path().starts_with('/'));
            assert!(one.headers().get("authorization").is_none());
        }
    }
    each(&mut Same);
}

#[test]
fn operations_have_the_expected_retry_safety() {
    #[derive(Default)]
    struct Classes(Vec<(&'static str, Retry)>);
    impl Visitor for Classes {
        fn visit<O: Operation>(&mut self, _: &str, mut operation: O) {
            let key = operation.idempotency_key().map(Option::take);
            let once = O::RETRY.idempotency_field().is_some();
            assert_eq!(key.is_some(), once, "{}", O::NAME);
            self.0.push((O::NAME, O::RETRY));
        }
    }
    let mut classes = Classes::default();
    each(&mut classes);
    let of = |wanted: fn(&Retry) -> bool| {
        let names = classes.0.iter().filter(|(_, retry)| wanted(retry));
        names.map(|(name, _)| *name).collect::<Vec<_>>()
    };
    let once = Retry::IdempotencyKey {
        field: "command_id",
        seconds: 60,
    };
    let with_key = classes.0.iter().filter(|(_, retry)| *retry == once);
    assert_eq!(with_key.count(), 16);
    assert_eq!(
        of(|retry| *retry == Retry::Unsafe),
        [
            "ConferenceGatherUsingAudio",
            "PlayConferenceAudio",
            "ConferenceSendDtmf",
            "UpdateTexmlConference",
            "DialTexmlConferenceParticipant",
            "UpdateTexmlConferenceParticipant",
        ]
    );
    assert_eq!(of(|retry| *retry == Retry::Idempotent).len(), 42 - 16 - 6);
}
