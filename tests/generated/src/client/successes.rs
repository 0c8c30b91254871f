//! Successes: the result, the envelope and the whole response; and bodies that do not decode.

use generated::conferences::{EndConference, ListConferences, UpdateConferenceParticipant};
use generated::runtime::Undecodable;
use generated::texml::DeleteTexmlConferenceParticipant;
use generated::{Error, Operation, Value};
use serde_json::json;

use super::{conference, done, join, once, retrieve, retrieved};
use crate::server::{Answer, Server};

#[tokio::test]
async fn a_call_returns_the_result_or_the_envelope() {
    let server = Server::script([retrieved(), retrieved(), retrieved()]);
    let client = once(&server);
    let result = retrieve().send(&client).await.expect("a conference");
    assert_eq!(result.id, "c1");
    let envelope = client.call(&retrieve()).envelope().await.expect("a reply");
    assert_eq!(envelope.value.data.as_ref(), Some(&result));
    let response = client.call(&retrieve()).response().await.expect("a reply");
    assert_eq!(response.value, result);
    assert_eq!(server.targets(), ["/v2/conferences/c1"; 3]);
}

#[tokio::test]
async fn a_response_has_status_headers_and_request_id() {
    let json = json!({ "data": conference("c1"), "new": true });
    let answer = Answer::new(201).with_json(&json);
    let server = Server::script([answer.header("x-request-id", "r-1")]);
    let client = once(&server);
    let response = client.call(&retrieve()).response().await.expect("a reply");
    assert_eq!(response.status.as_u16(), 201);
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.headers["content-type"], "application/json");
    let raw: Value = serde_json::from_slice(&response.raw).expect("it is JSON");
    assert_eq!(raw, json, "also what the document does not know");
    assert_eq!(response.map(|it| it.name).value, "Business");
}

#[tokio::test]
async fn the_content_type_does_not_matter() {
    for content_type in [
        "application/vnd.api+json; charset=utf-8",
        "text/plain",
        "application/octet-stream",
    ] {
        let answer = Answer::new(200).header("content-type", content_type);
        let server = Server::script([answer.text(r#"{"data":{"result":"ok"}}"#)]);
        let result = join().send(&once(&server)).await.expect("a result");
        assert_eq!(result.result, "ok");
    }
    let server = Server::script([Answer::new(200).text(r#"{"data":{"result":"ok"}}"#)]);
    join()
        .send(&once(&server))
        .await
        .expect("not even its absence");
}

#[tokio::test]
async fn unknown_members_are_tolerated() {
    let mut one = conference("c1");
    one["future_field"] = json!({ "a": [1, null] });
    one["status"] = json!("paused");
    let body = json!({ "data": one, "links": { "next": null } });
    let server = Server::script([Answer::json(body)]);
    let result = retrieve().send(&once(&server)).await.expect("a conference");
    assert_eq!(result.status.expect("a status").as_str(), "paused");
}

#[tokio::test]
async fn a_response_without_content_is_a_success() {
    for status in [200, 202, 204] {
        let server = Server::script([Answer::new(status)]);
        let operation = DeleteTexmlConferenceParticipant::new("a", "c", "p");
        let response = once(&server).call(&operation).response().await;
        assert_eq!(response.expect("a reply").status.as_u16(), status);
        let seen = server.only();
        assert_eq!(
            (seen.method.as_str(), seen.header("accept")),
            ("DELETE", "*/*")
        );
    }
}

/// As the official client does.
#[test]
fn a_missing_optional_body_is_sent_as_an_empty_object() {
    let update = UpdateConferenceParticipant::new("c", "p");
    let request = update.request().expect("it keeps the rules");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.body(), "{}");
}

/// The error has the pointer of the value.
async fn undecodable<O: Operation>(operation: &O, answer: Answer) -> Undecodable
where
    O::Output: std::fmt::Debug,
{
    let server = Server::script([answer]);
    let client = once(&server);
    match client.call(operation).send().await {
        Err(Error::Undecodable(error)) => *error,
        other => panic!("{:?}", other.map_err(|it| it.to_string())),
    }
}

#[tokio::test]
async fn errors_name_the_place_of_a_wrong_type() {
    let mut one = conference("c1");
    one["name"] = json!(42);
    let body = json!({ "data": one });
    let error = undecodable(&retrieve(), Answer::json(body.clone())).await;
    assert_eq!(error.status.as_u16(), 200);
    assert_eq!(error.cause.pointer(), "/data/name");
    assert_eq!(error.raw, body.to_string());

    let body = json!({ "data": [conference("a"), 3] });
    let error = undecodable(&ListConferences::new(), Answer::json(body)).await;
    assert_eq!(error.cause.pointer(), "/data/1");
}

#[tokio::test]
async fn a_missing_result_is_an_error() {
    for body in [json!({}), json!({ "meta": { "data": 1 } })] {
        let error = undecodable(&retrieve(), Answer::json(body.clone())).await;
        assert_eq!(error.status.as_u16(), 200);
        assert_eq!(error.raw, body.to_string());
        assert!(error.cause.to_string().contains("data"), "{}", error.cause);
    }
}

#[tokio::test]
async fn a_body_that_is_not_json_is_an_error() {
    for body in ["", "{\"data\": ", "<html>", "OK", "\"ok\"", "[]", "null"] {
        for operation in [EndConference::new("c1")] {
            let error = undecodable(&operation, Answer::new(200).text(body)).await;
            assert_eq!(error.status.as_u16(), 200);
            assert_eq!(error.raw, body);
        }
    }
}

#[tokio::test]
async fn the_envelope_of_a_response_without_a_result_can_be_read() {
    let server = Server::script([Answer::json(json!({})), done()]);
    let client = once(&server);
    let envelope = client.call(&join()).envelope().await.expect("a reply");
    assert_eq!(envelope.value.data, None);
    let operation = join();
    let sent = client.call(&operation).send().await.expect("a result");
    assert_eq!(sent.result, "ok");
}
