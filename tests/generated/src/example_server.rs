//! The example of a server, called by the client, with a receiver of its webhook.

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::routing::post;
use generated::conferences::webhook::{Signer, Verifier};
use generated::conferences::{
    CreateConference, CreateConferenceRequest, Event, JoinConference, JoinConferenceRequest,
    ListConferences, RetrieveConference, errors,
};
use generated::{Client, Operation};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

#[allow(dead_code, reason = "its `main` is not called")]
#[path = "../../../generated/examples/server.rs"]
mod example;

#[tokio::test]
async fn the_example_of_a_server_answers_the_client_and_posts_a_webhook() {
    let (sender, mut received) = mpsc::unbounded_channel();
    let receive = async move |headers: HeaderMap, body: Bytes| {
        sender.send((headers, body)).unwrap();
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let webhooks = format!("http://{}/", listener.local_addr().unwrap());
    let hook = axum::Router::new().route("/", post(receive));
    tokio::spawn(async move { axum::serve(listener, hook).await });

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v2", listener.local_addr().unwrap());
    let signer = Signer::new(&[7; 32]);
    let verifier = Verifier::new(&signer.public_key()).unwrap();
    let service = example::Service {
        conferences: Mutex::default(),
        signer,
        webhooks: webhooks.parse().unwrap(),
    };
    tokio::spawn(async move { example::serve(listener, service).await.unwrap() });

    let client = Client::builder("key").base_url(&url).retries(0);
    let client = client.build().unwrap();
    let create = CreateConference::new(CreateConferenceRequest::new("v3:a", "a"));
    let id = create.send(&client).await.unwrap().id;
    let error = create.send(&client).await.unwrap_err();
    assert_eq!(error.named(), Some(&errors::CONFERENCE_NAME_CONFLICT));
    let found = RetrieveConference::new(&id).send(&client).await.unwrap();
    assert_eq!(found.name, "a");
    let join = |id: &str| JoinConference::new(id, JoinConferenceRequest::new("v3:b"));
    let joined = join(&id).send(&client).await.unwrap();
    assert_eq!(joined.result, "ok");
    let error = join("b").send(&client).await.unwrap_err();
    assert_eq!(error.named(), Some(&errors::CONFERENCE_NOT_FOUND));
    // A request that breaks a rule is rejected before it arrives.
    let long = CreateConference::new(CreateConferenceRequest::new("v3:a", "b").max_participants(1));
    let rejected = client
        .call(&long)
        .validation(false)
        .send()
        .await
        .unwrap_err();
    assert_eq!(rejected.status().unwrap(), 422, "{rejected}");
    let other = ListConferences::new().send(&client).await.unwrap_err();
    assert_eq!(other.status().unwrap(), 501, "{}", ListConferences::NAME);

    let delivered = tokio::time::timeout(Duration::from_secs(5), received.recv());
    let (headers, body) = delivered.await.unwrap().unwrap();
    let delivery = verifier.verify(&headers, &body, SystemTime::now()).unwrap();
    let Event::ConferenceCreated(created) = delivery.event else {
        panic!("{delivery:?}");
    };
    assert_eq!(created.payload.unwrap().conference_id, Some(id));
}
