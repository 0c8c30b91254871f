//! Proves the verdicts of `diff` by the compiler, and by programs that run.

#[path = "diff_proof/caller.rs"]
mod caller;
#[path = "diff_proof/callers.rs"]
mod callers;
#[path = "diff_proof/crate_callers.rs"]
mod crate_callers;
#[path = "../../tests/codegen/src/diff/crates.rs"]
mod crates;
#[path = "diff_proof/documents.rs"]
mod documents;
#[path = "diff_proof/instances.rs"]
mod instances;
#[path = "diff_proof/mutants.rs"]
mod mutants;
#[path = "../../tests/codegen/src/diff/pairs.rs"]
mod pairs;
#[path = "diff_proof/program.rs"]
mod program;
#[path = "diff_proof/programs.rs"]
mod programs;
#[path = "diff_proof/random_changes.rs"]
mod random_changes;

use std::env;
use std::path::{Path, PathBuf};

use codegen::diff::{Change, ChangeKind, Impact, Verdict, diff_apis};

use callers::Callers;
use crate_callers::{Breaks, CrateCallers};
use crates::{CratePair, read_crate_pairs};
use documents::{build_api, build_crate, diff_crate, diff_documents};
use pairs::{Pair, read_pairs};
use programs::Programs;

/// The variable with a part of the names of the pairs to try, if not all.
const PAIRS: &str = "DIFF_PAIRS";

/// The variable with the number of random changes to try.
const CHANGES: &str = "DIFF_CHANGES";

/// The variable with a word that chooses other random changes.
const SEED: &str = "DIFF_SEED";

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn pairs() -> Vec<Pair> {
    let mut pairs = read_pairs(&workspace().join("tests/diff"));
    if let Ok(part) = env::var(PAIRS) {
        pairs.retain(|it| it.name.contains(&part));
    }
    pairs
}

fn is_expected(table: &str, found: Impact) -> bool {
    ["any", found.name()].contains(&table)
}

/// What breaks callers that turn on the cargo features of all tags and call no methods of the client, as those
/// here do.
fn find_break(changes: &[Change]) -> Option<String> {
    let others = [
        ChangeKind::FeatureRemoved,
        ChangeKind::FeatureChanged,
        ChangeKind::MethodsChanged,
    ];
    let is_break = |it: &&Change| it.krate == Impact::Breaks && !others.contains(&it.kind);
    let breaking = changes.iter().find(is_break);
    breaking.map(|it| format!("`{}` {}", it.item, it.text))
}

/// Measured on two idle cores: one minute.
#[test]
#[ignore = "compiles the bindings of 190 documents, which takes a minute"]
fn callers_break_exactly_where_the_verdict_says_so() {
    let mut callers = Callers::default();
    for pair in pairs() {
        let changes = diff_documents(&pair.old, &pair.new);
        let Verdict { krate, wire, .. } = Verdict::new(&changes);
        assert!(is_expected(&pair.krate, krate), "{}", pair.name);
        assert!(is_expected(&pair.wire, wire), "{}", pair.name);
        callers.add(pair, find_break(&changes));
    }
    let wrong = callers.find_contradictions();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The pairs of crates.
fn crate_pairs() -> Vec<CratePair> {
    let mut pairs = read_crate_pairs(&workspace().join("tests/diff"));
    if let Ok(part) = env::var(PAIRS) {
        pairs.retain(|it| it.name.contains(&part));
    }
    pairs
}

/// Measured: two CPU minutes.
#[test]
#[ignore = "compiles the bindings of 28 crates, which takes two CPU minutes"]
fn callers_of_crates_break_exactly_where_the_verdict_says_so() {
    let mut callers = CrateCallers::default();
    for pair in crate_pairs() {
        let [part, modules] = diff_crate(&pair.old, &pair.new);
        let all = [part.clone(), modules].concat();
        let has_kind = part.iter().any(|it| it.kind.name() == pair.kind);
        assert!(
            has_kind || (pair.kind == "none" && part.is_empty()),
            "{}",
            pair.name
        );
        let Verdict { krate, wire, .. } = Verdict::new(&all);
        let found = [
            (&pair.krate, krate),
            (&pair.wire, wire),
            (&pair.part, Verdict::new(&part).krate),
        ];
        for (table, impact) in found {
            assert!(is_expected(table, impact), "{}: {table}", pair.name);
        }
        let breaks = Breaks {
            all: find_break(&all),
            part: find_break(&part),
        };
        callers.add(&pair, breaks);
    }
    let wrong = callers.find_contradictions();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[ignore = "builds and runs a program with the bindings of eight crates"]
fn programs_of_crates_behave_as_the_verdict_says() {
    let pairs = crate_pairs().into_iter().filter_map(|pair| {
        let [part, _] = diff_crate(&pair.old, &pair.new);
        let impact = Verdict::new(&part).krate;
        let has_events = build_crate(&pair.old).shared().events.is_some();
        let is_told = matches!(impact, Impact::None | Impact::Changes) && has_events;
        is_told.then_some((pair, impact))
    });
    let wrong = crate_callers::find_other_behaviour(&pairs.collect::<Vec<_>>());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Fifty changes here; `DIFF_CHANGES=1000` tries more, and `DIFF_SEED=word` others.
#[test]
fn random_changes_break_callers_exactly_where_the_verdict_says_so() {
    let count = env::var(CHANGES).map_or(50, |it| it.parse().expect("it is a number"));
    let seed = env::var(SEED).unwrap_or_default();
    let mut changes = random_changes::random_changes(seed);
    let mut wrong = Vec::new();
    let mut breaking = 0;
    for start in (0..count).step_by(50) {
        let mut callers = Callers::default();
        for pair in changes.by_ref().take(50.min(count - start)) {
            let found = diff_documents(&pair.old, &pair.new);
            let breaks = find_break(&found);
            breaking += usize::from(breaks.is_some());
            callers.add(pair, breaks);
        }
        wrong.extend(callers.find_contradictions());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Otherwise the changes would be all alike.
    let others = count - breaking;
    assert!(
        breaking > count / 10 && others > count / 10,
        "{breaking} of {count} break"
    );
}

/// Measured on two idle cores: two minutes.
#[test]
#[ignore = "builds and runs programs with the bindings of 130 documents, which takes two minutes"]
fn programs_and_instances_behave_as_the_verdict_says() {
    let mut programs = Programs::default();
    for pair in pairs() {
        let (old, new) = (build_api(&pair.old), build_api(&pair.new));
        let changes = diff_apis(&old, &new);
        if Verdict::new(&changes).krate == Impact::Changes || programs::is_about_values(&changes) {
            programs.add(pair, (&old, &new), &changes);
        }
    }
    let wrong = programs.find_contradictions();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
