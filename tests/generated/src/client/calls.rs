//! Calls: concurrent ones, dropped ones, and the options of a single one.

use std::future::pending;
use std::time::{Duration, Instant, SystemTime};

use generated::conferences::{
    CreateConference, CreateConferenceRequest, ListConferences, RetrieveConference,
};
use generated::runtime::{BoxFuture, Clock, Retry, TransportErrorKind};
use generated::{Client, Error, Operation, Value};
use http::Request;
use serde_json::json;

use super::{KEY, builder, conference, done, join, once, retrieve, retrieved};
use crate::server::raw::{Act, Raw};
use crate::server::{Answer, Server};

#[tokio::test]
async fn fifty_calls_run_at_once() {
    let server = Server::new(|seen| {
        let id = seen.path.rsplit('/').next().expect("a path has segments");
        let answer = Answer::json(json!({ "data": conference(id) }));
        answer.after(Duration::from_millis(100))
    });
    let client = once(&server);
    let start = Instant::now();
    let calls = (0..50).map(|n| {
        let client = client.clone();
        tokio::spawn(async move {
            let id = format!("c{n}");
            let call = RetrieveConference::new(&*id).send(&client).await;
            assert_eq!(call.expect("a conference").id, id);
        })
    });
    let calls: Vec<_> = calls.collect();
    for call in calls {
        call.await.expect("each has its own reply");
    }
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "one after the other takes five"
    );
    assert_eq!(server.seen().len(), 50);
}

#[tokio::test]
async fn a_dropped_call_closes_its_connection() {
    let server = Raw::new([vec![Act::Read, Act::UntilClosed]]);
    let client = builder(&server.base_url())
        .build()
        .expect("it is configured");
    let call = tokio::spawn(async move { join().send(&client).await });
    server.until(|log| log.requests.len() == 1).await;
    call.abort();
    server.until(|log| log.closed == 1).await;
    assert!(call.await.expect_err("it was cancelled").is_cancelled());
    assert_eq!(server.log().connections, 1);
}

/// A clock whose delays never end.
struct Endless;

impl Clock for Endless {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(pending())
    }
}

#[tokio::test]
async fn a_call_dropped_between_attempts_sends_nothing_more() {
    let server = Server::new(|_| Answer::new(503));
    let client = builder(&server.base_url()).clock(Endless).build();
    let client = client.expect("it is well configured");
    let call = tokio::spawn(async move { join().send(&client).await });
    while server.seen().is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    tokio::time::sleep(Duration::from_millis(30)).await;
    call.abort();
    assert!(call.await.expect_err("it was cancelled").is_cancelled());
    tokio::time::sleep(Duration::from_millis(30)).await;
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn nothing_is_sent_before_the_call_is_awaited() {
    let server = Server::new(|_| done());
    let client = once(&server);
    let operation = join();
    drop(client.call(&operation));
    drop(client.call(&operation).send());
    drop(client.call(&operation).response());
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(server.seen().is_empty());
}

fn too_many() -> CreateConference {
    CreateConference::new(CreateConferenceRequest::new("v3:leg", "B").max_participants(801))
}

fn created() -> Answer {
    Answer::json(json!({ "data": conference("c1") }))
}

#[tokio::test]
async fn a_request_that_violates_a_rule_is_not_sent() {
    let server = Server::script([]);
    let client = once(&server);
    let error = too_many().send(&client).await.expect_err("a broken rule");
    assert!(!error.is_retryable());
    let Error::Invalid(invalid) = error else {
        panic!("{error:?}")
    };
    assert_eq!(invalid.operation(), "CreateConference");
    let violation = invalid.violations().iter().next().expect("one of them");
    assert_eq!(violation.pointer, "/max_participants");
    assert_eq!(violation.code, Some("10033"));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn validation_can_be_turned_off() {
    let server = Server::new(|_| created());
    let checked = once(&server);
    let unchecked = builder(&server.base_url()).validation(false).build();
    let unchecked = unchecked.expect("it is well configured");
    let operation = too_many();
    operation.send(&unchecked).await.expect("as told once");
    let call = checked.call(&operation).validation(false);
    call.send().await.expect("as told for this call");
    assert_eq!(server.seen().len(), 2);
    let call = unchecked.call(&operation).validation(true);
    let error = call.send().await.expect_err("as told for this call");
    assert!(matches!(error, Error::Invalid(_)));
    assert_eq!(server.seen()[1].json()["max_participants"], 801);
}

/// They would address another resource.
#[tokio::test]
async fn paths_that_address_another_resource_are_not_sent() {
    let server = Server::script([]);
    let client = builder(&server.base_url()).validation(false).build();
    let client = client.expect("it is well configured");
    for id in ["", ".", ".."] {
        let error = RetrieveConference::new(id).send(&client).await;
        assert!(matches!(error, Err(Error::Invalid(_))), "{id:?}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn path_parameters_arrive_unchanged() {
    let server = Server::new(|_| retrieved());
    let client = once(&server);
    for (id, sent) in [
        ("a b/c?d#e%f+g:h@i&é", "a%20b%2Fc%3Fd%23e%25f+g:h@i&%C3%A9"),
        ("a/../b", "a%2F..%2Fb"),
        ("%2e%2e", "%252e%252e"),
        ("...", "..."),
        ("a\\b", "a%5Cb"),
        ("a\r\nb", "a%0D%0Ab"),
    ] {
        let call = RetrieveConference::new(id).send(&client).await;
        call.expect("a conference");
        let seen = server.seen();
        let path = &seen.last().expect("it was sent").path;
        assert_eq!(path, &format!("/v2/conferences/{sent}"));
    }
}

#[tokio::test]
async fn headers_of_a_call_override_those_of_the_client() {
    let server = Server::new(|_| done());
    let client = builder(&server.base_url()).header("X-Mine", "1");
    let client = client.header("x-both", "client").user_agent("me/1");
    let client = client.build().expect("it is well configured");
    let operation = join();
    let call = client.call(&operation).header("X-Both", "call");
    call.header("x-other", "2").send().await.expect("a result");
    operation.send(&client).await.expect("a result");
    let seen = server.seen();
    let headers = ["x-mine", "x-both", "x-other", "user-agent"];
    assert_eq!(
        headers.map(|it| seen[0].header(it)),
        ["1", "call", "2", "me/1"]
    );
    assert_eq!(
        headers.map(|it| seen[1].header(it)),
        ["1", "client", "", "me/1"]
    );
    let both = seen[0].headers.get_all("x-both").iter();
    assert_eq!(both.count(), 1);
}

#[tokio::test]
async fn every_call_has_the_default_headers() {
    let server = Server::new(|_| done());
    join().send(&once(&server)).await.expect("a result");
    let _ = retrieve().send(&once(&server)).await;
    let [post, get] = &server.seen()[..] else {
        panic!("two were sent")
    };
    for seen in [post, get] {
        assert_eq!(seen.header("authorization"), format!("Bearer {KEY}"));
        assert_eq!(seen.header("accept"), "application/json");
        assert!(seen.header("user-agent").starts_with("generated/"));
        assert_eq!(
            seen.header("accept-encoding"),
            "",
            "nothing would unpack it"
        );
        assert_eq!(seen.header("cookie"), "");
    }
    assert_eq!(post.header("content-type"), "application/json");
    assert_eq!(get.header("content-type"), "");
    assert!(get.body.is_empty());
}

#[tokio::test]
async fn query_parameters_can_be_added() {
    let server = Server::new(|_| Answer::json(json!({ "data": [] })));
    let client = once(&server);
    let operation = ListConferences::new().region("Middle East".into());
    let call = client.call(&operation).query("debug", "true");
    call.query("a&b[]", "c=d é").send().await.expect("a list");
    client
        .call(&retrieve())
        .query("x", "")
        .send()
        .await
        .expect_err("a list");
    let seen = server.seen();
    let pairs = [
        ("region", "Middle East"),
        ("debug", "true"),
        ("a&b[]", "c=d é"),
    ];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(seen[0].query_pairs(), pairs);
    assert_eq!(seen[1].target(), "/v2/conferences/c1?x=");
}

#[tokio::test]
async fn an_invalid_header_is_an_error() {
    let server = Server::script([]);
    let client = once(&server);
    for (name, value) in [
        ("x mine", "1"),
        ("", "1"),
        ("x-mine", "a\r\nx-injected: 1"),
        ("content-length", "3"),
        ("Transfer-Encoding", "chunked"),
    ] {
        let operation = join();
        let call = client.call(&operation).header(name, value);
        let Err(Error::Transport(error)) = call.send().await else {
            panic!("{name}: it was sent")
        };
        assert_eq!(error.kind(), TransportErrorKind::Request);
    }
    assert!(server.seen().is_empty());
}

/// The request of an operation, changed by hand.
#[tokio::test]
async fn custom_requests_can_be_sent() {
    let server = Server::script([Answer::new(503), Answer::new(404).text("no")]);
    let (builder, clock) = super::instant(&server.base_url());
    let client: Client = builder.build().expect("it is well configured");
    let (mut parts, body) = join().request().expect("it keeps the rules").into_parts();
    let mut json: Value = serde_json::from_slice(&body).expect("it is JSON");
    json["experimental"] = json!({ "k": 1 });
    parts.uri = format!("{}?debug=true", parts.uri).parse().expect("a URI");
    parts
        .headers
        .insert("x-mine", "1".parse().expect("a value"));
    let request = Request::from_parts(parts, json.to_string().into());
    let api = &generated::conferences::API;
    let reply = client.execute(api, request, Retry::Idempotent).await;
    let reply = reply.expect("a reply, whatever its status");
    assert_eq!(
        (reply.status().as_u16(), &reply.body()[..]),
        (404, &b"no"[..])
    );
    assert_eq!(clock.slept(), [500.0]);
    let seen = server.seen();
    assert_eq!(seen[1].json()["experimental"]["k"], 1);
    assert_eq!(
        seen[1].target(),
        "/v2/conferences/c1/actions/join?debug=true"
    );
    assert_eq!(seen[1].header("x-mine"), "1");
    assert_eq!(seen[1].header("authorization"), format!("Bearer {KEY}"));
}

/// As in the docs of the webhooks; these bindings have no operation for it.
#[tokio::test]
async fn an_undeclared_operation_can_be_called() {
    let server = Server::script([Answer::json(json!({"data": {"result": "ok"}}))]);
    let client = once(&server);
    let request = Request::post("/calls/v3:MdI91X4l_-Fg/actions/answer")
        .header("content-type", "application/json")
        .body("{}".into())
        .expect("a request");
    let api = &generated::conferences::API;
    let reply = client.execute(api, request, Retry::Unsafe).await;
    assert_eq!(reply.expect("a reply").status(), 200);
    let seen = &server.seen()[0];
    assert_eq!(seen.target(), "/v2/calls/v3:MdI91X4l_-Fg/actions/answer");
    assert_eq!(seen.header("authorization"), format!("Bearer {KEY}"));
    assert_eq!(&seen.body[..], b"{}");
}

#[tokio::test]
async fn a_custom_request_to_another_host_is_rejected() {
    let other = Server::script([]);
    let server = Server::script([]);
    let client = once(&server);
    let uri = format!("{}/v2/conferences/c1", other.origin());
    let request = Request::get(uri)
        .body(bytes::Bytes::new())
        .expect("a request");
    let api = &generated::conferences::API;
    let reply = client.execute(api, request, Retry::Idempotent).await;
    assert!(matches!(reply, Err(Error::Transport(_))));
    assert!(other.seen().is_empty() && server.seen().is_empty());
}
