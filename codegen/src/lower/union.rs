//! `oneOf`, `anyOf` and lists of types in, an enum out.

use crate::document::schema::{Discriminator, Schema, SchemaId, Type as JsonType};
use crate::ir::{Alternative, Kind, StringEnum, Tagged, TaggedVariant, Type, Value};

use crate::name::TypeName;
use crate::pointer::Address;
use crate::tree::Tree;

use rustc_hash::FxHashMap;

use super::conform::Path;
use super::draft::Hint;
use super::facts::{self, Facts};
use super::sibling::{self, Family, Sibling};
use super::{Ctx, family, shape};

/// An enum for a schema that has alternatives; `None` when it has none.
pub(super) fn decide(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &mut Facts,
    hint: &Hint,
) -> Option<Value> {
    if facts.unions.is_empty() {
        if let Some(value) = family::decide(ctx, id, facts, hint) {
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
        .partition(|&alternative| is_null(ctx, alternative));
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
        [only] => shape::value(ctx, only, hint),
        _ => of_alternatives(ctx, id, facts, &alternatives, &originals, hint),
    };
    let list = if is_one_of(ctx, facts) {
        alternatives
    } else {
        Vec::new()
    };
    facts.path = Path::Alternatives { list, has_base };
    Some(
        if nullable && facts.lists_null() && value.ty != Type::Json {
            value.nullable()
        } else {
            value
        },
    )
}

/// Whether an alternative is the schema itself, or holds wherever it does.
fn is_part(ctx: &Ctx<'_>, alternative: SchemaId, facts: &Facts) -> bool {
    let target = shape::plain_reference(&ctx.schemas[alternative]);
    facts.nodes.contains(&target.unwrap_or(alternative))
}

/// Whether a schema allows null and nothing else.
fn is_null(ctx: &Ctx<'_>, id: SchemaId) -> bool {
    let schema = &ctx.schemas[id];
    schema.types.as_deref() == Some(&[JsonType::Null])
        || schema.constant == Some(Tree::Null)
        || schema.enumeration.as_deref() == Some(&[Tree::Null])
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
    Some((ctx.on_top(id, facts, &alternatives)?, true))
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
    let value = untagged(ctx, id, facts, &alternatives, hint);
    facts.path = Path::Types;
    Some(if null { value.nullable() } else { value })
}

fn of_alternatives(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &Facts,
    alternatives: &[SchemaId],
    originals: &[SchemaId],
    hint: &Hint,
) -> Value {
    if let Some(value) = strings(ctx, id, facts, alternatives, hint) {
        return value;
    }
    let pairs: Vec<_> = alternatives
        .iter()
        .copied()
        .zip(originals.iter().copied())
        .collect();
    if let Some(discriminator) = facts.discriminator.clone()
        && let Some(value) = tagged(ctx, id, facts, &discriminator, &pairs, hint)
    {
        return value;
    }
    untagged(ctx, id, facts, alternatives, hint)
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
        let mut alternative = facts::of(ctx, alternative);
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
    let draft = ctx.draft_of(id, facts, hint);
    let ty = ctx.drafts.reserve(draft);
    let spellings: Vec<&str> = all.iter().map(String::as_str).collect();
    let places = all.iter().map(|_| &facts.address);
    let siblings = Sibling::all(&spellings, places);
    let names = sibling::variants(ctx, &Family::schema(ctx, facts), &siblings);
    let variants = names.into_iter().zip(all.iter().cloned()).collect();
    let code = ctx.codes.enumeration().map(str::to_owned);
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

/// An enum picked by the discriminator; `None` when an alternative is no object. Alternatives come
/// with what stands beside the union, and as the document lists them.
fn tagged(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &Facts,
    discriminator: &Discriminator,
    alternatives: &[(SchemaId, SchemaId)],
    hint: &Hint,
) -> Option<Value> {
    let mut cases: Vec<(String, SchemaId)> = Vec::new();
    let mut places: Vec<Address> = Vec::new();
    for &(alternative, original) in alternatives {
        let alternative_facts = facts::of(ctx, alternative);
        let object = alternative_facts
            .single_type()
            .is_none_or(|ty| ty == JsonType::Object);
        if !object {
            return None;
        }
        for value in tag_values(ctx, discriminator, original, &alternative_facts) {
            if !cases.iter().any(|(known, _)| *known == value) {
                cases.push((value, alternative));
                places.push(ctx.schemas.address(original).clone());
            }
        }
    }
    let draft = ctx.draft_of(id, facts, hint);
    let ty = ctx.drafts.reserve(draft);
    ctx.lowered.insert(id, Value::of(Type::Named(ty)));
    let values: Vec<&str> = cases.iter().map(|(value, _)| value.as_str()).collect();
    let siblings = Sibling::all(&values, places);
    let names = sibling::variants(ctx, &Family::schema(ctx, facts), &siblings);
    let variants = cases
        .iter()
        .zip(names)
        .map(|((value, alternative), name)| {
            let hint = Hint::Child(ty, value.clone());
            let ty = shape::value(ctx, *alternative, &hint).ty;
            TaggedVariant {
                name,
                value: value.clone(),
                ty,
            }
        })
        .collect();
    let kind = Kind::Tagged(Tagged {
        code: ctx.codes.enumeration().map(str::to_owned),
        tag: discriminator.property.clone(),
        variants,
    });
    ctx.drafts.finish(ty, kind);
    Some(Value::of(Type::Named(ty)))
}

/// The values of the tag that stand for an alternative: those of the mapping, else what the
/// property itself allows, else the component's name (OpenAPI 3.1 §4.8.25).
fn tag_values(
    ctx: &Ctx<'_>,
    discriminator: &Discriminator,
    alternative: SchemaId,
    facts: &Facts,
) -> Vec<String> {
    let target = ctx.schemas[alternative].reference.unwrap_or(alternative);
    let mapped: Vec<String> = discriminator
        .mapping
        .iter()
        .filter(|(_, schema)| **schema == target || **schema == alternative)
        .map(|(value, _)| value.clone())
        .collect();
    let property = facts.properties.get(&discriminator.property);
    if !mapped.is_empty() {
        let boolean = Some(&[JsonType::Boolean][..]);
        let is_boolean =
            property.is_some_and(|&property| ctx.schemas[property].types.as_deref() == boolean);
        // `True` is how Python's exporters write it.
        let json = |value: String| {
            if is_boolean {
                value.to_lowercase()
            } else {
                value
            }
        };
        return mapped.into_iter().map(json).collect();
    }
    let declared: Vec<String> = property
        .map(|&property| {
            let schema = &ctx.schemas[property];
            let values = schema
                .constant
                .iter()
                .chain(schema.enumeration.iter().flatten());
            values.filter_map(family::tag_text).collect()
        })
        .unwrap_or_default();
    if !declared.is_empty() {
        return declared;
    }
    ctx.component_names
        .get(&target)
        .cloned()
        .into_iter()
        .collect()
}

/// An enum picked by what fits.
fn untagged(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &Facts,
    alternatives: &[SchemaId],
    hint: &Hint,
) -> Value {
    let draft = ctx.draft_of(id, facts, hint);
    let ty = ctx.drafts.reserve(draft);
    ctx.lowered.insert(id, Value::of(Type::Named(ty)));
    let words = facts.extensions.get("x-because").and_then(|words| {
        let words = words.get("oneOf").or_else(|| words.get("anyOf"))?;
        words.as_str().map(str::to_owned)
    });
    let spellings = spellings(ctx, alternatives);
    let short = without_name(ctx, id, &spellings);
    let texts: Vec<&str> = short.iter().map(String::as_str).collect();
    let places = alternatives.iter().map(|it| ctx.schemas.address(*it));
    let siblings = Sibling::all(&texts, places);
    let names = sibling::variants(ctx, &Family::schema(ctx, facts), &siblings);
    let list = alternatives
        .iter()
        .zip(&spellings)
        .zip(names)
        .map(|((&alternative, spelling), name)| Alternative {
            name,
            value: with_words(
                shape::value(ctx, alternative, &Hint::Child(ty, spelling.clone())),
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

/// What the alternatives are called. Those of one type are told apart by a property that has one
/// value in each of them, or by one that only one of them has, and by their place only where nothing
/// else does.
fn spellings(ctx: &mut Ctx<'_>, alternatives: &[SchemaId]) -> Vec<String> {
    let words: Vec<String> = alternatives.iter().map(|&id| spelling(ctx, id)).collect();
    let facts: Vec<Facts> = alternatives.iter().map(|&id| facts::of(ctx, id)).collect();
    let constants: Vec<_> = facts.iter().map(|it| constants(ctx, it)).collect();
    let distinct = |index: usize| {
        let same = (0..words.len()).filter(|&other| other != index && words[other] == words[index]);
        let same: Vec<usize> = same.collect();
        if same.is_empty() {
            return words[index].clone();
        }
        let tells_apart = |(property, value): &&(&String, String)| {
            same.iter().all(|&other| {
                let mut there = constants[other].iter();
                there.any(|(name, other)| name == property && other != value)
            })
        };
        // What a value says is no reason to rename an alternative that has a name of its own.
        let is_free = |(_, value): &&(&String, String)| !words.contains(value);
        let telling = constants[index].iter().filter(tells_apart).filter(is_free);
        // The order of the properties must not matter; a code is shorter than its explanation.
        if let Some((_, value)) = telling.min_by_key(|(name, value)| (value.len(), *name)) {
            return value.clone();
        }
        let only_here = |property: &&String| {
            !same
                .iter()
                .any(|&other| facts[other].properties.contains_key(*property))
        };
        // The one that is always there, and the first in the alphabet: whatever the order is.
        let is_required = |property: &&String| facts[index].required.contains(*property);
        let properties = || facts[index].properties.keys().filter(only_here);
        let telling = properties().filter(is_required).min();
        match telling.or_else(|| properties().min()) {
            Some(property) => format!("{} {property}", words[index]),
            None => format!("{} {}", words[index], index + 1),
        }
    };
    number_repeated((0..words.len()).map(distinct).collect())
}

/// What the alternatives of a component are called, each without its name if theirs begin with it: what
/// a `Pet` may be is a `Pet::Cat` and no `Pet::PetCat`. One whose rest another one is called, or is left
/// with too, keeps all of its own.
fn without_name(ctx: &Ctx<'_>, union: SchemaId, spellings: &[String]) -> Vec<String> {
    let Some(name) = ctx.component_names.get(&union) else {
        return spellings.to_vec();
    };
    let prefix = TypeName::from_spelling(name);
    let names = spellings.iter().map(|it| TypeName::from_spelling(it));
    let names: Vec<TypeName> = names.collect();
    let rests = names.iter().map(|name| {
        let rest = name.as_str().strip_prefix(prefix.as_str())?;
        rest.starts_with(char::is_uppercase).then_some(rest)
    });
    let rests: Vec<Option<&str>> = rests.collect();
    let mut claims: FxHashMap<&str, usize> = FxHashMap::default();
    for text in names
        .iter()
        .map(TypeName::as_str)
        .chain(rests.iter().copied().flatten())
    {
        *claims.entry(text).or_default() += 1;
    }
    let free = |rest: &&str| claims[*rest] == 1;
    let pairs = rests.iter().zip(spellings);
    let short = pairs.map(|(rest, whole)| match rest.filter(free) {
        Some(rest) => rest.to_owned(),
        None => whole.clone(),
    });
    short.collect()
}

/// Adds its place to a spelling that one before has too: two alternatives may be told apart from all
/// others by two properties, and those have the same value.
fn number_repeated(mut spellings: Vec<String>) -> Vec<String> {
    for index in 1..spellings.len() {
        while spellings[..index].contains(&spellings[index]) {
            spellings[index] = format!("{} {}", spellings[index], index + 1);
        }
    }
    spellings
}

/// The properties that can be only one string, and that string.
fn constants<'f>(ctx: &mut Ctx<'_>, facts: &'f Facts) -> Vec<(&'f String, String)> {
    let properties = facts.properties.iter();
    let constant = properties.filter_map(|(name, &property)| {
        let values = facts::of(ctx, property).values?;
        let [Tree::String(only)] = &values[..] else {
            return None;
        };
        Some((name, only.clone()))
    });
    constant.collect()
}

/// What an alternative is called: its component, else its type.
fn spelling(ctx: &mut Ctx<'_>, id: SchemaId) -> String {
    let schema = &ctx.schemas[id];
    let part = schema
        .reference
        .or(schema.all_of.first().copied())
        .unwrap_or(id);
    let part = ctx.schemas[part].reference.unwrap_or(part);
    if let Some(name) = ctx.component_names.get(&part) {
        return name.clone();
    }
    let facts = facts::of(ctx, id);
    let word = match facts.single_type() {
        Some(JsonType::String) => "String",
        Some(JsonType::Integer) => "Integer",
        Some(JsonType::Number) => "Number",
        Some(JsonType::Boolean) => "Boolean",
        Some(JsonType::Array) => "Array",
        Some(JsonType::Object) => "Object",
        Some(JsonType::Null) | None if !facts.properties.is_empty() => "Object",
        Some(JsonType::Null) | None => "Value",
    };
    word.to_owned()
}
