//! Proves the verdicts of `diff` by the compiler: a caller that uses all of the old bindings compiles with
//! the new ones unless a change is said to break callers.

#[path = "diff_proof/caller.rs"]
mod caller;
#[path = "../../tests/codegen/src/diff/pairs.rs"]
mod pairs;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::check::Checked;
use codegen::diagnostic::Diagnostics;
use codegen::diff::{Change, ChangeKind, Impact, Verdict, diff_apis};
use codegen::ir::Api;
use codegen::source::Sources;
use codegen::tree::Tree;
use codegen::{Absent, Input};
use serde_json::Value;

/// The variable with a part of the names of the pairs to try, if not all.
const PAIRS: &str = "DIFF_PAIRS";

/// Measured on two idle cores: one minute.
#[test]
#[ignore = "compiles the bindings of 150 documents, which takes a minute"]
fn callers_break_exactly_where_the_verdict_says_so() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut pairs = pairs::read_pairs(&workspace.join("tests/diff"));
    if let Ok(part) = env::var(PAIRS) {
        pairs.retain(|it| it.name.contains(&part));
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    let mut documents = Documents::default();
    let mut callers = BTreeMap::new();
    let mut expected = BTreeSet::new();
    for (index, pair) in pairs.iter().enumerate() {
        let (old, new) = (documents.add(&pair.old), documents.add(&pair.new));
        let changes = diff_apis(&api(&pair.old), &api(&pair.new));
        let verdict = Verdict::new(&changes);
        assert!(
            ["any", verdict.krate.name()].contains(&&*pair.krate),
            "{}",
            pair.name
        );
        assert!(
            ["any", verdict.wire.name()].contains(&&*pair.wire),
            "{}",
            pair.name
        );
        let caller = caller::write_caller(&api(&pair.old));
        let name = format!("pair_{index}");
        if breaks_with_all_features(&changes) {
            expected.insert(name.clone());
        }
        callers.insert(
            format!("{name}_old"),
            format!("use made::{old} as api;\n{caller}"),
        );
        callers.insert(name, format!("use made::{new} as api;\n{caller}"));
    }
    documents.generate(folder.path());
    let broken = find_broken(folder.path(), callers, &workspace);
    let name = |module: &str| {
        let index = module.trim_start_matches("pair_").trim_end_matches("_old");
        let index: usize = index.parse().expect("it is the index of a pair");
        &pairs[index].name
    };
    let mut wrong = String::new();
    for (module, error) in &broken {
        if !expected.contains(module) {
            let _ = writeln!(
                wrong,
                "{module}, {}: does not compile: {error}",
                name(module)
            );
        }
    }
    for module in expected.iter().filter(|it| !broken.contains_key(*it)) {
        let _ = writeln!(wrong, "{module}, {}: compiles", name(module));
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Whether callers break that turn on all cargo features, as those here do.
fn breaks_with_all_features(changes: &[Change]) -> bool {
    changes.iter().any(|it| {
        let is_feature =
            [ChangeKind::FeatureRemoved, ChangeKind::FeatureChanged].contains(&it.kind);
        it.krate == Impact::Breaks && !is_feature
    })
}

/// The documents of all pairs, each once.
#[derive(Default)]
struct Documents(Vec<String>);

impl Documents {
    /// The name of the module of a document.
    fn add(&mut self, document: &Tree) -> String {
        let text = document.to_json();
        let known = self.0.iter().position(|it| *it == text);
        let index = known.unwrap_or_else(|| {
            self.0.push(text);
            self.0.len() - 1
        });
        format!("shop_{index}")
    }

    fn generate(&self, folder: &Path) {
        let mut generate = Command::new(env!("CARGO_BIN_EXE_xtask"));
        generate.arg("generate");
        for (index, text) in self.0.iter().enumerate() {
            let path = folder.join(format!("shop_{index}.json"));
            fs::write(&path, text).expect("the folder is ours");
            generate.arg(path);
        }
        let output = generate.arg("--out").arg(folder.join("made")).output();
        let output = output.expect("the binary was built");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
    }
}

fn api(document: &Tree) -> Checked<Api> {
    let mut sources = Sources::default();
    let file = sources.add("shop.json", document.to_json());
    let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
    let input = Input::alone(file, "shop");
    let api = codegen::api(&input, &mut sources, &mut load, &mut Diagnostics::default());
    api.expect("the document is right")
}

/// Compiles callers and returns those that do not compile, each with its first error. Errors of names hide
/// those of types, so what does not compile is taken out until the rest does.
fn find_broken(
    folder: &Path,
    mut callers: BTreeMap<String, String>,
    workspace: &Path,
) -> BTreeMap<String, String> {
    let package = folder.join("callers");
    fs::create_dir_all(package.join("src")).expect("the folder is ours");
    let made = fs::read_to_string(folder.join("made/Cargo.toml")).expect("it was made");
    let features = if made.contains("all-tags") {
        r#""client", "all-tags""#
    } else {
        r#""client""#
    };
    let manifest = format!(
        "[package]\nname = \"callers\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         made = {{ path = \"../made\", default-features = false, features = [{features}] }}\n"
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("the folder is ours");
    let lock = workspace.join("Cargo.lock");
    fs::copy(lock, package.join("Cargo.lock")).expect("both are there");
    for (name, text) in &callers {
        fs::write(package.join(format!("src/{name}.rs")), text).expect("the folder is ours");
    }
    let mut broken = BTreeMap::new();
    loop {
        let mut modules = String::new();
        for name in callers.keys() {
            let _ = writeln!(modules, "pub mod {name};");
        }
        fs::write(package.join("src/lib.rs"), modules).expect("the folder is ours");
        let errors = check(&package);
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
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--message-format", "json"])
        .current_dir(package)
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env("RUSTFLAGS", "-Awarnings")
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
