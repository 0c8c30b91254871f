//! A temporary folder in which commands are run, and its files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use xtask::workspace::STANDALONE_ENV;

/// A temporary folder.
pub(crate) struct Folder {
    folder: TempDir,
}

/// The result of a command.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Folder {
    /// Creates an empty folder.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be created");
        Self { folder }
    }

    /// Creates a workspace with one document and its overlay, without generated files.
    pub(crate) fn workspace() -> Self {
        let folder = Self::empty();
        folder.write("specs/README.md", "Not a document.\n");
        folder.write("specs/pets.yml", PETS);
        folder.write("specs/pets.overlay.yml", OVERLAY);
        folder
    }

    /// Creates the same workspace and runs `regen`.
    pub(crate) fn generated() -> Self {
        let folder = Self::workspace();
        folder.run(&["regen"]).succeeds();
        folder
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file, and creates the folders above it.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it is below a folder")).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// All files and folders with their content; folders end with `/`.
    pub(crate) fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        let mut tree = BTreeMap::new();
        collect(self.folder.path(), "", &mut tree);
        tree
    }

    /// The generated files, relative to `generated/src`.
    pub(crate) fn machine_owned(&self) -> Vec<String> {
        let paths = self.tree().into_keys();
        let paths = paths.filter_map(|path| Some(path.strip_prefix("generated/src/")?.to_owned()));
        paths
            .filter(|path| !path.is_empty() && !path.ends_with('/'))
            .collect()
    }

    /// Runs a command in the folder, which is also the root of the workspace.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_in("", arguments)
    }

    /// Runs a command in the folder, which is in no workspace, not even in that of cargo.
    pub(crate) fn run_alone(&self, arguments: &[&str]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-bindings"));
        command.args(arguments).env_remove("CARGO_MANIFEST_DIR");
        self.finish(command.current_dir(self.folder.path()))
    }

    /// Runs a command in a subfolder.
    pub(crate) fn run_in(&self, current: &str, arguments: &[&str]) -> Outcome {
        let root = self.folder.path();
        let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-bindings"));
        command.args(arguments).arg("--root").arg(root);
        self.finish(command.current_dir(root.join(current)))
    }

    fn finish(&self, command: &mut Command) -> Outcome {
        let output = command.output().expect("the binary was built");
        let root = self.folder.path();
        // The temporary path differs from run to run.
        let text = |bytes| {
            let text = String::from_utf8(bytes).expect("messages are UTF-8");
            text.replace(&*root.to_string_lossy(), "ROOT")
        };
        Outcome {
            code: output.status.code().expect("no signal ended it"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// Runs cargo on a crate in a subfolder, offline, with the locked versions of this workspace and with
    /// warnings denied.
    #[track_caller]
    pub(crate) fn cargo(&self, made: &str, arguments: &[&str], features: &str) {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let made = self.path(made);
        fs::copy(workspace.join("Cargo.lock"), made.join("Cargo.lock")).unwrap();
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../standalone");
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet", "--no-default-features"])
            .args(["--features", features])
            .current_dir(made)
            .env("CARGO_TARGET_DIR", target)
            .envs(STANDALONE_ENV)
            .env("RUSTDOCFLAGS", "-Dwarnings")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let tested = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success(),
            "{arguments:?} {features}: {said}\n{tested}"
        );
    }
}

impl Outcome {
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        self.ends_with_code(0)
    }

    #[track_caller]
    pub(crate) fn fails(self) -> Self {
        self.ends_with_code(1)
    }

    #[track_caller]
    pub(crate) fn ends_with_code(self, code: i32) -> Self {
        let Self { stdout, stderr, .. } = &self;
        assert_eq!(self.code, code, "it printed:\n{stdout}\nand:\n{stderr}");
        self
    }
}

fn collect(folder: &Path, prefix: &str, tree: &mut BTreeMap<String, Vec<u8>>) {
    tree.insert(prefix.to_owned(), Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().display());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}/"), tree);
        } else {
            tree.insert(path, fs::read(entry.path()).unwrap());
        }
    }
}

/// A document.
pub(crate) const PETS: &str = "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths: {}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: { type: string, description: A name of at most 40 characters. }
";

/// An overlay for [`PETS`].
pub(crate) const OVERLAY: &str = "\
overlay: 1.1.0
info: { title: What the words say, version: 1.0.0 }
extends: pets.yml
actions:
  - target: $.components.schemas.Pet.properties.name
    x-because: at most 40 characters
    update: { maxLength: 40 }
";

/// A document without schemas, to be continued with `components`.
pub(crate) const HEAD: &str = "\
openapi: 3.1.0
info: { title: Other, version: 1.0.0 }
paths: {}
";
