//! The documents that Telnyx publishes, now and earlier, which are not in this repository.

use std::collections::BTreeMap;

use codegen::ir::{Api, Type, TypeId};
use codegen::listing;
use codegen::pointer::Pointer;
use codegen::source;

use crate::run::{Document, Run, compare, repository, shared};
use crate::specs::spec;

/// Runs the generator on a file of `../shared/telnyx` with an overlay and the names of `specs/`, as
/// `regen` does once the file is in place.
fn published(path: &str, overlay: &str, partial: bool) -> Run {
    let module = overlay.replace('-', "_");
    Document {
        root: &repository(),
        path: &format!("../shared/telnyx/{path}"),
        overlays: &[&format!("specs/{overlay}.overlay.yml")],
        lock: Some(&format!("specs/{module}.names.lock")),
        module: &module,
        partial,
        allow_missing_files: false,
    }
    .run()
}

#[test]
fn published_documents_give_the_same_api() {
    if shared("telnyx/upstream", 2).is_none() {
        return;
    }
    for (path, name) in [
        ("upstream/calls.yml", "calls"),
        ("upstream/conferences.yml", "conferences"),
        ("upstream/texml-conferences.yml", "texml"),
        ("callbacks/texml-callbacks.facts.yml", "texml-callbacks"),
    ] {
        let published = published(path, name, false);
        assert_same(&published.listing(), &spec(name).listing(), name);
    }
}

/// Asserts that two listings are equal, or prints the lines that only one of them has.
fn assert_same(left: &str, right: &str, what: &str) {
    let only = |left: &str, right: &str| -> Vec<String> {
        let lines = left
            .lines()
            .filter(|line| !right.lines().any(|other| other == *line));
        lines.map(str::to_owned).collect()
    };
    assert!(
        left == right,
        "{what}: published only {:#?}, ours only {:#?}",
        only(left, right),
        only(right, left)
    );
}

#[test]
fn the_page_of_one_operation_gives_the_same_items() {
    if shared("telnyx/upstream", 1).is_none() {
        return;
    }
    let page = published("upstream/join-conference.page.yml", "conferences", true);
    let ours = spec("conferences");
    let (page_parts, our_parts) = (parts(page.api()), parts(ours.api()));

    let needed = reachable(ours.api(), "JoinConferenceRequest");
    assert_eq!(reachable(page.api(), "JoinConferenceRequest"), needed);
    assert!(needed.len() > 3, "it has enums: {needed:?}");
    for name in needed {
        let key = format!("type {name}");
        assert_eq!(page_parts.get(&key), our_parts.get(&key), "{name}");
    }
    let operation = "post /conferences/{id}/actions/join";
    // In the whole document, responses are inline, and the overlay unwraps their `data`. On the page, the
    // response is a component, which the overlay does not unwrap.
    let ours = our_parts[operation].replace("ConferenceCommandResult", "ConferenceCommandResponse");
    assert_eq!(page_parts[operation], ours);

    let failures = |parts: &BTreeMap<String, String>| -> Vec<String> {
        let keys = parts.keys().filter(|key| key.starts_with("fail "));
        keys.filter(|key| key.starts_with("fail 401") || key.starts_with("fail 422"))
            .map(|key| parts[key].clone())
            .collect()
    };
    let ours = failures(&our_parts);
    assert!(ours.len() > 15, "{ours:?}");
    assert_eq!(failures(&page_parts), ours);
}

/// The lines of the listing, grouped by the first cell of each item.
fn parts(api: &Api) -> BTreeMap<String, String> {
    let mut parts: BTreeMap<String, String> = BTreeMap::new();
    let mut key = String::new();
    for line in listing::list_api(api).lines() {
        if !line.starts_with(' ') {
            // Several errors may have the same code.
            key = match line.strip_prefix("fail ") {
                Some(_) => line.to_owned(),
                None => line.split("  ").next().unwrap_or(line).to_owned(),
            };
        }
        let part = parts.entry(key.clone()).or_default();
        part.push_str(line);
        part.push('\n');
    }
    parts
}

/// The names of a type and of the types that it contains, sorted.
fn reachable(api: &Api, name: &str) -> Vec<String> {
    let root = api.types.iter().position(|def| def.name.as_str() == name);
    let mut open = vec![TypeId(root.expect("the document has the type"))];
    let mut seen: Vec<TypeId> = Vec::new();
    while let Some(id) = open.pop() {
        if !seen.contains(&id) {
            seen.push(id);
            let parts = api.type_def(id).kind.types();
            open.extend(parts.into_iter().filter_map(Type::named));
        }
    }
    let names = seen.iter().map(|id| api.type_def(*id).name.to_string());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn older_documents_break_the_evidence_of_overlays() {
    if shared("telnyx/history", 2).is_none() {
        return;
    }
    for date in ["2026-02-27", "2025-08-15"] {
        let path = format!("history/{date}.conferences.yml");
        let run = published(&path, "conferences", false);
        assert!(run.api.is_none());
        compare("", &format!("bump__{date}"), &broken(&run));
    }
}

/// A line for each diagnostic: its code, and the target of the overlay action.
fn broken(run: &Run) -> String {
    use codegen::diagnostic::{Diagnostics, Place};
    let overlay = run.input.overlays[0];
    let tree = source::parse(&run.sources, overlay, &mut Diagnostics::default());
    let tree = tree.expect("the overlay has been read");
    let line = |diagnostic: &codegen::diagnostic::Diagnostic| {
        let place = match &diagnostic.place {
            Place::Node(address) | Place::Key(address) if address.file == overlay => {
                let action = address.pointer.segments().take(2);
                let action: Vec<String> = action.map(Into::into).collect();
                let target = Pointer::root()
                    .join_all(action.iter().map(String::as_str))
                    .join("target");
                let target = tree.at(&target).and_then(|target| target.as_str());
                target.expect("an action has a target").to_owned()
            }
            other => panic!("{other:?} is not in the overlay"),
        };
        format!("{:<18} {}", diagnostic.code.name, place)
    };
    let lines: Vec<String> = run.diagnostics.iter().map(line).collect();
    lines.join("\n")
}
