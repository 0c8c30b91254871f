//! What moved and what is gone in, diagnostics out.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::diagnostic::catalogue::{NAMES_GONE, NAMES_KEPT, NAMES_UNCLEAR};
use crate::diagnostic::{Diagnostics, MOST_RELATED, Place};
use crate::extension::RUST_NAME;
use crate::ir::Api;
use crate::pointer::{Address, FileId};

use super::item::Item;
use super::lock::Lock;
use super::moves::{Kept, Unclear};

/// Reports items that keep their names at other places, if they do: `before` is the API as it was named
/// by the older lock, `after` as it is named now.
pub fn report_kept(
    kept: &[Kept],
    file: FileId,
    (before, after): (&Api, &Api),
    diagnostics: &mut Diagnostics,
) {
    let places = |it: &Kept| -> Vec<Address> {
        let places = it
            .instead_of
            .iter()
            .filter_map(|name| find_item(before, name));
        let places = places.filter(|place| has_name(after, place, &it.name));
        places.cloned().collect()
    };
    let found: Vec<Vec<Address>> = kept.iter().map(places).collect();
    let all: Vec<&Address> = found.iter().flatten().collect();
    // What is part of something that has moved has moved with it.
    let is_part = |place: &Address| all.iter().any(|whole| is_below(place, whole));
    for (it, places) in kept.iter().zip(&found) {
        if !places.iter().all(is_part) {
            report_kept_item(it, places, file, diagnostics);
        }
    }
}

fn report_kept_item(kept: &Kept, places: &[Address], file: FileId, diagnostics: &mut Diagnostics) {
    let Some((first, others)) = places.split_first() else {
        return;
    };
    let name = &kept.name;
    let elsewhere = match others.len() {
        0 => " and".to_owned(),
        1 => " and to another place, and".to_owned(),
        count => format!(" and to {count} other places, and"),
    };
    let message = format!("`{name}` has moved here{elsewhere} keeps its name");
    let diagnostic = diagnostics.report(&NAMES_KEPT, first, message);
    for other in others.iter().take(MOST_RELATED) {
        diagnostic.related(other, format!("this is `{name}` too"));
    }
    diagnostic.related(line_place(file, kept.line), "it is recorded here");
    diagnostic.help(format!("`{}` gives it another name", RUST_NAME.key));
}

/// Whether a place is below another.
fn is_below(place: &Address, whole: &Address) -> bool {
    let rest = place.pointer.as_str().strip_prefix(whole.pointer.as_str());
    place.file == whole.file && rest.is_some_and(|rest| rest.starts_with('/'))
}

/// Returns the overlay lines that add members to objects.
pub type Suggest<'a> = dyn Fn(&[(Address, String)]) -> String + 'a;

/// Reports names that nothing tells whom they belong to. `suggest` returns the overlay line that gives an
/// object a name.
pub fn report_unclear(
    unclear: &[Unclear],
    file: FileId,
    api: &Api,
    suggest: &Suggest<'_>,
    diagnostics: &mut Diagnostics,
) {
    for Unclear { names, types } in unclear {
        let items = types
            .iter()
            .filter_map(|name| Some((name, find_item(api, name)?)));
        let items: Vec<(&String, &Address)> = items.collect();
        let (Some((_, place)), Some((first, _))) = (items.first(), names.first()) else {
            continue;
        };
        let list = |names: &mut dyn Iterator<Item = &String>| {
            let names = names.map(|it| format!("`{it}`"));
            names.collect::<Vec<_>>().join(" or ")
        };
        let message = format!(
            "{} may be what {} was: nothing tells which",
            list(&mut items.iter().map(|(name, _)| *name).take(MOST_RELATED)),
            list(&mut names.iter().map(|(name, _)| name).take(MOST_RELATED)),
        );
        let lines = items
            .iter()
            .map(|(_, place)| ((*place).clone(), format!("{}: {first}", RUST_NAME.key)));
        let lines: Vec<_> = lines.take(1).collect();
        let help = suggest(&lines);
        let diagnostic = diagnostics.report(&NAMES_UNCLEAR, *place, message);
        for (name, place) in items.iter().skip(1).take(MOST_RELATED) {
            diagnostic.related(*place, format!("this is `{name}`"));
        }
        for (name, line) in names.iter().take(MOST_RELATED) {
            diagnostic.related(
                line_place(file, *line),
                format!("`{name}` is recorded here"),
            );
        }
        diagnostic.help(help);
    }
}

/// Reports the recorded items of `old` that an API has no more; `new` is recorded of it.
pub fn report_gone(old: &Lock, new: &Lock, file: FileId, diagnostics: &mut Diagnostics) {
    let names: BTreeSet<&str> = new.names().collect();
    let gone = old.entries.iter().filter_map(|(key, entry)| {
        let what = describe_gone(old, new, &names, key, &entry.values[0])?;
        Some((what, entry.line))
    });
    let mut gone: Vec<(String, u32)> = gone.collect();
    // A type is recorded once for each of its schemas.
    let mut seen = BTreeSet::new();
    gone.retain(|(what, _)| seen.insert(what.clone()));
    let Some((_, line)) = gone.first() else {
        return;
    };
    let shown = gone
        .iter()
        .take(MOST_RELATED)
        .map(|(what, _)| format!("`{what}`"));
    let mut list = shown.collect::<Vec<_>>().join(", ");
    if gone.len() > MOST_RELATED {
        let more = gone.len() - MOST_RELATED;
        write!(list, " and {more} more").expect("writing to a string never fails");
    }
    let message = match gone.len() {
        1 => format!("a recorded item is gone: {list}"),
        _ => format!("recorded items are gone: {list}"),
    };
    diagnostics.report(&NAMES_GONE, line_place(file, *line), message);
}

/// Whether an item whose line begins with these words has a name, whatever else identifies it: the name of a
/// member that has another name in JSON, say, is not gone.
fn has_sibling(lock: &Lock, words: &str, name: &str) -> bool {
    let start = format!("{words} ");
    let lines = lock.entries.range(start.clone()..);
    let mut lines = lines.take_while(|(key, _)| key.starts_with(&start));
    lines.any(|(_, entry)| entry.values[0] == name)
}

/// Describes an item that is gone, unless what it belongs to is gone too, or it has another name.
fn describe_gone(
    old: &Lock,
    new: &Lock,
    names: &BTreeSet<&str>,
    key: &str,
    name: &str,
) -> Option<String> {
    if new.entries.contains_key(key) {
        return None;
    }
    let mut words = key.split(' ');
    let (kind, owner) = (words.next()?, words.next().unwrap_or_default());
    let member = |separator: &str| {
        let is_gone = names.contains(owner) && !has_sibling(new, &format!("{kind} {owner}"), name);
        is_gone.then(|| format!("{owner}{separator}{name}"))
    };
    let events = new.text(&Item::Events);
    match kind {
        "type" | "operation" | "part" => {
            let mut same = old.entries.iter().filter(|(key, entry)| {
                key.split(' ').next() == Some(kind) && entry.values[0] == name
            });
            let is_renamed = same.any(|(key, _)| new.entries.contains_key(key));
            (!is_renamed && !names.contains(name)).then(|| name.to_owned())
        }
        "field" | "additional" | "parameter" => member("."),
        "value" | "variant" | "alternative" => member("::"),
        "error" | "feature" | "event" if has_sibling(new, kind, name) => None,
        "error" | "feature" | "events" => Some(name.to_owned()),
        "event" => events.map(|events| format!("{events}::{name}")),
        _ => None,
    }
}

fn line_place(file: FileId, line: u32) -> Place {
    Place::Position {
        file,
        line: line.max(1),
        column: 1,
    }
}

/// The place of a type or operation.
fn find_item<'a>(api: &'a Api, name: &str) -> Option<&'a Address> {
    let types = api.types.iter().map(|it| (&it.name, &it.address));
    let operations = api.operations.iter().map(|it| (&it.name, &it.address));
    let mut items = types.chain(operations);
    items.find_map(|(it, address)| (it.as_str() == name).then_some(address))
}

/// Whether what is at a place has a name.
fn has_name(api: &Api, place: &Address, name: &str) -> bool {
    let reference = format!("#{}", place.pointer);
    let mut types = api.types.iter().filter(|it| it.name.as_str() == name);
    let is_type = types.any(|it| it.address == *place || it.origins.contains(&reference));
    let mut operations = api.operations.iter();
    is_type || operations.any(|it| it.name.as_str() == name && it.address == *place)
}
