//! Reports schemas that allow nothing, examples and defaults that their schema refuses, and invalid
//! patterns.

use crate::diagnostic::catalogue::{EXAMPLE_REFUSED, NOT_ENFORCED, UNSATISFIABLE};
use crate::diagnostic::{MOST_RELATED, Place};
use crate::document::schema::{Schema, SchemaId, Type};
use crate::document::{instance, pattern};
use crate::ir::{Rule, RuleKind};
use crate::lower::ctx::Ctx;
use crate::pointer::Address;
use crate::tree::{Number, Tree};

use super::merged::MergedSchema;

/// Reports every example and default that its schema refuses.
pub(in crate::lower) fn report_invalid_examples(ctx: &mut Ctx<'_>) {
    let mut found = Vec::new();
    let mut patterns = Vec::new();
    for (id, schema) in ctx.schemas.iter() {
        let place = |keyword| ctx.schemas.address(id).join(keyword);
        for name in schema.pattern_properties.keys() {
            if let Some(refusal) = pattern::refusal(name) {
                patterns.push((place("patternProperties").join(name), refusal));
            }
        }
        for (address, example) in &schema.examples {
            found.extend(validate_example(ctx, id, example, address, "example"));
        }
        if let Some(default) = &schema.default {
            let address = ctx.schemas.address(id).join("default");
            found.extend(validate_example(ctx, id, default, &address, "default"));
        }
    }
    for (address, refusal) in patterns {
        ctx.diagnostics
            .report(&NOT_ENFORCED, address, refusal.message)
            .help = refusal.help;
    }
    for (address, schema, message) in found {
        ctx.diagnostics
            .report(&EXAMPLE_REFUSED, &address, message)
            .related(ctx.schemas.address(schema), "refused by this schema")
            .help("find out what the API accepts, and correct the value or the schema");
    }
}

/// Reports a schema that allows no value, or only null.
pub(super) fn report_unsatisfiable(ctx: &mut Ctx<'_>, merged: &MergedSchema) {
    let place = Place::from(&merged.address);
    let (message, parts) = match &merged.values {
        Some(values) if values.is_empty() => {
            let lists = other_places(ctx, merged, lists_values);
            let message = match lists.len() {
                0 => "`enum` is empty, so no value is valid",
                _ => "no value is in every `enum` that applies here",
            };
            (message.to_owned(), lists)
        }
        Some(values) if !values.iter().any(|value| has_type(merged, value)) => {
            let message = "no value of `enum` has the required type";
            (message.to_owned(), Vec::new())
        }
        _ => match (empty_range(merged), forbidden_member(ctx, merged)) {
            (Some(message), _) => (message.to_owned(), other_places(ctx, merged, has_bounds)),
            (None, Some(found)) => found,
            (None, None) => return,
        },
    };
    // A schema of several types is lowered once for each.
    let known = ctx
        .diagnostics
        .iter()
        .any(|it| it.code == &UNSATISFIABLE && it.place == place);
    if !known {
        let diagnostic = ctx.diagnostics.report(&UNSATISFIABLE, place, message);
        for part in parts.into_iter().take(MOST_RELATED) {
            diagnostic.related(part, "this is one of its parts");
        }
    }
}

/// The other places that contribute to a contradiction, if there are several.
fn other_places(ctx: &Ctx<'_>, merged: &MergedSchema, speaks: fn(&Schema) -> bool) -> Vec<Address> {
    let speaking = merged.nodes.iter().filter(|id| speaks(&ctx.schemas[**id]));
    let mut places: Vec<Address> = speaking
        .map(|id| ctx.schemas.address(*id).clone())
        .collect();
    if places.len() < 2 {
        return Vec::new();
    }
    places.retain(|place| *place != merged.address);
    places
}

/// A member that is required and not allowed, and the other places that say so.
fn forbidden_member(ctx: &Ctx<'_>, merged: &MergedSchema) -> Option<(String, Vec<Address>)> {
    if merged.single_type() != Some(Type::Object) {
        return None;
    }
    let is_false = |id: SchemaId| ctx.schemas[id].boolean == Some(false);
    merged.nodes.iter().find_map(|&node| {
        let schema = &ctx.schemas[node];
        let closed = schema.additional_properties.is_some_and(is_false);
        let refused = |name: &String| match schema.properties.get(name) {
            Some(&property) => is_false(property),
            None => closed && schema.pattern_properties.is_empty(),
        };
        let name = merged.required.iter().find(|name| refused(name))?;
        let asks = |id: SchemaId| id == node || ctx.schemas[id].required.contains(name);
        let nodes = merged.nodes.iter().filter(|id| asks(**id));
        let mut places: Vec<Address> = nodes.map(|id| ctx.schemas.address(*id).clone()).collect();
        places.retain(|place| *place != merged.address);
        Some((format!("`{name}` is required but not allowed"), places))
    })
}

fn lists_values(schema: &Schema) -> bool {
    schema.enumeration.is_some() || schema.constant.is_some()
}

fn has_bounds(schema: &Schema) -> bool {
    let numbers = [
        &schema.minimum,
        &schema.maximum,
        &schema.exclusive_minimum,
        &schema.exclusive_maximum,
    ];
    let counts = [
        schema.min_length,
        schema.max_length,
        schema.min_items,
        schema.max_items,
        schema.min_properties,
        schema.max_properties,
    ];
    numbers.iter().any(|bound| bound.is_some()) || counts.iter().any(Option::is_some)
}

pub(super) fn has_type(merged: &MergedSchema, value: &Tree) -> bool {
    let types = merged.types.as_ref();
    types.is_none_or(|types| types.iter().any(|ty| ty.has(value)))
}

/// The contradiction between bounds, if any.
fn empty_range(merged: &MergedSchema) -> Option<&'static str> {
    let rules = match merged.types.as_deref()? {
        [Type::Integer | Type::Number] => &merged.number_rules,
        [Type::String] => &merged.string_rules,
        [Type::Array] => &merged.array_rules,
        [Type::Object] => &merged.object_rules,
        _ => return None,
    };
    let empty = rules
        .iter()
        .any(|low| rules.iter().any(|high| are_crossed(low, high)));
    empty.then_some("the minimum exceeds the maximum")
}

fn are_crossed(low: &Rule, high: &Rule) -> bool {
    use RuleKind as K;
    let above = |low: &Number, high: &Number| low.compare(high).is_gt();
    let reaches = |low: &Number, high: &Number| low.compare(high).is_ge();
    match (&low.kind, &high.kind) {
        (K::Minimum(low), K::Maximum(high)) => above(low, high),
        (K::Minimum(low), K::ExclusiveMaximum(high))
        | (K::ExclusiveMinimum(low), K::Maximum(high) | K::ExclusiveMaximum(high)) => {
            reaches(low, high)
        }
        (K::MinLength(low), K::MaxLength(high))
        | (K::MinItems(low), K::MaxItems(high))
        | (K::MinProperties(low), K::MaxProperties(high)) => low > high,
        _ => false,
    }
}

/// The place where its schema refuses a value, and why.
fn validate_example(
    ctx: &Ctx<'_>,
    id: SchemaId,
    value: &Tree,
    address: &Address,
    what: &str,
) -> Option<(Address, SchemaId, String)> {
    let refusals = instance::refusals(&ctx.schemas, id, value);
    let refusal = refusals.first()?;
    let segments = refusal.pointer.segments();
    let place = segments.fold(address.clone(), |it, segment| it.join(&segment));
    let more = match refusals.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let message = format!(
        "the {what} does not conform to its schema: {}{more}",
        refusal.message
    );
    Some((place, id, message))
}
