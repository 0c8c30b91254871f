//! APIs in, the sources of their crate out, for both `regen` and `generate`.

use std::collections::BTreeMap;

use codegen::Library;
use codegen::render::File;
use codegen::share::ApiSet;
use codegen::source::Sources;

/// Whether a path in the folder of a crate belongs to the generator whoever writes the rest.
pub(crate) fn is_source(path: &str) -> bool {
    path == "src" || path.starts_with("src/")
}

/// Returns the `src` of a crate with these APIs, including the runtime, by paths in the folder of the crate.
pub(crate) fn crate_files(
    apis: &ApiSet,
    sources: &Sources,
    library: &Library,
) -> BTreeMap<String, String> {
    let files = codegen::crate_files(apis, sources, library).into_iter();
    files
        .map(|File { path, text }| (format!("src/{path}"), text))
        .collect()
}
