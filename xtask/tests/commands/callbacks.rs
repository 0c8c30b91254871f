//! Real webhooks with form bodies, decoded by generated bindings.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::folder::Folder;

const OVERLAY: &str = "overlay: 1.1.0
info: { title: Callbacks, version: '1' }
extends: texml_callbacks.yml
actions:
  - target: $
    x-reason: Where an event's type stands, and how webhooks are signed.
    update:
      x-event: { type: StatusCallbackEvent }
      x-signature: { scheme: ed25519, signature-header: telnyx-signature-ed25519, timestamp-header: telnyx-timestamp, tolerance-seconds: 300 }
  - target: $.components.schemas.TexmlConferenceStart.properties.StatusCallbackEvent
    x-reason: The value that the example has.
    update: { enum: [conference-start] }
  - target: $.components.schemas.TexmlConferenceJoin.properties.StatusCallbackEvent
    x-reason: The value that the example has.
    update: { enum: [participant-join] }
";

/// The name of the document and of the program.
pub(crate) const NAME: &str = "texml_callbacks";

/// The folder of the webhooks, which may be missing.
fn callbacks() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    workspace.join("../shared/telnyx/callbacks")
}

/// Writes the document and its overlay, if the webhooks are there.
pub(crate) fn write_document(folder: &Folder) -> bool {
    let Ok(document) = fs::read_to_string(callbacks().join("texml-callbacks.facts.yml")) else {
        println!("skipped 1: there is no ../shared/telnyx/callbacks");
        return false;
    };
    folder.write(&format!("{NAME}.yml"), document);
    folder.write(&format!("{NAME}.overlay.yml"), OVERLAY);
    true
}

/// Writes the bodies of the webhooks beside the program that decodes them; returns the program.
pub(crate) fn write_program(folder: &Folder) -> String {
    let mut bodies = String::new();
    let mut names: Vec<String> = fs::read_dir(callbacks().join("bodies"))
        .expect("it is a folder")
        .map(|entry| entry.expect("it can be read").file_name())
        .map(|name| name.into_string().expect("names are ASCII"))
        .filter(|name| name.starts_with("texml-"))
        .collect();
    names.sort();
    for name in &names {
        let body = fs::read(callbacks().join("bodies").join(name)).expect("it can be read");
        folder.write(&format!("made/bindings/examples/bodies/{name}"), body);
        let words = name.trim_end_matches(".form").split('-');
        let ty: String = words.map(capitalized).collect();
        // The documented example of this one lacks a member that is required.
        if name == "texml-gather.form" {
            continue;
        }
        writeln!(bodies, "    body!({ty}, {name:?});").expect("memory takes it");
    }
    assert_eq!(names.len(), 18, "they are all there");
    include_str!("callbacks_example.rs").replace("    // BODIES\n", &bodies)
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}
