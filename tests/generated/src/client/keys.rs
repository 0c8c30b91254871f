//! Idempotency keys: one for each call, the same on every attempt, and that of the caller if given.

use std::collections::BTreeSet;

use generated::conferences::{
    EndConference, EndConferenceRequest, JoinConference, JoinConferenceRequest,
};
use serde_json::{Map, json};

use super::{builder, done, instant, join, once, play};
use crate::server::{Answer, Server};

#[tokio::test]
async fn a_key_is_the_same_on_every_attempt_and_new_for_every_call() {
    let busy = || Answer::new(503);
    let server = Server::script([busy(), busy(), done(), busy(), done()]);
    let clock = super::FakeClock::default();
    let client = builder(&server.base_url()).clock(clock).build();
    let client = client.expect("it is well configured");
    let operation = join();
    for _ in 0..2 {
        operation.send(&client).await.expect("at last");
    }
    assert_eq!(operation, join(), "the caller's value stays as it is");
    let keys: Vec<_> = server
        .seen()
        .iter()
        .map(|it| it.text("command_id"))
        .collect();
    let [one, again, and_again, other, other_again] = &keys[..] else {
        panic!("{keys:?}")
    };
    assert_eq!([one, one, other], [again, and_again, other_again]);
    assert_ne!(one, other);
    for key in [one, other] {
        assert_is_random_uuid(key);
    }
}

/// RFC 9562 §5.4: 122 random bits, version 4, variant 10.
fn assert_is_random_uuid(key: &str) {
    let parts: Vec<_> = key.split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12], "{key}");
    assert!(
        key.chars()
            .all(|it| it == '-' || matches!(it, '0'..='9' | 'a'..='f'))
    );
    assert_eq!(&key[14..15], "4");
    assert!("89ab".contains(&key[19..20]));
}

#[tokio::test]
async fn keys_are_made_from_the_given_randomness() {
    let server = Server::script([done()]);
    let (builder, _) = instant(&server.base_url());
    let client = builder.build().expect("it is well configured");
    join().send(&client).await.expect("a result");
    let key = server.only().text("command_id");
    assert_eq!(key, "00000000-0000-4000-8000-000000000000");
}

#[tokio::test]
async fn a_key_of_the_caller_is_kept_unless_it_is_empty() {
    let server = Server::script([done(), done()]);
    let client = once(&server);
    for key in ["mine", ""] {
        let body = JoinConferenceRequest::new("v3:leg").command_id(key);
        let operation = JoinConference::new("c1", body);
        operation.send(&client).await.expect("a result");
    }
    let keys: Vec<_> = server
        .seen()
        .iter()
        .map(|it| it.text("command_id"))
        .collect();
    assert_eq!(keys[0], "mine");
    assert_is_random_uuid(&keys[1]);
}

#[tokio::test]
async fn a_missing_optional_body_gets_a_key() {
    let server = Server::script([done(), done()]);
    let client = once(&server);
    EndConference::new("c1")
        .send(&client)
        .await
        .expect("a result");
    let given = EndConference::new("c1").body(EndConferenceRequest::new().command_id("c"));
    given.send(&client).await.expect("a result");
    let seen = server.seen();
    assert_is_random_uuid(&seen[0].text("command_id"));
    assert_eq!(seen[0].json().as_object().map(Map::len), Some(1));
    assert_eq!(seen[1].json(), json!({ "command_id": "c" }));
}

#[tokio::test]
async fn operations_without_a_key_get_none() {
    let server = Server::script([done()]);
    play().send(&once(&server)).await.expect("a result");
    let json = server.only().json();
    assert_eq!(json, json!({ "audio_url": "https://example.com/a.wav" }));
}

#[tokio::test]
async fn each_of_many_calls_has_its_own_key() {
    let server = Server::new(|_| done());
    let client = once(&server);
    for _ in 0..20 {
        join().send(&client).await.expect("a result");
    }
    let seen = server.seen();
    let keys: BTreeSet<_> = seen.iter().map(|it| it.text("command_id")).collect();
    assert_eq!(keys.len(), 20);
}
