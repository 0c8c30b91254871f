//! Schemas that allow nothing, examples and defaults that their own schemas refuse, and patterns
//! that are none: a remark each.

use std::cmp::Ordering;

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::{EXAMPLE_REFUSED, NOT_ENFORCED, UNSATISFIABLE};
use crate::document::instance;
use crate::document::schema::{SchemaId, Type};
use crate::ir::{Rule, RuleKind};
use crate::pointer::Address;
use crate::tree::{Number, Tree};

use super::Ctx;
use super::facts::Facts;

/// Reports every example and default of every schema that the schema itself refuses.
pub(super) fn report(ctx: &mut Ctx<'_>) {
    let mut found = Vec::new();
    let mut patterns = Vec::new();
    for (id, schema) in ctx.schemas.iter() {
        let place = |keyword| ctx.schemas.address(id).join(keyword);
        let own = schema.pattern.iter().map(|it| (it, place("pattern")));
        let keys = schema.pattern_properties.keys();
        let keys = keys.map(|it| (it, place("patternProperties").join(it)));
        for (pattern, address) in own.chain(keys) {
            if let Err(error) = regress::Regex::with_flags(pattern, "u") {
                patterns.push((address, error.to_string()));
            }
        }
        for (address, example) in &schema.examples {
            judge(ctx, id, example, address, "example", &mut found);
        }
        if let Some(default) = &schema.default {
            let address = ctx.schemas.address(id).join("default");
            judge(ctx, id, default, &address, "default", &mut found);
        }
    }
    for (address, error) in patterns {
        let message = format!("this is no pattern of ECMA-262, so it is not checked: {error}");
        ctx.diagnostics.report(&NOT_ENFORCED, address, message);
    }
    for (address, schema, message) in found {
        ctx.diagnostics
            .report(&EXAMPLE_REFUSED, &address, message)
            .related(ctx.schemas.address(schema), "by this schema");
    }
}

/// Reports a schema that allows no value, or none but null.
pub(super) fn impossible(ctx: &mut Ctx<'_>, facts: &Facts) {
    let place = Place::from(&facts.address);
    let message = match &facts.values {
        Some(values) if values.is_empty() => Some("no value is listed here, so none is allowed"),
        Some(values) if !values.iter().any(|value| has_type(facts, value)) => {
            Some("none of the values listed here has the type asked for")
        }
        _ => empty_range(facts),
    };
    let Some(message) = message else { return };
    // A schema of several types is looked at for each of them.
    let known = ctx
        .diagnostics
        .iter()
        .any(|it| it.code == &UNSATISFIABLE && it.place == place);
    if !known {
        ctx.diagnostics.report(&UNSATISFIABLE, place, message);
    }
}

fn has_type(facts: &Facts, value: &Tree) -> bool {
    let allowed = |ty: &Type| match (ty, value) {
        (Type::Integer, Tree::Number(number)) => number.is_integer(),
        (Type::Null, Tree::Null)
        | (Type::Boolean, Tree::Bool(_))
        | (Type::Number, Tree::Number(_))
        | (Type::String, Tree::String(_))
        | (Type::Array, Tree::Array(_))
        | (Type::Object, Tree::Object(_)) => true,
        _ => false,
    };
    facts
        .types
        .as_ref()
        .is_none_or(|types| types.iter().any(allowed))
}

/// What is wrong with bounds that leave nothing between them.
fn empty_range(facts: &Facts) -> Option<&'static str> {
    let rules = match facts.types.as_deref()? {
        [Type::Integer | Type::Number] => &facts.number_rules,
        [Type::String] => &facts.string_rules,
        [Type::Array] => &facts.array_rules,
        [Type::Object] => &facts.object_rules,
        _ => return None,
    };
    let empty = rules
        .iter()
        .any(|low| rules.iter().any(|high| crossed(low, high)));
    empty.then_some("the least that is asked for is more than the most that is allowed")
}

fn crossed(low: &Rule, high: &Rule) -> bool {
    use RuleKind as K;
    let above = |low: &Number, high: &Number| low.compare(high) == Some(Ordering::Greater);
    let reaches = |low: &Number, high: &Number| {
        matches!(low.compare(high), Some(Ordering::Greater | Ordering::Equal))
    };
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

fn judge(
    ctx: &Ctx<'_>,
    id: SchemaId,
    value: &Tree,
    address: &Address,
    what: &str,
    found: &mut Vec<(Address, SchemaId, String)>,
) {
    // A schema made of others has no examples of its own.
    let refusals = instance::refusals(&ctx.schemas, id, value);
    if let Some(refusal) = refusals.first() {
        let place = refusal
            .pointer
            .segments()
            .fold(address.clone(), |it, segment| it.join(&segment));
        let more = match refusals.len() - 1 {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        found.push((
            place,
            id,
            format!("the {what} is refused: {}{more}", refusal.message),
        ));
    }
}
