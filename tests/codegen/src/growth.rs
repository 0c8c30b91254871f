//! Documents in which everything leads to everything: what is done for each pair would take minutes if it
//! were done for each triple.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use codegen::diagnostic::{self, Diagnostics, Style};
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

/// A document without a line end, and the time that it takes to show what is said of it: the least of
/// some, since others use the machine as well.
fn time_of_one_line(schemas: usize) -> Duration {
    let words = "word ".repeat(60);
    let one = |index| {
        format!(
            r#""S{index}":{{"type":"object","properties":{{"a":{{"type":"string","minLength":5,"example":"x","description":"{words}"}}}}}}"#
        )
    };
    let all: Vec<String> = (0..schemas).map(one).collect();
    let text = format!(
        r#"{{"openapi":"3.1.0","info":{{"title":"t","version":"1"}},"paths":{{}},"components":{{"schemas":{{{}}}}}}}"#,
        all.join(",")
    );
    let mut sources = Sources::default();
    let input = Input::alone(sources.add("a.json", text), "a");
    let mut diagnostics = Diagnostics::default();
    let mut load = |_: &mut Sources, _: &str| Err(Absent::Missing);
    codegen::api(&input, &mut sources, &mut load, &mut diagnostics);
    assert_eq!(diagnostics.iter().count(), schemas);
    let time = || {
        let start = Instant::now();
        let said = diagnostic::render(&diagnostics, &sources, Style::Plain);
        assert!(said.len() > 100 * schemas);
        start.elapsed()
    };
    (0..5).map(|_| time()).min().expect("it was tried")
}

#[test]
fn what_is_said_of_one_long_line_takes_time_for_each_thing_that_is_said() {
    let [one, two, four] = [250, 500, 1000].map(time_of_one_line);
    // Four times as much would be 16 times as long if each walked the line from its beginning.
    assert!(two < 3 * one && four < 9 * one, "{one:?} {two:?} {four:?}");
}
