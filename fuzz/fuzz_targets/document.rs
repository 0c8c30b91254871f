//! Any text in: the generator generates files, or reports errors with a place.

#![no_main]

#[path = "../../tests/codegen/src/mutants/outcome.rs"]
mod outcome;

use libfuzzer_sys::fuzz_target;
use outcome::Outcome;

fuzz_target!(|text: &str| {
    match outcome::run_generator(text) {
        Ok(Outcome::Generated(files)) => assert!(!files.is_empty()),
        Ok(Outcome::Rejected(errors)) => assert!(!errors.is_empty()),
        Err(wrong) => panic!("{wrong}"),
    }
});
