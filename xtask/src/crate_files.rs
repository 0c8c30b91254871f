//! APIs in, the sources of their crate out, for both `regen` and `generate`.

use std::collections::BTreeMap;

use codegen::Library;
use codegen::check::Checked;
use codegen::ir::Api;
use codegen::render::{self, File};
use codegen::source::Sources;

/// Each file of the runtime: its path in the `src` of a crate, its source relative to the root of this
/// repository, and its text.
const RUNTIME_FILES: &[(&str, &str, &str)] =
    include!(concat!(env!("OUT_DIR"), "/runtime_files.rs"));

/// Whether a path in the folder of a crate belongs to the generator whoever writes the rest.
pub(crate) fn is_source(path: &str) -> bool {
    path == "src" || path.starts_with("src/")
}

/// Returns the `src` of a crate with these APIs, including the runtime, by paths in the folder of the crate.
pub(crate) fn crate_files(
    apis: &[Checked<Api>],
    sources: &Sources,
    library: &Library,
) -> BTreeMap<String, String> {
    let bindings = codegen::files(apis, sources, library)
        .into_iter()
        .map(|File { path, text }| (path, text));
    bindings
        .chain(runtime_files(library))
        .map(|(path, text)| (format!("src/{path}"), text))
        .collect()
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
