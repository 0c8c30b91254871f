//! Text in, [`Tree`] out, and the location of each node in the text.

mod compose;
mod directive;
mod event;
mod extract;
mod files;
mod json;
mod limit;
mod lines;
mod locate;
mod repair;
mod scalar;
mod yaml;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::diagnostic::catalogue::{DUPLICATE_KEY, MERGE_KEY, REPAIRED, SYNTAX, YAML_VERSION};
use crate::diagnostic::{Diagnostics, Place};
use crate::pointer::{Address, FileId, Pointer};
use crate::tree::Tree;
use compose::{Composed, Repeated, compose};
use event::Failure;

pub(crate) use event::{Extent, Position};
pub use files::{Absent, Load, Source, Sources};
pub(crate) use lines::Lines;
pub(crate) use locate::Location;
use locate::Wanted;

/// Parses a file: as JSON (RFC 8259) if its name ends with `.json` or its text is JSON that starts
/// with `{`, otherwise as YAML 1.2 with the core schema.
///
/// A text may have up to 256 MiB, 512 levels and 8 million nodes, and its aliases may expand to 64
/// MiB.
///
/// A duplicate key is reported, and the first one counts. Other problems are reported and end the
/// parsing, without a tree. Two mistakes that most YAML parsers accept are reported and repaired:
/// insufficient indentation in a flow collection or a quoted scalar, and a comment without a space
/// before it.
///
/// In YAML, keys are the text of their scalars, and tags that YAML does not define are ignored. A
/// `%YAML` directive of a version other than 1.1 and 1.2 is reported. A plain `<<` before an
/// object, or an array of objects, merges their members as in YAML 1.1, which is reported.
pub fn parse(sources: &Sources, file: FileId, diagnostics: &mut Diagnostics) -> Option<Tree> {
    let place = |Position { line, column }| Place::Position { file, line, column };
    match compose_source(sources.get(file)) {
        Ok(Composed {
            tree,
            merges,
            repeated,
            moved,
            comments,
            version,
        }) => {
            if let Some((position, version)) = version {
                let message = format!("`%YAML {version}` is read as YAML 1.2");
                diagnostics.report(&YAML_VERSION, place(position), message);
            }
            if let Some(&first) = moved.first() {
                let more = and_more(moved.len());
                let message =
                    format!("this line is not indented enough for YAML; read as if it were{more}");
                diagnostics.report(&REPAIRED, place(first), message).help(
                    "inside brackets and quotes, every line must be indented more than the key",
                );
            }
            if let Some(&first) = comments.first() {
                let more = and_more(comments.len());
                let message = format!(
                    "a `#` without a preceding space; read as the start of a comment{more}"
                );
                diagnostics
                    .report(&REPAIRED, place(first), message)
                    .help("a comment starts with a `#` after a space");
            }
            if let Some(&first) = merges.first() {
                let more = and_more(merges.len());
                let message =
                    format!("`<<` is the merge key of YAML 1.1; its members are merged{more}");
                diagnostics
                    .report(&MERGE_KEY, place(first), message)
                    .help("quote it to use it as an ordinary key");
            }
            for Repeated { key, first, again } in repeated {
                let message = format!("duplicate key `{key}`");
                diagnostics
                    .report(&DUPLICATE_KEY, place(again), message)
                    .related(place(first), "first here");
            }
            Some(tree)
        }
        Err(Failure {
            code,
            position,
            message,
        }) => {
            diagnostics.report(code, place(position), message);
            None
        }
    }
}

/// Returns the end of a message that is shown at the first of several places.
fn and_more(places: usize) -> String {
    match places {
        0 | 1 => String::new(),
        2 => ", here and in one more place".to_owned(),
        count => format!(", here and in {} more places", count - 1),
    }
}

/// Returns the locations of the nodes at `pointers`, in one pass over the text.
///
/// A node that is reached through an alias is located at the alias; `None` for a node that is not
/// in the text.
pub(crate) fn locate(source: &Source, pointers: &[Pointer]) -> Vec<Option<Location>> {
    let wanted = Wanted::new(pointers);
    let located = match json(source, |events| locate::locate(events, &wanted)) {
        Some(located) => located,
        None => locate_yaml(source.body(), &wanted),
    };
    located.unwrap_or_else(|_| vec![None; pointers.len()])
}

/// Returns the locations of nodes in several files, without those that are not in the text. Each file is read
/// once.
pub(crate) fn locate_addresses(
    sources: &Sources,
    addresses: impl IntoIterator<Item = Address>,
) -> FxHashMap<Address, Location> {
    let mut wanted: BTreeMap<FileId, Vec<Pointer>> = BTreeMap::new();
    for Address { file, pointer } in addresses {
        wanted.entry(file).or_default().push(pointer);
    }
    let mut found = FxHashMap::default();
    for (file, mut pointers) in wanted {
        pointers.sort();
        pointers.dedup();
        let located = locate(sources.get(file), &pointers);
        let located = pointers.into_iter().zip(located);
        let located = located.filter_map(|(pointer, location)| Some((pointer, location?)));
        found.extend(located.map(|(pointer, location)| (Address::new(file, pointer), location)));
    }
    found
}

fn locate_yaml(
    text: &str,
    wanted: &(Wanted, Vec<usize>),
) -> Result<Vec<Option<Location>>, Failure> {
    // What is left out may have the anchor of an alias that is left.
    if let Some(extract) = extract::extract(text, &wanted.0)
        && let Ok(located) = locate::locate(yaml::Reader::new(&extract), wanted)
    {
        return Ok(located);
    }
    match locate::locate(yaml::Reader::new(text), wanted) {
        Err(failure) if repair::helps(&failure) => match repair::repair(text) {
            Some(repaired) => locate::locate(repaired.events(), wanted),
            None => Err(failure),
        },
        located => located,
    }
}

fn compose_source(source: &Source) -> Result<Composed, Failure> {
    let text = source.body();
    limit::check_length(text)?;
    if let Some(composed) = json(source, compose) {
        return composed;
    }
    limit::check_flow(text)?;
    let mut composed = match compose(yaml::Reader::new(text)) {
        Err(failure) if repair::helps(&failure) => match repair::repair(text) {
            Some(repaired) => Composed {
                moved: repaired.moved(),
                comments: repaired.comments(),
                ..compose(repaired.events())?
            },
            None => return Err(failure),
        },
        composed => composed?,
    };
    composed.version = directive::unknown_version(text);
    Ok(composed)
}

/// Returns what `consume` makes of the events of a file; `None` if the file is not JSON and has to
/// be parsed as YAML.
fn json<'text, T>(
    source: &'text Source,
    consume: impl FnOnce(json::Reader<'text>) -> Result<T, Failure>,
) -> Option<Result<T, Failure>> {
    let text = source.body();
    if source.is_json() {
        return Some(consume(json::Reader::new(text)));
    }
    if !text.trim_start().starts_with('{') {
        return None;
    }
    match consume(json::Reader::new(text)) {
        // It may be a YAML flow mapping still.
        Err(failure) if failure.code == &SYNTAX => None,
        consumed => Some(consumed),
    }
}

#[cfg(test)]
mod tests;
