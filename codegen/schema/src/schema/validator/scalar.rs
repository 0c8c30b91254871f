//! Keywords about types, values, numbers and texts.

use super::super::decimal::Decimal;
use super::super::equality::is_same;
use super::super::json::{Json, JsonView, excerpt};
use super::{Outcome, Schema, Validator};

impl<'s, S: Schema<'s>> Validator<'s, S> {
    pub(super) fn types(&self, schema: S, value: &S::Value, outcome: &mut Outcome<S>) {
        let Some(types) = schema.types() else { return };
        if !types.clone().any(|name| is_of_type(name, value)) {
            let names = || types.collect::<Vec<_>>().join(" or ");
            let message = || format!("{} is not of type {}", excerpt(&value.to_json()), names());
            self.refuse("type", message, outcome);
        }
    }

    pub(super) fn values(&self, schema: S, value: &S::Value, outcome: &mut Outcome<S>) {
        if let Some(constant) = schema.constant()
            && !is_same(constant, value)
        {
            let message = || {
                let (found, expected) = (value.to_json(), constant.to_json());
                format!("{} is not {}", excerpt(&found), excerpt(&expected))
            };
            self.refuse("const", message, outcome);
        }
        if let Some(values) = schema.enumeration()
            && !values.iter().any(|it| is_same(it, value))
        {
            let message = || format!("{} is not in `enum`", excerpt(&value.to_json()));
            self.refuse("enum", message, outcome);
        }
    }

    /// Numbers are compared exactly, not as doubles.
    pub(super) fn number(
        &self,
        schema: S,
        value: &S::Value,
        number: &str,
        outcome: &mut Outcome<S>,
    ) {
        let Some(number) = Decimal::parse(number) else {
            return;
        };
        for keyword in [
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ] {
            let Some(text) = schema.number(keyword) else {
                continue;
            };
            let Some(bound) = Decimal::parse(&text) else {
                continue;
            };
            let order = number.compare(bound);
            let is_wrong = match keyword {
                "minimum" => order.is_lt(),
                "maximum" => order.is_gt(),
                "exclusiveMinimum" => order.is_le(),
                "exclusiveMaximum" => order.is_ge(),
                _ => number.is_multiple_of(bound) == Some(false),
            };
            if is_wrong {
                let message = || format!("is {}, but `{keyword}` is {text}", value.to_json());
                self.refuse(keyword, message, outcome);
            }
        }
    }

    pub(super) fn text(&self, schema: S, text: &str, outcome: &mut Outcome<S>) {
        let keywords = ["minLength", "maxLength"];
        if keywords.iter().any(|it| schema.count(it).is_some()) {
            self.counted(
                schema,
                keywords,
                (text.chars().count(), "character"),
                outcome,
            );
        }
        if let Some(pattern) = schema.text("pattern")
            && schema.matches(pattern, text) == Some(false)
        {
            let found = || S::Value::from_text(text).to_json();
            let message = || format!("{} does not match `{pattern}`", excerpt(&found()));
            self.refuse("pattern", message, outcome);
        }
        if let Some(is_of_format) = self.left.is_of_format
            && let Some(format) = schema.text("format")
            && !is_of_format(format, text)
        {
            let found = || S::Value::from_text(text).to_json();
            let message = || format!("{} is not a valid `{format}`", excerpt(&found()));
            self.refuse("format", message, outcome);
        }
    }
}

fn is_of_type<V: Json>(name: &str, value: &V) -> bool {
    match value.view() {
        JsonView::Null => name == "null",
        JsonView::Bool(_) => name == "boolean",
        JsonView::String(_) => name == "string",
        JsonView::Array(_) => name == "array",
        JsonView::Object => name == "object",
        JsonView::Number(number) => {
            // `1.0` is an integer too.
            let is_integer = || Decimal::parse(&number).is_some_and(Decimal::is_integer);
            name == "number" || name == "integer" && is_integer()
        }
    }
}
