//! Which keywords a type and its rules leave out, each in a schema of its own.

use crate::document::instance;
use crate::document::schema::{Schema, SchemaId, Type as JsonType};
use crate::ir::{Type, TypeKind, Value};
use crate::lower::ctx::Ctx;
use crate::lower::schema::merged::{self, MergedSchema, TypeSource};
use crate::lower::schema::rules;
use crate::tree::Tree;

/// The place of each keyword, its name, and a schema that asks for nothing else.
type Parts = Vec<(SchemaId, &'static str, Schema)>;

/// What is left out of a conjunction.
pub(super) fn residual_keywords(
    ctx: &mut Ctx<'_>,
    merged: &MergedSchema,
    source: &TypeSource,
    value: &Value,
) -> Parts {
    let mut parts = Parts::new();
    if matches!(source, TypeSource::Types) {
        return parts;
    }
    let nodes: Vec<SchemaId> = merged.nodes.clone();
    for &node in &nodes {
        match source {
            TypeSource::Plain => match merged.single_type() {
                Some(JsonType::Object) => object_keywords(ctx, merged, node, &mut parts),
                Some(JsonType::Array) => array_keywords(ctx, node, value, &mut parts),
                Some(JsonType::Null) | None if value.ty == Type::Json => {
                    let rest = Schema {
                        types: merged
                            .values
                            .is_some()
                            .then(|| ctx.schemas[node].types.clone())
                            .flatten(),
                        ..remaining_keywords(&ctx.schemas[node])
                    };
                    push_remaining(node, rest, &mut parts);
                }
                _ => conditional_keywords(ctx, node, &mut parts),
            },
            TypeSource::Types => {}
            TypeSource::Alternatives { has_base, .. } => {
                let mut rest = adjacent_keywords(ctx, node, *has_base);
                if !has_base {
                    rest.types = adjacent_types(ctx, node, &merged.nodes);
                }
                push_remaining(node, rest, &mut parts);
            }
        }
        unevaluated_keywords(ctx, node, &mut parts);
    }
    union_keywords(ctx, merged, &nodes, &mut parts);
    parts
}

fn push_remaining(node: SchemaId, rest: Schema, parts: &mut Parts) {
    if rest != Schema::default() {
        parts.push((node, first_keyword(&rest), rest));
    }
}

/// A keyword that says what a schema with several of them is about.
fn first_keyword(schema: &Schema) -> &'static str {
    let present = [
        ("not", schema.not.is_some()),
        ("if", schema.if_.is_some()),
        ("enum", schema.enumeration.is_some()),
        ("const", schema.constant.is_some()),
        ("properties", !schema.properties.is_empty()),
        ("required", !schema.required.is_empty()),
        ("items", schema.items.is_some()),
    ];
    let first = present.into_iter().find(|(_, is_there)| *is_there);
    first.map_or("type", |(keyword, _)| keyword)
}

/// All that a schema asks for by itself, but for what makes types: `type`, `enum`, `const`, unions,
/// and what it refers to.
fn remaining_keywords(schema: &Schema) -> Schema {
    let (then, else_) = match schema.if_ {
        Some(_) => (schema.then, schema.else_),
        None => (None, None),
    };
    Schema {
        not: schema.not,
        if_: then.or(else_).and(schema.if_),
        then,
        else_,
        properties: schema.properties.clone(),
        pattern_properties: schema.pattern_properties.clone(),
        additional_properties: schema.additional_properties,
        property_names: schema.property_names,
        required: schema.required.clone(),
        dependent_required: schema.dependent_required.clone(),
        dependent_schemas: schema.dependent_schemas.clone(),
        min_properties: schema.min_properties,
        max_properties: schema.max_properties,
        items: schema.items,
        prefix_items: schema.prefix_items.clone(),
        contains: schema.contains,
        min_contains: schema.contains.and(schema.min_contains),
        max_contains: schema.contains.and(schema.max_contains),
        min_items: schema.min_items,
        max_items: schema.max_items,
        unique_items: schema.unique_items,
        minimum: schema.minimum.clone(),
        maximum: schema.maximum.clone(),
        exclusive_minimum: schema.exclusive_minimum.clone(),
        exclusive_maximum: schema.exclusive_maximum.clone(),
        multiple_of: schema.multiple_of.clone(),
        min_length: schema.min_length,
        max_length: schema.max_length,
        pattern: schema.pattern.clone(),
        ..Schema::default()
    }
}

/// What stands beside a union and is no part of its alternatives.
fn adjacent_keywords(ctx: &Ctx<'_>, node: SchemaId, has_base: bool) -> Schema {
    let schema = &ctx.schemas[node];
    let mut beside = Schema {
        enumeration: schema.enumeration.clone(),
        constant: schema.constant.clone(),
        ..remaining_keywords(schema)
    };
    if has_base {
        beside.required.clear();
        // With patterns beside them, neither is part of the alternatives.
        if beside.pattern_properties.is_empty() {
            beside.properties.clear();
            beside.additional_properties = None;
        }
        if beside.prefix_items.is_empty() {
            beside.items = None;
        }
    }
    beside
}

/// The types that a schema asks for, if some alternative may be of another one. Null stands beside
/// a type often enough to be taken for what is meant.
fn adjacent_types(ctx: &mut Ctx<'_>, node: SchemaId, nodes: &[SchemaId]) -> Option<Vec<JsonType>> {
    let types = ctx.schemas[node].types.clone()?;
    let allowed: Vec<JsonType> = types.iter().copied().chain([JsonType::Null]).collect();
    let lists = nodes.iter().flat_map(|&node| {
        let schema = &ctx.schemas[node];
        schema.one_of.iter().chain(&schema.any_of).cloned()
    });
    let lists: Vec<Vec<SchemaId>> = lists.collect();
    let (mut lists, mut left) = (lists.iter(), MOST);
    (!lists.any(|list| {
        list.iter()
            .all(|&it| has_only_types(ctx, it, &allowed, &mut left))
    }))
    .then_some(types)
}

/// How many schemas are asked for their types; those of more may be anything.
const MOST: usize = 200;

/// Whether all values of what becomes of a schema are of these types.
fn has_only_types(ctx: &mut Ctx<'_>, id: SchemaId, types: &[JsonType], left: &mut usize) -> bool {
    if *left == 0 {
        return false;
    }
    *left -= 1;
    let mut merged = merged::merge_schema(ctx, id);
    merged::infer_types(&mut merged);
    if merged.never || merged.types.is_some() {
        let mut own = merged.types.iter().flatten();
        return own.all(|ty| merged::intersect_types(types, &[*ty]) == [*ty]);
    }
    let mut unions = merged.unions.iter();
    unions.any(|list| list.iter().all(|&it| has_only_types(ctx, it, types, left)))
}

/// Unions that made no type.
fn union_keywords(ctx: &Ctx<'_>, merged: &MergedSchema, nodes: &[SchemaId], parts: &mut Parts) {
    let all = nodes.iter().flat_map(|&node| {
        let schema = &ctx.schemas[node];
        let one_of = schema.one_of.as_ref().map(|list| {
            let one_of = Some(list.clone());
            (
                "oneOf",
                list.is_empty(),
                Schema {
                    one_of,
                    ..Schema::default()
                },
            )
        });
        let any_of = schema.any_of.as_ref().map(|list| {
            let any_of = Some(list.clone());
            (
                "anyOf",
                list.is_empty(),
                Schema {
                    any_of,
                    ..Schema::default()
                },
            )
        });
        let both = one_of.into_iter().chain(any_of);
        both.map(move |(keyword, is_empty, schema)| (node, keyword, is_empty, schema))
    });
    for (node, keyword, is_empty, schema) in all.skip(usize::from(merged.is_union_taken)) {
        if !is_empty {
            parts.push((node, keyword, schema));
        }
    }
}

/// These look at everything beside them.
fn unevaluated_keywords(ctx: &Ctx<'_>, node: SchemaId, parts: &mut Parts) {
    let schema = &ctx.schemas[node];
    let present = [
        ("unevaluatedProperties", schema.unevaluated_properties),
        ("unevaluatedItems", schema.unevaluated_items),
    ];
    let is_open = |id: SchemaId| ctx.schemas[id].boolean == Some(true);
    let first = present
        .into_iter()
        .find(|(_, part)| part.is_some_and(|part| !is_open(part)));
    if let Some((keyword, _)) = first {
        parts.push((node, keyword, schema.clone()));
    }
}

/// `not`, `if`: whatever the type is.
fn conditional_keywords(ctx: &Ctx<'_>, node: SchemaId, parts: &mut Parts) {
    let schema = &ctx.schemas[node];
    if schema.not.is_some() {
        parts.push((node, "not", condition_schema(schema, "not")));
    }
    if schema.if_.is_some() && (schema.then.is_some() || schema.else_.is_some()) {
        parts.push((node, "if", condition_schema(schema, "if")));
    }
}

/// One of the keywords that set a condition.
fn condition_schema(schema: &Schema, keyword: &str) -> Schema {
    let mut part = Schema::default();
    match keyword {
        "not" => part.not = schema.not,
        "if" => {
            part.if_ = schema.if_;
            part.then = schema.then;
            part.else_ = schema.else_;
        }
        _ => {
            part.dependent_required
                .clone_from(&schema.dependent_required);
        }
    }
    part
}

fn array_keywords(ctx: &Ctx<'_>, node: SchemaId, value: &Value, parts: &mut Parts) {
    let schema = &ctx.schemas[node];
    let named = match &value.ty {
        Type::Nullable(inner) => inner,
        ty => ty,
    };
    let is_tuple = match named {
        Type::Named(id) => matches!(ctx.drafts.kind(*id), Some(TypeKind::Tuple(_))),
        _ => false,
    };
    if !schema.prefix_items.is_empty() && !is_tuple {
        let part = Schema {
            prefix_items: schema.prefix_items.clone(),
            items: schema.items,
            ..Schema::default()
        };
        parts.push((node, "prefixItems", part));
    }
    if schema.contains.is_some() {
        let part = Schema {
            contains: schema.contains,
            min_contains: schema.min_contains,
            max_contains: schema.max_contains,
            ..Schema::default()
        };
        parts.push((node, "contains", part));
    }
    conditional_keywords(ctx, node, parts);
}

fn object_keywords(ctx: &mut Ctx<'_>, merged: &MergedSchema, node: SchemaId, parts: &mut Parts) {
    let schema = &ctx.schemas[node];
    let is_simple = merged::only_pattern(ctx, schema).is_some();
    if !schema.pattern_properties.is_empty() && !is_simple {
        let part = Schema {
            pattern_properties: schema.pattern_properties.clone(),
            ..Schema::default()
        };
        parts.push((node, "patternProperties", part));
    }
    if !schema.dependent_schemas.is_empty() {
        let part = Schema {
            dependent_schemas: schema.dependent_schemas.clone(),
            ..Schema::default()
        };
        parts.push((node, "dependentSchemas", part));
    }
    if let Some(names) = schema.property_names
        && !(are_string_rules(ctx, names) && allow_fields(ctx, &merged.wires(), names))
    {
        let part = Schema {
            property_names: Some(names),
            ..Schema::default()
        };
        parts.push((node, "propertyNames", part));
    }
    let (_, left) = rules::member_rules(ctx, node, &merged.wires());
    for keyword in left {
        let part = condition_schema(&ctx.schemas[node], keyword);
        parts.push((node, keyword, part));
    }
    if !is_simple {
        additional_properties(ctx, merged, node, parts);
    }
}

/// `additionalProperties` speaks of what its own schema does not name. The type's field for other
/// members says the same only if nobody else names any.
fn additional_properties(
    ctx: &mut Ctx<'_>,
    merged: &MergedSchema,
    node: SchemaId,
    parts: &mut Parts,
) {
    let schema = &ctx.schemas[node];
    let Some(additional) = schema.additional_properties else {
        return;
    };
    let says_nothing = ctx.schemas[additional] == Schema::default()
        || ctx.schemas[additional].boolean == Some(true);
    let is_same = (schema.pattern_properties.is_empty() || merged::is_of_all_names(schema))
        && merged
            .wires()
            .iter()
            .all(|name| schema.properties.contains_key(name));
    if is_same || says_nothing {
        return;
    }
    let (named, patterns) = (schema.properties.clone(), schema.pattern_properties.clone());
    let any = anything_schema(ctx, node);
    let part = Schema {
        properties: named.into_keys().map(|name| (name, any)).collect(),
        pattern_properties: patterns.into_keys().map(|name| (name, any)).collect(),
        additional_properties: Some(additional),
        ..Schema::default()
    };
    parts.push((node, "additionalProperties", part));
}

/// Whether the members that have fields may be there, as far as their names go.
fn allow_fields(ctx: &Ctx<'_>, wires: &[String], names: SchemaId) -> bool {
    wires.iter().all(|wire| {
        let name = Tree::String(wire.clone());
        instance::refusals(&ctx.schemas, names, &name).is_empty()
    })
}

/// Whether the rules of a text and a list of values are all that a schema asks of names.
fn are_string_rules(ctx: &mut Ctx<'_>, names: SchemaId) -> bool {
    let merged = merged::merge_schema(ctx, names);
    let is_text = merged
        .types
        .as_ref()
        .is_none_or(|types| types.contains(&JsonType::String));
    let has_more = merged.nodes.iter().any(|&node| {
        let schema = &ctx.schemas[node];
        schema.not.is_some() || schema.if_.is_some()
    });
    is_text && !merged.never && merged.unions.is_empty() && !has_more
}

/// The schema that allows everything.
fn anything_schema(ctx: &mut Ctx<'_>, near: SchemaId) -> SchemaId {
    let address = ctx.schemas.address(near).clone();
    let anything = Schema {
        boolean: Some(true),
        ..Schema::default()
    };
    ctx.schemas.derive(anything, address)
}
