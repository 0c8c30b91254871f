//! The listings that are checked in, so that the diff of a commit has a line for each item of the bindings
//! that changed.

use std::collections::BTreeMap;
use std::path::Path;

use codegen::check::Checked;
use codegen::ir::Api;
use codegen::listing::list_api;

/// The folder, relative to the root of the workspace. A workspace without it has no listings.
pub(crate) const FOLDER: &str = "tests/codegen/snapshots";

/// The end of the name of a listing.
const SUFFIX: &str = ".listing";

/// Whether a path in the folder is that of a listing.
pub(crate) fn is_listing(path: &str) -> bool {
    path.ends_with(SUFFIX) && !path.contains('/')
}

/// Returns the listings of these APIs, by their names, if the workspace at `root` has any.
pub(crate) fn listing_files(root: &Path, apis: &[Checked<Api>]) -> BTreeMap<String, String> {
    let apis = if root.join(FOLDER).is_dir() {
        apis
    } else {
        &[]
    };
    let files = apis
        .iter()
        .map(|api| (format!("{}{SUFFIX}", api.module), list_api(api)));
    files.collect()
}
