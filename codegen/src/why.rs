//! An item of an API in, where it comes from out: its lines in the bindings and in the document, the
//! overlay actions that changed it, its rules, its name, and who uses it.
//!
//! `entry` collects the items, `query` finds those that a word means, `place` finds their schemas, and
//! `answer` says what is known of one. All is pure: files are read by the command.

mod answer;
mod entry;
mod item;
mod lines;
mod name;
mod overlay_action;
mod place;
mod query;
mod rule;
mod rust_code;
mod subject;
mod usage;

pub use answer::{Answer, Section, render_answers};
pub use subject::Subject;

use entry::Entry;
use lines::SourceLines;
use name::FreshPaths;

/// The items of an API, to be asked about.
#[derive(Debug)]
pub struct Items<'a> {
    subject: &'a Subject<'a>,
    entries: Vec<Entry<'a>>,
    fresh: FreshPaths,
    lines: SourceLines<'a>,
}

impl<'a> Items<'a> {
    /// Collects the items of an API.
    #[must_use]
    pub fn collect(subject: &'a Subject<'a>) -> Self {
        Self {
            subject,
            entries: entry::collect_items(subject),
            fresh: FreshPaths::collect(subject),
            lines: SourceLines::new(subject),
        }
    }

    /// Answers for each item that `query` means: a path in Rust, a name in the document, the code of
    /// an error, or a JSON Pointer. Empty if there is none.
    #[must_use]
    pub fn answer(&self, query: &str) -> Vec<Answer> {
        let found = query::find_items(self.subject, &self.entries, query);
        let found = found.into_iter();
        found
            .map(|entry| answer::describe_item(self.subject, entry, &self.fresh, &self.lines))
            .collect()
    }

    /// Returns what was probably meant by a query that has no answer.
    #[must_use]
    pub fn suggest(&self, query: &str) -> Option<String> {
        query::suggest_item(self.subject, &self.entries, query)
    }
}
