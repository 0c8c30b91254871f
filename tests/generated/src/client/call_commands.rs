//! The commands of calls, run against a real server: what they send, and what they return.

use std::collections::BTreeMap;

use generated::calls::{
    AnswerCall, AnswerRequest, AnsweringMachineDetection, BridgeCall, BridgeRequest,
    CallSupervisorRole, ClientStateUpdateRequest, DialCall, DialRequest, DialTo, HangupCall,
    HangupRequest, RecordingStart, RejectCall, RejectCause, RejectRequest, RetrieveCallStatus,
    SipHeader, SipHeaderName, SwitchSupervisorRole, SwitchSupervisorRoleRequest, TransferCall,
    TransferCallRequest, UpdateClientState, WebhookRetryPolicy, errors,
};
use generated::{Base64, Error, Value};
use serde_json::json;

use super::{instant, once};
use crate::server::{Answer, Seen, Server};

const CALL: &str = "v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg";

/// A call, as a response shows it.
fn call(id: &str) -> Value {
    json!({
        "call_control_id": id,
        "call_leg_id": "428c31b6-7af4-4bcb-b7f5-5013ef9657c1",
        "call_session_id": "428c31b6-7af4-4bcb-b68e-5013ef9657c1",
        "is_alive": false,
        "record_type": "call",
        "recording_id": "d7e9c1d4-8b2a-4b8f-b3a7-9a671c9e9b0a",
        "start_time": "2019-01-23T18:10:02.574Z",
    })
}

fn done() -> Answer {
    Answer::json(json!({ "data": { "result": "ok" } }))
}

/// Checks the path and the body of a command, except for its generated `command_id`.
fn check(seen: &Seen, action: &str, expected: &Value) {
    assert_eq!(seen.target(), format!("/v2/calls/{CALL}/actions/{action}"));
    assert_eq!(seen.header("content-type"), "application/json");
    let mut body = seen.json();
    let members = body.as_object_mut().expect("a command is an object");
    if expected.get("command_id").is_none() {
        members.remove("command_id").expect("the client adds one");
    }
    assert_eq!(&body, expected);
}

#[tokio::test]
async fn dial_returns_the_call_and_its_recording() {
    let server = Server::script([Answer::json(json!({ "data": call(CALL) }))]);
    let header = SipHeader::new(SipHeaderName::UserToUser, "12345");
    let policy = WebhookRetryPolicy::new().retries_ms(vec![1000, 2000, 5000]);
    let request = DialRequest::new(
        "7267",
        "+18005550101",
        DialTo::String("+18005550100".into()),
    )
    .answering_machine_detection(AnsweringMachineDetection::Premium)
    .bridge_on_answer(true)
    .client_state(Base64::encode("have a nice day =]"))
    .command_id("891510ac-f3e4-11e8-af5b-de00688a4901")
    .link_to(CALL)
    .record(RecordingStart::RecordFromAnswer)
    .send_digits_on_answer("wwww200")
    .sip_headers(vec![header])
    .timeout_secs(60)
    .webhook_retries_policies(BTreeMap::from([("call.hangup".to_owned(), policy)]));
    let dialed = DialCall::new(request).send(&once(&server)).await;
    let dialed = dialed.expect("a call");
    assert_eq!(dialed.call_control_id, CALL);
    assert_eq!(
        dialed.recording_id.as_deref(),
        Some("d7e9c1d4-8b2a-4b8f-b3a7-9a671c9e9b0a")
    );
    let seen = server.only();
    assert_eq!(
        (seen.method.as_str(), seen.target()),
        ("POST", "/v2/calls".to_owned())
    );
    let expected = json!({
        "answering_machine_detection": "premium",
        "bridge_on_answer": true,
        "client_state": "aGF2ZSBhIG5pY2UgZGF5ID1d",
        "command_id": "891510ac-f3e4-11e8-af5b-de00688a4901",
        "connection_id": "7267",
        "from": "+18005550101",
        "link_to": CALL,
        "record": "record-from-answer",
        "send_digits_on_answer": "wwww200",
        "sip_headers": [{ "name": "User-to-User", "value": "12345" }],
        "timeout_secs": 60,
        "to": "+18005550100",
        "webhook_retries_policies": { "call.hangup": { "retries_ms": [1000, 2000, 5000] } },
    });
    assert_eq!(seen.json(), expected);
}

#[tokio::test]
async fn dial_takes_several_destinations() {
    let server = Server::script([Answer::json(json!({ "data": call(CALL) }))]);
    let to = DialTo::Array(vec![
        "+18005550100".to_owned(),
        "sip:a@sip.telnyx.com".to_owned(),
    ]);
    let dial = DialCall::new(DialRequest::new("7267", "+18005550101", to));
    dial.send(&once(&server)).await.expect("a call");
    let sent = server.only().json();
    assert_eq!(sent["to"], json!(["+18005550100", "sip:a@sip.telnyx.com"]));
}

#[tokio::test]
async fn an_incoming_call_is_answered_or_rejected() {
    let recording = json!({ "data": { "result": "ok", "recording_id": "r" } });
    let server = Server::script([Answer::json(recording), done()]);
    let client = once(&server);
    let request = AnswerRequest::new().record(RecordingStart::RecordFromAnswer);
    let answered = AnswerCall::new(CALL, request).send(&client).await;
    let answered = answered.expect("a result");
    assert_eq!(answered.result.as_deref(), Some("ok"));
    assert_eq!(answered.recording_id.as_deref(), Some("r"));

    let request = RejectRequest::new(RejectCause::UserBusy);
    let rejected = RejectCall::new(CALL, request).send(&client).await;
    assert_eq!(rejected.expect("a result").result.as_deref(), Some("ok"));

    let [answer, reject] = &server.seen()[..] else {
        panic!("two commands were sent")
    };
    check(answer, "answer", &json!({ "record": "record-from-answer" }));
    check(reject, "reject", &json!({ "cause": "USER_BUSY" }));
}

#[tokio::test]
async fn a_call_is_bridged_with_a_call_or_a_queue() {
    let server = Server::script([done(), done()]);
    let client = once(&server);
    let with_call = BridgeRequest::new()
        .call_control_id("v3:b")
        .park_after_unbridge("self");
    let with_queue = BridgeRequest::new().queue("support");
    for request in [with_call, with_queue] {
        let bridged = BridgeCall::new(CALL, request).send(&client).await;
        assert_eq!(bridged.expect("a result").result.as_deref(), Some("ok"));
    }
    let [call, queue] = &server.seen()[..] else {
        panic!("two commands were sent")
    };
    let expected = json!({ "call_control_id": "v3:b", "park_after_unbridge": "self" });
    check(call, "bridge", &expected);
    check(queue, "bridge", &json!({ "queue": "support" }));
}

#[tokio::test]
async fn what_excludes_each_other_is_not_sent() {
    let server = Server::script([]);
    let both = BridgeRequest::new()
        .call_control_id("v3:b")
        .queue("support");
    let error = BridgeCall::new(CALL, both).send(&once(&server)).await;
    let Err(Error::Invalid(invalid)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        invalid.violations().to_string(),
        "/queue: is mutually exclusive with `call_control_id`"
    );
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn a_call_is_transferred_updated_and_hung_up() {
    let server = Server::script([done(), done(), done(), done()]);
    let client = once(&server);
    let state = Base64::encode("have a nice day =]");
    let request = TransferCallRequest::new("sip:a@sip.telnyx.com")
        .preferred_codecs("OPUS,G722")
        .target_leg_client_state(state.clone());
    let transfer = TransferCall::new(CALL, request);
    transfer.send(&client).await.expect("a result");
    let update = UpdateClientState::new(CALL, ClientStateUpdateRequest::new(state));
    update.send(&client).await.expect("a result");
    let request = SwitchSupervisorRoleRequest::new(CallSupervisorRole::Whisper);
    let switch = SwitchSupervisorRole::new(CALL, request);
    switch.send(&client).await.expect("a result");
    let hangup = HangupCall::new(CALL, HangupRequest::new());
    hangup.send(&client).await.expect("a result");

    let [transfer, update, switch, hangup] = &server.seen()[..] else {
        panic!("four commands were sent")
    };
    let expected = json!({
        "preferred_codecs": "OPUS,G722",
        "target_leg_client_state": "aGF2ZSBhIG5pY2UgZGF5ID1d",
        "to": "sip:a@sip.telnyx.com",
    });
    check(transfer, "transfer", &expected);
    // Neither has a `command_id`: they are the same however often they are carried out.
    assert_eq!(update.method, "PUT");
    assert_eq!(
        update.json(),
        json!({ "client_state": "aGF2ZSBhIG5pY2UgZGF5ID1d" })
    );
    assert_eq!(switch.json(), json!({ "role": "whisper" }));
    check(hangup, "hangup", &json!({}));
}

#[tokio::test]
async fn a_call_is_retrieved() {
    let server = Server::script([Answer::json(json!({ "data": call(CALL) }))]);
    let found = RetrieveCallStatus::new(CALL).send(&once(&server)).await;
    let found = found.expect("a call");
    assert!(!found.is_alive);
    assert_eq!(
        found.start_time.expect("it has one").as_str(),
        "2019-01-23T18:10:02.574Z"
    );
    assert_eq!(server.targets(), [format!("/v2/calls/{CALL}")]);
}

#[tokio::test]
async fn a_repeated_command_has_the_same_id() {
    let server = Server::script([Answer::new(503), done()]);
    let (builder, _) = instant(&server.base_url());
    let client = builder.build().expect("it is well configured");
    let answer = AnswerCall::new(CALL, AnswerRequest::new());
    answer.send(&client).await.expect("a result");
    let [one, two] = &server.seen()[..] else {
        panic!("it was sent twice")
    };
    assert_eq!(one.text("command_id"), two.text("command_id"));
}

#[tokio::test]
async fn errors_have_names_under_every_status() {
    for named in errors::ALL {
        let body: Value = serde_json::from_str(named.json).expect("the body is JSON");
        let server = Server::script([Answer::new(named.status).with_json(&body)]);
        let call = RetrieveCallStatus::new(CALL);
        let error = call.send(&once(&server)).await.expect_err("an error");
        // The operation declares 422 and `default`, and 500 has two names in other operations.
        assert_eq!(error.status().map(|it| it.as_u16()), Some(named.status));
        assert_eq!(error.named(), Some(named), "{}", named.name);
    }
    let by_status = |status| errors::ALL.iter().filter(|it| it.status == status).count();
    assert_eq!([400, 422, 500, 503].map(by_status), [4, 19, 1, 1]);
}

#[tokio::test]
async fn a_status_that_the_document_does_not_declare_has_the_same_body() {
    let error = json!({ "code": "10009", "title": "Authentication failed" });
    let server = Server::script([Answer::new(401).with_json(&json!({ "errors": [error] }))]);
    let call = RetrieveCallStatus::new(CALL).send(&once(&server)).await;
    let error = call.expect_err("an error");
    assert_eq!(error.code(), Some("10009"));
    let Error::Api(reply) = error else {
        panic!("{error}")
    };
    assert_eq!(
        reply.body.expect("it decodes").errors.map(|it| it.len()),
        Some(1)
    );
}
