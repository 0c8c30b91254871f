//! `cargo xtask regen`: brings `generated/src` up to date, or says how far it is from that.

use std::io::Write;
use std::path::Path;

use anyhow::bail;
use codegen::Library;

use crate::changes::Changes;
use crate::crate_files::{Manifest, crate_files};
use crate::report::{counted, counts};
use crate::session::Session;
use crate::spec::{self, Built};
use crate::{Verdict, difference, transaction, workspace};

/// The crate that is written, and its folder, from the root.
const CRATE: &str = "generated";

/// What its documentation begins with, from its folder.
const README: &str = "README.md";

/// Its manifest says more than that of other crates: benches, examples, lints.
const MANIFEST: Manifest = Manifest::ByHand;

/// What to do about a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write what changed, remove what nobody makes any more.
    Write,
    /// Write nothing; a difference is an error.
    Check,
}

/// Runs the command for the workspace at `root`; what it did is told to `out`.
pub fn run(
    root: &Path,
    mode: Mode,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    let specs = workspace::specs(root, session)?;
    let Some(built) = spec::build_all(&specs, session) else {
        return Ok(Verdict::Refused);
    };
    let (apis, times): (Vec<_>, Vec<_>) = built
        .into_iter()
        .map(|Built { api, elapsed }| (api, elapsed))
        .unzip();
    let folder = root.join(CRATE);
    let library = Library {
        has_readme: folder.join(README).is_file(),
        // Its manifest is written by hand, and it compiles in seconds.
        has_tag_features: false,
        ..Library::new(CRATE)
    };
    let files = crate_files(&apis, &session.sources, &library, MANIFEST);
    let changes = Changes::between(&folder, &files, MANIFEST.owned())?;

    if mode == Mode::Check && !changes.is_empty() {
        write!(out, "{}", difference::show(&changes, CRATE))?;
        bail!("{CRATE}/src is not what specs/ makes: run `cargo xtask regen` and commit");
    }
    transaction::apply(&changes)?;
    let in_module = |module: &str| {
        let all = files.keys().filter(|path| belongs(path, module)).count();
        let written = changes.written.iter().map(|file| &file.path);
        let new = written.filter(|path| belongs(path, module)).count();
        format!("{} ({new} changed)", counted(all, "file"))
    };
    for (api, elapsed) in apis.iter().zip(times) {
        let (module, counts, time) = (api.module.as_str(), counts(api), elapsed.as_millis());
        let files = in_module(module);
        writeln!(out, "{module}: {counts}, {files} in {time} ms")?;
    }
    writeln!(out, "runtime: {}", in_module("runtime"))?;
    for path in changes.strangers() {
        writeln!(out, "removed {CRATE}/{path}")?;
    }
    Ok(Verdict::Done)
}

/// Whether a file is one of a module.
fn belongs(path: &str, module: &str) -> bool {
    let path = path.strip_prefix("src/");
    let rest = path.and_then(|path| path.strip_prefix(module));
    rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}
