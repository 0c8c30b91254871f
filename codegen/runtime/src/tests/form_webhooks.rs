//! Webhooks that are signed forms, as a server receives them.

use std::fmt::Write;
use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::routing::post;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::sample::ConferenceEvent;
use crate::runtime::webhook::{
    FormStyles, Signed, Signer, Verifier, VerifyError, decode_body, write_form,
};
use crate::runtime::{Decode, DecodeError, File, Part, RequestWriter, Style, Value};

/// Webhooks of a document that declares forms.
#[derive(Clone, Debug, PartialEq)]
pub enum Callback {
    Created(ConferenceEvent),
    Ended(ConferenceEvent),
    Other(Value),
}

crate::runtime::tagged_union! {
    Callback by "event_type" {
        "conference.created" => Created(ConferenceEvent) without From,
        "conference.ended" => Ended(ConferenceEvent) without From,
    }
}

impl Signed for Callback {
    const SIGNATURE_HEADER: &'static str = "x-signature";
    const TIMESTAMP_HEADER: &'static str = "x-time";
    const TOLERANCE: Duration = Duration::from_secs(300);

    fn read(content_type: Option<&str>, raw_body: &[u8]) -> Result<Self, DecodeError>
    where
        Self: Decode,
    {
        const STYLES: FormStyles = &[];
        decode_body(content_type, raw_body, &["event_type"], STYLES)
    }
}

const SEED: [u8; 32] = [7; 32];

async fn receive(
    State(verifier): State<Verifier<Callback>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    match verifier.verify(&headers, &body, SystemTime::now()) {
        Ok(callback) => (StatusCode::OK, format!("{callback:?}")),
        Err(VerifyError::Undecodable(error)) => (StatusCode::BAD_REQUEST, error.to_string()),
        Err(error) => (StatusCode::UNAUTHORIZED, error.to_string()),
    }
}

/// Sends a webhook as the API would, and gives the whole answer.
async fn deliver(to: SocketAddr, content_type: &str, original: &str, sent: &str) -> String {
    let signer = Signer::<Callback>::new(&SEED);
    let mut head = format!(
        "POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: {content_type}\r\n\
         content-length: {}\r\n",
        sent.len()
    );
    for (name, value) in &signer.sign(SystemTime::now(), original.as_bytes()) {
        let value = value.to_str().expect("it is text");
        write!(head, "{name}: {value}\r\n").expect("memory takes it");
    }
    let mut stream = TcpStream::connect(to).await.expect("it listens");
    let request = format!("{head}\r\n{sent}");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it is sent");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .await
        .expect("it answers");
    answer
}

#[tokio::test]
async fn a_server_receives_signed_forms_and_json_at_one_url() {
    let verifier =
        Verifier::new(&Signer::<Callback>::new(&SEED).public_key()).expect("it is a key");
    let router = Router::new().route("/", post(receive)).with_state(verifier);
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("there is a port");
    let to = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });

    let form = "application/x-www-form-urlencoded";
    let created = "count=2&event_type=conference.created&New=%2B49+1";
    let event = "Created(ConferenceEvent { event_type: \"conference.created\", count: Some(2) })";
    let json = r#"{"event_type":"conference.created","count":2}"#;
    for (content_type, body) in [(form, created), ("application/json", json)] {
        let answer = deliver(to, content_type, body, body).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.ends_with(event), "{answer}");
    }
    let unknown = deliver(to, form, "event_type=new&a=1", "event_type=new&a=1").await;
    assert!(unknown.ends_with(r#"Other(Object {"a": String("1"), "event_type": String("new")})"#));

    // What was signed are the bytes: the same pairs in other letters are another body.
    let other = created.replace("%2B", "%2b");
    let answer = deliver(to, form, created, &other).await;
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    let wrong = "event_type=conference.ended&count=many";
    let answer = deliver(to, form, wrong, wrong).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(answer.contains("/count: "), "{answer}");
}

/// Webhooks of each format.
mod formats {
    use crate::runtime::File;

    crate::runtime::object! {
        pub struct Recorded
        new(sound: File)
        required { sound "sound": File }
        optional { seconds "seconds": i64 }
        constant { "event" = "recorded" }
    }

    crate::runtime::object! {
        pub struct Started
        optional { tags "tags": Vec<String> }
        constant { "event" = "started" }
    }

    crate::runtime::object! {
        pub struct Ended
        optional { seconds "seconds": i64 }
        constant { "event" = "ended" }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Started(formats::Started),
    Ended(formats::Ended),
    Recorded(formats::Recorded),
    Other(Value),
}

crate::runtime::tagged_union! {
    Call by "event" {
        "started" => Started(formats::Started),
        "ended" => Ended(formats::Ended),
        "recorded" => Recorded(formats::Recorded),
    }
}

const STYLES: FormStyles = &[(
    ("event", Some("started")),
    &[("tags", Style::PipeDelimited)],
)];

const PARTS: &[Part] = &[Part {
    name: "sound",
    content_type: Some("audio/wav"),
    headers: &[],
    required: &[],
}];

impl Signed for Call {
    const SIGNATURE_HEADER: &'static str = "x-signature";
    const TIMESTAMP_HEADER: &'static str = "x-time";
    const TOLERANCE: Duration = Duration::from_secs(300);

    fn read(content_type: Option<&str>, raw_body: &[u8]) -> Result<Self, DecodeError> {
        decode_body(content_type, raw_body, &["event"], STYLES)
    }

    fn write(&self, to: &mut RequestWriter) {
        match self {
            Self::Started(_) => write_form(self, to, &["event"], STYLES),
            Self::Recorded(_) => to.multipart("multipart/form-data", PARTS, self),
            _ => to.json("application/json", self),
        }
    }
}

#[test]
fn a_signature_covers_a_body_of_each_format() {
    let signer = Signer::<Call>::new(&SEED);
    let verifier = Verifier::<Call>::new(&signer.public_key()).unwrap();
    let sound = File::new(vec![0, 255, b'\r'])
        .name("a.wav")
        .content_type("audio/wav");
    let tags = vec!["a b".to_owned(), "c".to_owned()];
    for (event, format) in [
        (
            Call::Started(formats::Started::new().tags(tags)),
            "application/x-www-form-urlencoded",
        ),
        (
            Call::Ended(formats::Ended::new().seconds(1)),
            "application/json",
        ),
        (
            Call::Recorded(formats::Recorded::new(sound).seconds(2)),
            "multipart/form-data; boundary=",
        ),
    ] {
        let uri = Uri::from_static("https://example.com/hook");
        let request = signer.request(uri, SystemTime::now(), &event).unwrap();
        let content_type = request.headers()["content-type"].to_str().unwrap();
        assert!(content_type.starts_with(format), "{content_type}");
        let verify = |body: &[u8]| verifier.verify(request.headers(), body, SystemTime::now());
        assert_eq!(verify(request.body()).unwrap(), event);
        let changed = [request.body(), &b" "[..]].concat();
        assert!(matches!(verify(&changed), Err(VerifyError::WrongSignature)));
    }
}
