//! The log of requests: what was asked, what was answered, and why it was refused.

use std::collections::VecDeque;

use serde::Serialize;

/// How many requests are known.
const MOST_ENTRIES: usize = 10_000;

/// A request and its reply.
#[derive(Clone, Debug, Serialize)]
pub struct LogEntry {
    /// Counts requests, from 1.
    pub number: u64,
    /// When it came, on the clock of the service.
    pub at: String,
    /// The method.
    pub method: String,
    /// The path with the query.
    pub path: String,
    /// The operation, if the request is for one.
    pub operation: Option<&'static str>,
    /// The status of the reply.
    pub status: u16,
    /// The codes of the errors.
    pub codes: Vec<String>,
    /// Why the request was refused.
    pub why: Option<String>,
}

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Log {
    entries: VecDeque<LogEntry>,
    count: u64,
}

impl Log {
    pub(crate) fn add(&mut self, mut entry: LogEntry) {
        self.count += 1;
        entry.number = self.count;
        if self.entries.len() == MOST_ENTRIES {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    /// Forgets all requests. Numbers go on, so that who asks for those after a number misses none.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    /// Returns the last requests, in their order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &LogEntry> {
        self.entries.iter()
    }
}
