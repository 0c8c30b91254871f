//! APIs in, all files of their crate out, for both `regen` and `generate`.

use std::collections::BTreeMap;

use codegen::Library;
use codegen::check::Checked;
use codegen::ir::{Api, TagFeatures};
use codegen::render::{self, File};
use codegen::source::Sources;

use crate::existing_files::IsOwned;
use crate::manifest::{self, Package};
use crate::names_lock;

/// Each file of the runtime: its path in the `src` of a crate, its source relative to the root of this
/// repository, and its text.
const RUNTIME_FILES: &[(&str, &str, &str)] =
    include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// Whether the manifest of a crate is generated.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Manifest {
    /// It is written by hand.
    ByHand,
    /// It is generated.
    Generated {
        /// Whether the crate is meant to be a member of a workspace.
        is_member: bool,
    },
}

impl Manifest {
    /// The files that belong to the generator: all of `src`, and, if the manifest is generated, it and
    /// the lock files.
    pub(crate) fn owned(self) -> IsOwned {
        match self {
            Self::ByHand => is_source,
            Self::Generated { .. } => {
                |path| path == manifest::FILE || names_lock::is_lock(path) || is_source(path)
            }
        }
    }
}

fn is_source(path: &str) -> bool {
    path == "src" || path.starts_with("src/")
}

/// Returns the files of a crate with these APIs, by their paths in its folder: its `src`, including the
/// runtime, and its manifest and lock files if those are generated.
pub(crate) fn crate_files(
    apis: &[Checked<Api>],
    sources: &Sources,
    library: &Library,
    manifest: Manifest,
) -> BTreeMap<String, String> {
    let bindings = codegen::files(apis, sources, library)
        .into_iter()
        .map(|File { path, text }| (path, text));
    let mut files: BTreeMap<String, String> = bindings
        .chain(runtime_files(library))
        .map(|(path, text)| (format!("src/{path}"), text))
        .collect();
    if let Manifest::Generated { is_member } = manifest {
        let mut events = apis.iter().filter_map(|api| api.events.as_ref());
        let manifest = manifest::standalone_manifest(&Package {
            name: &library.name,
            is_member,
            tags: TagFeatures::of(apis),
            has_signatures: events.any(|events| events.signature.is_some()),
        });
        files.insert(manifest::FILE.to_owned(), manifest);
        files.extend(names_lock::lock_files(apis));
    }
    files
}

/// The files of the runtime as they are written into a crate, each with a header.
fn runtime_files(library: &Library) -> impl Iterator<Item = (String, String)> {
    RUNTIME_FILES.iter().map(|(path, source, text)| {
        let header = render::header(&library.made_by, Some(source));
        ((*path).to_owned(), format!("{header}\n{text}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_module_is_included() {
        let files = RUNTIME_FILES.iter();
        let files: BTreeMap<_, _> = files.map(|(path, _, text)| (*path, *text)).collect();
        let declared = files["runtime.rs"]
            .lines()
            .filter_map(|line| Some(line.strip_suffix(';')?.split_once("mod ")?.1));
        for module in declared {
            let path = format!("runtime/{module}.rs");
            assert!(files.contains_key(&*path), "{path} is missing");
        }
    }

    #[test]
    fn no_test_is_included() {
        for (_, source, text) in RUNTIME_FILES {
            assert!(
                !text.contains("#[test]"),
                "{source}: move the tests to the `tests` of the package"
            );
        }
    }
}
