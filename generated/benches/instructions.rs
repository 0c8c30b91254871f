//! Counts instructions instead of time: this program runs itself in callgrind, which counts the same
//! whatever else the machine does.

use std::path::Path;
use std::process::Command;
use std::{env, fs, process};

use super::measure::COUNTED_RUNS;

/// The argument of the program that callgrind runs.
pub(crate) const COUNTED: &str = "--counted";

/// Callgrind counts from each call of this function to its end, and writes a file then.
const ZERO_BEFORE: &str = "--zero-before=calls::measure::counted_runs";
const DUMP_AFTER: &str = "--dump-after=calls::measure::counted_runs";

/// Prints the instructions of a run of each line.
pub(crate) fn print_table(wanted: Option<&str>) {
    let folder = env::temp_dir().join(format!("calls-{}", process::id()));
    fs::create_dir(&folder).expect("there is a folder for temporary files");
    let names = run_callgrind(&folder, wanted);
    println!("| | ours | by hand | ratio |");
    println!("|---|---|---|---|");
    for (index, name) in names.lines().enumerate() {
        let [ours, by_hand] = [1, 2].map(|side| read_count(&folder, 2 * index + side));
        println!(
            "| {name} | {ours:.0} | {by_hand:.0} | **{:.2}** |",
            ours / by_hand
        );
    }
    fs::remove_dir_all(folder).expect("the folder was created above");
}

/// Returns the names of the lines, in the order of the files.
fn run_callgrind(folder: &Path, wanted: Option<&str>) -> String {
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!(
            "--callgrind-out-file={}",
            folder.join("count").display()
        ))
        .args([ZERO_BEFORE, DUMP_AFTER])
        .arg(env::current_exe().expect("this program is a file"))
        .arg(COUNTED)
        .args(wanted)
        .output()
        .expect("valgrind is installed");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    String::from_utf8(output.stdout).expect("the names are text")
}

/// Reads the number of instructions of a run.
fn read_count(folder: &Path, index: usize) -> f64 {
    let path = folder.join(format!("count.{index}"));
    let text = fs::read_to_string(&path).expect("callgrind wrote it");
    let count = text.lines().find_map(|line| line.strip_prefix("totals: "));
    let count: f64 = count.and_then(|it| it.parse().ok()).expect("it has a sum");
    count / f64::from(COUNTED_RUNS)
}
