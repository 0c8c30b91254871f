//! The traps in the corpus, which lies beside the repository: small documents, each of which says
//! in its header what is to become of it.

mod cases;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use codegen::diagnostic::{Diagnostics, Severity};
use xtask::given::{self, Given, Pairing};
use xtask::instances::Allowed;
use xtask::session::Session;
use xtask::trial::{self, Instances, Workshop};

use cases::{CASES, REFUSED, Trap, WIRE};

#[test]
fn each_is_in_the_table() {
    let Some(folder) = folder() else { return };
    let entries = fs::read_dir(&folder).expect("it is a folder");
    let mut found: Vec<String> = entries
        .filter_map(|entry| {
            let name = entry.expect("it can be read").file_name();
            Some(name.to_str()?.strip_suffix(".yml")?.to_owned())
        })
        .collect();
    found.sort();
    let refused = REFUSED.iter().map(|(name, _)| *name);
    let mut listed: Vec<&str> = CASES.iter().map(|trap| trap.name).chain(refused).collect();
    listed.sort_unstable();
    assert_eq!(found, listed);
}

#[test]
fn what_no_bindings_can_be_made_of_is_refused() {
    let Some(folder) = folder() else { return };
    for (name, expected) in REFUSED {
        let found = diagnostics(&folder, name);
        let errors = found.iter().filter(|it| it.severity == Severity::Error);
        let codes: Vec<&str> = errors.map(|it| it.code.name).collect();
        assert_eq!(codes, *expected, "{name}");
    }
}

#[test]
fn what_is_said_of_the_others_is_in_the_table() {
    let Some(folder) = folder() else { return };
    for Trap { name, said, .. } in CASES {
        let found = diagnostics(&folder, name);
        let mut codes: Vec<&str> = found.iter().map(|it| it.code.name).collect();
        codes.dedup();
        assert_eq!(codes, *said, "{name}");
    }
}

#[test]
fn instances_are_accepted_and_refused_as_the_headers_say() {
    let Some(folder) = folder() else { return };
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("traps");
    fs::create_dir_all(&scratch).expect("the folder is ours");
    let mut session = Session::default();
    let given: Vec<Given> = CASES
        .iter()
        .map(|trap| Given::argument(file(&folder, trap.name), false))
        .collect();
    let specs = given::pair(&given, &Pairing::default(), &mut session).expect("paths are paths");
    let written = CASES.iter().zip(&specs).map(|(trap, spec)| {
        let path = scratch.join(format!("{}.jsonl", trap.name));
        fs::write(&path, lines(trap)).expect("the folder is ours");
        let module = spec.module.to_string();
        Instances { module, path }
    });
    let written: Vec<Instances> = written.collect();
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let workshop = Workshop {
        scratch,
        lock: Some(workspace.join("Cargo.lock")),
        programs: vec![("wire".to_owned(), WIRE.to_owned())],
    };
    let apis = trial::apis(&specs, &mut session).expect("no document is refused");
    let judged = trial::judge(&specs, &apis, &written, &workshop, &mut session);
    let judged = judged.expect("the bindings compile");
    let all: usize = CASES
        .iter()
        .map(|it| it.accept.len() + it.reject.len())
        .sum();
    assert_eq!(judged.len(), all);
    let mut faults = Vec::new();
    let none = Allowed::default();
    none.compare(&judged, &mut faults).expect("memory takes it");
    assert!(faults.is_empty(), "{}", String::from_utf8_lossy(&faults));
}

/// The instances of a trap, as the corpus has them.
fn lines(trap: &Trap) -> String {
    let mut text = String::new();
    for (list, valid) in [(trap.accept, true), (trap.reject, false)] {
        for (schema, instance) in list {
            let instance = instance.replace('\\', "\\\\").replace('"', "\\\"");
            let line = format!(
                "{{\"schema\": \"{schema}\", \"instance\": \"{instance}\", \"valid\": {valid}}}"
            );
            writeln!(text, "{line}").expect("a string takes any text");
        }
    }
    text
}

fn diagnostics(folder: &Path, name: &str) -> Diagnostics {
    let mut session = Session::default();
    let given = [Given::argument(file(folder, name), false)];
    let specs = given::pair(&given, &Pairing::default(), &mut session).expect("a path is a path");
    for spec in &specs {
        spec.build(&mut session);
    }
    session.diagnostics
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.yml"))
}

/// The folder of the corpus, if it is there.
fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/nasty");
    if folder.is_dir() {
        return Some(folder);
    }
    // Past the test harness, which keeps what passing tests print to itself.
    let _ = writeln!(std::io::stderr(), "skipped: 40 traps of ../shared/corpus");
    None
}
