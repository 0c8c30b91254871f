//! Measures two implementations alternately, so that both are exposed to the same noise.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The approximate duration of a batch: long enough for the clock, and short enough that many batches are
/// undisturbed.
const BATCH: Duration = Duration::from_micros(20);

/// The number of batches of each implementation.
const BATCHES: usize = 4_000;

/// The number of runs whose instructions are counted together.
pub(crate) const COUNTED_RUNS: u32 = 100;

/// Prints a table of measurements.
pub(crate) struct Table {
    /// A text that the names of the lines must contain.
    wanted: Option<String>,
    /// Whether the runs are counted by callgrind instead of timed.
    is_counted: bool,
}

/// Nanoseconds of a run.
struct Time {
    least: f64,
    median: f64,
}

impl Table {
    /// Creates a table of all lines, or of those whose names contain a text.
    pub(crate) fn new(wanted: Option<String>, is_counted: bool) -> Self {
        if !is_counted {
            println!("| | ours | by hand | ratio | medians | ratio |");
            println!("|---|---|---|---|---|---|");
        }
        Self { wanted, is_counted }
    }

    /// Measures both and prints a line: the least and the median nanoseconds, and their ratios.
    pub(crate) fn pair<A, B>(&self, name: &str, ours: impl Fn() -> A, by_hand: impl Fn() -> B) {
        if self.wanted.as_ref().is_some_and(|it| !name.contains(it)) {
            return;
        }
        if self.is_counted {
            println!("{name}");
            run_counted(&ours);
            run_counted(&by_hand);
            return;
        }
        let (ours, by_hand) = measure_pair(ours, by_hand);
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

/// Runs an implementation for callgrind: first once with what is only done once.
fn run_counted<T>(run: &impl Fn() -> T) {
    black_box(run());
    counted_runs(run);
}

/// Callgrind counts the instructions of each call of this function.
#[inline(never)]
fn counted_runs<T>(run: &impl Fn() -> T) {
    for _ in 0..COUNTED_RUNS {
        black_box(run());
    }
}
/// Measures both, alternating between batches.
fn measure_pair<A, B>(ours: impl Fn() -> A, by_hand: impl Fn() -> B) -> (Time, Time) {
    let (our_runs, their_runs) = (count_runs(&ours), count_runs(&by_hand));
    let mut times = (Vec::new(), Vec::new());
    for _ in 0..BATCHES {
        times.0.push(run_batch(&ours, our_runs));
        times.1.push(run_batch(&by_hand, their_runs));
    }
    (summarize(times.0), summarize(times.1))
}

/// The number of runs in a batch.
fn count_runs<T>(run: &impl Fn() -> T) -> u32 {
    let mut runs = 1;
    loop {
        let start = Instant::now();
        run_batch(run, runs);
        if start.elapsed() >= BATCH {
            return runs;
        }
        runs *= 2;
    }
}

#[inline(never)] // Both are compiled separately from their callers.
fn run_batch<T>(run: &impl Fn() -> T, runs: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..runs {
        black_box(run());
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(runs)
}

fn summarize(mut times: Vec<f64>) -> Time {
    times.sort_by(f64::total_cmp);
    Time {
        least: times[0],
        median: times[times.len() / 2],
    }
}
