//! A report and a changelog in, the changelog with an entry out.

use std::fmt::Write as _;

use crate::diff::change::{Change, Impact};
use crate::diff::kind::ChangeKind;

use super::Report;
use super::markdown::quote_code;

/// The changelog has no section for changes that are not released.
#[derive(Debug)]
pub struct MissingHeading;

/// The sections of Keep a Changelog that entries are written to, in their order.
const SECTIONS: [&str; 2] = ["Added", "Changed"];

/// The start of an entry about what no longer compiles.
const BREAKING: &str = "**Breaking:** ";

/// The longest line of an entry, in characters.
const WIDTH: usize = 110;

/// A line of a changelog, before it is wrapped.
#[derive(Debug, PartialEq)]
struct Entry {
    section: &'static str,
    /// The words before the names of a list.
    lead: String,
    /// The items that the list names.
    names: Vec<String>,
    /// What is said instead of a list with one item.
    sentence: Option<String>,
}

/// Adds what users notice to the section of a changelog below the heading "Unreleased": what is new to
/// "Added", everything else to "Changed". Entries that are there already are not added again.
///
/// # Errors
///
/// If there is no heading of the second level called `Unreleased` or `[Unreleased]`.
pub fn add_to_changelog(report: &Report, changelog: &str) -> Result<String, MissingHeading> {
    let mut lines: Vec<String> = changelog.lines().map(str::to_owned).collect();
    let is_unreleased = |line: &String| {
        let title = line.strip_prefix("## ").unwrap_or_default().trim();
        title
            .trim_matches(['[', ']'])
            .eq_ignore_ascii_case("unreleased")
    };
    let start = lines.iter().position(is_unreleased).ok_or(MissingHeading)? + 1;
    let entries = list_entries(report);
    for section in SECTIONS {
        for entry in entries.iter().filter(|it| it.section == section) {
            let end = end_of_section(&lines, start, "## ");
            write_entry(&mut lines, start, end, entry);
        }
    }
    Ok(lines.join("\n").trim_end().to_owned() + "\n")
}

/// Lists what users notice, what breaks callers first.
fn list_entries(report: &Report) -> Vec<Entry> {
    let is_alone = report.apis.len() == 1;
    let mut entries: Vec<Entry> = Vec::new();
    for api in report.changed_parts() {
        let module = if is_alone || api.module == super::ROOT {
            String::new()
        } else {
            format!("{}::", api.module)
        };
        for located in super::sorted(api) {
            let change = &located.change;
            if change.impact() <= Impact::Docs || change.kind == ChangeKind::TraitsAdded {
                continue;
            }
            let entry = list_entry(change, &module).unwrap_or_else(|| sentence(change, &module));
            match entries.iter_mut().find(|it| it.lead == entry.lead) {
                Some(list) => list.names.extend(entry.names),
                None => entries.push(entry),
            }
        }
    }
    for entry in &mut entries {
        if let (Some(sentence), [_]) = (entry.sentence.take(), &entry.names[..]) {
            (entry.lead, entry.names) = (sentence, Vec::new());
        }
    }
    entries
}

/// A list of new or removed items with the one of a change.
fn list_entry(change: &Change, module: &str) -> Option<Entry> {
    let (holder, member) = change.item.split_once('.').unwrap_or((&*change.item, ""));
    let variant = || {
        let spelled = format!("{}{}", change.before, change.after);
        let name = spelled.split([' ', ':']).next().unwrap_or_default();
        name.to_owned()
    };
    let whole = || format!("{module}{holder}");
    let (what, name) = match change.kind {
        ChangeKind::OperationAdded | ChangeKind::OperationRemoved => ("operations", whole()),
        ChangeKind::TypeAdded | ChangeKind::TypeRemoved => ("types", whole()),
        ChangeKind::FieldAdded | ChangeKind::FieldRemoved => ("fields", member.to_owned()),
        ChangeKind::ParameterAdded | ChangeKind::ParameterRemoved => {
            ("parameters", member.to_owned())
        }
        ChangeKind::ValueAdded
        | ChangeKind::ValueRemoved
        | ChangeKind::VariantAdded
        | ChangeKind::VariantRemoved => ("variants", variant()),
        _ => return None,
    };
    let owner = if name == whole() {
        String::new()
    } else {
        format!(" of `{}`", whole())
    };
    let (section, lead) = match change.krate {
        Impact::Additive => (SECTIONS[0], format!("New {what}{owner}:")),
        Impact::Breaks if change.after.is_empty() => {
            (SECTIONS[1], format!("{BREAKING}Removed {what}{owner}:"))
        }
        _ => return None,
    };
    Some(Entry {
        section,
        lead,
        names: vec![name],
        sentence: None,
    })
}

/// What a change says, as a sentence or for a list of all items that it is said of.
fn sentence(change: &Change, module: &str) -> Entry {
    let section = match change.krate {
        Impact::Additive if change.wire < Impact::Changes => SECTIONS[0],
        _ => SECTIONS[1],
    };
    let is_breaking = change.krate == Impact::Breaks || change.is_swap;
    let breaking = if is_breaking { BREAKING } else { "" };
    let item = &change.item;
    let name = if item == module.trim_end_matches(':') {
        item.clone()
    } else {
        format!("{module}{item}")
    };
    let text = quote_code(&change.text);
    let mut chars = text.chars();
    let first = chars.next().map(|it| it.to_ascii_uppercase());
    let capital = first.into_iter().chain(chars);
    Entry {
        section,
        lead: format!("{breaking}{}:", capital.collect::<String>()),
        sentence: Some(format!("{breaking}`{name}` {text}.")),
        names: vec![name],
    }
}

/// The first line after `start` that begins with one of the headings, or the end.
fn end_of_section(lines: &[String], start: usize, heading: &str) -> usize {
    let next = lines
        .iter()
        .skip(start)
        .position(|it| it.starts_with(heading));
    next.map_or(lines.len(), |index| start + index)
}

/// Writes an entry between two lines, unless it is there.
fn write_entry(lines: &mut Vec<String>, start: usize, end: usize, entry: &Entry) {
    for (from, to) in find_items(lines, start, end) {
        let text = lines[from..to].join(" ");
        let text: Vec<&str> = text.split_whitespace().skip(1).collect();
        let text = text.join(" ");
        if text == entry.lead {
            return;
        }
        if let Some(rest) = text
            .strip_prefix(&entry.lead)
            .filter(|_| !entry.names.is_empty())
        {
            let mut names: Vec<String> = rest
                .split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect();
            names.extend(
                entry
                    .names
                    .iter()
                    .filter(|it| !rest.contains(&format!("`{it}`")))
                    .cloned(),
            );
            lines.splice(from..to, wrap(&entry.lead, &names));
            return;
        }
    }
    let place = find_place(lines, start, end, entry.section);
    lines.splice(place..place, wrap(&entry.lead, &entry.names));
}

/// The items of all lists between two lines, each from its first line to that after its last.
fn find_items(lines: &[String], start: usize, end: usize) -> Vec<(usize, usize)> {
    let starts = (start..end).filter(|it| lines[*it].starts_with("- "));
    let items = starts.map(|from| {
        let more = lines[from + 1..end]
            .iter()
            .take_while(|it| it.starts_with("  "));
        (from, from + 1 + more.count())
    });
    items.collect()
}

/// The line after the first list of a section, which is added if it is not there.
fn find_place(lines: &mut Vec<String>, start: usize, end: usize, section: &str) -> usize {
    let heading = format!("### {section}");
    let found = (start..end).find(|it| lines[*it].trim_end() == heading);
    let Some(found) = found else {
        // In the order of the sections: the first one above all others.
        let mut range = start..end;
        let is_before = |line: &String| {
            let title = line.strip_prefix("### ");
            title.is_some_and(|title| section == SECTIONS[0] || title != SECTIONS[0])
        };
        let place = range.find(|it| is_before(&lines[*it])).unwrap_or(end);
        let mut added = vec![heading, String::new(), String::new()];
        if place > 0 && !lines[place - 1].is_empty() {
            added.insert(0, String::new());
        }
        let blank = added.len() - 1;
        lines.splice(place..place, added);
        return place + blank;
    };
    let until = end_of_section(lines, found + 1, "##").min(end);
    let items = find_items(lines, found, until);
    let first = items.first();
    let Some(mut place) = first.map(|it| it.1) else {
        if lines.get(found + 1).is_none_or(|it| !it.is_empty()) {
            lines.insert(found + 1, String::new());
        }
        lines.insert(found + 2, String::new());
        return found + 2;
    };
    while let Some((_, to)) = items.iter().find(|it| it.0 == place) {
        place = *to;
    }
    place
}

/// An item of a list, wrapped.
fn wrap(lead: &str, names: &[String]) -> Vec<String> {
    let mut text = format!("- {lead}");
    for (index, name) in names.iter().enumerate() {
        let end = if index + 1 == names.len() { '.' } else { ',' };
        let _ = write!(text, " `{name}`{end}");
    }
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) => lines.push(format!("  {word}")),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::change::{Finding, Subject};
    use crate::source::Sources;

    fn change(item: &str, kind: ChangeKind, text: &str, krate: Impact) -> Change {
        let finding = Finding::new(kind, text).impact(krate, Impact::Additive);
        Change::of_item((Subject::Api, item), finding, [None, None])
    }

    fn report(changes: Vec<Change>) -> Report {
        Report::new(
            Vec::new(),
            vec![("pets".to_owned(), changes)],
            &Sources::default(),
        )
    }

    fn added(fields: &[&str]) -> Report {
        let fields = fields.iter().map(|field| {
            let text = "is new: String";
            change(field, ChangeKind::FieldAdded, text, Impact::Additive)
        });
        let gone = change(
            "Zoo",
            ChangeKind::TypeRenamed,
            "is called `Park`",
            Impact::Breaks,
        );
        report(fields.chain([gone]).collect())
    }

    fn add(report: &Report, changelog: &str) -> String {
        add_to_changelog(report, changelog).expect("it has the heading")
    }

    #[test]
    fn entries_follow_the_first_list_of_their_section() {
        let before = "# Changelog\n\n## Unreleased\n\n### Added\n\n- A.\n  More.\n\nOthers:\n\n- B.\n\n\
            ### Fixed\n\n- C.\n\n## 1.0\n";
        let after = "# Changelog\n\n## Unreleased\n\n### Added\n\n- A.\n  More.\n\
            - New fields of `Pet`: `age`.\n\nOthers:\n\n- B.\n\n\
            ### Changed\n\n- **Breaking:** `Zoo` is called `Park`.\n\n### Fixed\n\n- C.\n\n## 1.0\n";
        assert_eq!(add(&added(&["Pet.age"]), before), after);
    }

    #[test]
    fn entries_are_written_once() {
        let empty = "## [Unreleased]\n";
        let once = add(&added(&["Pet.age"]), empty);
        assert_eq!(
            once,
            "## [Unreleased]\n\n### Added\n\n- New fields of `Pet`: `age`.\n\n\
             ### Changed\n\n- **Breaking:** `Zoo` is called `Park`.\n"
        );
        assert_eq!(add(&added(&["Pet.age"]), &once), once);
        let more = add(&added(&["Pet.age", "Pet.name"]), &once);
        assert_eq!(more, once.replace("`age`.", "`age`, `name`."));
    }

    #[test]
    fn a_released_section_is_left_alone() {
        let released =
            "## [Unreleased]\n\n## [1.0.0]\n\n### Added\n\n- New fields of `Pet`: `age`.\n";
        let text = add(&added(&["Pet.age"]), released);
        assert!(
            text.ends_with(&released["## [Unreleased]\n\n".len()..]),
            "{text}"
        );
        assert_eq!(text.matches("`age`").count(), 2);
        assert!(add_to_changelog(&added(&[]), "## [1.0.0]\n").is_err());
    }

    #[test]
    fn documentation_is_no_entry() {
        let docs = change("Pet", ChangeKind::Docs, "is documented now", Impact::Docs);
        let docs = Change {
            wire: Impact::Docs,
            ..docs
        };
        let text = "## [Unreleased]\n";
        assert_eq!(add(&report(vec![docs]), text), text);
    }
}
