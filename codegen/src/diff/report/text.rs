//! A report as text for a terminal.

use std::fmt::Write as _;

use crate::diff::change::Impact;
use crate::report::Style;

use super::{
    ApiReport, LocatedChange, Location, Report, conclusion, crate_words, grouped, list_places,
    sorted, wire_words,
};

/// How many lines a summary has for parts of the crate.
const PARTS: usize = 4;

/// How many items are named before the rest is counted.
const NAMED: usize = 6;

/// Writes each change with what it means, and the verdict. Changes of documentation are only named.
#[must_use]
pub fn render_text(report: &Report, style: Style) -> String {
    let mut text = String::new();
    for api in report.changed_parts() {
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
    let parts: Vec<&ApiReport> = report.changed_parts().collect();
    let named = if parts.len() > PARTS {
        PARTS - 1
    } else {
        PARTS
    };
    let (named, rest) = parts.split_at(named.min(parts.len()));
    for part in named {
        let _ = writeln!(text, "{}: {}", part.module, count_impacts(&part.changes));
    }
    if !rest.is_empty() {
        let changes = rest.iter().flat_map(|it| &it.changes);
        let (count, counts) = (rest.len(), count_impacts(changes));
        let _ = writeln!(text, "{count} other modules: {counts}");
    }
    let _ = writeln!(text, "{}", conclusion(&report.verdict));
    text
}

/// `crate: 2 breaks, 1 additive; wire: 3 additive`.
fn count_impacts<'r>(changes: impl IntoIterator<Item = &'r LocatedChange>) -> String {
    let changes: Vec<&LocatedChange> = changes.into_iter().collect();
    let count = |impact: fn(&LocatedChange) -> Impact, words: fn(Impact) -> &'static str| {
        let counts = Impact::ALL.into_iter().filter(|it| *it != Impact::None);
        let counts = counts.filter_map(|wanted| {
            let count = changes.iter().filter(|it| impact(it) == wanted).count();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::change::{Change, Finding, Subject};
    use crate::diff::kind::ChangeKind;
    use crate::source::Sources;

    /// The summary of a breaking change of the root and one of each of these modules.
    fn summary(modules: usize) -> String {
        let change = |item: &str| {
            let finding = Finding::new(ChangeKind::ModuleRemoved, "is gone");
            let finding = finding.impact(Impact::Breaks, Impact::None);
            vec![Change::of_item((Subject::Api, item), finding, [None, None])]
        };
        let list = (0..modules).map(|index| (format!("m{index}"), change("it")));
        let report = Report::new(change("root"), list.collect(), &Sources::default());
        render_summary(&report)
    }

    #[test]
    fn a_summary_has_at_most_five_lines() {
        let all = summary(3);
        assert!(
            all.contains("m2: crate: 1 breaks; wire: nothing\n"),
            "{all}"
        );
        assert_eq!(all.lines().count(), 5);
        let more = summary(9);
        let rest =
            "m1: crate: 1 breaks; wire: nothing\n7 other modules: crate: 7 breaks; wire: nothing\n";
        assert!(more.contains(rest), "{more}");
        assert_eq!(more.lines().count(), 5);
    }
}
