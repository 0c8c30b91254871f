//! Walks a value, keeps track of the path, and collects what is wrong.

use serde_json::Value;

use super::schema::escape_segment;
use super::violation::{listed, shown};
use super::{Map, Rule, Validate, Violation, ViolationKind, rule_validation};

/// A path in the value that is checked, and the violations found so far.
///
/// The path is a chain of steps on the stack, so nothing is allocated until there is something to
/// say.
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

/// What a check is for.
enum Findings {
    /// To say what is wrong.
    All(Vec<Violation>),
    /// To know whether anything is.
    Any(bool),
}

/// Everything that is wrong with a value.
pub(super) fn violations<T: Validate + ?Sized>(value: &T) -> Vec<Violation> {
    collect(&mut |at| value.check(at))
}

/// Everything that a check finds.
pub(super) fn collect(check: &mut dyn FnMut(&mut Checker<'_>)) -> Vec<Violation> {
    let mut found = Findings::All(Vec::new());
    check(&mut Checker::root(&mut found));
    match found {
        Findings::All(list) => list,
        Findings::Any(_) => unreachable!("a check never changes what it is for"),
    }
}

/// Whether a value keeps its own rules and these.
pub(super) fn fits<T: Validate, const N: usize>(value: &T, rules: &'static [Rule; N]) -> bool {
    let mut found = Findings::Any(false);
    Checker::root(&mut found).value(value, rules);
    matches!(found, Findings::Any(false))
}

impl<'a> Checker<'a> {
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

/// Lists of rules have their lengths in their types, so that where there are none no code is
/// compiled that judges a type by rules.
impl Checker<'_> {
    /// Checks the member `name`, which has these rules beside those of its type.
    pub fn member<T: Validate, const N: usize>(
        &mut self,
        name: &str,
        value: &T,
        rules: &'static [Rule; N],
    ) {
        self.below(Segment::Member(name)).value(value, rules);
    }

    /// Checks the parameter `name` of an operation, which has these rules beside those of its type.
    pub fn parameter<T: Validate, const N: usize>(
        &mut self,
        name: &'static str,
        value: &T,
        rules: &'static [Rule; N],
    ) {
        self.below(Segment::Parameter(name)).value(value, rules);
    }

    /// Checks the members that the schema does not name.
    pub fn others<T: Validate, const N: usize>(
        &mut self,
        others: &Map<T>,
        rules: &'static [Rule; N],
    ) {
        self.value(others, rules);
    }

    /// Checks an item of a tuple, which has these rules beside those of its type.
    #[doc(hidden)]
    pub fn tuple_item<T: Validate, const N: usize>(
        &mut self,
        index: usize,
        value: &T,
        rules: &'static [Rule; N],
    ) {
        self.below(Segment::Item(index)).value(value, rules);
    }

    /// The last items of a tuple, each with whether it is there: none may be absent before one that is
    /// there, for it could not be written.
    #[doc(hidden)]
    pub fn no_gap(&mut self, first: usize, items: &[bool]) {
        let end = items.iter().rposition(|is_there| *is_there).unwrap_or(0);
        for (index, _) in items[..end].iter().enumerate().filter(|(_, it)| !**it) {
            let mut item = self.below(Segment::Item(first + index));
            let message = || "is missing".to_owned();
            item.add(ViolationKind::Required, None, None, &message);
        }
    }

    /// Checks an item.
    pub(super) fn item<T: Validate>(&mut self, index: usize, value: &T) {
        value.check(&mut self.below(Segment::Item(index)));
    }

    /// Checks only these rules for an item; those of its type are checked where it is walked.
    pub(super) fn item_rules<T: Validate>(
        &mut self,
        index: usize,
        item: &T,
        rules: &'static [Rule],
    ) {
        item.check_rules(rules, &mut self.below(Segment::Item(index)));
    }

    /// The same for a member.
    pub(super) fn member_rules<T: Validate>(
        &mut self,
        name: &str,
        value: &T,
        rules: &'static [Rule],
    ) {
        value.check_rules(rules, &mut self.below(Segment::Member(name)));
    }

    /// Checks the value at this path: these rules, then those of its type.
    pub fn value<T: Validate, const N: usize>(&mut self, value: &T, rules: &'static [Rule; N]) {
        if const { N > 0 } {
            value.check_rules(rules, self);
        }
        value.check(self);
    }

    /// Checks the value at this path: only these rules, which are about it as a whole.
    #[doc(hidden)]
    pub fn whole<T: Validate>(&mut self, value: &T, rules: &'static [Rule]) {
        value.check_rules(rules, self);
    }

    /// Checks a text against rules for texts.
    #[doc(hidden)]
    pub fn text(&mut self, text: &str, rules: &'static [Rule]) {
        rule_validation::validate_text(text, rules, self);
    }

    /// Members, each with whether it is there, that must not all be there. The last one is to
    /// blame.
    pub fn mutually_exclusive(&mut self, members: &[(&str, bool)], rule: Rule) {
        let Some(((last, _), others)) = members.split_last() else {
            return;
        };
        if members.iter().all(|(_, present)| *present) {
            let mut last = self.below(Segment::Member(last));
            last.add(
                ViolationKind::MutuallyExclusive,
                rule.because,
                rule.code,
                &|| {
                    let others = others.iter().map(|(name, _)| format!("`{name}`"));
                    let others = others.collect::<Vec<_>>().join(" and ");
                    format!("is mutually exclusive with {others}")
                },
            );
        }
    }

    /// Members, each with whether it is there, that must be there if the condition holds.
    pub fn requires(&mut self, condition: bool, members: &[(&str, bool)], rule: Rule) {
        for (name, present) in members {
            if condition && !present {
                let mut member = self.below(Segment::Member(name));
                let message = || "is missing".to_owned();
                member.add(ViolationKind::Required, rule.because, rule.code, &message);
            }
        }
    }

    /// A text that is none of a list's.
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

    /// A union's value whose tag is none of a list's.
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

    /// How many violations there are so far; where only the first counts, at most one.
    #[doc(hidden)]
    #[must_use]
    pub fn violations(&self) -> usize {
        match &*self.found {
            Findings::All(list) => list.len(),
            Findings::Any(found) => usize::from(*found),
        }
    }

    /// A union's value that is none of its alternatives.
    #[doc(hidden)]
    pub fn no_alternative(&mut self) {
        self.add(ViolationKind::Alternative, None, None, &|| {
            "matches none of the alternatives".to_owned()
        });
    }

    /// A union's value that is so many of its alternatives, of which it should be one.
    pub(super) fn several_alternatives(&mut self, count: usize) {
        self.add(ViolationKind::Alternative, None, None, &|| {
            format!("matches {count} of the alternatives instead of exactly one")
        });
    }

    /// A rule is broken here.
    pub(super) fn report(&mut self, rule: &Rule, message: &dyn Fn() -> String) {
        self.add(rule.kind(), rule.because, rule.code, message);
    }

    /// A rule is broken by the member or item below.
    pub(super) fn report_item(&mut self, index: usize, rule: &Rule, message: &dyn Fn() -> String) {
        self.below(Segment::Item(index)).report(rule, message);
    }

    /// The same for a member.
    pub(super) fn report_member(&mut self, name: &str, rule: &Rule, message: &dyn Fn() -> String) {
        self.below(Segment::Member(name)).report(rule, message);
    }

    /// A rule is broken by what is at `pointer`, seen from here.
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

    /// The name of a member is a text with rules.
    pub(super) fn name(&mut self, name: &str, rules: &'static [Rule]) {
        self.below(Segment::Member(name)).text(name, rules);
    }

    /// Something is wrong here.
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
