//! `cargo xtask regen`: brings `generated/src` up to date, or says how far it is from that.

use std::io::Write;
use std::path::Path;

use anyhow::bail;
use codegen::Library;
use codegen::ir::Api;
use codegen::render::File;

use crate::changes::Changes;
use crate::report::{counted, counts};
use crate::session::Session;
use crate::spec::{self, Built};
use crate::{Verdict, difference, transaction, workspace};

/// The folder that is written, from the root.
const TARGET: &str = "generated/src";

/// The crate that it is of.
const CRATE: &str = "generated";

/// What its documentation begins with.
const README: &str = "generated/README.md";

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
    let library = Library {
        has_readme: root.join(README).is_file(),
        // Its manifest is written by hand, and it compiles in seconds.
        has_tag_features: false,
        ..Library::new(CRATE)
    };
    let files = codegen::files(&apis, &session.sources, &library)
        .into_iter()
        .map(|File { path, text }| (path, text))
        .collect();
    let changes = Changes::between(&root.join(TARGET), &files, is_owned)?;

    if mode == Mode::Check && !changes.is_empty() {
        write!(out, "{}", difference::show(&changes, TARGET))?;
        bail!("{TARGET} is not what specs/ makes: run `cargo xtask regen` and commit");
    }
    transaction::apply(&changes)?;
    for (api, elapsed) in apis.iter().zip(times) {
        let is_of_api = |path: &&String| belongs(path, api);
        let all = counted(files.keys().filter(is_of_api).count(), "file");
        let written = changes.written.iter().map(|file| &file.path);
        let new = written.filter(is_of_api).count();
        let (module, counts, time) = (&api.module, counts(api), elapsed.as_millis());
        writeln!(
            out,
            "{module}: {counts}, {all} ({new} changed) in {time} ms"
        )?;
    }
    for path in changes.strangers() {
        writeln!(out, "removed {TARGET}/{path}")?;
    }
    Ok(Verdict::Done)
}

/// Everything but the runtime, which is written by hand.
fn is_owned(path: &str) -> bool {
    path != "runtime.rs" && path != "runtime" && !path.starts_with("runtime/")
}

/// Whether a file is one of an API's module.
fn belongs(path: &str, api: &Api) -> bool {
    let rest = path.strip_prefix(api.module.as_str());
    rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}
