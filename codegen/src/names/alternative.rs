//! How a lock file identifies the alternatives of a union, and finds those that it has.

use crate::ir::{Alternative, Api, Type};

use super::digest::{shape_without_rules, spell_shape};
use super::escape::{ABSENT, escape};
use super::item::Item;
use super::lock::Lock;

/// Returns what identifies each alternative of a union.
#[must_use]
pub fn identify_alternatives(api: &Api, list: &[Alternative]) -> Vec<String> {
    let shapes: Vec<String> = list.iter().map(|it| spell_shape(&it.value)).collect();
    let identities = list.iter().zip(&shapes).map(|(it, shape)| {
        let is_single = || shapes.iter().filter(|other| *other == shape).count() == 1;
        match &it.value.ty {
            Type::Named(id) => api.type_def(*id).name.to_string(),
            _ if is_single() => shape.clone(),
            _ => it.name.to_string(),
        }
    });
    identities.collect()
}

/// Finds the recorded name of each alternative of a union, given the shapes of those without a type of
/// their own: that of the only one with its shape, or else of the only one left with its type.
#[must_use]
pub fn recall_by_shape<'l>(
    lock: &'l Lock,
    union: &str,
    shapes: &[Option<String>],
) -> Vec<Option<&'l str>> {
    let is_single = |shape: &String| {
        let mut same = shapes.iter().flatten().filter(|it| *it == shape);
        same.next().is_some() && same.next().is_none()
    };
    let exact = shapes.iter().map(|shape| {
        let shape = shape.as_ref().filter(|it| is_single(it))?;
        lock.text(&Item::Alternative(union, shape))
    });
    let mut names: Vec<Option<&str>> = exact.collect();
    let mut left = list_unnamed(lock, union);
    left.retain(|(_, name)| !names.contains(&Some(name)));
    for index in 0..shapes.len() {
        let ty = |at: usize| shapes[at].as_deref().map(shape_without_rules);
        let is_rival = |&at: &usize| names[at].is_none() && ty(at) == ty(index);
        let (Some(own), None) = (ty(index), names[index]) else {
            continue;
        };
        let mut same = left
            .iter()
            .filter(|(shape, _)| shape_without_rules(shape) == own);
        if (0..shapes.len()).filter(is_rival).count() == 1
            && let (Some((_, name)), None) = (same.next(), same.next())
        {
            names[index] = Some(name);
        }
    }
    names
}

/// The recorded alternatives of a union without types of their own: shape and name.
fn list_unnamed<'l>(lock: &'l Lock, union: &str) -> Vec<(&'l str, &'l str)> {
    let start = format!("alternative {} ", escape(union));
    let lines = lock.entries.range(start.clone()..);
    let lines = lines.map_while(|(key, entry)| Some((key.strip_prefix(&start)?, entry)));
    let unnamed = lines.filter(|(_, entry)| entry.values.get(1).is_some_and(|it| it == ABSENT));
    unnamed
        .filter_map(|(shape, entry)| Some((shape, entry.values.first()?.as_str())))
        .collect()
}
