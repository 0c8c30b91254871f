//! What `cargo xtask why` says of items: of those in `specs/`, and of fixtures for one feature each.

use std::fmt::Write;

use codegen::diagnostic::Diagnostics;
use codegen::names::Lock;
use codegen::render::File;
use codegen::source::Sources;
use codegen::why::{Answer, Items, Subject, render_answers};
use codegen::{Absent, Input, names};

use crate::run::{Run, compare, fixture, package};
use crate::specs::spec;

/// Items of the documents in `specs/`, each with its document and with lines of its answer. Whole answers
/// would change with every version of the documents.
const SPEC_ITEMS: &[(&str, &str, &[&str])] = &[
    (
        "conferences",
        "CreateConferenceRequest.max_participants",
        &[
            "conferences::CreateConferenceRequest.max_participants: field",
            "generated/src/conferences/create_conference_request.rs:",
            "  #/components/schemas/CreateConferenceRequest/properties/max_participants",
            "sets minimum to 2, sets maximum to 800",
            "x-because: between 2 and 800",
            "2.. \"between 2 and 800\" [10033]  by `minimum` at specs/conferences.overlay.yml:",
            "recorded at specs/conferences.names.lock:",
            "sent by CreateConference (POST /conferences)",
        ],
    ),
    (
        "conferences",
        "conferences::CreateConferenceRequest::name",
        &["  #/components/schemas/CreateConferenceRequest/properties/name"],
    ),
    (
        "conferences",
        "JoinConference",
        &[
            "pub struct JoinConference",
            "  #/paths/~1conferences~1{id}~1actions~1join/post",
            "sets x-idempotency to {\"field\":\"command_id\",\"seconds\":60}",
        ],
    ),
    ("conferences", "JoinConference.id", &["parameters/0"]),
    (
        "conferences",
        "90032",
        &[
            "errors::MAX_PARTICIPANTS_REACHED: named error",
            "examples/max_participants_reached/value",
            "JoinConference (POST /conferences/{id}/actions/join)",
        ],
    ),
    (
        "conferences",
        "ConferenceRegion",
        &[
            "  #/components/parameters/ConferenceRegion/schema",
            "x-reason: The same four regions stand in a component, a parameter and a request.",
            "given by `x-rust-name` at specs/conferences.overlay.yml:",
        ],
    ),
    (
        "conferences",
        "BeepEnabled::OnEnter",
        &["OnEnter is \"on_enter\"", "properties/beep_enabled/enum/"],
    ),
    (
        "conferences",
        "conference.participant.joined",
        &["  #/webhooks/conferenceParticipantJoined/post"],
    ),
    (
        "conferences",
        "bearerAuth",
        &["bearerAuth: security scheme"],
    ),
    (
        "conferences",
        "#/components/schemas/CreateConferenceRequest/properties/max_participants/example",
        &["conferences::CreateConferenceRequest.max_participants: field"],
    ),
    (
        "calls",
        "DialRequest.timeout_secs",
        &[
            "calls::DialRequest.timeout_secs: field",
            "generated/src/calls/dial_request.rs:",
            "  #/components/schemas/CallRequest/properties/timeout_secs",
            "sets minimum to 5, sets maximum to 600",
            "..=600 \"Minimum value is 5 seconds; Maximum value is 600 seconds\" [10033]  by `maximum` at \
             specs/calls.overlay.yml:",
            "recorded at specs/calls.names.lock:",
            "sent by DialCall (POST /calls)",
        ],
    ),
    (
        "calls",
        "#/paths/~1calls/post",
        &[
            "calls::DialCall: operation",
            "pub struct DialCall(",
            "sets x-idempotency to {\"field\":\"command_id\",\"seconds\":60}",
        ],
    ),
    (
        "calls",
        "call.initiated",
        &[
            "calls::Event::CallInitiated: webhook",
            "  #/webhooks/callInitiated/post",
        ],
    ),
    (
        "texml",
        "Trim",
        &["enum", "properties/Trim", "properties/ConferenceTrim"],
    ),
    (
        "texml",
        "DialConferenceParticipantRequest.Trim",
        &["texml::DialConferenceParticipantRequest.trim: field"],
    ),
    (
        "texml",
        "get /texml/Accounts/{account_sid}/Conferences",
        &["texml::GetTexmlConferences: operation"],
    ),
    (
        "texml",
        "texml.yml#/servers/0",
        &["https://api.telnyx.com/v2"],
    ),
];

/// Items of fixtures.
const FIXTURE_ITEMS: &[(&str, &str)] = &[
    ("all_of", "Pet.name"),
    ("all_of", "#/components/schemas/Pet/allOf/1"),
    ("names_chosen", "#/components/schemas/Sort"),
    ("names_chosen", "#/paths/~1a~1{id}/get/parameters/1"),
    ("names_lock", "#/components/schemas/Pet/properties/pet_size"),
    ("operation_named_like_a_type", "GET /pet"),
    ("parameter_schema_shared", "page"),
    ("read_only_write_only", "Received.id"),
    ("tagged_with_base", "lives"),
    ("type_names_clash", "#/components/schemas/PET"),
];

/// A document, and all that its items come from.
struct Parts {
    run: Run,
    document: codegen::document::Document,
    fresh: Option<codegen::check::Checked<codegen::ir::Api>>,
    fresh_diagnostics: Diagnostics,
    lock: Option<Lock>,
    files: Vec<File>,
}

impl Parts {
    fn new(mut run: Run) -> Self {
        let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
        let mut fresh_diagnostics = Diagnostics::default();
        let input = Input {
            lock: None,
            ..run.input.clone()
        };
        let fresh = codegen::api(&input, &mut run.sources, &mut load, &mut fresh_diagnostics);
        let mut ignored = Diagnostics::default();
        let document = codegen::document(&input, &mut run.sources, &mut load, &mut ignored);
        let lock = run.input.lock;
        let lock = lock.and_then(|file| names::parse_lock(&run.sources, file, &mut ignored));
        Self {
            document: document.expect("it has been read before"),
            files: run.files(),
            run,
            fresh,
            fresh_diagnostics,
            lock,
        }
    }

    fn ask<T>(&self, ask: impl FnOnce(&Items<'_>) -> T) -> T {
        let fresh = self.fresh.as_ref();
        let subject = Subject {
            api: self.run.api(),
            document: &self.document,
            overlays: &self.run.input.overlays,
            lock: self.lock.as_ref().zip(self.run.input.lock),
            fresh: fresh.map(|it| (&**it, &self.fresh_diagnostics)),
            files: &self.files,
            folder: "generated/src",
            sources: &self.run.sources,
        };
        ask(&Items::collect(&subject))
    }

    /// The answers as the command prints them, or what it suggests.
    fn say(&self, query: &str) -> String {
        self.ask(|items| match &items.answer(query)[..] {
            [] => format!("no such item; did you mean {:?}?\n", items.suggest(query)),
            answers => render_answers(answers),
        })
    }
}

#[test]
fn answers_about_specs_say_what_led_to_each_item() {
    for name in ["calls", "conferences", "texml"] {
        let parts = Parts::new(spec(name));
        for (_, item, lines) in SPEC_ITEMS.iter().filter(|(of, ..)| *of == name) {
            let said = parts.say(item);
            for line in *lines {
                assert!(said.contains(line), "{item}: {line}\n{said}");
            }
        }
    }
}

#[test]
fn answers_about_fixtures_are_those_of_the_snapshot() {
    let mut text = String::new();
    for (name, item) in FIXTURE_ITEMS {
        let path = package().join(format!("fixtures/{name}.yml"));
        let said = Parts::new(fixture(&path)).say(item);
        let _ = write!(text, "$ why {item} {name}.yml\n\n{said}\n");
    }
    compare("", "why__fixtures", &text);
}

#[test]
fn unknown_items_are_answered_with_the_nearest() {
    let parts = Parts::new(spec("conferences"));
    let check = |query: &str, expected: Option<&str>| {
        let (answers, meant) = parts.ask(|items| (items.answer(query), items.suggest(query)));
        assert!(answers.is_empty(), "{query}: {answers:?}");
        assert_eq!(meant.as_deref(), expected, "{query}");
    };
    check("JoinConferense", Some("JoinConference"));
    check(
        "CreateConferenceRequest.max_participant",
        Some("CreateConferenceRequest.max_participants"),
    );
    check(
        "CreateConferenceRequest.zebra",
        Some("CreateConferenceRequest"),
    );
    check("90999999", None);
    check("#/components/schema", Some("#/components/schemas"));
    check("other.yml#/components", None);
    check("/components/schemas/Nope", None);
}

#[test]
fn every_item_of_the_listing_has_an_answer_with_a_place() {
    for name in ["calls", "conferences", "texml", "texml-callbacks"] {
        let parts = Parts::new(spec(name));
        let queries = listed_items(&parts.run.listing());
        assert!(queries.len() > 300, "{name}: {}", queries.len());
        let wrong = parts.ask(|items| {
            let is_wrong = |query: &&String| !items.answer(query).iter().any(has_place);
            let wrong = queries.iter().filter(is_wrong).cloned();
            wrong.collect::<Vec<String>>()
        });
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
    }
}

/// Whether an answer has a line of the document, and one of the bindings if the item is in them.
fn has_place(answer: &Answer) -> bool {
    let section = |heading| answer.sections.iter().find(|it| it.heading == heading);
    let kinds = [
        "type",
        "field",
        "operation",
        "parameter",
        "enum value",
        "variant",
        "named error",
    ];
    let is_code = kinds
        .iter()
        .any(|it| answer.title.ends_with(&format!(": {it}")));
    if is_code && section("Rust").is_none() {
        return false;
    }
    let document = section("document");
    document.is_some_and(|it| it.lines[0].contains(".yml:") && it.lines[0].contains('#'))
}

/// What to ask for each line of a listing.
fn listed_items(listing: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut owner = String::new();
    for line in listing.lines() {
        let words = split_words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let is_part = line.starts_with(' ');
        match &words[..] {
            // Rules belong to the type, and a body to its operation.
            ["not", "together", ..] | ["requires" | "whole", ..] if is_part => {}
            ["path" | "query" | "header" | "cookie", name, ..]
                if is_part && owner.contains('(') =>
            {
                let (operation, _) = owner.split_once('(').unwrap_or_default();
                items.push(format!("{operation}.{name}"));
            }
            [name, ..] if is_part => {
                let owner = owner.split('(').next().unwrap_or_default();
                items.push(format!("{owner}.{name}"));
            }
            ["type", name, ..] => {
                owner = (*name).to_owned();
                items.push(owner.clone());
            }
            ["server", url, ..] => items.push((*url).to_owned()),
            ["scheme" | "hook", name, ..] => items.push((*name).to_owned()),
            ["security", ..] => items.push("security".to_owned()),
            ["signature", ..] => {}
            ["fail", status, code, name, ..] => {
                items.extend([format!("{status} {code}"), (*name).to_owned()]);
            }
            [method, path, signature, ..] => {
                owner = format!("{}(", signature.split('(').next().unwrap_or_default());
                items.push(format!("{} {path}", method.to_uppercase()));
            }
            _ => panic!("unknown line: {line}"),
        }
    }
    items
}

/// Splits a line at white space outside of quotes.
fn split_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let end = match rest.strip_prefix('"').and_then(|it| it.find('"')) {
            Some(end) => end + 2,
            None => rest.find(' ').unwrap_or(rest.len()),
        };
        words.push(rest[..end].trim_matches('"').to_owned());
        rest = rest[end..].trim_start();
    }
    words
}
