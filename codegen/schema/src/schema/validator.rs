//! Validation of JSON values against JSON Schema (draft 2020-12). `format` is an annotation
//! unless [`is_of_format`](Options::is_of_format) is set.

mod array;
mod evaluated;
mod object;
mod scalar;

use std::borrow::Cow;
use std::{mem, ptr};

use self::evaluated::Evaluated;
use super::json::{Json, JsonView};
use super::pattern::Pattern;

/// A schema in any representation. Each method returns the value of a keyword, and nothing if the keyword
/// is absent or its value has another form.
pub trait Schema<'s>: Copy + PartialEq {
    /// The JSON values in the schema, and those that are validated.
    type Value: Json + 's;

    /// Returns a boolean schema.
    fn boolean(self) -> Option<bool>;

    /// Returns the target of `$ref`.
    fn reference(self) -> Option<Self>;

    /// Returns the names in `type`.
    fn types(self) -> Option<impl Iterator<Item = &'s str> + Clone>;

    /// Returns the value of `const`.
    fn constant(self) -> Option<&'s Self::Value>;

    /// Returns the values of `enum`.
    fn enumeration(self) -> Option<&'s [Self::Value]>;

    /// Returns whether a keyword is `true`.
    fn flag(self, keyword: &str) -> bool;

    /// Returns a non-negative integer.
    fn count(self, keyword: &str) -> Option<u64>;

    /// Returns a number as text.
    fn number(self, keyword: &str) -> Option<Cow<'s, str>>;

    /// Returns a string.
    fn text(self, keyword: &str) -> Option<&'s str>;

    /// Returns the names in `required`.
    fn required(self) -> impl Iterator<Item = &'s str>;

    /// Returns the names that `dependentRequired` has for a member.
    fn dependents(self, name: &str) -> impl Iterator<Item = &'s str>;

    /// Returns a subschema.
    fn schema(self, keyword: &str) -> Option<Self>;

    /// Returns a list of subschemas.
    fn list(self, keyword: &str) -> Option<impl Iterator<Item = Self>>;

    /// Returns subschemas by name.
    fn table(self, keyword: &str) -> impl Iterator<Item = (&'s str, Self)>;

    /// Returns the subschema that `properties` has for a name.
    fn property(self, name: &str) -> Option<Self>;

    /// Returns whether a pattern matches somewhere in a text; `None` if that is unknown.
    fn matches(self, pattern: &str, text: &str) -> Option<bool> {
        Pattern::new(pattern).try_match(text)
    }
}

/// A reason why a schema refuses a value.
#[derive(Clone, Debug)]
pub struct ValidationError<S> {
    /// The place, relative to the value: a JSON Pointer.
    pub pointer: String,
    /// The keyword that refuses the value.
    pub keyword: &'static str,
    /// What is wrong, as a predicate of the value.
    pub message: String,
    /// The schema of the property, if it is a null that the schema refuses and
    /// [`finds_nulls`](Options::finds_nulls) is set.
    pub refused_null: Option<S>,
}

/// How a value is validated.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The depth of nested schemas; deeper ones accept every value.
    pub depth: usize,
    /// The number of times that a schema is applied; when it is exhausted, no error is returned.
    pub steps: usize,
    /// Whether nulls that the schemas of properties refuse are reported as
    /// [`refused_null`](ValidationError::refused_null). If a value matches no alternative, the first that
    /// it matches apart from such nulls is assumed.
    pub finds_nulls: bool,
    /// Returns whether a text has the format of that name, or `None` if `format` is an annotation.
    pub is_of_format: Option<fn(format: &str, text: &str) -> bool>,
}

/// Returns every reason why `schema` refuses `value`.
pub fn validate<'s, S: Schema<'s>>(
    schema: S,
    value: &S::Value,
    options: Options,
) -> Vec<ValidationError<S>> {
    let mut validator = Validator {
        left: options,
        is_silent: false,
        is_tracking: false,
        open: Vec::new(),
    };
    let outcome = validator.schema(schema, value);
    if validator.left.steps == 0 {
        return Vec::new();
    }
    outcome.errors
}

/// The result of applying a schema to a value.
struct Outcome<S> {
    errors: Vec<ValidationError<S>>,
    /// The members and items that were evaluated.
    evaluated: Evaluated,
}

impl<S> Default for Outcome<S> {
    fn default() -> Self {
        Self {
            errors: Vec::new(),
            evaluated: Evaluated::default(),
        }
    }
}

impl<S> Outcome<S> {
    fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// Whether the value is valid apart from nulls.
    fn is_valid_without_nulls(&self) -> bool {
        self.errors.iter().all(|it| it.refused_null.is_some())
    }

    /// Adds the result of another schema for the same value.
    fn merge(&mut self, other: Self) {
        // A schema that refuses a value has no annotations (JSON Schema Core, 7.7.1.2).
        if other.is_valid() {
            self.evaluated.extend(other.evaluated);
        }
        self.errors.extend(other.errors);
    }

    /// Adds the result for a member or an item.
    fn merge_below(&mut self, step: &str, other: Self) {
        self.errors.extend(other.errors.into_iter().map(|error| {
            let pointer = format!("/{}{}", escape_segment(step), error.pointer);
            ValidationError { pointer, ..error }
        }));
    }
}

/// Applies schemas to values.
struct Validator<'s, S: Schema<'s>> {
    /// The options, with what is left of the limits.
    left: Options,
    /// Whether messages are left empty, since nobody reads them.
    is_silent: bool,
    /// Whether an enclosing schema needs to know what was evaluated.
    is_tracking: bool,
    /// The references that are being followed, with the values that they are applied to.
    open: Vec<(S, *const S::Value)>,
}

impl<'s, S: Schema<'s>> Validator<'s, S> {
    /// Applies a schema to a value.
    fn schema(&mut self, schema: S, value: &S::Value) -> Outcome<S> {
        let mut outcome = Outcome::default();
        if self.left.depth == 0 || self.left.steps == 0 {
            return outcome;
        }
        if schema.boolean() == Some(false) {
            self.refuse("false", || "is not allowed here".to_owned(), &mut outcome);
        }
        self.left.depth -= 1;
        self.left.steps -= 1;
        let [items, members] = ["unevaluatedItems", "unevaluatedProperties"];
        let view = value.view();
        let unevaluated = match view {
            JsonView::Array(_) => schema.schema(items),
            JsonView::Object => schema.schema(members),
            _ => None,
        };
        let was_tracking = self.is_tracking;
        self.is_tracking |= unevaluated.is_some();
        self.in_place(schema, value, &mut outcome);
        match view {
            JsonView::Number(number) => self.number(schema, value, &number, &mut outcome),
            JsonView::String(text) => self.text(schema, text, &mut outcome),
            JsonView::Array(list) => {
                self.array(schema, list, &mut outcome);
                // Applies to what no other keyword has evaluated, as below.
                if let Some(schema) = unevaluated {
                    for (index, item) in list.iter().enumerate() {
                        if !outcome.evaluated.has_item(index) {
                            self.item(schema, index, item, &mut outcome);
                        }
                    }
                }
            }
            JsonView::Object => {
                self.object(schema, value, &mut outcome);
                if let Some(schema) = unevaluated {
                    for (name, member) in value.members() {
                        if !outcome.evaluated.has_member(name) {
                            self.member(members, schema, (name, member), &mut outcome);
                        }
                    }
                }
            }
            JsonView::Null | JsonView::Bool(_) => {}
        }
        self.is_tracking = was_tracking;
        self.left.depth += 1;
        outcome
    }

    /// Applies a schema to a member or an item, whose own parts nothing has evaluated yet.
    fn part(&mut self, schema: S, part: &S::Value) -> Outcome<S> {
        let was_tracking = mem::take(&mut self.is_tracking);
        let outcome = self.schema(schema, part);
        self.is_tracking = was_tracking;
        outcome
    }

    /// Applies a schema without writing messages.
    fn silently(&mut self, schema: S, value: &S::Value) -> Outcome<S> {
        let was_silent = mem::replace(&mut self.is_silent, true);
        let outcome = self.schema(schema, value);
        self.is_silent = was_silent;
        outcome
    }

    /// Adds an error about the value itself.
    fn refuse(
        &self,
        keyword: &'static str,
        message: impl FnOnce() -> String,
        outcome: &mut Outcome<S>,
    ) {
        let message = if self.is_silent {
            String::new()
        } else {
            message()
        };
        outcome.errors.push(ValidationError {
            pointer: String::new(),
            keyword,
            message,
            refused_null: None,
        });
    }

    /// Compares a number of characters, items or members with two keywords.
    fn counted(
        &self,
        schema: S,
        [least, most]: [&'static str; 2],
        (found, noun): (usize, &str),
        outcome: &mut Outcome<S>,
    ) {
        let count = u64::try_from(found).unwrap_or(u64::MAX);
        for (keyword, is_wrong) in [
            (
                least,
                schema.count(least).is_some_and(|least| count < least),
            ),
            (most, schema.count(most).is_some_and(|most| count > most)),
        ] {
            if is_wrong {
                let bound = schema.count(keyword).unwrap_or_default();
                let plural = if count == 1 { "" } else { "s" };
                let message = || format!("has {count} {noun}{plural}, but `{keyword}` is {bound}");
                self.refuse(keyword, message, outcome);
            }
        }
    }

    /// Applies the keywords that apply to the value itself, whatever its type.
    fn in_place(&mut self, schema: S, value: &S::Value, outcome: &mut Outcome<S>) {
        if let Some(target) = schema.reference() {
            outcome.merge(self.reference(target, value));
        }
        self.types(schema, value, outcome);
        self.values(schema, value, outcome);
        for part in schema.list("allOf").into_iter().flatten() {
            outcome.merge(self.schema(part, value));
        }
        for keyword in ["anyOf", "oneOf"] {
            if let Some(alternatives) = schema.list(keyword) {
                self.alternatives(keyword, alternatives, value, outcome);
            }
        }
        if let Some(not) = schema.schema("not")
            && self.silently(not, value).is_valid()
        {
            let message = || "must not match the schema in `not`".to_owned();
            self.refuse("not", message, outcome);
        }
        if let Some(condition) = schema.schema("if") {
            let condition = self.silently(condition, value);
            let branch = if condition.is_valid() { "then" } else { "else" };
            if condition.is_valid() {
                outcome.merge(condition);
            }
            if let Some(branch) = schema.schema(branch) {
                outcome.merge(self.schema(branch, value));
            }
        }
        for (name, dependent) in schema.table("dependentSchemas") {
            if value.member(name).is_some() {
                outcome.merge(self.schema(dependent, value));
            }
        }
    }

    fn reference(&mut self, target: S, value: &S::Value) -> Outcome<S> {
        let pair = (target, ptr::from_ref(value));
        if self.open.contains(&pair) {
            // A circle that does not descend into the value adds nothing.
            return Outcome::default();
        }
        self.open.push(pair);
        let outcome = self.schema(target, value);
        self.open.pop();
        outcome
    }

    fn alternatives(
        &mut self,
        keyword: &'static str,
        alternatives: impl Iterator<Item = S>,
        value: &S::Value,
        outcome: &mut Outcome<S>,
    ) {
        let (mut fitting, mut but_nulls) = (0, None);
        for alternative in alternatives {
            let other = self.silently(alternative, value);
            if other.is_valid() {
                fitting += 1;
                outcome.merge(other);
            } else if other.is_valid_without_nulls() {
                but_nulls.get_or_insert(other);
            }
        }
        match (fitting, but_nulls) {
            (0, Some(other)) => outcome.merge(other),
            (0, None) => {
                let message = || format!("matches none of the schemas in `{keyword}`");
                self.refuse(keyword, message, outcome);
            }
            (2.., _) if keyword == "oneOf" => {
                let message = || format!("matches {fitting} schemas in `oneOf`, not exactly one");
                self.refuse(keyword, message, outcome);
            }
            _ => {}
        }
    }
}

/// Escapes a segment of a JSON Pointer (RFC 6901).
#[must_use]
pub fn escape_segment(segment: &str) -> Cow<'_, str> {
    if segment.contains(['~', '/']) {
        Cow::Owned(segment.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(segment)
    }
}
