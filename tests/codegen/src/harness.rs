//! Documents in, a tally of the generator's outcomes out. Each runs in a thread with as much stack as a
//! command has.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crate::layout;
use crate::mutants::outcome::{Outcome, run_generator};

/// Ends an infinite loop. Far longer than any document takes, even unoptimized and on a busy machine.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// The stack of the main thread of a command.
pub(crate) const STACK: usize = 8 << 20;

/// How many documents had each outcome.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) generated: usize,
    pub(crate) rejected: usize,
}

/// Runs the generator on `count` documents, as many at a time as there are cores. Panics if one has any
/// other outcome, and saves it under `name`.
pub(crate) fn run_all(name: &str, count: usize, text: impl Fn(usize) -> String + Sync) -> Tally {
    let (generated, rejected) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut failures = Vec::new();
        let mut slowest = (Duration::ZERO, 0);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return (failures, slowest);
            }
            let text = text(number);
            let start = Instant::now();
            let name = format!("{name}-{number}");
            match run_in_thread(&name, &text, STACK) {
                Ok(Outcome::Generated(_)) => drop(generated.fetch_add(1, Ordering::Relaxed)),
                Ok(Outcome::Rejected(_)) => drop(rejected.fetch_add(1, Ordering::Relaxed)),
                Err(what) => {
                    let path = save(&name, &text);
                    failures.push(format!("{number}: {what}: {}", path.display()));
                }
            }
            slowest = slowest.max((start.elapsed(), number));
        }
    };
    let threads = thread::available_parallelism().map_or(1, Into::into);
    let results: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let workers = workers.into_iter();
        workers
            .map(|it| it.join().expect("workers do not panic"))
            .collect()
    });
    let slowest = results.iter().map(|(_, slowest)| slowest).max();
    let (generated, rejected) = (generated.into_inner(), rejected.into_inner());
    println!("{name}: {generated} generated, {rejected} rejected, slowest: {slowest:?}");
    let failures = results.into_iter().flat_map(|(failures, _)| failures);
    let failures: Vec<String> = failures.collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    Tally {
        generated,
        rejected,
    }
}

/// Runs the generator in a thread called `name`, which a stack overflow prints, with a `stack` of this many
/// bytes, and checks the layout of the files.
pub(crate) fn run_in_thread(name: &str, text: &str, stack: usize) -> Result<Outcome, String> {
    let (send, receive) = mpsc::channel();
    let text = text.to_owned();
    let work = move || {
        let outcome = run_generator(&text).and_then(|outcome| {
            if let Outcome::Generated(files) = &outcome {
                assert!(!files.is_empty());
                layout::check(files)?;
            }
            Ok(outcome)
        });
        drop(send.send(outcome));
    };
    let worker = thread::Builder::new().name(name.to_owned());
    let worker = worker.stack_size(stack).spawn(work);
    let worker = worker.expect("the system starts a thread");
    match receive.recv_timeout(TIME_LIMIT) {
        Ok(outcome) => outcome,
        Err(mpsc::RecvTimeoutError::Timeout) => Err("takes too long".to_owned()),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            let panic = worker.join().expect_err("it ended without an outcome");
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            Err(format!("panics: {}", text.unwrap_or_default()))
        }
    }
}

/// Saves a document for debugging.
fn save(name: &str, text: &str) -> PathBuf {
    let path = env::temp_dir().join(format!("{name}.yml"));
    // The failure of the test matters more than a failure to write.
    let _ = fs::write(&path, text);
    path
}
