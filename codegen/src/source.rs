//! Text in, [`Tree`] out; and back: where in the text a node stands.

mod compose;
mod directive;
mod event;
mod files;
mod json;
mod limit;
mod lines;
mod locate;
mod repair;
mod scalar;
mod yaml;

use crate::diagnostic::catalogue::{DUPLICATE_KEY, MERGE_KEY, REPAIRED, SYNTAX, YAML_VERSION};
use crate::diagnostic::{Diagnostics, Place};
use crate::pointer::{FileId, Pointer};
use crate::tree::Tree;
use compose::{Composed, Repeated, compose};
use event::Failure;

pub(crate) use event::{Extent, Position};
pub(crate) use files::has_scheme;
pub use files::{Absent, Load, Source, Sources};
pub(crate) use lines::Lines;
pub(crate) use locate::Location;

/// Reads a file: as JSON (RFC 8259) when its name ends in `.json` or its text is JSON that begins
/// with `{`, else as YAML 1.2 with the core schema.
///
/// A text may have 256 MiB, 512 levels and 8 million nodes, and its aliases may add 64 MiB.
///
/// A key that a mapping has twice is reported, and the first one counts. Other problems end the
/// reading: they are reported, and there is no tree. Those of YAML's that most readers take are repaired
/// and reported: a line of a flow collection or of a quoted scalar may stand as far left as it likes, and a
/// comment needs no space before it.
///
/// In YAML, keys are the text of their scalars, and tags that YAML does not define itself are passed
/// over. A `%YAML` directive of a version that is neither 1.1 nor 1.2 is reported. A plain `<<` before an object, or a list of them, takes over their members as in YAML 1.1,
/// which is reported; its authors' tools do so.
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

/// What is said behind the first place of several.
fn and_more(places: usize) -> String {
    match places {
        0 | 1 => String::new(),
        2 => ", here and in one more place".to_owned(),
        count => format!(", here and in {} more places", count - 1),
    }
}

/// Where the nodes that `pointers` name stand in the text; one pass over it for all of them.
///
/// What is reached through an alias stands at the alias. `None` is for what is not in the text.
pub(crate) fn locate(source: &Source, pointers: &[Pointer]) -> Vec<Option<Location>> {
    let text = source.body();
    let located = match json(source, |events| locate::locate(events, pointers)) {
        Some(located) => located,
        None => match locate::locate(yaml::Reader::new(text), pointers) {
            Err(failure) if repair::helps(&failure) => match repair::repair(text) {
                Some(repaired) => locate::locate(repaired.events(), pointers),
                None => Err(failure),
            },
            located => located,
        },
    };
    located.unwrap_or_else(|_| vec![None; pointers.len()])
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

/// What `consume` makes of a file's events if it is JSON; `None` if it is to be read as YAML.
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
