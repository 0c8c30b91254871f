//! Where this workspace's own files are.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, bail};

use crate::bounds::Bounds;
use crate::given::{self, Given, Pairing};
use crate::session::Session;
use crate::spec::Spec;

/// The folder with the documents, from the root.
const SPECS: &str = "specs";

/// The root of the workspace: of the one that cargo runs this for, or else the nearest folder
/// above the current one that looks like it.
pub fn root() -> anyhow::Result<PathBuf> {
    let is_root = |folder: &&Path| folder.join(SPECS).is_dir() && folder.join("generated").is_dir();
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let current = env::current_dir().context("there is no current folder")?;
    let of_cargo = manifest.iter().filter_map(|folder| folder.parent());
    of_cargo
        .chain(current.ancestors())
        .find(is_root)
        .map(Path::to_owned)
        .context("no folder from here upwards has `specs` and `generated` in it")
}

/// The folder for what is built, from the workspace's root: cargo's own.
#[must_use]
pub fn target(root: &Path) -> PathBuf {
    let chosen = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    root.join(chosen.unwrap_or_else(|| PathBuf::from("target")))
}

/// Every document in `specs/` by name, each with the overlays that extend it. What they refer to
/// stands in the workspace.
pub fn specs(root: &Path, session: &mut Session) -> anyhow::Result<Vec<Spec>> {
    let folder = root.join(SPECS);
    let mut given = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {SPECS}/"))? {
        let path = entry
            .with_context(|| format!("cannot read {SPECS}/"))?
            .path();
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if is_input(&file) && !path.is_dir() {
            let is_overlay = file.contains(".overlay.");
            given.push(Given {
                path,
                name: format!("{SPECS}/{file}"),
                is_overlay,
            });
        }
    }
    if given.iter().all(|given| given.is_overlay) {
        bail!("{SPECS}/ has no document in it (`*.yml`, `*.yaml` or `*.json`)");
    }
    // A folder has no order of its own.
    given.sort_by(|left, right| left.name.cmp(&right.name));
    let pairing = Pairing {
        bounds: Bounds {
            root_folder: Some(root.to_owned()),
            copies: Vec::new(),
        },
        ..Pairing::default()
    };
    given::pair(&given, &pairing, session)
}

/// Whether a file in `specs/` is a document or an overlay; `*.schema.json` is for editors.
fn is_input(name: &str) -> bool {
    let extension = Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str());
    let is_hidden = name.starts_with('.');
    let is_schema = name.ends_with(".schema.json");
    !is_hidden && !is_schema && matches!(extension, Some("yml" | "yaml" | "json"))
}
