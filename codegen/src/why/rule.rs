//! An item in, its rules out, each with the keyword that it was made of.

use crate::ir::{ObjectRule, ObjectRuleKind, Rule, RuleKind, TypeKind};
use crate::listing::{list_rules, spell_object_rule};
use crate::pointer::Address;

use super::entry::Entry;
use super::item::Item;
use super::lines::SourceLines;
use super::subject::Subject;

/// Describes the rules of an item.
pub(super) fn describe_rules(
    subject: &Subject<'_>,
    entry: &Entry<'_>,
    lines: &SourceLines<'_>,
) -> Vec<String> {
    let finder = Finder {
        subject,
        places: entry.places.iter().flat_map(schema_places).collect(),
        lines,
    };
    let rules = item_rules(&entry.item).into_iter();
    let rules = rules
        .map(|rule| finder.describe(list_rules(std::slice::from_ref(rule)), keywords(&rule.kind)));
    let object_rules = object_rules(&entry.item).into_iter();
    let object_rules = object_rules
        .map(|rule| finder.describe(spell_object_rule(rule), object_keywords(&rule.kind)));
    rules.chain(object_rules).collect()
}

/// The schema of a place, which may be that of a parameter, and what it says of items.
fn schema_places(place: &Address) -> Vec<Address> {
    let schema = place.join("schema");
    vec![
        place.clone(),
        place.join("items"),
        schema.join("items"),
        schema,
    ]
}

fn item_rules<'a>(item: &Item<'a>) -> Vec<&'a Rule> {
    match item {
        Item::Type(_, def) => {
            let own = match &def.kind {
                TypeKind::Newtype(value) => &value.rules[..],
                _ => &[],
            };
            def.rules.iter().chain(own).collect()
        }
        Item::Field(_, _, field) => field.value.rules.iter().collect(),
        Item::Others(_, _, others) => others.rules.iter().chain(&others.value.rules).collect(),
        Item::Alternative(.., it) => it.value.rules.iter().collect(),
        Item::Element(.., it) => it.value.rules.iter().collect(),
        Item::Parameter(_, it) => it.value.rules.iter().collect(),
        Item::Body(_, body) => {
            let values = body.sent().filter_map(|it| it.form.value());
            values.flat_map(|it| &it.rules).collect()
        }
        _ => Vec::new(),
    }
}

/// The rules about several members that a struct has, or that are about a field.
fn object_rules<'a>(item: &Item<'a>) -> Vec<&'a ObjectRule> {
    let (def, member) = match item {
        Item::Type(_, def) => (def, None),
        Item::Field(_, def, field) => (def, Some(&*field.wire)),
        _ => return Vec::new(),
    };
    let TypeKind::Object(object) = &def.kind else {
        return Vec::new();
    };
    let is_about =
        |rule: &&ObjectRule| member.is_none_or(|member| rule.kind.members().any(|it| it == member));
    object.rules.iter().filter(is_about).collect()
}

struct Finder<'a> {
    subject: &'a Subject<'a>,
    places: Vec<Address>,
    lines: &'a SourceLines<'a>,
}

impl Finder<'_> {
    /// A rule, with the lines of the first of the keywords that a place has.
    fn describe(&self, rule: String, keywords: &[&str]) -> String {
        let document = self.subject.document;
        let mut found = keywords.iter().flat_map(|keyword| {
            let places = self.places.iter().map(|it| it.join(keyword));
            places.filter(|it| document.node(it).is_some())
        });
        let Some(place) = found.next() else {
            return rule;
        };
        let keyword = place.pointer.last().unwrap_or_default().into_owned();
        let written = self.subject.written_address(&place);
        format!(
            "{rule}  by `{keyword}` at {}",
            self.lines.spell_start(&written)
        )
    }
}

fn keywords(kind: &RuleKind) -> &'static [&'static str] {
    match kind {
        RuleKind::Minimum(_) => &["minimum", "format"],
        RuleKind::Maximum(_) => &["maximum", "format"],
        RuleKind::ExclusiveMinimum(_) => &["exclusiveMinimum"],
        RuleKind::ExclusiveMaximum(_) => &["exclusiveMaximum"],
        RuleKind::MultipleOf(_) => &["multipleOf"],
        RuleKind::MinLength(_) => &["minLength"],
        RuleKind::MaxLength(_) => &["maxLength"],
        RuleKind::Pattern(_) => &["pattern"],
        RuleKind::Format(_) => &["format"],
        RuleKind::Base64 => &["contentEncoding", "format"],
        RuleKind::MinItems(_) => &["minItems"],
        RuleKind::MaxItems(_) => &["maxItems"],
        RuleKind::UniqueItems => &["uniqueItems"],
        RuleKind::Items(_) => &["items", "additionalProperties"],
        RuleKind::PropertyNames(_) => &["propertyNames", "patternProperties"],
        RuleKind::MinProperties(_) => &["minProperties"],
        RuleKind::MaxProperties(_) => &["maxProperties"],
        RuleKind::OneOf(_) => &["enum", "const"],
        RuleKind::ExactlyOne => &["oneOf"],
        RuleKind::Conforms(_) => &[],
    }
}

fn object_keywords(kind: &ObjectRuleKind) -> &'static [&'static str] {
    match kind {
        ObjectRuleKind::MutuallyExclusive(_) => &["not"],
        ObjectRuleKind::Requires { .. } => &["if", "dependentRequired"],
    }
}
