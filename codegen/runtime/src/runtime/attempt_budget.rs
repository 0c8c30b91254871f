//! A limit on how often alternatives of unions are tried. Nested unions multiply the number of
//! attempts, and the input must not decide how long decoding takes.

use std::cell::Cell;

use serde_json::Value;

/// The budget of every value.
const BASE: u64 = 10_000;

/// The budget added for each value within it.
const EACH: u64 = 256;

thread_local! {
    /// The attempts left for the outermost union; `None` outside of any.
    static REMAINING: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Starts the budget for a value if this is the outermost union, until the guard is dropped.
#[must_use]
pub(super) fn start(value: &Value) -> Option<BudgetGuard> {
    if REMAINING.get().is_some() {
        return None;
    }
    REMAINING.set(Some(BASE + EACH * count_values(value)));
    Some(BudgetGuard)
}

/// Returns whether one more alternative may be tried, and counts it.
pub(super) fn spend() -> bool {
    match REMAINING.get() {
        Some(left) => {
            REMAINING.set(Some(left.saturating_sub(1)));
            left > 0
        }
        None => true,
    }
}

/// Returns whether no further alternative is tried. Validation then assumes that the value is
/// valid.
pub(super) fn is_exhausted() -> bool {
    REMAINING.get() == Some(0)
}

/// Ends the budget of the outermost union when dropped, even after a panic.
pub(super) struct BudgetGuard;

impl Drop for BudgetGuard {
    fn drop(&mut self) {
        REMAINING.set(None);
    }
}

/// Returns the number of values in a value, itself included.
fn count_values(value: &Value) -> u64 {
    1 + match value {
        Value::Array(items) => items.iter().map(count_values).sum::<u64>(),
        Value::Object(members) => members.values().map(count_values).sum(),
        _ => 0,
    }
}
