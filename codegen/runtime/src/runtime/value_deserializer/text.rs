//! Conversion of text to the types that it may stand for. It is compiled once, and not for each
//! expected type.

use std::borrow::Cow;
use std::str::FromStr;

use serde::de::{Error as _, Expected};
use serde_json::{Error, Map, Number, Value};

use super::ValueDeserializer;

impl<'v> ValueDeserializer<'v> {
    /// Returns the text, if the value is one.
    fn as_text(self) -> Option<&'v str> {
        if !self.is_text {
            return None;
        }
        self.value.as_str()
    }

    /// Returns the boolean that a text stands for: `true`, `True` or `1`, as different languages
    /// write it.
    pub(super) fn as_bool(self) -> Option<bool> {
        match self.as_text()? {
            "true" | "True" | "TRUE" | "1" => Some(true),
            "false" | "False" | "FALSE" | "0" => Some(false),
            _ => None,
        }
    }

    /// Returns the integer that a text stands for.
    pub(super) fn as_integer<T: FromStr>(self) -> Option<T> {
        self.as_text()?.parse().ok()
    }

    /// Returns the number that a text stands for, an integer if possible.
    pub(super) fn as_number(self) -> Option<Number> {
        let whole = self.as_integer::<i64>().map(Number::from);
        let whole = whole.or_else(|| self.as_integer::<u64>().map(Number::from));
        whole.or_else(|| Number::from_f64(self.as_float()?))
    }

    /// Returns the number that a text stands for as a double.
    pub(super) fn as_float(self) -> Option<f64> {
        let number = self.as_text()?.parse::<f64>().ok();
        number.filter(|it| it.is_finite())
    }

    /// Returns the items of a list: values that share a name or a pair, members named `0`, `1`, …,
    /// or a text by itself.
    pub(super) fn as_items(self, expected: &dyn Expected) -> Result<Cow<'v, [Value]>, Error> {
        let found = match self.value {
            _ if !self.is_text => None,
            Value::Array(items) => Some(Cow::Borrowed(joined_items(items).unwrap_or(items))),
            Value::String(_) => Some(Cow::Borrowed(std::slice::from_ref(self.value))),
            Value::Object(members) => numbered_items(members).map(Cow::Owned),
            _ => None,
        };
        found.ok_or_else(|| self.invalid(expected))
    }

    /// Returns the object that a text stands for, and whether its strings are text in turn: JSON,
    /// or names and values that share a pair.
    pub(super) fn as_members(
        self,
        expected: &dyn Expected,
    ) -> Result<(Map<String, Value>, bool), Error> {
        if let Some(object) = self.json_object() {
            return Ok((object, false));
        }
        let items = self.value.as_array().filter(|_| self.is_text);
        let Some(items) = items.and_then(|items| joined_items(items)) else {
            return Err(self.invalid(expected));
        };
        let mut members = Map::new();
        for member in items.chunks(2) {
            let [Value::String(name), value] = member else {
                return Err(Error::custom("the last member has no value"));
            };
            if members.insert(name.clone(), value.clone()).is_some() {
                return Err(Error::custom(format_args!("duplicate member {name:?}")));
            }
        }
        Ok((members, true))
    }

    /// Parses text as a JSON object.
    fn json_object(self) -> Option<Map<String, Value>> {
        serde_json::from_str(self.as_text()?).ok()
    }
}

/// Returns the values of members named `0`, `1`, …, in that order.
fn numbered_items(members: &Map<String, Value>) -> Option<Vec<Value>> {
    let items = members.iter().map(|(index, item)| {
        let index: usize = index.parse().ok()?;
        Some((index, item.clone()))
    });
    let mut items: Vec<(usize, Value)> = items.collect::<Option<_>>()?;
    items.sort_by_key(|(index, _)| *index);
    Some(items.into_iter().map(|(_, item)| item).collect())
}

/// The ways to read a value when several types are tried, and whether rules apply.
type Readings<'v> = [Option<(ValueDeserializer<'v>, bool)>; 4];

impl<'v> ValueDeserializer<'v> {
    /// Returns what a text may be other than a string when the type is unknown: a number, a
    /// boolean, or an object as JSON.
    pub(in crate::runtime) fn guess(self) -> Option<Value> {
        let text = self.as_text()?;
        match text {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            _ if text.starts_with('{') => self.json_object().map(Value::Object),
            _ => self.as_number().map(Value::Number),
        }
    }

    /// Returns the readings of a value, best first. The guess comes first if it is written exactly
    /// like the text.
    pub(in crate::runtime) fn readings(self, guess: Option<&'v Value>) -> Readings<'v> {
        let Some(guess) = guess else {
            return [Some((self, true)), Some((self, false)), None, None];
        };
        let is_number = guess.is_number() && self.value.as_str() != Some(&guess.to_string());
        let (guess, text) = (
            ValueDeserializer::json(guess),
            ValueDeserializer::json(self.value),
        );
        let (first, second) = if is_number {
            (text, guess)
        } else {
            (guess, text)
        };
        [
            (first, true),
            (second, true),
            (first, false),
            (second, false),
        ]
        .map(Some)
    }
}

/// Returns the items that share a pair, which are a list in a list.
fn joined_items(items: &[Value]) -> Option<&[Value]> {
    match items {
        [Value::Array(items)] => Some(items),
        _ => None,
    }
}
