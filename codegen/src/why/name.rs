//! An item in, how it got its name out: what records or gives it, and who else wanted it.

use rustc_hash::FxHashMap;

use crate::diagnostic::catalogue::NAME_CLASH;
use crate::diagnostic::{Diagnostic, Place};
use crate::extension::{RUST_NAME, RUST_NAMES};
use crate::ir::{Alternative, Api, Field, Parameter, TypeDef, TypeKind};
use crate::names::{ErrorKey, Item as Recorded, identify_alternatives, part_reference};
use crate::pointer::{Address, Pointer};

use super::entry::{Entry, collect_items};
use super::item::Item;
use super::lines::SourceLines;
use super::subject::Subject;

/// Describes how an item got its name.
pub(super) fn describe_name(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    fresh: &FreshPaths,
    lines: &SourceLines<'_>,
) -> Vec<String> {
    let mut text = Vec::new();
    if let Some(line) = recorded_line(subject, &entry.item) {
        text.push(format!("recorded at {line}"));
    }
    text.extend(given_name(subject, entry, lines));
    let Some((_, diagnostics)) = subject.fresh else {
        return text;
    };
    if let Some(name) = fresh.other_path(entry) {
        text.push(format!("without the recorded names, it would be `{name}`"));
    }
    for diagnostic in diagnostics.iter() {
        if *diagnostic.code == NAME_CLASH && is_about(subject, entry, diagnostic) {
            text.extend(describe_collision(diagnostic, lines));
        }
    }
    text
}

/// The line of the lock file that records the name of an item.
fn recorded_line(subject: &Subject<'_>, item: &Item<'_>) -> Option<String> {
    let (lock, file) = subject.lock?;
    let line = |recorded: Recorded<'_>| lock.line(&recorded);
    let found = match item {
        Item::Type(_, def) => type_line(def, &line),
        Item::Field(_, def, field) => line(Recorded::Field(def.name.as_str(), &field.wire)),
        Item::Others(_, def, _) => line(Recorded::Additional(def.name.as_str())),
        Item::Value(_, def, _, value) => line(Recorded::Value(def.name.as_str(), value)),
        Item::Variant(_, def, _, it) => line(Recorded::Variant(def.name.as_str(), &it.value)),
        Item::Alternative(_, def, it) => {
            let key = alternative_key(subject.api, def, it)?;
            line(Recorded::Alternative(def.name.as_str(), &key))
        }
        Item::Element(_, def, index, _) => line(Recorded::Item(def.name.as_str(), *index)),
        Item::Operation(it) => line(Recorded::Operation(&it.method, &it.path)),
        Item::Parameter(operation, it) => line(Recorded::Parameter(
            operation.name.as_str(),
            it.place,
            &it.wire,
        )),
        Item::BodyEnum(operation, _, part) => {
            line(Recorded::Part(&part_reference(&operation.address, part)))
        }
        Item::Events(_) => line(Recorded::Events),
        Item::Event(_, event) => line(Recorded::Event(&event.value)),
        Item::Error(error) => line(Recorded::Error(&ErrorKey::of(error))),
        Item::Feature(feature) => line(Recorded::Feature(&feature.tag)),
        Item::Webhook(it) => line(Recorded::Webhook(&it.key, &it.method)),
        Item::Module(_)
        | Item::Server(..)
        | Item::Scheme(_)
        | Item::Security
        | Item::Constant(..)
        | Item::Body(..) => None,
    };
    let name = &subject.sources.get(file).name;
    found.map(|line| format!("{name}:{line}"))
}

fn type_line(def: &TypeDef, line: &dyn Fn(Recorded<'_>) -> Option<u32>) -> Option<u32> {
    let part = part_reference(&def.address, crate::names::HEADERS);
    let mut origins = def.origins.iter();
    let found = origins.find_map(|it| line(Recorded::Type(it)));
    found.or_else(|| line(Recorded::Part(&part)))
}

/// What identifies an alternative of a union.
fn alternative_key(api: &Api, def: &TypeDef, it: &Alternative) -> Option<String> {
    let TypeKind::Union(list) = &def.kind else {
        return None;
    };
    let index = list.iter().position(|other| other.name == it.name)?;
    identify_alternatives(api, list).into_iter().nth(index)
}

/// The extension that gives an item its name.
fn given_name(subject: &Subject<'_>, entry: &Entry<'_>, lines: &SourceLines<'_>) -> Option<String> {
    let exists = |place: &Address| subject.document.node(place).is_some();
    let mut own = entry.places.own.iter().map(|it| it.join(RUST_NAME.key));
    let given = own.find(exists).or_else(|| {
        let place = entry.places.own.first()?;
        let last = place.pointer.last()?;
        let member = match entry.item {
            Item::Field(.., Field { wire, .. }) | Item::Parameter(_, Parameter { wire, .. }) => {
                wire
            }
            Item::Value(.., value) => value,
            _ => &*last,
        };
        let around = std::iter::successors(place.pointer.parent(), Pointer::parent).take(2);
        let mut names = around.map(|it| {
            let object = Address::new(place.file, it);
            object.join(RUST_NAMES.key).join(member)
        });
        names.find(exists)
    })?;
    let key = given
        .pointer
        .segments()
        .find(|it| *it == RUST_NAME.key || *it == RUST_NAMES.key);
    let place = lines.spell_start(&subject.written_address(&given));
    Some(format!("given by `{}` at {place}", key.unwrap_or_default()))
}

/// The paths of items as they are without recorded names, by kind and place.
#[derive(Debug, Default)]
pub(super) struct FreshPaths(FxHashMap<(&'static str, Vec<Address>), Vec<String>>);

impl FreshPaths {
    pub(super) fn collect(subject: &Subject<'_>) -> Self {
        let mut paths: FxHashMap<_, Vec<String>> = FxHashMap::default();
        if let Some((api, _)) = subject.fresh {
            let fresh = Subject {
                api,
                lock: None,
                fresh: None,
                ..*subject
            };
            for entry in collect_items(&fresh) {
                let key = (entry.item.kind(), entry.places.own);
                paths.entry(key).or_default().push(entry.path);
            }
        }
        Self(paths)
    }

    /// The path that an item would have, if that is another.
    fn other_path(&self, entry: &Entry<'_>) -> Option<&str> {
        let key = (entry.item.kind(), entry.places.own.clone());
        match &self.0.get(&key)?[..] {
            [only] if *only != entry.path => Some(only),
            _ => None,
        }
    }
}

/// Whether a diagnostic is about an item, or names it as one that is involved.
fn is_about(subject: &Subject<'_>, entry: &Entry<'_>, diagnostic: &Diagnostic) -> bool {
    let is_own = |place: &Place| match place {
        Place::Node(address) | Place::Key(address) => {
            let mut own = entry.places.own.iter();
            own.any(|it| it == address || subject.written_address(it) == *address)
        }
        Place::File(_) | Place::Position { .. } => false,
    };
    is_own(&diagnostic.place) || diagnostic.related.iter().any(|(place, _)| is_own(place))
}

fn describe_collision(diagnostic: &Diagnostic, lines: &SourceLines<'_>) -> Vec<String> {
    let spell = |place: &Place| match place {
        Place::Node(address) | Place::Key(address) => lines.spell_start(address),
        Place::File(_) | Place::Position { .. } => String::new(),
    };
    let first = format!("{}: {}", spell(&diagnostic.place), diagnostic.message);
    let related = diagnostic.related.iter();
    let related = related.map(|(place, label)| format!("  {}: {label}", spell(place)));
    [first].into_iter().chain(related).collect()
}
