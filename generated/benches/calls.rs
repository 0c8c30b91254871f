//! What a call costs beside the same call written by hand. `cargo bench -p generated`; figures and
//! how to read them are in `README.md` beside this file.

mod by_hand;
mod measure;
mod samples;

use std::fmt::Debug;
use std::hint::black_box;

use bytes::Bytes;
use generated::conferences::{
    CreateConference, CreateConferenceRequest, JoinConference, ListConferences, RetrieveConference,
    SpeakTextToConference, webhook,
};
use generated::texml::{DialTexmlConferenceParticipant, UpdateTexmlConference};
use generated::{Operation, Violations};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::by_hand::{Error, Violation};
use self::measure::Table;
use self::samples::{ACCOUNT, ID};

fn main() {
    let table = Table::new(std::env::args().skip(1).find(|it| !it.starts_with("--")));
    create(&table);
    join(&table);
    speak(&table);
    list(&table);
    retrieve(&table);
    dial(&table);
    update(&table);
    joined(&table);
}

fn create(table: &Table) {
    let (body, by_hand) = bodies(table, "CreateConference", samples::CREATE);
    let ours = CreateConference::new(body);
    let by_hand = by_hand::CreateConference { body: by_hand };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    calls(table, &ours, validate, build);
    let reply = format!(r#"{{"data":{}}}"#, samples::CONFERENCE);
    replies::<CreateConference, _>(table, &reply, by_hand::CreateConference::response);

    let broken = samples::CREATE
        .replace("on_exit", "on_fire")
        .replace("100", "801")
        .replace("US", "Mars");
    let ours: CreateConferenceRequest = read(&broken);
    let by_hand = by_hand::CreateConference {
        body: read(&broken),
    };
    same_violations(ours.validate(), by_hand.validate());
}

fn join(table: &Table) {
    let (body, by_hand) = bodies(table, "JoinConference", samples::JOIN);
    let ours = JoinConference::new(ID, body);
    let mut by_hand = by_hand::JoinConference {
        id: ID.to_owned(),
        body: by_hand,
    };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    calls(table, &ours, validate, build);
    let reply = samples::COMMAND_RESULT;
    replies::<JoinConference, _>(table, reply, by_hand::JoinConference::response);

    let broken = samples::JOIN
        .replace("ID1d", "ID1")
        .replace("whisper\"", "shout\"")
        .replace("mute\": true", "hold_media_name\": \"both\"");
    let ours = JoinConference::new(ID, read(&broken));
    by_hand.body = read(&broken);
    same_violations(ours.validate(), by_hand.validate());
}

fn speak(table: &Table) {
    let (body, by_hand) = bodies(table, "SpeakTextToConference", samples::SPEAK);
    let ours = SpeakTextToConference::new(ID, body);
    let mut by_hand = by_hand::SpeakText {
        id: ID.to_owned(),
        body: by_hand,
    };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    calls(table, &ours, validate, build);

    let broken = samples::SPEAK
        .replace("en-US", "en-AQ")
        .replace("1.5", "2.5");
    let ours = SpeakTextToConference::new(ID, read(&broken));
    by_hand.body = read(&broken);
    same_violations(ours.validate(), by_hand.validate());
}

fn list(table: &Table) {
    let ours = ListConferences::new()
        .filter(read(samples::FILTER))
        .page(read(samples::PAGE));
    let by_hand = by_hand::ListConferences {
        region: None,
        filter: Some(read(samples::FILTER)),
        page: Some(read(samples::PAGE)),
    };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    calls(table, &ours, validate, build);
    let reply = samples::conferences();
    replies::<ListConferences, _>(table, &reply, by_hand::ListConferences::response);
}

fn retrieve(table: &Table) {
    let ours = RetrieveConference::new(ID);
    let by_hand = by_hand::RetrieveConference {
        id: ID.to_owned(),
        region: None,
    };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    calls(table, &ours, validate, build);
    let reply = format!(r#"{{"data":{}}}"#, samples::CONFERENCE);
    replies::<RetrieveConference, _>(table, &reply, by_hand::RetrieveConference::response);
}

fn dial(table: &Table) {
    let ours = DialTexmlConferenceParticipant::new(ACCOUNT, ID, read(samples::DIAL));
    let mut by_hand = by_hand::DialParticipant {
        account_sid: ACCOUNT.to_owned(),
        conference_sid: ID.to_owned(),
        body: read(samples::DIAL),
    };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    calls(table, &ours, validate, build);
    let reply = samples::PARTICIPANT;
    let by_hand_reads = by_hand::DialParticipant::response;
    replies::<DialTexmlConferenceParticipant, _>(table, reply, by_hand_reads);

    let broken = samples::DIAL
        .replace("Info Desk", "Info/Desk")
        .replace("X-Custom-Header-2", "X Custom")
        .replace("answered completed", "answered  completed")
        .replace("\"Timeout\": 30", "\"Timeout\": 4");
    let ours = DialTexmlConferenceParticipant::new(ACCOUNT, ID, read(&broken));
    by_hand.body = read(&broken);
    same_violations(ours.validate(), by_hand.validate());
}

fn update(table: &Table) {
    let ours = UpdateTexmlConference::new(ACCOUNT, ID, read(samples::UPDATE));
    let by_hand = by_hand::UpdateConference {
        account_sid: ACCOUNT.to_owned(),
        conference_sid: ID.to_owned(),
        body: read(samples::UPDATE),
    };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    calls(table, &ours, validate, build);
}

fn joined(table: &Table) {
    let body = compact(samples::WEBHOOK);
    let ours = || webhook::unverified(black_box(body.as_bytes()));
    let by_hand = || serde_json::from_slice::<by_hand::Webhook>(black_box(body.as_bytes()));
    same_values(
        &ours().expect("it decodes"),
        &by_hand().expect("it decodes"),
    );
    table.pair("webhook, decode", ours, by_hand);
}

/// Reads a JSON body both ways; times that and the way back.
fn bodies<T, U>(table: &Table, name: &str, sample: &str) -> (T, U)
where
    T: Serialize + DeserializeOwned,
    U: Serialize + DeserializeOwned,
{
    let (ours, by_hand): (T, U) = (read(sample), read(sample));
    same_values(&ours, &by_hand);
    table.pair(
        &format!("{name}, encode body"),
        || serde_json::to_vec(black_box(&ours)),
        || serde_json::to_vec(black_box(&by_hand)),
    );
    let json = compact(sample);
    table.pair(
        &format!("{name}, decode body"),
        || serde_json::from_slice::<T>(black_box(json.as_bytes())),
        || serde_json::from_slice::<U>(black_box(json.as_bytes())),
    );
    (ours, by_hand)
}

/// Times the check of a call, and its request.
fn calls<O: Operation>(
    table: &Table,
    ours: &O,
    validate: impl Fn() -> Result<(), Vec<Violation>>,
    build: impl Fn() -> Result<Request<Bytes>, Error>,
) {
    ours.validate().expect("it keeps the rules");
    validate().expect("it keeps the rules");
    same_requests(
        &ours.unchecked_request().expect("it can be sent"),
        &build().expect("it can be sent"),
    );
    let name = O::NAME;
    table.pair(
        &format!("{name}, validate"),
        || black_box(ours).validate(),
        validate,
    );
    table.pair(
        &format!("{name}, build request"),
        || black_box(ours).unchecked_request(),
        build,
    );
}

/// Times the reading of a reply.
fn replies<O: Operation, U: Serialize>(
    table: &Table,
    sample: &str,
    by_hand: fn(StatusCode, &HeaderMap, &Bytes) -> Result<U, Error>,
) where
    O::Output: Serialize,
    O::Error: Debug,
{
    let (status, headers, body) = (StatusCode::OK, HeaderMap::new(), compact(sample).into());
    same_values(
        &O::response(status, &headers, &body).expect("it is a success"),
        &by_hand(status, &headers, &body).expect("it is a success"),
    );
    table.pair(
        &format!("{}, decode reply", O::NAME),
        || O::response(status, &headers, black_box(&body)),
        || by_hand(status, &headers, black_box(&body)),
    );
}

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("the samples fit both")
}

/// JSON as servers send it, without line breaks and spaces around.
fn compact(json: &str) -> String {
    let lines: String = json.lines().map(str::trim).collect();
    lines.replace("\": ", "\":")
}

fn same_values(ours: &impl Serialize, by_hand: &impl Serialize) {
    let value = |text: Vec<u8>| serde_json::from_slice::<Value>(&text).expect("it is JSON");
    let ours = serde_json::to_vec(ours).expect("it is JSON");
    let by_hand = serde_json::to_vec(by_hand).expect("it is JSON");
    assert_eq!(ours.len(), by_hand.len(), "nothing left out");
    assert_eq!(value(ours), value(by_hand));
}

/// The same bytes, but that members of JSON may come in another order.
fn same_requests(ours: &Request<Bytes>, by_hand: &Request<Bytes>) {
    assert_eq!(ours.method(), by_hand.method());
    assert_eq!(ours.uri(), by_hand.uri());
    assert_eq!(ours.headers(), by_hand.headers());
    let json = ours.headers().get(CONTENT_TYPE);
    if json.is_some_and(|it| it == "application/json") {
        assert_eq!(ours.body().len(), by_hand.body().len());
        let value = |body| serde_json::from_slice::<Value>(body).expect("it is JSON");
        assert_eq!(value(ours.body()), value(by_hand.body()));
    } else {
        assert_eq!(ours.body(), by_hand.body());
    }
}

/// The same complaints, at the same places.
fn same_violations(ours: Result<(), Violations>, by_hand: Result<(), Vec<Violation>>) {
    let ours = ours.expect_err("it breaks rules");
    let by_hand = by_hand.expect_err("it breaks rules");
    let ours: Vec<_> = ours.iter().map(|it| (&*it.pointer, it.code)).collect();
    let by_hand: Vec<_> = by_hand.iter().map(|it| (&*it.pointer, it.code)).collect();
    assert_eq!(ours, by_hand);
}
