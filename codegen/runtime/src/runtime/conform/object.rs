//! Keywords about objects.

use serde_json::{Map, Value};

use super::{Judge, Keywords, Outcome, counted, list};
use crate::runtime::ViolationKind;
use crate::runtime::schema::Pattern;

impl Judge {
    pub(super) fn object(
        &mut self,
        keywords: &'static Keywords,
        keyword: &str,
        members: &Map<String, Value>,
        outcome: &mut Outcome,
    ) {
        let argument = &keywords[keyword];
        match keyword {
            "minProperties" | "maxProperties" => {
                let kinds = [ViolationKind::MinProperties, ViolationKind::MaxProperties];
                counted(keyword, argument, members.len(), "members", kinds, outcome);
            }
            "required" => required(argument, members, outcome),
            "dependentRequired" => {
                for (name, names) in table(argument) {
                    if members.contains_key(name) {
                        required(names, members, outcome);
                    }
                }
            }
            "propertyNames" => {
                for name in members.keys() {
                    let found = self.schema(argument, &Value::String(name.clone()));
                    outcome.below(name, found);
                }
            }
            "properties" => {
                for (name, schema) in table(argument) {
                    if let Some(member) = members.get(name) {
                        self.member(schema, name, member, outcome);
                    }
                }
            }
            "patternProperties" => {
                for (pattern, schema) in table(argument) {
                    for (name, member) in members {
                        // What cannot be judged asks for nothing.
                        if Pattern::new(pattern).judge(name) == Some(true) {
                            self.member(schema, name, member, outcome);
                        }
                    }
                }
            }
            "additionalProperties" => {
                for (name, member) in members {
                    if !is_named(keywords, name) {
                        self.member(argument, name, member, outcome);
                    }
                }
            }
            _ => {}
        }
    }

    fn member(
        &mut self,
        schema: &'static Value,
        name: &str,
        member: &Value,
        outcome: &mut Outcome,
    ) {
        outcome.seen.member(name);
        if *schema == Value::Bool(false) {
            let mut unknown = Outcome::default();
            let message = "is not a member the schema allows";
            unknown.refuse(ViolationKind::UnknownMember, message);
            outcome.below(name, unknown);
        } else {
            let found = self.schema(schema, member);
            outcome.below(name, found);
        }
    }

    pub(super) fn unevaluated_members(
        &mut self,
        keywords: &'static Keywords,
        members: &Map<String, Value>,
        outcome: &mut Outcome,
    ) {
        let Some(schema) = keywords.get("unevaluatedProperties") else {
            return;
        };
        for (name, member) in members {
            if !outcome.seen.has_member(name) {
                self.member(schema, name, member, outcome);
            }
        }
    }
}

/// Whether `properties` or `patternProperties` speak of a member.
fn is_named(keywords: &'static Keywords, name: &str) -> bool {
    let of = |keyword| keywords.get(keyword).into_iter().flat_map(table);
    of("properties").any(|(known, _)| known == name)
        || of("patternProperties").any(|(pattern, _)| Pattern::new(pattern).matches(name))
}

fn required(names: &'static Value, members: &Map<String, Value>, outcome: &mut Outcome) {
    for name in list(names).iter().filter_map(Value::as_str) {
        if !members.contains_key(name) {
            let mut missing = Outcome::default();
            missing.refuse(ViolationKind::Required, "is missing");
            outcome.below(name, missing);
        }
    }
}

/// The members of an object; nothing else has any.
pub(super) fn table(
    argument: &'static Value,
) -> impl Iterator<Item = (&'static String, &'static Value)> {
    argument.as_object().into_iter().flatten()
}
