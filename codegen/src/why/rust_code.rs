//! An item in, its line in the generated files out.

use crate::render::File;

use super::entry::Entry;
use super::item::Item;
use super::subject::Subject;

/// The file with the types that several modules share.
const SHARED: &str = "shared.rs";

/// A line of a generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CodeLine {
    /// The file and the number of the line.
    pub(super) place: String,
    pub(super) text: String,
}

/// Finds the line that defines an item.
pub(super) fn find_code(subject: &Subject<'_>, entry: &Entry<'_>) -> Option<CodeLine> {
    let (owner, member) = match entry.item {
        Item::Module(api) => {
            let file = format!("{}/mod.rs", api.module);
            return find_line(subject, |it| it.path == file, &[&|_| true]);
        }
        Item::Server(..) | Item::Scheme(_) | Item::Security => {
            let file = format!("{}/mod.rs", subject.api.module);
            let start = match entry.item {
                Item::Server(..) => "pub const BASE_URL",
                _ => "pub const SECURITY",
            };
            return find_line(
                subject,
                |it| it.path == file,
                &[&|line| line.starts_with(start)],
            );
        }
        Item::Feature(_) | Item::Webhook(_) => return None,
        Item::Error(error) => {
            let constant = format!("pub const {}:", error.constant);
            let is_errors = |it: &File| it.path.ends_with("/errors.rs");
            return find_line(subject, is_errors, &[&|line| line.starts_with(&constant)]);
        }
        Item::Type(_, def) | Item::Constant(_, def, ..) | Item::Element(_, def, ..) => {
            (def.name.as_str(), None)
        }
        Item::Field(_, def, field) => (def.name.as_str(), Some(field.name.as_str())),
        Item::Others(_, def, others) => (def.name.as_str(), Some(others.name.as_str())),
        Item::Value(_, def, variant, _) => (def.name.as_str(), Some(variant.as_str())),
        Item::Variant(_, def, _, variant) => (def.name.as_str(), Some(variant.name.as_str())),
        Item::Alternative(_, def, it) => (def.name.as_str(), Some(it.name.as_str())),
        Item::Operation(operation) => (operation.name.as_str(), None),
        Item::Parameter(operation, it) => (operation.name.as_str(), Some(it.name.as_str())),
        Item::Body(operation, body) => (operation.name.as_str(), Some(body.field.as_str())),
        Item::BodyEnum(_, name, _) => (name.as_str(), None),
        Item::Events(events) => (events.name.as_str(), None),
        Item::Event(events, event) => (events.name.as_str(), Some(event.name.as_str())),
    };
    let is_owner = |line: &str| defines(line, owner);
    let is_member = |line: &str| member.is_none_or(|it| is_member(line, it));
    let folder = format!("{}/", subject.api.module);
    let in_module = |it: &File| it.path.starts_with(&folder);
    match member {
        None => find_line(subject, in_module, &[&is_owner])
            .or_else(|| find_line(subject, |it| it.path == SHARED, &[&is_owner])),
        Some(_) => find_line(subject, in_module, &[&is_owner, &is_member]),
    }
}

/// Finds the first line of a file that passes the first test, then the first after it that passes the
/// next.
fn find_line(
    subject: &Subject<'_>,
    is_file: impl Fn(&File) -> bool,
    tests: &[&dyn Fn(&str) -> bool],
) -> Option<CodeLine> {
    let files = subject.files.iter().filter(|it| is_file(it));
    files.into_iter().find_map(|file| {
        let mut lines = file.text.lines().enumerate();
        let mut found = None;
        for test in tests {
            found = Some(lines.find(|(_, line)| test(line.trim_start()))?);
        }
        let (index, text) = found?;
        Some(CodeLine {
            place: format!("{}/{}:{}", subject.folder, file.path, index + 1),
            text: text.trim().to_owned(),
        })
    })
}

/// Whether a line begins the definition of a type.
fn defines(line: &str, name: &str) -> bool {
    let kinds = ["pub struct ", "pub enum ", "pub type "];
    let rest = kinds.iter().find_map(|kind| line.strip_prefix(kind));
    let rest = rest.and_then(|it| it.strip_prefix(name));
    rest.is_some_and(|it| !it.starts_with(|char: char| char.is_alphanumeric() || char == '_'))
}

/// Whether a line begins a field or a variant.
fn is_member(line: &str, name: &str) -> bool {
    let rest = line.strip_prefix("pub ").unwrap_or(line);
    let rest = rest.strip_prefix("r#").unwrap_or(rest);
    let rest = rest.strip_prefix(name);
    rest.is_some_and(|it| it.is_empty() || it.starts_with([':', '(', ',', ' ', '{']))
}
