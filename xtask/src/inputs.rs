//! The files that a command reads, and how it combines them.

use std::path::{Path, PathBuf};

use codegen::lower::Options;

use crate::path;
use crate::references::ReferenceOptions;

/// The path that stands for standard input.
pub(crate) const STDIN: &str = "-";

/// A file that was named on the command line or found in `specs/`.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Its path.
    pub path: PathBuf,
    /// Its name in headers and messages.
    pub name: String,
    /// Whether it is an overlay.
    pub is_overlay: bool,
    /// The name of the module, or `None` for that of the file.
    pub module: Option<String>,
    /// The manifest that records the file, if it was not named on the command line.
    pub recorded_in: Option<String>,
}

impl InputFile {
    /// A file that was named on the command line.
    #[must_use]
    pub fn from_argument(path: PathBuf, is_overlay: bool) -> Self {
        let name = if path == Path::new(STDIN) {
            "stdin".to_owned()
        } else {
            path::display_path(&path)
        };
        Self {
            path,
            name,
            is_overlay,
            module: None,
            recorded_in: None,
        }
    }
}

/// How documents are combined with overlays and with the files that they refer to.
#[derive(Clone, Debug, Default)]
pub struct PairingOptions {
    /// Whether an overlay that extends none of the documents applies to the one before it, or to the only
    /// one.
    pub by_position: bool,
    /// Whether overlay actions may match nothing, because the documents are only parts of those that
    /// the overlays were written for.
    pub partial: bool,
    /// Whether files that the documents refer to may be missing.
    pub allow_missing_files: bool,
    /// Which files the documents may refer to.
    pub references: ReferenceOptions,
    /// What the bindings have beyond what is usual.
    pub additions: Options,
}
