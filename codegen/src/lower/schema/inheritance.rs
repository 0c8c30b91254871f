//! A parent and the children that extend it by `allOf` in, an enum out.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::schema::{Discriminator, Schema, SchemaId, Schemas};
use crate::ir::{Tagged, TaggedVariant, Type, TypeKind, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::naming::external;
use crate::lower::naming::members::{self, Member};
use crate::lower::naming::recorded;
use crate::names::Item;
use crate::tree::Tree;

use super::draft::draft_merged_type;
use super::lower;
use super::merged::{self, MergedSchema};

/// Collects the components that extend each parent by `allOf`, directly or not, in document order.
pub(in crate::lower) fn collect_children(schemas: &Schemas) -> FxHashMap<SchemaId, Vec<SchemaId>> {
    let mut children: FxHashMap<SchemaId, Vec<SchemaId>> = FxHashMap::default();
    for &child in schemas.components.values() {
        let mut seen = FxHashSet::default();
        // A component that is only a `$ref` is another name of its target, no child.
        let mut open: Vec<SchemaId> = schemas[child].all_of.clone();
        if !open.is_empty() {
            open.extend(schemas[child].reference);
        }
        while let Some(part) = open.pop() {
            if part == child || !seen.insert(part) {
                continue;
            }
            let schema = &schemas[part];
            if is_parent(schema) {
                children.entry(part).or_default().push(child);
            }
            open.extend(schema.reference.iter().chain(&schema.all_of));
        }
    }
    children
}

/// Whether the discriminator of a schema is about its children, not about alternatives.
fn is_parent(schema: &Schema) -> bool {
    schema.discriminator.is_some() && schema.one_of.is_none() && schema.any_of.is_none()
}

/// Lowers a parent to an enum of its children and of itself. Returns `None` for other schemas.
///
/// Where the parent is used, a value may be any child. Where a child merges the parent by `allOf`,
/// it has the parent's members.
pub(super) fn lower_parent(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
    hint: &Hint,
) -> Option<Value> {
    if !is_parent(&ctx.schemas[id]) {
        return None;
    }
    let discriminator = ctx.schemas[id].discriminator.clone()?;
    let cases = tag_cases(ctx, id, merged, &discriminator);
    if cases.iter().all(|(_, member)| *member == TagTarget::Parent) {
        return None;
    }
    let draft = draft_merged_type(ctx, id, merged, hint);
    let ty = ctx.drafts.reserve(draft);
    let value = Value::of(Type::Named(ty)).or_null(merged.allows_null());
    ctx.lowered.insert(id, value.clone());
    // Types within the parent are named after it, whichever child is lowered first.
    for (wire, &property) in &merged.properties {
        lower::lower_schema(ctx, property, &Hint::Child(ty, wire.clone()));
    }
    let alone = derive_alone(ctx, id, merged);
    let values: Vec<&str> = cases.iter().map(|(value, _)| value.as_str()).collect();
    let places = cases.iter().map(|(_, member)| match *member {
        TagTarget::Parent => &merged.address,
        TagTarget::Child(child) => ctx.schemas.address(child),
    });
    let mut members = Member::list(&values, places);
    recorded::recall_members(ctx, &merged.address, &mut members, Item::Variant);
    let names = members::name_variants(ctx, &merged.scope(ctx), &members);
    let default = discriminator.default.map(|it| tag_target(ctx, id, it));
    let default = cases
        .iter()
        .position(|(_, target)| Some(*target) == default);
    let default = default.map(|index| names[index].clone());
    let variants = cases.iter().zip(names).map(|((value, member), name)| {
        let ty = match *member {
            TagTarget::Parent => {
                lower::lower_schema(ctx, alone, &Hint::Child(ty, "base".to_owned())).ty
            }
            TagTarget::Child(child) => {
                lower::lower_schema(ctx, child, &Hint::Child(ty, value.clone())).ty
            }
        };
        // Null is an alternative of the enum as a whole.
        let ty = match ty {
            Type::Nullable(inner) => *inner,
            ty => ty,
        };
        TaggedVariant {
            name,
            value: value.clone(),
            also: Vec::new(),
            ty,
        }
    });
    let variants = variants.collect();
    let tagged = Tagged {
        code: ctx.schema.codes.enumeration().map(str::to_owned),
        is_optional: !merged.required.contains(&discriminator.property),
        tag: discriminator.property,
        variants,
        default,
    };
    ctx.drafts.finish(ty, TypeKind::Tagged(tagged));
    Some(value)
}

/// The tag values that the enum of a parent distinguishes. Empty for other schemas, and for parents
/// with another tag.
pub(super) fn tag_values_below(ctx: &mut Ctx<'_>, id: SchemaId, property: &str) -> Vec<String> {
    let schema = &ctx.schemas[id];
    let discriminator = schema.discriminator.clone();
    let discriminator = discriminator.filter(|it| is_parent(schema) && it.property == property);
    let Some(discriminator) = discriminator else {
        return Vec::new();
    };
    let merged = merged::merge_schema(ctx, id);
    let cases = tag_cases(ctx, id, &merged, &discriminator);
    if cases.iter().all(|(_, member)| *member == TagTarget::Parent) {
        return Vec::new();
    }
    cases.into_iter().map(|(value, _)| value).collect()
}

/// What a tag value stands for.
#[derive(Clone, Copy, PartialEq)]
enum TagTarget {
    /// The parent itself, also under the name of a child that adds nothing to it.
    Parent,
    Child(SchemaId),
}

/// Collects the tag values: those of the mapping, those that children allow, or else their names,
/// and those that are left for the parent.
fn tag_cases(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
    discriminator: &Discriminator,
) -> Vec<(String, TagTarget)> {
    let declared = match merged.properties.get(&discriminator.property) {
        Some(&property) => listed_texts(ctx, property),
        None => Vec::new(),
    };
    let member = |ctx: &Ctx<'_>, child: SchemaId| tag_target(ctx, id, child);
    let mut cases: Vec<(String, TagTarget)> = Vec::new();
    for (value, &target) in &discriminator.mapping {
        cases.push((value.clone(), member(ctx, target)));
    }
    let mut add = |value: String, member: TagTarget| {
        if !cases.iter().any(|(known, _)| *known == value) {
            cases.push((value, member));
        }
    };
    for child in ctx.schema.children.get(&id).cloned().unwrap_or_default() {
        let is_mapped = discriminator.mapping.values().any(|it| *it == child);
        let own = own_tag_values(ctx, child, &discriminator.property, &declared);
        if own.is_empty() && !is_mapped {
            let name = external::component_key(ctx, child);
            if let Some(name) = name {
                add(name, member(ctx, child));
            }
        }
        for value in own {
            add(value, member(ctx, child));
        }
    }
    if declared.is_empty() {
        let name = external::component_key(ctx, id);
        if let Some(name) = name {
            add(name, TagTarget::Parent);
        }
    }
    for value in declared {
        add(value, TagTarget::Parent);
    }
    cases
}

/// Derives the schema of a parent that is none of its children.
fn derive_alone(ctx: &mut Ctx<'_>, id: SchemaId, merged: &MergedSchema) -> SchemaId {
    let alone = Schema {
        discriminator: None,
        ..ctx.schemas[id].clone()
    };
    ctx.schemas.derive(alone, merged.address.clone())
}

/// What a schema is to a parent: itself, or a child.
fn tag_target(ctx: &Ctx<'_>, parent: SchemaId, child: SchemaId) -> TagTarget {
    let mut target = child;
    while let Some(next) = ctx.schemas[target].plain_reference()
        && target != parent
    {
        target = next;
    }
    if target == parent {
        TagTarget::Parent
    } else {
        TagTarget::Child(child)
    }
}

/// The tag values that a child allows, unless they are those of the parent.
fn own_tag_values(
    ctx: &mut Ctx<'_>,
    child: SchemaId,
    property: &str,
    declared: &[String],
) -> Vec<String> {
    let merged = merged::merge_schema(ctx, child);
    let Some(&property) = merged.properties.get(property) else {
        return Vec::new();
    };
    let own = listed_texts(ctx, property);
    if own == declared { Vec::new() } else { own }
}

/// The scalars that a schema lists, as tag values.
fn listed_texts(ctx: &mut Ctx<'_>, id: SchemaId) -> Vec<String> {
    let values = merged::merge_schema(ctx, id).values.unwrap_or_default();
    values.iter().filter_map(tag_spelling).collect()
}

/// The spelling of a scalar as a tag value: `1`, `true`, or the string itself.
pub(super) fn tag_spelling(value: &Tree) -> Option<String> {
    match value {
        Tree::String(text) => Some(text.clone()),
        Tree::Number(_) | Tree::Bool(_) => Some(value.to_json()),
        Tree::Null | Tree::Array(_) | Tree::Object(_) => None,
    }
}
