//! The steps that the documents of Telnyx have made, each with its report.

use std::fs;
use std::path::Path;

use codegen::check::Checked;
use codegen::diagnostic::Diagnostics;
use codegen::diff::report::{Report, render_text};
use codegen::diff::{diff_apis, diff_crates, pair_modules};
use codegen::ir::Api;
use codegen::pointer::FileId;
use codegen::report::Style;
use codegen::source::Sources;
use codegen::{Absent, Input, names};

use crate::run::shared;

/// The versions of each document, oldest first.
const VERSIONS: &[(&str, &[&str])] = &[
    (
        "conferences",
        &[
            "history/2021-06-30.conferences.yml",
            "history/2023-11-13.conferences.yml",
            "history/2025-08-15.conferences.yml",
            "history/2025-10-30.conferences.yml",
            "history/2026-02-27.conferences.yml",
            "upstream/conferences.yml",
        ],
    ),
    (
        "texml",
        &[
            "history/2023-11-13.texml.yml",
            "history/2025-08-15.texml.yml",
            "history/2025-10-30.texml.yml",
            "history/2026-02-27.texml.yml",
            "upstream/texml-conferences.yml",
        ],
    ),
];

#[test]
fn real_steps_are_reported() {
    for (name, report) in reports() {
        let report = render_text(&report, Style::Plain);
        insta::assert_snapshot!(name, report);
    }
}

/// The reports of all steps with their names; none without the documents.
pub(super) fn reports() -> Vec<(String, Report)> {
    let Some(folder) = shared("telnyx", 9) else {
        return Vec::new();
    };
    let steps = VERSIONS.iter().flat_map(|(module, versions)| {
        let steps = versions.windows(2).enumerate();
        steps.map(move |(index, step)| (*module, index + 1, step))
    });
    let reports = steps.map(|(module, number, step)| {
        let report = report_step(&folder, module, step);
        (format!("{module}_{number}"), report)
    });
    reports.collect()
}

/// What `cargo xtask diff` says of two files.
fn report_step(folder: &Path, module: &str, step: &[&str]) -> Report {
    let mut sources = Sources::default();
    let mut files = step.iter().map(|it| add_file(folder, it, &mut sources));
    let (Some(old), Some(new)) = (files.next(), files.next()) else {
        unreachable!("windows of two have two")
    };
    let old = build(old, None, module, &mut sources);
    let lock = sources.add("names.lock", names::record_names(&old).to_text());
    let new = build(new, Some(lock), module, &mut sources);
    let modules = vec![(module.to_owned(), diff_apis(&old, &new))];
    let pairs = pair_modules(&[module], &[module]);
    let root = diff_crates(&old.into(), &new.into(), &pairs);
    Report::new(root, modules, &sources)
}

fn add_file(folder: &Path, path: &str, sources: &mut Sources) -> FileId {
    let text = fs::read_to_string(folder.join(path)).expect("the file is there");
    sources.add(path, text)
}

fn build(file: FileId, lock: Option<FileId>, module: &str, sources: &mut Sources) -> Checked<Api> {
    let input = Input {
        lock,
        ..Input::alone(file, module)
    };
    let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
    let mut diagnostics = Diagnostics::default();
    let api = codegen::api(&input, sources, &mut load, &mut diagnostics);
    api.unwrap_or_else(|| panic!("{module} is refused: {diagnostics:?}"))
}
