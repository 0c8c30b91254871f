//! Drafts and operations in, the names that the lock has for them out.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Document;
use crate::extension::RUST_NAME;
use crate::ir::{Operation, TypeId};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::name::TypeName;
use crate::names::{Item, Lock};
use crate::pointer::{Address, Pointer};

use super::members::Member;
use super::relocation::Relocation;

/// A reference to a schema that stays when parameters are reordered: `parameters/2` is
/// `parameters/query.page`.
pub(in crate::lower) fn stable_reference(document: &Document, address: &Address) -> String {
    let reference = document.reference(address);
    if !reference.contains("/parameters/") {
        return reference;
    }
    let mut pointer = Pointer::root();
    let mut stable = Pointer::root();
    let mut is_list = false;
    for segment in address.pointer.segments() {
        pointer.push(&segment);
        let written = Address::new(address.file, pointer.clone());
        let is_index = is_list && segment.bytes().all(|it| it.is_ascii_digit());
        let node = document.node(&written).filter(|_| is_index);
        let text = |key| node.and_then(|it| it.get(key)?.as_str());
        match (text("in"), text("name")) {
            (Some(place), Some(name)) => stable.push(&format!("{place}.{name}")),
            _ => stable.push(&segment),
        }
        is_list = segment == "parameters";
    }
    let file = reference.split('#').next().unwrap_or_default();
    format!("{file}#{stable}")
}

/// The recorded name of the type of a schema, or else of one that is made of it within another type.
pub(in crate::lower) fn recall_owner<'a>(
    ctx: &Ctx<'a>,
    address: &Address,
    parent: Option<TypeId>,
) -> Option<&'a str> {
    if ctx.naming.lock.is_empty() {
        return None;
    }
    let lock: &'a Lock = ctx.naming.lock;
    if let Some(given) = given_owner(ctx, address) {
        return Some(given);
    }
    let reference = stable_reference(ctx.document, address);
    let within = parent.and_then(|parent| {
        let parent = stable_reference(ctx.document, &ctx.drafts.list[parent.0].address);
        lock.text(&Item::Type(&within(&reference, &parent)))
    });
    let mut whole = Some(&*reference);
    let mut wholes = std::iter::from_fn(|| {
        let next = whole?;
        whole = surrounding_union(next);
        Some(next)
    });
    within.or_else(|| wholes.find_map(|it| lock.text(&Item::Type(it))))
}

/// The name that `x-rust-name` gives to the type of a schema, if that is recorded: schemas that share it
/// have the members that are recorded of it, even if one of them had another name.
fn given_owner<'a>(ctx: &Ctx<'a>, address: &Address) -> Option<&'a str> {
    let schema = &ctx.schemas[ctx.schemas.find(address)?];
    let given = schema.extensions.get(RUST_NAME.key)?.as_str()?;
    let lock: &'a Lock = ctx.naming.lock;
    lock.type_name(given)
}

/// The schema that has another as an alternative, with which it may be one type.
fn surrounding_union(reference: &str) -> Option<&str> {
    let (list, index) = reference.rsplit_once('/')?;
    let (whole, list) = list.rsplit_once('/')?;
    let is_union = matches!(list, "oneOf" | "anyOf" | "allOf");
    (is_union && index.bytes().all(|it| it.is_ascii_digit())).then_some(whole)
}

/// The reference to a schema that is the type of several places, at one of them.
fn within(reference: &str, parent: &str) -> String {
    format!("{reference} in {parent}")
}

/// The recorded name of an operation.
pub(in crate::lower) fn recall_operation<'a>(
    ctx: &Ctx<'a>,
    method: &str,
    path: &str,
) -> Option<&'a str> {
    ctx.naming.lock.text(&Item::Operation(method, path))
}

/// Looks up the name that each member of a schema had.
pub(in crate::lower) fn recall_members<'a, 's>(
    ctx: &Ctx<'a>,
    address: &Address,
    members: &mut [Member<'s>],
    item: impl Fn(&'s str, &'s str) -> Item<'s>,
) where
    'a: 's,
{
    if let Some(owner) = recall_owner(ctx, address, None) {
        Member::recall(members, ctx.naming.lock, |it| item(owner, it));
    }
}

/// A reference to the schema of each draft. Where several are made of one schema, it says within which
/// type each is.
fn collect_origins(ctx: &Ctx<'_>) -> Vec<String> {
    let drafts = &ctx.drafts.list;
    let references = drafts
        .iter()
        .map(|it| stable_reference(ctx.document, &it.address));
    let references: Vec<String> = references.collect();
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for reference in &references {
        *counts.entry(reference).or_default() += 1;
    }
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    let mut origins = Vec::with_capacity(references.len());
    for (draft, reference) in drafts.iter().zip(&references) {
        let mut origin = match &draft.hint {
            Hint::Child(parent, _) if counts[&**reference] > 1 => {
                within(reference, &references[parent.0])
            }
            _ => reference.clone(),
        };
        let count = seen.entry(origin.clone()).or_default();
        *count += 1;
        if *count > 1 {
            origin = format!("{origin} {count}");
        }
        origins.push(origin);
    }
    origins
}

/// Finds the recorded name of each draft. A name from `x-rust-name` wins over it.
pub(super) fn recall_type_names(ctx: &mut Ctx<'_>) {
    let origins = collect_origins(ctx);
    let drafts = ctx.drafts.list.iter().zip(&origins);
    let recorded = drafts.map(|(draft, origin)| match &draft.hint {
        Hint::Fixed(_) => None,
        Hint::Own(_) | Hint::Child(..) => ctx.naming.lock.name(&Item::Type(origin)),
    });
    ctx.naming.recorded = recorded.collect();
    ctx.naming.origins = origins;
}

/// The groups of drafts that have one recorded name, sorted by name.
pub(super) fn group_by_recorded_name(ctx: &Ctx<'_>) -> Vec<Vec<TypeId>> {
    let mut groups: FxHashMap<&TypeName, Vec<TypeId>> = FxHashMap::default();
    for (index, name) in ctx.naming.recorded.iter().enumerate() {
        if let Some(name) = name {
            groups.entry(name).or_default().push(TypeId(index));
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.retain(|(_, group)| group.len() > 1);
    groups.sort_unstable();
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Drops the recorded name of all classes of a group but the largest. Each class has types of one
/// shape, the classes are in the order of their ranks.
pub(super) fn keep_largest_class(ctx: &mut Ctx<'_>, classes: &[Vec<TypeId>]) {
    let largest = (0..classes.len()).min_by_key(|index| Reverse(classes[*index].len()));
    for (index, class) in classes.iter().enumerate() {
        if Some(index) != largest {
            for id in class {
                ctx.naming.recorded[id.0] = None;
            }
        }
    }
}

/// Drops recorded names that `x-rust-name` gives to other types.
pub(super) fn yield_to_given_names(ctx: &mut Ctx<'_>) {
    let drafts = ctx.drafts.list.iter();
    let given = drafts.filter_map(|draft| match &draft.hint {
        Hint::Fixed(name) => Some(name.as_str()),
        Hint::Own(_) | Hint::Child(..) => None,
    });
    let given: FxHashSet<&str> = given.collect();
    for name in &mut ctx.naming.recorded {
        name.take_if(|name| given.contains(name.as_str()));
    }
}

/// Gives the recorded name of a type to the one that stands for it.
pub(super) fn pass_on_names(ctx: &mut Ctx<'_>, relocation: &Relocation) {
    for index in 0..ctx.naming.recorded.len() {
        let kept = relocation.of(TypeId(index)).0;
        let is_given = matches!(ctx.drafts.list[kept].hint, Hint::Fixed(_));
        if kept != index
            && let Some(name) = ctx.naming.recorded[index].take()
            && !is_given
        {
            ctx.naming.recorded[kept].get_or_insert(name);
        }
    }
}

/// Whether an operation has the name that is recorded for it.
pub(super) fn is_recorded(ctx: &Ctx<'_>, operation: &Operation) -> bool {
    let item = Item::Operation(&operation.method, &operation.path);
    ctx.naming.lock.name(&item).as_ref() == Some(&operation.name)
}
