//! Unions without a tag: the alternative is the one that the value is valid against.

use serde::Serialize;
use serde::de::Deserializer;
use serde_json::Value;

use super::checker::is_valid;
use super::object::omit_undeclared;
use super::value_deserializer::ValueDeserializer;
use super::{Checker, Decode, JsonTypes, Rule, Validate, attempt_budget, member_seed};

/// Implements serde, validation and a conversion from each alternative for a union.
///
/// `without From` omits the conversion, for alternatives of the same type. `or null` marks a union
/// that accepts null, `fits exactly_one` one whose alternatives exclude each other (`oneOf`), and
/// `rules` are rules of the union as a whole.
#[allow(unused_macros)]
macro_rules! union {
    ($name:ident {
        $($variant:ident ( $($inner:tt)* ) $(without $from:ident)? rules $rules:expr),* $(,)?
    } $(or $null:ident)? $(fits $count:ident)? $(rules $whole:expr)?) => {
        $(crate::runtime::from_variant! { $name $variant ($($inner)*) $($from)? })*

        impl crate::runtime::Union for $name {
            /// Calls `take` with each alternative that decodes and, if `strictly`, is valid against
            /// its own rules, until `take` returns true. The alternative of `except` is not tried.
            #[inline]
            fn try_alternatives(
                value: crate::runtime::ValueDeserializer<'_>,
                strictly: bool,
                except: Option<&Self>,
                take: &mut dyn FnMut(Self) -> bool,
            ) {
                $(
                    if !matches!(except, Some(Self::$variant(_)))
                        && let Some(value) = crate::runtime::try_alternative(value, strictly, $rules)
                        && take(Self::$variant(value))
                    {
                        return;
                    }
                )*
            }

            fn other(value: crate::runtime::Value) -> Self {
                Self::Other(value)
            }
        }

        impl crate::runtime::Decode for $name {
            const ACCEPTS: crate::runtime::JsonTypes = crate::runtime::JsonTypes::ANY;
            #[cfg(feature = "server")]
            const READS: crate::runtime::JsonTypes = crate::runtime::JsonTypes::NONE
                $(.or(<$($inner)* as crate::runtime::Decode>::ACCEPTS))*;
            const ACCEPTS_NULL: bool = !<[&str]>::is_empty(&[$(stringify!($null))?]);

            #[inline]
            fn empty() -> Self {
                Self::Other(crate::runtime::Value::Null)
            }

            fn decode<'de, D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_union(from)
            }
        }

        impl<'de> crate::runtime::Deserialize<'de> for $name {
            fn deserialize<D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_union(from)
            }
        }

        impl crate::runtime::Serialize for $name {
            fn serialize<S: crate::runtime::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => crate::runtime::Serialize::serialize(value, to),)*
                    Self::Other(value) => crate::runtime::Serialize::serialize(value, to),
                }
            }
        }

        impl crate::runtime::Validate for $name {
            #[inline]
            fn check(&self, at: &mut crate::runtime::Checker<'_>) {
                #[allow(unused_variables, reason = "not every union counts what fits")]
                let before = at.violations();
                match self {
                    $(Self::$variant(value) => at.value(value, $rules),)*
                    Self::Other(value) => crate::runtime::check_other::<Self>(value, at),
                }
                $(
                    if at.violations() == before {
                        crate::runtime::$count(self, at);
                    }
                )?
                $(at.whole(self, $whole);)?
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use union;

/// Implements the conversion from an alternative to its union, boxed if the variant is.
#[allow(unused_macros)]
macro_rules! from_variant {
    ($name:ident $variant:ident (Box<$inner:ty>)) => {
        impl From<$inner> for $name {
            #[inline]
            fn from(value: $inner) -> Self {
                Self::$variant(Box::new(value))
            }
        }
    };
    ($name:ident $variant:ident ($inner:ty)) => {
        impl From<$inner> for $name {
            #[inline]
            fn from(value: $inner) -> Self {
                Self::$variant(value)
            }
        }
    };
    ($name:ident $variant:ident ($inner:ty) From) => {};
}
#[allow(unused_imports)]
pub(crate) use from_variant;

/// A union whose alternatives are tried one by one.
pub trait Union: Sized {
    /// Calls `take` with each alternative that decodes and, `strictly`, keeps its own rules, until
    /// it says that this is enough. The alternative of `except` is not tried.
    fn try_alternatives(
        value: ValueDeserializer<'_>,
        strictly: bool,
        except: Option<&Self>,
        take: &mut dyn FnMut(Self) -> bool,
    );

    /// Returns the variant for a value that matches no alternative.
    fn other(value: Value) -> Self;
}

/// Decodes a union as the first alternative that the value is valid against, or else the first that
/// it decodes as, or else as JSON.
///
/// If several alternatives are valid, it is the first that has all members that any of them has. If
/// there is none, or nested unions exhaust the attempt budget, the value stays JSON, so that
/// nothing is lost.
pub fn decode_union<'de, T: Union + Serialize, D: Deserializer<'de>>(
    from: D,
) -> Result<T, D::Error> {
    let is_text = !from.is_human_readable();
    let value = Value::decode(from)?;
    let lent = ValueDeserializer {
        value: &value,
        is_text,
    };
    Ok(match pick_alternative(lent) {
        Some(picked) => picked,
        None => T::other(value),
    })
}

fn pick_alternative<T: Union + Serialize>(value: ValueDeserializer<'_>) -> Option<T> {
    let _budget = attempt_budget::start(value.value);
    let guess = value.guess();
    let mut fitting = Vec::new();
    for (reading, strictly) in value.readings(guess.as_ref()).into_iter().flatten() {
        fitting = collect_fitting(reading, strictly);
        if !fitting.is_empty() {
            break;
        }
    }
    match fitting.len() {
        0 | 1 => fitting.pop(),
        _ => most_complete(fitting),
    }
}

/// Returns all alternatives that a value is valid against, or the first if that is enough.
fn collect_fitting<T: Union>(value: ValueDeserializer<'_>, strictly: bool) -> Vec<T> {
    let mut found = Vec::new();
    // Only objects can have members that are in one alternative and not in another.
    let first = !strictly || !matches!(value.value, Value::Object(_) | Value::Array(_));
    T::try_alternatives(value, strictly, None, &mut |alternative| {
        found.push(alternative);
        first
    });
    found
}

/// Returns the first alternative that has all members of the others.
fn most_complete<T: Serialize>(mut fitting: Vec<T>) -> Option<T> {
    // Undeclared members are in none of the alternatives.
    let _undeclared_omitted = omit_undeclared();
    let mut encoded = Vec::new();
    for it in &fitting {
        encoded.push(serde_json::to_value(it).unwrap_or_default());
    }
    let index = find_superset(&encoded)?;
    Some(fitting.swap_remove(index))
}

/// Returns the index of the first value that contains all others.
fn find_superset(values: &[Value]) -> Option<usize> {
    let has_all = |whole: &Value| values.iter().all(|part| is_superset(whole, part));
    values.iter().position(has_all)
}

/// Returns whether `whole` contains every member of `part`, at any depth. Both come from one value.
fn is_superset(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part.iter().all(|(name, part)| {
            whole
                .get(name)
                .is_some_and(|whole| is_superset(whole, part))
        }),
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len()
                && whole
                    .iter()
                    .zip(part)
                    .all(|(whole, part)| is_superset(whole, part))
        }
        _ => true,
    }
}

/// Checks a value without a variant: it may be valid against alternatives that only together have
/// all of its members.
pub fn check_other<T: Union>(value: &Value, at: &mut Checker<'_>) {
    let _budget = attempt_budget::start(value);
    let mut fits = false;
    T::try_alternatives(ValueDeserializer::json(value), true, None, &mut |_| {
        fits = true;
        true
    });
    if !fits && !attempt_budget::is_exhausted() {
        at.no_alternative();
    }
}

/// Checks that the value is valid against no other alternative, where the schema requires that. It
/// is valid against its own: no violation was found before.
pub fn exactly_one<T: Union + Serialize>(union: &T, at: &mut Checker<'_>) {
    let Ok(value) = serde_json::to_value(union) else {
        return;
    };
    let _budget = attempt_budget::start(&value);
    let _null_refused = member_seed::refuse_null();
    let mut others = 0;
    T::try_alternatives(
        ValueDeserializer::json(&value),
        true,
        Some(union),
        &mut |_| {
            others += 1;
            false
        },
    );
    if others > 0 {
        at.several_alternatives(others + 1);
    }
}

/// Tries one alternative.
#[must_use]
pub fn try_alternative<T: Decode + Validate, const N: usize>(
    value: ValueDeserializer<'_>,
    strictly: bool,
    rules: &'static [Rule; N],
) -> Option<T> {
    if !may_attempt(T::ACCEPTS, value.value) {
        return None;
    }
    let decoded = T::decode(value).ok()?;
    (!strictly || is_valid(&decoded, rules)).then_some(decoded)
}

/// Returns whether an alternative accepts the type of a value, and the attempt budget is not
/// exhausted.
fn may_attempt(accepts: JsonTypes, value: &Value) -> bool {
    accepts.meets(JsonTypes::of(value)) && attempt_budget::spend()
}
