//! A report as text for a terminal.

use std::fmt::Write as _;

use crate::diff::change::Impact;
use crate::report::Style;

use super::{
    ApiReport, LocatedChange, Location, Report, conclusion, crate_words, grouped, list_places,
    sorted, wire_words,
};

/// How many items are named before the rest is counted.
const NAMED: usize = 6;

/// Writes each change with what it means, and the verdict. Changes of documentation are only named.
#[must_use]
pub fn render_text(report: &Report, style: Style) -> String {
    let mut text = String::new();
    for api in report.apis.iter().filter(|it| !it.changes.is_empty()) {
        let _ = writeln!(text, "{}", bold(&api.module, style));
        let (docs, rest): (Vec<_>, Vec<_>) = sorted(api)
            .into_iter()
            .partition(|it| it.change.impact() <= Impact::Docs);
        if !rest.is_empty() {
            let _ = writeln!(text, "  {:<16}{:<18}", "crate", "wire");
        }
        for group in grouped(&rest) {
            write_group(&mut text, &group, style);
        }
        if !docs.is_empty() {
            let _ = writeln!(text, "  documentation only: {}", name_items(&docs));
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{}", conclusion(&report.verdict));
    text
}

/// Writes at most five lines: the verdict, and how many changes of each kind there are.
#[must_use]
pub fn render_summary(report: &Report) -> String {
    let mut text = String::new();
    for api in report
        .apis
        .iter()
        .filter(|it| !it.changes.is_empty())
        .take(4)
    {
        let _ = writeln!(text, "{}: {}", api.module, count_impacts(api));
    }
    let _ = writeln!(text, "{}", conclusion(&report.verdict));
    text
}

/// `crate: 2 breaks, 1 additive; wire: 3 additive`.
fn count_impacts(api: &ApiReport) -> String {
    let count = |impact: fn(&LocatedChange) -> Impact, words: fn(Impact) -> &'static str| {
        let counts = Impact::ALL.into_iter().filter(|it| *it != Impact::None);
        let counts = counts.filter_map(|wanted| {
            let count = api.changes.iter().filter(|it| impact(it) == wanted).count();
            (count > 0).then(|| format!("{count} {}", words(wanted)))
        });
        let counts: Vec<String> = counts.collect();
        if counts.is_empty() {
            "nothing".to_owned()
        } else {
            counts.join(", ")
        }
    };
    format!(
        "crate: {}; wire: {}",
        count(|it| it.change.krate, Impact::name),
        count(|it| it.change.wire, wire_words)
    )
}

/// Writes a change, or what several items have in common.
fn write_group(text: &mut String, group: &[&LocatedChange], style: Style) {
    let [LocatedChange { change, old, new }, others @ ..] = group else {
        return;
    };
    let krate = format!("{:<16}", crate_words(change));
    let weight = if change.is_swap {
        Impact::Breaks
    } else {
        change.krate
    };
    let krate = colour(&krate, weight, style);
    let wire = colour(
        &format!("{:<18}", wire_words(change.wire)),
        change.wire,
        style,
    );
    let said = &change.text;
    if others.is_empty() {
        let item = bold(&change.item, style);
        let _ = writeln!(text, "  {krate}{wire}{item} {said}");
    } else {
        let items = group.iter().map(|it| bold(&it.change.item, style));
        let items: Vec<String> = items.collect();
        let _ = writeln!(text, "  {krate}{wire}{said}: {}", items.join(", "));
    }
    let mut notes = vec![if others.is_empty() {
        places(old.as_ref(), new.as_ref())
    } else {
        list_places(group)
    }];
    if others.is_empty() && !change.reaches.is_empty() && change.reaches != [change.item.as_str()] {
        notes.push(name_list(&change.reaches));
    }
    let _ = writeln!(text, "  {:<34}{}", "", notes.join("; "));
}

/// `specs/a.yml:12, was HEAD:specs/a.yml:10`.
fn places(old: Option<&Location>, new: Option<&Location>) -> String {
    let spell = |it: &Location| format!("{}:{}", it.file, it.line);
    match (old, new) {
        (Some(old), Some(new)) => format!("{}, was {}", spell(new), spell(old)),
        (Some(old), None) => format!("was {}", spell(old)),
        (None, Some(new)) => spell(new),
        (None, None) => String::new(),
    }
}

fn name_items(changes: &[&LocatedChange]) -> String {
    let mut names: Vec<String> = changes.iter().map(|it| it.change.item.clone()).collect();
    names.dedup();
    name_list(&names)
}

fn name_list(names: &[String]) -> String {
    match names.split_at_checked(NAMED) {
        Some((first, rest)) if !rest.is_empty() => {
            format!("{} and {} more", first.join(", "), rest.len())
        }
        _ => names.join(", "),
    }
}

fn bold(text: &str, style: Style) -> String {
    match style {
        Style::Plain => text.to_owned(),
        Style::Coloured => format!("\u{1b}[1m{text}\u{1b}[0m"),
    }
}

fn colour(text: &str, impact: Impact, style: Style) -> String {
    let colour = match impact {
        Impact::Breaks => "31",
        Impact::Changes => "33",
        Impact::Additive => "32",
        Impact::Docs | Impact::None => "2",
    };
    match style {
        Style::Plain => text.to_owned(),
        Style::Coloured => format!("\u{1b}[{colour}m{text}\u{1b}[0m"),
    }
}
