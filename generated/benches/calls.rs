//! Compares the cost of calls with that of the same calls written by hand. Run by `cargo bench -p
//! generated`; `README.md` in this folder has results and explains them.

mod by_hand;
mod instructions;
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
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |option: &str| arguments.iter().any(|it| it == option);
    let wanted = arguments.iter().find(|it| !it.starts_with("--")).cloned();
    if has("--instructions") {
        return instructions::print_table(wanted.as_deref());
    }
    let table = Table::new(wanted, has(instructions::COUNTED));
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
    let (body, by_hand) = measure_bodies(table, "CreateConference", samples::CREATE);
    let ours = CreateConference::new(body);
    let by_hand = by_hand::CreateConference { body: by_hand };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    measure_call(table, &ours, validate, build);
    let reply = format!(r#"{{"data":{}}}"#, samples::CONFERENCE);
    measure_reply::<CreateConference, _>(table, &reply, by_hand::CreateConference::response);

    let broken = samples::CREATE
        .replace("on_exit", "on_fire")
        .replace("100", "801")
        .replace("US", "Mars");
    let ours: CreateConferenceRequest = decode_sample(&broken);
    let by_hand = by_hand::CreateConference {
        body: decode_sample(&broken),
    };
    assert_same_violations(ours.validate(), by_hand.validate());
}

fn join(table: &Table) {
    let (body, by_hand) = measure_bodies(table, "JoinConference", samples::JOIN);
    let ours = JoinConference::new(ID, body);
    let mut by_hand = by_hand::JoinConference {
        id: ID.to_owned(),
        body: by_hand,
    };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    measure_call(table, &ours, validate, build);
    let reply = samples::COMMAND_RESULT;
    measure_reply::<JoinConference, _>(table, reply, by_hand::JoinConference::response);

    let broken = samples::JOIN
        .replace("ID1d", "ID1")
        .replace("whisper\"", "shout\"")
        .replace("mute\": true", "hold_media_name\": \"both\"");
    let ours = JoinConference::new(ID, decode_sample(&broken));
    by_hand.body = decode_sample(&broken);
    assert_same_violations(ours.validate(), by_hand.validate());
}

fn speak(table: &Table) {
    let (body, by_hand) = measure_bodies(table, "SpeakTextToConference", samples::SPEAK);
    let ours = SpeakTextToConference::new(ID, body);
    let mut by_hand = by_hand::SpeakText {
        id: ID.to_owned(),
        body: by_hand,
    };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    measure_call(table, &ours, validate, build);

    let broken = samples::SPEAK
        .replace("en-US", "en-AQ")
        .replace("1.5", "2.5");
    let ours = SpeakTextToConference::new(ID, decode_sample(&broken));
    by_hand.body = decode_sample(&broken);
    assert_same_violations(ours.validate(), by_hand.validate());
}

fn list(table: &Table) {
    let ours = ListConferences::new()
        .filter(decode_sample(samples::FILTER))
        .page(decode_sample(samples::PAGE));
    let by_hand = by_hand::ListConferences {
        region: None,
        filter: Some(decode_sample(samples::FILTER)),
        page: Some(decode_sample(samples::PAGE)),
    };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    measure_call(table, &ours, validate, build);
    let reply = samples::conferences();
    measure_reply::<ListConferences, _>(table, &reply, by_hand::ListConferences::response);
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
    measure_call(table, &ours, validate, build);
    let reply = format!(r#"{{"data":{}}}"#, samples::CONFERENCE);
    measure_reply::<RetrieveConference, _>(table, &reply, by_hand::RetrieveConference::response);
}

fn dial(table: &Table) {
    let ours = DialTexmlConferenceParticipant::new(ACCOUNT, ID, decode_sample(samples::DIAL));
    let mut by_hand = by_hand::DialParticipant {
        account_sid: ACCOUNT.to_owned(),
        conference_sid: ID.to_owned(),
        body: decode_sample(samples::DIAL),
    };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    measure_call(table, &ours, validate, build);
    let reply = samples::PARTICIPANT;
    let by_hand_reads = by_hand::DialParticipant::response;
    measure_reply::<DialTexmlConferenceParticipant, _>(table, reply, by_hand_reads);

    let broken = samples::DIAL
        .replace("Info Desk", "Info/Desk")
        .replace("X-Custom-Header-2", "X Custom")
        .replace("answered completed", "answered  completed")
        .replace("\"Timeout\": 30", "\"Timeout\": 4");
    let ours = DialTexmlConferenceParticipant::new(ACCOUNT, ID, decode_sample(&broken));
    by_hand.body = decode_sample(&broken);
    assert_same_violations(ours.validate(), by_hand.validate());
}

fn update(table: &Table) {
    let ours = UpdateTexmlConference::new(ACCOUNT, ID, decode_sample(samples::UPDATE));
    let by_hand = by_hand::UpdateConference {
        account_sid: ACCOUNT.to_owned(),
        conference_sid: ID.to_owned(),
        body: decode_sample(samples::UPDATE),
    };
    let (validate, build) = (
        || black_box(&by_hand).validate(),
        || black_box(&by_hand).build(),
    );
    measure_call(table, &ours, validate, build);
}

fn joined(table: &Table) {
    let body = compact(samples::WEBHOOK);
    let ours = || webhook::unverified(black_box(body.as_bytes()));
    let by_hand = || serde_json::from_slice::<by_hand::Webhook>(black_box(body.as_bytes()));
    assert_same_values(
        &ours().expect("it decodes"),
        &by_hand().expect("it decodes"),
    );
    table.pair("webhook, decode", ours, by_hand);
}

/// Measures decoding and encoding a JSON body.
fn measure_bodies<T, U>(table: &Table, name: &str, sample: &str) -> (T, U)
where
    T: Serialize + DeserializeOwned,
    U: Serialize + DeserializeOwned,
{
    let (ours, by_hand): (T, U) = (decode_sample(sample), decode_sample(sample));
    assert_same_values(&ours, &by_hand);
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

/// Measures validating a call and building its request.
fn measure_call<O: Operation>(
    table: &Table,
    ours: &O,
    validate: impl Fn() -> Result<(), Vec<Violation>>,
    build: impl Fn() -> Result<Request<Bytes>, Error>,
) {
    ours.validate().expect("the call is valid");
    validate().expect("the call is valid");
    assert_same_requests(
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

/// Measures decoding a response.
fn measure_reply<O: Operation, U: Serialize>(
    table: &Table,
    sample: &str,
    by_hand: fn(StatusCode, &HeaderMap, &Bytes) -> Result<U, Error>,
) where
    O::Output: Serialize,
    O::Error: Debug,
{
    let (status, headers, body) = (StatusCode::OK, HeaderMap::new(), compact(sample).into());
    assert_same_values(
        &O::response(status, &headers, &body).expect("it is a success"),
        &by_hand(status, &headers, &body).expect("it is a success"),
    );
    table.pair(
        &format!("{}, decode reply", O::NAME),
        || O::response(status, &headers, black_box(&body)),
        || by_hand(status, &headers, black_box(&body)),
    );
}

fn decode_sample<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("both decode the samples")
}

/// JSON without whitespace, as servers send it.
fn compact(json: &str) -> String {
    let lines: String = json.lines().map(str::trim).collect();
    lines.replace("\": ", "\":")
}

fn assert_same_values(ours: &impl Serialize, by_hand: &impl Serialize) {
    let value = |text: Vec<u8>| serde_json::from_slice::<Value>(&text).expect("it is JSON");
    let ours = serde_json::to_vec(ours).expect("it is JSON");
    let by_hand = serde_json::to_vec(by_hand).expect("it is JSON");
    assert_eq!(ours.len(), by_hand.len(), "nothing left out");
    assert_eq!(value(ours), value(by_hand));
}

/// Asserts that two requests are equal, except for the order of members in JSON.
fn assert_same_requests(ours: &Request<Bytes>, by_hand: &Request<Bytes>) {
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

/// Asserts that the same violations are reported at the same places.
fn assert_same_violations(ours: Result<(), Violations>, by_hand: Result<(), Vec<Violation>>) {
    let ours = ours.expect_err("the call is invalid");
    let by_hand = by_hand.expect_err("the call is invalid");
    let ours: Vec<_> = ours.iter().map(|it| (&*it.pointer, it.code)).collect();
    let by_hand: Vec<_> = by_hand.iter().map(|it| (&*it.pointer, it.code)).collect();
    assert_eq!(ours, by_hand);
}
