//! JSON Schema as data: a small interpreter for what neither a type nor a rule of its own can say.
//!
//! It knows every assertion of draft 2020-12. References lead into `$defs` at the root of the
//! schema text; formats, as everywhere, are annotations.

mod array;
mod object;
mod scalar;
mod seen;

use std::collections::HashMap;
use std::ptr;
use std::sync::{LazyLock, PoisonError, RwLock};

use serde_json::Value;

use self::object::table;
use self::seen::Seen;
use super::ViolationKind;
use super::decode_error::escape;
use super::schema::canonical;
use super::violation::shown_json;

/// A schema, and the value it is held against.
type Pair = (&'static Value, *const Value);

/// Something that a schema refuses.
pub(crate) struct Fault {
    /// Where, seen from the value that is judged: a JSON pointer.
    pub(crate) pointer: String,
    pub(crate) kind: ViolationKind,
    pub(crate) message: String,
}

/// Everything that the schema in `text` refuses about a value. What is no schema refuses nothing.
pub(crate) fn faults(text: &'static str, value: &Value) -> Vec<Fault> {
    let Some(root) = schema(text) else {
        return Vec::new();
    };
    let mut judge = Judge {
        root,
        open: Vec::new(),
    };
    judge.schema(root, value).faults
}

/// The schema that a text is. Each is read once and then kept: there are as many as there are rules.
fn schema(text: &'static str) -> Option<&'static Value> {
    static KNOWN: LazyLock<RwLock<HashMap<&'static str, Option<&'static Value>>>> =
        LazyLock::new(RwLock::default);
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(schema) = known.get(text) {
        return *schema;
    }
    drop(known);
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    *known.entry(text).or_insert_with(|| {
        let schema: Option<Value> = serde_json::from_str(text).ok();
        schema.map(|schema| &*Box::leak(Box::new(schema)))
    })
}

/// What came of a schema and a value.
#[derive(Default)]
struct Outcome {
    faults: Vec<Fault>,
    /// The members and items that some keyword spoke of.
    seen: Seen,
}

impl Outcome {
    fn accepts(&self) -> bool {
        self.faults.is_empty()
    }

    /// Something is wrong with the value itself.
    fn refuse(&mut self, kind: ViolationKind, message: impl Into<String>) {
        self.faults.push(Fault {
            pointer: String::new(),
            kind,
            message: message.into(),
        });
    }

    /// Takes over what another schema found about the same value.
    fn also(&mut self, other: Self) {
        // What refuses a value says nothing about its parts (JSON Schema Core, 7.7.1.2).
        if other.accepts() {
            self.seen.extend(other.seen);
        }
        self.faults.extend(other.faults);
    }

    /// Takes over what was found about a member or an item.
    fn below(&mut self, step: &str, other: Self) {
        self.faults
            .extend(other.faults.into_iter().map(|fault| Fault {
                pointer: format!("/{}{}", escape(step), fault.pointer),
                ..fault
            }));
    }
}

/// Goes through a schema.
struct Judge {
    root: &'static Value,
    /// The references that are being followed.
    open: Vec<Pair>,
}

impl Judge {
    /// Holds a value against a schema.
    fn schema(&mut self, schema: &'static Value, value: &Value) -> Outcome {
        let mut outcome = Outcome::default();
        if *schema == Value::Bool(false) {
            outcome.refuse(ViolationKind::Schema, "is not allowed here");
        }
        let Some(keywords) = schema.as_object() else {
            return outcome;
        };
        if let Some(reference) = keywords.get("$ref") {
            outcome.also(self.reference(reference, value));
        }
        for (keyword, argument) in keywords {
            match value {
                Value::Number(number) => scalar::number(keyword, argument, number, &mut outcome),
                Value::String(text) => scalar::text(keyword, argument, text, &mut outcome),
                Value::Array(items) => self.array(keywords, keyword, items, &mut outcome),
                Value::Object(members) => self.object(keywords, keyword, members, &mut outcome),
                Value::Null | Value::Bool(_) => {}
            }
            self.any(keywords, keyword, value, &mut outcome);
        }
        // These look at what all the others have seen.
        match value {
            Value::Array(items) => self.unevaluated_items(keywords, items, &mut outcome),
            Value::Object(members) => self.unevaluated_members(keywords, members, &mut outcome),
            _ => {}
        }
        outcome
    }

    /// Whether a schema accepts a value.
    fn accepts(&mut self, schema: &'static Value, value: &Value) -> bool {
        self.schema(schema, value).accepts()
    }

    fn reference(&mut self, reference: &'static Value, value: &Value) -> Outcome {
        let pointer = reference.as_str().and_then(|it| it.strip_prefix('#'));
        let root = self.root;
        let Some(target) = pointer.and_then(|pointer| root.pointer(pointer)) else {
            return Outcome::default();
        };
        let is_same = |(schema, known): &Pair| {
            ptr::eq(*schema, target) && ptr::eq(*known, ptr::from_ref(value))
        };
        if self.open.iter().any(is_same) {
            // Round in a circle without going down into the value: it adds nothing.
            return Outcome::default();
        }
        self.open.push((target, ptr::from_ref(value)));
        let outcome = self.schema(target, value);
        self.open.pop();
        outcome
    }

    /// The keywords that speak of any value.
    fn any(
        &mut self,
        keywords: &'static Keywords,
        keyword: &str,
        value: &Value,
        outcome: &mut Outcome,
    ) {
        let argument = &keywords[keyword];
        match keyword {
            "type" => scalar::kind(argument, value, outcome),
            "const" if canonical(argument) != canonical(value) => {
                let (found, expected) = (value.to_string(), argument.to_string());
                let message = format!("{} is not {}", shown_json(&found), shown_json(&expected));
                outcome.refuse(ViolationKind::Enumeration, message);
            }
            "enum" => {
                let found = canonical(value);
                if !list(argument).iter().any(|it| canonical(it) == found) {
                    let message = format!("{} is not in the list", shown_json(&value.to_string()));
                    outcome.refuse(ViolationKind::Enumeration, message);
                }
            }
            "allOf" => {
                for part in list(argument) {
                    outcome.also(self.schema(part, value));
                }
            }
            "anyOf" | "oneOf" => self.alternatives(keyword, argument, value, outcome),
            "not" if self.accepts(argument, value) => {
                outcome.refuse(ViolationKind::Schema, "is what `not` forbids");
            }
            "if" => {
                let condition = self.schema(argument, value);
                let branch = if condition.accepts() { "then" } else { "else" };
                outcome.seen.extend(condition.into_seen());
                if let Some(branch) = keywords.get(branch) {
                    outcome.also(self.schema(branch, value));
                }
            }
            "dependentSchemas" => {
                for (name, schema) in table(argument) {
                    if value.get(name).is_some() {
                        outcome.also(self.schema(schema, value));
                    }
                }
            }
            _ => {}
        }
    }

    fn alternatives(
        &mut self,
        keyword: &str,
        argument: &'static Value,
        value: &Value,
        outcome: &mut Outcome,
    ) {
        let mut fitting = 0;
        for alternative in list(argument) {
            let other = self.schema(alternative, value);
            if other.accepts() {
                fitting += 1;
                outcome.also(other);
            }
        }
        if fitting == 0 {
            outcome.refuse(ViolationKind::Alternative, "fits none of the alternatives");
        } else if keyword == "oneOf" && fitting > 1 {
            let message = format!("fits {fitting} of the alternatives, not exactly one");
            outcome.refuse(ViolationKind::Alternative, message);
        }
    }
}

impl Outcome {
    /// What was seen, if the value was accepted.
    fn into_seen(self) -> Seen {
        if self.accepts() {
            self.seen
        } else {
            Seen::default()
        }
    }
}

/// The keywords of a schema.
type Keywords = serde_json::Map<String, Value>;

/// The items of an array; nothing else has any.
fn list(argument: &'static Value) -> &'static [Value] {
    argument.as_array().map_or(&[], Vec::as_slice)
}

/// A number of characters, items or members.
fn count(argument: &Value) -> Option<u64> {
    argument.as_u64()
}

/// Whether `found` is fewer or more than a keyword allows; says so.
fn counted(
    keyword: &str,
    argument: &Value,
    found: usize,
    nouns: &str,
    kinds: [ViolationKind; 2],
    outcome: &mut Outcome,
) {
    let Some(bound) = count(argument) else { return };
    let found = u64::try_from(found).unwrap_or(u64::MAX);
    let [least, most] = kinds;
    if keyword.starts_with("min") && found < bound {
        outcome.refuse(
            least,
            format!("has {found} {nouns}, at least {bound} asked"),
        );
    }
    if keyword.starts_with("max") && found > bound {
        outcome.refuse(
            most,
            format!("has {found} {nouns}, at most {bound} allowed"),
        );
    }
}
