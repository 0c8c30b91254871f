//! The figures of a document.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::measure::TIMEOUT;
use crate::process::CommandOutput;

/// A document, what it cost, and how it ended.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) path: PathBuf,
    /// CPU time of the process.
    pub(super) cpu: Duration,
    /// Peak memory of the process, in bytes.
    pub(super) peak: u64,
    pub(super) outcome: DocumentOutcome,
    /// The number of warnings.
    pub(super) warnings: usize,
}

/// How the generator ended.
#[derive(Debug)]
pub(super) enum DocumentOutcome {
    /// It generated bindings.
    Generated(Counts),
    /// It reported errors, each on a line.
    Rejected(Vec<String>),
    /// It failed without a diagnostic: with an error of the command, a panic, a signal or a timeout.
    Failed(String),
}

/// What is in the bindings.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) types: usize,
    pub(super) operations: usize,
    /// Lines of all files.
    pub(super) lines: usize,
    /// Schemas that became arbitrary JSON although they say more: where and why.
    pub(super) untyped: Vec<String>,
}

impl Row {
    /// Parses the output of [`super::measure_document`].
    pub(super) fn new(path: &Path, output: &CommandOutput) -> Self {
        let values = |key: &str| {
            let lines = output
                .stdout
                .lines()
                .filter_map(|line| line.split_once('\t'));
            let key = key.to_owned();
            lines
                .filter(move |(it, _)| *it == key)
                .map(|(_, value)| value)
        };
        let number = |key| values(key).next().and_then(|it| it.parse::<usize>().ok());
        let texts = |key| values(key).map(str::to_owned).collect::<Vec<String>>();
        let outcome = if !output.status.success() {
            DocumentOutcome::Failed(describe_failure(output))
        } else if let (Some(types), Some(operations), Some(lines)) =
            (number("types"), number("operations"), number("lines"))
        {
            DocumentOutcome::Generated(Counts {
                types,
                operations,
                lines,
                untyped: texts("untyped"),
            })
        } else {
            DocumentOutcome::Rejected(texts("error"))
        };
        Self {
            path: path.to_owned(),
            cpu: output.cpu,
            peak: output.peak,
            outcome,
            warnings: values("warning").count(),
        }
    }

    /// The name of the file.
    pub(super) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

fn describe_failure(output: &CommandOutput) -> String {
    if output.status.code() == Some(TIMEOUT) {
        return "takes too long".to_owned();
    }
    let lines = output.stderr.lines().map(str::trim);
    let text: Vec<&str> = lines.filter(|line| !line.is_empty()).take(3).collect();
    match &text[..] {
        [] => output.status.to_string(),
        text => text.join(" "),
    }
}
