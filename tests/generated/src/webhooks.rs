//! Signed webhooks: which are accepted, and which are rejected.

use std::env;
use std::process::Command;
use std::time::{Duration, SystemTime};

use generated::conferences::webhook::{
    KeyError, SIGNATURE_HEADER, Signer, TIMESTAMP_HEADER, TOLERANCE_SECONDS, Verifier, VerifyError,
    unverified,
};
use generated::conferences::{Delivery, Event};
use generated::{Base64, Base64Error};
use http::header::{HeaderMap, HeaderName, HeaderValue};

/// A key pair, and a webhook that other software signed with it.
const SEED: [u8; 32] = [1; 32];
const PUBLIC_KEY: &str = "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=";
const TIMESTAMP: &str = "1795226105";
const SIGNATURE: &str =
    "lp3EjBbnxhFy0XcAF6jadYE0CS+Ghh/bHLT+3T1c6CkY7SDnutp+kFYf4TjB1ndFdyoFiEtu1++Iyby8LT9mDg==";
const BODY: &str = concat!(
    r#"{"data": {"record_type": "event", "event_type": "conference.participant.joined", "#,
    r#""id": "0ccc7b54-4df3-4bca-a65a-3da1ecc777f0", "occurred_at": "2018-02-02T22:25:27.521992Z", "#,
    r#""payload": {"call_control_id": "v2:x", "#,
    r#""conference_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6", "connection_id": "7"}}, "#,
    r#""meta": {"attempt": 1, "delivered_to": "http://x"}}"#,
);

fn verifier() -> Verifier {
    Verifier::new(PUBLIC_KEY).expect("it is a key")
}

/// The time this many seconds after 1970.
fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// When the webhook was signed.
fn signed_at() -> SystemTime {
    at(TIMESTAMP.parse().expect("it is a number"))
}

fn headers(signature: &str, timestamp: &str) -> HeaderMap {
    let value = |text| HeaderValue::from_str(text).expect("it is legal");
    let mut headers = HeaderMap::new();
    headers.insert(SIGNATURE_HEADER, value(signature));
    headers.insert(TIMESTAMP_HEADER, value(timestamp));
    headers
}

/// Verifies the webhook with other headers.
fn verify(headers: &HeaderMap) -> Result<Delivery, VerifyError> {
    verifier().verify(headers, BODY.as_bytes(), signed_at())
}

/// Every text of the same length that differs in one bit.
fn flipped(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|bit| {
        let mut bytes = bytes.to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        bytes
    })
}

#[test]
fn a_genuine_webhook_is_accepted() {
    let delivery = verify(&headers(SIGNATURE, TIMESTAMP)).expect("it is genuine");
    let Event::ConferenceParticipantJoined(joined) = &delivery.event else {
        panic!("it is {delivery:?}")
    };
    let payload = joined.payload.as_ref().expect("it has one");
    assert_eq!(payload.call_control_id.as_deref(), Some("v2:x"));
    let envelope = delivery.envelope.as_ref().expect("it has one");
    assert_eq!(envelope["meta"]["attempt"], 1);

    let parts = verifier().verify_parts(SIGNATURE, TIMESTAMP, BODY.as_bytes(), signed_at());
    assert_eq!(parts.as_ref(), Ok(&delivery));
    assert_eq!(unverified(BODY.as_bytes()), Ok(delivery));
}

#[test]
fn a_changed_bit_in_the_body_is_rejected() {
    let (verifier, headers) = (verifier(), headers(SIGNATURE, TIMESTAMP));
    for body in flipped(BODY.as_bytes()) {
        let result = verifier.verify(&headers, &body, signed_at());
        assert_eq!(result, Err(VerifyError::WrongSignature));
    }
    for body in [&b""[..], BODY.trim_end_matches('}').as_bytes(), b"\0"] {
        let result = verifier.verify(&headers, body, signed_at());
        assert_eq!(result, Err(VerifyError::WrongSignature));
    }
}

#[test]
fn a_changed_bit_in_the_signature_is_rejected() {
    let verifier = verifier();
    let bytes = Base64::from_encoded(SIGNATURE)
        .decode()
        .expect("it is base64");
    for signature in flipped(&bytes) {
        let headers = headers(Base64::encode(signature).as_str(), TIMESTAMP);
        let result = verifier.verify(&headers, BODY.as_bytes(), signed_at());
        assert_eq!(result, Err(VerifyError::WrongSignature));
    }
    // A changed bit in its text is rejected too, at the latest as invalid Base64.
    for text in flipped(SIGNATURE.as_bytes()) {
        let Ok(text) = String::from_utf8(text) else {
            continue;
        };
        let result = verifier.verify_parts(&text, TIMESTAMP, BODY.as_bytes(), signed_at());
        let error = result.expect_err("it is not the signature");
        let refused = [VerifyError::WrongSignature, VerifyError::MalformedSignature];
        assert!(refused.contains(&error), "{text}: {error}");
    }
}

#[test]
fn a_changed_bit_in_the_timestamp_is_rejected() {
    let verifier = verifier().tolerance(Duration::MAX);
    for timestamp in flipped(TIMESTAMP.as_bytes()) {
        let Ok(timestamp) = String::from_utf8(timestamp) else {
            continue;
        };
        let is_number = timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let expected = if is_number {
            VerifyError::WrongSignature
        } else {
            VerifyError::MalformedTimestamp
        };
        let result = verifier.verify_parts(SIGNATURE, &timestamp, BODY.as_bytes(), signed_at());
        assert_eq!(result, Err(expected), "{timestamp}");
    }
    // Another notation of the same time is rejected.
    let result = verifier.verify_parts(SIGNATURE, "01795226105", BODY.as_bytes(), signed_at());
    assert_eq!(result, Err(VerifyError::WrongSignature));
}

/// Without this check, a message has several valid signatures (RFC 8032 §5.1.7).
#[test]
fn a_non_canonical_signature_is_rejected() {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut bytes = Base64::from_encoded(SIGNATURE)
        .decode()
        .expect("it is base64");
    let mut carry = 0;
    for (byte, add) in bytes[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    let result = verify(&headers(Base64::encode(bytes).as_str(), TIMESTAMP));
    assert_eq!(result, Err(VerifyError::WrongSignature));
}

#[test]
fn old_and_future_webhooks_are_rejected() {
    let check = |verifier: &Verifier, now: SystemTime| {
        let headers = headers(SIGNATURE, TIMESTAMP);
        verifier.verify(&headers, BODY.as_bytes(), now).map(drop)
    };
    let seconds = Duration::from_secs;
    let too_old = |age| Err(VerifyError::TooOld(seconds(age)));
    let too_new = |ahead| Err(VerifyError::TooNew(seconds(ahead)));
    assert_eq!(TOLERANCE_SECONDS, 300);

    let usual = verifier();
    assert_eq!(check(&usual, signed_at() + seconds(300)), Ok(()));
    assert_eq!(check(&usual, signed_at() - seconds(300)), Ok(()));
    assert_eq!(check(&usual, signed_at() + seconds(301)), too_old(301));
    assert_eq!(check(&usual, signed_at() - seconds(301)), too_new(301));
    assert_eq!(check(&usual, at(0)), too_new(1_795_226_105));

    let strict = usual.clone().tolerance(Duration::ZERO);
    assert_eq!(check(&strict, signed_at()), Ok(()));
    assert_eq!(check(&strict, signed_at() + seconds(1)), too_old(1));
    assert_eq!(check(&strict, signed_at() - seconds(1)), too_new(1));
    let patient = usual.tolerance(seconds(3600));
    assert_eq!(check(&patient, signed_at() + seconds(3600)), Ok(()));
    assert_eq!(check(&patient, signed_at() + seconds(3601)), too_old(3601));
}

#[test]
fn missing_and_repeated_headers_are_rejected() {
    for name in [SIGNATURE_HEADER, TIMESTAMP_HEADER] {
        let mut headers = headers(SIGNATURE, TIMESTAMP);
        let value = headers.remove(name).expect("it is there");
        assert_eq!(verify(&headers), Err(VerifyError::MissingHeader(name)));

        // With other headers, and in any case.
        let loud = HeaderName::from_bytes(name.to_uppercase().as_bytes()).expect("it is legal");
        headers.insert("x-other", HeaderValue::from_static("1"));
        headers.append(loud, value.clone());
        assert!(verify(&headers).is_ok(), "{name}");

        headers.append(name, value);
        assert_eq!(verify(&headers), Err(VerifyError::RepeatedHeader(name)));
    }
}

#[test]
fn malformed_headers_are_rejected() {
    let short = Base64::encode([7; 63]);
    let long = Base64::encode([7; 65]);
    let url_safe = SIGNATURE.replace('+', "-");
    let unpadded = SIGNATURE.trim_end_matches('=');
    let texts = [
        "",
        "=",
        "garbage",
        "ä",
        short.as_str(),
        long.as_str(),
        &url_safe,
        unpadded,
    ];
    for text in texts {
        let result = verify(&headers(text, TIMESTAMP));
        assert_eq!(result, Err(VerifyError::MalformedSignature), "{text}");
    }
    for text in [
        "",
        "+1795226105",
        "-1795226105",
        "1795226105.0",
        "1795226105 ",
        "0x6B01",
        "2026-11-20T13:55:05Z",
        "١٧٩٥٢٢٦١٠٥",
        "18446744073709551615",
        "99999999999999999999999999",
    ] {
        let result = verify(&headers(SIGNATURE, text));
        assert_eq!(result, Err(VerifyError::MalformedTimestamp), "{text}");
    }
}

#[test]
fn a_signature_of_another_key_is_rejected() {
    let other = Signer::new(&[2; 32]);
    let verifier = Verifier::new(&other.public_key()).expect("it is a key");
    let headers = headers(SIGNATURE, TIMESTAMP);
    let result = verifier.verify(&headers, BODY.as_bytes(), signed_at());
    assert_eq!(result, Err(VerifyError::WrongSignature));
}

#[test]
fn an_invalid_public_key_is_an_error() {
    let mut identity = [0; 32];
    identity[0] = 1;
    let mut off_the_curve = [0; 32];
    off_the_curve[0] = 2;
    let key = |bytes: &[u8]| Base64::encode(bytes).to_string();
    for (text, expected) in [
        (key(&identity), KeyError::NotAKey),
        (key(&off_the_curve), KeyError::NotAKey),
        (key(&[1; 31]), KeyError::Length(31)),
        (String::new(), KeyError::Length(0)),
        (
            PUBLIC_KEY.replace('=', ""),
            KeyError::Base64(Base64Error::Padding),
        ),
        (
            PUBLIC_KEY.replace('j', "\n"),
            KeyError::Base64(Base64Error::WhiteSpace),
        ),
    ] {
        assert_eq!(Verifier::new(&text).err(), Some(expected), "{text}");
    }
}

/// The points of small order, also in encodings that are not canonical: a signature can be valid under
/// them for many messages.
#[test]
fn every_weak_public_key_is_an_error() {
    const ORDER_8: [[u8; 32]; 2] = [
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10,
            0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77,
            0x92, 0xac, 0x03, 0x7a,
        ],
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef,
            0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88,
            0x6d, 0x53, 0xfc, 0x05,
        ],
    ];
    let small = |first: u8| [&[first][..], &[0; 31]].concat();
    // Less than the prime by one, equal to it, and greater by one.
    let large = |first: u8| [&[first][..], &[0xff; 30], &[0x7f]].concat();
    let mut keys: Vec<Vec<u8>> = ORDER_8.iter().map(|it| it.to_vec()).collect();
    keys.extend([small(0), small(1), large(0xec), large(0xed), large(0xee)]);
    for mut key in keys {
        for sign in [0, 0x80] {
            key[31] ^= sign;
            let text = Base64::encode(&key).to_string();
            assert_eq!(
                Verifier::new(&text).err(),
                Some(KeyError::NotAKey),
                "{key:?}"
            );
        }
    }
}

#[test]
fn a_genuine_webhook_that_does_not_decode_has_a_pointer() {
    let signer = Signer::new(&SEED);
    for (body, place) in [
        (
            r#"{"data":{"event_type":"conference.ended","payload":5}}"#,
            "/data/payload",
        ),
        ("<html>", ""),
        ("", ""),
    ] {
        let headers = signer.sign(signed_at(), body.as_bytes());
        let result = verifier().verify(&headers, body.as_bytes(), signed_at());
        let Err(VerifyError::Undecodable(error)) = result else {
            panic!("it is {result:?}")
        };
        assert_eq!(error.pointer(), place);
        assert_eq!(unverified(body.as_bytes()), Err(error));

        // Before it is verified, nothing is reported about its content.
        let result = verifier().verify(
            &self::headers(SIGNATURE, TIMESTAMP),
            body.as_bytes(),
            signed_at(),
        );
        assert_eq!(result, Err(VerifyError::WrongSignature));
    }
}

#[test]
fn an_undeclared_event_keeps_its_type_and_its_json() {
    let signer = Signer::new(&SEED);
    let body = concat!(
        r#"{"data":{"event_type":"call.initiated","id":"e1","payload":{"call_control_id":"v3:x","#,
        r#""client_state":null,"direction":"incoming"}},"meta":{"attempt":1}}"#,
    );
    let headers = signer.sign(signed_at(), body.as_bytes());
    let verified = verifier().verify(&headers, body.as_bytes(), signed_at());
    let delivery = verified.expect("it is genuine");
    let (event_type, event) = delivery.event.undeclared().expect("no conference event");
    assert_eq!(event_type, "call.initiated");
    assert_eq!(event["payload"]["call_control_id"], "v3:x");
    assert_eq!(event["id"], "e1");

    let without_type = unverified(br#"{"id":"e2"}"#).expect("an object");
    let (event_type, event) = without_type
        .event
        .undeclared()
        .expect("no conference event");
    assert_eq!((event_type, &event["id"]), ("", &"e2".into()));

    let declared = unverified(BODY.as_bytes()).expect("a conference event");
    assert_eq!(declared.event.undeclared(), None);
}

#[test]
fn the_signer_signs_like_the_api() {
    let signer = Signer::new(&SEED);
    assert_eq!(signer.public_key(), PUBLIC_KEY);
    let late_in_the_second = signed_at() + Duration::from_millis(999);
    let headers = signer.sign(late_in_the_second, BODY.as_bytes());
    assert_eq!(headers, self::headers(SIGNATURE, TIMESTAMP));

    let text = format!("{signer:?}");
    assert_eq!(text, format!("Signer {{ public_key: {PUBLIC_KEY:?}, .. }}"));
}

#[test]
fn a_line_break_after_a_key_is_ignored() {
    for key in [format!("{PUBLIC_KEY}\n"), format!(" {PUBLIC_KEY}\r\n")] {
        let verifier = Verifier::new(&key).expect("it is a key");
        assert_eq!(format!("{verifier:?}"), format!("{:?}", self::verifier()));
    }
    assert!(Verifier::new(&PUBLIC_KEY.replace('j', "\n")).is_err());
}

const CHILD: &str = "webhooks::prints_a_verifier_of_the_environment";

/// Runs in a process of its own, since changing the environment of a process is unsafe.
#[test]
#[ignore = "only of use with the environment that `keys_of_the_environment` gives it"]
fn prints_a_verifier_of_the_environment() {
    match Verifier::from_env() {
        Ok(verifier) => println!("{verifier:?}"),
        Err(error) => println!("{error:?}: {error}"),
    }
}

#[test]
fn verifiers_take_the_key_from_the_environment() {
    let printed = |key: Option<&str>| {
        let mut child = Command::new(env::current_exe().expect("it is a file"));
        child.args(["--exact", CHILD, "--ignored", "--nocapture"]);
        child.env_remove("TELNYX_PUBLIC_KEY");
        child.envs(key.map(|key| ("TELNYX_PUBLIC_KEY", key)));
        let output = child.output().expect("it starts").stdout;
        String::from_utf8(output).expect("it is text")
    };
    let verifier = format!("{:?}", verifier());
    assert!(printed(Some(PUBLIC_KEY)).contains(&verifier));
    assert!(printed(Some(&format!("{PUBLIC_KEY}\n"))).contains(&verifier));
    let missing = "the public key is missing: the variable TELNYX_PUBLIC_KEY is not set";
    assert!(printed(None).contains(missing));
    assert!(printed(Some("?")).contains("Base64"));
}
