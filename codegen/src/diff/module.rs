//! The modules of two crates in, which of them are compared with each other out.

use crate::ir::Api;
use crate::share::ApiSet;

use super::change::{Change, Finding, Impact, Subject};
use super::diff_apis;
use super::kind::ChangeKind;

/// A module, by its index among those of each side that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModulePair {
    /// The index in the old crate.
    pub old: Option<usize>,
    /// The index in the new crate.
    pub new: Option<usize>,
}

/// Pairs modules of the same name, or the only ones of both crates.
#[must_use]
pub fn pair_modules(old: &[&str], new: &[&str]) -> Vec<ModulePair> {
    if let ([_], [_]) = (old, new) {
        let (old, new) = (Some(0), Some(0));
        return vec![ModulePair { old, new }];
    }
    let find = |name: &str, names: &[&str]| names.iter().position(|it| *it == name);
    let kept = old.iter().enumerate().map(|(index, name)| ModulePair {
        old: Some(index),
        new: find(name, new),
    });
    let added = new.iter().enumerate();
    let added = added.filter(|(_, name)| find(name, old).is_none());
    let added = added.map(|(index, _)| ModulePair {
        old: None,
        new: Some(index),
    });
    kept.chain(added).collect()
}

/// Compares two modules, of which one may be missing.
#[must_use]
pub fn diff_modules(old: Option<&Api>, new: Option<&Api>) -> Vec<Change> {
    match (old, new) {
        (Some(old), Some(new)) => diff_apis(old, new),
        (None, None) => Vec::new(),
        (None, Some(new)) => {
            let finding = Finding::new(ChangeKind::ModuleAdded, "is a new module");
            let finding = finding.impact(Impact::Additive, Impact::Additive);
            vec![change_of_module([None, Some(new)], finding)]
        }
        (Some(old), None) => {
            let finding = Finding::new(ChangeKind::ModuleRemoved, "is gone");
            let finding = finding.impact(Impact::Breaks, Impact::Breaks);
            vec![change_of_module([Some(old), None], finding)]
        }
    }
}

/// Compares the names of modules that are compared with each other.
pub(super) fn diff_names(old: &ApiSet, new: &ApiSet, pairs: &[ModulePair]) -> Vec<Change> {
    let both = pairs.iter().filter_map(|it| Some((it.old?, it.new?)));
    let both = both.map(|(before, after)| (&*old[before], &*new[after]));
    let renamed = both.filter(|(old, new)| old.module != new.module);
    let changes = renamed.map(|(old, new)| {
        let text = format!("is called `{}`, was `{}`", new.module, old.module);
        let finding = Finding::new(ChangeKind::ModuleRenamed, text);
        let finding = finding.spelled(old.module.as_str(), new.module.as_str());
        let finding = finding.impact(Impact::Breaks, Impact::None);
        change_of_module([Some(old), Some(new)], finding)
    });
    changes.collect()
}

fn change_of_module(sides: [Option<&Api>; 2], finding: Finding) -> Change {
    let [old, new] = sides.map(|api| api.map(|it| it.source.clone()));
    let name = sides[1].or(sides[0]).map(|it| it.module.to_string());
    let item = (Subject::Api, name.unwrap_or_default());
    Change::of_item(item, finding, [old, new])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_paired_by_name_unless_there_is_one_on_each_side() {
        let pair = |old, new| ModulePair { old, new };
        assert_eq!(pair_modules(&["a"], &["b"]), [pair(Some(0), Some(0))]);
        let pairs = [
            pair(Some(0), None),
            pair(Some(1), Some(0)),
            pair(None, Some(1)),
        ];
        assert_eq!(pair_modules(&["a", "b"], &["b", "c"]), pairs);
    }
}
