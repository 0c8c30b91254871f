//! Redirects: a POST never becomes a GET, and credentials are never sent to another host.

use generated::texml::{DialConferenceParticipantRequest, DialTexmlConferenceParticipant};
use generated::{Client, Operation};

use super::{KEY, builder, done, instant, join, play, retrieve, retrieved};
use crate::server::{Answer, Server};

fn to(status: u16, location: &str) -> Answer {
    Answer::new(status).header("location", location)
}

fn client(server: &Server) -> Client {
    let builder = builder(&server.base_url()).header("x-mine", "secret-1");
    builder.retries(0).build().expect("it is well configured")
}

/// The status with which a call ends.
async fn status<O: Operation>(operation: &O, client: &Client) -> u16 {
    match client.call(operation).response().await {
        Ok(response) => response.status.as_u16(),
        Err(error) => error.status().expect("a status").as_u16(),
    }
}

#[tokio::test]
async fn a_post_never_becomes_a_get() {
    for answer in [301, 302, 303] {
        let server = Server::script([to(answer, "/v2/conferences/other"), done()]);
        assert_eq!(status(&join(), &client(&server)).await, answer);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_redirected_post_keeps_its_body() {
    for answer in [307, 308] {
        let server = Server::script([to(answer, "/v3/other?a=b"), done()]);
        assert_eq!(status(&join(), &client(&server)).await, 200);
        let seen = server.seen();
        assert_eq!(seen[1].target(), "/v3/other?a=b");
        assert_eq!(seen[1].method, "POST");
        assert_eq!(seen[1].body, seen[0].body);
        assert_eq!(seen[1].headers, seen[0].headers);
        assert_eq!(seen[1].header("authorization"), format!("Bearer {KEY}"));
    }
    // The first server only redirected it.
    let server = Server::script([to(307, "/v2/other"), done()]);
    assert_eq!(status(&play(), &client(&server)).await, 200);
}

#[tokio::test]
async fn a_redirected_get_is_followed() {
    for answer in [301, 302, 303, 307, 308] {
        for (location, target) in [
            ("/v2/conferences/other", "/v2/conferences/other"),
            ("other", "/v2/conferences/other"),
            ("?page=2#top", "/v2/conferences/c1?page=2"),
        ] {
            let server = Server::script([to(answer, location), retrieved()]);
            assert_eq!(status(&retrieve(), &client(&server)).await, 200);
            let seen = server.seen();
            assert_eq!(seen[1].target(), target);
            assert_eq!(seen[1].header("authorization"), format!("Bearer {KEY}"));
            assert_eq!(seen[1].header("x-mine"), "secret-1");
        }
    }
}

#[tokio::test]
async fn credentials_are_not_sent_to_another_host() {
    let other = Server::new(|_| retrieved());
    let origin = other.origin();
    let with_name = origin.replace("http://", "http://me:pass@");
    for base in [&origin, &with_name] {
        let server = Server::script([to(302, &format!("{base}/elsewhere"))]);
        let client = client(&server);
        let operation = retrieve();
        let call = client.call(&operation).header("x-other", "secret-2");
        call.send().await.expect("a read is followed");
    }
    for seen in other.seen() {
        assert_eq!(seen.target(), "/elsewhere");
        let headers = format!("{:?}", seen.headers);
        for secret in ["authorization", "cookie", "secret-1", "secret-2", KEY] {
            assert!(!headers.contains(secret), "{headers}");
        }
        assert_eq!(seen.header("accept"), "application/json");
    }
    assert_eq!(other.seen().len(), 2);
}

/// Its body may be confidential too.
#[tokio::test]
async fn a_post_is_not_redirected_to_another_host() {
    let other = Server::new(|_| done());
    for answer in [307, 308] {
        let server = Server::script([to(answer, &format!("{}/v2/x", other.origin()))]);
        assert_eq!(status(&join(), &client(&server)).await, answer);
        let body = DialConferenceParticipantRequest::new().to("+12065550100");
        let server = Server::script([to(answer, &format!("{}/v2/x", other.origin()))]);
        let dial = DialTexmlConferenceParticipant::new("a", "c", body);
        assert_eq!(status(&dial, &client(&server)).await, answer);
    }
    assert!(other.seen().is_empty());
}

/// Because another host chose the URL.
#[tokio::test]
async fn a_redirect_back_to_the_host_has_no_credentials() {
    let server = Server::new({
        let mut other: Option<Server> = None;
        move |seen| {
            if seen.path == "/back" {
                return retrieved();
            }
            let back = format!("http://{}/back", seen.header("host"));
            let other = other.insert(Server::new(move |_| to(302, &back)));
            to(302, &format!("{}/away", other.origin()))
        }
    });
    assert_eq!(status(&retrieve(), &client(&server)).await, 200);
    let seen = server.seen();
    assert_eq!(seen[1].target(), "/back");
    assert_eq!(seen[1].header("authorization"), "");
}

#[tokio::test]
async fn a_redirect_cycle_is_an_error() {
    let server = Server::new(|_| to(302, "/v2/conferences/c1"));
    assert_eq!(status(&retrieve(), &client(&server)).await, 302);
    assert_eq!(server.seen().len(), 11, "ten redirects are followed");
    let server = Server::new(|_| to(307, "/v2/conferences/c1"));
    assert_eq!(status(&join(), &client(&server)).await, 307);
    assert_eq!(server.seen().len(), 11);
}

#[tokio::test]
async fn a_redirect_without_a_usable_location_is_an_error() {
    for location in [
        "file:///etc/passwd",
        "http://",
        "ftp://127.0.0.1/a",
        "\u{e9}",
    ] {
        let server = Server::new(move |seen| match seen.path.as_str() {
            "/v2/conferences/c1" => to(302, location),
            path => panic!("{path}"),
        });
        let error = retrieve().send(&client(&server)).await.expect_err("a 302");
        assert_eq!(
            error.status().map(|it| it.as_u16()),
            Some(302),
            "{location}"
        );
    }
    let server = Server::script([Answer::new(302)]);
    assert_eq!(status(&retrieve(), &client(&server)).await, 302);
}

/// A redirect is not an attempt of its own.
#[tokio::test]
async fn a_retry_starts_at_the_original_url() {
    let aside = || to(307, "/v2/aside");
    let answers = [
        aside(),
        Answer::new(503),
        aside(),
        Answer::new(503),
        aside(),
        done(),
    ];
    let server = Server::script(answers);
    let (builder, clock) = instant(&server.base_url());
    let client = builder.build().expect("it is well configured");
    join().send(&client).await.expect("the third time");
    assert_eq!(clock.slept(), [500.0, 1000.0]);
    let ends: Vec<_> = server
        .seen()
        .iter()
        .map(|it| it.path.ends_with("aside"))
        .collect();
    assert_eq!(ends, [false, true, false, true, false, true]);
}
