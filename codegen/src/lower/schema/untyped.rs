//! Lowered schemas in, those that became any JSON out, if they say more.

use crate::document::keyword::Keyword;
use crate::document::schema::{Schema, SchemaId, Type as JsonType};
use crate::ir::{Type, TypeKind, Untyped, Value};
use crate::lower::ctx::Ctx;

/// Collects the schemas without a type, in document order, each place once.
pub(in crate::lower) fn collect_untyped(ctx: &Ctx<'_>) -> Vec<Untyped> {
    #[expect(clippy::disallowed_methods, reason = "sorted below")]
    let mut lowered: Vec<(SchemaId, &Value)> =
        ctx.lowered.iter().map(|(id, value)| (*id, value)).collect();
    lowered.sort_unstable_by_key(|(id, _)| *id);
    let mut list: Vec<Untyped> = Vec::new();
    for (id, value) in lowered {
        let Some(reason) = untyped_reason(ctx, id, value) else {
            continue;
        };
        let address = ctx.schemas.address(id).clone();
        list.push(Untyped { address, reason });
    }
    // A combined schema has the address of its first part.
    let mut seen = rustc_hash::FxHashSet::default();
    list.retain(|untyped| seen.insert(untyped.address.clone()));
    list
}

fn untyped_reason(ctx: &Ctx<'_>, id: SchemaId, value: &Value) -> Option<&'static str> {
    let parts = list_parts(ctx, id);
    let any = |test: &dyn Fn(&Schema) -> bool| parts.iter().any(|&part| test(&ctx.schemas[part]));
    let ty = type_behind_name(ctx, id, &value.ty);
    if let Type::Vec(item) = ty
        && **item == Type::Json
        && any(&|it| !it.prefix_items.is_empty())
    {
        return Some("an array with a type for each position");
    }
    if *ty != Type::Json || !any(&|it| says_something(ctx, it)) {
        return None;
    }
    Some(if any(&|it| it.boolean == Some(false)) {
        "nothing is allowed"
    } else if any(&is_null) {
        "only null is allowed"
    } else if any(&|it| {
        [&it.one_of, &it.any_of]
            .into_iter()
            .flatten()
            .any(Vec::is_empty)
    }) {
        "an empty list of alternatives"
    } else if any(&|it| it.one_of.is_some() || it.any_of.is_some()) {
        "alternatives without a common Rust type"
    } else if any(&|it| it.enumeration.is_some() || it.constant.is_some()) {
        "values of several types"
    } else if any(&|it| it.types.is_some()) {
        "parts that contradict each other"
    } else {
        "no `type`, and no keyword that implies one"
    })
}

/// The type of a schema, behind its name as a component.
fn type_behind_name<'a>(ctx: &'a Ctx<'_>, id: SchemaId, ty: &'a Type) -> &'a Type {
    let ty = strip_null_and_box(ty);
    let Type::Named(name) = ty else {
        return ty;
    };
    match ctx.drafts.kind(*name) {
        Some(TypeKind::Alias(inner) | TypeKind::Newtype(Value { ty: inner, .. }))
            if ctx.drafts.of_schema(id) == Some(*name) =>
        {
            strip_null_and_box(inner)
        }
        _ => ty,
    }
}

/// A type without `Nullable` and `Box`.
fn strip_null_and_box(mut ty: &Type) -> &Type {
    while let Type::Nullable(inner) | Type::Box(inner) = ty {
        ty = inner;
    }
    ty
}

/// A schema, the target of its `$ref`, and its `allOf`, at any depth.
fn list_parts(ctx: &Ctx<'_>, id: SchemaId) -> Vec<SchemaId> {
    let mut parts = vec![id];
    let mut next = 0;
    while let Some(&part) = parts.get(next) {
        let schema = &ctx.schemas[part];
        for &more in schema.reference.iter().chain(&schema.all_of) {
            if !parts.contains(&more) {
                parts.push(more);
            }
        }
        next += 1;
    }
    parts
}

/// Whether a schema has an assertion, apart from combining schemas without one.
fn says_something(ctx: &Ctx<'_>, schema: &Schema) -> bool {
    let unions = [&schema.one_of, &schema.any_of].into_iter().flatten();
    let is_silent = |&id: &SchemaId| is_null(&ctx.schemas[id]) || is_silent(&ctx.schemas[id]);
    unions
        .clone()
        .any(|union| union.is_empty() || !union.iter().all(is_silent))
        || unions.count() == 0 && !self::is_silent(schema)
}

fn is_null(schema: &Schema) -> bool {
    schema.types.as_deref() == Some(&[JsonType::Null])
}

fn is_silent(schema: &Schema) -> bool {
    let joins = |it: &Keyword| matches!(it.name, "$ref" | "allOf");
    schema.boolean != Some(false) && schema.has_only(|it| it.is_annotation() || joins(it))
}
