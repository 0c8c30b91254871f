//! Documents in, one crate with a module of bindings for each out.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::check::Checked;
use codegen::diagnostic::Diagnostics;
use codegen::diff::{Change, diff_apis, diff_crates, diff_modules, pair_modules};
use codegen::ir::Api;
use codegen::share::ApiSet;
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
        let documents = self.0.iter().enumerate();
        let documents = documents.map(|(index, text)| (format!("shop_{index}"), text.clone()));
        let made = "made".to_owned();
        generate_crate(folder, &made, &documents.collect::<Vec<_>>());
        write_package(folder, &[made], features, dependencies)
    }
}

/// Writes the crate of some documents, which are its modules.
pub(crate) fn generate_crate(folder: &Path, name: &str, documents: &[(String, String)]) {
    let mut generate = Command::new(env!("CARGO_BIN_EXE_openapi-bindings"));
    generate.arg("generate");
    let inputs = folder.join(format!("{name}.documents"));
    fs::create_dir_all(&inputs).expect("the folder is ours");
    for (module, text) in documents {
        let path = inputs.join(format!("{module}.json"));
        fs::write(&path, text).expect("the folder is ours");
        generate.arg(path);
    }
    let output = generate.arg("--out").arg(folder.join(name)).output();
    let output = output.expect("the binary was built");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

/// Writes a package that depends on generated crates beside it, with these features, those of all tags, and
/// the further dependencies. Returns its folder.
pub(crate) fn write_package(
    folder: &Path,
    made: &[String],
    features: &[&str],
    dependencies: &str,
) -> PathBuf {
    let mut manifest = String::from(
        "[package]\nname = \"callers\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n",
    );
    for name in made {
        let path = folder.join(name).join("Cargo.toml");
        let text = fs::read_to_string(path).expect("it was made");
        let tags = Some("all-tags").filter(|it| text.contains(it));
        let features: Vec<&str> = features.iter().copied().chain(tags).collect();
        let _ = writeln!(
            manifest,
            "{name} = {{ path = \"../{name}\", default-features = false, features = {features:?} }}"
        );
    }
    manifest.push_str(dependencies);
    let package = folder.join("callers");
    fs::create_dir_all(package.join("src")).expect("the folder is ours");
    fs::write(package.join("Cargo.toml"), manifest).expect("the folder is ours");
    let lock = workspace().join("Cargo.lock");
    fs::copy(lock, package.join("Cargo.lock")).expect("both are there");
    package
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

/// The crate of some documents.
pub(crate) fn build_crate(documents: &[(String, Tree)]) -> ApiSet {
    let apis = documents.iter().map(|(name, tree)| {
        let mut sources = Sources::default();
        let file = sources.add(format!("{name}.json"), tree.to_json());
        let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
        let input = Input::alone(file, name);
        codegen::api(&input, &mut sources, &mut load, &mut Diagnostics::default())
            .expect("the document is right")
    });
    ApiSet::new(apis.collect(), &mut Diagnostics::default())
}

/// The changes of a crate: of what belongs to no module, and of its modules.
pub(crate) fn diff_crate(old: &[(String, Tree)], new: &[(String, Tree)]) -> [Vec<Change>; 2] {
    let [before, after] = [old, new].map(|it| it.iter().map(|it| &*it.0).collect::<Vec<_>>());
    let pairs = pair_modules(&before, &after);
    let (old, new) = (build_crate(old), build_crate(new));
    let modules = pairs.iter();
    let modules =
        modules.flat_map(|it| diff_modules(it.old.map(|it| &*old[it]), it.new.map(|it| &*new[it])));
    [diff_crates(&old, &new, &pairs), modules.collect()]
}

pub(crate) fn diff_documents(old: &Tree, new: &Tree) -> Vec<Change> {
    diff_apis(&build_api(old), &build_api(new))
}
