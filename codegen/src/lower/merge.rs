//! Schemas that were given one name become one type.

use indexmap::IndexMap;

use crate::diagnostic::catalogue::NAME_SHAPES;
use crate::ir::{Kind, Type, TypeId};
use crate::name::TypeName;

use super::Ctx;
use super::draft::Hint;

/// Where the users of a type find it: each type's own id, or that of the one it was merged into.
#[derive(Debug)]
pub(super) struct Relocation(Vec<TypeId>);

impl Relocation {
    /// The type that stands for `id` now.
    pub(super) fn of(&self, id: TypeId) -> TypeId {
        self.0[id.0]
    }

    /// Rewrites a type.
    pub(super) fn apply(&self, ty: &mut Type) {
        each_named(ty, &mut |id| *id = self.of(*id));
    }

    /// Says where the types stand that these ids stand for now.
    pub(super) fn then(&mut self, next: impl Fn(TypeId) -> TypeId) {
        for id in &mut self.0 {
            *id = next(*id);
        }
    }
}

/// Merges the types that share an `x-rust-name`; unequal shapes are an error that names both.
pub(super) fn same_names(ctx: &mut Ctx<'_>) -> Relocation {
    let mut groups: IndexMap<String, Vec<TypeId>> = IndexMap::new();
    for (index, draft) in ctx.drafts.list.iter().enumerate() {
        if let Hint::Fixed(name) = &draft.hint {
            groups.entry(name.clone()).or_default().push(TypeId(index));
        }
    }
    for (index, draft) in ctx.drafts.list.iter().enumerate() {
        // A component that has the name by itself belongs to those that were given it.
        if let Hint::Own(spelling) = &draft.hint
            && let Some(group) = groups.get_mut(TypeName::from_spelling(spelling).as_str())
        {
            group.insert(0, TypeId(index));
        }
    }
    let mut relocation = Relocation((0..ctx.drafts.list.len()).map(TypeId).collect());
    for (name, group) in groups {
        let first = group[0];
        for &other in &group[1..] {
            let mut pairs = Vec::new();
            if same(ctx, first, other, &mut pairs) {
                ctx.drafts.list[first.0].parent = None;
                for (kept, merged) in pairs {
                    if kept != merged {
                        relocation.0[merged.0] = kept;
                    }
                }
            } else {
                let (here, there) = (&ctx.drafts.list[other.0], &ctx.drafts.list[first.0]);
                let message = format!("two schemas are called `{name}` but differ in their shapes");
                ctx.diagnostics
                    .report(&NAME_SHAPES, &here.address, message)
                    .related(&there.address, "this is the other")
                    .help("give one of them another `x-rust-name`");
            }
        }
    }
    // A type may have been merged into one that was itself merged later.
    for index in 0..relocation.0.len() {
        let mut id = relocation.0[index];
        while relocation.of(id) != id {
            id = relocation.of(id);
        }
        relocation.0[index] = id;
    }
    relocation
}

/// Whether two types have one shape. Types that are part of them, and of nothing else, are
/// compared in turn; `pairs` collects what is the same as what.
fn same(ctx: &Ctx<'_>, left: TypeId, right: TypeId, pairs: &mut Vec<(TypeId, TypeId)>) -> bool {
    if left == right || pairs.contains(&(left, right)) {
        return true;
    }
    let (Some(left_kind), Some(right_kind)) = (ctx.drafts.kind(left), ctx.drafts.kind(right))
    else {
        return false;
    };
    let (left_skeleton, left_parts) = skeleton(left_kind);
    let (right_skeleton, right_parts) = skeleton(right_kind);
    let rules = |id: TypeId| &ctx.drafts.list[id.0].rules;
    if left_skeleton != right_skeleton || rules(left) != rules(right) {
        return false;
    }
    pairs.push((left, right));
    left_parts
        .into_iter()
        .zip(right_parts)
        .all(|(left_part, right_part)| {
            left_part == right_part
                || belongs_together(ctx, (left, left_part), (right, right_part))
                    && same(ctx, left_part, right_part, pairs)
        })
}

/// Whether two types have the same place in two types that are compared, or the same given name.
fn belongs_together(ctx: &Ctx<'_>, left: (TypeId, TypeId), right: (TypeId, TypeId)) -> bool {
    match (
        &ctx.drafts.list[left.1.0].hint,
        &ctx.drafts.list[right.1.0].hint,
    ) {
        (Hint::Child(_, left_part), Hint::Child(_, right_part)) => left_part == right_part,
        (Hint::Fixed(left), Hint::Fixed(right)) => left == right,
        _ => false,
    }
}

/// A shape without the identities of the types in it, and those identities.
fn skeleton(kind: &Kind) -> (Kind, Vec<TypeId>) {
    let mut skeleton = kind.clone();
    let mut parts = Vec::new();
    each_type(&mut skeleton, &mut |ty| {
        each_named(ty, &mut |id| parts.push(std::mem::replace(id, TypeId(0))));
    });
    (skeleton, parts)
}

/// Calls `visit` with every type that a shape mentions.
pub(super) fn each_type(kind: &mut Kind, visit: &mut dyn FnMut(&mut Type)) {
    match kind {
        Kind::Object(object) => {
            for field in &mut object.fields {
                visit(&mut field.value.ty);
            }
            if let Some(others) = &mut object.others {
                visit(&mut others.value.ty);
            }
        }
        Kind::Tagged(tagged) => tagged.variants.iter_mut().for_each(|it| visit(&mut it.ty)),
        Kind::Union(list) => list.iter_mut().for_each(|it| visit(&mut it.value.ty)),
        Kind::Newtype(value) => visit(&mut value.ty),
        Kind::Alias(ty) => visit(ty),
        Kind::StringEnum(_) => {}
    }
}

/// Calls `visit` with the id at the core of a type, if it has one.
pub(super) fn each_named(ty: &mut Type, visit: &mut dyn FnMut(&mut TypeId)) {
    match ty {
        Type::Named(id) => visit(id),
        Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Box(inner) => {
            each_named(inner, visit);
        }
        Type::Bool
        | Type::I64
        | Type::U64
        | Type::I128
        | Type::U128
        | Type::F64
        | Type::String
        | Type::Base64
        | Type::DateTime
        | Type::File
        | Type::Json => {}
    }
}
