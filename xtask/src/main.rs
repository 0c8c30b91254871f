//! The `xtask` binary: parses the command line and runs the command.

mod cli;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use codegen::cut::{Glob, Selection};
use codegen::lower::Options;
use xtask::arguments::Locks;
use xtask::inputs::{InputFile, PairingOptions};
use xtask::overlay::Syntax;
use xtask::references::ReferenceOptions;
use xtask::session::Session;
use xtask::spec::Spec;
use xtask::{
    Status, api_diff, arguments, choose_style, explain, generate, import, lint, listing, mine,
    names_lock, overlay, pairing, program, regen, run_command, why, workspace,
};

use crate::cli::{
    Cli, Command, Diff, DiffFormat, FOOTER, Generate, Import, Lint, Listing, Mine, MineFormat,
    OutputSyntax, OverlayArguments, Why,
};

/// Allocation, mostly of tokens, is a third of a run. This allocator saves a quarter of the CPU time
/// and needs half as much memory again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let matches = command_line().get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let inputs = arguments::input_files(&matches);
    run_command(cli.command.reporting(), |session, out| {
        run(cli, &inputs, session, out)
    })
}

/// The command line, with what belongs to the workspace of the generator only there.
fn command_line() -> clap::Command {
    let command = Cli::command().bin_name(program::command());
    if program::is_in_workspace() {
        command.after_help(FOOTER)
    } else {
        command.mut_subcommand("regen", |regen| regen.hide(true))
    }
}

/// Runs the command, and writes its output to `out`.
fn run(
    cli: Cli,
    inputs: &[InputFile],
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Cli { root, command } = cli;
    let root = || root.clone().map_or_else(workspace::find_root, Ok);
    match command {
        Command::Regen(arguments) => {
            let mode = if arguments.check {
                regen::Mode::Check
            } else {
                regen::Mode::Write {
                    with_changelog: arguments.changelog,
                }
            };
            regen::run(&root()?, mode, session, out)
        }
        Command::Generate(arguments) => run_generate(arguments, inputs, session, out),
        Command::Listing(arguments) => {
            let Listing {
                files,
                overlays,
                references,
                locks,
                reporting: _,
            } = arguments;
            let specs = if files.is_empty() {
                workspace::read_specs(&root()?, session)?
            } else {
                let options = overlays.pairing_options(references, false);
                read_given_specs(inputs, &options, &locks, session)?
            };
            listing::run(&specs, session, out)
        }
        Command::Diff(arguments) => run_diff(arguments, &root, session, out),
        Command::Why(arguments) => run_why(arguments, inputs, root, session, out),
        Command::Import(arguments) => run_import(arguments, session, out),
        Command::Overlay(arguments) => run_overlay(arguments, session, out),
        Command::Lint(arguments) => run_lint(arguments, inputs, session, out),
        Command::Mine(arguments) => run_mine(&arguments, inputs, session, out),
        Command::Explain(arguments) => {
            explain::run(arguments.code.as_deref(), out)?;
            Ok(Status::Success)
        }
    }
}

/// Reads the documents of the command line, with the names that are recorded for them.
fn read_given_specs(
    inputs: &[InputFile],
    options: &PairingOptions,
    locks: &Locks,
    session: &mut Session,
) -> anyhow::Result<Vec<Spec>> {
    let mut specs = pairing::read_specs(inputs, options, session)?;
    names_lock::read_locks_beside(&mut specs, locks.folder.as_deref(), session);
    Ok(specs)
}

fn run_generate(
    arguments: Generate,
    inputs: &[InputFile],
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Generate {
        files: _,
        overlays,
        references,
        additions,
        allow_missing_files,
        out: folder,
        check,
        name,
        version,
        license,
        member: is_member,
        reporting: _,
    } = arguments;
    let Some(folder) = folder.map_or_else(generate::find_crate, |it| Ok(Some(it)))? else {
        exit_without(
            "--out <DIR>",
            "the current directory has no crate that `generate` wrote",
        );
    };
    let recorded = generate::recorded_inputs(&folder)?;
    let inputs = if inputs.is_empty() { &recorded } else { inputs };
    if inputs.is_empty() {
        exit_without(
            "<FILE>",
            "the directory has no crate whose `Cargo.toml` records its documents",
        );
    }
    let target = generate::Target {
        folder,
        name,
        version,
        license,
        is_member,
    };
    let mode = if check {
        generate::Mode::Check
    } else {
        generate::Mode::Write
    };
    let options = PairingOptions {
        additions: additions.into(),
        ..overlays.pairing_options(references, allow_missing_files)
    };
    let specs = generate::read_specs(inputs, options, &target, session)?;
    generate::run(&specs, &target, mode, session, out)
}

/// Reports that `generate` needs an argument, and exits.
fn exit_without(argument: &str, why: &str) -> ! {
    let mut command = command_line();
    command.build();
    let generate = command.find_subcommand_mut("generate");
    let message = format!("`{argument}` is required: {why}");
    let kind = clap::error::ErrorKind::MissingRequiredArgument;
    generate
        .expect("it is a command")
        .error(kind, message)
        .exit()
}

fn run_import(
    arguments: Import,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Import {
        source,
        out: target,
        paths,
        operations,
        tags,
        webhooks,
        commit,
        reporting: _,
    } = arguments;
    let globs = |texts: Vec<String>| texts.iter().map(|it| Glob::new(it)).collect();
    let options = import::Options {
        source,
        out: target,
        selection: Selection {
            paths: globs(paths),
            operations: globs(operations),
            tags: globs(tags),
            webhooks: globs(webhooks),
        },
        commit,
    };
    import::run(&options, session, out)
}

fn run_overlay(
    arguments: OverlayArguments,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let OverlayArguments {
        document,
        overlay_files,
        partial,
        output,
        reporting: _,
    } = arguments;
    let syntax = match output {
        Some(OutputSyntax::Yaml) => Syntax::Yaml,
        Some(OutputSyntax::Json) => Syntax::Json,
        None => Syntax::of_file(&document),
    };
    overlay::run(&document, &overlay_files, partial, syntax, (session, out))
}

fn run_why(
    arguments: Why,
    inputs: &[InputFile],
    root: impl FnOnce() -> anyhow::Result<PathBuf>,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Why {
        item,
        files,
        overlays,
        references,
        locks,
    } = arguments;
    if files.is_empty() {
        let specs = workspace::read_specs(&root()?, session)?;
        return why::run(&specs, &item, workspace::GENERATED, session, out);
    }
    let options = overlays.pairing_options(references, false);
    let specs = read_given_specs(inputs, &options, &locks, session)?;
    why::run(&specs, &item, "src", session, out)
}

fn run_lint(
    arguments: Lint,
    inputs: &[InputFile],
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Lint {
        files: _,
        overlays,
        references,
        reporting: _,
    } = arguments;
    let options = overlays.pairing_options(references, false);
    let specs = pairing::read_specs(inputs, &options, session)?;
    lint::run(&specs, session, out)
}

fn run_mine(
    arguments: &Mine,
    inputs: &[InputFile],
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Mine {
        file: _,
        overlays,
        format,
    } = arguments;
    let options = overlays.pairing_options(ReferenceOptions::default(), false);
    let specs = pairing::read_specs(inputs, &options, session)?;
    let format = match format {
        MineFormat::Text => mine::Format::Text,
        MineFormat::Json => mine::Format::Json,
    };
    match &specs[..] {
        [spec] if !session.has_failed() => mine::run(spec, format, session, out),
        _ => Ok(Status::Rejected),
    }
}

fn run_diff(
    arguments: Diff,
    root: &dyn Fn() -> anyhow::Result<PathBuf>,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Diff {
        old,
        new,
        overlay_files: overlays,
        partial,
        references,
        without_lock,
        fail_on,
        format,
        changelog,
    } = arguments;
    let options = api_diff::Options {
        old,
        new,
        overlays,
        names: if without_lock {
            api_diff::Names::Fresh
        } else {
            api_diff::Names::Kept
        },
        fails_on_breaking: fail_on.is_some(),
        writes_changelog: changelog,
        format: match format {
            DiffFormat::Text => api_diff::Format::Text(choose_style(&io::stdout())),
            DiffFormat::Markdown => api_diff::Format::Markdown,
            DiffFormat::Json => api_diff::Format::Json,
            DiffFormat::JsonSchema => api_diff::Format::JsonSchema,
            DiffFormat::Github => api_diff::Format::Github,
            DiffFormat::Html => api_diff::Format::Html,
        },
        pairing: PairingOptions {
            by_position: true,
            partial,
            allow_missing_files: false,
            references: references.into(),
            additions: Options::default(),
        },
    };
    api_diff::run(root, &options, session, out)
}
