//! The time that large inputs take grows no faster than it has to.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use codegen::diagnostic::Diagnostics;
use codegen::report::{self, Style};
use codegen::source::Sources;
use codegen::{Absent, Input};

/// Far longer than it takes, even unoptimized.
const TIME_LIMIT: Duration = Duration::from_secs(20);

#[test]
fn unions_that_contain_each_other_take_less_than_cubic_time() {
    let count = 300;
    let mut text = "openapi: 3.1.0\ninfo: { title: t, version: v }\ncomponents:\n  schemas:\n    A0: { type: string }\n    A1: { type: integer }\n".to_owned();
    for index in 2..count {
        let (one, other) = (index - 1, index - 2);
        let list = [one, other].map(|it| format!("{{ $ref: '#/components/schemas/A{it}' }}"));
        let list = list.join(", ");
        let itself =
            format!("{{ type: array, items: {{ $ref: '#/components/schemas/A{index}' }} }}");
        writeln!(text, "    A{index}: {{ oneOf: [{list}, {itself}] }}")
            .expect("a string takes any text");
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
    assert!(taken < TIME_LIMIT, "{taken:?}");
}

/// Creates a document on a single line; the closure returns the time that its diagnostics take to render.
fn render_one_line(schemas: usize) -> impl Fn() -> Duration {
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
    move || {
        let start = Instant::now();
        let said = report::render(&diagnostics, &sources, Style::Plain);
        assert!(said.len() > 100 * schemas);
        start.elapsed()
    }
}

#[test]
fn rendering_diagnostics_of_one_long_line_takes_linear_time() {
    let renders = [250, 500, 1000].map(render_one_line);
    // The machine may be busy, so one good round of several is enough. If each diagnostic walked the line
    // from its start, twice as many would take four times as long in every round.
    let rounds: Vec<[Duration; 3]> = (0..8)
        .map(|_| [renders[0](), renders[1](), renders[2]()])
        .collect();
    let is_linear = |[one, two, four]: &[Duration; 3]| *two < 3 * *one && *four < 8 * *one;
    assert!(rounds.iter().any(is_linear), "{rounds:?}");
}
