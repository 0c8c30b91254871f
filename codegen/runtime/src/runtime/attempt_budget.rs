//! How often alternatives of unions are tried: a union within a union multiplies it, and what a
//! server sends must not decide how long that takes.

use std::cell::Cell;

use serde_json::Value;

/// The attempts that every value may cost.
const BASE: u64 = 10_000;

/// The attempts that each value within it may cost besides.
const EACH: u64 = 256;

thread_local! {
    /// The attempts that are left of the outermost union; `None` outside of any.
    static REMAINING: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Begins with the alternatives for a value. The outermost union sets how often they may be tried
/// until what this returns is dropped.
#[must_use]
pub(super) fn start(value: &Value) -> Option<BudgetGuard> {
    if REMAINING.get().is_some() {
        return None;
    }
    REMAINING.set(Some(BASE + EACH * size(value)));
    Some(BudgetGuard)
}

/// Whether one more alternative may be tried; counts it.
pub(super) fn spend() -> bool {
    match REMAINING.get() {
        Some(left) => {
            REMAINING.set(Some(left.saturating_sub(1)));
            left > 0
        }
        None => true,
    }
}

/// Whether nothing more is tried: what is not known then is not held against a value.
pub(super) fn is_exhausted() -> bool {
    REMAINING.get() == Some(0)
}

/// Ends the count of the outermost union, also where a decoder panics.
pub(super) struct BudgetGuard;

impl Drop for BudgetGuard {
    fn drop(&mut self) {
        REMAINING.set(None);
    }
}

/// How many values there are in a value, itself included.
fn size(value: &Value) -> u64 {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum::<u64>(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}
