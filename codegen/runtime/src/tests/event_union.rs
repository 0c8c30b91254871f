//! Events that several members tell apart.

use serde_json::json;

use super::sample::ConferenceEvent;
use crate::runtime::webhook::{FormStyles, decode_body};
use crate::runtime::{
    Delivery, Enveloped, EventUnion, Style, Validate, Value, decode, decode_form, event_type,
};

/// The sample by a member of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Created(ConferenceEvent),
    Ended(ConferenceEvent),
    Tagged(Tagged),
    Other(Value),
}

crate::runtime::event_union! {
    Event by { "tag", "event_type" } {
        ("event_type", "created") => Created(ConferenceEvent) without From,
        ("event_type", "ended" | "left") => Ended(ConferenceEvent) without From,
        ("tag", _) => Tagged(Tagged),
    }
}

impl Enveloped for Event {
    const ENVELOPE: &'static str = "data";
    const TAGS: &'static [&'static str] = <Self as EventUnion>::TAGS;
}

crate::runtime::object! {
    /// An event with a list.
    pub struct Tagged
    new(tag: impl Into<String>)
    required {
        /// Doc.
        tag "tag" into String,
    }
    optional {
        /// Doc.
        list "list": Vec<String>,
    }
}

fn form(text: &str) -> Event {
    decode_form(&[], text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn the_first_tag_that_an_event_has_decides() {
    assert!(matches!(form("event_type=created"), Event::Created(_)));
    assert!(matches!(form("event_type=ended"), Event::Ended(_)));
    assert!(matches!(form("count=1&event_type=left"), Event::Ended(_)));
    assert!(matches!(form("event_type=created&tag=x"), Event::Tagged(_)));
    // An empty value counts as absent.
    assert!(matches!(form("event_type=created&tag="), Event::Created(_)));
    for unknown in ["event_type=new&a=1", "a=1", "tag=&event_type=", ""] {
        let event = form(unknown);
        let Event::Other(json) = &event else {
            panic!("{unknown} is {event:?}")
        };
        let is_new = unknown.starts_with("event_type=new");
        assert_eq!(event_type::<Event>(json), if is_new { "new" } else { "" });
        assert!(event.validate().is_err(), "{unknown}");
    }
    assert!(form("event_type=created&count=2").validate().is_ok());
}

#[test]
fn an_event_of_json_encodes_as_it_came() {
    for json in [
        json!({ "event_type": "created", "count": 2 }),
        json!({ "tag": "x", "list": ["a", "b"] }),
        json!({ "event_type": 7, "a": [null] }),
        json!({ "tag": null, "event_type": "new" }),
    ] {
        let event: Event = decode(json.to_string().as_bytes()).expect("it decodes");
        assert_eq!(serde_json::to_value(&event).ok(), Some(json.clone()));
        let delivered = json!({ "data": json, "meta": { "attempt": 1 } });
        let delivery: Delivery<Event> =
            decode(delivered.to_string().as_bytes()).expect("it decodes");
        assert_eq!(delivery.event, event);
        assert_eq!(serde_json::to_value(&delivery).ok(), Some(delivered));
    }
    let wrong = decode::<Event>(br#"{"event_type":"created","count":"x"}"#);
    assert_eq!(wrong.expect_err("no number").pointer(), "/count");
    let missing = decode_form::<Event>(&[], b"event_type=ended&count=x");
    assert_eq!(missing.expect_err("no number").pointer(), "/count");
}

#[test]
fn the_styles_of_a_form_are_those_of_its_event() {
    const STYLES: FormStyles = &[
        (
            ("event_type", Some("created")),
            &[("tag", Style::FormJoined)],
        ),
        (("tag", None), &[("list", Style::FormJoined)]),
    ];
    let decode = |body: &str| {
        let tags = <Event as EventUnion>::TAGS;
        decode_body::<Event>(None, body.as_bytes(), tags, STYLES).expect("it decodes")
    };
    let Event::Tagged(tagged) = decode("list=a,b&event_type=created&tag=x%2Cy") else {
        panic!("it has a tag")
    };
    assert_eq!(tagged.tag, "x,y");
    assert_eq!(tagged.list, Some(vec!["a".to_owned(), "b".to_owned()]));
    assert!(matches!(decode("event_type=created"), Event::Created(_)));
    assert!(matches!(decode("event_type=new"), Event::Other(_)));
}
