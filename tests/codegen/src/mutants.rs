//! Documents with mistakes that nobody thought of: the generator makes files of them or says why
//! not, and in no case panics or hangs. What it makes is Rust, since rendering parses every item.

mod change;
mod ended;
mod random;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use codegen::diagnostic::Diagnostics;
use codegen::source::{self, Sources};
use codegen::tree::Tree;

use crate::layout;
use crate::run::{package, shared};
use ended::{Ended, ended};
use random::Random;

/// How many documents are made.
const COUNT: usize = 2_000;

/// Far longer than any document takes, on a machine with other work and unoptimised too: to end a
/// loop that does not end.
const LONGEST: Duration = Duration::from_secs(20);

/// What the main thread of a command has.
const STACK: usize = 8 << 20;

/// A document to be changed.
struct Seed {
    name: String,
    text: String,
    tree: Tree,
}

#[test]
fn changed_documents_are_read_or_refused() {
    let seeds = seeds();
    assert!(seeds.len() > 100, "the fixtures are among them");
    let trees: Vec<&Tree> = seeds.iter().map(|seed| &seed.tree).collect();
    let (made, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut wrong = Vec::new();
        let mut slowest = (Duration::ZERO, 0);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= COUNT {
                return (wrong, slowest);
            }
            let seed = &seeds[number % seeds.len()];
            let mut random = Random::new(number);
            let text = change::text(&seed.text, &seed.tree, &trees, &mut random);
            let start = Instant::now();
            match run(&text) {
                Ok(Ended::Made(_)) => drop(made.fetch_add(1, Ordering::Relaxed)),
                Ok(Ended::Refused) => drop(refused.fetch_add(1, Ordering::Relaxed)),
                Err(what) => {
                    let path = keep(number, &text);
                    wrong.push(format!(
                        "{number}, of {}: {what}: {}",
                        seed.name,
                        path.display()
                    ));
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
    println!("{made} made, {refused} refused, slowest: {slowest:?}");
    let wrong: Vec<String> = ended.into_iter().flat_map(|(wrong, _)| wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Or the changes are too wild to try anything behind the first stage, or change nothing.
    assert!(
        made > COUNT / 10 && refused > COUNT / 10,
        "{made} made, {refused} refused"
    );
}

/// The fixtures, and of the documents that not everybody has those that are small.
fn seeds() -> Vec<Seed> {
    let mut folders = vec![package().join("fixtures"), package().join("diagnostics")];
    folders.extend(shared("corpus/openapi", 1));
    folders.extend(shared("corpus/nasty", 1));
    let mut seeds = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(&folder).expect("the folder is there");
        let mut paths: Vec<PathBuf> = entries
            .map(|it| it.expect("it can be read").path())
            .collect();
        paths.sort();
        seeds.extend(paths.iter().filter_map(|path| seed(path)));
    }
    seeds
}

fn seed(path: &Path) -> Option<Seed> {
    const LARGEST: usize = 40_000;
    let text = fs::read_to_string(path).ok()?;
    let is_overlay = crate::run::is_overlay(path);
    if text.len() > LARGEST || is_overlay {
        return None;
    }
    let mut sources = Sources::default();
    let file = sources.add("api.yml", text.clone());
    let tree = source::parse(&sources, file, &mut Diagnostics::default())?;
    let name = path.file_name()?.to_str()?.to_owned();
    Some(Seed { name, text, tree })
}

/// Runs all of the generator in a thread of its own.
fn run(text: &str) -> Result<Ended, String> {
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
    let worker = thread::Builder::new().stack_size(STACK).spawn(work);
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
fn keep(number: usize, text: &str) -> PathBuf {
    let path = env::temp_dir().join(format!("mutant-{number}.yml"));
    // The message says more than a failure to write.
    let _ = fs::write(&path, text);
    path
}
