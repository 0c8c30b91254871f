//! The bodies in `bodies/`, taken from the documents and the reference pages.
//!
//! `index.tsv` lists for each file its schema, the violations that `validate` should find, and its source.
//! `errors/` contains the error examples by status and name. `assembled/` contains a body for each schema
//! with every member, made from the examples of its properties. In the requests of calls, an assistant, a
//! relay and a transcription have only the required members: they have bodies of their own.

use std::fs;
use std::path::{Path, PathBuf};

use generated::{Map, Value};

use crate::schemas::{Schema, schema};

/// A published body.
pub(crate) struct Body {
    /// The file, and the name in it if it contains several bodies.
    pub(crate) name: String,
    pub(crate) schema: &'static Schema,
    pub(crate) json: Value,
    /// The pointers at which `validate` should find violations.
    pub(crate) refused: Vec<String>,
}

/// All bodies.
pub(crate) fn all() -> Vec<Body> {
    let mut all = published();
    all.extend(errors().into_iter().map(|(status, name, json)| Body {
        name: format!("errors/{status} {name}"),
        schema: schema("conferences", "call-control_Errors"),
        json,
        refused: Vec::new(),
    }));
    all.extend(assembled());
    all
}

/// The bodies in files of their own.
pub(crate) fn published() -> Vec<Body> {
    let index = read("index.tsv");
    let lines = index.lines().filter(|line| !line.starts_with('#'));
    let bodies = lines.map(|line| {
        let columns: Vec<_> = line.split('\t').collect();
        let [file, document, key, verdict, _shown_at] = columns[..] else {
            panic!("index.tsv has five columns: {line}");
        };
        let refused = match verdict {
            "valid" => Vec::new(),
            places => places.split(' ').map(str::to_owned).collect(),
        };
        Body {
            name: file.to_owned(),
            schema: schema(document, key),
            json: parse(file),
            refused,
        }
    });
    bodies.collect()
}

/// The error examples: status, name, body.
pub(crate) fn errors() -> Vec<(u16, String, Value)> {
    let mut errors = Vec::new();
    for status in [401, 404, 422] {
        let by_name = members(&format!("errors/{status}.json"));
        errors.extend(by_name.into_iter().map(|(name, body)| (status, name, body)));
    }
    errors
}

/// A body for each schema, with every declared member.
pub(crate) fn assembled() -> Vec<Body> {
    let mut bodies = Vec::new();
    for document in ["calls", "conferences", "texml"] {
        let file = format!("assembled/{document}.json");
        for (key, json) in members(&file) {
            let refused = ASSEMBLED_AGAINST_A_RULE.iter().filter(|(it, _)| *it == key);
            bodies.push(Body {
                name: format!("{file} {key}"),
                schema: schema(document, &key),
                json,
                refused: refused.map(|(_, place)| (*place).to_owned()).collect(),
            });
        }
    }
    bodies
}

/// The pointers at which a body with all members violates a rule, since two of them exclude each other.
const ASSEMBLED_AGAINST_A_RULE: &[(&str, &str)] = &[
    ("BridgeRequest", "/queue"),
    ("BridgeRequest", "/video_room_id"),
    ("BridgeRequest", "/video_room_id"),
    ("CallRequest", "/conference_config/hold_audio_url"),
    ("CallRequest", "/audio_url"),
    ("ConferenceHoldRequest", "/audio_url"),
    ("ConferencePlayRequest", "/audio_url"),
    ("CreateConferenceRequest", "/hold_audio_url"),
    ("JoinConferenceRequest", "/hold_audio_url"),
    ("TransferCallRequest", "/audio_url"),
];

fn members(file: &str) -> Map<Value> {
    serde_json::from_str(&read(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn parse(file: &str) -> Value {
    serde_json::from_str(&read(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn read(file: &str) -> String {
    let path = folder().join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("bodies")
}

#[test]
fn the_index_names_every_file() {
    let mut indexed: Vec<_> = published().into_iter().map(|body| body.name).collect();
    for file in [
        "assembled/calls.json",
        "assembled/conferences.json",
        "assembled/texml.json",
        "index.tsv",
    ] {
        indexed.push(file.to_owned());
    }
    indexed.extend([401, 404, 422].map(|status| format!("errors/{status}.json")));
    indexed.sort_unstable();
    let mut files = Vec::new();
    list(&folder(), &mut files);
    files.sort_unstable();
    assert_eq!(indexed, files);
}

fn list(folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            list(&path, files);
        } else {
            let name = path
                .strip_prefix(self::folder())
                .expect("it is in the folder");
            files.push(
                name.to_str()
                    .expect("our names are text")
                    .replace('\\', "/"),
            );
        }
    }
}
