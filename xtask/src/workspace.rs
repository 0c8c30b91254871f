//! The folders of this workspace and the documents in it.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, bail};

use crate::inputs::{InputFile, PairingOptions};
use crate::references::ReferenceOptions;
use crate::session::Session;
use crate::spec::Spec;
use crate::{names_lock, origin, pairing};

/// The folder with the documents, relative to the root.
pub(crate) const SPECS: &str = "specs";

/// The folder with the generated code, relative to the root.
pub const GENERATED: &str = "generated/src";

/// Finds the root of the workspace, for what needs one.
pub(crate) type FindRoot<'a> = dyn Fn() -> anyhow::Result<PathBuf> + 'a;

/// Finds the root of the workspace: the one that cargo runs this program in, or else the nearest folder
/// around the current one that looks like it.
pub fn find_root() -> anyhow::Result<PathBuf> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let current = env::current_dir().context("cannot determine the current directory")?;
    let of_cargo = manifest.iter().filter_map(|folder| folder.parent());
    of_cargo
        .chain(current.ancestors())
        .find(|folder| is_root(folder))
        .map(Path::to_owned)
        .context("no directory from the current one upwards contains `specs` and `generated`")
}

/// Whether a folder looks like the root of this workspace.
pub(crate) fn is_root(folder: &Path) -> bool {
    folder.join(SPECS).is_dir() && folder.join("generated").is_dir()
}

/// The target folder of cargo for the workspace at `root`.
#[must_use]
pub fn target_folder(root: &Path) -> PathBuf {
    let chosen = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    root.join(chosen.unwrap_or_else(|| PathBuf::from("target")))
}

/// Where crates outside of the workspace are compiled, by commands and tests alike, below
/// [`target_folder`].
pub const STANDALONE_TARGET: &str = "standalone";

/// The environment of cargo when it compiles a crate that is not compiled again, and only has to be correct.
/// It is the same everywhere, or dependencies would be compiled once for each.
pub const STANDALONE_ENV: [(&str, &str); 3] = [
    ("CARGO_INCREMENTAL", "0"),
    ("CARGO_PROFILE_DEV_DEBUG", "0"),
    ("RUSTFLAGS", "-Dwarnings"),
];

/// Reads the documents in `specs/`, sorted by name, with the overlays that extend them. They may refer to
/// files in the workspace.
pub fn read_specs(root: &Path, session: &mut Session) -> anyhow::Result<Vec<Spec>> {
    let folder = root.join(SPECS);
    let inputs = list_specs(&folder, SPECS)?;
    let options = PairingOptions {
        references: ReferenceOptions {
            root_folder: Some(root.to_owned()),
            url_maps: Vec::new(),
        },
        ..PairingOptions::default()
    };
    let mut specs = pairing::read_specs(&inputs, &options, session)?;
    names_lock::read_locks(&mut specs, &folder, SPECS, session);
    Ok(specs)
}

/// Lists the documents and overlays in a folder, sorted by name. Messages call the folder `name`.
pub(crate) fn list_specs(folder: &Path, name: &str) -> anyhow::Result<Vec<InputFile>> {
    let mut inputs = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {name}/"))? {
        let path = entry
            .with_context(|| format!("cannot read {name}/"))?
            .path();
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if is_spec_file(&file) && !path.is_dir() {
            let is_overlay = file.contains(".overlay.");
            inputs.push(InputFile {
                path,
                name: format!("{name}/{file}"),
                is_overlay,
                module: None,
                recorded_in: None,
            });
        }
    }
    if inputs.iter().all(|it| it.is_overlay) {
        bail!("there is no document in {name}/ (`*.yml`, `*.yaml` or `*.json`)");
    }
    // The order of a directory listing is unspecified.
    inputs.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(inputs)
}

/// Whether a file in `specs/` is a document or an overlay; `*.schema.json` is for editors, and
/// `*.source.yml` says where a document is from.
fn is_spec_file(name: &str) -> bool {
    let extension = Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str());
    let is_hidden = name.starts_with('.');
    let is_schema = name.ends_with(".schema.json");
    !is_hidden
        && !is_schema
        && !origin::is_origin(name)
        && matches!(extension, Some("yml" | "yaml" | "json"))
}
