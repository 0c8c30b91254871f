//! Validation: walks a value, tracks the path, and collects violations.

use serde_json::Value;

use super::schema::escape_segment;
use super::violation::{listed, shown};
use super::{Map, Rule, Validate, Violation, ViolationKind, rule_validation};

/// The path of the value that is checked, and the violations found so far.
///
/// The path is a linked list on the stack, so nothing is allocated unless there is a violation.
pub struct Checker<'a> {
    path: Path<'a>,
    found: &'a mut Findings,
}

struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    segment: Segment<'a>,
}

enum Segment<'a> {
    Root,
    Parameter(&'static str),
    Member(&'a str),
    Item(usize),
}

/// The purpose of a check.
enum Findings {
    /// To collect all violations.
    All(Vec<Violation>),
    /// To know whether there is any violation.
    Any(bool),
}

/// Returns all violations that a check finds.
#[inline]
pub(super) fn collect_violations(check: impl FnOnce(&mut Checker<'_>)) -> Vec<Violation> {
    let mut found = Findings::All(Vec::new());
    check(&mut Checker::root(&mut found));
    match found {
        Findings::All(list) => list,
        Findings::Any(_) => unreachable!("a check does not change its purpose"),
    }
}

/// Returns whether a value is valid against its own rules and these.
pub(super) fn is_valid<T: Validate, const N: usize>(value: &T, rules: &'static [Rule; N]) -> bool {
    let mut found = Findings::Any(false);
    Checker::root(&mut found).value(value, rules);
    matches!(found, Findings::Any(false))
}

impl<'a> Checker<'a> {
    #[inline]
    fn root(found: &'a mut Findings) -> Self {
        let path = Path {
            parent: None,
            segment: Segment::Root,
        };
        Self { path, found }
    }

    fn below<'b>(&'b mut self, segment: Segment<'b>) -> Checker<'b> {
        let path = Path {
            parent: Some(&self.path),
            segment,
        };
        Checker {
            path,
            found: self.found,
        }
    }
}

/// Lists of rules have their length in their type, so that no code for rules is compiled where there
/// are none. What is obviously valid takes no call: its rules are constants, and so the compiler
/// makes plain comparisons of them.
impl Checker<'_> {
    /// Does nothing: `where valid` in a table is a call of it.
    #[doc(hidden)]
    #[inline]
    pub fn valid(&mut self) -> &mut Self {
        self
    }

    /// Checks the member `name` against the rules of its type and these.
    #[inline]
    pub fn member<T: Validate, const N: usize>(
        &mut self,
        name: &str,
        value: &T,
        rules: &'static [Rule; N],
    ) {
        if !value.is_obviously_valid(rules) {
            self.check_below(Segment::Member(name), value, rules);
        }
    }

    /// Checks the parameter `name` of an operation against the rules of its type and these.
    #[inline]
    pub fn parameter<T: Validate, const N: usize>(
        &mut self,
        name: &'static str,
        value: &T,
        rules: &'static [Rule; N],
    ) {
        if !value.is_obviously_valid(rules) {
            self.check_below(Segment::Parameter(name), value, rules);
        }
    }

    /// Checks the members that the schema does not name.
    #[inline]
    pub fn others<T: Validate, const N: usize>(
        &mut self,
        others: &Map<T>,
        rules: &'static [Rule; N],
    ) {
        if !others.is_obviously_valid(rules) {
            self.value(others, rules);
        }
    }

    /// Checks an item of a tuple against the rules of its type and these.
    #[doc(hidden)]
    pub fn tuple_item<T: Validate, const N: usize>(
        &mut self,
        index: usize,
        value: &T,
        rules: &'static [Rule; N],
    ) {
        self.check_below(Segment::Item(index), value, rules);
    }

    fn check_below<T: Validate, const N: usize>(
        &mut self,
        segment: Segment<'_>,
        value: &T,
        rules: &'static [Rule; N],
    ) {
        self.below(segment).value(value, rules);
    }

    /// Checks that no optional item of a tuple is absent before one that is present, which could
    /// not be encoded. `items` tells which are present.
    #[doc(hidden)]
    pub fn no_gap(&mut self, first: usize, items: &[bool]) {
        let end = items.iter().rposition(|is_there| *is_there).unwrap_or(0);
        for (index, _) in items[..end].iter().enumerate().filter(|(_, it)| !**it) {
            let mut item = self.below(Segment::Item(first + index));
            let message = || "is missing".to_owned();
            item.add(ViolationKind::Required, None, None, &message);
        }
    }

    /// Checks an item against the rules of its type.
    pub(super) fn item<T: Validate>(&mut self, index: usize, value: &T) {
        value.check(&mut self.below(Segment::Item(index)));
    }

    /// Checks an item against these rules only.
    pub(super) fn item_rules<T: Validate>(
        &mut self,
        index: usize,
        item: &T,
        rules: &'static [Rule],
    ) {
        item.check_rules(rules, &mut self.below(Segment::Item(index)));
    }

    /// Checks a member against these rules only.
    pub(super) fn member_rules<T: Validate>(
        &mut self,
        name: &str,
        value: &T,
        rules: &'static [Rule],
    ) {
        value.check_rules(rules, &mut self.below(Segment::Member(name)));
    }

    /// Checks the current value against these rules and those of its type.
    pub fn value<T: Validate, const N: usize>(&mut self, value: &T, rules: &'static [Rule; N]) {
        if const { N > 0 } {
            value.check_rules(rules, self);
        }
        value.check(self);
    }

    /// Checks the current value against these rules only.
    #[doc(hidden)]
    pub fn whole<T: Validate>(&mut self, value: &T, rules: &'static [Rule]) {
        value.check_rules(rules, self);
    }

    /// Checks a string against rules.
    #[doc(hidden)]
    pub fn text(&mut self, text: &str, rules: &'static [Rule]) {
        rule_validation::validate_text(text, rules, self);
    }

    /// Checks that not all of these members are present. The violation is reported for the last
    /// one.
    #[inline]
    pub fn mutually_exclusive(&mut self, members: &[(&str, bool)], rule: Rule) {
        if members.iter().all(|(_, present)| *present) {
            self.report_exclusive(members, &rule);
        }
    }

    #[cold]
    fn report_exclusive(&mut self, members: &[(&str, bool)], rule: &Rule) {
        let Some(((last, _), others)) = members.split_last() else {
            return;
        };
        self.report_member(last, rule, &|| {
            let others = others.iter().map(|(name, _)| format!("`{name}`"));
            let others = others.collect::<Vec<_>>().join(" and ");
            format!("is mutually exclusive with {others}")
        });
    }

    /// Checks that all of these members are present, if the condition holds.
    pub fn requires(&mut self, condition: bool, members: &[(&str, bool)], rule: Rule) {
        for (name, present) in members {
            if condition && !present {
                let mut member = self.below(Segment::Member(name));
                let message = || "is missing".to_owned();
                member.add(ViolationKind::Required, rule.because, rule.code, &message);
            }
        }
    }

    /// Reports a string that is not one of the values of an enum.
    #[doc(hidden)]
    pub fn unlisted(
        &mut self,
        text: &str,
        values: &'static [&'static str],
        code: Option<&'static str>,
    ) {
        self.add(ViolationKind::Enumeration, None, code, &|| {
            let values = listed(values.iter().map(|value| format!("{value:?}")));
            format!("{} is not one of {values}", shown(text))
        });
    }

    /// Reports a union whose tag is not one of the declared values.
    #[doc(hidden)]
    pub fn untagged(
        &mut self,
        value: &Value,
        tag: &str,
        tags: &'static [&'static str],
        code: Option<&'static str>,
    ) {
        match value.get(tag) {
            Some(Value::String(text)) => {
                self.below(Segment::Member(tag)).unlisted(text, tags, code);
            }
            _ => self.add(ViolationKind::Enumeration, None, code, &|| {
                let tags = listed(tags.iter().map(|tag| format!("{tag:?}")));
                format!("`{tag}` is not one of {tags}")
            }),
        }
    }

    /// Returns the number of violations so far; at most one if only the first matters.
    #[doc(hidden)]
    #[must_use]
    pub fn violations(&self) -> usize {
        match &*self.found {
            Findings::All(list) => list.len(),
            Findings::Any(found) => usize::from(*found),
        }
    }

    /// Reports a value that matches none of the alternatives of its union.
    #[doc(hidden)]
    pub fn no_alternative(&mut self) {
        self.add(ViolationKind::Alternative, None, None, &|| {
            "matches none of the alternatives".to_owned()
        });
    }

    /// Reports a value that matches several alternatives of its union instead of one.
    pub(super) fn several_alternatives(&mut self, count: usize) {
        self.add(ViolationKind::Alternative, None, None, &|| {
            format!("matches {count} of the alternatives instead of exactly one")
        });
    }

    /// Reports a violation of a rule.
    pub(super) fn report(&mut self, rule: &Rule, message: &dyn Fn() -> String) {
        self.add(rule.kind(), rule.because, rule.code, message);
    }

    /// Reports a violation of a rule by an item.
    pub(super) fn report_item(&mut self, index: usize, rule: &Rule, message: &dyn Fn() -> String) {
        self.below(Segment::Item(index)).report(rule, message);
    }

    /// Reports a violation of a rule by a member.
    pub(super) fn report_member(&mut self, name: &str, rule: &Rule, message: &dyn Fn() -> String) {
        self.below(Segment::Member(name)).report(rule, message);
    }

    /// Reports a violation of a rule at `pointer`, relative to the current value.
    pub(super) fn report_below(
        &mut self,
        pointer: &str,
        kind: ViolationKind,
        rule: &Rule,
        message: String,
    ) {
        match self.found {
            Findings::Any(found) => *found = true,
            Findings::All(list) => list.push(Violation {
                pointer: self.path.pointer() + pointer,
                parameter: self.path.parameter(),
                kind,
                message,
                because: rule.because,
                code: rule.code,
            }),
        }
    }

    /// Checks the name of a member against rules.
    pub(super) fn name(&mut self, name: &str, rules: &'static [Rule]) {
        self.below(Segment::Member(name)).text(name, rules);
    }

    /// Adds a violation.
    #[cold]
    pub(super) fn add(
        &mut self,
        kind: ViolationKind,
        because: Option<&'static str>,
        code: Option<&'static str>,
        message: &dyn Fn() -> String,
    ) {
        match self.found {
            Findings::Any(found) => *found = true,
            Findings::All(list) => list.push(Violation {
                pointer: self.path.pointer(),
                parameter: self.path.parameter(),
                kind,
                message: message(),
                because,
                code,
            }),
        }
    }
}

impl Path<'_> {
    fn pointer(&self) -> String {
        let mut steps = Vec::new();
        let mut path = Some(self);
        while let Some(Path { parent, segment }) = path {
            match segment {
                Segment::Root | Segment::Parameter(_) => {}
                Segment::Member(name) => steps.push(format!("/{}", escape_segment(name))),
                Segment::Item(index) => steps.push(format!("/{index}")),
            }
            path = *parent;
        }
        steps.into_iter().rev().collect()
    }

    fn parameter(&self) -> Option<&'static str> {
        let mut path = Some(self);
        while let Some(Path { parent, segment }) = path {
            if let Segment::Parameter(name) = segment {
                return Some(name);
            }
            path = *parent;
        }
        None
    }
}
