//! What decides which event happens next: a schedule, a tree of schedules, or chance.

use std::collections::{HashMap, VecDeque};

use super::event::{Event, Jump, Pace, Point};
use super::random::Random;

/// What decides which event happens next.
pub(crate) enum Chooser {
    /// The events of a schedule, then the usual ones. An event is left out where it cannot happen.
    Schedule(VecDeque<Event>),
    Tree(Tree),
    Random(RandomWalk),
}

/// A depth-first search of the schedules with a limited number of unusual events.
pub(crate) struct Tree {
    /// The points of the current schedule.
    branches: Vec<Branch>,
    /// The number of points that the run has passed.
    passed: usize,
    /// The maximum number of unusual events.
    depth: usize,
    /// The states that were explored, each with the number of unusual events that could follow.
    explored: HashMap<u64, usize>,
}

struct Branch {
    events: &'static [Event],
    /// The index of the event that happens.
    index: usize,
    /// The number of unusual events that may happen here and after.
    left: usize,
}

/// A schedule by chance, with a limited number of unusual events.
pub(crate) struct RandomWalk {
    pub(crate) random: Random,
    pub(crate) left: usize,
}

impl Default for Chooser {
    fn default() -> Self {
        Self::Schedule(VecDeque::new())
    }
}

impl Chooser {
    /// Returns the event at this point. `state` returns a hash of what decides about the rest.
    pub(crate) fn choose(&mut self, point: Point, state: impl FnOnce() -> u64) -> Event {
        match self {
            Self::Schedule(events) => {
                let fits = events.front().is_some_and(|event| event.point() == point);
                let next = fits.then(|| events.pop_front()).flatten();
                next.unwrap_or(point.events()[0])
            }
            Self::Tree(tree) => tree.choose(point, state),
            Self::Random(walk) => walk.choose(point),
        }
    }
}

impl Tree {
    pub(crate) fn new(depth: usize) -> Self {
        Self {
            branches: Vec::new(),
            passed: 0,
            depth,
            explored: HashMap::new(),
        }
    }

    fn choose(&mut self, point: Point, state: impl FnOnce() -> u64) -> Event {
        if self.passed == self.branches.len() {
            let before = self.branches.last();
            let left = before.map_or(self.depth, |it| it.left - usize::from(it.index > 0));
            let state = state();
            // A state that was explored as far leads to nothing new.
            let is_new = left > 0 && self.explored.get(&state).is_none_or(|&most| most < left);
            let events = point.events();
            let events = if is_new { events } else { &events[..1] };
            if is_new {
                self.explored.insert(state, left);
            }
            self.branches.push(Branch {
                events,
                index: 0,
                left,
            });
        }
        let branch = &self.branches[self.passed];
        self.passed += 1;
        branch.events[branch.index]
    }

    /// Goes to the next schedule. Returns whether there is one.
    pub(crate) fn advance(&mut self) -> bool {
        self.passed = 0;
        while let Some(branch) = self.branches.last_mut() {
            branch.index += 1;
            if branch.index < branch.events.len() {
                return true;
            }
            self.branches.pop();
        }
        false
    }
}

impl RandomWalk {
    fn choose(&mut self, point: Point) -> Event {
        let usual = point.events()[0];
        if self.left == 0 {
            return usual;
        }
        let mut event = self.random.pick(point.events());
        if let Event::Network(event) = &mut event
            && self.random.next().is_multiple_of(4)
        {
            event.pace = self.random.pick(&Pace::ALL);
            event.jump = self.random.pick(&Jump::ALL);
        }
        self.left -= usize::from(event != usual);
        event
    }
}
