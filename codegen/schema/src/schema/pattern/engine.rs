//! Patterns that need an ECMA-262 engine, each compiled once.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use regress::{Error, Regex};

/// Every pattern that was needed so far; `None` if it is invalid.
type Compiled = HashMap<Box<str>, Option<Arc<Regex>>>;

static COMPILED: LazyLock<RwLock<Compiled>> = LazyLock::new(RwLock::default);

/// Compiles a pattern with the `u` flag.
pub fn compile(pattern: &str) -> Result<Regex, Error> {
    Regex::with_flags(pattern, "u")
}

/// Returns whether a pattern matches somewhere in a text; `None` if it is invalid.
pub(super) fn try_match(pattern: &str, text: &str) -> Option<bool> {
    Some(compiled(pattern)?.find(text).is_some())
}

fn compiled(pattern: &str) -> Option<Arc<Regex>> {
    let known = COMPILED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = known.get(pattern) {
        return regex.clone();
    }
    drop(known);
    let regex = compile(pattern).ok().map(Arc::new);
    let mut known = COMPILED.write().unwrap_or_else(PoisonError::into_inner);
    known.entry(pattern.into()).or_insert(regex).clone()
}
