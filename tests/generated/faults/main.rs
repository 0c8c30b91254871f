//! The runtime with faults behind a switch, and the exploration that has to find each of them: names of
//! faults in, a failing schedule for each out.
//!
//! `tests/generated/src/delivery/faults.rs` puts this crate together; it is not part of the workspace.

#![allow(dead_code, unused_imports, unused_macros, unused_parens)]

// The exploration knows the runtime as a module of the bindings.
extern crate self as generated;

mod explorer;
mod operation;
pub mod runtime;

use std::sync::atomic::{AtomicUsize, Ordering};

use self::explorer::{Subject, explore};
use self::operation::Send;

pub use self::runtime::{Error, Operation, Retry};

/// The fault that the runtime has, counted from one; zero for none.
static FAULT: AtomicUsize = AtomicUsize::new(0);

/// The number of schedules of each operation.
const SCHEDULES: usize = 20_000;

/// Returns whether the runtime has this fault.
pub(crate) fn is_faulty(fault: usize) -> bool {
    FAULT.load(Ordering::Relaxed) == fault
}

fn main() {
    // A fault may panic, which the exploration reports.
    std::panic::set_hook(Box::new(|_| {}));
    let names = std::env::args().skip(1);
    for (fault, name) in std::iter::once("none".to_owned()).chain(names).enumerate() {
        FAULT.store(fault, Ordering::Relaxed);
        println!("──── {name}");
        let subjects = [
            Subject::new(Send::<0>::default()),
            Subject::new(Send::<1>::default()),
            Subject::new(Send::<2>::default()),
            Subject::new(Send::<3>::default()),
        ];
        let explored = subjects.iter().map(|subject| explore(subject, SCHEDULES));
        match explored.filter_map(|(_, failed)| failed).next() {
            Some(failed) => println!("{failed}"),
            None => println!("not found\n"),
        }
    }
}
