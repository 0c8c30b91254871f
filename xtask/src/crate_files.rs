//! APIs in, all files of their crate out: what `regen` and `generate` have in common.

use std::collections::BTreeMap;

use codegen::Library;
use codegen::check::Checked;
use codegen::ir::{Api, TagFeatures};
use codegen::render::{self, File};
use codegen::source::Sources;

use crate::existing_files::IsOwned;
use crate::manifest::{self, Package};

/// Where the runtime is written by hand, from the root of this repository.
const RUNTIME: &str = "codegen/runtime/src";

/// Path, relative to [`RUNTIME`] and to `src` of a crate, and text of each file of the runtime.
const RUNTIME_FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// Who writes the manifest of a crate.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Manifest {
    /// Somebody else.
    ByHand,
    /// The generator does.
    Generated {
        /// Whether the crate is to be a member of a workspace.
        is_member: bool,
    },
}

impl Manifest {
    /// Which files of a crate are the generator's own: all of `src`, and a manifest that it writes.
    pub(crate) fn owned(self) -> IsOwned {
        match self {
            Self::ByHand => is_source,
            Self::Generated { .. } => |path| path == manifest::FILE || is_source(path),
        }
    }
}

fn is_source(path: &str) -> bool {
    path == "src" || path.starts_with("src/")
}

/// The files of a crate with these APIs by their paths in its folder: those of its `src`, the runtime
/// among them, and its manifest unless that is written by hand.
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
        let manifest = manifest::standalone(&Package {
            name: &library.name,
            is_member,
            tags: TagFeatures::of(apis),
            has_signatures: events.any(|events| events.signature.is_some()),
        });
        files.insert(manifest::FILE.to_owned(), manifest);
    }
    files
}

/// The runtime's files as they go into a crate: a header, and the text as it was written.
fn runtime_files(library: &Library) -> impl Iterator<Item = (String, String)> {
    RUNTIME_FILES.iter().map(|(path, text)| {
        let header = render::header(&library.made_by, Some(&format!("{RUNTIME}/{path}")));
        ((*path).to_owned(), format!("{header}\n{text}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_module_is_carried() {
        let files: BTreeMap<_, _> = RUNTIME_FILES.iter().copied().collect();
        let declared = files["runtime.rs"]
            .lines()
            .filter_map(|line| Some(line.strip_suffix(';')?.split_once("mod ")?.1));
        for module in declared {
            let path = format!("runtime/{module}.rs");
            assert!(files.contains_key(&*path), "{path} is missing");
        }
    }

    #[test]
    fn no_test_is_carried() {
        for (path, text) in RUNTIME_FILES {
            assert!(!text.contains("cfg(test)"), "{path}: tests go to the tests");
        }
    }
}
