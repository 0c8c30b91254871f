//! The command line: the commands, their arguments, and the texts of `--help`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use xtask::arguments::{Additions, Overlays, References, Reporting};

/// Test and measure the generator
///
/// Exit status: 0 on success; 1 if the input was rejected, a check failed or files could not be
/// read or written; 2 if the command line is invalid.
#[derive(Debug, Parser)]
#[command(
    term_width = 100,
    name = "measure",
    bin_name = "cargo measure",
    version
)]
pub(crate) struct Cli {
    /// Root of the workspace [default: the workspace of the current directory]
    #[arg(long, value_name = "DIR", hide = true, global = true)]
    pub(crate) root: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the generator on every document in a directory
    ///
    /// Prints a line for each document: CPU time and peak memory (each document has its own process),
    /// the number of types, operations, lines, untyped schemas and warnings, or why the document was
    /// rejected. References to missing files are allowed.
    Corpus(Corpus),
    /// Measure what compiling bindings costs
    ///
    /// Runs `cargo check` and `cargo build --release` on three crates: the bindings, their types with
    /// serde derives (without docs, rules and operations), and the runtime alone. Prints CPU time and
    /// peak memory.
    Cost(Cost),
    /// Generate the bindings of one document, discard them and print the figures for `corpus`
    #[command(hide = true)]
    Document(Document),
    /// Test the bindings of many documents against labelled instances
    ///
    /// A valid instance passes if it decodes, `validate` accepts it, and it encodes to equal JSON; an
    /// invalid one passes if it does not decode or `validate` rejects it. Fails if the result of an
    /// instance differs from its label and `xtask/measure/instances.allow.tsv` does not list it. Compiles the
    /// bindings, which takes minutes.
    Instances(Instances),
    /// Test that operations read the requests that they write
    ///
    /// Makes requests of random values for every operation. Fails if one is not read as the values that
    /// it was written of, but for those that are written alike; if it is not written again with the same
    /// bytes; or if the router finds another operation. Compiles the bindings, which takes minutes.
    Requests(Requests),
    /// Test the bindings of one document against labelled instances
    ///
    /// An instance is accepted if it decodes into the type of its component schema and `validate`
    /// accepts it. Prints a table by keyword, and each case whose result differs from its label.
    /// Compiles the bindings.
    Suite(Suite),
}

impl Command {
    /// How the command reports diagnostics; `None` if it has none to report.
    pub(crate) fn reporting(&self) -> Option<Reporting> {
        match self {
            Self::Cost(Cost { reporting, .. })
            | Self::Instances(Instances { reporting, .. })
            | Self::Requests(Requests { reporting, .. })
            | Self::Suite(Suite { reporting, .. }) => Some(*reporting),
            Self::Corpus(_) | Self::Document(_) => None,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Corpus {
    /// Directory with OpenAPI documents
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Also compile the bindings, with warnings denied, and print what that costs
    #[arg(long)]
    pub(crate) compile: bool,
    /// Print the untyped schemas or the errors of each document
    #[arg(long)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) references: References,
}

#[derive(Debug, Args)]
pub(crate) struct Cost {
    /// OpenAPI 3.0, 3.1 or 3.2 documents in YAML or JSON
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) overlays: Overlays,
    #[command(flatten)]
    pub(crate) references: References,
    #[command(flatten)]
    pub(crate) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(crate) struct Requests {
    /// OpenAPI 3.0, 3.1 or 3.2 documents in YAML or JSON
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) overlays: Overlays,
    #[command(flatten)]
    pub(crate) references: References,
    #[command(flatten)]
    pub(crate) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(crate) struct Document {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) references: References,
}

#[derive(Debug, Args)]
pub(crate) struct Instances {
    /// Directory with documents `openapi/X.yml` (or `.yaml`, `.json`) and their instances,
    /// `instances/X.jsonl` and `instances/X.mutants.jsonl`
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Names of the documents (`X`) to test [default: all]
    #[arg(value_name = "NAME")]
    pub(crate) only: Vec<String>,
    #[command(flatten)]
    pub(crate) references: References,
    #[command(flatten)]
    pub(crate) additions: Additions,
    #[command(flatten)]
    pub(crate) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(crate) struct Suite {
    /// OpenAPI 3.0, 3.1 or 3.2 document in YAML or JSON
    #[arg(value_name = "DOCUMENT")]
    pub(crate) file: PathBuf,
    /// JSON array of objects with `schema`, `instance` (JSON in a string), `valid` and `keyword`
    #[arg(value_name = "CASES")]
    pub(crate) cases: PathBuf,
    /// File with at most 10 cases that may fail: schema, instance and reason, separated by tabs
    #[arg(long, value_name = "FILE")]
    pub(crate) allow: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) references: References,
    #[command(flatten)]
    pub(crate) additions: Additions,
    #[command(flatten)]
    pub(crate) reporting: Reporting,
}
