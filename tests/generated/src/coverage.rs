//! Finds rules that were generated and that no test breaks.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::rules::{rows, split};

/// Rules with tests of their own, instead of rows.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    // `unknown_members_of_a_deepgram_config_are_rejected`
    ("calls", "*", "NoAdditionalProperties"),
    // `a_bridge_needs_something_to_bridge_with`
    ("calls", "", "Conforms"),
    // `members_are_required_by_others`
    ("calls", "link_to", "Required"),
    ("calls", "provider", "Required"),
    ("calls", "structured_provider", "Required"),
    ("calls", "video_room_id", "Required"),
    // `a_delay_before_a_retry_is_limited`
    ("calls", "retries_ms", "Items"),
    ("calls", "retries_ms", "Maximum"),
    ("calls", "retries_ms", "Minimum"),
    // `unknown_members_of_a_filter_are_rejected`
    ("conferences", "*", "NoAdditionalProperties"),
    // `coaching_requires_a_call_to_coach`
    ("texml", "CallSidToCoach", "Required"),
    // `parameters_are_validated_too`
    ("texml", "DateCreated", "Pattern"),
    ("texml", "DateUpdated", "Pattern"),
];

#[test]
fn every_generated_rule_is_violated_by_a_row() {
    let mut broken = BTreeSet::new();
    for row in rows() {
        for violation in row.violations() {
            let name = split(&violation.pointer).1.to_owned();
            broken.insert((row.document, name, format!("{:?}", violation.kind)));
        }
    }
    let elsewhere = ELSEWHERE
        .iter()
        .map(|(document, name, kind)| (*document, (*name).to_owned(), (*kind).to_owned()));
    broken.extend(elsewhere);

    let mut unbroken = Vec::new();
    for document in ["calls", "conferences", "texml"] {
        let sources = generated_sources(document);
        let rules: BTreeSet<_> = sources.iter().flat_map(|source| rules_in(source)).collect();
        assert!(rules.len() >= 8, "the rules of {document} were found");
        let rules = rules.into_iter().map(|(name, kind)| (document, name, kind));
        unbroken.extend(rules.filter(|rule| !broken.contains(rule)));
    }
    assert!(unbroken.is_empty(), "rules without a row: {unbroken:?}");
}

/// The rules in a generated file: the member, and the kind of violation.
fn rules_in(source: &str) -> Vec<(String, String)> {
    let mut rules = Vec::new();
    for (start, _) in source.match_indices("Rule::") {
        let kind: String = source[start + 6..]
            .chars()
            .take_while(|it| *it != '(')
            .collect();
        let before = &source[..start];
        let last = |marker: &str| before.rfind(marker).map(|at| &before[at + marker.len()..]);
        let markers = [
            " where [",
            "at.parameter(",
            "at.others(",
            "at.mutually_exclusive(",
            "at.requires(",
            "at.whole(",
            "! {",
        ];
        let nearest = markers
            .iter()
            .filter_map(|marker| Some((last(marker)?, *marker)));
        let (rest, marker) = nearest
            .min_by_key(|(rest, _)| rest.len())
            .expect("a rule has a place");
        let mut quoted = rest.split('"').skip(1).step_by(2);
        let name = match marker {
            // `name "Name": Type where [Rule::..`
            " where [" => {
                let member = before[..before.len() - rest.len()].lines().next_back();
                member.and_then(|line| line.split('"').nth(1))
            }
            "at.others(" => Some("*"),
            "at.whole(" => Some(""),
            "at.mutually_exclusive(" | "at.requires(" => quoted.last(),
            "! {" => place_of(rest.split_whitespace().next().unwrap_or_default()),
            _ => quoted.next(),
        };
        let name = name.unwrap_or_else(|| panic!("where is the rule after {rest}"));
        rules.push((name.to_owned(), pascal_case(&kind)));
    }
    rules
}

/// The members whose types have rules of their own.
fn place_of(type_name: &str) -> Option<&'static str> {
    match type_name.trim_end_matches("(i64)") {
        "LoopCount" => Some("loop"),
        "RecordingChannelCount" => Some("channels"),
        "StreamBidirectionalSamplingRate" => Some("stream_bidirectional_sampling_rate"),
        _ => None,
    }
}

/// The kind of violation for the constructor of a rule.
fn pascal_case(name: &str) -> String {
    let words = name
        .split('_')
        .map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect()
}

/// The files generated from a document.
pub(crate) fn generated_sources(document: &str) -> Vec<String> {
    let folder = format!("../../generated/src/{document}");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let sources = files.map(|file| fs::read_to_string(file.expect("it is listed").path()));
    sources
        .map(|source| source.expect("generated files are text"))
        .collect()
}
