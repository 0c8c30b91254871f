//! Any text in: the generator makes files of it, or says why not and where.

#![no_main]

use codegen::diagnostic::{self, Diagnostics, Style};
use codegen::source::Sources;
use codegen::{Input, Library};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut sources = Sources::default();
    let input = Input {
        document: sources.add("api.yml", text),
        overlays: Vec::new(),
        module: "api".to_owned(),
        partial: false,
        without_missing: false,
    };
    let mut diagnostics = Diagnostics::default();
    let api = codegen::api(&input, &mut sources, &mut |_, _| None, &mut diagnostics);
    let said = diagnostic::render(&diagnostics, &sources, Style::Plain);
    assert_eq!(api.is_none(), diagnostics.has_errors(), "{said}");
    if let Some(api) = api {
        // Rendering parses every item that is emitted.
        assert!(!codegen::files(&[api], &sources, &Library::new("api")).is_empty());
    }
});
