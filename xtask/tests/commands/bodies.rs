//! The requests and responses of the bindings of `bodies.yml`. Runs as an example of the crate `bindings`.

use std::fmt::Debug;

use bindings::bodies::{
    DeletePet, Download, Fail, FailByVersion, FailInStrings, Feed, First, GetPet, ListBanks,
    ListEvents, ListKinds, ListKindsContent, ListLines, ListRecords, ListVersions, Look, Paint,
    Pet, PetOrText, PostPet, PostPetContent, PutPet, Second, Upload,
};
use bindings::{Bytes, Error, File, Negotiated, Operation, Reply};
use http::{HeaderMap, StatusCode, header};

const V1: &str = "application/vnd.a.v1+json";
const V2: &str = "application/vnd.a.v2+json";

fn headers(content_type: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if !content_type.is_empty() {
        headers.insert(header::CONTENT_TYPE, content_type.parse().expect("a value"));
    }
    headers
}

/// Decodes a response.
fn read_reply<O: Operation>(
    status: u16,
    content_type: &str,
    body: &[u8],
) -> Result<O::Output, Error<O::Error>> {
    let status = StatusCode::from_u16(status).expect("a status");
    O::response(
        status,
        &headers(content_type),
        &Bytes::copy_from_slice(body),
    )
}

/// Decodes the body of an error response.
fn read_failure<O: Operation>(status: u16, content_type: &str, body: &str) -> Option<O::Error>
where
    O::Output: Debug,
{
    match read_reply::<O>(status, content_type, body.as_bytes()) {
        Err(Error::Api(error)) => error.body,
        other => panic!("{other:?}"),
    }
}

fn undecodable<O: Operation>(content_type: &str, body: &str) -> String
where
    O::Output: Debug,
{
    match read_reply::<O>(200, content_type, body.as_bytes()) {
        Err(Error::Undecodable(error)) => {
            assert_eq!(error.raw, body);
            error.cause.to_string()
        }
        other => panic!("{content_type}: {other:?}"),
    }
}

fn content<O: Negotiated>(content_type: &str, body: &str) -> Option<O::Content> {
    let reply = Reply {
        status: StatusCode::OK,
        headers: &headers(content_type),
        body: &Bytes::copy_from_slice(body.as_bytes()),
    };
    O::content(&reply).ok()
}

/// `Accept`, `Content-Type` and the body of a request.
fn request_parts(operation: &impl Operation) -> (String, Option<String>, Bytes) {
    let request = operation.request().expect("it keeps the rules");
    let text = |name| {
        let value = request.headers().get(name)?;
        Some(value.to_str().expect("a text").to_owned())
    };
    let accept = text(header::ACCEPT).expect("all say what they want");
    (accept, text(header::CONTENT_TYPE), request.body().clone())
}

fn pet() -> Pet {
    Pet::new("Tom")
}

const PET: &str = r#"{"name":"Tom"}"#;
const ROWS: &str = r#"{"rows":[1]}"#;

fn the_content_type_decides_between_kinds_of_json() {
    assert_eq!(request_parts(&ListKinds::new()).0, V1);
    let refused = undecodable::<ListKinds>(V2, ROWS);
    assert_eq!(
        refused,
        format!("the content type `{V2}` was not accepted by the request")
    );
    undecodable::<ListKinds>("application/vnd.a.v3+json", ROWS);
    let first = First::new().items(vec![1]);
    for content_type in [V1, "application/json", "text/plain", ""] {
        let read = read_reply::<ListKinds>(200, content_type, br#"{"items":[1]}"#);
        assert_eq!(read.expect(content_type), first);
    }
    let second = Second::new().rows(vec![1]);
    let read = content::<ListKinds>("Application/VND.a.v2+JSON; charset=utf-8", ROWS);
    assert_eq!(read, Some(ListKindsContent::VndAV2Json(second)));
    assert_eq!(content::<ListKinds>("application/json", ROWS), None);

    undecodable::<ListVersions>("application/json; charset=utf-8; version=2", ROWS);
    undecodable::<ListVersions>("application/json;version=\"3\"", ROWS);
}

fn the_schema_decides_bodies_of_any_content_type() {
    assert_eq!(request_parts(&Download::new()).0, "*/*");
    let png = b"\x89PNG";
    assert_eq!(
        read_reply::<Download>(200, "image/png", png).expect("octets"),
        &png[..]
    );
    assert_eq!(
        read_reply::<Upload>(200, "application/json", png).expect("octets"),
        &png[..]
    );
    assert_eq!(
        read_reply::<Paint>(200, "text/plain", b"done").expect("text"),
        "done"
    );
    assert_eq!(
        read_reply::<GetPet>(200, "application/json", PET.as_bytes()).expect("JSON"),
        pet()
    );

    let octets = Some("application/octet-stream".to_owned());
    let (accept, content_type, body) = request_parts(&Upload::new("<mpd/>"));
    assert_eq!(
        (&*accept, content_type, &body[..]),
        ("application/json", octets, &b"<mpd/>"[..])
    );
    let image = File::new(&png[..]).content_type("image/png");
    let (_, content_type, body) = request_parts(&Paint::new().body(image));
    assert_eq!(
        (content_type.as_deref(), &body[..]),
        (Some("image/png"), &png[..])
    );
    assert_eq!(request_parts(&Paint::new()).1, None);
    let forged = File::new("").content_type("a/b\r\nx: y");
    assert!(Upload::new(forged).request().is_err());

    assert_eq!(request_parts(&Feed::new()).0, "application/xml");
    assert_eq!(
        read_reply::<Feed>(200, "application/xml", b"<a/>").expect("bytes"),
        &b"<a/>"[..]
    );
}

fn a_response_without_a_body_is_a_success_without_one() {
    for status in [204, 205] {
        read_reply::<DeletePet>(status, "", b"").expect("a success");
        assert_eq!(
            read_reply::<PutPet>(status, "application/json", b"").expect("a success"),
            None
        );
        assert_eq!(read_reply::<PostPet>(status, "", b"").expect("a success"), None);
    }
    assert_eq!(
        read_reply::<PutPet>(201, "", PET.as_bytes()).expect("JSON"),
        Some(pet())
    );
    read_reply::<Look>(200, "application/json", b"").expect("a success");
    assert_eq!(request_parts(&Look::new()).0, "application/json");
    let json = content::<PostPet>("application/json", PET);
    assert_eq!(json, Some(Some(PostPetContent::Json(pet()))));
    assert_eq!(content::<PostPet>("", ""), Some(None));
    // 304 is an error, and has no body either.
    let Err(Error::Api(unchanged)) = read_reply::<PutPet>(304, "", b"") else {
        panic!("the caller has what is asked for already");
    };
    assert!(unchanged.body.is_none());
}

fn a_missing_optional_body_is_not_sent() {
    let (_, content_type, body) = request_parts(&DeletePet::new());
    assert_eq!((content_type, body.len()), (None, 0));
    let (_, content_type, body) = request_parts(&DeletePet::new().body(First::new()));
    assert_eq!(
        (content_type.as_deref(), &body[..]),
        (Some("application/json"), &b"{}"[..])
    );
}

fn error_bodies_are_text_or_json() {
    let text = |text: &str| Some(PetOrText::Text(text.to_owned()));
    assert_eq!(read_failure::<Fail>(404, "text/plain", "gone"), text("gone"));
    assert_eq!(read_failure::<Fail>(404, "", "gone"), text("gone"));
    assert_eq!(
        read_failure::<Fail>(400, "text/plain; charset=utf-8", "no"),
        text("no")
    );
    assert_eq!(read_failure::<Fail>(503, "text/html", "<p>"), text("<p>"));
    // JSON is not read as text.
    for status in [400, 404, 500] {
        let json = read_failure::<Fail>(status, "application/json", PET);
        assert_eq!(json, Some(PetOrText::Pet(pet())), "{status}");
    }
    assert_eq!(read_failure::<Fail>(400, "text/html", "<p>"), None);

    let second = read_failure::<FailByVersion>(400, V2, r#"{"rows":[]}"#);
    assert!(format!("{second:?}").contains("Second"), "{second:?}");
    // Without a content type, the one that decodes is taken.
    let fits = read_failure::<FailByVersion>(400, "application/json", ROWS);
    assert!(format!("{fits:?}").contains("Second"), "{fits:?}");

    let strings = [(409, "application/json", "\"a\""), (400, "text/plain", "a")];
    for (status, content_type, body) in strings {
        let read = read_failure::<FailInStrings>(status, content_type, body);
        assert_eq!(read.as_deref(), Some("a"));
    }
}

fn a_sequence_of_items_is_read_as_a_list() {
    assert_eq!(request_parts(&ListLines::new()).0, "application/jsonl");
    let lines = format!("{PET}\n\n{PET}");
    let read = read_reply::<ListLines>(200, "application/jsonl", lines.as_bytes());
    assert_eq!(read.expect("two lines"), [pet(), pet()]);
    let records = format!("\u{1E}{PET}\n\u{1E}{PET}\n");
    let read = self::read_reply::<ListRecords>(200, "", records.as_bytes());
    assert_eq!(read.expect("two records"), [pet(), pet()]);

    let stream = format!("event: born\ndata: {PET}\n\n");
    let read = self::read_reply::<ListEvents>(200, "text/event-stream", stream.as_bytes());
    let events = read.expect("an event");
    let event = events[0].data.value().expect("what the document says");
    assert_eq!(
        (event.event.as_deref(), &event.data),
        (Some("born"), &pet())
    );
    let read = self::read_reply::<ListBanks>(200, "text/event-stream", stream.as_bytes());
    assert_eq!(read.expect("an event")[0].data.value(), Some(&pet()));
}

fn main() {
    a_sequence_of_items_is_read_as_a_list();
    the_content_type_decides_between_kinds_of_json();
    the_schema_decides_bodies_of_any_content_type();
    a_response_without_a_body_is_a_success_without_one();
    a_missing_optional_body_is_not_sent();
    error_bodies_are_text_or_json();
}
