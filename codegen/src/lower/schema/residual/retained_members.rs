//! Types and the schemas that inspect them in, types that retain additional members out. A residual
//! rule validates what a value encodes to, so its type must keep every member that the rule may
//! inspect.

use rustc_hash::FxHashSet;

use crate::document::keyword::{EnforcedBy, Keyword, KeywordKind, Target};
use crate::document::keyword_value::KeywordValue;
use crate::document::schema::{Schema, SchemaId};
use crate::ir::{ObjectDef, Type, TypeId, TypeKind};
use crate::lower::ctx::Ctx;
use crate::lower::schema::undeclared::additional_field;
use crate::tree::Tree;

/// The maximal number of pairs of a type and a schema; real documents have thousands.
const MAX_PAIRS: usize = 500_000;

/// Adds a field for additional members to each struct that needs one.
pub(in crate::lower) fn keep_members(ctx: &mut Ctx<'_>) {
    let retained = std::mem::take(&mut ctx.schema.retained).into_iter();
    let pairs = retained.flat_map(|it| {
        it.schemas
            .into_iter()
            .map(move |schema_id| (it.ty.clone(), schema_id))
    });
    let mut open: Vec<(Type, SchemaId)> = pairs.collect();
    // Each pair is visited once, however many paths lead to it.
    let mut seen: FxHashSet<(Type, SchemaId)> = FxHashSet::default();
    while let Some((ty, schema_id)) = open.pop() {
        if seen.len() == MAX_PAIRS || !seen.insert((ty.clone(), schema_id)) {
            continue;
        }
        let beside = ctx.schemas[schema_id].in_place();
        open.extend(beside.map(|beside| (ty.clone(), beside)));
        match ty {
            Type::Named(id) => visit_parts(ctx, id, schema_id, &mut open),
            Type::Vec(inner) => {
                let schemas = item_schemas(&ctx.schemas[schema_id]);
                open.extend(schemas.map(|schema_id| ((*inner).clone(), schema_id)));
            }
            Type::Map(inner) => {
                let schemas = value_schemas(&ctx.schemas[schema_id]);
                open.extend(schemas.map(|schema_id| ((*inner).clone(), schema_id)));
            }
            Type::Nullable(inner) | Type::Box(inner) => open.push((*inner, schema_id)),
            _ => {}
        }
    }
}

fn visit_parts(
    ctx: &mut Ctx<'_>,
    id: TypeId,
    schema_id: SchemaId,
    open: &mut Vec<(Type, SchemaId)>,
) {
    let schema = &ctx.schemas[schema_id];
    match ctx.drafts.kind(id) {
        Some(TypeKind::Object(object)) => {
            for field in &object.fields {
                let schemas = member_schemas(schema, &field.wire);
                open.extend(schemas.map(|schema_id| (field.value.ty.clone(), schema_id)));
            }
            if let Some(others) = &object.others {
                open.extend(
                    value_schemas(schema).map(|schema_id| (others.value.ty.clone(), schema_id)),
                );
            }
            if object.others.is_none()
                && inspects_other_members(ctx, object, schema)
                && let Some(TypeKind::Object(object)) = &mut ctx.drafts.list[id.0].kind
            {
                object.others = Some(additional_field(object));
            }
        }
        Some(TypeKind::Union(list)) => {
            open.extend(list.iter().map(|it| (it.value.ty.clone(), schema_id)));
        }
        Some(TypeKind::Tagged(tagged)) => {
            open.extend(tagged.variants.iter().map(|it| (it.ty.clone(), schema_id)));
        }
        Some(TypeKind::Tuple(list)) => {
            let schemas: Vec<SchemaId> = item_schemas(schema).collect();
            for item in list {
                open.extend(
                    schemas
                        .iter()
                        .map(|schema_id| (item.value.ty.clone(), *schema_id)),
                );
            }
        }
        Some(TypeKind::Newtype(value)) => open.push((value.ty.clone(), schema_id)),
        Some(TypeKind::Alias(ty)) => open.push((ty.clone(), schema_id)),
        Some(TypeKind::StringEnum(_)) | None => {}
    }
}

/// Whether a schema inspects members without a field.
fn inspects_other_members(ctx: &Ctx<'_>, object: &ObjectDef, schema: &Schema) -> bool {
    let is_new = |name: &String| {
        let has_field = object.fields.iter().any(|field| field.wire == *name);
        !has_field && !object.constants.iter().any(|(wire, _)| wire == name)
    };
    let says = |id: &SchemaId| {
        let schema = &ctx.schemas[*id];
        schema.boolean != Some(true) && *schema != Schema::default()
    };
    let asks = |(keyword, value): (&Keyword, &dyn KeywordValue)| match keyword.kind {
        KeywordKind::Applicator(Target::Members | Target::Names) => {
            keyword.name != "properties" && value.subschemas().iter().any(says)
        }
        KeywordKind::Assertion => keyword.enforced_by == EnforcedBy::Interpreter,
        _ => false,
    };
    let is_object = |value: &Tree| matches!(value, Tree::Object(_));
    let dependent = schema.dependent_required.iter();
    let dependent = dependent.flat_map(|(name, names)| names.iter().chain([name]));
    let names = schema.properties.keys().chain(&schema.required);
    let names = names
        .chain(schema.dependent_schemas.keys())
        .chain(dependent);
    let mut listed = schema.enumeration.iter().flatten().chain(&schema.constant);
    names.into_iter().any(is_new)
        || !schema.pattern_properties.is_empty()
        || schema.min_properties.is_some()
        || schema.max_properties.is_some()
        || schema.keywords().any(asks)
        || listed.any(is_object)
}

/// The schemas that apply to a member.
fn member_schemas(schema: &Schema, name: &str) -> impl Iterator<Item = SchemaId> {
    let named = schema.properties.get(name).copied().into_iter();
    let others = schema.keywords().filter(|it| it.0.name != "properties");
    let others = others.filter(|it| it.0.kind == KeywordKind::Applicator(Target::Members));
    named.chain(others.flat_map(|(_, value)| value.subschemas()))
}

/// The schemas that apply to some member.
fn value_schemas(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    schema.applied_schemas(Target::Members)
}

/// The schemas that apply to items.
fn item_schemas(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    schema.applied_schemas(Target::Items)
}
