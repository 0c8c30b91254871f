//! The command line: the commands, their arguments, and the texts of `--help`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use codegen::diagnostic::catalogue;
use xtask::arguments::{Additions, Locks, Overlays, References, Reporting};
use xtask::{crate_name, crate_version, license, program};

/// Generate Rust bindings from OpenAPI documents
///
/// Exit status: 0 on success; 1 if the input was rejected, a check failed or files could not be
/// read or written; 2 if the command line is invalid.
#[derive(Debug, Parser)]
#[command(term_width = 100, name = program::NAME, version)]
pub(crate) struct Cli {
    /// Root of the workspace [default: the workspace of the current directory]
    #[arg(long, value_name = "DIR", hide = true, global = true)]
    pub(crate) root: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Below the help, in this workspace.
pub(crate) const FOOTER: &str = "\
The commands of `cargo measure` test and measure the generator itself. \
Generating bindings needs none of them.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Update `generated/src` from `specs/`
    ///
    /// Reads every document `specs/<name>.yml`, `.yaml` or `.json` with the overlays that extend it,
    /// writes the files that changed, and removes files that are no longer generated. After an error,
    /// nothing is written.
    Regen(Regen),
    /// Generate a crate from OpenAPI documents
    ///
    /// The crate is self-contained: a manifest, the runtime, and a module for each document, named
    /// after its file. The next time, `generate` in its directory needs no arguments. What you change in
    /// `Cargo.toml` is kept, as are a README and licenses of your own. `<module>.names.lock` in its directory records the names of a module: items that
    /// are recorded there keep theirs the next time. After an error, nothing is written.
    Generate(Generate),
    /// Print an API with one line for each item
    ///
    /// Items have the names that are recorded for them in `<module>.names.lock`, if there is that file.
    Listing(Listing),
    /// Say what has changed between two versions of documents, and whom it breaks
    ///
    /// Compares the bindings, for callers in Rust, and the documents, for clients of any language.
    /// OLD and NEW are files, directories like `specs/`, or revisions of this repository.
    Diff(Diff),
    /// Say where an item of the bindings comes from
    ///
    /// Prints the line of the item in the generated code, its lines in the document, what is merged
    /// into it, the overlay actions that changed it with their words, its rules, how it got its name
    /// and what else wanted that, and the operations that send or receive it.
    Why(Why),
    /// Cut a document to some of its paths and webhooks
    ///
    /// Keeps what any of the patterns matches and all components that it refers to, as they are written.
    /// Beside the document, `<name>.source.yml` says which commit and hash it was cut from; `regen
    /// --check` fails if the document was changed since. In a pattern, `*` stands for any
    /// characters.
    Import(Import),
    /// Print a document with overlays applied
    ///
    /// The document has what the update of each action says, and no other tool has to know overlays.
    /// Comments and the spelling of numbers are not kept. After an error, nothing is printed.
    Overlay(OverlayArguments),
    /// Find rules that only descriptions state, and print them as an overlay
    ///
    /// Reads the descriptions of schemas and parameters, and prints an overlay action for each rule that
    /// neither the document nor its overlays state as a keyword: its target, the words as `x-because`, the
    /// keywords, and the places of the descriptions. The output is an overlay that `generate` and `regen`
    /// accept; read each action before you keep it. A description with an `x-note` is not searched.
    ///
    /// Descriptions that contradict their schema, its default or an example of an error are reported as
    /// warnings.
    Mine(Mine),
    /// Report what is risky in documents for bindings
    ///
    /// Reports what `generate` reports, such as examples and defaults that their schema refuses and ids
    /// that become one name, and more: required members that no schema declares, formats of another type,
    /// enum values that look like another type, enums that are written out repeatedly, operations without
    /// failures, and unused components. Nothing is written.
    ///
    /// Findings are warnings and notes, and the exit status is 0 with them, as for `cargo clippy`; with
    /// `--deny warnings`, it is 1 if there is a warning. `explain` explains each code.
    Lint(Lint),
    /// Explain a diagnostic, or list all of them
    Explain(Explain),
}

impl Command {
    /// How the command reports diagnostics; `None` if it has none to report.
    pub(crate) fn reporting(&self) -> Option<Reporting> {
        match self {
            Self::Regen(Regen { reporting, .. })
            | Self::Generate(Generate { reporting, .. })
            | Self::Listing(Listing { reporting, .. })
            | Self::Import(Import { reporting, .. })
            | Self::Lint(Lint { reporting, .. })
            | Self::Overlay(OverlayArguments { reporting, .. }) => Some(*reporting),
            Self::Diff(_) | Self::Why(_) | Self::Mine(_) | Self::Explain(_) => None,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Regen {
    /// Write nothing, and fail if a file is out of date
    #[arg(long)]
    pub(crate) check: bool,
    /// Add what has changed since the last commit to CHANGELOG.md, below the heading "Unreleased"
    #[arg(long, conflicts_with = "check")]
    pub(crate) changelog: bool,
    #[command(flatten)]
    pub(crate) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// OpenAPI 3.0, 3.1 or 3.2 documents in YAML or JSON
    ///
    /// `-` is standard input. Defaults to those that the crate was made from: its `Cargo.toml` records them
    /// with all options in `[package.metadata.bindings]`.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) overlays: Overlays,
    #[command(flatten)]
    pub(crate) references: References,
    #[command(flatten)]
    pub(crate) additions: Additions,
    /// Warn about references to missing files instead of failing
    ///
    /// Whatever they refer to is left out: a path has no operations, and a schema accepts any
    /// value.
    #[arg(long)]
    pub(crate) allow_missing_files: bool,
    /// Directory of the crate: missing, empty, or written by this command before [default: the current
    /// one, if it has such a crate]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write nothing, and fail if a file is out of date
    ///
    /// Names the files, and the documents and overlays whose SHA-256 is not the recorded one.
    #[arg(long)]
    pub(crate) check: bool,
    /// Name of the crate [default: the one it has, or the name of its directory]
    #[arg(long, value_name = "CRATE", value_parser = crate_name::parse)]
    pub(crate) name: Option<String>,
    /// Version of the crate [default: the one it has, or 0.1.0]
    #[arg(long, value_name = "VERSION", value_parser = crate_version::parse)]
    pub(crate) version: Option<String>,
    /// License of the crate, an SPDX expression, without which it cannot be published
    #[arg(long, value_name = "SPDX", value_parser = license::parse)]
    pub(crate) license: Option<String>,
    /// Omit `[workspace]` from the manifest, so that the crate can be a workspace member
    #[arg(long)]
    pub(crate) member: bool,
    #[command(flatten)]
    pub(crate) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(crate) struct Listing {
    /// OpenAPI 3.0, 3.1 or 3.2 documents in YAML or JSON [default: those in `specs/`]
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) overlays: Overlays,
    #[command(flatten)]
    pub(crate) references: References,
    #[command(flatten)]
    pub(crate) locks: Locks,
    #[command(flatten)]
    pub(crate) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// Old documents: a file, a directory or a revision [default: HEAD]
    #[arg(value_name = "OLD")]
    pub(crate) old: Option<String>,
    /// New documents [default: `specs/` of the working tree]
    #[arg(value_name = "NEW")]
    pub(crate) new: Option<String>,
    /// Overlay for the documents of both sides, where these are files
    #[arg(long = "overlay", value_name = "FILE")]
    pub(crate) overlay_files: Vec<PathBuf>,
    /// Ignore overlay actions for parts that the documents do not have
    #[arg(long)]
    pub(crate) partial: bool,
    #[command(flatten)]
    pub(crate) references: References,
    /// Compare the names that the documents alone lead to, instead of those that a lock keeps
    #[arg(long)]
    pub(crate) without_lock: bool,
    /// Fail if callers of the bindings or clients break
    #[arg(long, value_name = "WHAT")]
    pub(crate) fail_on: Option<FailOn>,
    /// Format of the report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: DiffFormat,
    /// Add what users notice to CHANGELOG.md, below the heading "Unreleased"
    ///
    /// New items go to the section "Added", everything else to "Changed". Entries that are there
    /// are not added again.
    #[arg(long)]
    pub(crate) changelog: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Why {
    /// The item: `Type`, `Type.field`, an operation, the code of an error, or a JSON Pointer
    ///
    /// Paths in Rust may begin with the module, and members may be spelled as in the document. A
    /// pointer may follow the name of its document: `specs/pets.yml#/components/schemas/Pet`.
    #[arg(value_name = "ITEM")]
    pub(crate) item: String,
    /// OpenAPI 3.0, 3.1 or 3.2 documents in YAML or JSON [default: those in `specs/`]
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) overlays: Overlays,
    #[command(flatten)]
    pub(crate) references: References,
    #[command(flatten)]
    pub(crate) locks: Locks,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("patterns").required(true).multiple(true))]
pub(crate) struct Import {
    /// The whole document, in YAML or JSON
    #[arg(value_name = "FILE")]
    pub(crate) source: PathBuf,
    /// File to write, with the extension of the document
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Keep the operations of these paths; repeatable, as are all patterns
    #[arg(long = "path", value_name = "PATTERN", group = "patterns")]
    pub(crate) paths: Vec<String>,
    /// Keep the operations with these ids
    #[arg(long = "operation", value_name = "PATTERN", group = "patterns")]
    pub(crate) operations: Vec<String>,
    /// Keep the operations with these tags
    #[arg(long = "tag", value_name = "PATTERN", group = "patterns")]
    pub(crate) tags: Vec<String>,
    /// Keep the webhooks with these keys
    #[arg(long = "webhook", value_name = "PATTERN", group = "patterns")]
    pub(crate) webhooks: Vec<String>,
    /// Commit of the document [default: the last that changed it, if its repository has it unchanged]
    #[arg(long, value_name = "COMMIT")]
    pub(crate) commit: Option<String>,
    #[command(flatten)]
    pub(crate) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(crate) struct OverlayArguments {
    /// The document, in YAML or JSON
    #[arg(value_name = "FILE")]
    pub(crate) document: PathBuf,
    /// The overlays, in the order they are applied
    #[arg(value_name = "OVERLAY", required = true)]
    pub(crate) overlay_files: Vec<PathBuf>,
    /// Ignore actions whose targets the document does not have
    #[arg(long)]
    pub(crate) partial: bool,
    /// Syntax of the output [default: that of the document]
    #[arg(long, value_name = "SYNTAX", value_enum)]
    pub(crate) output: Option<OutputSyntax>,
    #[command(flatten)]
    pub(crate) reporting: Reporting,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum OutputSyntax {
    Yaml,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FailOn {
    Breaking,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum DiffFormat {
    /// Text for a terminal
    #[default]
    Text,
    /// Markdown for a pull request
    Markdown,
    /// One JSON object
    Json,
    /// The JSON Schema of that object; nothing is compared
    JsonSchema,
    /// Annotations of GitHub Actions
    Github,
    /// One page for a browser, which loads nothing
    Html,
}

#[derive(Debug, Args)]
pub(crate) struct Lint {
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
pub(crate) struct Mine {
    /// OpenAPI 3.0, 3.1 or 3.2 document in YAML or JSON
    #[arg(id = "files", value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) overlays: Overlays,
    /// Format of the output
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: MineFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum MineFormat {
    /// An overlay in YAML; warnings are written to standard error
    #[default]
    Text,
    /// One JSON object with `proposals` and `contradictions`
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Code of the diagnostic, as printed in brackets [default: list all codes]
    #[arg(value_name = "CODE", value_parser = codes(), hide_possible_values = true)]
    pub(crate) code: Option<String>,
}

/// The codes of the catalogue, so that a misspelt one is answered with the nearest one.
fn codes() -> PossibleValuesParser {
    let values = catalogue::ALL
        .iter()
        .map(|code| PossibleValue::new(code.name).help(code.summary));
    PossibleValuesParser::new(values)
}
