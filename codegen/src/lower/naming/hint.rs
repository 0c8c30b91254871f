//! Hints for a schema in, the best of them out. Which one came first must not matter.

use std::cmp::Reverse;

use crate::document::schema::SchemaId;
use crate::ir::TypeId;
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::pointer::{Address, Pointer};

use super::state::HintRank;

/// Records that a schema is being lowered, with the first hint for its type.
pub(in crate::lower) fn enter_schema(ctx: &mut Ctx<'_>, id: SchemaId, hint: &Hint) {
    let rank = rank_hint(ctx, id, hint);
    ctx.naming.ranks.insert(id, rank);
    // The items of a list derive their hint from that of the list.
    let around = ctx.naming.visits.last();
    let suffix =
        around.and_then(|(outer, outer_hint)| Some((*outer, added_words(outer_hint, hint)?)));
    if let Some((outer, suffix)) = suffix {
        ctx.naming
            .derived_hints
            .entry(outer)
            .or_default()
            .push((id, suffix));
    }
    ctx.naming.visits.push((id, hint.clone()));
}

/// Records that a schema is lowered.
pub(in crate::lower) fn leave_schema(ctx: &mut Ctx<'_>) {
    ctx.naming.visits.pop();
}

/// Considers another hint for a lowered schema. Its type keeps the better one.
pub(in crate::lower) fn improve_hint(ctx: &mut Ctx<'_>, id: SchemaId, hint: &Hint) {
    let Some(known) = ctx.naming.ranks.get(&id) else {
        return;
    };
    let rank = rank_hint(ctx, id, hint);
    if rank >= *known {
        return;
    }
    ctx.naming.ranks.insert(id, rank);
    if let Some(ty) = ctx.drafts.of_schema(id)
        && !is_child_of(ctx, hint, ty)
    {
        let draft = &mut ctx.drafts.list[ty.0];
        draft.parent = match hint {
            Hint::Child(parent, _) => Some(*parent),
            Hint::Own(_) | Hint::Fixed(_) => None,
        };
        if !matches!(draft.hint, Hint::Fixed(_)) {
            draft.hint = hint.clone();
        }
    }
    for (inner, suffix) in ctx
        .naming
        .derived_hints
        .get(&id)
        .cloned()
        .unwrap_or_default()
    {
        improve_hint(ctx, inner, &with_added_words(hint, &suffix));
    }
}

/// Whether a hint is a child of `ty`, directly or through other types.
fn is_child_of(ctx: &Ctx<'_>, hint: &Hint, ty: TypeId) -> bool {
    let mut hint = hint;
    for _ in 0..=ctx.drafts.list.len() {
        let Hint::Child(parent, _) = hint else {
            return false;
        };
        if *parent == ty {
            return true;
        }
        hint = &ctx.drafts.list[parent.0].hint;
    }
    true
}

/// The place after which a type is named.
fn naming_address<'c>(ctx: &'c Ctx<'_>, ty: TypeId) -> &'c Address {
    let draft = &ctx.drafts.list[ty.0];
    let address = ctx.schemas.naming_address(draft.schema);
    if address == ctx.schemas.address(draft.schema) {
        return &draft.address;
    }
    address
}

fn rank_hint(ctx: &Ctx<'_>, id: SchemaId, hint: &Hint) -> HintRank {
    let address = ctx.schemas.naming_address(id);
    let (owner, spelling) = match hint {
        Hint::Child(parent, part) => {
            let owner = &naming_address(ctx, *parent).pointer;
            let is_own = contains_address(ctx, *parent, address);
            (is_own.then_some(owner), format!("{owner} {part}"))
        }
        Hint::Own(spelling) | Hint::Fixed(spelling) => {
            let of_component = is_component_key(&address.pointer, spelling);
            let owner = if of_component {
                Some(&address.pointer)
            } else {
                ctx.naming.operation.as_ref()
            };
            let is_own = |owner: &&Pointer| {
                address.file == ctx.document.file && is_below(&address.pointer, owner)
            };
            (owner.filter(is_own), spelling.clone())
        }
    };
    HintRank {
        is_foreign: owner.is_none(),
        depth: Reverse(owner.map_or(0, |owner| owner.as_str().len())),
        spelling,
    }
}

/// Whether an address is within a type, and within all types that it is named after.
fn contains_address(ctx: &Ctx<'_>, ty: TypeId, address: &Address) -> bool {
    let mut ty = ty;
    for _ in 0..ctx.drafts.list.len() {
        let around = naming_address(ctx, ty);
        if around.file != address.file || !is_below(&address.pointer, &around.pointer) {
            return false;
        }
        let Hint::Child(parent, _) = ctx.drafts.list[ty.0].hint else {
            return true;
        };
        ty = parent;
    }
    false
}

/// Whether a spelling is the key of the component that contains a place, or starts with it and a
/// space. The operation `getAll` does not belong to the component `get`.
fn is_component_key(place: &Pointer, spelling: &str) -> bool {
    let mut segments = place.segments();
    let is_component = segments.next().as_deref() == Some("components");
    let key = segments.nth(1).filter(|_| is_component);
    let rest = key.and_then(|key| spelling.strip_prefix(&*key));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn is_below(place: &Pointer, owner: &Pointer) -> bool {
    let rest = place.as_str().strip_prefix(owner.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The words that a hint adds to the hint of its container.
fn added_words(outer: &Hint, inner: &Hint) -> Option<String> {
    let rest = match (outer, inner) {
        (Hint::Own(outer), Hint::Own(inner)) => inner.strip_prefix(outer.as_str()),
        (Hint::Child(one, outer), Hint::Child(other, inner)) if one == other => {
            inner.strip_prefix(outer.as_str())
        }
        _ => None,
    };
    rest.filter(|rest| rest.is_empty() || rest.starts_with(' '))
        .map(str::to_owned)
}

fn with_added_words(hint: &Hint, rest: &str) -> Hint {
    match hint {
        Hint::Own(spelling) | Hint::Fixed(spelling) => Hint::Own(format!("{spelling}{rest}")),
        Hint::Child(parent, part) => Hint::Child(*parent, format!("{part}{rest}")),
    }
}
