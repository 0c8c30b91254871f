//! Measures the CPU time and memory of whole runs on large documents, compared with parsing the same text
//! into YAML events, and how both grow. Run by `cargo bench -p codegen-benches --bench growth` and `.ci/report`.
//!
//! Each figure is that of a separate process. `-- --write FILE` writes the smallest synthetic document to a
//! file, for other tools.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use codegen::diagnostic::Diagnostics;
use codegen::share::ApiSet;
use codegen::source::Sources;
use codegen::{Absent, Input, Library};
use saphyr_parser::{Event, Parser};
use wait4::Wait4;

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// These give 1,156 operations, 2,722 structs and 11,335 fields, as many as the largest real document has,
/// in about as much text.
const OPERATIONS: usize = 1_156;
const SCHEMAS: usize = 783;

/// A large document in the corpus, if it is there.
const OPENAI: &str = "../../../shared/corpus/openapi/openai.yml";

/// The number of runs of each measurement. The best one counts, since other load only slows down.
const RUNS: usize = 5;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["--write", path, ..] => fs::write(path, document(1)).expect("the file can be written"),
        ["events", path] => parse_events(&read_text(path)),
        ["whole", path] => generate(read_text(path)),
        ["none", path] => drop(read_text(path)),
        _ => print_table(),
    }
}

fn document(times: usize) -> String {
    codegen_benches::synthetic_document(SCHEMAS * times, OPERATIONS * times)
}

fn read_text(path: &str) -> String {
    fs::read_to_string(path).expect("the document exists")
}

fn parse_events(text: &str) {
    let parser = Parser::new_from_str(text);
    let count = parser
        .map(|event| event.expect("the document is well-formed").0)
        .filter(|event| matches!(event, Event::Scalar(..)))
        .count();
    assert!(count > 0);
}

fn generate(text: String) {
    let mut sources = Sources::default();
    let input = Input::alone(sources.add("large.yml", text), "large");
    let mut diagnostics = Diagnostics::default();
    let api = codegen::api(
        &input,
        &mut sources,
        &mut |_, _| Err(Absent::Missing),
        &mut diagnostics,
    );
    let apis = ApiSet::from(api.expect("the document has no errors"));
    assert!(!codegen::files(&apis, &sources, &Library::new("large")).is_empty());
}

fn print_table() {
    println!("| document | MB | events ms | whole run ms | ratio | peak MB | peak / file |");
    println!("|---|---|---|---|---|---|---|");
    let openai = Path::new(env!("CARGO_MANIFEST_DIR")).join(OPENAI);
    if openai.is_file() {
        print_line("OpenAI", &openai);
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    for times in [1, 2, 4, 8] {
        let path = folder.join(format!("synthetic-{times}.yml"));
        fs::write(&path, document(times)).expect("the file can be written");
        print_line(&format!("synthetic, {times} times"), &path);
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sizes of files are far below 2^52"
)]
fn print_line(name: &str, path: &Path) {
    let size = fs::metadata(path).expect("the document exists").len() as f64;
    let (start, _) = measure("none", path);
    let (events, _) = measure("events", path);
    let (whole, peak) = measure("whole", path);
    let (events, whole) = (events - start, whole - start);
    let ratio = whole / events;
    let (million, times) = (1e6, peak / size);
    println!(
        "| {name} | {:.1} | {events:.0} | {whole:.0} | {ratio:.1} | {:.0} | {times:.0} |",
        size / million,
        peak / million,
    );
}

/// CPU milliseconds and peak bytes of a process that runs one task on a document.
#[expect(clippy::cast_precision_loss, reason = "no process has 2^52 bytes")]
fn measure(task: &str, path: &Path) -> (f64, f64) {
    let program = env::current_exe().expect("the path of this program is known");
    let once = || {
        let mut command = Command::new(&program);
        let command = command.arg(task).arg(path).stdout(Stdio::null());
        let mut child = command.spawn().expect("this program can be started");
        let ended = child.wait4().expect("a child can be waited for");
        assert!(ended.status.success(), "{task} {}", path.display());
        let cpu = ended.rusage.utime + ended.rusage.stime;
        (cpu.as_secs_f64() * 1e3, ended.rusage.maxrss as f64)
    };
    let runs: Vec<(f64, f64)> = (0..RUNS).map(|_| once()).collect();
    let least = |of: fn(&(f64, f64)) -> f64| runs.iter().map(of).fold(f64::INFINITY, f64::min);
    (least(|run| run.0), least(|run| run.1))
}
