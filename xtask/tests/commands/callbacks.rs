//! Real webhooks with form bodies, decoded by generated bindings.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::folder::Folder;

const OVERLAY: &str = "overlay: 1.1.0
info: { title: Callbacks, version: '1' }
extends: callbacks.yml
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

#[test]
fn form_webhooks_of_telnyx_are_decoded_and_verified() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let callbacks = workspace.join("../shared/telnyx/callbacks");
    let Ok(document) = fs::read_to_string(callbacks.join("texml-callbacks.facts.yml")) else {
        println!("skipped 1: there is no ../shared/telnyx/callbacks");
        return;
    };
    let folder = Folder::empty();
    folder.write("callbacks.yml", document);
    folder.write("callbacks.overlay.yml", OVERLAY);
    let overlay = [
        "--overlay",
        "callbacks.overlay.yml",
        "--out",
        "made/bindings",
    ];
    folder
        .run(&[&["generate", "callbacks.yml"], &overlay[..]].concat())
        .succeeds();

    let mut bodies = String::new();
    let mut names: Vec<String> = fs::read_dir(callbacks.join("bodies"))
        .expect("it is a folder")
        .map(|entry| entry.expect("it can be read").file_name())
        .map(|name| name.into_string().expect("names are ASCII"))
        .filter(|name| name.starts_with("texml-"))
        .collect();
    names.sort();
    for name in &names {
        let body = fs::read(callbacks.join("bodies").join(name)).expect("it can be read");
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
    let program = include_str!("callbacks_example.rs").replace("    // BODIES\n", &bodies);
    folder.write("made/bindings/examples/callbacks.rs", program);
    let features = "signer,webhook";
    folder.cargo(
        "made/bindings",
        &["run", "--example", "callbacks"],
        features,
    );
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}
