//! Explores the delivery of an operation: schedules of events in, a failing one out.
//!
//! Everything here is judged from outside, by the public API of the client, so that it also holds of a
//! copy with faults.

mod chooser;
mod ending;
mod event;
mod ledger;
mod monitor;
mod random;
mod settings;
mod subject;
mod world;

use std::fmt;

use self::chooser::{Chooser, RandomWalk, Tree};
use self::event::Event;
use self::random::Random;
use self::settings::Settings;
use self::subject::Run;
use self::world::Record;

pub(crate) use self::subject::Subject;

/// The maximum number of unusual events of a schedule.
pub(crate) const DEPTH: usize = 5;

/// A schedule that violates a property.
pub(crate) struct Counterexample {
    operation: String,
    settings: &'static Settings,
    /// The properties that do not hold.
    pub(crate) violations: Vec<String>,
    trace: Vec<String>,
}

/// Explores this number of schedules of an operation, or fewer if one fails. Half of them are found
/// depth-first, first those with few unusual events; the rest by chance.
pub(crate) fn explore(subject: &Subject, schedules: usize) -> (usize, Option<Counterexample>) {
    let mut explored = 0;
    for (index, settings) in settings::ALL.iter().enumerate() {
        // What earlier settings have not used is left for later ones.
        let share = schedules * (index + 1) / (2 * settings::ALL.len());
        for depth in 1..=DEPTH {
            let most = share.saturating_sub(explored);
            let (count, failed) = search_tree(subject, settings, depth, most);
            explored += count;
            if failed.is_some() {
                return (explored, failed);
            }
        }
    }
    let mut random = Random::new(subject.seed());
    while explored < schedules {
        let settings = &settings::ALL[explored % settings::ALL.len()];
        let walk = RandomWalk {
            random: Random::new(random.next()),
            left: DEPTH,
        };
        explored += 1;
        let record = run(subject, settings, Chooser::Random(walk), false);
        if !record.monitor.violations.is_empty() {
            return (explored, Some(shrink(subject, settings, record)));
        }
    }
    (explored, None)
}

/// Explores all schedules with at most `depth` unusual events, up to `most`.
fn search_tree(
    subject: &Subject,
    settings: &'static Settings,
    depth: usize,
    most: usize,
) -> (usize, Option<Counterexample>) {
    let mut tree = Tree::new(depth);
    for count in 0..most {
        let mut record = run(subject, settings, Chooser::Tree(tree), false);
        if !record.monitor.violations.is_empty() {
            return (count + 1, Some(shrink(subject, settings, record)));
        }
        let chooser = std::mem::take(&mut record.chooser);
        let Chooser::Tree(mut next) = chooser else {
            unreachable!("a run keeps its chooser");
        };
        if !next.advance() {
            return (count + 1, None);
        }
        tree = next;
    }
    (most, None)
}

/// Runs a call once.
fn run(subject: &Subject, settings: &Settings, chooser: Chooser, traces: bool) -> Record {
    let world = subject.world();
    world.start(subject.class, settings, chooser, traces);
    let run = subject.run(settings);
    let mut record = world.take_record();
    match run {
        Run::Ended(ending) => {
            record.monitor.on_ending(ending, record.now);
            if traces {
                let now = record.now.as_secs_f64();
                record.trace.push(format!("{now:9.3} s  {ending}"));
            }
        }
        Run::Cancelled => {}
        Run::Panicked => record.monitor.violations.push("nothing panics".to_owned()),
    }
    record.monitor.on_end();
    record
}

/// Returns the simplest schedule found that violates the first of the same properties.
fn shrink(subject: &Subject, settings: &'static Settings, record: Record) -> Counterexample {
    let property = record.monitor.violations[0].clone();
    let fails = |settings: &Settings, events: &[Event]| {
        let chooser = Chooser::Schedule(events.iter().copied().collect());
        let record = run(subject, settings, chooser, false);
        record.monitor.violations.contains(&property)
    };
    let (mut settings, mut events) = (settings, record.events);
    let simplify = |settings, events: &[Event]| {
        let simpler = simpler_schedules(events);
        simpler.into_iter().find(|it| fails(settings, it))
    };
    while let Some(simpler) = simplify(settings, &events) {
        events = simpler;
    }
    if let Some(simpler) = settings::ALL.iter().find(|it| fails(it, &events)) {
        settings = simpler;
    }
    let chooser = Chooser::Schedule(events.iter().copied().collect());
    let record = run(subject, settings, chooser, true);
    Counterexample {
        operation: subject.describe(),
        settings,
        violations: record.monitor.violations,
        trace: record.trace,
    }
}

/// Returns schedules with an event less or a simpler event.
fn simpler_schedules(events: &[Event]) -> Vec<Vec<Event>> {
    let mut schedules = Vec::new();
    for index in 0..events.len() {
        let mut shorter = events.to_vec();
        shorter.remove(index);
        schedules.push(shorter);
    }
    for (index, event) in events.iter().enumerate() {
        for event in event.simpler() {
            let mut simpler = events.to_vec();
            simpler[index] = event;
            schedules.push(simpler);
        }
    }
    schedules
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            settings,
            violations,
            trace,
        } = self;
        writeln!(f, "{operation} with {}", settings.name)?;
        for line in trace {
            writeln!(f, "{line}")?;
        }
        writeln!(f, "violated: {}", violations.join("; "))
    }
}
