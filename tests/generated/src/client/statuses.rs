//! Error statuses: the error that a call returns, whatever the body is.

use generated::conferences::{Errors, errors};
use generated::runtime::ApiError;
use generated::{Error, Operation, Value};
use serde_json::json;

use super::{join, once, retrieve};
use crate::bodies;
use crate::server::{Answer, Server};

/// Sends a call to a server with this answer; returns the error.
async fn error<O: Operation>(operation: &O, answer: Answer) -> Error<O::Error>
where
    O::Output: std::fmt::Debug,
{
    let server = Server::script([answer]);
    let client = once(&server);
    let error = client.call(operation).send().await.expect_err("an error");
    assert_eq!(server.seen().len(), 1);
    error
}

fn api<E: std::fmt::Debug>(error: Error<E>) -> ApiError<E> {
    match error {
        Error::Api(error) => *error,
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn every_error_of_the_document_has_its_name() {
    for (status, name, body) in bodies::errors() {
        let error = error(&join(), Answer::new(status).with_json(&body)).await;
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        assert_eq!(error.code(), body["errors"][0]["code"].as_str(), "{name}");
        assert_eq!(error.named().map(|it| it.name), Some(name.as_str()));
    }
}

/// Whether or not the document declares the status.
#[tokio::test]
async fn error_bodies_are_decoded_with_any_status() {
    let body = json!({ "errors": [{ "code": "99999", "title": "Some title" }] });
    for status in [
        400, 401, 403, 404, 405, 409, 410, 422, 429, 451, 500, 503, 599,
    ] {
        let error = error(&join(), Answer::new(status).with_json(&body)).await;
        assert_eq!(error.code(), Some("99999"), "{status}");
        assert_eq!(error.named(), None);
        let retryable = matches!(status, 409 | 429 | 500..);
        assert_eq!(error.is_retryable(), retryable, "{status}");
        let api = api(error);
        assert_eq!(api.status.as_u16(), status);
        assert!(api.body.is_some());
        assert_eq!(api.raw, body.to_string());
    }
}

#[tokio::test]
async fn other_bodies_never_hide_the_status() {
    let page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
    for body in [
        "",
        page,
        "null",
        "[]",
        "42",
        "{\"errors\": ",
        "{\"errors\": {}}",
        "{\"errors\": [3]}",
        "\u{feff}",
    ] {
        for status in [400, 404, 422, 429, 502] {
            let answer = Answer::new(status).text(body);
            let error = error(&join(), answer.header("content-type", "text/html")).await;
            assert_eq!(error.code(), None);
            assert_eq!(error.named(), None);
            let api = api(error);
            assert_eq!(api.status.as_u16(), status, "{body}");
            assert!(api.body.is_none(), "{body}: {:?}", api.body);
            assert_eq!(api.raw, body);
        }
    }
}

#[tokio::test]
async fn several_errors_in_a_body_are_all_reported() {
    let mut body = json!({ "errors": [] });
    for error in [
        errors::MAX_PARTICIPANTS_REACHED,
        errors::VALUE_OUTSIDE_RANGE,
    ] {
        let example: Value = serde_json::from_str(error.json).expect("it is JSON");
        let list = body["errors"].as_array_mut().expect("it is a list");
        list.push(example["errors"][0].clone());
        list.push(json!({ "code": "99999", "title": "Never seen", "detail": "before" }));
    }
    let error = error(&join(), Answer::new(422).with_json(&body)).await;
    assert_eq!(error.code(), Some("90032"));
    assert_eq!(error.named(), Some(&errors::MAX_PARTICIPANTS_REACHED));
    let api = api(error);
    let names: Vec<_> = api.named().map(|it| it.map(|it| it.name)).collect();
    let outside = errors::VALUE_OUTSIDE_RANGE.name;
    let expected = [Some("max_participants_reached"), None, Some(outside), None];
    assert_eq!(names, expected);
    let errors: &Errors = api.body.as_ref().expect("it was read");
    assert_eq!(serde_json::to_value(errors).ok(), Some(body));
}

#[tokio::test]
async fn the_other_document_has_its_own_error_body() {
    let operation = generated::texml::GetTexmlConference::new("a", "c");
    let body = json!({ "errors": [{ "detail": "Resource not found" }] });
    let answer = Answer::new(404).with_json(&body);
    let api = api(error(&operation, answer).await);
    let read = api.body.expect("it was read");
    assert_eq!(serde_json::to_value(read).ok(), Some(body));
}

#[tokio::test]
async fn errors_have_the_request_id_and_headers() {
    let answer = || {
        let answer = Answer::new(422).header("x-request-id", "r-17");
        answer.header("x-ratelimit-remaining", "0")
    };
    let said = error(&join(), answer().text("?")).await;
    assert_eq!(said.request_id(), Some("r-17"));
    let api = api(said);
    assert_eq!(api.headers["x-ratelimit-remaining"], "0");

    let said = error(&retrieve(), Answer::new(200).header("x-request-id", "r-18")).await;
    assert!(matches!(said, Error::Undecodable(_)));
    assert_eq!(said.request_id(), Some("r-18"));
    assert_eq!(error(&join(), Answer::new(500)).await.request_id(), None);
}

/// Neither a status below 200 nor one from 300 on is a success.
#[tokio::test]
async fn only_2xx_is_a_success() {
    for status in [300, 304, 305] {
        let error = error(&retrieve(), Answer::new(status)).await;
        assert_eq!(api(error).status.as_u16(), status);
    }
}

#[tokio::test]
async fn the_message_contains_status_code_and_title() {
    let body = json!({ "errors": [{ "code": "10015", "title": "Some title" }] });
    let said = error(&join(), Answer::new(422).with_json(&body)).await;
    assert_eq!(
        said.to_string(),
        "the API returned 422 Unprocessable Entity: 10015 Some title"
    );
    let said = error(&join(), Answer::new(502).text("<html>")).await;
    assert_eq!(said.to_string(), "the API returned 502 Bad Gateway: <html>");
    let body = json!({ "errors": [{
        "code": "90015",
        "title": "Unable to execute command",
        "detail": "The call is no longer active.",
        "source": { "pointer": "/call_control_id" },
    }] });
    let said = error(&join(), Answer::new(422).with_json(&body)).await;
    assert_eq!(
        said.to_string(),
        "the API returned 422 Unprocessable Entity: 90015 Unable to execute command: The call is \
         no longer active. (/call_control_id)"
    );
}
