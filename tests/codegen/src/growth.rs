//! Documents in which everything leads to everything: what is done for each pair would take minutes if it
//! were done for each triple.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use codegen::diagnostic::Diagnostics;
use codegen::source::Sources;
use codegen::{Absent, Input};

/// Far longer than it takes, also where nothing is optimized.
const LONGEST: Duration = Duration::from_secs(20);

#[test]
fn unions_that_lead_to_one_another() {
    let count = 300;
    let mut text = "openapi: 3.1.0\ninfo: { title: t, version: v }\ncomponents:\n  schemas:\n    A0: { type: string }\n    A1: { type: integer }\n".to_owned();
    for index in 2..count {
        let (one, other) = (index - 1, index - 2);
        let list = [one, other].map(|it| format!("{{ $ref: '#/components/schemas/A{it}' }}"));
        let list = list.join(", ");
        let itself =
            format!("{{ type: array, items: {{ $ref: '#/components/schemas/A{index}' }} }}");
        writeln!(text, "    A{index}: {{ oneOf: [{list}, {itself}] }}").expect("it is a string");
    }
    let mut sources = Sources::default();
    let input = Input::alone(sources.add("a.yml", text), "a");
    let mut diagnostics = Diagnostics::default();
    let start = Instant::now();
    let api = codegen::api(
        &input,
        &mut sources,
        &mut |_, _| Err(Absent::Missing),
        &mut diagnostics,
    );
    let taken = start.elapsed();
    assert!(api.is_some_and(|api| api.types.len() >= count));
    assert!(taken < LONGEST, "{taken:?}");
}
