//! The edge cases of the corpus beside the repository: small documents, each of which states in its
//! header what the generator should do with it.

mod cases;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use codegen::diagnostic::{Diagnostics, Severity};
use measure::conformance::{self, BuildDir, InstanceFile};
use measure::instances::AllowedInstances;
use xtask::inputs::{InputFile, PairingOptions};
use xtask::pairing;
use xtask::session::Session;
use xtask::spec;

use cases::{CASES, EdgeCase, REJECTED, WIRE};

#[test]
fn every_document_is_in_the_table() {
    let Some(folder) = folder() else { return };
    let entries = fs::read_dir(&folder).expect("it is a folder");
    let mut found: Vec<String> = entries
        .filter_map(|entry| {
            let name = entry.expect("it can be read").file_name();
            Some(name.to_str()?.strip_suffix(".yml")?.to_owned())
        })
        .collect();
    found.sort();
    let rejected = REJECTED.iter().map(|(name, _)| *name);
    let names = CASES.iter().map(|case| case.name);
    let mut listed: Vec<&str> = names.chain(rejected).collect();
    listed.sort_unstable();
    assert_eq!(found, listed);
}

#[test]
fn documents_without_possible_bindings_are_rejected() {
    let Some(folder) = folder() else { return };
    for (name, expected) in REJECTED {
        let found = diagnostics(&folder, name);
        let errors = found.iter().filter(|it| it.severity == Severity::Error);
        let codes: Vec<&str> = errors.map(|it| it.code.name).collect();
        assert_eq!(codes, *expected, "{name}");
    }
}

#[test]
fn the_diagnostics_of_the_others_are_in_the_table() {
    let Some(folder) = folder() else { return };
    for EdgeCase { name, codes, .. } in CASES {
        let found = diagnostics(&folder, name);
        let mut reported: Vec<&str> = found.iter().map(|it| it.code.name).collect();
        reported.dedup();
        assert_eq!(reported, *codes, "{name}");
    }
}

#[test]
fn instances_are_accepted_and_rejected_as_the_headers_say() {
    let Some(folder) = folder() else { return };
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("edge_cases");
    fs::create_dir_all(&path).expect("the folder can be created");
    let mut session = Session::default();
    let inputs: Vec<InputFile> = CASES
        .iter()
        .map(|case| InputFile::from_argument(file(&folder, case.name), false))
        .collect();
    let specs = pairing::read_specs(&inputs, &PairingOptions::default(), &mut session)
        .expect("paths are paths");
    let written = CASES.iter().zip(&specs).map(|(case, spec)| {
        let path = path.join(format!("{}.jsonl", case.name));
        fs::write(&path, to_json_lines(case)).expect("the file can be written");
        let module = spec.module.to_string();
        InstanceFile { module, path }
    });
    let written: Vec<InstanceFile> = written.collect();
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let build_dir = BuildDir {
        path,
        target: Path::new(env!("CARGO_TARGET_TMPDIR")).join("../standalone"),
        lock_file: Some(workspace.join("Cargo.lock")),
        programs: vec![("wire".to_owned(), WIRE.to_owned())],
    };
    let apis = spec::build_apis(&specs, &mut session).expect("no document is rejected");
    let results = conformance::test_instances(&specs, &apis, &written, &build_dir, &mut session);
    let results = results.expect("the bindings compile");
    let all: usize = CASES
        .iter()
        .map(|it| it.accept.len() + it.reject.len())
        .sum();
    assert_eq!(results.len(), all);
    let mut problems = Vec::new();
    let none = AllowedInstances::default();
    none.compare(&results, false, &mut problems)
        .expect("a buffer takes any text");
    assert!(
        problems.is_empty(),
        "{}",
        String::from_utf8_lossy(&problems)
    );
}

/// The instances of a document, in the form of the corpus.
fn to_json_lines(case: &EdgeCase) -> String {
    let mut text = String::new();
    for (list, valid) in [(case.accept, true), (case.reject, false)] {
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
    let inputs = [InputFile::from_argument(file(folder, name), false)];
    let specs = pairing::read_specs(&inputs, &PairingOptions::default(), &mut session)
        .expect("a path is a path");
    for spec in &specs {
        spec.build(&mut session);
    }
    session.diagnostics
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.yml"))
}

/// The folder of the edge cases, if it is there.
fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/nasty");
    if folder.is_dir() {
        return Some(folder);
    }
    // Not by `println!`, whose output the test harness hides for tests that pass.
    let _ = writeln!(
        std::io::stderr(),
        "skipped: 40 edge cases of ../shared/corpus"
    );
    None
}
