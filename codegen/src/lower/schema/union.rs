//! `oneOf`, `anyOf` and lists of types in, an enum out.

mod base;
mod tagged;
mod variant_name;

use crate::document::schema::{Schema, SchemaId, Type as JsonType};
use crate::ir::{Alternative, Kind, StringEnum, Type, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::naming::members::{self, Namespace, Sibling};
use crate::tree::Tree;

use super::draft::draft_merged_type;
use super::merged::{self, Facts, Path};
use super::null::is_null;
use super::{inheritance, lower, residual};

/// An enum for a schema that has alternatives; `None` when it has none.
pub(super) fn decide(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &mut Facts,
    hint: &Hint,
) -> Option<Value> {
    if facts.unions.is_empty() {
        if let Some(value) = inheritance::decide(ctx, id, facts, hint) {
            facts.path = Path::Types;
            return Some(value);
        }
        return of_types(ctx, id, facts, hint);
    }
    // The first makes the type; the others are left to the interpreter.
    facts.unions.truncate(1);
    let alternatives = facts.unions.pop().expect("there is at least one union");
    let mut each = alternatives.iter();
    if each.any(|&alternative| is_part(ctx, alternative, facts)) {
        // A parent that lists its children, met while looking at a child: the list is not its.
        facts.discriminator = None;
        facts.is_union_taken = true;
        return None;
    }
    let (null, alternatives): (Vec<_>, Vec<_>) = alternatives
        .into_iter()
        .partition(|&alternative| is_null(&ctx.schemas[alternative]));
    let nullable = !null.is_empty() || facts.allows_null();
    let originals = alternatives.clone();
    let (alternatives, has_base) = on_top_of(ctx, id, facts, alternatives)?;
    facts.is_union_taken = true;
    let value = match alternatives[..] {
        [] if nullable => {
            facts.types = Some(vec![JsonType::Null]);
            return None;
        }
        [] => return None,
        [only] => {
            let mut value = lower::value(ctx, only, hint);
            if !null.is_empty() {
                residual::spare_null(&mut value.rules);
            }
            value
        }
        _ => {
            let pairs: Vec<_> = alternatives.iter().copied().zip(originals).collect();
            let nullable = nullable && facts.lists_null();
            of_alternatives(ctx, id, facts, &pairs, nullable, hint)
        }
    };
    let list = if is_one_of(ctx, facts) {
        alternatives
    } else {
        Vec::new()
    };
    facts.path = Path::Alternatives { list, has_base };
    Some(
        // A rule about any JSON would judge null as well.
        if nullable && facts.lists_null() && (value.ty != Type::Json || !value.rules.is_empty()) {
            value.nullable()
        } else {
            value
        },
    )
}

/// Whether an alternative is the schema itself, or holds wherever it does.
fn is_part(ctx: &Ctx<'_>, alternative: SchemaId, facts: &Facts) -> bool {
    let target = ctx.schemas[alternative].plain_reference();
    facts.nodes.contains(&target.unwrap_or(alternative))
}

/// The alternatives, each with what stands beside the union. `None` when they say nothing about
/// the type: then the union is a check on the type that stands beside it.
fn on_top_of(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &Facts,
    alternatives: Vec<SchemaId>,
) -> Option<(Vec<SchemaId>, bool)> {
    let shapeless = |id: &SchemaId| {
        let schema = &ctx.schemas[*id];
        let bare = Schema {
            required: schema.required.clone(),
            not: schema.not,
            title: schema.title.clone(),
            description: schema.description.clone(),
            ..Schema::default()
        };
        *schema == bare
    };
    let has_base =
        !facts.properties.is_empty() || facts.additional.is_some() || facts.items.is_some();
    if has_base && alternatives.iter().all(shapeless) {
        return None;
    }
    if !has_base && facts.required.is_empty() {
        return Some((alternatives, false));
    }
    Some((base::put_on_base(ctx, id, facts, &alternatives)?, true))
}

/// Whether the union that makes the type is a `oneOf`.
fn is_one_of(ctx: &Ctx<'_>, facts: &Facts) -> bool {
    let mut nodes = facts.nodes.iter().map(|&node| &ctx.schemas[node]);
    let first = nodes.find(|schema| schema.one_of.is_some() || schema.any_of.is_some());
    first.is_some_and(|schema| schema.one_of.is_some())
}

/// `type` with several entries: an alternative for each.
fn of_types(ctx: &mut Ctx<'_>, id: SchemaId, facts: &mut Facts, hint: &Hint) -> Option<Value> {
    if facts.values.is_some() {
        return None;
    }
    let mut types: Vec<JsonType> = facts.types.clone()?;
    let null = types.contains(&JsonType::Null);
    types.retain(|ty| *ty != JsonType::Null);
    if types.contains(&JsonType::Number) {
        types.retain(|ty| *ty != JsonType::Integer);
    }
    if types.len() < 2 {
        facts.types = Some(
            types
                .into_iter()
                .chain(null.then_some(JsonType::Null))
                .collect(),
        );
        return None;
    }
    let address = facts.address.clone();
    let restricted = |ctx: &mut Ctx<'_>, ty| {
        let schema = Schema {
            types: Some(vec![ty]),
            ..ctx.schemas[id].clone()
        };
        ctx.add(schema, address.clone())
    };
    let alternatives: Vec<_> = types.into_iter().map(|ty| restricted(ctx, ty)).collect();
    let value = untagged(ctx, id, facts, &alternatives, null, hint);
    facts.path = Path::Types;
    Some(if null { value.nullable() } else { value })
}

/// The type of alternatives, each with the one that the document lists.
fn of_alternatives(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &Facts,
    pairs: &[(SchemaId, SchemaId)],
    nullable: bool,
    hint: &Hint,
) -> Value {
    let alternatives: Vec<SchemaId> = pairs.iter().map(|(alternative, _)| *alternative).collect();
    if let Some(value) = strings(ctx, id, facts, &alternatives, hint) {
        return value;
    }
    if let Some(discriminator) = facts.discriminator.clone()
        && let Some(value) = tagged::decide(ctx, id, facts, &discriminator, pairs, nullable, hint)
    {
        return value;
    }
    untagged(ctx, id, facts, &alternatives, nullable, hint)
}

/// Alternatives that all list strings are one enum of strings; one that is any string says that
/// others are fine too.
fn strings(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &Facts,
    alternatives: &[SchemaId],
    hint: &Hint,
) -> Option<Value> {
    let mut all: Vec<String> = Vec::new();
    let mut open = false;
    for &alternative in alternatives {
        let mut alternative = merged::of(ctx, alternative);
        if is_any_string(ctx, &alternative) {
            open = true;
            alternative.values = Some(Vec::new());
        }
        for value in alternative.values? {
            let Tree::String(text) = value else {
                return None;
            };
            if !all.contains(&text) {
                all.push(text);
            }
        }
    }
    if all.is_empty() {
        return None;
    }
    let draft = draft_merged_type(ctx, id, facts, hint);
    let ty = ctx.drafts.reserve(draft);
    let spellings: Vec<&str> = all.iter().map(String::as_str).collect();
    let places = all.iter().map(|_| &facts.address);
    let siblings = Sibling::all(&spellings, places);
    let names = members::variants(
        ctx,
        &Namespace::of_schema(ctx, &facts.address, &facts.nodes),
        &siblings,
    );
    let variants = names.into_iter().zip(all.iter().cloned()).collect();
    let code = ctx.schema.codes.enumeration().map(str::to_owned);
    let string_enum = StringEnum {
        variants,
        code,
        open,
    };
    ctx.drafts.finish(ty, Kind::StringEnum(string_enum));
    Some(Value::of(Type::Named(ty)))
}

/// Whether every string is allowed, and nothing else.
fn is_any_string(ctx: &Ctx<'_>, facts: &Facts) -> bool {
    let is_plain = |node: &SchemaId| {
        let schema = &ctx.schemas[*node];
        schema.not.is_none() && schema.if_.is_none()
    };
    facts.types.as_deref() == Some(&[JsonType::String])
        && facts.values.is_none()
        && facts.string_rules.is_empty()
        && facts.base64.is_none()
        && facts.unions.is_empty()
        && facts.nodes.iter().all(is_plain)
        && facts.format.as_deref() != Some("date-time")
}

/// An enum picked by what fits.
fn untagged(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &Facts,
    alternatives: &[SchemaId],
    nullable: bool,
    hint: &Hint,
) -> Value {
    let draft = draft_merged_type(ctx, id, facts, hint);
    let ty = ctx.drafts.reserve(draft);
    ctx.lowered
        .insert(id, Value::of(Type::Named(ty)).or_null(nullable));
    let words = facts.extensions.get("x-because").and_then(|words| {
        let words = words.get("oneOf").or_else(|| words.get("anyOf"))?;
        words.as_str().map(str::to_owned)
    });
    let spellings = variant_name::all(ctx, alternatives);
    let short = variant_name::without_name(ctx, id, &spellings);
    let texts: Vec<&str> = short.iter().map(String::as_str).collect();
    let places = alternatives.iter().map(|it| ctx.schemas.address(*it));
    let siblings = Sibling::all(&texts, places);
    let names = members::variants(
        ctx,
        &Namespace::of_schema(ctx, &facts.address, &facts.nodes),
        &siblings,
    );
    let list = alternatives
        .iter()
        .zip(&spellings)
        .zip(names)
        .map(|((&alternative, spelling), name)| Alternative {
            name,
            value: with_words(
                lower::value(ctx, alternative, &Hint::Child(ty, spelling.clone())),
                words.as_deref(),
            ),
        })
        .collect();
    ctx.drafts.finish(ty, Kind::Union(list));
    Value::of(Type::Named(ty))
}

/// Words that explain the union explain the rules of its alternatives.
fn with_words(mut value: Value, words: Option<&str>) -> Value {
    for rule in &mut value.rules {
        if rule.because.is_none() {
            rule.because = words.map(str::to_owned);
        }
    }
    value
}
