//! Texts by number in, how all of the generator ended with them out: each in a thread with no more
//! stack than a command has.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use crate::layout;
use crate::mutants::ended::{Ended, ended};

/// Far longer than any document takes, on a machine with other work and unoptimised too: to end a
/// loop that does not end.
const LONGEST: Duration = Duration::from_secs(20);

/// What the main thread of a command has.
const STACK: usize = 8 << 20;

/// How many texts ended so.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) made: usize,
    pub(crate) refused: usize,
}

/// Tries `count` texts, as many at a time as there are cores. Whatever ends otherwise than made or
/// refused fails, and is written down under `name`.
pub(crate) fn all(name: &str, count: usize, text: impl Fn(usize) -> String + Sync) -> Tally {
    let (made, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut wrong = Vec::new();
        let mut slowest = (Duration::ZERO, 0);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return (wrong, slowest);
            }
            let text = text(number);
            let start = Instant::now();
            let name = format!("{name}-{number}");
            match run(&name, &text) {
                Ok(Ended::Made(_)) => drop(made.fetch_add(1, Ordering::Relaxed)),
                Ok(Ended::Refused(_)) => drop(refused.fetch_add(1, Ordering::Relaxed)),
                Err(what) => {
                    let path = keep(&name, &text);
                    wrong.push(format!("{number}: {what}: {}", path.display()));
                }
            }
            slowest = slowest.max((start.elapsed(), number));
        }
    };
    let threads = thread::available_parallelism().map_or(1, Into::into);
    let ended: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let workers = workers.into_iter();
        workers
            .map(|it| it.join().expect("it asserts nothing"))
            .collect()
    });
    let slowest = ended.iter().map(|(_, slowest)| slowest).max();
    let (made, refused) = (made.into_inner(), refused.into_inner());
    println!("{name}: {made} made, {refused} refused, slowest: {slowest:?}");
    let wrong: Vec<String> = ended.into_iter().flat_map(|(wrong, _)| wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Tally { made, refused }
}

/// Runs all of the generator in a thread of its own, which has the name of the text: it is printed
/// when the stack is full. Files have to be where they belong.
pub(crate) fn run(name: &str, text: &str) -> Result<Ended, String> {
    let (send, receive) = mpsc::channel();
    let text = text.to_owned();
    let work = move || {
        let ended = ended(&text).and_then(|ended| {
            if let Ended::Made(files) = &ended {
                assert!(!files.is_empty());
                layout::check(files)?;
            }
            Ok(ended)
        });
        drop(send.send(ended));
    };
    let worker = thread::Builder::new().name(name.to_owned());
    let worker = worker.stack_size(STACK).spawn(work);
    let worker = worker.expect("the system starts a thread");
    match receive.recv_timeout(LONGEST) {
        Ok(ended) => ended,
        Err(mpsc::RecvTimeoutError::Timeout) => Err("takes too long".to_owned()),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            let panic = worker.join().expect_err("it did not send anything");
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            Err(format!("panics: {}", text.unwrap_or_default()))
        }
    }
}

/// Writes a document down for whoever looks for its mistake.
fn keep(name: &str, text: &str) -> PathBuf {
    let path = env::temp_dir().join(format!("{name}.yml"));
    // The message says more than a failure to write.
    let _ = fs::write(&path, text);
    path
}
