//! The text of a lock file in, a [`Lock`] out. Both sides of a merge conflict are taken.

use crate::diagnostic::catalogue::{NAMES_FORMAT, NAMES_INVALID};
use crate::diagnostic::{Diagnostics, Place};
use crate::name::{Feature, Name, is_identifier};
use crate::pointer::FileId;
use crate::source::Sources;

use super::escape::ABSENT;
use super::item::{LAYOUTS, Layout, Value};
use super::lock::{Entry, Lock};
use super::text::{VERSION, VERSION_WORD};

/// Reads a lock file. Returns `None` after an error.
///
/// Where git has left a merge conflict, the lines of both sides are taken. Two lines for one item are
/// an error unless they agree.
pub fn parse_lock(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<Lock> {
    let mut reader = Reader {
        file,
        lock: Lock::default(),
        failed: false,
        diagnostics,
    };
    let mut has_version = false;
    let mut is_base = false;
    let mut number = 0;
    for line in sources.get(file).text.lines() {
        number += 1;
        match conflict_marker(line) {
            Some(Marker::Base) => is_base = true,
            Some(Marker::Side) => is_base = false,
            None if is_base || line.is_empty() || line.starts_with('#') => {}
            None if line.split(' ').next() == Some(VERSION_WORD) => {
                reader.read_version(number, line)?;
                has_version = true;
            }
            None if !has_version => break,
            None => reader.read_item(number, line),
        }
    }
    if !has_version {
        let message = format!("there is no line `{VERSION_WORD} {VERSION}` before the names");
        reader.report(number.max(1), 0, &message);
    }
    (!reader.failed).then_some(reader.lock)
}

/// A line that git writes into a file with a merge conflict.
enum Marker {
    /// The lines of one side follow, or those after the conflict.
    Side,
    /// The lines of the common ancestor follow (`merge.conflictStyle` is `diff3`).
    Base,
}

fn conflict_marker(line: &str) -> Option<Marker> {
    let is = |marker: &str| {
        let rest = line.strip_prefix(marker);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    if is("|||||||") {
        return Some(Marker::Base);
    }
    (is("<<<<<<<") || is("=======") || is(">>>>>>>")).then_some(Marker::Side)
}

struct Reader<'d> {
    file: FileId,
    lock: Lock,
    failed: bool,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    /// Reports a line that cannot be read; `before` is what it has before the mistake, in characters.
    fn report(&mut self, line: u32, before: usize, message: &str) {
        self.failed = true;
        let place = self.place(line, before);
        self.diagnostics
            .report(&NAMES_INVALID, place, message)
            .help("restore the file from version control, or correct the line");
    }

    fn place(&self, line: u32, before: usize) -> Place {
        let column = u32::try_from(before + 1).unwrap_or(u32::MAX);
        let file = self.file;
        Place::Position { file, line, column }
    }

    /// Reads the number of the format. Returns `None` if it is that of a later generator.
    fn read_version(&mut self, number: u32, line: &str) -> Option<()> {
        let (word, version) = line.split_once(' ').unwrap_or((line, ""));
        let before = word.len() + 1;
        match version.parse::<u32>() {
            Ok(version) if version > VERSION => {
                let message = format!(
                    "the file has format {version}, and this generator reads {VERSION} at most"
                );
                let place = self.place(number, before);
                self.diagnostics
                    .report(&NAMES_FORMAT, place, message)
                    .help("use the generator that wrote the file, or a later one");
                None
            }
            Ok(1..) => Some(()),
            Ok(0) | Err(_) => {
                self.report(number, before, "this is not the number of a format");
                None
            }
        }
    }

    fn read_item(&mut self, number: u32, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        let Some(layout) = LAYOUTS.iter().find(|it| it.kind == words[0]) else {
            let message = format!("lines do not begin with `{}`", words[0]);
            return self.report(number, 0, &message);
        };
        let Layout { kind, keys, values } = layout;
        let expected = 1 + keys + values.len();
        if words.len() != expected {
            let message = format!(
                "a line that begins with `{kind}` has {expected} words, not {}",
                words.len()
            );
            return self.report(number, 0, &message);
        }
        let (key, rest) = words.split_at(1 + keys);
        let key = key.join(" ");
        if key.contains("  ") {
            return self.report(number, 0, "there is nothing between two spaces");
        }
        let mut before = key.chars().count() + 1;
        for (value, kind) in rest.iter().zip(*values) {
            if let Err(message) = check_value(*kind, value) {
                return self.report(number, before, &message);
            }
            before += value.chars().count() + 1;
        }
        let values = rest.iter().map(|it| (*it).to_owned()).collect();
        self.add(
            key,
            Entry {
                values,
                line: number,
            },
            layout,
        );
    }

    /// Adds an item. Both sides of a merge may have it, but with one name.
    fn add(&mut self, key: String, entry: Entry, layout: &Layout) {
        let line = entry.line;
        let Some(known) = self.lock.entries.get(&key) else {
            self.lock.entries.insert(key, entry);
            return;
        };
        let pairs = known.values.iter().zip(&entry.values).zip(layout.values);
        let mut names = pairs.filter(|(_, kind)| matches!(kind, Value::Name | Value::Feature));
        if let Some(((first, second), _)) = names.find(|((one, other), _)| one != other) {
            let message = format!("one item has two names, `{first}` and `{second}`");
            let other = self.place(known.line, 0);
            let place = self.place(line, 0);
            self.failed = true;
            self.diagnostics
                .report(&NAMES_INVALID, place, message)
                .related(other, "this is the other line")
                .help("remove one of the lines");
        }
    }
}

fn check_value(kind: Value, value: &str) -> Result<(), String> {
    let fits = match kind {
        Value::Name => is_identifier(value),
        Value::Feature => Name::<Feature>::from_recorded(value).is_some(),
        Value::Argument => value == ABSENT || value.parse::<u32>().is_ok(),
        Value::Target => value == ABSENT || is_identifier(value),
        Value::Text => !value.is_empty(),
        Value::Digest => value.len() == 16 && value.bytes().all(|it| it.is_ascii_hexdigit()),
    };
    match kind {
        _ if fits => Ok(()),
        Value::Name | Value::Target => Err(format!("`{value}` is not a name in Rust")),
        Value::Feature => Err(format!("`{value}` is not the name of a feature")),
        Value::Argument => Err(format!("`{value}` is not the number of an argument")),
        Value::Text => Err("there is nothing between two spaces".to_owned()),
        Value::Digest => Err(format!("`{value}` is not a digest of 16 digits")),
    }
}
