//! A merged schema and its type in, the keywords that neither expresses out.

use crate::document::instance;
use crate::document::keyword::{EnforcedBy, Keyword};
use crate::document::schema::{Schema, SchemaId, Type as JsonType};
use crate::ir::{Type, TypeKind, Value};
use crate::lower::ctx::Ctx;
use crate::lower::schema::merged::{self, MergedSchema, TypeSource};
use crate::lower::schema::{foreign, rules};
use crate::tree::Tree;

/// The schema of each keyword, its name, and a schema with nothing else.
type Parts = Vec<(SchemaId, &'static str, Schema)>;

/// The keywords that the type and rules of a merged schema do not express.
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
    if foreign::is_structure(merged, value) {
        let node = merged.nodes[0];
        let whole = ctx.schemas[node].only(Keyword::is_limit);
        push_remaining(node, whole, &mut parts);
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
            TypeSource::Alternatives { has_adjacent, .. } => {
                let mut rest = adjacent_keywords(ctx, node, *has_adjacent);
                if !has_adjacent {
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

/// The keyword that names a schema with several of them.
fn first_keyword(schema: &Schema) -> &'static str {
    const FIRST: [&str; 7] = [
        "not",
        "if",
        "enum",
        "const",
        "properties",
        "required",
        "items",
    ];
    let is_present = |name: &&str| schema.keywords().any(|it| it.0.name == *name);
    let first = FIRST.into_iter().find(is_present);
    first
        .or_else(|| interpreted(schema).next())
        .or_else(|| schema.checked_format.as_ref().map(|_| "format"))
        .unwrap_or("type")
}

/// The keywords of a schema that neither types nor rules speak of.
fn interpreted(schema: &Schema) -> impl Iterator<Item = &'static str> {
    let keywords = schema.keywords().map(|it| it.0);
    let keywords = keywords.filter(|it| it.enforced_by == EnforcedBy::Interpreter);
    keywords.map(|it| it.name)
}

/// Keywords that make types, and those that look at everything beside them.
const APART: [&str; 9] = [
    "$ref",
    "type",
    "enum",
    "const",
    "allOf",
    "anyOf",
    "oneOf",
    "unevaluatedProperties",
    "unevaluatedItems",
];

/// The assertions and applicators of a schema, except for those that make types: `type`, `enum`,
/// `const`, unions and references.
fn remaining_keywords(schema: &Schema) -> Schema {
    let mut rest = schema.only(|it| it.is_limit() && !APART.contains(&it.name));
    // Without one another these say nothing.
    if rest.if_.is_none() || rest.then.or(rest.else_).is_none() {
        (rest.if_, rest.then, rest.else_) = (None, None, None);
    }
    if rest.contains.is_none() {
        (rest.min_contains, rest.max_contains) = (None, None);
    }
    rest
}

/// The keywords adjacent to a union that its alternatives do not include.
fn adjacent_keywords(ctx: &Ctx<'_>, node: SchemaId, has_adjacent: bool) -> Schema {
    let schema = &ctx.schemas[node];
    let mut beside = Schema {
        enumeration: schema.enumeration.clone(),
        constant: schema.constant.clone(),
        ..remaining_keywords(schema)
    };
    if has_adjacent {
        beside.required.clear();
        // Patterns are not part of the alternatives, and affect both keywords.
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

/// The `type` of a schema, if an alternative may have another one. Null is accepted in any case,
/// for many documents mean it.
fn adjacent_types(ctx: &mut Ctx<'_>, node: SchemaId, nodes: &[SchemaId]) -> Option<Vec<JsonType>> {
    let types = ctx.schemas[node].types.clone()?;
    let allowed: Vec<JsonType> = types.iter().copied().chain([JsonType::Null]).collect();
    let lists = nodes.iter().flat_map(|&node| {
        let schema = &ctx.schemas[node];
        schema.one_of.iter().chain(&schema.any_of).cloned()
    });
    let lists: Vec<Vec<SchemaId>> = lists.collect();
    let (mut lists, mut left) = (lists.iter(), MAX_VISITS);
    (!lists.any(|list| {
        list.iter()
            .all(|&it| has_only_types(ctx, it, &allowed, &mut left))
    }))
    .then_some(types)
}

/// The maximal number of schemas to visit; more may have any type.
const MAX_VISITS: usize = 200;

/// Whether all values of a schema have these types.
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

/// The unions that became no type.
fn union_keywords(ctx: &Ctx<'_>, merged: &MergedSchema, nodes: &[SchemaId], parts: &mut Parts) {
    let all = nodes.iter().flat_map(|&node| {
        let schema = &ctx.schemas[node];
        let unions = [("oneOf", &schema.one_of), ("anyOf", &schema.any_of)];
        let unions = unions.into_iter();
        unions.filter_map(move |(keyword, list)| Some((node, keyword, list.as_ref()?)))
    });
    for (node, keyword, list) in all.skip(usize::from(merged.is_union_taken)) {
        if !list.is_empty() {
            let part = ctx.schemas[node].only(|it| it.name == keyword);
            parts.push((node, keyword, part));
        }
    }
}

/// `unevaluatedProperties` and `unevaluatedItems`, which depend on all adjacent keywords.
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

/// Keywords that neither types nor rules speak of, each by itself.
fn interpreted_keywords(schema: &Schema, node: SchemaId, parts: &mut Parts) {
    let keywords = interpreted(schema);
    parts.extend(keywords.map(|name| (node, name, schema.only(|it| it.name == name))));
}

/// `not`, `if`, and what the interpreter alone knows: whatever the type is.
fn conditional_keywords(ctx: &Ctx<'_>, node: SchemaId, parts: &mut Parts) {
    let schema = &ctx.schemas[node];
    if schema.not.is_some() {
        parts.push((node, "not", condition_schema(schema, "not")));
    }
    if schema.if_.is_some() && (schema.then.is_some() || schema.else_.is_some()) {
        parts.push((node, "if", condition_schema(schema, "if")));
    }
    interpreted_keywords(schema, node, parts);
}

/// One of the keywords that set a condition, with what belongs to it.
fn condition_schema(schema: &Schema, keyword: &str) -> Schema {
    let is_branch = |name: &str| keyword == "if" && matches!(name, "then" | "else");
    schema.only(|it| it.name == keyword || is_branch(it.name))
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
        let part = schema.only(|it| matches!(it.name, "prefixItems" | "items"));
        parts.push((node, "prefixItems", part));
    }
    if schema.contains.is_some() {
        let part = schema.only(|it| matches!(it.name, "contains" | "minContains" | "maxContains"));
        parts.push((node, "contains", part));
    }
    conditional_keywords(ctx, node, parts);
}

fn object_keywords(ctx: &mut Ctx<'_>, merged: &MergedSchema, node: SchemaId, parts: &mut Parts) {
    let schema = &ctx.schemas[node];
    let is_simple = merged::only_pattern(ctx, schema).is_some();
    if !schema.pattern_properties.is_empty() && !is_simple {
        let part = schema.only(|it| it.name == "patternProperties");
        parts.push((node, "patternProperties", part));
    }
    interpreted_keywords(schema, node, parts);
    if let Some(names) = schema.property_names
        && !(are_string_rules(ctx, names) && allow_fields(ctx, &merged.wire_names(), names))
    {
        let part = ctx.schemas[node].only(|it| it.name == "propertyNames");
        parts.push((node, "propertyNames", part));
    }
    let (_, left) = rules::member_rules(ctx, node, &merged.wire_names());
    for keyword in left {
        let part = condition_schema(&ctx.schemas[node], keyword);
        parts.push((node, keyword, part));
    }
    if !is_simple {
        additional_properties(ctx, merged, node, parts);
    }
}

/// `additionalProperties` depends on the properties of its own schema. The field for additional
/// members means the same only if no other schema names any.
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
            .wire_names()
            .iter()
            .all(|name| schema.properties.contains_key(*name));
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

/// Whether the names of all fields are allowed.
fn allow_fields(ctx: &Ctx<'_>, wires: &[&str], names: SchemaId) -> bool {
    wires.iter().all(|wire| {
        let name = Tree::String((*wire).to_owned());
        instance::refusals(&ctx.schemas, names, &name).is_empty()
    })
}

/// Whether `propertyNames` consists of string rules and listed values only.
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

/// A schema that allows everything.
fn anything_schema(ctx: &mut Ctx<'_>, near: SchemaId) -> SchemaId {
    let address = ctx.schemas.address(near).clone();
    let anything = Schema {
        boolean: Some(true),
        ..Schema::default()
    };
    ctx.schemas.derive(anything, address)
}
