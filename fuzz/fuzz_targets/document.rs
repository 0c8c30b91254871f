//! Any text in: the generator makes files of it, or says why not and where.

#![no_main]

#[path = "../../tests/codegen/src/mutants/ended.rs"]
mod ended;

use ended::Ended;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match ended::ended(text) {
        Ok(Ended::Made(files)) => assert!(!files.is_empty()),
        Ok(Ended::Refused(errors)) => assert!(!errors.is_empty()),
        Err(wrong) => panic!("{wrong}"),
    }
});
