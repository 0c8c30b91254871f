//! Documents in, one crate with a module of bindings for each out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::check::Checked;
use codegen::diagnostic::Diagnostics;
use codegen::diff::{Change, diff_apis};
use codegen::ir::Api;
use codegen::source::Sources;
use codegen::tree::Tree;
use codegen::{Absent, Input};
use xtask::workspace::STANDALONE_ENV;

use super::workspace;

/// The documents of all pairs, each once.
#[derive(Default)]
pub(crate) struct Documents(Vec<String>);

impl Documents {
    /// The name of the module of a document.
    pub(crate) fn add(&mut self, document: &Tree) -> String {
        let text = document.to_json();
        let known = self.0.iter().position(|it| *it == text);
        let index = known.unwrap_or_else(|| {
            self.0.push(text);
            self.0.len() - 1
        });
        format!("shop_{index}")
    }

    /// Writes the crate `made`, and next to it a package that depends on it with these features and the
    /// further dependencies. Returns the folder of the package.
    pub(crate) fn generate(&self, folder: &Path, features: &[&str], dependencies: &str) -> PathBuf {
        let mut generate = Command::new(env!("CARGO_BIN_EXE_openapi-bindings"));
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

        let made = fs::read_to_string(folder.join("made/Cargo.toml")).expect("it was made");
        let tags = Some("all-tags").filter(|it| made.contains(it));
        let features: Vec<&str> = features.iter().copied().chain(tags).collect();
        let manifest = format!(
            "[package]\nname = \"callers\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             made = {{ path = \"../made\", default-features = false, features = {features:?} }}\n\
             {dependencies}"
        );
        let package = folder.join("callers");
        fs::create_dir_all(package.join("src")).expect("the folder is ours");
        fs::write(package.join("Cargo.toml"), manifest).expect("the folder is ours");
        let lock = workspace().join("Cargo.lock");
        fs::copy(lock, package.join("Cargo.lock")).expect("both are there");
        package
    }
}

/// Cargo in a package, offline, where tests compile all crates that are outside of the workspace.
pub(crate) fn cargo(package: &Path, command: &str) -> Command {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../standalone");
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args([command, "--offline", "--quiet"])
        .current_dir(package)
        .env("CARGO_TARGET_DIR", target)
        .envs(STANDALONE_ENV);
    cargo
}

/// The API of a document; `None` if it has errors.
pub(crate) fn find_api(document: &Tree) -> Option<Checked<Api>> {
    let mut sources = Sources::default();
    let file = sources.add("shop.json", document.to_json());
    let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
    let input = Input::alone(file, "shop");
    codegen::api(&input, &mut sources, &mut load, &mut Diagnostics::default())
}

pub(crate) fn build_api(document: &Tree) -> Checked<Api> {
    find_api(document).expect("the document is right")
}

pub(crate) fn diff_documents(old: &Tree, new: &Tree) -> Vec<Change> {
    diff_apis(&build_api(old), &build_api(new))
}
