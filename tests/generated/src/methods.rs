//! Operations as methods of both clients.

use std::time::Duration;

use generated::conferences::{
    ConferenceRegion, CreateConference, CreateConferenceRequest, JoinConference,
    JoinConferenceRequest, ListConferences, Page,
};
use generated::{Bytes, Client, Mock, blocking};
use http::Response;

const CONFERENCE: &str = r#"{"created_at": "2025-01-01T00:00:00Z", "expires_at": "2025-01-01T04:00:00Z",
    "id": "1", "name": "Stand-up", "record_type": "conference"}"#;

/// A transport that replies to three operations.
fn service() -> Mock {
    let reply = |body: String| {
        let reply = Response::builder().header("content-type", "application/json");
        Ok(reply.body(Bytes::from(body)).expect("a response"))
    };
    Mock::new()
        .on_request::<ListConferences>(move |_| reply(format!(r#"{{"data": [{CONFERENCE}]}}"#)))
        .on_request::<CreateConference>(move |_| reply(format!(r#"{{"data": {CONFERENCE}}}"#)))
        .on_request::<JoinConference>(move |_| reply(r#"{"data": {"result": "ok"}}"#.to_owned()))
}

#[tokio::test]
async fn a_method_is_awaited() {
    let mock = service();
    let client = Client::builder("key")
        .transport(mock.clone())
        .build()
        .unwrap();
    let request = CreateConferenceRequest::new("v3:leg", "Stand-up");
    let conference = client.conferences().create(request).await.unwrap();
    let join = JoinConferenceRequest::new("v3:other");
    let joined = client
        .conferences()
        .join(&conference.id, join)
        .await
        .unwrap();
    assert_eq!(joined.result, "ok");
    let texml = client.texml().get_conferences("sid").page(2);
    assert!(format!("{texml:?}").contains("page: Some(2)"), "{texml:?}");
    let paths: Vec<String> = mock
        .requests()
        .iter()
        .map(|it| it.uri().path().to_owned())
        .collect();
    assert_eq!(paths, ["/v2/conferences", "/v2/conferences/1/actions/join"]);
}

#[tokio::test]
async fn a_method_has_the_setters_of_its_operation_and_the_options_of_a_call() {
    let mock = service();
    let client = Client::builder("key")
        .transport(mock.clone())
        .build()
        .unwrap();
    let list = client.conferences().list().region(ConferenceRegion::Europe);
    let list = list
        .page(Page::new().size(2))
        .timeout(Duration::from_secs(1))
        .header("x-a", "b");
    let response = list.clone().response().await.unwrap();
    assert_eq!(response.value.data.map(|it| it.len()), Some(1));
    let mut items = list.items();
    assert_eq!(items.next().await.unwrap().unwrap().name, "Stand-up");
    let requests = mock.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert_eq!(
            request.uri().query(),
            Some("region=Europe&page%5Bsize%5D=2")
        );
        assert_eq!(request.headers()["x-a"], "b");
    }
}

#[test]
fn a_blocking_client_has_the_same_methods() {
    let mock = service();
    let client = blocking::Client::builder("key")
        .transport(mock.clone())
        .build()
        .unwrap();
    let list = client
        .conferences()
        .list()
        .region(ConferenceRegion::Europe)
        .send()
        .unwrap();
    assert_eq!(list.data.map(|it| it.len()), Some(1));
    let mut items = client.conferences().list().items();
    assert_eq!(items.next().unwrap().unwrap().name, "Stand-up");
    let request = CreateConferenceRequest::new("v3:leg", "Stand-up");
    assert_eq!(
        client.conferences().create(request).send().unwrap().name,
        "Stand-up"
    );
    let same = blocking::Client::call(&client, &ListConferences::new())
        .send()
        .unwrap();
    assert_eq!(same.data.map(|it| it.len()), Some(1));
    assert_eq!(mock.requests().len(), 4);
}

#[tokio::test]
async fn a_call_that_borrows_its_operation_is_awaited_as_well() {
    let client = Client::builder("key").transport(service()).build().unwrap();
    let list = ListConferences::new();
    let list = client.call(&list).retries(0).await.unwrap();
    assert_eq!(list.data.map(|it| it.len()), Some(1));
}
