//! Validates JSON values against JSON Schemas (draft 2020-12). Formats, as everywhere, are annotations.

mod array;
mod evaluated;
mod object;
mod scalar;

use std::borrow::Cow;
use std::{mem, ptr};

use self::evaluated::Evaluated;
use super::json::{Json, JsonView};
use super::pattern::Pattern;

/// A schema, whoever keeps it. Each method returns what a keyword has for a value, and nothing where
/// the keyword is absent or has something else.
pub trait Schema<'s>: Copy + PartialEq {
    /// The values in it, and those that are held against it.
    type Value: Json + 's;

    /// The schema, if it is `true` or `false`.
    fn boolean(self) -> Option<bool>;

    /// The schema that `$ref` leads to.
    fn reference(self) -> Option<Self>;

    /// The names in `type`.
    fn types(self) -> Option<impl Iterator<Item = &'s str> + Clone>;

    /// The value of `const`.
    fn constant(self) -> Option<&'s Self::Value>;

    /// The values of `enum`.
    fn enumeration(self) -> Option<&'s [Self::Value]>;

    /// Whether a keyword is true.
    fn flag(self, keyword: &str) -> bool;

    /// A number of characters, items or members.
    fn count(self, keyword: &str) -> Option<u64>;

    /// A number, as text.
    fn number(self, keyword: &str) -> Option<Cow<'s, str>>;

    /// A text.
    fn text(self, keyword: &str) -> Option<&'s str>;

    /// The names in `required`.
    fn required(self) -> impl Iterator<Item = &'s str>;

    /// The names that `dependentRequired` has for that of a member.
    fn dependents(self, name: &str) -> impl Iterator<Item = &'s str>;

    /// A schema.
    fn schema(self, keyword: &str) -> Option<Self>;

    /// A list of schemas.
    fn list(self, keyword: &str) -> Option<impl Iterator<Item = Self>>;

    /// Schemas by name.
    fn table(self, keyword: &str) -> impl Iterator<Item = (&'s str, Self)>;

    /// The schema that `properties` has for a name.
    fn property(self, name: &str) -> Option<Self>;

    /// Whether a text matches a pattern; `None` if that cannot be told.
    fn matches(self, pattern: &str, text: &str) -> Option<bool> {
        Pattern::new(pattern).judge(text)
    }
}

/// A reason why a schema refuses a value.
#[derive(Clone, Debug)]
pub struct ValidationError<S> {
    /// Where, seen from the value: a JSON pointer.
    pub pointer: String,
    /// The keyword that refuses it.
    pub keyword: &'static str,
    /// What is wrong.
    pub message: String,
    /// The schema of a property that is null and must not be, and has nothing else wrong with it.
    pub refused_null: Option<S>,
}

/// How a value is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many schemas may be within each other; those below refuse nothing.
    pub depth: usize,
    /// How many schemas values may be held against; where that is not enough, nothing is refused.
    pub steps: usize,
    /// Whether a property that is null and must not be counts for that alone, as
    /// [`refused_null`](ValidationError::refused_null). Of alternatives that nothing but such nulls keeps
    /// a value from, the first is taken for what was meant.
    pub finds_nulls: bool,
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

/// What came of a schema and a value.
struct Outcome<S> {
    errors: Vec<ValidationError<S>>,
    /// The members and items that some keyword spoke of.
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

    /// Whether nothing but nulls in place of properties keeps it from being valid.
    fn is_valid_without_nulls(&self) -> bool {
        self.errors.iter().all(|it| it.refused_null.is_some())
    }

    /// Takes over what another schema found about the same value.
    fn merge(&mut self, other: Self) {
        // What refuses a value says nothing about its parts (JSON Schema Core, 7.7.1.2).
        if other.is_valid() {
            self.evaluated.extend(other.evaluated);
        }
        self.errors.extend(other.errors);
    }

    /// Takes over what was found about a member or an item.
    fn merge_below(&mut self, step: &str, other: Self) {
        self.errors.extend(other.errors.into_iter().map(|error| {
            let pointer = format!("/{}{}", escape_segment(step), error.pointer);
            ValidationError { pointer, ..error }
        }));
    }
}

/// Goes through a schema.
struct Validator<'s, S: Schema<'s>> {
    /// What is left of the limits.
    left: Options,
    /// Whether nobody reads the messages.
    is_silent: bool,
    /// Whether a schema around asks for what was evaluated.
    is_tracking: bool,
    /// The references that are being followed, and the values that are held against them.
    open: Vec<(S, *const S::Value)>,
}

impl<'s, S: Schema<'s>> Validator<'s, S> {
    /// Holds a value against a schema.
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
                // This looks at what all the others have evaluated, and so does its like for members.
                for (index, item) in list.iter().enumerate() {
                    if let Some(schema) = unevaluated
                        && !outcome.evaluated.has_item(index)
                    {
                        self.item(schema, index, item, &mut outcome);
                    }
                }
            }
            JsonView::Object => {
                self.object(schema, value, &mut outcome);
                for (name, member) in value.members() {
                    if let Some(schema) = unevaluated
                        && !outcome.evaluated.has_member(name)
                    {
                        self.member(members, schema, (name, member), &mut outcome);
                    }
                }
            }
            JsonView::Null | JsonView::Bool(_) => {}
        }
        self.is_tracking = was_tracking;
        self.left.depth += 1;
        outcome
    }

    /// The same for a part of the value that is being looked at, of which no schema around has evaluated
    /// anything.
    fn part(&mut self, schema: S, part: &S::Value) -> Outcome<S> {
        let was_tracking = mem::take(&mut self.is_tracking);
        let outcome = self.schema(schema, part);
        self.is_tracking = was_tracking;
        outcome
    }

    /// The same where nobody reads the messages.
    fn silently(&mut self, schema: S, value: &S::Value) -> Outcome<S> {
        let was_silent = mem::replace(&mut self.is_silent, true);
        let outcome = self.schema(schema, value);
        self.is_silent = was_silent;
        outcome
    }

    /// Something is wrong with the value itself.
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

    /// A number of characters, items or members is held against two keywords.
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

    /// The keywords that look at the value as a whole.
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
            let message = || "matches the schema in `not`, which it must not".to_owned();
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
            // Round in a circle without going down into the value: it adds nothing.
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

/// A step of a JSON pointer (RFC 6901).
#[must_use]
pub fn escape_segment(segment: &str) -> Cow<'_, str> {
    if segment.contains(['~', '/']) {
        Cow::Owned(segment.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(segment)
    }
}
