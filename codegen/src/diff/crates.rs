//! Two crates in, which of their modules are compared with each other out.

use std::collections::BTreeSet;

use crate::share::ApiSet;

use super::module::ModulePair;

/// Two crates, and which of their modules are compared with each other.
pub(super) struct Crates<'a> {
    pub(super) old: &'a ApiSet,
    pub(super) new: &'a ApiSet,
    pub(super) pairs: &'a [ModulePair],
}

impl Crates<'_> {
    /// The index of the module that an old one has become.
    pub(super) fn new_module(&self, old: usize) -> Option<usize> {
        let mut pairs = self.pairs.iter();
        pairs.find(|it| it.old == Some(old))?.new
    }

    /// The index of the module that a new one was.
    pub(super) fn old_module(&self, new: usize) -> Option<usize> {
        let mut pairs = self.pairs.iter();
        pairs.find(|it| it.new == Some(new))?.old
    }
}

/// Returns the names of some modules, by their indices: "`a`, `b` and `c`".
pub(super) fn list_modules(set: &ApiSet, modules: impl Iterator<Item = usize>) -> String {
    let modules: BTreeSet<usize> = modules.collect();
    let names = modules
        .into_iter()
        .map(|it| format!("`{}`", set[it].module));
    let names: Vec<String> = names.collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
