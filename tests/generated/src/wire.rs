//! Compares the requests of the bindings with recorded requests of the official client.
//!
//! The recording is beside the repository. Without it, the tests are skipped.

mod calls;
mod expectation;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use generated::Value;
use serde_json::json;

use crate::client::{FakeClock, KEY};
use crate::server::raw::{Act, Raw};
use crate::server::{Answer, Server};

use self::calls::{Outcome, play};

/// A recorded request and its response.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    scenario: String,
    json: Value,
}

impl Recorded {
    fn text(&self, member: &str) -> &str {
        let text = self.json[member].as_str();
        text.unwrap_or_else(|| panic!("{} has no {member}", self.scenario))
    }

    fn body(&self) -> Option<Value> {
        let body = self.text("body");
        (!body.is_empty()).then(|| serde_json::from_str(body).expect("a recorded body is JSON"))
    }

    fn status(&self) -> u16 {
        let status = self.json["response"]["status"].as_u64();
        u16::try_from(status.expect("a reply has a status")).expect("a status is small")
    }

    /// A header of the response.
    fn reply_header(&self, name: &str) -> Option<&str> {
        self.json["response"]["headers"][name].as_str()
    }

    fn answer(&self) -> Answer {
        let response = &self.json["response"];
        let answer = Answer::new(self.status());
        let headers = [
            "content-type",
            "retry-after",
            "retry-after-ms",
            "x-should-retry",
            "location",
        ];
        let given = response["headers"]
            .as_object()
            .expect("a reply has headers");
        assert!(
            given.keys().all(|it| headers.contains(&it.as_str())),
            "{given:?}"
        );
        let answer =
            headers
                .into_iter()
                .fold(answer, |answer, name| match self.reply_header(name) {
                    Some(value) => answer.header(name, value),
                    None => answer,
                });
        match &response["body"] {
            Value::Null => answer,
            Value::String(text) => answer.text(text),
            json if self.reply_header("content-type").is_some() => answer.text(&json.to_string()),
            json => answer.with_json(json),
        }
    }
}

/// The scenarios with their requests, in order, or `None` without a recording.
fn recording() -> Option<Vec<Vec<Recorded>>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/wire/requests.jsonl");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: there is no {}", path.display());
        return None;
    };
    let lines = text.lines().map(|line| {
        let json: Value = serde_json::from_str(line).expect("a line is JSON");
        let scenario = json["scenario"].as_str().expect("it has a name").to_owned();
        Recorded { scenario, json }
    });
    let mut scenarios: Vec<Vec<Recorded>> = Vec::new();
    for line in lines {
        match scenarios.last_mut() {
            Some(last) if last[0].scenario == line.scenario => last.push(line),
            _ => scenarios.push(vec![line]),
        }
    }
    Some(scenarios)
}

/// Scenarios that the bindings cannot reproduce, and why.
const NOT_APPLICABLE: &[(&str, &str)] = &[];

/// Scenarios in which the bindings differ on purpose, and why.
pub(crate) const DIFFERENCES: &[(&str, Difference, &str)] = &[
    (
        "texml_dial_full",
        Difference::Form,
        "the document allows forms only, and the official client sends JSON",
    ),
    (
        "texml_participant_update",
        Difference::Form,
        "the document allows forms only, and the official client sends JSON",
    ),
    (
        "redirect_301_post",
        Difference::FirstOnly,
        "following it would turn a command into a read",
    ),
];

/// How a scenario differs, besides the `command_id` that is always filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Difference {
    /// The same members are sent as a form.
    Form,
    /// Only the first request is sent, and its response is the result.
    FirstOnly,
}

fn difference(scenario: &str) -> Option<Difference> {
    let found = DIFFERENCES.iter().find(|(name, ..)| *name == scenario);
    found.map(|(_, difference, _)| *difference)
}

#[tokio::test]
async fn requests_match_those_of_the_official_client() {
    let Some(scenarios) = recording() else {
        return;
    };
    let mut names = BTreeSet::new();
    for recorded in scenarios {
        let scenario = recorded[0].scenario.clone();
        assert!(names.insert(scenario.clone()), "{scenario} is there twice");
        if NOT_APPLICABLE.iter().any(|(name, _)| *name == scenario) {
            continue;
        }
        match scenario.as_str() {
            "conn_closed_exhaust" => closed(&recorded).await,
            "timeout_exhaust" => timed_out(&recorded).await,
            _ => replay(&scenario, recorded).await,
        }
    }
    for (name, ..) in DIFFERENCES {
        assert!(names.contains(*name), "{name} is no scenario any more");
    }
    for (name, _) in NOT_APPLICABLE {
        assert!(names.contains(*name), "{name} is no scenario any more");
    }
    let known: BTreeSet<_> = calls::SCENARIOS.iter().map(|it| (*it).to_owned()).collect();
    assert_eq!(known, names, "our calls and the scenarios");
}

/// Answers as recorded, and compares the requests and the outcome.
async fn replay(scenario: &str, mut recorded: Vec<Recorded>) {
    let server = Server::script(recorded.iter().map(Recorded::answer));
    let clock = FakeClock::default();
    let outcome = play(scenario, &server.base_url(), &clock).await;
    let difference = difference(scenario);
    if difference == Some(Difference::FirstOnly) {
        recorded.truncate(1);
    }
    let seen = server.seen();
    assert_eq!(seen.len(), recorded.len(), "{scenario}: requests");
    for (seen, recorded) in seen.iter().zip(&recorded) {
        expectation::compare(recorded, seen, difference);
    }
    assert_eq!(clock.slept(), expectation::delays(&recorded), "{scenario}");
    let last = recorded.last().expect("a scenario has a request");
    let expected = match last.status() {
        200 if scenario == "ok_bad_json_200" => Outcome::Undecodable(200),
        200 => Outcome::Result,
        status => Outcome::Status(status),
    };
    assert_eq!(outcome, expected, "{scenario}");
}

/// The server reads a request and closes the connection.
async fn closed(recorded: &[Recorded]) {
    let scenario = &recorded[0].scenario;
    let server = Raw::new([vec![Act::Read]]);
    let clock = FakeClock::default();
    let outcome = play(scenario, &server.base_url(), &clock).await;
    assert_eq!(outcome, Outcome::NoReply);
    let requests = server.log().requests;
    assert_eq!(requests.len(), recorded.len());
    assert_eq!(clock.slept(), [500.0, 1000.0]);
    for (request, recorded) in requests.iter().zip(recorded) {
        assert_is_request(recorded, request);
    }
}

/// The server reads a request and never answers.
async fn timed_out(recorded: &[Recorded]) {
    let scenario = &recorded[0].scenario;
    let server = Raw::new([vec![Act::Read, Act::UntilClosed]]);
    let outcome = play(scenario, &server.base_url(), &FakeClock::default()).await;
    assert_eq!(outcome, Outcome::OutOfTime(calls::TIMEOUT));
    server.until(|log| !log.requests.is_empty()).await;
    let requests = server.log().requests;
    assert_eq!(requests.len(), recorded.len());
    assert_is_request(&recorded[0], &requests[0]);
}

/// The request line and the body of a request in text form.
fn assert_is_request(recorded: &Recorded, request: &str) {
    let (head, body) = request
        .split_once("\r\n\r\n")
        .expect("a request has a head");
    let line = format!(
        "{} {} HTTP/1.1",
        recorded.text("method"),
        recorded.text("path")
    );
    assert_eq!(head.lines().next(), Some(line.as_str()));
    assert!(head.contains(&format!("Bearer {KEY}")));
    let mut body: Value = serde_json::from_str(body).expect("the body is JSON");
    let members = body.as_object_mut().expect("the body is an object");
    members.remove("command_id").expect("it was filled in");
    assert_eq!(Some(body), recorded.body());
}

/// A form is equivalent to JSON.
#[test]
fn members_become_form_pairs() {
    let members = json!({
        "text": "a b", "yes": true, "no": false, "number": 30, "none": null, "empty": "",
        "list": [1, "b", { "k": [1] }], "nothing": [], "object": { "k": "v" },
    });
    let pairs = expectation::pairs(&members);
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let expected = [
        "text=a b",
        "yes=true",
        "no=false",
        "number=30",
        "empty=",
        "list=1",
        "list=b",
        "list={\"k\":[1]}",
        "object={\"k\":\"v\"}",
    ];
    let sorted = |mut it: Vec<String>| {
        it.sort();
        it
    };
    assert_eq!(sorted(pairs), sorted(expected.map(str::to_owned).to_vec()));
}
