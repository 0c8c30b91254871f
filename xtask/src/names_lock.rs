//! The lock files with the names of APIs: where they are, and what is in them.

use std::collections::BTreeMap;
use std::path::Path;

use codegen::check::Checked;
use codegen::ir::Api;
use codegen::names;

use crate::path;
use crate::session::Session;
use crate::spec::Spec;

/// The end of the name of a lock file.
const SUFFIX: &str = ".names.lock";

/// Whether a path in a folder with lock files is that of a lock file.
pub(crate) fn is_lock(path: &str) -> bool {
    path.ends_with(SUFFIX) && !path.contains('/')
}

/// Reads the lock file of each document from `folder`, which is called `shown` in messages. A document
/// without one gets names as if nothing had been generated before.
pub(crate) fn read_locks(specs: &mut [Spec], folder: &Path, shown: &str, session: &mut Session) {
    for spec in specs {
        let name = file_name(spec.module.as_str());
        let path = folder.join(&name);
        if path.symlink_metadata().is_ok() {
            spec.set_lock(session.read(&path, &format!("{shown}/{name}")));
        }
    }
}

/// Reads the lock file of each document from `folder`, or else from the folder of the document.
pub fn read_locks_beside(specs: &mut [Spec], folder: Option<&Path>, session: &mut Session) {
    for spec in specs {
        let folder = folder.unwrap_or_else(|| spec.folder()).to_owned();
        let shown = path::display_path(&folder.join(file_name(spec.module.as_str())));
        let shown = shown.rsplit_once('/').map_or(".", |(folder, _)| folder);
        read_locks(std::slice::from_mut(spec), &folder, shown, session);
    }
}

/// Returns the lock files of these APIs, by their names.
pub(crate) fn lock_files(apis: &[Checked<Api>]) -> BTreeMap<String, String> {
    let files = apis.iter().map(|api| {
        let text = names::record_names(api).to_text();
        (file_name(api.module.as_str()), text)
    });
    files.collect()
}

fn file_name(module: &str) -> String {
    format!("{module}{SUFFIX}")
}
