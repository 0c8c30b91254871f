//! Keywords about objects.

use super::super::json::{Json, JsonView};
use super::{Outcome, Schema, Validator};

impl<'s, S: Schema<'s>> Validator<'s, S> {
    pub(super) fn object(&mut self, schema: S, value: &S::Value, outcome: &mut Outcome<S>) {
        let keywords = ["minProperties", "maxProperties"];
        if keywords.iter().any(|it| schema.count(it).is_some()) {
            let count = value.members().count();
            self.counted(schema, keywords, (count, "member"), outcome);
        }
        self.required("required", schema.required(), value, outcome);
        for (name, member) in value.members() {
            self.required("dependentRequired", schema.dependents(name), value, outcome);
            if let Some(names) = schema.schema("propertyNames") {
                self.name(names, name, outcome);
            }
            self.properties(schema, (name, member), outcome);
        }
    }

    /// Applies the keywords that have schemas for members.
    fn properties(&mut self, schema: S, member: (&str, &S::Value), outcome: &mut Outcome<S>) {
        let mut is_known = false;
        if let Some(property) = schema.property(member.0) {
            is_known = true;
            self.member("properties", property, member, outcome);
        }
        for (pattern, property) in schema.table("patternProperties") {
            // An unknown answer applies nothing.
            let matches = schema.matches(pattern, member.0);
            is_known |= matches != Some(false);
            if matches == Some(true) {
                self.member("patternProperties", property, member, outcome);
            }
        }
        if !is_known && let Some(others) = schema.schema("additionalProperties") {
            self.member("additionalProperties", others, member, outcome);
        }
    }

    pub(super) fn member(
        &mut self,
        keyword: &'static str,
        schema: S,
        (name, member): (&str, &S::Value),
        outcome: &mut Outcome<S>,
    ) {
        if self.is_tracking {
            outcome.evaluated.add_member(name);
        }
        let mut found = self.part(schema, member);
        if found.is_valid() {
            return;
        }
        if schema.boolean() == Some(false) {
            found = Outcome::default();
            let message = || "is not a member the schema allows".to_owned();
            self.refuse(keyword, message, &mut found);
        }
        let is_null = matches!(member.view(), JsonView::Null);
        if self.left.finds_nulls && is_null && keyword == "properties" {
            found.errors.truncate(1);
            found.errors[0].refused_null = Some(schema);
        }
        outcome.merge_below(name, found);
    }

    /// Validates the name of a member.
    fn name(&mut self, schema: S, name: &str, outcome: &mut Outcome<S>) {
        let mut found = self.part(schema, &S::Value::from_text(name));
        for error in &mut found.errors {
            error.message.insert_str(0, "the name ");
        }
        if !found.is_valid() {
            outcome.merge_below(name, found);
        }
    }

    fn required(
        &self,
        keyword: &'static str,
        names: impl Iterator<Item = &'s str>,
        value: &S::Value,
        outcome: &mut Outcome<S>,
    ) {
        for name in names.filter(|name| value.member(name).is_none()) {
            let mut missing = Outcome::default();
            self.refuse(keyword, || "is missing".to_owned(), &mut missing);
            outcome.merge_below(name, missing);
        }
    }
}
