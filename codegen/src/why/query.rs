//! A query in, the items that it means out.

use crate::diagnostic::spelling::{closest_name, count_edits};
use crate::pointer::{Address, Pointer};

use super::entry::Entry;
use super::subject::Subject;

/// Finds the items that a query means.
pub(super) fn find_items<'e, 'a>(
    subject: &Subject<'_>,
    entries: &'e [Entry<'a>],
    query: &str,
) -> Vec<&'e Entry<'a>> {
    let word = normalize(subject, query);
    let is_exact = |key: &String| *key == word;
    let is_close = |key: &String| key.eq_ignore_ascii_case(&word);
    let by_key = |is_meant: &dyn Fn(&String) -> bool| -> Vec<&'e Entry<'a>> {
        let meant = entries.iter().filter(|it| it.keys.iter().any(is_meant));
        meant.collect()
    };
    let mut found = by_key(&is_exact);
    if found.is_empty() {
        found = find_by_pointer(subject, entries, query);
    }
    if found.is_empty() {
        found = by_key(&is_close);
    }
    if found.is_empty() {
        found = by_key(&|key| last_part(key) == word);
    }
    found
}

/// The last part of a path.
fn last_part(key: &str) -> &str {
    key.rsplit_once('.').map_or(key, |(_, last)| last)
}

/// A path in Rust without the crate and the module, with dots between its parts.
fn normalize(subject: &Subject<'_>, query: &str) -> String {
    let word = query.trim().replace("::", ".");
    let module = subject.api.module.as_str();
    let mut rest = word.as_str();
    for prefix in ["generated", "crate", module] {
        let shorter = rest
            .strip_prefix(prefix)
            .and_then(|it| it.strip_prefix('.'));
        rest = shorter.unwrap_or(rest);
    }
    rest.to_owned()
}

/// Finds the items that stand at a pointer; if there are none, the innermost around it.
fn find_by_pointer<'e, 'a>(
    subject: &Subject<'_>,
    entries: &'e [Entry<'a>],
    query: &str,
) -> Vec<&'e Entry<'a>> {
    let Some(address) = parse_pointer(subject, query) else {
        return Vec::new();
    };
    if subject.document.node(&address).is_none() {
        return Vec::new();
    }
    let at = |address: &Address| -> Vec<&'e Entry<'a>> {
        let own = entries.iter().filter(|it| it.places.own.contains(address));
        let own: Vec<_> = own.collect();
        if !own.is_empty() {
            return own;
        }
        let merged = entries.iter();
        merged
            .filter(|it| it.places.merged.contains(address))
            .collect()
    };
    let mut places = address.ancestors().map(|it| at(&it));
    places.find(|it| !it.is_empty()).unwrap_or_default()
}

/// Parses a pointer, or a reference with a pointer and perhaps the name of a document.
fn parse_pointer(subject: &Subject<'_>, query: &str) -> Option<Address> {
    let query = query.trim();
    let file = subject.document.file;
    let Some((document, fragment)) = query.split_once('#') else {
        return Some(Address::new(file, Pointer::parse(query)?));
    };
    let name = &subject.sources.get(file).name;
    let is_meant = document.is_empty()
        || document == subject.api.module.as_str()
        || name == document
        || name
            .strip_suffix(document)
            .is_some_and(|it| it.ends_with('/'));
    let pointer = Pointer::from_fragment(fragment)?;
    is_meant.then(|| Address::new(file, pointer))
}

/// Returns the known name that is closest to a query without an answer.
pub(super) fn suggest_item(
    subject: &Subject<'_>,
    entries: &[Entry<'_>],
    query: &str,
) -> Option<String> {
    if let Some(address) = parse_pointer(subject, query) {
        return suggest_pointer(subject, &address);
    }
    let word = normalize(subject, query);
    let keys = entries.iter().flat_map(|it| &it.keys).map(String::as_str);
    if let Some((owner, member)) = word.rsplit_once('.')
        && let Some(owner) = keys.clone().find(|it| it.eq_ignore_ascii_case(owner))
    {
        let start = format!("{owner}.");
        let members = keys.filter_map(|it| it.strip_prefix(&start));
        let meant = closest_name(member, members);
        return Some(meant.map_or_else(|| owner.to_owned(), |it| start + it));
    }
    let whole = closest_name(&word, keys.clone());
    // Perhaps it is a member without its type.
    let last = closest_name(&word, keys.clone().map(last_part));
    let is_closer = |last: &str, whole: &str| count_edits(&word, last) < count_edits(&word, whole);
    let known = match (whole, last) {
        (Some(whole), Some(last)) if !is_closer(last, whole) => Some(whole),
        (_, Some(last)) => keys.clone().find(|it| last_part(it) == last),
        (whole, None) => whole,
    };
    known.map(str::to_owned)
}

/// Returns the pointer to the member whose name is closest, below the innermost node that exists.
fn suggest_pointer(subject: &Subject<'_>, address: &Address) -> Option<String> {
    let mut known = Address::new(address.file, Pointer::root());
    for segment in address.pointer.segments() {
        let node = subject.document.node(&known)?;
        let next = known.join(&segment);
        if subject.document.node(&next).is_some() {
            known = next;
            continue;
        }
        let members = node.as_object().into_iter().flat_map(|it| it.keys());
        let meant = closest_name(&segment, members.map(String::as_str));
        return Some(format!("#{}", known.join(meant?).pointer));
    }
    None
}
