//! Rules in, phrases for documentation out.

use crate::ir::{Condition, ObjectRule, ObjectRuleKind, Rule, RuleKind};
use crate::markdown;
use crate::tree::Tree;

use super::integer_format;

/// Describes rules. Two bounds of one kind become one phrase.
pub(super) fn describe_rules(rules: &[Rule]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = rules.iter().peekable();
    while let Some(next) = rest.next() {
        let both = match (&next.kind, rest.peek().map(|rule| &rule.kind)) {
            (RuleKind::Minimum(low), Some(RuleKind::Maximum(high))) => {
                let words =
                    integer_format::describe_bounds(low.as_str(), high.as_str()).map(str::to_owned);
                words.or_else(|| Some(format!("from {} to {}", low.as_str(), high.as_str())))
            }
            (RuleKind::MinLength(low), Some(RuleKind::MaxLength(high))) => {
                Some(format!("{low} to {high} characters"))
            }
            (RuleKind::MinItems(low), Some(RuleKind::MaxItems(high))) => {
                Some(format!("{low} to {high} items"))
            }
            _ => None,
        };
        if both.is_some() {
            rest.next();
        }
        words.push(both.unwrap_or_else(|| describe_rule(next)));
    }
    words
}

/// Describes a rule.
fn describe_rule(rule: &Rule) -> String {
    match &rule.kind {
        RuleKind::Minimum(bound) => format!("at least {}", bound.as_str()),
        RuleKind::Maximum(bound) => format!("at most {}", bound.as_str()),
        RuleKind::ExclusiveMinimum(bound) => format!("more than {}", bound.as_str()),
        RuleKind::ExclusiveMaximum(bound) => format!("less than {}", bound.as_str()),
        RuleKind::MultipleOf(step) => format!("a multiple of {}", step.as_str()),
        RuleKind::MinLength(1) => "not empty".to_owned(),
        RuleKind::MinLength(min) => format!("at least {min} characters"),
        RuleKind::MaxLength(max) => format!("at most {max} characters"),
        RuleKind::Pattern(pattern) => {
            format!("matches {}", inline_value(&Tree::String(pattern.clone())))
        }
        RuleKind::Format(format) => format!("a valid {}", markdown::code(format)),
        RuleKind::Base64 => "base64".to_owned(),
        RuleKind::MinItems(min) => format!("at least {min} items"),
        RuleKind::MaxItems(max) => format!("at most {max} items"),
        RuleKind::UniqueItems => "items are unique".to_owned(),
        RuleKind::Items(rules) => match &rules[..] {
            [only] if matches!(only.kind, RuleKind::Items(_)) => {
                format!("each item of {}", describe_rule(only))
            }
            rules => format!("each item {}", describe_rules(rules).join(" and ")),
        },
        RuleKind::PropertyNames(rules) => {
            format!("each key {}", describe_rules(rules).join(" and "))
        }
        RuleKind::MinProperties(1) => "at least one member".to_owned(),
        RuleKind::MinProperties(min) => format!("at least {min} members"),
        RuleKind::MaxProperties(0) => "no members".to_owned(),
        RuleKind::MaxProperties(max) => format!("at most {max} members"),
        RuleKind::OneOf(values) if values.is_empty() => "no value is allowed".to_owned(),
        RuleKind::OneOf(values) => {
            let values: Vec<String> = values.iter().map(inline_value).collect();
            format!("one of {}", values.join(", "))
        }
        RuleKind::ExactlyOne => "fits exactly one of the alternatives".to_owned(),
        RuleKind::Conforms(schema) => {
            let text = schema.to_json();
            // A long schema does not help a reader.
            if text.chars().count() <= 80 {
                format!("conforms to {}", markdown::code(&text))
            } else {
                let keywords = schema.as_object().into_iter().flat_map(|it| it.keys());
                let keywords = keywords.filter(|keyword| *keyword != "$defs");
                let keywords: Vec<String> = keywords.map(|it| markdown::code(it)).collect();
                format!("conforms to the schema's {}", keywords.join(" and "))
            }
        }
    }
}

/// Describes a rule about several members.
pub(super) fn describe_member_rule(rule: &ObjectRule) -> String {
    let names = |members: &[String]| {
        let names: Vec<String> = members.iter().map(|name| markdown::code(name)).collect();
        names.join(" and ")
    };
    match &rule.kind {
        ObjectRuleKind::MutuallyExclusive(members) if members.len() == 2 => {
            format!("{} are mutually exclusive", names(members))
        }
        ObjectRuleKind::MutuallyExclusive(members) => {
            format!("{} cannot all be present", names(members))
        }
        ObjectRuleKind::Requires { when, then } => {
            let conditions = when.iter().map(|condition| match condition {
                Condition::Present(member) => markdown::code(member),
                Condition::Equals(member, value) => {
                    format!("{} {}", markdown::code(member), inline_value(value))
                }
            });
            let conditions: Vec<String> = conditions.collect();
            format!("{} requires {}", conditions.join(" and "), names(then))
        }
    }
}

/// Formats a value as inline code: a string as it is, anything else as JSON.
pub(super) fn inline_value(value: &Tree) -> String {
    match value {
        Tree::String(text) if text.is_empty() => "\"\"".to_owned(),
        Tree::String(text) => markdown::code(text),
        value => markdown::code(&value.to_json()),
    }
}
