//! Merges types that have the same `x-rust-name`.

use indexmap::{IndexMap, IndexSet};

use crate::diagnostic::catalogue::NAME_SHAPES;
use crate::ir::{TypeId, shape};
use crate::lower::ctx::Ctx;
use crate::lower::draft::{Draft, Hint};
use crate::name::TypeName;
use crate::pointer::Address;

use super::recorded;
use super::relocation::Relocation;

/// Merges the types that have the same `x-rust-name`. Different shapes are an error at both. Which
/// of them is kept does not depend on the order of the document. Types that the lock gives one name
/// are merged as far as their shapes are equal.
pub(in crate::lower) fn merge_same_names(ctx: &mut Ctx<'_>) -> Relocation {
    recorded::recall_type_names(ctx);
    recorded::yield_to_given_names(ctx);
    let mut failed: Vec<ShapeConflict> = Vec::new();
    let mut sets = UnionFind((0..ctx.drafts.list.len()).map(TypeId).collect());
    for (name, group) in group_by_name(ctx) {
        let (first, others) = group.split_first().expect("a name is somebody's");
        for other in others {
            let mut pairs = IndexSet::new();
            let mut blamed = None;
            match compare_types(ctx, *first, *other, &mut pairs, &mut blamed) {
                Ok(()) => {
                    for (kept, merged) in pairs {
                        sets.union(kept, merged, |id| rank(ctx, id));
                    }
                }
                Err(difference) => {
                    let name = name.clone();
                    let types = [*first, *other];
                    failed.push(ShapeConflict {
                        name,
                        types,
                        difference,
                        blamed,
                    });
                    break;
                }
            }
        }
        if !others.is_empty() {
            ctx.drafts.list[sets.root(*first).0].parent = None;
        }
        for id in group {
            ctx.naming.recorded[id.0] = None;
        }
    }
    for failed in failed {
        failed.report(ctx);
    }
    for group in recorded::group_by_recorded_name(ctx) {
        merge_recorded(ctx, group, &mut sets);
    }
    let relocation = (0..sets.0.len()).map(|id| sets.root(TypeId(id)));
    let relocation = Relocation(relocation.collect());
    recorded::pass_on_names(ctx, &relocation);
    relocation
}

/// Merges the types of one recorded name that have one shape; the largest class keeps the name.
fn merge_recorded(ctx: &mut Ctx<'_>, mut group: Vec<TypeId>, sets: &mut UnionFind) {
    group.sort_by_key(|id| rank(ctx, *id));
    let mut classes: Vec<Vec<TypeId>> = Vec::new();
    for id in group {
        let same = classes.iter_mut().find_map(|class| {
            let mut pairs = IndexSet::new();
            compare_types(ctx, class[0], id, &mut pairs, &mut None).ok()?;
            Some((class, pairs))
        });
        let Some((class, pairs)) = same else {
            classes.push(vec![id]);
            continue;
        };
        class.push(id);
        for (kept, merged) in pairs {
            sets.union(kept, merged, |id| rank(ctx, id));
        }
    }
    for class in classes.iter().filter(|class| class.len() > 1) {
        ctx.drafts.list[sets.root(class[0]).0].parent = None;
    }
    recorded::keep_largest_class(ctx, &classes);
}

/// The types of each `x-rust-name`, with the components that have the name by themselves. The one
/// to keep comes first.
fn group_by_name(ctx: &Ctx<'_>) -> IndexMap<String, Vec<TypeId>> {
    let mut groups: IndexMap<String, Vec<TypeId>> = IndexMap::new();
    for (index, draft) in ctx.drafts.list.iter().enumerate() {
        if let Hint::Fixed(name) = &draft.hint {
            groups.entry(name.clone()).or_default().push(TypeId(index));
        }
    }
    for (index, draft) in ctx.drafts.list.iter().enumerate() {
        if let Hint::Own(spelling) = &draft.hint
            && let Some(group) = groups.get_mut(TypeName::from_spelling(spelling).as_str())
        {
            group.push(TypeId(index));
        }
    }
    groups.sort_unstable_keys();
    for group in groups.values_mut() {
        group.sort_by_key(|id| rank(ctx, *id));
    }
    groups
}

/// Ranks the types of a group: first one that has the name by itself, then one that is a component,
/// then those of component schemas, then by address.
fn rank<'c>(ctx: &'c Ctx<'_>, id: TypeId) -> ([bool; 3], &'c Address) {
    let Draft {
        hint,
        address,
        schema,
        ..
    } = &ctx.drafts.list[id.0];
    let is_own = matches!(hint, Hint::Own(_));
    let is_component = ctx.naming.component_names.contains_key(schema);
    let is_schema = address
        .pointer
        .segments()
        .take(2)
        .eq(["components", "schemas"]);
    ([!is_own, !is_component, !is_schema], address)
}

/// Two types of one name that differ.
struct ShapeConflict {
    name: String,
    types: [TypeId; 2],
    difference: shape::Difference,
    /// The name of a part that differs, which is an error of its own.
    blamed: Option<String>,
}

impl ShapeConflict {
    fn report(self, ctx: &mut Ctx<'_>) {
        if self.blamed.is_some() {
            return;
        }
        let [there, here] = self.types.map(|id| ctx.drafts.list[id.0].address.clone());
        let Self {
            name, difference, ..
        } = self;
        let message = format!("two schemas named `{name}` differ: {difference}");
        let diagnostic = ctx.diagnostics.report(&NAME_SHAPES, &here, message);
        diagnostic.related(&there, "also defined here");
        let main = |it: &&Address| it.file == ctx.document.file;
        let schemas = [&here, &there].into_iter().filter(main);
        let given = schemas.filter_map(|it| ctx.document.given.get(&it.pointer));
        let given: IndexSet<&Address> = given.collect();
        for place in given {
            diagnostic.related(place, "named here");
        }
        diagnostic.help("give one of them another `x-rust-name`");
    }
}

/// Sets of equal types; each id points to another of its set, the root to itself.
struct UnionFind(Vec<TypeId>);

impl UnionFind {
    fn root(&self, mut id: TypeId) -> TypeId {
        while self.0[id.0] != id {
            id = self.0[id.0];
        }
        id
    }

    /// Unites the sets of two types. The root that ranks first becomes the root of both.
    fn union<K: Ord>(&mut self, left: TypeId, right: TypeId, rank: impl Fn(TypeId) -> K) {
        let (left, right) = (self.root(left), self.root(right));
        let (kept, merged) = if rank(right) < rank(left) {
            (right, left)
        } else {
            (left, right)
        };
        self.0[merged.0] = kept;
    }
}

/// Compares two types, and in turn the types that are only part of them. `pairs` collects the equal
/// ones; `blamed` is the name of a part that differs.
fn compare_types(
    ctx: &Ctx<'_>,
    left: TypeId,
    right: TypeId,
    pairs: &mut IndexSet<(TypeId, TypeId)>,
    blamed: &mut Option<String>,
) -> Result<(), shape::Difference> {
    if left == right || !pairs.insert((left, right)) {
        return Ok(());
    }
    let Draft {
        schema: _,
        address: _,
        parts: _,
        hint: _,   // Compared by whoever leads here.
        parent: _, // Where it is written to.
        doc: _,    // Prose.
        deprecated: left_deprecated,
        kind: left_kind,
        rules: left_rules,
    } = &ctx.drafts.list[left.0];
    let Draft {
        schema: _,
        address: _,
        parts: _,
        hint: _,
        parent: _,
        doc: _,
        deprecated,
        kind,
        rules,
    } = &ctx.drafts.list[right.0];
    let (Some(left_kind), Some(kind)) = (left_kind, kind) else {
        return Err(shape::other_type());
    };
    shape::same_shape(left_kind, kind, &mut |left_part, part| {
        if left_part == part {
            Ok(())
        } else if belongs_together(ctx, left_part, part) {
            let same = compare_types(ctx, left_part, part, pairs, blamed);
            if let (Err(_), Hint::Fixed(name)) = (&same, &ctx.drafts.list[part.0].hint) {
                *blamed = Some(name.clone());
            }
            same
        } else {
            Err(shape::other_type())
        }
    })?;
    shape::expect(left_rules == rules, "their rules differ")?;
    shape::expect(
        left_deprecated == deprecated,
        "only one of them is deprecated",
    )
}

/// Whether two types are the same part of their containers, or have the same given name.
fn belongs_together(ctx: &Ctx<'_>, left: TypeId, right: TypeId) -> bool {
    match (
        &ctx.drafts.list[left.0].hint,
        &ctx.drafts.list[right.0].hint,
    ) {
        (Hint::Child(_, left_part), Hint::Child(_, right_part)) => left_part == right_part,
        (Hint::Fixed(left), Hint::Fixed(right)) => left == right,
        _ => {
            let [left, right] = [left, right].map(|id| &ctx.naming.recorded[id.0]);
            left.is_some() && left == right
        }
    }
}
