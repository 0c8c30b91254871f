//! Rules in, their short notation out: `2..=800 "between 2 and 800" [10033]`.

use crate::ir::{Condition, ObjectRule, ObjectRuleKind, Rule, RuleKind};
use crate::tree::Tree;

use super::row::{quoted, word};

/// Rules about one value; the two ends of a range are one.
pub(super) fn of(rules: &[Rule]) -> String {
    let mut notes: Vec<String> = Vec::new();
    let mut rest = rules;
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

/// A rule about several members: the words before them, and the members with the rest.
pub(super) fn of_object(rule: &ObjectRule) -> (&'static str, String) {
    let evidence = evidence(rule.because.as_deref(), rule.code.as_deref());
    match &rule.kind {
        ObjectRuleKind::NotTogether(members) => ("not together", names(members) + &evidence),
        ObjectRuleKind::Requires { when, then } => {
            let when: Vec<String> = when.iter().map(condition).collect();
            (
                "requires",
                format!("{} when {}{evidence}", names(then), when.join(" and ")),
            )
        }
    }
}

fn names(members: &[String]) -> String {
    let mut names: Vec<String> = members.iter().map(|member| word(member)).collect();
    names.sort();
    names.join(" ")
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Present(member) => word(member),
        Condition::Equals(member, value) => format!("{} = {}", word(member), json(value)),
    }
}

/// The words that a rule rests on and the code for breaking it.
fn evidence(because: Option<&str>, code: Option<&str>) -> String {
    let because = because.map(|words| format!(" {}", quoted(words)));
    let code = code.map(|code| format!(" [{}]", word(code)));
    because.into_iter().chain(code).collect()
}

/// A value as JSON on one line.
pub(super) fn json(value: &Tree) -> String {
    let is_seen = |char: char| matches!(char, '"' | '\\' | '\'') || char.escape_debug().eq([char]);
    let mut text = String::new();
    for char in value.to_json().chars() {
        if is_seen(char) {
            text.push(char);
        } else {
            text.extend(char.escape_unicode());
        }
    }
    text
}

/// Two rules as one range, where they rest on the same evidence.
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
        RuleKind::Base64 => "base64".to_owned(),
        RuleKind::MinItems(count) => format!("count {count}.."),
        RuleKind::MaxItems(count) => format!("count ..={count}"),
        RuleKind::UniqueItems => "unique".to_owned(),
        RuleKind::Items(rules) => format!("items ({})", of(rules)),
        RuleKind::PropertyNames(rules) => format!("names ({})", of(rules)),
        RuleKind::MinProperties(count) => format!("members {count}.."),
        RuleKind::MaxProperties(count) => format!("members ..={count}"),
        RuleKind::OneOf(values) => {
            let values: Vec<String> = values.iter().map(json).collect();
            format!("one of {}", values.join(" "))
        }
        RuleKind::ExactlyOne => "exactly one".to_owned(),
        RuleKind::Conforms(schema) => format!("conforms to {}", json(schema)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::sample::{number, rule};

    #[test]
    fn ranges_are_one_note() {
        let (low, high) = (
            RuleKind::Minimum(number("2")),
            RuleKind::Maximum(number("800")),
        );
        assert_eq!(of(&[rule(low.clone()), rule(high.clone())]), "2..=800");
        let worded = |kind| Rule {
            because: Some("up to 800".to_owned()),
            ..rule(kind)
        };
        assert_eq!(
            of(&[rule(low), worded(high.clone())]),
            "2.., ..=800 \"up to 800\""
        );
        let coded = Rule {
            code: Some("7".to_owned()),
            ..worded(high)
        };
        assert_eq!(of(&[coded]), "..=800 \"up to 800\" [7]");
    }

    #[test]
    fn rules_are_short() {
        let items = RuleKind::Items(vec![rule(RuleKind::Pattern("^a b$".to_owned()))]);
        let rules = [
            rule(RuleKind::UniqueItems),
            rule(RuleKind::MinItems(1)),
            rule(items),
        ];
        assert_eq!(of(&rules), "unique, count 1.., items (pattern \"^a b$\")");
    }
}
