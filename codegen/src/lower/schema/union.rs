//! `oneOf`, `anyOf` and lists of types in, enums out.

mod adjacent;
mod tagged;
mod variant_name;

use crate::document::schema::{Schema, SchemaId, Type as JsonType};
use crate::extension::BECAUSE;
use crate::ir::{Alternative, StringEnum, Type, TypeKind, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::naming::members::{self, Member};
use crate::lower::naming::recorded;
use crate::name::VariantName;
use crate::names::{self, Item};
use crate::tree::Tree;

use super::draft::draft_merged_type;
use super::merged::{self, MergedSchema, TypeSource};
use super::null::is_null;
use super::{foreign, inheritance, lower, residual};

/// A schema whose alternatives become one enum.
struct UnionSchema<'s> {
    id: SchemaId,
    merged: &'s MergedSchema,
    /// Whether null is allowed in addition to the alternatives.
    is_nullable: bool,
    hint: &'s Hint,
}

/// Lowers a schema with alternatives to an enum. Returns `None` for other schemas.
pub(super) fn lower_union(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &mut MergedSchema,
    hint: &Hint,
) -> Option<Value> {
    if merged.unions.is_empty() {
        if let Some(value) = inheritance::lower_parent(ctx, id, merged, hint) {
            merged.source = TypeSource::Types;
            return Some(value);
        }
        return lower_several_types(ctx, id, merged, hint);
    }
    // The first union becomes the type; the others are residual.
    merged.unions.truncate(1);
    let alternatives = merged.unions.pop().expect("there is at least one union");
    let mut each = alternatives.iter();
    if each.any(|&alternative| is_part(ctx, alternative, merged)) {
        // A parent that lists its children, merged into a child: the list is not the child's.
        merged.discriminator = None;
        merged.is_union_taken = true;
        return None;
    }
    let (null, alternatives): (Vec<_>, Vec<_>) = alternatives
        .into_iter()
        .partition(|&alternative| is_null(&ctx.schemas[alternative]));
    let nullable = !null.is_empty() || merged.allows_null();
    let originals = alternatives.clone();
    let (alternatives, has_adjacent) = with_adjacent(ctx, id, merged, alternatives)?;
    merged.is_union_taken = true;
    let value = match alternatives[..] {
        [] if nullable => {
            merged.types = Some(vec![JsonType::Null]);
            return None;
        }
        [] => return None,
        [only] => {
            let mut value = lower::lower_schema(ctx, only, hint);
            if !null.is_empty() {
                residual::accept_null(&mut value.rules);
            }
            value
        }
        _ => {
            let pairs: Vec<_> = alternatives.iter().copied().zip(originals).collect();
            let union = UnionSchema {
                id,
                merged,
                is_nullable: nullable && merged.lists_null(),
                hint,
            };
            lower_alternatives(ctx, &union, &pairs)
        }
    };
    let list = if is_one_of(ctx, merged) {
        alternatives
    } else {
        Vec::new()
    };
    merged.source = TypeSource::Alternatives { list, has_adjacent };
    Some(
        // A rule on any JSON would also apply to null.
        if nullable && merged.lists_null() && (value.ty != Type::Json || !value.rules.is_empty()) {
            value.nullable()
        } else {
            value
        },
    )
}

/// Whether an alternative is the schema itself, or merged into it.
fn is_part(ctx: &Ctx<'_>, alternative: SchemaId, merged: &MergedSchema) -> bool {
    let target = ctx.schemas[alternative].plain_reference();
    merged.nodes.contains(&target.unwrap_or(alternative))
}

/// The alternatives, each with the keywords adjacent to the union. `None` if they say nothing about
/// the type: then the union only constrains the adjacent keywords.
fn with_adjacent(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
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
    let has_adjacent =
        !merged.properties.is_empty() || merged.additional.is_some() || merged.items.is_some();
    if has_adjacent && alternatives.iter().all(shapeless) {
        return None;
    }
    if !has_adjacent && merged.required.is_empty() {
        return Some((alternatives, false));
    }
    Some((
        adjacent::apply_adjacent(ctx, id, merged, &alternatives)?,
        true,
    ))
}

/// Whether the union that becomes the type is a `oneOf`.
fn is_one_of(ctx: &Ctx<'_>, merged: &MergedSchema) -> bool {
    let mut nodes = merged.nodes.iter().map(|&node| &ctx.schemas[node]);
    let first = nodes.find(|schema| schema.one_of.is_some() || schema.any_of.is_some());
    first.is_some_and(|schema| schema.one_of.is_some())
}

/// Lowers a `type` with several entries to an enum of them.
fn lower_several_types(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &mut MergedSchema,
    hint: &Hint,
) -> Option<Value> {
    if merged.values.is_some() {
        return None;
    }
    let mut types: Vec<JsonType> = merged.types.clone()?;
    let null = types.contains(&JsonType::Null);
    types.retain(|ty| *ty != JsonType::Null);
    if types.contains(&JsonType::Number) {
        types.retain(|ty| *ty != JsonType::Integer);
    }
    if types.len() < 2 {
        merged.types = Some(
            types
                .into_iter()
                .chain(null.then_some(JsonType::Null))
                .collect(),
        );
        return None;
    }
    let address = merged.address.clone();
    let restricted = |ctx: &mut Ctx<'_>, ty| {
        let schema = Schema {
            types: Some(vec![ty]),
            ..ctx.schemas[id].clone()
        };
        ctx.schemas.derive(schema, address.clone())
    };
    let alternatives: Vec<_> = types.into_iter().map(|ty| restricted(ctx, ty)).collect();
    let union = UnionSchema {
        id,
        merged,
        is_nullable: null,
        hint,
    };
    let value = lower_untagged(ctx, &union, &alternatives);
    merged.source = TypeSource::Types;
    Some(value.or_null(null))
}

/// Lowers alternatives, each paired with the one in the document.
fn lower_alternatives(
    ctx: &mut Ctx<'_>,
    union: &UnionSchema<'_>,
    pairs: &[(SchemaId, SchemaId)],
) -> Value {
    let alternatives: Vec<SchemaId> = pairs.iter().map(|(alternative, _)| *alternative).collect();
    if let Some(value) = lower_strings(ctx, union, &alternatives) {
        return value;
    }
    if let Some(discriminator) = &union.merged.discriminator
        && let Some(value) = tagged::lower_tagged(ctx, union, discriminator, pairs)
    {
        return value;
    }
    lower_untagged(ctx, union, &alternatives)
}

/// Lowers alternatives that all list strings to one enum of strings. One that allows any string
/// makes it open.
fn lower_strings(
    ctx: &mut Ctx<'_>,
    union: &UnionSchema<'_>,
    alternatives: &[SchemaId],
) -> Option<Value> {
    let UnionSchema {
        id, merged, hint, ..
    } = *union;
    let mut all: Vec<String> = Vec::new();
    let mut open = false;
    for &alternative in alternatives {
        let id = alternative;
        let mut alternative = merged::merge_schema(ctx, id);
        if foreign::is_foreign(ctx, id, &alternative) {
            return None;
        }
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
    let draft = draft_merged_type(ctx, id, merged, hint);
    let ty = ctx.drafts.reserve(draft);
    let spellings: Vec<&str> = all.iter().map(String::as_str).collect();
    let places = all.iter().map(|_| &merged.address);
    let mut members = Member::list(&spellings, places);
    recorded::recall_members(ctx, &merged.address, &mut members, Item::Value);
    let names = members::name_variants(ctx, &merged.scope(ctx), &members);
    let variants = names.into_iter().zip(all.iter().cloned()).collect();
    let code = ctx.schema.codes.enumeration().map(str::to_owned);
    let string_enum = StringEnum {
        variants,
        code,
        open,
    };
    ctx.drafts.finish(ty, TypeKind::StringEnum(string_enum));
    Some(Value::of(Type::Named(ty)))
}

/// Whether a schema allows all strings and nothing else.
fn is_any_string(ctx: &Ctx<'_>, merged: &MergedSchema) -> bool {
    let is_plain = |node: &SchemaId| {
        let schema = &ctx.schemas[*node];
        schema.not.is_none() && schema.if_.is_none()
    };
    merged.types.as_deref() == Some(&[JsonType::String])
        && merged.values.is_none()
        && merged.string_rules.is_empty()
        && merged.base64.is_none()
        && merged.unions.is_empty()
        && merged.nodes.iter().all(is_plain)
        && merged.format.as_deref() != Some("date-time")
}

/// Lowers alternatives to an enum whose variant is the one that matches.
fn lower_untagged(ctx: &mut Ctx<'_>, union: &UnionSchema<'_>, alternatives: &[SchemaId]) -> Value {
    let UnionSchema {
        id,
        merged,
        is_nullable,
        hint,
    } = *union;
    let draft = draft_merged_type(ctx, id, merged, hint);
    let ty = ctx.drafts.reserve(draft);
    ctx.lowered
        .insert(id, Value::of(Type::Named(ty)).or_null(is_nullable));
    let words = merged.extensions.get(BECAUSE.key).and_then(|words| {
        let words = words.get("oneOf").or_else(|| words.get("anyOf"))?;
        words.as_str().map(str::to_owned)
    });
    let spellings = variant_name::name_alternatives(ctx, alternatives);
    let short = variant_name::strip_union_name(ctx, id, &spellings);
    let texts: Vec<&str> = short.iter().map(String::as_str).collect();
    let places = alternatives.iter().map(|it| ctx.schemas.address(*it));
    let mut members = Member::list(&texts, places);
    let values = alternatives.iter().zip(&spellings).map(|(id, spelling)| {
        let hint = Hint::Child(ty, spelling.clone());
        explain_rules(lower::lower_schema(ctx, *id, &hint), words.as_deref())
    });
    let values: Vec<Value> = values.collect();
    recall_alternatives(ctx, merged, (alternatives, &values), &mut members);
    let names = members::name_variants(ctx, &merged.scope(ctx), &members);
    let list = values.into_iter().zip(names);
    let list = list
        .map(|(value, name)| Alternative { name, value })
        .collect();
    ctx.drafts.finish(ty, TypeKind::Union(list));
    Value::of(Type::Named(ty))
}

/// Looks up the name that each alternative had: by that of its type, or else by its shape or its own.
fn recall_alternatives<'a, 's>(
    ctx: &Ctx<'a>,
    merged: &MergedSchema,
    (alternatives, values): (&[SchemaId], &[Value]),
    members: &mut [Member<'s>],
) where
    'a: 's,
{
    let Some(owner) = recorded::recall_owner(ctx, &merged.address, None) else {
        return;
    };
    let lock = ctx.naming.lock;
    let shapes = values.iter().map(|value| match value.ty {
        Type::Named(_) => None,
        _ => Some(names::spell_shape(value)),
    });
    let by_shape = names::recall_by_shape(lock, owner, &shapes.collect::<Vec<_>>());
    for ((member, &alternative), known) in members.iter_mut().zip(alternatives).zip(by_shape) {
        // A schema that is only a `$ref` has no type unless it is a component.
        let target = ctx.schemas[alternative].plain_reference();
        let schemas = [Some(alternative), target].into_iter().flatten();
        let addresses = schemas.map(|id| ctx.schemas.address(id));
        // A type of a list of types is at the address of the union.
        let addresses = addresses.filter(|it| **it != merged.address);
        let mut types = addresses.filter_map(|it| recorded::recall_owner(ctx, it, None));
        let of_type = types.find_map(|ty| lock.text(&Item::Alternative(owner, ty)));
        let natural = VariantName::from_spelling(member.spelling);
        let natural = || lock.text(&Item::Alternative(owner, natural.as_str()));
        member.recorded = of_type.or(known).or_else(natural);
    }
}

/// Explains the rules of an alternative by the words for the union.
fn explain_rules(mut value: Value, words: Option<&str>) -> Value {
    for rule in &mut value.rules {
        if rule.because.is_none() {
            rule.because = words.map(str::to_owned);
        }
    }
    value
}
