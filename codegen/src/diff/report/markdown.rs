//! A report as Markdown for a pull request.

use std::fmt::Write as _;

use crate::diff::change::Impact;

use super::{LocatedChange, Report, conclusion, crate_words, sorted, wire_words};

/// Writes a table for each API; changes of documentation are folded.
#[must_use]
pub fn render_markdown(report: &Report) -> String {
    let mut text = format!("**{}**\n", escape(&conclusion(&report.verdict)));
    for api in report.apis.iter().filter(|it| !it.changes.is_empty()) {
        let _ = write!(text, "\n### {}\n", escape(&api.module));
        let (docs, rest): (Vec<_>, Vec<_>) = sorted(api)
            .into_iter()
            .partition(|it| it.change.impact() <= Impact::Docs);
        write_table(&mut text, &rest);
        if !docs.is_empty() {
            let count = docs.len();
            let _ = write!(
                text,
                "\n<details><summary>{count} of documentation only</summary>\n"
            );
            write_table(&mut text, &docs);
            text.push_str("\n</details>\n");
        }
    }
    text
}

fn write_table(text: &mut String, changes: &[&LocatedChange]) {
    if changes.is_empty() {
        return;
    }
    text.push_str("\n| crate | wire | change | where |\n|---|---|---|---|\n");
    for located in changes {
        let change = &located.change;
        let place = located.place().map(|it| format!("{}:{}", it.file, it.line));
        let _ = writeln!(
            text,
            "| {} | {} | `{}` {} | {} |",
            crate_words(change),
            wire_words(change.wire),
            change.item,
            escape(&change.text),
            escape(&place.unwrap_or_default())
        );
    }
}

/// Text in a cell of a table.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '|' | '<' | '>' | '*' | '_' | '[' | ']' | '\\' => escaped.extend(['\\', char]),
            '\n' => escaped.push(' '),
            char => escaped.push(char),
        }
    }
    escaped
}
