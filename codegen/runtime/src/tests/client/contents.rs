//! A call whose replies have several content types.

use bytes::Bytes;

use super::harness::{Read, World, now, reply};
use crate::runtime::{DecodeError, Error, Negotiated, Reply, Value};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum ReadContent {
    Csv(String),
    Json(Value),
    Image(Bytes),
    Any(Bytes),
}

impl Negotiated for Read {
    type Content = Option<ReadContent>;

    const CONTENT_TYPES: &'static [&'static str] =
        &["text/csv", "application/json", "image/*", "*/*"];

    fn content(reply: &Reply<'_>) -> Result<Self::Content, DecodeError> {
        if reply.body.is_empty() {
            return Ok(None);
        }
        let content = match reply.best_content_type(Self::CONTENT_TYPES)? {
            "text/csv" => reply.text().map(ReadContent::Csv),
            "application/json" => reply.json().map(ReadContent::Json),
            "image/*" => Ok(ReadContent::Image(reply.bytes())),
            _ => Ok(ReadContent::Any(reply.bytes())),
        };
        content.map(Some)
    }
}

#[test]
fn the_content_type_selects_the_variant() {
    let seven = || Some(ReadContent::Json(Value::from(7)));
    let bytes = Bytes::from_static(b"7");
    let cases = [
        (
            "Text/CSV; header=absent",
            Some(ReadContent::Csv("7".to_owned())),
        ),
        ("application/json", seven()),
        (
            "application/hal+json",
            Some(ReadContent::Any(bytes.clone())),
        ),
        ("image/png", Some(ReadContent::Image(bytes.clone()))),
        ("imagery/png", Some(ReadContent::Any(bytes))),
    ];
    for (content_type, expected) in cases {
        let world = World::new([reply(200, &[("content-type", content_type)], "7")]);
        let content = now(world.client().call(&Read::default()).content()).expect("a success");
        assert_eq!(content.value, expected, "{content_type}");
        assert_eq!(content.raw, "7");
        let accept = "text/csv, application/json, image/*, */*";
        assert_eq!(world.requests()[0].headers()["accept"], accept);
    }
}

#[test]
fn a_caller_can_accept_a_single_content_type() {
    let world = World::new([reply(204, &[], "")]);
    let (client, read) = (world.client(), Read::default());
    let call = client.call(&read).header("Accept", "image/png");
    assert_eq!(now(call.content()).expect("a success").value, None);
    assert_eq!(world.requests()[0].headers()["accept"], "image/png");
}

#[test]
fn an_error_status_or_an_invalid_body_is_an_error() {
    let json = [("content-type", "application/json")];
    let world = World::new([reply(422, &json, "{}"), reply(200, &json, "{")]);
    let (client, read) = (world.client(), Read::default());
    let failed = now(client.call(&read).content()).expect_err("a failure");
    assert!(matches!(failed, Error::Api(_)), "{failed:?}");
    let broken = now(client.call(&read).content()).expect_err("no JSON");
    let Error::Undecodable(broken) = broken else {
        panic!("{broken:?}");
    };
    assert_eq!(broken.raw, "{");
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_returns_the_same_content() {
    let world = World::new([reply(200, &[("content-type", "text/csv")], "a,b")]);
    let content = world.blocking().call(&Read::default()).content();
    let expected = Some(ReadContent::Csv("a,b".to_owned()));
    assert_eq!(content.expect("a success").value, expected);
}
