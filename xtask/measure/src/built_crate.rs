//! A standalone crate in, the cost of compiling it out.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use codegen::ir::ALL_TAGS;

use crate::process::{self, CommandOutput};
use xtask::workspace;

/// The features that crates are compiled with: all that need no HTTP stack.
const FEATURES: &str = "client,methods,webhook,pattern";

/// How a crate is compiled.
#[derive(Clone, Copy, Debug)]
pub(crate) enum BuildMode {
    /// `cargo check`.
    Check,
    /// `cargo build --release`.
    Release,
}

impl BuildMode {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Release => "release",
        }
    }
}

/// A crate that `generate` wrote, or one like it.
#[derive(Debug)]
pub(crate) struct BuiltCrate {
    pub(crate) name: String,
    /// The folder that contains the crate and what is built of it.
    folder: PathBuf,
}

impl BuiltCrate {
    /// Takes the crate `name` in `folder`, and locks its dependencies to the versions of this workspace.
    pub(crate) fn new(name: &str, folder: &Path) -> anyhow::Result<Self> {
        let lock = workspace::find_root()?.join("Cargo.lock");
        let copy = folder.join(name).join("Cargo.lock");
        fs::copy(lock, copy).context("cannot copy Cargo.lock")?;
        Ok(Self {
            name: name.to_owned(),
            folder: folder.to_owned(),
        })
    }

    /// Compiles the crate from scratch, and its dependencies unless they are compiled already.
    pub(crate) fn build(&self, mode: BuildMode) -> anyhow::Result<CommandOutput> {
        let (profile, arguments): (&str, &[&str]) = match mode {
            BuildMode::Check => ("dev", &["check"]),
            BuildMode::Release => ("release", &["build", "--release"]),
        };
        // A crate that is compiled already would cost nothing.
        let _ = self.cargo(&["clean", "--profile", profile, "--package", &self.name])?;
        let flags = ["--message-format=short", "--no-default-features"];
        let features = add_all_tags(&self.folder.join(&self.name), FEATURES)?;
        self.cargo(&[arguments, &flags, &["--features", &features]].concat())
    }

    fn cargo(&self, arguments: &[&str]) -> anyhow::Result<CommandOutput> {
        let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = process::Command::new(program);
        command
            .args(arguments)
            .current_dir(self.folder.join(&self.name))
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", "-Dwarnings");
        process::run_command(&mut command).context("cannot run cargo")
    }
}

/// Adds the feature `all-tags` to a list of features if the crate in `folder` has it.
pub(crate) fn add_all_tags(folder: &Path, features: &str) -> anyhow::Result<String> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml"));
    let manifest = manifest.context("cannot read the manifest of the crate")?;
    Ok(if manifest.contains(&format!("\n{ALL_TAGS} = ")) {
        format!("{features},{ALL_TAGS}")
    } else {
        features.to_owned()
    })
}
