//! Annotations in, documentation out.

use crate::document::schema::{Schema, SchemaId, Type};
use crate::ir::{Condition, Direction, Doc, ObjectRule, ObjectRuleKind, Rule, RuleKind, Value};
use crate::lower::ctx::Ctx;
use crate::markdown;
use crate::tree::Tree;

use super::{format, merged, union};

/// What is said of a field beside its type and rules.
pub(in crate::lower) struct Described {
    pub(in crate::lower) doc: Doc,
    pub(in crate::lower) deprecated: bool,
    pub(in crate::lower) default: Option<Tree>,
    /// From `readOnly` and `writeOnly`; both together say nothing.
    pub(super) direction: Option<Direction>,
}

/// The prose of a schema, or its title, and what else it says in annotations.
pub(in crate::lower) fn of_schema(schema: &Schema) -> Doc {
    let title = || {
        schema
            .title
            .as_ref()
            .map(|title| format!("{}.", title.trim_end_matches('.')))
    };
    Doc {
        text: description(schema).or_else(title),
        facts: notes(schema),
    }
}

fn description(schema: &Schema) -> Option<String> {
    schema
        .description
        .clone()
        .filter(|text| !text.trim().is_empty())
}

/// The documentation of a field: what the schema of the property says, and what its target says
/// where the property is silent; then the rules, the default and the example in words.
pub(in crate::lower) fn of_use(ctx: &Ctx<'_>, id: SchemaId, value: &Value) -> Described {
    let schemas = chain(ctx, id);
    let text = schemas.iter().find_map(|schema| description(schema));
    // What a part says is about the part. What the schema itself says was looked at by others.
    let lists = schemas
        .iter()
        .filter_map(|schema| merged::own_values(schema));
    let lists: Vec<Vec<Tree>> = lists.collect();
    let holds = |value: &&Tree, of: &Schema| {
        std::ptr::eq(of, schemas[0]) || lists.iter().all(|list| list.contains(value))
    };
    let default = schemas.iter().find_map(|schema| {
        let default = schema.default.as_ref();
        default.filter(|it| holds(it, schema)).cloned()
    });
    let mut facts = rules(&value.rules);
    for note in schemas.iter().flat_map(|schema| notes(schema)) {
        if !facts.contains(&note) {
            facts.push(note);
        }
    }
    if let Some(default) = &default {
        facts.push(format!("default {}", code(default)));
    }
    let example = schemas.iter().find_map(|schema| {
        let mut examples = schema.examples.iter().map(|(_, example)| example);
        examples.find(|it| holds(it, schema))
    });
    if let Some(example) = example
        && !matches!(example, Tree::Object(_))
    {
        facts.push(format!("example {}", code(example)));
    }
    let read_only = schemas.iter().any(|it| it.read_only);
    let write_only = schemas.iter().any(|it| it.write_only);
    let direction = match (read_only, write_only) {
        (true, false) => Some(Direction::Received),
        (false, true) => Some(Direction::Sent),
        _ => None,
    };
    Described {
        doc: Doc { text, facts },
        direction,
        deprecated: schemas.iter().any(|it| it.deprecated),
        default,
    }
}

/// A schema and its parts, nearest first: the targets of `$ref`, what `allOf` lists, and the only
/// alternative beside null.
fn chain<'a>(ctx: &'a Ctx<'_>, id: SchemaId) -> Vec<&'a Schema> {
    let mut schemas = vec![&ctx.schemas[id]];
    let mut next = 0;
    // A cycle of references was an error while reading; a part may come more than once.
    while let Some(schema) = schemas.get(next).copied()
        && schemas.len() < 64
    {
        let parts = schema.reference.iter().chain(&schema.all_of).copied();
        let parts = parts.chain(union::beside_null(ctx, schema));
        schemas.extend(parts.map(|part| &ctx.schemas[part]));
        next += 1;
    }
    schemas
}

/// `x-unit`, `x-note`, `readOnly`, `writeOnly`, and a `format` that is nothing but a word.
fn notes(schema: &Schema) -> Vec<String> {
    let text = |name: &str| schema.extensions.get(name).and_then(Tree::as_str);
    let unit = text("x-unit").map(|unit| format!("in {}", markdown::inline(unit)));
    let note = text("x-note").map(self::note);
    let read_only = schema.read_only.then(|| "read-only".to_owned());
    let write_only = schema.write_only.then(|| "write-only".to_owned());
    let format = schema.format.as_deref().filter(|_| is_text(schema));
    let format = format.filter(|format| !is_typed(format));
    let format = format.map(|format| {
        let format = Tree::String(format.to_owned());
        format!("format {}", code(&format))
    });
    [format, unit, read_only, write_only, note]
        .into_iter()
        .flatten()
        .collect()
}

fn is_text(schema: &Schema) -> bool {
    let types = schema.types.as_deref();
    types.is_some_and(|types| types.contains(&Type::String))
}

/// Whether the type says what a format says of a text, or would say it.
fn is_typed(format: &str) -> bool {
    matches!(format, "" | "binary" | "byte" | "date-time" | "string")
}

/// A note as a fact: Markdown on one line, without its full stop.
pub(in crate::lower) fn note(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_owned()
}

/// Rules about all of a value, in words.
pub(in crate::lower) fn whole(rules: &[Rule]) -> Vec<String> {
    self::rules(rules)
}

/// Rules in words; two bounds of one kind are one phrase.
pub(in crate::lower) fn rules(rules: &[Rule]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = rules.iter().peekable();
    while let Some(next) = rest.next() {
        let both = match (&next.kind, rest.peek().map(|rule| &rule.kind)) {
            (RuleKind::Minimum(low), Some(RuleKind::Maximum(high))) => {
                let words = format::words(low.as_str(), high.as_str()).map(str::to_owned);
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
        words.push(both.unwrap_or_else(|| rule(next)));
    }
    words
}

/// A rule in words.
fn rule(rule: &Rule) -> String {
    match &rule.kind {
        RuleKind::Minimum(bound) => format!("at least {}", bound.as_str()),
        RuleKind::Maximum(bound) => format!("at most {}", bound.as_str()),
        RuleKind::ExclusiveMinimum(bound) => format!("more than {}", bound.as_str()),
        RuleKind::ExclusiveMaximum(bound) => format!("less than {}", bound.as_str()),
        RuleKind::MultipleOf(step) => format!("a multiple of {}", step.as_str()),
        RuleKind::MinLength(1) => "not empty".to_owned(),
        RuleKind::MinLength(min) => format!("at least {min} characters"),
        RuleKind::MaxLength(max) => format!("at most {max} characters"),
        RuleKind::Pattern(pattern) => format!("matches {}", code(&Tree::String(pattern.clone()))),
        RuleKind::Base64 => "base64".to_owned(),
        RuleKind::MinItems(min) => format!("at least {min} items"),
        RuleKind::MaxItems(max) => format!("at most {max} items"),
        RuleKind::UniqueItems => "no two items are equal".to_owned(),
        RuleKind::Items(rules) => match &rules[..] {
            [only] if matches!(only.kind, RuleKind::Items(_)) => {
                format!("each item of {}", self::rule(only))
            }
            rules => format!("each item {}", self::rules(rules).join(" and ")),
        },
        RuleKind::PropertyNames(rules) => {
            format!("each key {}", self::rules(rules).join(" and "))
        }
        RuleKind::MinProperties(1) => "at least one member".to_owned(),
        RuleKind::MinProperties(min) => format!("at least {min} members"),
        RuleKind::MaxProperties(0) => "no members".to_owned(),
        RuleKind::MaxProperties(max) => format!("at most {max} members"),
        RuleKind::OneOf(values) if values.is_empty() => "no value is allowed".to_owned(),
        RuleKind::OneOf(values) => {
            let values: Vec<String> = values.iter().map(code).collect();
            format!("one of {}", values.join(", "))
        }
        RuleKind::ExactlyOne => "fits exactly one of the alternatives".to_owned(),
        RuleKind::Conforms(schema) => {
            let text = schema.to_json();
            // A long one is no help for who reads a page.
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

/// A rule about several members in words.
pub(in crate::lower) fn member_rule(rule: &ObjectRule) -> String {
    let names = |members: &[String]| {
        let names: Vec<String> = members.iter().map(|name| markdown::code(name)).collect();
        names.join(" and ")
    };
    match &rule.kind {
        ObjectRuleKind::NotTogether(members) if members.len() == 2 => {
            format!("{} are mutually exclusive", names(members))
        }
        ObjectRuleKind::NotTogether(members) => format!("not {} together", names(members)),
        ObjectRuleKind::Requires { when, then } => {
            let conditions = when.iter().map(|condition| match condition {
                Condition::Present(member) => markdown::code(member),
                Condition::Equals(member, value) => {
                    format!("{} {}", markdown::code(member), code(value))
                }
            });
            let conditions: Vec<String> = conditions.collect();
            format!("{} asks for {}", conditions.join(" and "), names(then))
        }
    }
}

/// A value as inline code: a string bare, anything else as JSON.
fn code(value: &Tree) -> String {
    match value {
        Tree::String(text) if text.is_empty() => "\"\"".to_owned(),
        Tree::String(text) => markdown::code(text),
        value => markdown::code(&value.to_json()),
    }
}
