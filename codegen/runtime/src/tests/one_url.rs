//! Webhooks of several documents with several keys.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use serde_json::Value;

use crate::runtime::webhook::{
    Document, EventVerifier, Events, KeyError, Scheme, Signed, Signer, VerifyError, read_event,
};
use crate::runtime::{DecodeError, Delivery, Map, decode, decode_form};

/// An event of one of three documents, by the member that identifies it.
#[derive(Clone, Debug, PartialEq)]
enum Event {
    Cat(Value),
    Dog(Value),
    Fish(Value),
    Other(Value),
}

fn declared(json: Value, tag: &str, event: fn(Value) -> Event) -> Delivery<Event> {
    Delivery::bare(match json.get(tag) {
        Some(_) => event(json),
        None => Event::Other(json),
    })
}

const CATS: Document<Event> = Document {
    has_forms: false,
    read: |_, body| decode(body).map(|json| declared(json, "cat", Event::Cat)),
};

const DOGS: Document<Event> = Document {
    has_forms: false,
    read: |_, body| decode(body).map(|json| declared(json, "dog", Event::Dog)),
};

/// A document with forms.
const FISH: Document<Event> = Document {
    has_forms: true,
    read: |_, body| {
        let pairs: Map<Value> = decode_form(&[], body)?;
        Ok(declared(Value::from_iter(pairs), "fish", Event::Fish))
    },
};

const fn scheme(
    [signature_header, timestamp_header]: [&'static str; 2],
    public_key_variable: Option<&'static str>,
    documents: &'static [Document<Event>],
) -> Scheme<Event> {
    Scheme {
        signature_header,
        timestamp_header,
        tolerance: Duration::from_secs(60),
        public_key_variable,
        documents,
    }
}

const CAT_HEADERS: [&str; 2] = ["cat-signature", "cat-timestamp"];

impl Events for Event {
    const SCHEMES: &'static [Scheme<Self>] = &[
        scheme(CAT_HEADERS, Some("CAT_KEY"), &[CATS]),
        // The same headers with another key.
        scheme(CAT_HEADERS, Some("DOG_KEY"), &[DOGS]),
        scheme(["fish-signature", "fish-timestamp"], None, &[FISH]),
    ];
    const DOCUMENTS: &'static [Document<Self>] = &[CATS, DOGS, FISH];

    fn undeclared(&self) -> Option<(&str, &Value)> {
        match self {
            Self::Other(json) => Some((json["type"].as_str().unwrap_or_default(), json)),
            _ => None,
        }
    }
}

/// What is signed with the headers of the first two schemes.
struct Mammal;

impl Signed for Mammal {
    const SIGNATURE_HEADER: &'static str = CAT_HEADERS[0];
    const TIMESTAMP_HEADER: &'static str = CAT_HEADERS[1];
    const TOLERANCE: Duration = Duration::ZERO;
}

struct Swimmer;

impl Signed for Swimmer {
    const SIGNATURE_HEADER: &'static str = "fish-signature";
    const TIMESTAMP_HEADER: &'static str = "fish-timestamp";
    const TOLERANCE: Duration = Duration::ZERO;
}

fn cat() -> Signer<Mammal> {
    Signer::new(&[1; 32])
}

fn dog() -> Signer<Mammal> {
    Signer::new(&[2; 32])
}

fn fish() -> Signer<Swimmer> {
    Signer::new(&[3; 32])
}

fn verifier() -> EventVerifier<Event> {
    let verifier =
        EventVerifier::with_keys(|scheme: &Scheme<Event>| match scheme.public_key_variable {
            Some("CAT_KEY") => cat().public_key(),
            Some(_) => dog().public_key(),
            None => fish().public_key(),
        });
    verifier.expect("they are keys")
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000)
}

fn verify(headers: &HeaderMap, body: &str) -> Result<Event, VerifyError> {
    let delivery = verifier().verify(headers, body.as_bytes(), now())?;
    Ok(delivery.event)
}

#[test]
fn the_key_decides_the_documents() {
    let (one, two, three) = (r#"{"cat":1}"#, r#"{"dog":1}"#, "fish=1");
    let json = |body: &str| decode::<Value>(body.as_bytes()).unwrap();
    let sign = |signer: Signer<Mammal>, body: &str| signer.sign(now(), body.as_bytes());
    assert_eq!(verify(&sign(cat(), one), one), Ok(Event::Cat(json(one))));
    assert_eq!(verify(&sign(dog(), two), two), Ok(Event::Dog(json(two))));
    let headers = fish().sign(now(), three.as_bytes());
    assert!(matches!(verify(&headers, three), Ok(Event::Fish(_))));
    // The key of one document is not good for the events of another.
    assert_eq!(verify(&sign(cat(), two), two), Ok(Event::Other(json(two))));
    assert_eq!(verify(&sign(dog(), one), one), Ok(Event::Other(json(one))));
}

#[test]
fn the_refusal_is_that_of_the_headers_that_are_there() {
    let body = r#"{"cat":1}"#;
    let mut headers = cat().sign(now(), body.as_bytes());
    assert_eq!(verify(&headers, "{}"), Err(VerifyError::WrongSignature));
    headers.remove(CAT_HEADERS[1]);
    let missing = VerifyError::MissingHeader(CAT_HEADERS[1]);
    assert_eq!(verify(&headers, body), Err(missing));
    let missing = VerifyError::MissingHeader(CAT_HEADERS[0]);
    assert_eq!(verify(&HeaderMap::new(), body), Err(missing));
    let stranger = Signer::<Swimmer>::new(&[4; 32]).sign(now(), body.as_bytes());
    assert_eq!(verify(&stranger, body), Err(VerifyError::WrongSignature));
    let old = cat().sign(now() - Duration::from_secs(61), body.as_bytes());
    let result = verify(&old, body);
    assert_eq!(result, Err(VerifyError::TooOld(Duration::from_secs(61))));
}

#[test]
fn the_environment_has_to_have_every_key() {
    let result = EventVerifier::<Event>::from_env();
    assert_eq!(result.err(), Some(KeyError::NotSet("CAT_KEY")));
    assert!(EventVerifier::<Event>::new("?").is_err());
    assert!(EventVerifier::<Event>::new(&cat().public_key()).is_ok());
}

#[test]
fn the_first_document_that_declares_an_event_reads_it() -> Result<(), DecodeError> {
    let read = |body: &str| read_event(Event::DOCUMENTS, None, body.as_bytes());
    assert!(matches!(read(r#"{"dog":1,"cat":1}"#)?.event, Event::Cat(_)));
    assert!(matches!(read(r#"{"dog":1}"#)?.event, Event::Dog(_)));
    assert!(matches!(read("fish=1")?.event, Event::Fish(_)));
    assert!(matches!(read("bird=1")?.event, Event::Other(_)));
    let form = read_event::<Event>(&[CATS, DOGS], None, b"fish=1");
    let error = form.unwrap_err().to_string();
    assert_eq!(error, "no webhook is sent in this format");
    Ok(())
}
