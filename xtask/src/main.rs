//! Reads the command line, runs the command, says how it went.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use codegen::diagnostic::{Style, error_json};
use xtask::bounds::{Bounds, Copies};
use xtask::given::{self, Given, Pairing};
use xtask::report::{self, Format};
use xtask::session::Session;
use xtask::spec::Spec;
use xtask::trial::Workshop;
use xtask::{
    Verdict, corpus, cost, crate_name, generate, instances, listing, regen, suite, workspace,
};

/// A third of a run is allocation, of tokens above all: this takes a quarter off the CPU time, for
/// half as much memory more.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Makes Rust bindings from OpenAPI documents
///
/// Exit code: 0 when all went well, 1 when the input was refused or `--check` found a difference,
/// 2 for a command line that makes no sense.
#[derive(Debug, Parser)]
#[command(term_width = 100, name = "xtask", bin_name = "cargo xtask", version, after_help = MEASURES)]
struct Cli {
    /// The workspace's root, instead of the one this is run in
    #[arg(long, value_name = "DIR", hide = true, global = true)]
    root: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

/// What the commands are for that nobody needs who wants bindings.
const MEASURES: &str = "\
`corpus`, `cost`, `instances` and `suite` measure the generator: what it takes, what its output costs, \
whether that is right. To have bindings, none of them is needed.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Brings `generated/src` up to date with `specs/`
    ///
    /// Reads every `specs/<name>.yml`, `.yaml` or `.json` with the overlays that extend it. Writes
    /// the files that changed and removes those that nothing makes any more, except the
    /// hand-written `runtime`. After an error nothing is touched.
    Regen {
        /// Write nothing, and fail when there is something to write
        #[arg(long)]
        check: bool,
        #[command(flatten)]
        reporting: Reporting,
    },
    /// Writes a crate of its own for any documents
    ///
    /// The crate has everything it needs in it: a manifest, the runtime, and a module for each
    /// document, named after its file.
    Generate {
        /// OpenAPI 3.0 or 3.1 documents, YAML or JSON
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        overlays: Overlays,
        #[command(flatten)]
        references: References,
        /// Only warn of references into files that are not there
        ///
        /// What they would lead to is left out: a path has no operations, a schema allows
        /// anything.
        #[arg(long)]
        allow_missing_files: bool,
        /// The crate's folder: absent, empty, or made by this command before
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// The crate's name, instead of the folder's
        #[arg(long, value_name = "CRATE", value_parser = crate_name::parse)]
        name: Option<String>,
        /// Leave `[workspace]` out of the manifest: the crate is to be a member of a workspace
        #[arg(long)]
        member: bool,
        #[command(flatten)]
        reporting: Reporting,
    },
    /// Prints an API as one line per item
    Listing {
        /// OpenAPI 3.0 or 3.1 documents, YAML or JSON, instead of those in `specs/`
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        overlays: Overlays,
        #[command(flatten)]
        references: References,
        #[command(flatten)]
        reporting: Reporting,
    },
    /// Tries the generator on every document of a folder
    ///
    /// Prints a line for each: CPU time and peak memory of a process that does nothing else, how
    /// many types and operations there are, how many schemas became any JSON although they say
    /// more, and what it was refused for. Files that a document refers to may be missing.
    Corpus {
        /// The folder with the documents
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Compile the bindings too, without warnings, and say what that costs
        #[arg(long)]
        compile: bool,
        /// Print below each document where it is untyped or refused, and why
        #[arg(long)]
        verbose: bool,
        #[command(flatten)]
        references: References,
    },
    /// Compiles bindings, and the same types with serde's derives alone, and says what both cost
    ///
    /// Checks and builds for release a crate of the documents, one of their types without
    /// documentation, rules and operations, and one of the runtime alone.
    Cost {
        /// OpenAPI 3.0 or 3.1 documents, YAML or JSON
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        overlays: Overlays,
        #[command(flatten)]
        references: References,
        #[command(flatten)]
        reporting: Reporting,
    },
    /// Makes bindings of one document, throws them away and prints what `corpus` wants to know
    #[command(hide = true)]
    Measure {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        references: References,
    },
    /// Compiles the bindings of many documents and tries them on labelled instances
    ///
    /// An instance is right when it decodes, `validate` finds nothing and it encodes to equal JSON,
    /// exactly if it is labelled valid. What is not right stands in `xtask/instances.allow.tsv`,
    /// with the reason. Needs cargo, and minutes.
    Instances {
        /// A folder with `openapi/X.yml` or `.json`, and `instances/X.jsonl`, `X.mutants.jsonl`
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Only these documents: `X`
        #[arg(value_name = "NAME")]
        only: Vec<String>,
        #[command(flatten)]
        references: References,
        #[command(flatten)]
        reporting: Reporting,
    },
    /// Compiles a document's bindings and tries them on labelled instances
    ///
    /// An instance is accepted when it decodes into the type of its component schema and `validate`
    /// finds nothing. Prints a table, and each case whose label says otherwise. Needs cargo.
    Suite {
        /// An OpenAPI 3.0 or 3.1 document, YAML or JSON
        #[arg(value_name = "DOCUMENT")]
        file: PathBuf,
        /// A JSON array of objects with `schema`, `instance` (JSON as text), `valid`, `keyword`
        #[arg(value_name = "CASES")]
        cases: PathBuf,
        /// Cases that may be wrong, at most 10: schema, instance and reason, with tabs between
        #[arg(long, value_name = "FILE")]
        allow: Option<PathBuf>,
        #[command(flatten)]
        references: References,
        #[command(flatten)]
        reporting: Reporting,
    },
}

#[derive(Debug, Args)]
struct Overlays {
    /// An overlay for the document that it extends, or else for the one before it
    #[arg(long = "overlay", value_name = "FILE", requires = "files")]
    overlays: Vec<PathBuf>,
    /// Pass over what overlays say about parts that the documents do not have
    #[arg(long, requires = "overlays")]
    partial: bool,
}

/// Which files documents may refer to.
#[derive(Debug, Args)]
struct References {
    /// The folder with all files that documents may refer to
    ///
    /// Nothing outside of it is read. Without this option it is the root of the git checkout that the
    /// documents stand in, hidden files left out, or else the folder that holds them all.
    #[arg(long, value_name = "DIR")]
    root_folder: Option<PathBuf>,
    /// Read what is published below a URL from a folder
    ///
    /// Nothing is ever fetched. Can be given several times; the longest URL that fits counts.
    #[arg(long = "map", value_name = "URL=DIR", value_parser = Copies::parse)]
    copies: Vec<Copies>,
}

impl From<References> for Bounds {
    fn from(
        References {
            root_folder,
            copies,
        }: References,
    ) -> Self {
        Self {
            root_folder,
            copies,
        }
    }
}

#[derive(Debug, Args)]
struct Reporting {
    /// Take warnings for errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// How diagnostics are written
    ///
    /// `human`: to standard error, with the lines they are about. `json`: to standard output, one
    /// object a line, also for what stops the command without a place in a document; everything
    /// else goes to standard error then.
    #[arg(long, value_enum, default_value_t)]
    format: FormatName,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    Warnings,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum FormatName {
    #[default]
    Human,
    Json,
}

fn main() -> ExitCode {
    let matches = Cli::command().get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let given = matches
        .subcommand()
        .map(|(_, matches)| given(matches))
        .unwrap_or_default();

    let mut session = Session::default();
    let format = settle(&cli.command, &mut session);
    let (mut text, mut diagnostics): (Box<dyn Write>, Box<dyn Write>) = match format {
        Format::Human(_) => (Box::new(io::stdout()), Box::new(io::stderr())),
        Format::Json => (Box::new(io::stderr()), Box::new(io::stdout())),
    };
    let outcome = run(cli, &given, &mut session, &mut text).and_then(|verdict| {
        text.flush()?;
        Ok(verdict)
    });
    // Nobody is left to tell when this fails.
    let _ = report::write(&session, format, &mut diagnostics);
    match outcome {
        Ok(Verdict::Done) => ExitCode::SUCCESS,
        Ok(Verdict::Refused) => ExitCode::FAILURE,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let message = format!("{error:#}");
            match format {
                Format::Human(_) => eprintln!("error: {message}"),
                // As above.
                Format::Json => drop(write!(diagnostics, "{}", error_json(&message))),
            }
            ExitCode::FAILURE
        }
    }
}

/// Runs the command.
fn run(
    cli: Cli,
    given: &[Given],
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    let root = || cli.root.map_or_else(workspace::root, Ok);
    match cli.command {
        Command::Regen {
            check,
            reporting: _,
        } => {
            let mode = if check {
                regen::Mode::Check
            } else {
                regen::Mode::Write
            };
            regen::run(&root()?, mode, session, out)
        }
        Command::Generate {
            files: _,
            overlays,
            references,
            allow_missing_files,
            out: folder,
            name,
            member: is_member,
            reporting: _,
        } => {
            let target = generate::Target {
                folder,
                name,
                is_member,
            };
            let specs = specs(given, &overlays, references, allow_missing_files, session)?;
            generate::run(&specs, &target, session, out)
        }
        Command::Corpus {
            folder,
            compile,
            verbose,
            references,
        } => {
            let target = compile.then(|| root().map(|root| workspace::target(&root)));
            let options = corpus::Options {
                folder,
                verbose,
                bounds: references.into(),
                target: target.transpose()?,
            };
            corpus::run(&options, out)
        }
        Command::Cost {
            files: _,
            overlays,
            references,
            reporting: _,
        } => {
            let specs = specs(given, &overlays, references, true, session)?;
            cost::run(&specs, &workspace::target(&root()?), session, out)
        }
        Command::Measure { file, references } => {
            corpus::measure(&file, &references.into(), out).map(|()| Verdict::Done)
        }
        Command::Listing {
            files,
            overlays,
            references,
            reporting: _,
        } => {
            let specs = match &files[..] {
                [] => workspace::specs(&root()?, session)?,
                _ => specs(given, &overlays, references, false, session)?,
            };
            listing::run(&specs, session, out)
        }
        Command::Instances {
            folder,
            only,
            references,
            reporting: _,
        } => {
            let bounds = references.into();
            let corpus = instances::Corpus {
                folder,
                only,
                bounds,
            };
            instances::run(&corpus, &workshop(&root()?, "instances"), session, out)
        }
        Command::Suite {
            file,
            cases,
            allow,
            references,
            reporting: _,
        } => {
            let suite = suite::Suite { cases, allow };
            let pairing = Pairing {
                bounds: references.into(),
                ..Pairing::default()
            };
            try_suite(
                file,
                &pairing,
                &suite,
                &workshop(&root()?, "suite"),
                session,
                out,
            )
        }
    }
}

/// Tries the bindings of one document on cases.
fn try_suite(
    file: PathBuf,
    pairing: &Pairing,
    suite: &suite::Suite,
    workshop: &Workshop,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    let given = Given::argument(file, false);
    let specs = given::pair(&[given], pairing, session)?;
    match &specs[..] {
        [spec] => suite::run(spec, suite, workshop, session, out),
        _ => Ok(Verdict::Refused),
    }
}

/// The documents of the command line.
fn specs(
    given: &[Given],
    overlays: &Overlays,
    references: References,
    without_missing: bool,
    session: &mut Session,
) -> anyhow::Result<Vec<Spec>> {
    let pairing = Pairing {
        follows: true,
        partial: overlays.partial,
        without_missing,
        bounds: references.into(),
    };
    given::pair(given, &pairing, session)
}

/// Where bindings are tried on instances.
fn workshop(root: &Path, command: &str) -> Workshop {
    Workshop {
        scratch: workspace::target(root).join(command),
        lock: Some(root.join("Cargo.lock")),
        programs: Vec::new(),
    }
}

/// Documents and overlays in the order of the command line, which says what belongs together.
fn given(matches: &ArgMatches) -> Vec<Given> {
    let mut given = Vec::new();
    for (id, is_overlay) in [("files", false), ("overlays", true)] {
        // A command without such arguments has no order to keep.
        let Ok(Some(paths)) = matches.try_get_many::<PathBuf>(id) else {
            continue;
        };
        let positions = matches.indices_of(id).into_iter().flatten();
        let files = paths.map(|path| Given::argument(path.clone(), is_overlay));
        given.extend(positions.zip(files));
    }
    given.sort_by_key(|(position, _)| *position);
    given.into_iter().map(|(_, given)| given).collect()
}

/// Sets up the session as the command line says; returns who reads the diagnostics.
fn settle(command: &Command, session: &mut Session) -> Format {
    let (Command::Regen { reporting, .. }
    | Command::Generate { reporting, .. }
    | Command::Listing { reporting, .. }
    | Command::Cost { reporting, .. }
    | Command::Instances { reporting, .. }
    | Command::Suite { reporting, .. }) = command
    else {
        // They report figures of documents, and have no diagnostics.
        return Format::Human(style());
    };
    session.deny_warnings = matches!(reporting.deny, Some(Deny::Warnings));
    match reporting.format {
        FormatName::Human => Format::Human(style()),
        FormatName::Json => Format::Json,
    }
}

/// In colour, if standard error is a terminal and the environment does not object.
fn style() -> Style {
    match AutoStream::choice(&io::stderr()) {
        ColorChoice::Never => Style::Plain,
        _ => Style::Coloured,
    }
}

/// Whether the reader of our output went away, as `head` does: no failure of ours.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe)
}
