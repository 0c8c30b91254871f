//! APIs in, the sources of their crate out, for both `regen` and `generate`.

use std::collections::BTreeMap;

use codegen::Library;
use codegen::check::Checked;
use codegen::ir::Api;
use codegen::render::{self, File};
use codegen::source::Sources;

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
    let header = |source: &str| render::header(&library.made_by, Some(source));
    bindings
        .chain(codegen_files::runtime_files(&header))
        .map(|(path, text)| (format!("src/{path}"), text))
        .collect()
}
