//! Identifiers: one type for each kind, whatever module they come from.

use generated::calls::{self, DialRequest};
use generated::conferences::{
    self, Conference, ConferenceHoldRequest, CreateConferenceRequest, JoinConference,
    JoinConferenceRequest,
};
use generated::shared::{CallControlId, ConferenceId};
use generated::{Operation, decode};

#[test]
fn an_event_of_a_call_gives_the_id_that_joins_a_conference() {
    let body = br#"{"data":{"event_type":"call.answered","payload":{"call_control_id":"v3:a"}}}"#;
    let delivery = calls::webhook::unverified(body).unwrap();
    let calls::Event::CallAnswered(answered) = delivery.event else {
        panic!("{delivery:?}");
    };
    let call = answered.payload.unwrap().call_control_id.unwrap();
    let request = JoinConferenceRequest::new(&call);
    assert_eq!(request.call_control_id, call);
    let request = CreateConferenceRequest::new(call, "Stand-up");
    assert_eq!(request.call_control_id, "v3:a");
}

#[test]
fn an_operation_takes_the_id_of_a_result() {
    let conference: Conference = decode(
        br#"{"id":"a/b","record_type":"conference","name":"n","created_at":"t","expires_at":"t"}"#,
    )
    .unwrap();
    let call = JoinConference::new(&conference.id, JoinConferenceRequest::new("v3:a"));
    let request = call.request().unwrap();
    assert_eq!(request.uri(), "/conferences/a%2Fb/actions/join");
}

#[test]
fn lists_take_items_of_any_kind_that_converts() {
    let id = CallControlId::from("v3:a");
    let lists = [
        ConferenceHoldRequest::new().call_control_ids(["v3:a"]),
        ConferenceHoldRequest::new().call_control_ids(vec!["v3:a".to_owned()]),
        ConferenceHoldRequest::new().call_control_ids([&id]),
        ConferenceHoldRequest::new().call_control_ids(Some(id.clone())),
    ];
    for list in lists {
        assert_eq!(list.call_control_ids, Some(vec![id.clone()]));
    }
}

/// Both paths name one type, or this would not compile.
#[test]
fn modules_share_their_identifiers() {
    let id: conferences::CallControlId = calls::CallControlId::from("v3:a");
    let request = DialRequest::new("1", "+1", "+2".to_owned().into()).link_to(id);
    assert_eq!(request.link_to.as_deref(), Some("v3:a"));
    let sid: generated::texml::CallSid = generated::texml_callbacks::CallSid::from("v3:a");
    assert_eq!(CallControlId::from(sid.as_str()), "v3:a");
    assert_eq!(ConferenceId::from("x").to_string(), "x");
}
