//! Rules in, their short notation out: `2..=800 "between 2 and 800" [10033]`.

use std::collections::BTreeMap;

use crate::ir::{Condition, ObjectRule, ObjectRuleKind, Rule, RuleKind};
use crate::tree::{Object, Tree};

use super::row::{quoted, word};
use super::sorted;

/// Describes rules of a value, sorted by kind, with the two ends of a range as one.
pub(crate) fn list_rules(rules: &[Rule]) -> String {
    let mut notes: Vec<String> = Vec::new();
    let sorted = sorted(rules, |rule| (rule_rank(&rule.kind), one(&rule.kind)));
    let mut rest = &sorted[..];
    while let [first, others @ ..] = rest {
        let range = others.first().and_then(|second| range(first, second));
        rest = if range.is_some() {
            &others[1..]
        } else {
            others
        };
        let note = range.unwrap_or_else(|| one(&first.kind));
        notes.push(note + &evidence(first.because.as_deref(), first.code.as_deref()));
    }
    notes.join(", ")
}

/// Describes a rule about several members: the words before the members, and the rest.
pub(super) fn of_object(rule: &ObjectRule) -> (&'static str, String) {
    let evidence = evidence(rule.because.as_deref(), rule.code.as_deref());
    match &rule.kind {
        ObjectRuleKind::MutuallyExclusive(members) => ("not together", names(members) + &evidence),
        ObjectRuleKind::Requires { when, then } => {
            let when: Vec<String> = when.iter().map(condition).collect();
            (
                "requires",
                format!("{} when {}{evidence}", names(then), when.join(" and ")),
            )
        }
    }
}

/// A rule about several members in one line.
pub(crate) fn spell_object_rule(rule: &ObjectRule) -> String {
    let (kind, rest) = of_object(rule);
    format!("{kind} {rest}")
}

fn names(members: &[String]) -> String {
    let mut names: Vec<String> = members.iter().map(|member| word(member)).collect();
    names.sort();
    names.join(" ")
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Present(member) => word(member),
        Condition::Equals(member, value) => format!("{} = {}", word(member), json_line(value)),
    }
}

/// Describes the evidence of a rule and its error code.
fn evidence(because: Option<&str>, code: Option<&str>) -> String {
    let because = because.map(|words| format!(" {}", quoted(words)));
    let code = code.map(|code| format!(" [{}]", word(code)));
    because.into_iter().chain(code).collect()
}

/// Returns the rank of a rule, which places the two ends of a range beside each other.
pub(crate) fn rule_rank(kind: &RuleKind) -> usize {
    match kind {
        RuleKind::Minimum(_) => 0,
        RuleKind::Maximum(_) => 1,
        RuleKind::ExclusiveMinimum(_) => 2,
        RuleKind::ExclusiveMaximum(_) => 3,
        RuleKind::MultipleOf(_) => 4,
        RuleKind::MinLength(_) => 5,
        RuleKind::MaxLength(_) => 6,
        RuleKind::Pattern(_) => 7,
        RuleKind::Base64 => 8,
        RuleKind::MinItems(_) => 9,
        RuleKind::MaxItems(_) => 10,
        RuleKind::UniqueItems => 11,
        RuleKind::Items(_) => 12,
        RuleKind::PropertyNames(_) => 13,
        RuleKind::MinProperties(_) => 14,
        RuleKind::MaxProperties(_) => 15,
        RuleKind::OneOf(_) => 16,
        RuleKind::ExactlyOne => 17,
        RuleKind::Conforms(_) => 18,
        RuleKind::Format(_) => 19,
    }
}

/// Returns a value with sorted members.
fn sorted_members(value: &Tree) -> Tree {
    match value {
        Tree::Object(members) => {
            let members: BTreeMap<&String, &Tree> = members.iter().collect();
            let members = members.into_iter();
            let members: Object = members
                .map(|(key, value)| (key.clone(), sorted_members(value)))
                .collect();
            Tree::Object(Box::new(members))
        }
        Tree::Array(items) => Tree::Array(items.iter().map(sorted_members).collect()),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => value.clone(),
    }
}

/// Returns a schema with sorted `required`.
fn sorted_names(schema: &Tree) -> Tree {
    let mut schema = schema.clone();
    let mut open = vec![&mut schema];
    while let Some(node) = open.pop() {
        match node {
            Tree::Object(members) => {
                if let Some(Tree::Array(names)) = members.get_mut("required")
                    && names.iter().all(|it| it.as_str().is_some())
                {
                    names.sort_by(|left, right| left.as_str().cmp(&right.as_str()));
                }
                open.extend(members.values_mut());
            }
            Tree::Array(items) => open.extend(items),
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => {}
        }
    }
    schema
}

/// Returns a value as JSON on one line.
pub(crate) fn json_line(value: &Tree) -> String {
    let is_seen = |char: char| matches!(char, '"' | '\\' | '\'') || char.escape_debug().eq([char]);
    let mut text = String::new();
    for char in sorted_members(value).to_json().chars() {
        if is_seen(char) {
            text.push(char);
        } else {
            text.extend(char.escape_unicode());
        }
    }
    text
}

/// Describes two rules as one range, if they have the same evidence.
fn range(low: &Rule, high: &Rule) -> Option<String> {
    use RuleKind as K;
    if low.because != high.because || low.code != high.code {
        return None;
    }
    match (&low.kind, &high.kind) {
        (K::Minimum(low), K::Maximum(high)) => {
            Some(format!("{}..={}", low.as_str(), high.as_str()))
        }
        (K::MinLength(low), K::MaxLength(high)) => Some(format!("len {low}..={high}")),
        (K::MinItems(low), K::MaxItems(high)) => Some(format!("count {low}..={high}")),
        (K::MinProperties(low), K::MaxProperties(high)) => Some(format!("members {low}..={high}")),
        _ => None,
    }
}

fn one(kind: &RuleKind) -> String {
    match kind {
        RuleKind::Minimum(bound) => format!("{}..", bound.as_str()),
        RuleKind::Maximum(bound) => format!("..={}", bound.as_str()),
        RuleKind::ExclusiveMinimum(bound) => format!("> {}", bound.as_str()),
        RuleKind::ExclusiveMaximum(bound) => format!("< {}", bound.as_str()),
        RuleKind::MultipleOf(step) => format!("multiple of {}", step.as_str()),
        RuleKind::MinLength(count) => format!("len {count}.."),
        RuleKind::MaxLength(count) => format!("len ..={count}"),
        RuleKind::Pattern(pattern) => format!("pattern {}", word(pattern)),
        RuleKind::Format(format) => format!("format {}", word(format)),
        RuleKind::Base64 => "base64".to_owned(),
        RuleKind::MinItems(count) => format!("count {count}.."),
        RuleKind::MaxItems(count) => format!("count ..={count}"),
        RuleKind::UniqueItems => "unique".to_owned(),
        RuleKind::Items(rules) => format!("items ({})", list_rules(rules)),
        RuleKind::PropertyNames(rules) => format!("names ({})", list_rules(rules)),
        RuleKind::MinProperties(count) => format!("members {count}.."),
        RuleKind::MaxProperties(count) => format!("members ..={count}"),
        RuleKind::OneOf(values) => {
            let is_number = |value: &&Tree| matches!(value, Tree::Number(_));
            let (mut numbers, others): (Vec<&Tree>, Vec<&Tree>) =
                values.iter().partition(is_number);
            numbers.sort_by(|left, right| match (left, right) {
                (Tree::Number(left), Tree::Number(right)) => left.compare(right),
                _ => unreachable!("these are numbers"),
            });
            let mut others: Vec<String> = others.into_iter().map(json_line).collect();
            others.sort();
            let numbers = numbers.into_iter().map(json_line);
            let values: Vec<String> = numbers.chain(others).collect();
            format!("one of {}", values.join(" "))
        }
        RuleKind::ExactlyOne => "exactly one".to_owned(),
        RuleKind::Conforms(schema) => format!("conforms to {}", json_line(&sorted_names(schema))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::sample::{number, rule};

    #[test]
    fn ranges_are_one_note() {
        let (low, high) = (
            RuleKind::Minimum(number("2")),
            RuleKind::Maximum(number("800")),
        );
        assert_eq!(
            list_rules(&[rule(low.clone()), rule(high.clone())]),
            "2..=800"
        );
        let worded = |kind| Rule {
            because: Some("up to 800".to_owned()),
            ..rule(kind)
        };
        assert_eq!(
            list_rules(&[rule(low), worded(high.clone())]),
            "2.., ..=800 \"up to 800\""
        );
        let coded = Rule {
            code: Some("7".to_owned()),
            ..worded(high)
        };
        assert_eq!(list_rules(&[coded]), "..=800 \"up to 800\" [7]");
    }

    #[test]
    fn rules_are_short() {
        let items = RuleKind::Items(vec![rule(RuleKind::Pattern("^a b$".to_owned()))]);
        let rules = [
            rule(RuleKind::UniqueItems),
            rule(RuleKind::MinItems(1)),
            rule(items),
        ];
        assert_eq!(
            list_rules(&rules),
            "count 1.., unique, items (pattern \"^a b$\")"
        );
    }
}
