//! The tables of a manifest in which both the generator and the user write: `[features]` and
//! `[dependencies]`.

use std::collections::BTreeSet;

use codegen::ir::ALL_TAGS;
use toml_edit::{Array, DocumentMut, Item, TableLike, Value};

use crate::sha256;

/// The names of the tables.
const TABLES: [&str; 2] = ["features", "dependencies"];

/// Returns the hash of what the tables say, whatever their layout. The features for tags, which follow the
/// document, do not count.
pub(super) fn hash_tables(manifest: &DocumentMut) -> String {
    let mut text = String::new();
    for name in TABLES {
        let Some(table) = manifest.get(name).and_then(Item::as_table_like) else {
            continue;
        };
        let tags = list_tags(table);
        let rows = table.iter().filter(|(key, _)| !tags.contains(*key));
        let mut rows: Vec<String> = rows
            .map(|(key, item)| format!("{key} = {}\n", canonical_text(item, &[ALL_TAGS])))
            .collect();
        rows.sort();
        text += &rows.concat();
    }
    sha256::hash_bytes(text.as_bytes())
}

/// Changes the tables to those of a new manifest, and returns a note for each entry of the user that differs
/// from what the generator would write.
///
/// If the tables are as the generator wrote them, they become what it writes now. Otherwise, entries are
/// added only.
pub(super) fn update_tables(
    old: &mut DocumentMut,
    new: &DocumentMut,
    is_as_written: bool,
) -> Vec<String> {
    let mut notes = Vec::new();
    for name in TABLES {
        let Some(new) = new.get(name).and_then(Item::as_table_like) else {
            continue;
        };
        let old = old.entry(name).or_insert_with(toml_edit::table);
        let Some(old) = old.as_table_like_mut() else {
            continue;
        };
        let tags = update_tags(old, new);
        for (key, item) in new.iter().filter(|(key, _)| !tags.contains(*key)) {
            let [written, present] =
                [Some(item), old.get(key)].map(|it| it.map(|it| canonical_text(it, &[])));
            if present.is_none() || (is_as_written && present != written) {
                set_entry(old, new, key);
            } else if present != written {
                let written = item.to_string();
                let written = written.trim();
                notes.push(format!(
                    "`{key}` in [{name}] stays yours; the generator would write `{written}`"
                ));
            }
        }
        if is_as_written {
            let keys = old.iter().map(|(key, _)| key.to_owned());
            let gone = keys.filter(|key| !new.contains_key(key) && !tags.contains(key));
            for key in gone.collect::<Vec<_>>() {
                old.remove(&key);
            }
        }
    }
    notes
}

/// Changes the features for tags to those of a new manifest, and returns all that are or were there.
fn update_tags(old: &mut dyn TableLike, new: &dyn TableLike) -> BTreeSet<String> {
    let (mut tags, now) = (list_tags(old), list_tags(new));
    for tag in tags.iter().filter(|tag| !now.contains(*tag)) {
        let is_empty = old
            .get(tag)
            .and_then(Item::as_array)
            .is_some_and(Array::is_empty);
        if is_empty || tag == ALL_TAGS {
            old.remove(tag);
        }
    }
    for tag in &now {
        let [present, written] =
            [old.get(tag), new.get(tag)].map(|it| it.map(|it| canonical_text(it, &[])));
        if present.is_none() || (tag == ALL_TAGS && present != written) {
            set_entry(old, new, tag);
        }
    }
    tags.extend(now);
    tags
}

/// The features for tags, with the one for all of them.
fn list_tags(features: &dyn TableLike) -> BTreeSet<String> {
    let all = features.get(ALL_TAGS).and_then(Item::as_array);
    let tags = all.into_iter().flatten().filter_map(Value::as_str);
    let tags = tags.map(str::to_owned);
    let own = all.map(|_| ALL_TAGS.to_owned());
    tags.chain(own).collect()
}

/// Sets an entry to that of another table, with the comment above it.
fn set_entry(old: &mut dyn TableLike, new: &dyn TableLike, key: &str) {
    let Some((written, item)) = new.get_key_value(key) else {
        return;
    };
    let is_new = !old.contains_key(key);
    old.insert(key, item.clone());
    if let Some(mut own) = old.key_mut(key).filter(|_| is_new) {
        *own.leaf_decor_mut() = written.leaf_decor().clone();
    }
}

/// What an entry says, in one layout, without some strings in its lists.
fn canonical_text(item: &Item, without: &[&str]) -> String {
    if let Some(table) = item.as_table_like() {
        let entries = table.iter();
        let entries =
            entries.map(|(key, item)| format!("{key} = {}", canonical_text(item, without)));
        let mut entries: Vec<String> = entries.collect();
        entries.sort();
        return format!("{{{}}}", entries.join(", "));
    }
    match item.as_value() {
        Some(Value::Array(list)) => {
            let items = list
                .iter()
                .filter(|it| it.as_str().is_none_or(|it| !without.contains(&it)));
            let items = items.map(|it| canonical_text(&Item::Value(it.clone()), without));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        Some(value) => match value.as_str() {
            Some(text) => format!("{text:?}"),
            None => value.clone().decorated("", "").to_string(),
        },
        None => String::new(),
    }
}
