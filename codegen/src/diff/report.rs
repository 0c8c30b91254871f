//! Changes in, reports for people and programs out.

mod changelog;
mod github;
mod html;
mod json;
mod locate;
mod markdown;
mod schema;
mod text;

use rustc_hash::FxHashMap;

use super::change::{Change, Impact};
use super::verdict::{Step, Verdict};
use crate::source::Sources;

pub use changelog::{MissingHeading, add_to_changelog};
pub use github::render_github;
pub use html::render_html;
pub use json::render_json;
pub use markdown::render_markdown;
pub use schema::report_schema;
pub use text::{render_summary, render_text};

/// What reports call the part that belongs to no module, which is not the name of one.
const ROOT: &str = "crate root";

/// The changes of a crate, and what they mean together.
#[derive(Debug)]
pub struct Report {
    /// The changes of what belongs to none of the modules. Its module is called "crate root".
    pub root: ApiReport,
    /// The APIs, in the order of their names.
    pub apis: Vec<ApiReport>,
    /// What all of it means.
    pub verdict: Verdict,
}

/// The changes of one API, or of the root of the crate.
#[derive(Debug)]
pub struct ApiReport {
    /// The name of its module.
    pub module: String,
    /// The changes.
    pub changes: Vec<LocatedChange>,
    /// What they mean.
    pub verdict: Verdict,
}

/// A change with its places.
#[derive(Debug)]
pub struct LocatedChange {
    /// The change.
    pub change: Change,
    /// Where it is in the old document.
    pub old: Option<Location>,
    /// Where it is in the new document.
    pub new: Option<Location>,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file, by the name that messages have for it.
    pub file: String,
    /// The line, from 1; that of the nearest node around where the node itself is not in the text.
    pub line: u32,
    /// The JSON pointer.
    pub pointer: String,
    /// The lines of the node, the first ones of a long one.
    pub excerpt: String,
}

impl Report {
    /// Puts together the changes of the root of a crate and of its modules.
    #[must_use]
    pub fn new(root: Vec<Change>, modules: Vec<(String, Vec<Change>)>, sources: &Sources) -> Self {
        let of_modules = modules.iter().flat_map(|it| &it.1);
        let all: Vec<Change> = root.iter().chain(of_modules).cloned().collect();
        let apis = modules.into_iter();
        let apis = apis.map(|(module, changes)| ApiReport::new(module, changes, sources));
        Self {
            root: ApiReport::new(ROOT.to_owned(), root, sources),
            apis: apis.collect(),
            verdict: Verdict::new(&all),
        }
    }

    /// Returns the parts that have changes, the root of the crate first.
    fn changed_parts(&self) -> impl Iterator<Item = &ApiReport> + Clone {
        let parts = std::iter::once(&self.root).chain(&self.apis);
        parts.filter(|it| !it.changes.is_empty())
    }

    /// Whether callers or clients break.
    #[must_use]
    pub fn is_breaking(&self) -> bool {
        let Verdict {
            krate, wire, step, ..
        } = self.verdict;
        krate == Impact::Breaks || wire == Impact::Breaks || step == Step::Major
    }
}

impl ApiReport {
    fn new(module: String, changes: Vec<Change>, sources: &Sources) -> Self {
        Self {
            module,
            verdict: Verdict::new(&changes),
            changes: locate::locate_changes(changes, sources),
        }
    }
}

impl LocatedChange {
    /// Where it is now, or where it was.
    #[must_use]
    pub fn place(&self) -> Option<&Location> {
        self.new.as_ref().or(self.old.as_ref())
    }
}

/// The heaviest first: callers, then the wire, then by item.
fn sorted(api: &ApiReport) -> Vec<&LocatedChange> {
    let mut changes: Vec<&LocatedChange> = api.changes.iter().collect();
    changes.sort_by(|left, right| {
        let weight = |it: &LocatedChange| (it.change.is_swap, it.change.krate, it.change.wire);
        let by_weight = weight(right).cmp(&weight(left));
        by_weight.then_with(|| Change::order(&left.change, &right.change))
    });
    changes
}

/// The sorted changes, those together that say the same of several items.
fn grouped<'r>(changes: &[&'r LocatedChange]) -> Vec<Vec<&'r LocatedChange>> {
    let mut groups: Vec<Vec<&LocatedChange>> = Vec::new();
    let mut places = FxHashMap::default();
    for located in changes {
        let Change {
            kind,
            text,
            krate,
            wire,
            is_swap,
            ..
        } = &located.change;
        let key = (kind, text, krate, wire, is_swap);
        let place = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(located),
            None => groups.push(vec![located]),
        }
    }
    groups
}

/// Where some changes are now, or where they were: the files, each with its lines.
fn list_places(group: &[&LocatedChange]) -> String {
    let mut files: Vec<(&str, Vec<String>)> = Vec::new();
    for place in group.iter().filter_map(|it| it.place()) {
        let line = place.line.to_string();
        match files.last_mut().filter(|it| it.0 == place.file) {
            Some((_, lines)) if lines.contains(&line) => {}
            Some((_, lines)) => lines.push(line),
            None => files.push((&place.file, vec![line])),
        }
    }
    let files = files.iter();
    let files = files.map(|(file, lines)| format!("{file}:{}", lines.join(", ")));
    files.collect::<Vec<_>>().join("; ")
}

/// What callers do that compile and pass their arguments in the wrong order.
const SWAPS: &str = "swaps arguments";

/// The impact on callers in words.
fn crate_words(change: &Change) -> &'static str {
    if change.is_swap {
        SWAPS
    } else {
        change.krate.name()
    }
}

/// The impact on the wire in words.
fn wire_words(impact: Impact) -> &'static str {
    match impact {
        Impact::Changes => "changes behaviour",
        impact => impact.name(),
    }
}

/// Both verdicts and the step in two sentences.
fn conclusion(verdict: &Verdict) -> String {
    let Verdict {
        krate,
        wire,
        step,
        reason,
    } = verdict;
    format!(
        "Crate: {}. Wire: {}. Next version of the crate: {}. {reason}",
        krate.name(),
        wire_words(*wire),
        step.name()
    )
}
