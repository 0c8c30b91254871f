//! A command in, what it printed and what it cost out.

use std::io::{self, Read};
use std::process::{ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use wait4::Wait4;

pub(crate) use std::process::Command;

/// How a process ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// CPU time of it and of those it started and waited for.
    pub(crate) cpu: Duration,
    /// The most memory that any one of them had at a time, in bytes; 0 where the system does not
    /// tell.
    pub(crate) peak: u64,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> io::Result<Ended> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut stderr = child.stderr.take().expect("it is piped");
    // Both at once, or the child stops at a full pipe.
    let errors = thread::spawn(move || read(&mut stderr));
    let stdout = read(&mut child.stdout.take().expect("it is piped"));
    let ended = child.wait4()?;
    let usage = ended.rusage;
    Ok(Ended {
        status: ended.status,
        cpu: usage.utime + usage.stime,
        peak: usage.maxrss,
        stdout,
        stderr: errors.join().expect("reading does not panic"),
    })
}

fn read(pipe: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    // What came before a failure is better than nothing.
    let _ = pipe.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
