//! What came of a document.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::one::TOO_LONG;
use crate::process::Ended;

/// A document, what it cost and what came of it.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) path: PathBuf,
    /// CPU time of the whole process.
    pub(super) cpu: Duration,
    /// The most memory it had, in bytes.
    pub(super) peak: u64,
    pub(super) outcome: Outcome,
    /// How many warnings there were.
    pub(super) warnings: usize,
}

/// How it ended.
#[derive(Debug)]
pub(super) enum Outcome {
    /// With bindings.
    Made(Made),
    /// With errors, each as a line.
    Refused(Vec<String>),
    /// By a panic, a signal, or because it took too long: what is known of it.
    Crashed(String),
}

/// The bindings.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) types: usize,
    pub(super) operations: usize,
    /// Emitted lines, all files together.
    pub(super) lines: usize,
    /// Schemas that became any JSON although they say more: where and why.
    pub(super) untyped: Vec<String>,
}

impl Row {
    /// What a process that ran [`super::measure`] has to say.
    pub(super) fn new(path: &Path, ended: &Ended) -> Self {
        let values = |key: &str| {
            let lines = ended
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
        let outcome = if !ended.status.success() {
            Outcome::Crashed(crash(ended))
        } else if let (Some(types), Some(operations), Some(lines)) =
            (number("types"), number("operations"), number("lines"))
        {
            Outcome::Made(Made {
                types,
                operations,
                lines,
                untyped: texts("untyped"),
            })
        } else {
            Outcome::Refused(texts("error"))
        };
        Self {
            path: path.to_owned(),
            cpu: ended.cpu,
            peak: ended.peak,
            outcome,
            warnings: values("warning").count(),
        }
    }

    /// The file's name.
    pub(super) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

fn crash(ended: &Ended) -> String {
    if ended.status.code() == Some(TOO_LONG) {
        return "takes too long".to_owned();
    }
    let lines = ended.stderr.lines().map(str::trim);
    let text: Vec<&str> = lines.filter(|line| !line.is_empty()).take(3).collect();
    match &text[..] {
        [] => ended.status.to_string(),
        text => text.join(" "),
    }
}
