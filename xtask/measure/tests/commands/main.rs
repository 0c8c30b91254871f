//! The binary, run as a process.

mod corpus;
mod options;
mod suite;
mod usage;

use std::process::{Command, Output};

/// Runs the binary.
fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
    let output = command.args(arguments).output();
    output.expect("the binary was built")
}
