//! What the client adds to a request, and what it refuses.

use bytes::Bytes;
use http::Request;

use super::harness::{API, Beep, Read, World, now, status};
use crate::runtime::{BuildError, Client, Error, Retry, TransportErrorKind};

#[test]
fn every_request_has_a_key_an_accept_and_a_user_agent() {
    let world = World::new([]);
    now(world.client().call(&Read::default()).send()).expect("a success");
    let request = world.requests().remove(0);
    assert_eq!(request.uri(), "https://api.example.com/v2/calls");
    let value = |name| request.headers().get(name).and_then(|it| it.to_str().ok());
    assert_eq!(value("authorization"), Some("Bearer KEY_s3cr3t"));
    assert_eq!(value("accept"), Some("application/json"));
    let user_agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    assert_eq!(value("user-agent"), Some(user_agent));
}

#[test]
fn headers_of_the_call_override_those_of_the_client_and_the_operation() {
    let world = World::new([]);
    let client = world.builder().user_agent("me").header("X-A", "1");
    let client = client
        .header("Accept", "*/*")
        .base_url("http://localhost:8080/");
    let client = client.build().expect("a client");
    let read = Read {
        text: Some("t".to_owned()),
        key: None,
    };
    let call = client
        .call(&read)
        .header("x-a", "2")
        .query("a[b]", "ü&")
        .query("c", "");
    now(call.send()).expect("a success");
    let request = world.requests().remove(0);
    assert_eq!(
        request.uri(),
        "http://localhost:8080/calls?text=t&a%5Bb%5D=%C3%BC%26&c="
    );
    let values: Vec<_> = request.headers().get_all("x-a").iter().collect();
    assert_eq!(values, ["2"]);
    assert_eq!(request.headers()["accept"], "*/*");
    assert_eq!(request.headers()["user-agent"], "me");
}

/// A request that has the headers of parameters.
#[test]
fn headers_of_a_request_override_the_defaults_of_the_client() {
    let world = World::new([]);
    let client = world.builder().user_agent("me").header("x-a", "client");
    let client = client.header("cookie", "c=1").header("accept", "text/csv");
    let client = client.build().expect("a client");
    let request = Request::get("/x")
        .header("User-Agent", "theirs")
        .header("X-A", "theirs")
        .header("accept", "application/json");
    let request = request.body(Bytes::new()).expect("a request");
    now(client.execute(&API, request, Retry::Idempotent)).expect("a reply");
    let bare = Request::get("/x").body(Bytes::new()).expect("a request");
    now(client.execute(&API, bare.clone(), Retry::Idempotent)).expect("a reply");
    now(world.client().execute(&API, bare, Retry::Idempotent)).expect("a reply");
    let names = ["user-agent", "x-a", "cookie", "accept"];
    let sent = world.requests();
    let sent = sent.iter().map(|request| {
        names.map(|name| {
            let value = request.headers().get(name);
            value.map_or("", |it| it.to_str().expect("a text"))
        })
    });
    let user_agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    assert_eq!(
        sent.collect::<Vec<_>>(),
        [
            ["theirs", "theirs", "c=1", "text/csv"],
            ["me", "client", "c=1", "text/csv"],
            [user_agent, "", "", "*/*"],
        ]
    );
}

#[test]
fn headers_that_cannot_be_sent_are_rejected() {
    let world = World::new([]);
    let read = Read::default();
    for (name, value) in [
        ("a b", "c"),
        ("a", "b\r\nc: d"),
        ("Content-Length", "1"),
        ("transfer-encoding", "chunked"),
    ] {
        let error = now(world.client().call(&read).header(name, value).send());
        let Err(Error::Transport(error)) = error else {
            panic!("{name}: {error:?}")
        };
        assert_eq!(error.kind(), TransportErrorKind::Request);
        let built = world.builder().header(name, value).build();
        assert!(matches!(built, Err(BuildError::Header(it)) if it == name));
    }
    assert!(matches!(
        Client::builder("a\nb").build(),
        Err(BuildError::Key)
    ));
    let built = world.builder().base_url("/v2").build();
    assert!(matches!(built, Err(BuildError::BaseUrl(_))));
    let built = world.builder().user_agent("a\nb").build();
    assert!(matches!(built, Err(BuildError::Header(it)) if it == "user-agent"));
    assert_eq!(world.sent(), 0);
}

#[cfg(feature = "reqwest")]
#[test]
fn a_key_that_is_not_valid_in_a_header_fails_the_call() {
    let client = Client::new("a\nb");
    let error = now(client.call(&Read::default()).send()).expect_err("no key");
    assert_eq!(
        error.to_string(),
        "the request cannot be sent: the API key contains characters that are not valid in a header"
    );
}

#[test]
fn execute_sends_any_request_within_the_origin() {
    let world = World::new([status(503), status(404)]);
    let client = world.client();
    let execute = |method: &str, uri: &str, class| {
        let request = Request::builder().method(method).uri(uri);
        let request = request.body(Bytes::new()).expect("a request");
        now(client.execute(&API, request, class))
    };
    let reply = execute("GET", "/other?a=b", Retry::Idempotent).expect("a reply");
    assert_eq!(reply.status().as_u16(), 404);
    assert_eq!(world.uris(), ["https://api.example.com/v2/other?a=b"; 2]);
    execute("POST", "https://api.example.com/v3/x", Retry::Unsafe).expect("a reply");
    assert_eq!(world.uris()[2], "https://api.example.com/v3/x");
    for away in [
        "https://example.com/",
        "http://api.example.com/",
        "example.com:443",
        "*",
    ] {
        let error = execute("GET", away, Retry::Idempotent).expect_err("not the API's");
        assert!(matches!(error, Error::Transport(it) if it.kind() == TransportErrorKind::Request));
    }
    assert_eq!(world.sent(), 3);
}

#[test]
fn envelope_returns_the_whole_reply() {
    let world = World::new([super::harness::reply(
        201,
        &[("x-request-id", "r1")],
        r#"{"data":1}"#,
    )]);
    let client = world.client();
    let response = now(client.call(&Beep::default()).envelope()).expect("a success");
    assert_eq!(response.status.as_u16(), 201);
    assert_eq!(response.request_id(), Some("r1"));
    assert_eq!(response.raw, &br#"{"data":1}"#[..]);
    assert_eq!(response.map(|it| it["data"].clone()).value, 1);
}
