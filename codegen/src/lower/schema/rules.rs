//! Keywords in, [`Rule`]s out.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::document::schema::{Schema, SchemaId};
use crate::ir::{Condition, ObjectRule, ObjectRuleKind, Rule, RuleKind};
use crate::lower::ctx::Ctx;
use crate::tree::{Number, Tree};

use super::rule_codes::RuleCodes;

/// The rule of a keyword.
fn rule(schema: &Schema, keyword: &str, kind: RuleKind, code: Option<&String>) -> Rule {
    Rule {
        kind,
        because: schema.because(keyword).map(str::to_owned),
        code: code.cloned(),
    }
}

/// `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`.
pub(super) fn number_rules(schema: &Schema, codes: &RuleCodes) -> Vec<Rule> {
    type MakeRule = fn(Number) -> RuleKind;
    let keywords: [(&str, &Option<Number>, MakeRule); 5] = [
        ("minimum", &schema.minimum, RuleKind::Minimum),
        ("maximum", &schema.maximum, RuleKind::Maximum),
        (
            "exclusiveMinimum",
            &schema.exclusive_minimum,
            RuleKind::ExclusiveMinimum,
        ),
        (
            "exclusiveMaximum",
            &schema.exclusive_maximum,
            RuleKind::ExclusiveMaximum,
        ),
        ("multipleOf", &schema.multiple_of, RuleKind::MultipleOf),
    ];
    let of = |(keyword, bound, kind): (&str, &Option<Number>, MakeRule)| {
        let kind = kind(bound.clone()?);
        Some(rule(schema, keyword, kind, codes.range.as_ref()))
    };
    keywords.into_iter().filter_map(of).collect()
}

/// `minLength`, `maxLength`, `pattern`.
pub(super) fn string_rules(schema: &Schema, codes: &RuleCodes) -> Vec<Rule> {
    // A minimum of zero says nothing.
    let min = schema
        .min_length
        .filter(|min| *min > 0)
        .map(RuleKind::MinLength);
    let max = schema.max_length.map(RuleKind::MaxLength);
    let pattern = schema.pattern.clone().map(RuleKind::Pattern);
    [
        min.map(|kind| rule(schema, "minLength", kind, codes.length.as_ref())),
        max.map(|kind| rule(schema, "maxLength", kind, codes.length.as_ref())),
        pattern.map(|kind| rule(schema, "pattern", kind, codes.pattern.as_ref())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `format`, if it is checked.
pub(super) fn format_rules(schema: &Schema, codes: &RuleCodes) -> Vec<Rule> {
    let kind = schema.checked_format.clone().map(RuleKind::Format);
    let format = kind.map(|kind| rule(schema, "format", kind, codes.format.as_ref()));
    format.into_iter().collect()
}

/// `contentEncoding: base64`.
pub(super) fn base64_rule(schema: &Schema, codes: &RuleCodes) -> Option<Rule> {
    let base64 = schema.content_encoding.as_deref() == Some("base64");
    base64.then(|| {
        rule(
            schema,
            "contentEncoding",
            RuleKind::Base64,
            codes.base64.as_ref(),
        )
    })
}

/// `minItems`, `maxItems`, `uniqueItems`.
pub(super) fn array_rules(schema: &Schema, codes: &RuleCodes) -> Vec<Rule> {
    let min = schema
        .min_items
        .filter(|min| *min > 0)
        .map(RuleKind::MinItems);
    let max = schema.max_items.map(RuleKind::MaxItems);
    let unique = schema.unique_items.then_some(RuleKind::UniqueItems);
    [
        ("minItems", min),
        ("maxItems", max),
        ("uniqueItems", unique),
    ]
    .into_iter()
    .filter_map(|(keyword, kind)| Some(rule(schema, keyword, kind?, codes.items.as_ref())))
    .collect()
}

/// `minProperties`, `maxProperties`.
pub(super) fn object_rules(schema: &Schema, codes: &RuleCodes) -> Vec<Rule> {
    let min = schema
        .min_properties
        .filter(|min| *min > 0)
        .map(RuleKind::MinProperties);
    let max = schema.max_properties.map(RuleKind::MaxProperties);
    [("minProperties", min), ("maxProperties", max)]
        .into_iter()
        .filter_map(|(keyword, kind)| Some(rule(schema, keyword, kind?, codes.items.as_ref())))
        .collect()
}

/// The rule of `enum` and `const`, for values that are no Rust enum.
pub(super) fn one_of_rule(values: Vec<Tree>, codes: &RuleCodes) -> Rule {
    Rule {
        kind: RuleKind::OneOf(values),
        because: None,
        code: codes.enumeration.clone(),
    }
}

/// Adds rules. Of two bounds of one kind, the tighter one stays.
pub(super) fn tighten(rules: &mut Vec<Rule>, more: Vec<Rule>) {
    for rule in more {
        let same_kind = |known: &&mut Rule| {
            std::mem::discriminant(&known.kind) == std::mem::discriminant(&rule.kind)
        };
        match rules.iter_mut().find(same_kind) {
            Some(known) => match tighter(&rule.kind, &known.kind) {
                Some(Ordering::Greater) => *known = rule,
                Some(_) => {}
                // Neither implies the other: both apply.
                None if known.kind == rule.kind => {}
                None => rules.push(rule),
            },
            None => rules.push(rule),
        }
    }
}

/// Compares two rules of one kind: `Greater` if `left` allows less, `None` if neither implies the
/// other.
fn tighter(left: &RuleKind, right: &RuleKind) -> Option<Ordering> {
    use RuleKind as K;
    match (left, right) {
        (K::Minimum(left), K::Minimum(right))
        | (K::ExclusiveMinimum(left), K::ExclusiveMinimum(right)) => Some(left.compare(right)),
        (K::Maximum(left), K::Maximum(right))
        | (K::ExclusiveMaximum(left), K::ExclusiveMaximum(right)) => Some(right.compare(left)),
        (K::MinLength(left), K::MinLength(right))
        | (K::MinItems(left), K::MinItems(right))
        | (K::MinProperties(left), K::MinProperties(right)) => Some(left.cmp(right)),
        (K::MaxLength(left), K::MaxLength(right))
        | (K::MaxItems(left), K::MaxItems(right))
        | (K::MaxProperties(left), K::MaxProperties(right)) => Some(right.cmp(left)),
        _ => None,
    }
}

/// The rules about several members that have fields, from `not: {required: […]}`, `if`/`then` and
/// `dependentRequired`; and which of these keywords have another form.
pub(super) fn member_rules(
    ctx: &Ctx<'_>,
    id: SchemaId,
    fields: &[&str],
) -> (Vec<ObjectRule>, Vec<&'static str>) {
    let (mut found, mut left) = (Vec::new(), Vec::new());
    let schema = &ctx.schemas[id];
    if schema.not.is_none() && schema.if_.is_none() && schema.dependent_required.is_empty() {
        return (found, left);
    }
    let mut keep = |keyword, rules: Option<Vec<ObjectRule>>| {
        let are_fields = |rule: &ObjectRule| {
            let mut members = rule.kind.members();
            members.all(|member| fields.contains(&member))
        };
        match rules {
            Some(rules) if rules.iter().all(are_fields) => found.extend(rules),
            _ => left.push(keyword),
        }
    };
    if let Some(not) = schema.not {
        keep(
            "not",
            not_together_rule(ctx, schema, not).map(|rule| vec![rule]),
        );
    }
    if let Some(if_) = schema.if_
        && (schema.then.is_some() || schema.else_.is_some())
    {
        keep(
            "if",
            conditional_rule(ctx, schema, if_).map(|rule| vec![rule]),
        );
    }
    if !schema.dependent_required.is_empty() {
        keep("dependentRequired", Some(dependent_rules(ctx, schema)));
    }
    (found, left)
}

fn not_together_rule(ctx: &Ctx<'_>, schema: &Schema, not: SchemaId) -> Option<ObjectRule> {
    let names = only_required(&ctx.schemas[not])?;
    Some(ObjectRule {
        kind: ObjectRuleKind::MutuallyExclusive(names.to_vec()),
        because: schema.because("not").map(str::to_owned),
        code: None,
    })
}

fn conditional_rule(ctx: &Ctx<'_>, schema: &Schema, if_: SchemaId) -> Option<ObjectRule> {
    let when = conditions(ctx, if_)?;
    let then = only_required(&ctx.schemas[schema.then?])?;
    let because = schema.because("then").or_else(|| schema.because("if"));
    schema.else_.is_none().then(|| ObjectRule {
        kind: ObjectRuleKind::Requires {
            when,
            then: then.to_vec(),
        },
        because: because.map(str::to_owned),
        code: ctx.schema.codes.required.clone(),
    })
}

fn dependent_rules(ctx: &Ctx<'_>, schema: &Schema) -> Vec<ObjectRule> {
    let because = schema.because("dependentRequired");
    let rules = schema.dependent_required.iter();
    let rules = rules.map(|(name, then)| ObjectRule {
        kind: ObjectRuleKind::Requires {
            when: vec![Condition::Present(name.clone())],
            then: then.clone(),
        },
        because: because.map(str::to_owned),
        code: ctx.schema.codes.required.clone(),
    });
    rules.collect()
}

/// The required members, if a schema has no other keyword.
fn only_required(schema: &Schema) -> Option<&[String]> {
    let bare = Schema {
        required: schema.required.clone(),
        types: schema.types.clone(),
        ..Schema::default()
    };
    (!schema.required.is_empty() && *schema == bare).then_some(&schema.required)
}

/// Reads an `if` as conditions on members: `const` of a property, or its presence. A condition on a
/// property that is not required holds when it is absent, which these rules cannot express.
fn conditions(ctx: &Ctx<'_>, if_: SchemaId) -> Option<Vec<Condition>> {
    let schema = &ctx.schemas[if_];
    let bare = Schema {
        required: schema.required.clone(),
        types: schema.types.clone(),
        properties: schema.properties.clone(),
        ..Schema::default()
    };
    let all_required = schema
        .properties
        .keys()
        .all(|name| schema.required.contains(name));
    if schema.required.is_empty() || *schema != bare || !all_required {
        return None;
    }
    let of = |name: &String| match schema.properties.get(name) {
        None => Some(Condition::Present(name.clone())),
        Some(&property) => {
            let property = &ctx.schemas[property];
            let constant = property.constant.clone()?;
            if matches!(constant, Tree::Null | Tree::Array(_) | Tree::Object(_)) {
                return None;
            }
            let bare = Schema {
                constant: Some(constant.clone()),
                types: property.types.clone(),
                ..Schema::default()
            };
            (*property == bare).then(|| Condition::Equals(name.clone(), constant))
        }
    };
    // The order has no meaning, so it is not that of the document.
    let names: BTreeSet<&String> = schema.required.iter().collect();
    names.into_iter().map(of).collect()
}
