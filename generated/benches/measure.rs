//! Times two ways of doing the same thing, in turn, so that both see the same noise.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long a batch takes, about: long enough for the clock, short enough that many get through
/// undisturbed.
const BATCH: Duration = Duration::from_micros(20);

/// How many batches of each.
const BATCHES: usize = 4_000;

/// Prints what it measures, line by line.
pub(crate) struct Table {
    /// What the name of a line has to contain.
    wanted: Option<String>,
}

/// Nanoseconds for one run of something.
struct Time {
    least: f64,
    median: f64,
}

impl Table {
    /// A table of all lines, or of those whose names contain a text.
    pub(crate) fn new(wanted: Option<String>) -> Self {
        println!("| | ours | by hand | ratio | medians | ratio |");
        println!("|---|---|---|---|---|---|");
        Self { wanted }
    }

    /// Measures both and prints a line: nanoseconds, least and median, and ours over theirs.
    pub(crate) fn pair<A, B>(&self, name: &str, ours: impl Fn() -> A, by_hand: impl Fn() -> B) {
        if self.wanted.as_ref().is_some_and(|it| !name.contains(it)) {
            return;
        }
        let (ours, by_hand) = pair(ours, by_hand);
        println!(
            "| {name} | {:.0} | {:.0} | **{:.2}** | {:.0}, {:.0} | {:.2} |",
            ours.least,
            by_hand.least,
            ours.least / by_hand.least,
            ours.median,
            by_hand.median,
            ours.median / by_hand.median,
        );
    }
}

/// Times both, batch by batch in turn.
fn pair<A, B>(ours: impl Fn() -> A, by_hand: impl Fn() -> B) -> (Time, Time) {
    let (our_runs, their_runs) = (runs(&ours), runs(&by_hand));
    let mut times = (Vec::new(), Vec::new());
    for _ in 0..BATCHES {
        times.0.push(batch(&ours, our_runs));
        times.1.push(batch(&by_hand, their_runs));
    }
    (summary(times.0), summary(times.1))
}

/// How many runs make a batch.
fn runs<T>(run: &impl Fn() -> T) -> u32 {
    let mut runs = 1;
    loop {
        let start = Instant::now();
        batch(run, runs);
        if start.elapsed() >= BATCH {
            return runs;
        }
        runs *= 2;
    }
}

#[inline(never)] // Neither is compiled into what surrounds it.
fn batch<T>(run: &impl Fn() -> T, runs: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..runs {
        black_box(run());
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(runs)
}

fn summary(mut times: Vec<f64>) -> Time {
    times.sort_by(f64::total_cmp);
    Time {
        least: times[0],
        median: times[times.len() / 2],
    }
}
