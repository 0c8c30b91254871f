//! The name of this program, as users of it type it.

use std::env;
use std::path::Path;

use crate::workspace;

/// The name of the binary, which is also that of the generator in what it writes.
pub const NAME: &str = "openapi-bindings";

/// The version of the generator.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The alias in this workspace.
const ALIAS: &str = "cargo xtask";

/// Whether cargo runs this program for its workspace, as `cargo xtask` does.
#[must_use]
pub fn is_in_workspace() -> bool {
    // Another workspace may have a package `xtask`, too.
    let manifest = env::var_os("CARGO_MANIFEST_DIR");
    let root = manifest.as_deref().map(Path::new).and_then(Path::parent);
    root.is_some_and(workspace::is_root)
}

/// The command by which users run this program.
#[must_use]
pub fn command() -> &'static str {
    if is_in_workspace() { ALIAS } else { NAME }
}
