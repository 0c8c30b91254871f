//! The mock as the transport of both clients.

use std::time::Duration;

use generated::conferences::{
    Conference, CreateConference, CreateConferenceRequest, RetrieveConference, errors,
};
use generated::{Client, Mock, TransportError, TransportErrorKind, blocking, decode};

fn conference(name: &str) -> Conference {
    let text = format!(
        r#"{{"created_at": "2025-01-01T00:00:00Z", "expires_at": "2025-01-01T04:00:00Z",
        "id": "1", "name": "{name}", "record_type": "conference"}}"#
    );
    decode(text.as_bytes()).unwrap()
}

fn create(name: &str) -> CreateConference {
    CreateConference::new(CreateConferenceRequest::new("v3:leg", name))
}

#[test]
fn closures_answer_the_calls_of_the_blocking_client() {
    let mut created = Vec::new();
    let mock = Mock::new().on(move |call: &CreateConference| {
        if created.contains(&call.body.name) {
            return Err(errors::CONFERENCE_NAME_CONFLICT.into());
        }
        created.push(call.body.name.clone());
        Ok(conference(&call.body.name))
    });
    let client = blocking::Client::builder("key")
        .transport(mock.clone())
        .build()
        .unwrap();
    let found = create("a").send_blocking(&client).unwrap();
    assert_eq!(found.name, "a");
    let error = create("a").send_blocking(&client).unwrap_err();
    assert_eq!(error.named(), Some(&errors::CONFERENCE_NAME_CONFLICT));
    let error = RetrieveConference::new("a").send_blocking(&client);
    assert_eq!(error.unwrap_err().status().unwrap(), 404);
    let calls: Vec<CreateConference> = mock.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[1].body.name, "a");
    assert_eq!(mock.requests().len(), 3);
    assert_eq!(mock.requests()[0].headers()["authorization"], "Bearer key");
}

#[tokio::test]
async fn closures_answer_the_calls_of_the_asynchronous_client() {
    let mock = Mock::new()
        .on(|_: &RetrieveConference| Ok(conference("first")))
        .on(|call: &RetrieveConference| Ok(conference(&call.id)));
    let client = Client::builder("key").transport(mock).build().unwrap();
    let found = RetrieveConference::new("b").send(&client).await.unwrap();
    assert_eq!(found.name, "b");
}

#[test]
fn a_closure_fails_below_http() {
    let mock = Mock::new().on_request::<CreateConference>(|_| {
        Err(TransportError::new(
            TransportErrorKind::Connect,
            "no network",
        ))
    });
    let client = blocking::Client::builder("key")
        .transport(mock)
        .build()
        .unwrap();
    let call = create("a");
    let error = client
        .call(&call)
        .retries(0)
        .timeout(Duration::from_secs(1))
        .send()
        .unwrap_err();
    assert!(error.to_string().contains("no network"), "{error}");
}
