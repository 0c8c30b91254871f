//! Repeated commands: for 60 seconds after a command was carried out, the same `command_id` for the
//! same target is ignored, and answered as the first one was.
//!
//! Commands that were refused are not remembered, because the sources do not mention them.

use std::collections::{HashMap, VecDeque};

use generated::jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// How long an id is recognized.
pub(crate) const WINDOW: SignedDuration = SignedDuration::from_secs(60);

/// A command as the window recognizes it: its target and its `command_id`.
pub(crate) type CommandKey = (String, String);

/// The commands of the last 60 seconds with their answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReplayWindow {
    answers: HashMap<CommandKey, Value>,
    order: VecDeque<(Timestamp, CommandKey)>,
}

impl ReplayWindow {
    /// Returns the answer to the same command, if that was less than 60 seconds ago.
    pub(crate) fn answer(&mut self, now: Timestamp, key: &CommandKey) -> Option<&Value> {
        while let Some((at, _)) = self.order.front()
            && now.duration_since(*at) >= WINDOW
        {
            if let Some((_, key)) = self.order.pop_front() {
                self.answers.remove(&key);
            }
        }
        self.answers.get(key)
    }

    pub(crate) fn remember(&mut self, now: Timestamp, key: CommandKey, answer: Value) {
        self.order.push_back((now, key.clone()));
        self.answers.insert(key, answer);
    }
}
