//! Pairs of documents in, those whose callers compile or break against the verdict out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::caller::write_caller;
use super::documents::{Documents, build_api, cargo};
use super::pairs::Pair;

/// Callers of the old bindings of each pair, compiled with the old and with the new ones.
#[derive(Default)]
pub(crate) struct Callers {
    documents: Documents,
    /// By the name of their module.
    texts: BTreeMap<String, String>,
    /// The name of each pair, and what breaks its caller.
    pairs: Vec<(String, Option<String>)>,
}

impl Callers {
    pub(crate) fn add(&mut self, pair: Pair, breaks: Option<String>) {
        let caller = write_caller(&build_api(&pair.old));
        let index = self.pairs.len();
        for (side, document) in [("old", &pair.old), ("new", &pair.new)] {
            let module = self.documents.add(document);
            let text = format!("use made::{module} as api;\n{caller}");
            self.texts.insert(format!("pair_{index}_{side}"), text);
        }
        self.pairs.push((pair.name, breaks));
    }

    /// Compiles all callers, and says which of them are not as they should be.
    pub(crate) fn find_contradictions(self) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a temporary folder can be created");
        let package = self
            .documents
            .generate(folder.path(), &["client", "webhook"], "");
        let broken = find_broken(&package, self.texts);
        let mut wrong = Vec::new();
        for (index, (name, breaks)) in self.pairs.iter().enumerate() {
            if let Some(error) = broken.get(&format!("pair_{index}_old")) {
                wrong.push(format!("{name}: does not compile with the old: {error}"));
            }
            match (broken.get(&format!("pair_{index}_new")), breaks) {
                (Some(error), None) => wrong.push(format!("{name}: breaks: {error}")),
                (None, Some(reason)) => wrong.push(format!("{name}: compiles, but {reason}")),
                _ => {}
            }
        }
        wrong
    }
}

/// Compiles callers and returns those that do not compile, each with its first error. Errors of names hide
/// those of types, so what does not compile is taken out until the rest does.
pub(crate) fn find_broken(
    package: &Path,
    mut callers: BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    for (name, text) in &callers {
        fs::write(package.join(format!("src/{name}.rs")), text).expect("the folder is ours");
    }
    let mut broken = BTreeMap::new();
    loop {
        let mut modules = String::from("#![allow(warnings)]\n");
        for name in callers.keys() {
            let _ = writeln!(modules, "pub mod {name};");
        }
        fs::write(package.join("src/lib.rs"), modules).expect("the folder is ours");
        let errors = check(package);
        if errors.is_empty() {
            return broken;
        }
        for (name, error) in errors {
            assert!(callers.remove(&name).is_some(), "{name}: {error}");
            broken.insert(name, error);
        }
    }
}

/// The first error of each module that does not compile.
fn check(package: &Path) -> BTreeMap<String, String> {
    let output = cargo(package, "check")
        .args(["--message-format", "json"])
        .output()
        .expect("cargo is there");
    let mut errors = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let message = &line["message"];
        let spans = message["spans"].as_array().into_iter().flatten();
        let primary = { spans }.find(|it| it["is_primary"] == true);
        let file = primary.and_then(|it| it["file_name"].as_str());
        if message["level"] == "error"
            && let Some(file) = file
        {
            let stem = Path::new(file).file_stem().unwrap_or_default();
            let name = stem.to_string_lossy().into_owned();
            let text = message["message"].as_str().unwrap_or_default();
            errors.entry(name).or_insert_with(|| text.to_owned());
        }
    }
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() || !errors.is_empty(), "{said}");
    errors
}
