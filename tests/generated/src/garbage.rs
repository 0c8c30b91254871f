//! Invalid JSON, made from every body by deterministic mutations: it is rejected at the right place or
//! kept, and decoding never panics.

use generated::conferences::{Delivery, Event};
use generated::runtime::decode;
use generated::{Validate, Value, ViolationKind};
use serde_json::json;

use crate::bodies::{self, Body};
use crate::schemas::schema;

/// All bodies, except those that are invalid as they are (see `roundtrip`).
fn good_bodies() -> impl Iterator<Item = Body> {
    bodies::all().into_iter().filter(|body| {
        body.schema
            .decode_and_validate(body.json.to_string())
            .is_ok()
    })
}

#[test]
fn truncated_bodies_are_rejected() {
    let mut halves = 0;
    for body in good_bodies().filter(|body| body.json.is_object()) {
        let text = body.json.to_string();
        for end in 0..text.len() {
            let half = &text.as_bytes()[..end];
            assert!(
                body.schema.decode_and_validate(half).is_err(),
                "{}: the first {end} bytes",
                body.name
            );
            assert!(
                decode::<Delivery>(half).is_err(),
                "{}: the first {end} bytes",
                body.name
            );
            halves += 1;
        }
        let more = format!("{text} {{}}");
        let error = body
            .schema
            .decode_and_validate(&more)
            .err()
            .expect("a body ends where it ends");
        assert_eq!(error.message(), "trailing characters", "{}", body.name);
    }
    assert!(halves > 50_000, "{halves}");
}

/// The values that replace every value in every body.
#[test]
fn other_values_are_rejected_at_their_place_or_kept() {
    let replacements = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(801),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1.5),
        json!(1e300),
        json!(""),
        json!("\u{0}😀\u{ffff}"),
        json!("x".repeat(3001)),
        json!([]),
        json!([null, [[]], {}]),
        json!({}),
        json!({ "": { "type": "telnyx" }, "type": "telnyx", "event_type": 1 }),
    ];
    let (mut kept, mut refused) = (0, 0);
    for body in good_bodies() {
        for place in places(&body.json) {
            for replacement in &replacements {
                let mut json = body.json.clone();
                *json.pointer_mut(&place).expect("the place is there") = replacement.clone();
                if decodes_or_fails_at(&body, &json, &place) {
                    kept += 1;
                } else {
                    refused += 1;
                }
            }
        }
    }
    assert!(
        kept > 4_000 && refused > 20_000,
        "{kept} kept, {refused} refused"
    );
}

/// Whether a body that was changed in one place decodes. All errors and violations must be at that place,
/// below it, or at the object around it.
fn decodes_or_fails_at(body: &Body, json: &Value, place: &str) -> bool {
    let text = json.to_string();
    let around = place.rsplit_once('/').map_or("", |(around, _)| around);
    let is_below = |rest: &str| rest.is_empty() || rest.starts_with('/');
    let is_near =
        |pointer: &str| pointer == around || pointer.strip_prefix(place).is_some_and(is_below);
    match body.schema.decode_and_validate(&text) {
        Ok(decoded) => {
            for violation in &decoded.violations {
                // A union around the place has no alternative for it any more.
                let is_above = violation.kind == ViolationKind::Alternative
                    && place
                        .strip_prefix(&*violation.pointer)
                        .is_some_and(is_below);
                let expected = is_near(&violation.pointer)
                    || is_above
                    || body.refused.contains(&violation.pointer);
                assert!(expected, "{} {place}: {violation}", body.name);
            }
            true
        }
        Err(error) => {
            assert!(is_near(error.pointer()), "{} {place}: {error}", body.name);
            false
        }
    }
}

/// JSON Pointers to all values in a body.
pub(crate) fn places(json: &Value) -> Vec<String> {
    let mut places = vec![String::new()];
    let mut below: Vec<_> = match json {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.replace('~', "~0").replace('/', "~1"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (index.to_string(), item))
            .collect(),
        _ => Vec::new(),
    };
    for (step, value) in below.drain(..) {
        places.extend(
            self::places(value)
                .into_iter()
                .map(|place| format!("/{step}{place}")),
        );
    }
    places
}

/// Bytes with a meaning in JSON, and others.
const BYTES: &[u8] = b"\"\\{}[],:0-9.eEtfnu \n\x00\x7f\x80\xc3\xe2\xf0\xff";

#[test]
fn bodies_with_a_changed_byte_never_panic() {
    let (mut kept, mut refused) = (0, 0);
    let mut dice = Dice(1);
    for body in good_bodies() {
        let text = body.json.to_string().into_bytes();
        for _ in 0..100 {
            let mut bytes = text.clone();
            for _ in 0..=dice.below(2) {
                let at = dice.below(bytes.len());
                let byte = BYTES[dice.below(BYTES.len())];
                match dice.below(4) {
                    0 => bytes.insert(at, byte),
                    1 if bytes.len() > 1 => drop(bytes.remove(at)),
                    2 => bytes.swap(at, at / 2),
                    _ => bytes[at] = byte,
                }
            }
            let is_json = serde_json::from_slice::<Value>(&bytes).is_ok();
            let decodes = body.schema.decode_and_validate(&bytes).is_ok();
            assert!(
                is_json || !decodes,
                "{}: {}",
                body.name,
                String::from_utf8_lossy(&bytes)
            );
            let delivery = decode::<Delivery>(&bytes);
            assert!(
                is_json || delivery.is_err(),
                "{}",
                String::from_utf8_lossy(&bytes)
            );
            if let Ok(delivery) = delivery {
                // Violations do not matter here.
                let _ = delivery.event.validate();
                let again = serde_json::to_vec(&delivery).expect("it encodes");
                assert_eq!(decode::<Delivery>(&again), Ok(delivery));
            }
            if decodes {
                kept += 1;
            } else {
                refused += 1;
            }
        }
    }
    assert!(
        kept > 500 && refused > 5_000,
        "{kept} kept, {refused} refused"
    );
}

/// Pseudorandom numbers, the same in every run (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let limit = u64::try_from(limit).expect("limits are small");
        usize::try_from((number ^ (number >> 31)) % limit).expect("less than the limit")
    }
}

#[test]
fn bodies_decoded_as_other_types_never_panic() {
    let bodies: Vec<_> = good_bodies().collect();
    let (mut kept, mut refused) = (0, 0);
    for body in &bodies {
        let text = body.json.to_string();
        for other in &bodies {
            match other.schema.decode_and_validate(&text) {
                Ok(_) => kept += 1,
                Err(_) => refused += 1,
            }
        }
    }
    assert!(
        kept > bodies.len() && refused > bodies.len(),
        "{kept} kept, {refused} refused"
    );
}

#[test]
fn deeply_nested_bodies_never_panic() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (document, key, before, after) in [
        ("conferences", "EndConferenceRequest", r#"{"unknown":"#, "}"),
        (
            "conferences",
            "call-control_Error",
            r#"{"code":"1","title":"t","meta":{"a":"#,
            "}}",
        ),
        ("conferences", "ConferencePlayRequest", r#"{"loop":"#, "}"),
        (
            "conferences",
            "ConferencePlayRequest",
            r#"{"call_control_ids":"#,
            "}",
        ),
        (
            "conferences",
            "ConferenceFilter",
            r#"{"application_name":{"a":"#,
            "}}",
        ),
        (
            "conferences",
            "ConferenceSpeakRequest",
            r#"{"payload":"p","voice":"v","voice_settings":{"a":"#,
            r#","type":"telnyx"}}"#,
        ),
        (
            "texml",
            "ConferenceResource",
            r#"{"subresource_uris":{"a":"#,
            "}}",
        ),
    ] {
        let text = format!("{before}{deep}{after}");
        // Ignored values are skipped, and others have a limit on nesting. Both return.
        if let Ok(decoded) = schema(document, key).decode_and_validate(&text) {
            assert_eq!(decoded.encoded, json!({}), "{key}");
        }
    }
    for text in [
        format!(r#"{{"data":{deep}}}"#),
        format!(r#"{{"a":{deep},"event_type":"x"}}"#),
        deep,
    ] {
        assert!(decode::<Delivery>(text.as_bytes()).is_err());
        assert!(decode::<Event>(text.as_bytes()).is_err());
    }
}

#[test]
fn invalid_text_is_rejected() {
    for (value, is_text) in [
        (r#""\u0000""#, true),
        (r#""\ud83d\ude00""#, true),
        (r#""\ud800""#, false),
        (r#""\udc00\ud800""#, false),
        ("\"\u{7f}\"", true),
        ("\"\n\"", false),
        (r#""\x""#, false),
        ("'a'", false),
        ("NaN", false),
        ("01", false),
    ] {
        let text = format!(r#"{{"data":{{"result":{value}}}}}"#);
        let decoded = schema("conferences", "ConferenceCommandResponse").decode_and_validate(&text);
        assert_eq!(decoded.is_ok(), is_text, "{text}");
    }
    let not_utf8 = b"{\"data\":{\"result\":\"\xff\"}}";
    assert!(
        schema("conferences", "ConferenceCommandResponse")
            .decode_and_validate(not_utf8)
            .is_err()
    );
}
