//! Two APIs in, the changes from one to the other out, each with what it means to callers of the
//! bindings and to clients on the wire.

mod additional;
mod alias;
mod change;
mod collector;
mod connection;
mod crate_root;
mod crates;
mod error;
mod kind;
mod listed;
mod member;
mod module;
mod operation;
mod pairs;
mod reach;
pub mod report;
mod response;
mod result;
mod rule;
mod shared;
mod shared_webhook;
mod shift;
mod type_def;
mod value;
mod verdict;
mod webhook;
mod wire;

pub use change::{Change, Impact, Subject};
pub use crate_root::diff_crates;
pub use kind::ChangeKind;
pub use module::{ModulePair, diff_modules, pair_modules};
pub use verdict::{Step, Verdict};

use crate::ir::Api;
use collector::Collector;

/// Compares two APIs. Returns each change once, sorted by what it is about.
///
/// Names are compared as they are: give both APIs the same overlays or lock where these decide them.
#[must_use]
pub fn diff_apis(old: &Api, new: &Api) -> Vec<Change> {
    let mut collector = Collector::new(old, new);
    connection::diff(&mut collector);
    type_def::diff_all(&mut collector);
    operation::diff_all(&mut collector);
    webhook::diff(&mut collector);
    error::diff(&mut collector);
    collector.finish()
}

/// Judges the wire by the documents alone: `changes` are between the APIs with overlays, `bare`
/// between those without. What only an overlay says differently changes nothing on the wire, and
/// what an overlay covers up is added, though no caller notices it.
#[must_use]
pub fn judge_wire(mut changes: Vec<Change>, bare: Vec<Change>) -> Vec<Change> {
    for change in &mut changes {
        let alike = bare.iter().filter(|it| it.is_about_the_same(change));
        change.wire = alike.map(|it| it.wire).max().unwrap_or(Impact::None);
    }
    let covered = bare.into_iter().filter(|it| it.wire > Impact::Docs);
    let covered: Vec<Change> = covered
        .filter(|it| !changes.iter().any(|known| known.is_about_the_same(it)))
        .map(|it| Change {
            krate: Impact::None,
            is_swap: false,
            ..it
        })
        .collect();
    changes.extend(covered);
    changes.sort_by(Change::order);
    changes
}
