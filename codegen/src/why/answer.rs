//! An item in, all that is known of it out, as text.

use std::fmt::Write;

use crate::listing::{
    json_line, operation_lines, spell_scheme, spell_security, spell_server, spell_type, type_lines,
};
use crate::pointer::Address;

use super::entry::Entry;
use super::item::Item;
use super::lines::SourceLines;
use super::name::FreshPaths;
use super::subject::Subject;
use super::{name, overlay_action, rule, rust_code, usage};

/// The most lines that are shown of a schema.
const MOST_LINES: u32 = 16;

/// What is known of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What the item is called.
    pub title: String,
    /// What is known of it.
    pub sections: Vec<Section>,
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub heading: &'static str,
    /// Its lines; never empty.
    pub lines: Vec<String>,
}

/// Writes answers as text, with an empty line between two.
#[must_use]
pub fn render_answers(answers: &[Answer]) -> String {
    let texts = answers.iter().map(|answer| {
        let mut text = format!("{}\n", answer.title);
        for Section { heading, lines } in &answer.sections {
            let written = writeln!(text, "\n  {heading}");
            written.expect("writing to a string never fails");
            for line in lines {
                let line = format!("    {line}");
                let written = writeln!(text, "{}", line.trim_end());
                written.expect("writing to a string never fails");
            }
        }
        text
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Says what is known of an item.
pub(super) fn describe_item(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    fresh: &FreshPaths,
    lines: &SourceLines<'_>,
) -> Answer {
    let module = subject.api.module.as_str();
    let title = match entry.item {
        Item::Module(_) => format!("{module}: module"),
        _ => format!("{module}::{}: {}", entry.path, entry.item.kind()),
    };
    let sections = [
        ("summary", summarize(subject, &entry.item)),
        ("Rust", describe_code(subject, entry)),
        (
            "document",
            describe_places(subject, &entry.places.own, lines),
        ),
        (
            "merged with",
            describe_places(subject, &entry.places.merged, lines),
        ),
        (
            "overlay actions",
            overlay_action::describe_actions(subject, entry, lines),
        ),
        ("rules", rule::describe_rules(subject, entry, lines)),
        ("name", name::describe_name(subject, entry, fresh, lines)),
        ("use", usage::describe_usage(subject.api, entry)),
    ];
    let sections = sections.into_iter().filter(|(_, lines)| !lines.is_empty());
    Answer {
        title,
        sections: sections
            .map(|(heading, lines)| Section { heading, lines })
            .collect(),
    }
}

fn describe_code(subject: &Subject<'_>, entry: &Entry<'_>) -> Vec<String> {
    let found = rust_code::find_code(subject, entry);
    found.map_or_else(Vec::new, |it| vec![it.place, format!("  {}", it.text)])
}

/// The lines of each place; of the first, also its text.
fn describe_places(
    subject: &Subject<'_>,
    places: &[Address],
    lines: &SourceLines<'_>,
) -> Vec<String> {
    let mut text = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let written = subject.written_address(place);
        let reference = subject.document.reference(place);
        text.push(format!("{}  {reference}", lines.spell(&written)));
        if index == 0 {
            let excerpt = lines.excerpt(&written, MOST_LINES).into_iter();
            text.extend(excerpt.map(|line| format!("  {line}")));
        }
    }
    text
}

/// What the listing says of an item.
fn summarize(subject: &Subject<'_>, item: &Item<'_>) -> Vec<String> {
    let api = subject.api;
    let lines = |text: String| text.lines().map(str::to_owned).collect();
    match item {
        Item::Type(_, def) => lines(type_lines(api, def)),
        Item::Operation(operation) => lines(operation_lines(api, operation)),
        Item::Module(api) => vec![api.title.clone()],
        Item::Server(_, server) => vec![spell_server(server)],
        Item::Scheme(scheme) => vec![spell_scheme(&scheme.kind)],
        Item::Security => vec![spell_security(&api.security)],
        Item::Feature(feature) => vec![format!("operations with the tag {:?}", feature.tag)],
        Item::Constant(_, _, wire, value) => vec![format!("{wire}: {value:?}")],
        Item::Value(_, _, variant, value) => vec![format!("{variant} is {value:?}")],
        Item::Variant(_, _, tagged, variant) => {
            let values: Vec<&str> = variant.values().collect();
            vec![format!("if `{}` is {}", tagged.tag, values.join(" or "))]
        }
        Item::Error(error) => {
            let parts = [&error.code, &error.title, &error.detail];
            let parts = parts.into_iter().flatten().cloned();
            [format!("status {}", error.status)]
                .into_iter()
                .chain(parts)
                .collect()
        }
        Item::Field(_, _, field) => {
            let default = field.default.as_ref();
            let default = default.map(|it| format!("default {}", json_line(it)));
            spell_held(subject, item)
                .into_iter()
                .chain(default)
                .collect()
        }
        item => spell_held(subject, item),
    }
}

fn spell_held(subject: &Subject<'_>, item: &Item<'_>) -> Vec<String> {
    let Some((ty, is_required)) = item.held_type() else {
        return Vec::new();
    };
    let ty = spell_type(subject.api, ty);
    let ty = if is_required {
        ty
    } else {
        format!("Option<{ty}>")
    };
    vec![ty]
}
