//! A schema and a value in, the reasons why the schema refuses the value out. For examples and
//! defaults: what the document itself contradicts is worth a remark.

use crate::pointer::Pointer;
use crate::tree::{Number, Tree};

use super::pattern;
use super::schema::{Schema, SchemaId, Schemas};

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The part of the value, seen from the value itself.
    pub pointer: Pointer,
    /// What is wrong with it.
    pub message: String,
}

/// Why `schema` refuses `value`; empty when it does not. JSON Schema 2020-12 without formats and
/// the `unevaluated` keywords.
#[must_use]
pub fn refusals(schemas: &Schemas, schema: SchemaId, value: &Tree) -> Vec<Refusal> {
    let mut judge = Validator::new(schemas);
    judge.schema(schema, value, &Pointer::root());
    if judge.held == MOST {
        return Vec::new();
    }
    judge.refusals
}

/// A member that is null and must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedNull {
    /// Where, seen from the value that is judged.
    pub pointer: Pointer,
    /// The schema of the member.
    pub member: SchemaId,
}

/// The members that are null in `value` and must not be. What else is wrong with the value does not
/// matter; of alternatives that nothing but such nulls keeps it from, the first is taken for what was
/// meant.
#[must_use]
pub fn refused_nulls(schemas: &Schemas, schema: SchemaId, value: &Tree) -> Vec<RefusedNull> {
    let mut judge = Validator::new(schemas);
    judge.nulls = Some(Vec::new());
    judge.schema(schema, value, &Pointer::root());
    if judge.held == MOST {
        return Vec::new();
    }
    judge.nulls.unwrap_or_default()
}

/// References can lead round in a circle without going deeper into the value only through
/// alternatives; no document needs as many levels as this.
const DEPTH: usize = 256;

/// How many schemas a value is held against; one that takes more is taken for right. Schemas that
/// lead to one another in many ways would keep us for ever.
const MOST: usize = 200_000;

struct Validator<'a> {
    schemas: &'a Schemas,
    refusals: Vec<Refusal>,
    /// The members that are null and must not be, where those are no refusals.
    nulls: Option<Vec<RefusedNull>>,
    depth: usize,
    held: usize,
}

impl<'a> Validator<'a> {
    fn new(schemas: &'a Schemas) -> Self {
        Self {
            schemas,
            refusals: Vec::new(),
            nulls: None,
            depth: 0,
            held: 0,
        }
    }
    fn refuse(&mut self, at: &Pointer, message: impl Into<String>) {
        self.refusals.push(Refusal {
            pointer: at.clone(),
            message: message.into(),
        });
    }

    /// Whether a schema accepts a value, without keeping the reasons.
    fn accepts(&mut self, id: SchemaId, value: &Tree) -> bool {
        let nulls = self.nulls.take();
        let before = self.refusals.len();
        self.schema(id, value, &Pointer::root());
        let accepted = self.refusals.len() == before;
        self.refusals.truncate(before);
        self.nulls = nulls;
        accepted
    }

    /// Takes over the nulls that alone keep the value from one of the alternatives, the first such.
    fn nulls_of(&mut self, alternatives: &[SchemaId], value: &Tree, at: &Pointer) -> bool {
        let Some(known) = self.nulls.take() else {
            return false;
        };
        let before = self.refusals.len();
        for &alternative in alternatives {
            self.nulls = Some(Vec::new());
            self.schema(alternative, value, at);
            let accepted = self.refusals.len() == before;
            self.refusals.truncate(before);
            let nulls = self.nulls.take().unwrap_or_default();
            if accepted {
                self.nulls = Some([known, nulls].concat());
                return true;
            }
        }
        self.nulls = Some(known);
        false
    }

    fn schema(&mut self, id: SchemaId, value: &Tree, at: &Pointer) {
        if self.depth == DEPTH || self.held == MOST {
            return;
        }
        self.depth += 1;
        self.held += 1;
        let schemas = self.schemas;
        let schema = &schemas[id];
        if schema.boolean == Some(false) {
            self.refuse(at, "nothing is allowed here");
        }
        self.types(schema, value, at);
        self.values(schema, value, at);
        for part in schema.reference.iter().chain(&schema.all_of) {
            self.schema(*part, value, at);
        }
        self.alternatives(schema, value, at);
        match value {
            Tree::Number(number) => {
                self.number(schema, number, at);
                self.multiple(schema, number, at);
            }
            Tree::String(text) => self.string(schema, text, at),
            Tree::Array(items) => self.array(schema, items, at),
            Tree::Object(_) => self.object(schema, value, at),
            Tree::Null | Tree::Bool(_) => {}
        }
        self.depth -= 1;
    }

    fn types(&mut self, schema: &Schema, value: &Tree, at: &Pointer) {
        let Some(types) = &schema.types else { return };
        if !types.iter().any(|ty| ty.has(value)) {
            let names: Vec<&str> = types.iter().map(|ty| ty.name()).collect();
            self.refuse(
                at,
                format!("{} is not of type {}", shown(value), names.join(" or ")),
            );
        }
    }

    fn values(&mut self, schema: &Schema, value: &Tree, at: &Pointer) {
        if let Some(constant) = &schema.constant
            && constant != value
        {
            self.refuse(at, format!("{} is not {}", shown(value), shown(constant)));
        }
        if let Some(values) = &schema.enumeration
            && !values.contains(value)
        {
            self.refuse(at, format!("{} is not in the `enum`", shown(value)));
        }
    }

    fn alternatives(&mut self, schema: &Schema, value: &Tree, at: &Pointer) {
        if let Some(any_of) = &schema.any_of
            && !any_of
                .iter()
                .any(|&alternative| self.accepts(alternative, value))
            && !self.nulls_of(any_of, value, at)
        {
            self.refuse(at, format!("{} is none of the `anyOf`", shown(value)));
        }
        if let Some(one_of) = &schema.one_of {
            let fitting = one_of.iter().filter(|id| self.accepts(**id, value)).count();
            if fitting != 1 && !(fitting == 0 && self.nulls_of(one_of, value, at)) {
                let message = format!("{} fits {fitting} of the `oneOf`, not one", shown(value));
                self.refuse(at, message);
            }
        }
        if let Some(not) = schema.not
            && self.accepts(not, value)
        {
            self.refuse(at, format!("{} is what `not` forbids", shown(value)));
        }
        if let Some(if_) = schema.if_ {
            let branch = if self.accepts(if_, value) {
                schema.then
            } else {
                schema.else_
            };
            if let Some(branch) = branch {
                self.schema(branch, value, at);
            }
        }
    }

    fn number(&mut self, schema: &Schema, number: &Number, at: &Pointer) {
        let bounds = [
            (&schema.minimum, true, true, "less than"),
            (&schema.maximum, false, true, "more than"),
            (&schema.exclusive_minimum, true, false, "not more than"),
            (&schema.exclusive_maximum, false, false, "not less than"),
        ];
        for (bound, lower, inclusive, words) in bounds {
            let Some(bound) = bound else { continue };
            let order = number.compare(bound);
            let inside = if lower { order.is_gt() } else { order.is_lt() };
            if !(inside || inclusive && order.is_eq()) {
                self.refuse(
                    at,
                    format!("{} is {words} {}", number.as_str(), bound.as_str()),
                );
            }
        }
    }

    fn multiple(&mut self, schema: &Schema, number: &Number, at: &Pointer) {
        if let Some(divisor) = &schema.multiple_of
            && number.is_multiple_of(divisor) == Some(false)
        {
            let (number, divisor) = (number.as_str(), divisor.as_str());
            self.refuse(at, format!("{number} is not a multiple of {divisor}"));
        }
    }

    fn string(&mut self, schema: &Schema, text: &str, at: &Pointer) {
        let length = text.chars().count() as u64;
        if schema.min_length.is_some_and(|min| length < min) {
            self.refuse(at, format!("{length} characters are too few"));
        }
        if schema.max_length.is_some_and(|max| length > max) {
            self.refuse(at, format!("{length} characters are too many"));
        }
        if let Some(pattern) = &schema.pattern
            && pattern::judge(pattern, text) == Some(false)
        {
            let text = Tree::String(text.to_owned());
            self.refuse(at, format!("{} does not match `{pattern}`", shown(&text)));
        }
    }

    fn array(&mut self, schema: &Schema, items: &[Tree], at: &Pointer) {
        let count = items.len() as u64;
        if schema.min_items.is_some_and(|min| count < min) {
            self.refuse(at, format!("{count} items are too few"));
        }
        if schema.max_items.is_some_and(|max| count > max) {
            self.refuse(at, format!("{count} items are too many"));
        }
        let repeats = |(index, item): (usize, &Tree)| items[..index].contains(item);
        if schema.unique_items && items.iter().enumerate().any(repeats) {
            self.refuse(at, "two items are equal");
        }
        for (index, item) in items.iter().enumerate() {
            let rule = schema.prefix_items.get(index).copied().or(schema.items);
            if let Some(rule) = rule {
                self.schema(rule, item, &at.join(&index.to_string()));
            }
        }
        if let Some(contains) = schema.contains {
            let fitting = items
                .iter()
                .filter(|item| self.accepts(contains, item))
                .count() as u64;
            let too_few = fitting < schema.min_contains.unwrap_or(1);
            if too_few || schema.max_contains.is_some_and(|max| fitting > max) {
                self.refuse(at, format!("{fitting} items are what `contains` asks for"));
            }
        }
    }

    fn object(&mut self, schema: &Schema, value: &Tree, at: &Pointer) {
        let Some(members) = value.as_object() else {
            return;
        };
        let count = members.len() as u64;
        if schema.min_properties.is_some_and(|min| count < min) {
            self.refuse(at, format!("{count} members are too few"));
        }
        if schema.max_properties.is_some_and(|max| count > max) {
            self.refuse(at, format!("{count} members are too many"));
        }
        let dependent = schema.dependent_required.iter();
        let dependent = dependent.filter(|(name, _)| members.contains_key(*name));
        for name in schema
            .required
            .iter()
            .chain(dependent.flat_map(|(_, names)| names))
        {
            if !members.contains_key(name) {
                self.refuse(at, format!("`{name}` is missing"));
            }
        }
        for (name, dependent) in &schema.dependent_schemas {
            if members.contains_key(name) {
                self.schema(*dependent, value, at);
            }
        }
        for (name, member) in members {
            self.member(schema, name, member, at);
        }
    }

    fn member(&mut self, schema: &Schema, name: &str, member: &Tree, at: &Pointer) {
        let at_member = at.join(name);
        if let Some(names) = schema.property_names
            && !self.accepts(names, &Tree::String(name.to_owned()))
        {
            self.refuse(&at_member, "no member may be called so");
        }
        let mut known = false;
        if let Some(&property) = schema.properties.get(name) {
            known = true;
            let before = self.refusals.len();
            self.schema(property, member, &at_member);
            if *member == Tree::Null
                && self.refusals.len() > before
                && let Some(nulls) = &mut self.nulls
            {
                nulls.push(RefusedNull {
                    pointer: at_member.clone(),
                    member: property,
                });
                self.refusals.truncate(before);
            }
        }
        for (pattern, property) in &schema.pattern_properties {
            let matches = pattern::judge(pattern, name);
            known |= matches != Some(false);
            if matches == Some(true) {
                self.schema(*property, member, &at_member);
            }
        }
        if let Some(additional) = schema.additional_properties.filter(|_| !known) {
            self.schema(additional, member, &at_member);
        }
    }
}

/// A value as messages show it, shortened.
fn shown(value: &Tree) -> String {
    let text = value.to_json();
    if text.chars().count() <= 40 {
        return format!("`{text}`");
    }
    let start: String = text.chars().take(39).collect();
    format!("`{start}…`")
}
