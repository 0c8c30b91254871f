//! `import`: cuts a document to some of its paths and webhooks.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use codegen::cut::{Cut, Selection, Unmatched, cut_document};
use codegen::tree::Object;

use crate::Status;
use crate::inputs::InputFile;
use crate::origin::{self, Origin};
use crate::report::pluralize;
use crate::session::Session;
use crate::sha256;

/// What to cut, and where to.
#[derive(Clone, Debug)]
pub struct Options {
    /// The whole document.
    pub source: PathBuf,
    /// The file that is written.
    pub out: PathBuf,
    /// What to keep.
    pub selection: Selection,
    /// The commit of the document, unless its repository tells.
    pub commit: Option<String>,
}

/// Runs the command: writes the cut and, beside it, where it is from.
pub fn run(
    options: &Options,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Options {
        source,
        out: target,
        selection,
        commit,
    } = options;
    let input = InputFile::from_argument(source.clone(), false);
    let Some(file) = session.read_input(&input) else {
        return Ok(Status::Rejected);
    };
    let cut = cut_document(&session.sources, file, selection, &mut session.diagnostics);
    let Some(cut) = cut else {
        return Ok(Status::Rejected);
    };
    let cut = cut.map_err(|unmatched| anyhow::anyhow!(describe_unmatched(&unmatched)))?;
    let bytes = fs::read(source).with_context(|| format!("cannot read {}", input.name))?;
    let origin = Origin {
        source: input.name,
        commit: commit.clone().or_else(|| find_commit(source)),
        source_hash: sha256::hash_bytes(&bytes),
        document_hash: sha256::hash_bytes(cut.text.as_bytes()),
    };
    let described = origin::file_beside(target);
    if target.extension() != source.extension() {
        bail!("the cut has the syntax of the document, so their names need the same extension");
    }
    // First the description: without the document, it is an error that says so.
    for (path, text) in [
        (&described, &origin.to_text(selection)),
        (target, &cut.text),
    ] {
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    summarize(&cut, target, out)?;
    Ok(Status::Success)
}

fn describe_unmatched(unmatched: &[Unmatched]) -> String {
    let lines = unmatched.iter().map(|it| {
        let Unmatched {
            option,
            glob,
            meant,
        } = it;
        let glob = glob.as_str();
        match meant {
            Some(meant) => format!("no {option} is `{glob}`; did you mean `{meant}`?"),
            None => format!("no {option} is `{glob}`"),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn summarize(cut: &Cut, target: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
    let count = |pointer: &[&str]| {
        let mut node = Some(&cut.tree);
        for key in pointer {
            node = node.and_then(|it| it.get(key));
        }
        node.and_then(|it| it.as_object()).map_or(0, Object::len)
    };
    let components = cut.tree.get("components").and_then(|it| it.as_object());
    let components = components.map_or(0, |sections| {
        let sections = sections.values().filter_map(|it| it.as_object());
        sections.map(Object::len).sum()
    });
    let counts = [
        pluralize(count(&["paths"]), "path"),
        pluralize(count(&["webhooks"]), "webhook"),
        pluralize(components, "component"),
        pluralize(cut.text.lines().count(), "line"),
    ];
    writeln!(out, "{}: {}", target.display(), counts.join(", "))?;
    if !cut.is_verbatim {
        writeln!(
            out,
            "The text was written anew, without comments: what is left out shares lines with what is kept."
        )?;
    }
    Ok(())
}

/// The last commit that changed a file, if its repository has the file as it is.
fn find_commit(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let name = path.file_name()?;
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(folder.unwrap_or(Path::new(".")));
        let output = git.args(arguments).arg("--").arg(name).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| text.trim().to_owned())
    };
    let is_clean = git(&["status", "--porcelain"])?.is_empty();
    let commit = git(&["log", "-1", "--format=%H"])?;
    (is_clean && !commit.is_empty()).then_some(commit)
}
