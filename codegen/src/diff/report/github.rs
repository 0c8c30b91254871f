//! A report as workflow commands of GitHub Actions, which show as annotations.

use std::fmt::Write as _;

use crate::diff::change::Impact;

use super::{Report, conclusion, crate_words, sorted, wire_words};

/// Writes a line for each change that is more than documentation, and one with the verdict. What
/// breaks is an error, what changes a warning.
#[must_use]
pub fn render_github(report: &Report) -> String {
    let mut text = String::new();
    for located in report.changed_parts().flat_map(sorted) {
        let change = &located.change;
        let level = match change.impact() {
            Impact::Breaks => "error",
            Impact::Changes => "warning",
            Impact::Additive => "notice",
            Impact::Docs | Impact::None => continue,
        };
        let place = located.new.as_ref().map(|it| {
            let file = escape_property(&it.file);
            format!("file={file},line={},", it.line)
        });
        let (krate, wire) = (crate_words(change), wire_words(change.wire));
        let title = escape_property(&format!("crate: {krate}, wire: {wire}"));
        let message = escape_message(&format!("{} {}", change.item, change.text));
        let place = place.unwrap_or_default();
        let _ = writeln!(text, "::{level} {place}title={title}::{message}");
    }
    let _ = writeln!(
        text,
        "::notice ::{}",
        escape_message(&conclusion(&report.verdict))
    );
    text
}

fn escape_message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_message(text).replace(':', "%3A").replace(',', "%2C")
}
