//! Alternatives of a union in, their names out.

use rustc_hash::FxHashMap;

use crate::document::schema::{SchemaId, Type as JsonType};
use crate::lower::ctx::Ctx;
use crate::lower::schema::merged::{self, MergedSchema};
use crate::name::TypeName;
use crate::tree::Tree;

/// Names alternatives. Those of one type are distinguished by a property with a single value in
/// each, or by a property that only one of them has, or else by their position. An alternative with a single
/// property is called after it: serde writes variants so.
pub(super) fn name_alternatives(ctx: &mut Ctx<'_>, alternatives: &[SchemaId]) -> Vec<String> {
    let words: Vec<String> = alternatives
        .iter()
        .map(|&id| alternative_spelling(ctx, id))
        .collect();
    let merged: Vec<MergedSchema> = alternatives
        .iter()
        .map(|&id| merged::merge_schema(ctx, id))
        .collect();
    let constants: Vec<_> = merged
        .iter()
        .map(|it| constant_properties(ctx, it))
        .collect();
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
        // A value does not rename an alternative that has a name of its own.
        let is_free = |(_, value): &&(&String, String)| !words.contains(value);
        let telling = constants[index].iter().filter(tells_apart).filter(is_free);
        // The order of the properties does not matter; a code is shorter than an explanation.
        if let Some((_, value)) = telling.min_by_key(|(name, value)| (value.len(), *name)) {
            return value.clone();
        }
        let only_here = |property: &&String| {
            !same
                .iter()
                .any(|&other| merged[other].properties.contains_key(*property))
        };
        // A required property, and the first by name, whatever the order is.
        let is_required = |property: &&String| merged[index].required.contains(*property);
        let properties = || merged[index].properties.keys().filter(only_here);
        let telling = properties().filter(is_required).min();
        match telling.or_else(|| properties().min()) {
            Some(property) if merged[index].properties.len() == 1 && !words.contains(property) => {
                property.clone()
            }
            Some(property) => format!("{} {property}", words[index]),
            None => format!("{} {}", words[index], index + 1),
        }
    };
    number_repeated((0..words.len()).map(distinct).collect())
}

/// Strips the name of a component from those of its alternatives: `Pet::Cat`, not `Pet::PetCat`. An
/// alternative keeps it if another one has the rest as its name, or would.
pub(super) fn strip_union_name(
    ctx: &Ctx<'_>,
    union: SchemaId,
    spellings: &[String],
) -> Vec<String> {
    let Some(name) = ctx.naming.component_names.get(&union) else {
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

/// Adds the position to a spelling that occurs before: two alternatives may be distinguished from
/// the others by different properties with the same value.
fn number_repeated(mut spellings: Vec<String>) -> Vec<String> {
    for index in 1..spellings.len() {
        while spellings[..index].contains(&spellings[index]) {
            spellings[index] = format!("{} {}", spellings[index], index + 1);
        }
    }
    spellings
}

/// The properties that allow a single string, and that string.
fn constant_properties<'f>(
    ctx: &mut Ctx<'_>,
    merged: &'f MergedSchema,
) -> Vec<(&'f String, String)> {
    let properties = merged.properties.iter();
    let constant = properties.filter_map(|(name, &property)| {
        let values = merged::merge_schema(ctx, property).values?;
        let [Tree::String(only)] = &values[..] else {
            return None;
        };
        Some((name, only.clone()))
    });
    constant.collect()
}

/// The name of an alternative: its component, or else its type.
fn alternative_spelling(ctx: &mut Ctx<'_>, id: SchemaId) -> String {
    let schema = &ctx.schemas[id];
    let part = schema
        .reference
        .or(schema.all_of.first().copied())
        .unwrap_or(id);
    let part = ctx.schemas[part].reference.unwrap_or(part);
    if let Some(name) = ctx.naming.component_names.get(&part) {
        return name.clone();
    }
    let merged = merged::merge_schema(ctx, id);
    let word = match merged.single_type() {
        Some(JsonType::String) => "String",
        Some(JsonType::Integer) => "Integer",
        Some(JsonType::Number) => "Number",
        Some(JsonType::Boolean) => "Boolean",
        Some(JsonType::Array) => "Array",
        Some(JsonType::Object) => "Object",
        Some(JsonType::Null) | None if !merged.properties.is_empty() => "Object",
        Some(JsonType::Null) | None => "Value",
    };
    word.to_owned()
}
