//! A standalone crate in, what compiling it costs out.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use codegen::ir::ALL_TAGS;

use crate::process::{self, Ended};
use crate::workspace;

/// What crates are compiled with: all that has no sockets.
const FEATURES: &str = "client,webhook,pattern";

/// How a crate is compiled.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Build {
    /// `cargo check`.
    Check,
    /// `cargo build --release`.
    Release,
}

impl Build {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Release => "release",
        }
    }
}

/// A crate that `generate` wrote, or one like it.
#[derive(Debug)]
pub(crate) struct Krate {
    pub(crate) name: String,
    /// Where its folder is, and what is built.
    folder: PathBuf,
}

impl Krate {
    /// The crate in the folder `name` of `folder`, with the versions of this workspace.
    pub(crate) fn new(name: &str, folder: &Path) -> anyhow::Result<Self> {
        let lock = workspace::root()?.join("Cargo.lock");
        let copy = folder.join(name).join("Cargo.lock");
        fs::copy(lock, copy).context("cannot copy Cargo.lock")?;
        Ok(Self {
            name: name.to_owned(),
            folder: folder.to_owned(),
        })
    }

    /// Compiles it anew; its dependencies only if they were not compiled before.
    pub(crate) fn build(&self, build: Build) -> anyhow::Result<Ended> {
        let (profile, arguments): (&str, &[&str]) = match build {
            Build::Check => ("dev", &["check"]),
            Build::Release => ("release", &["build", "--release"]),
        };
        // What was compiled before would cost nothing now.
        let _ = self.cargo(&["clean", "--profile", profile, "--package", &self.name])?;
        let flags = ["--message-format=short", "--no-default-features"];
        let features = with_all_tags(&self.folder.join(&self.name), FEATURES)?;
        self.cargo(&[arguments, &flags, &["--features", &features]].concat())
    }

    fn cargo(&self, arguments: &[&str]) -> anyhow::Result<Ended> {
        let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = process::Command::new(program);
        command
            .args(arguments)
            .current_dir(self.folder.join(&self.name))
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", "-Dwarnings");
        process::run(&mut command).context("cannot run cargo")
    }
}

/// Features, and with them that of all tags if the crate in a folder has one.
pub(crate) fn with_all_tags(folder: &Path, features: &str) -> anyhow::Result<String> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml"));
    let manifest = manifest.context("cannot read the manifest")?;
    Ok(if manifest.contains(&format!("\n{ALL_TAGS} = ")) {
        format!("{features},{ALL_TAGS}")
    } else {
        features.to_owned()
    })
}
