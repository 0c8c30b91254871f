//! Redirects: which are followed, how often, and what goes along.

use super::harness::{Beep, Once, Read, World, header, now, status};
use crate::runtime::Operation;

const AWAY: &str = "https://other.example.com/x?y=z";

/// Where a call goes that is answered once with this, and the status it ends with.
fn moved<O: Operation + Default>(code: u16, location: &str) -> (usize, u16, String) {
    let world = World::new([header(code, "location", location)]);
    let result = now(world.client().call(&O::default()).response());
    let status = match result {
        Ok(response) => response.status,
        Err(error) => error.status().expect("a reply"),
    };
    let last = world.uris().pop().expect("a request");
    (world.sent(), status.as_u16(), last)
}

#[test]
fn reads_follow_redirects_to_any_https_url() {
    for code in [301, 302, 303, 307, 308] {
        let expected = (2, 200, "https://api.example.com/v2/x".to_owned());
        assert_eq!(moved::<Read>(code, "/v2/x#top"), expected);
        let expected = (2, 200, AWAY.to_owned());
        assert_eq!(moved::<Read>(code, AWAY), expected);
    }
}

#[test]
fn commands_follow_only_307_and_308_within_the_origin() {
    let here = "https://api.example.com/v2/calls".to_owned();
    for code in [301, 302, 303] {
        assert_eq!(moved::<Beep>(code, "/v2/x"), (1, code, here.clone()));
    }
    for code in [307, 308] {
        let expected = (2, 200, "https://api.example.com/v2/x".to_owned());
        assert_eq!(moved::<Beep>(code, "x"), expected);
        assert_eq!(moved::<Beep>(code, AWAY), (1, code, here.clone()));
    }

    let world = World::new([header(307, "location", "/v2/x")]);
    now(world.client().call(&Once::default()).send()).expect("a success");
    let [first, second] = &world.requests()[..] else {
        panic!("two requests")
    };
    assert_eq!(first.method(), second.method());
    assert_eq!(first.body(), second.body());
    assert_eq!(first.headers(), second.headers());
}

#[test]
fn other_redirects_are_not_followed() {
    for location in [
        "http://api.example.com/v2/x",
        "http://other.example.com/",
        "ftp://api.example.com/",
        "javascript:alert(1)",
        "https://",
    ] {
        assert_eq!(moved::<Read>(302, location).0, 1, "{location}");
    }
    assert_eq!(moved::<Read>(304, AWAY).0, 1);
    assert_eq!(moved::<Read>(300, AWAY).0, 1);
    let world = World::new([status(302)]);
    let error = now(world.client().call(&Read::default()).send());
    assert_eq!(
        error
            .expect_err("no location")
            .status()
            .map(|it| it.as_u16()),
        Some(302)
    );
}

#[test]
fn redirects_from_http_lead_to_http_or_https() {
    for location in ["http://localhost:1/x", "https://localhost:1/x"] {
        let world = World::new([header(302, "location", location)]);
        let client = world.builder().base_url("http://localhost:1").build();
        let client = client.expect("a client");
        now(client.call(&Read::default()).send()).expect("a success");
        assert_eq!(world.uris().pop().as_deref(), Some(location));
    }
}

#[test]
fn at_most_ten_redirects_are_followed() {
    let world = World::new((0..20).map(|_| header(302, "location", "/v2/x")));
    let error = now(world.client().call(&Read::default()).send()).expect_err("no end");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(302));
    assert_eq!(world.sent(), 11);
}

#[test]
fn each_attempt_starts_at_the_original_url_with_one_timeout() {
    let world = World::new([
        header(302, "location", "/v2/x").after(20),
        status(503).after(5),
    ]);
    now(world.client().call(&Read::default()).send()).expect("a success");
    let expected = [
        "0 GET within 60000",
        "20000 GET within 40000",
        "25000 wait 500",
        "25500 GET within 60000",
    ];
    assert_eq!(world.log(), expected);
    assert!(world.uris()[2].ends_with("/v2/calls"));
}

#[test]
fn no_secret_is_sent_to_another_host() {
    let world = World::new([
        header(302, "location", "https://me:and@other.example.com/"),
        header(302, "location", "https://api.example.com/v2/back"),
    ]);
    let client = world.builder().header("x-secret", "1").build();
    let read = Read::default();
    let client = client.expect("a client");
    now(client.call(&read).header("cookie", "a=b").send()).expect("a success");
    let [first, away, back] = &world.requests()[..] else {
        panic!("three requests")
    };
    let names = |request: &http::Request<bytes::Bytes>| {
        let mut names: Vec<_> = request.headers().keys().map(ToString::to_string).collect();
        names.sort();
        names
    };
    let all = [
        "accept",
        "authorization",
        "cookie",
        "user-agent",
        "x-secret",
    ];
    assert_eq!(names(first), all);
    assert_eq!(away.uri().to_string(), "https://other.example.com/");
    assert_eq!(names(away), ["accept", "user-agent"]);
    // Who was sent away does not come back with the key: the other host chose the way.
    assert_eq!(names(back), ["accept", "user-agent"]);
}
