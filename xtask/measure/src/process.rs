//! A command in, its output and its cost out.

use std::io::{self, Read};
use std::process::{ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use wait4::Wait4;

pub(crate) use std::process::Command;

/// How a process ended, what it printed and what it cost.
#[derive(Debug)]
pub(crate) struct CommandOutput {
    pub(crate) status: ExitStatus,
    /// CPU time of the process and of the children that it waited for.
    pub(crate) cpu: Duration,
    /// Peak resident memory of the largest of these processes, in bytes; 0 where the system does not
    /// report it.
    pub(crate) peak: u64,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a command and waits for it to end.
pub(crate) fn run_command(command: &mut Command) -> io::Result<CommandOutput> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut stderr = child.stderr.take().expect("it is piped");
    // Both pipes are read at once, or the child would block on a full one.
    let errors = thread::spawn(move || read_lossy(&mut stderr));
    let stdout = read_lossy(&mut child.stdout.take().expect("it is piped"));
    let ended = child.wait4()?;
    let usage = ended.rusage;
    Ok(CommandOutput {
        status: ended.status,
        cpu: usage.utime + usage.stime,
        peak: usage.maxrss,
        stdout,
        stderr: errors.join().expect("reading does not panic"),
    })
}

fn read_lossy(pipe: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    // What was read before a failure is better than nothing.
    let _ = pipe.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
