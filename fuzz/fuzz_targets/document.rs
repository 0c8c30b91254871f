//! Any text in: the generator makes files of it, or says why not and where.

#![no_main]

#[path = "../../tests/codegen/src/mutants/ended.rs"]
mod ended;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(wrong) = ended::ended(text) {
        panic!("{wrong}");
    }
});
