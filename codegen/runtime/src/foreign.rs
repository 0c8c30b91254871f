//! Values whose types other crates define, in the JSON that a schema describes. Only the crates whose documents
//! name such types have this module.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Deref;
use std::str::FromStr;

use serde::de::{DeserializeOwned, Error as _, Visitor};
use serde::ser::Error as _;

use crate::runtime::schema::{Decimal, is_same};
use crate::runtime::{
    Decode, Deserialize, Deserializer, ErrorBody, JsonTypes, Nullable, Rule, Serialize, Serializer,
    Validate, Value,
};

/// The value of another type, as a JSON string: `FromStr` reads it, and `Display` writes it.
///
/// It dereferences to the value, which converts into it. Two values are equal if their texts are equal.
#[derive(Clone)]
pub struct Text<T>(Option<T>);

/// The value of another type, as a JSON number: `FromStr` reads it, and `Display` writes it.
///
/// It dereferences to the value, which converts into it. Two values are equal if they are the same number. A
/// number in JSON is read as an integer or a double, so that of a fraction 15 digits are kept.
#[derive(Clone)]
pub struct Number<T>(Option<T>);

/// The value of another type, as the JSON that its `Serialize` and `Deserialize` write and read.
///
/// It dereferences to the value, which converts into it. Two values are equal if their JSON is equal.
#[derive(Clone)]
pub struct Json<T>(Option<T>);

/// Implements what the wrappers have in common. The value is absent only while an object is decoded.
macro_rules! wrapper {
    ($name:ident) => {
        impl<T> $name<T> {
            /// Wraps a value.
            pub const fn new(value: T) -> Self {
                Self(Some(value))
            }

            /// Returns the value.
            pub fn into_inner(self) -> T {
                self.0.unwrap_or_else(|| unreachable!("decoding sets the value"))
            }
        }

        impl<T> $name<T>
        where
            Self: Serialize,
        {
            /// Returns whether the value is written as this JSON.
            #[doc(hidden)]
            pub fn is_json(&self, json: &str) -> bool {
                let expected = serde_json::from_str::<Value>(json);
                let found = serde_json::to_value(self);
                matches!((expected, found), (Ok(expected), Ok(found)) if is_same(&expected, &found))
            }
        }

        impl<T> Deref for $name<T> {
            type Target = T;

            fn deref(&self) -> &T {
                match &self.0 {
                    Some(value) => value,
                    None => unreachable!("decoding sets the value"),
                }
            }
        }

        impl<T> AsRef<T> for $name<T> {
            fn as_ref(&self) -> &T {
                self
            }
        }

        impl<T> From<T> for $name<T> {
            fn from(value: T) -> Self {
                Self::new(value)
            }
        }

        impl<T> From<T> for Nullable<$name<T>> {
            fn from(value: T) -> Self {
                Self::Value($name::new(value))
            }
        }

        impl<T: fmt::Display> fmt::Display for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<T> ErrorBody for $name<T> {}

        impl<T> Validate for $name<T>
        where
            Self: Serialize,
        {
            fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
                rules.is_empty()
            }
        }

        impl<'de, T> Deserialize<'de> for $name<T>
        where
            Self: Decode,
        {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::decode(from)
            }
        }
    };
}
wrapper!(Text);
wrapper!(Number);
wrapper!(Json);

/// Implements comparison by a text.
macro_rules! compared_by_text {
    ($name:ident, $text:path) => {
        impl<T: fmt::Display> PartialEq for $name<T> {
            fn eq(&self, other: &Self) -> bool {
                $text(&**self) == $text(&**other)
            }
        }

        impl<T: fmt::Display> Eq for $name<T> {}

        impl<T: fmt::Display> Hash for $name<T> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                $text(&**self).hash(state);
            }
        }
    };
}
compared_by_text!(Text, ToString::to_string);
compared_by_text!(Number, number_text);

/// Returns the text of a number, which is equal for equal numbers.
fn number_text<T: fmt::Display>(number: &T) -> String {
    let text = number.to_string();
    match Decimal::parse(&text) {
        Some(decimal) => decimal.to_string(),
        None => text,
    }
}

impl<T: Serialize> PartialEq for Json<T> {
    fn eq(&self, other: &Self) -> bool {
        let [one, other] = [self, other].map(serde_json::to_value);
        matches!((one, other), (Ok(one), Ok(other)) if is_same(&one, &other))
    }
}

impl<T: fmt::Display> fmt::Debug for Text<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_string().fmt(f)
    }
}

impl<T: fmt::Display> fmt::Debug for Number<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// Prints the JSON, which does not need a `Debug` of the type.
impl<T: Serialize> fmt::Debug for Json<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_string(self);
        f.write_str(json.as_deref().unwrap_or("[no JSON]"))
    }
}

impl<T: fmt::Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&**self)
    }
}

/// Fails if the text is not a number.
impl<T: fmt::Display> Serialize for Number<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let text = self.to_string();
        if let Ok(number) = text.parse() {
            return to.serialize_i64(number);
        }
        if let Ok(number) = text.parse() {
            return to.serialize_u64(number);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => to.serialize_f64(number),
            _ => Err(S::Error::custom(format_args!("{text:?} is not a number"))),
        }
    }
}

impl<T: Serialize> Serialize for Json<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(to)
    }
}

impl<T: FromStr<Err: fmt::Display>> Decode for Text<T> {
    const ACCEPTS: JsonTypes = JsonTypes::STRING;

    fn empty() -> Self {
        Self(None)
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(TextVisitor(PhantomData))
            .map(Self::new)
    }
}

impl<T: FromStr<Err: fmt::Display>> Decode for Number<T> {
    const ACCEPTS: JsonTypes = JsonTypes::NUMBER;

    fn empty() -> Self {
        Self(None)
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // The text of a parameter or a form has every digit.
        let number = if from.is_human_readable() {
            from.deserialize_f64(NumberVisitor(PhantomData))
        } else {
            from.deserialize_str(TextVisitor(PhantomData))
        };
        number.map(Self::new)
    }
}

impl<T: DeserializeOwned> Decode for Json<T> {
    // What accepts null is a `Nullable`.
    const ACCEPTS: JsonTypes = JsonTypes::BOOLEAN
        .or(JsonTypes::NUMBER)
        .or(JsonTypes::STRING)
        .or(JsonTypes::ARRAY)
        .or(JsonTypes::OBJECT);

    fn empty() -> Self {
        Self(None)
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let is_text = !from.is_human_readable();
        // Not every deserializer of this crate knows all that a type may ask for; that of `Value` does.
        let value = Value::deserialize(from)?;
        let text = value.as_str().filter(|_| is_text).map(str::to_owned);
        let result = serde_json::from_value(value).or_else(|error| {
            // A text may stand for a number, a boolean or an object.
            let json = text.and_then(|text| serde_json::from_str(&text).ok());
            json.ok_or(error)
        });
        result.map(Self::new).map_err(D::Error::custom)
    }
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

struct NumberVisitor<T>(PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for NumberVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<T, E> {
        number.to_string().parse().map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<T, E> {
        number.to_string().parse().map_err(E::custom)
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<T, E> {
        number.to_string().parse().map_err(E::custom)
    }
}
