//! Open string enums: a variant for each value of the document, and one that keeps any other.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

/// A string that is not one of the values of an enum.
///
/// It has no public constructor, so that `Other` never holds a value of the document; create enums
/// from strings with `From`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unknown(Box<str>);

impl Unknown {
    #[inline(never)] // One copy for all enums.
    fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns the string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Implements conversions from and to strings, validation, and serde for an open enum.
///
/// `or any` marks an enum whose document allows other values.
#[allow(unused_macros)]
macro_rules! string_enum {
    (
        $name:ident $(code $code:literal)? $(or $any:ident)? {
            $($variant:ident = $text:literal),* $(,)?
        }
        $(rules $whole:expr)?
    ) => {
        impl $name {
            /// The values that the document lists.
            pub const VALUES: &'static [&'static str] = &[$($text),*];

            /// Returns the value as a string.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(unknown) => unknown.as_str(),
                }
            }
        }

        impl crate::runtime::StringEnum for $name {
            /// Returns the variant of a listed value.
            #[inline]
            fn known(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }

            fn other(unknown: crate::runtime::Unknown) -> Self {
                Self::Other(unknown)
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                crate::runtime::parse_string_enum(text)
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                crate::runtime::parse_string_enum(&text)
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl crate::runtime::Decode for $name {
            const ACCEPTS: crate::runtime::JsonTypes = crate::runtime::JsonTypes::STRING;

            #[inline]
            fn empty() -> Self {
                crate::runtime::parse_string_enum("")
            }

            fn decode<'de, D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_string_enum(from)
            }
        }

        impl<'de> crate::runtime::Deserialize<'de> for $name {
            fn deserialize<D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_string_enum(from)
            }
        }

        impl crate::runtime::Serialize for $name {
            fn serialize<S: crate::runtime::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl crate::runtime::Validate for $name {
            #[inline]
            fn check(&self, at: &mut crate::runtime::Checker<'_>) {
                let any: &[&'static str] = &[$(stringify!($any))?];
                if let Self::Other(unknown) = self
                    && any.is_empty()
                {
                    let code: &[&'static str] = &[$($code)?];
                    at.unlisted(unknown.as_str(), Self::VALUES, code.first().copied());
                }
                $(at.whole(self, $whole);)?
            }

            #[inline]
            fn check_rules(
                &self,
                rules: &'static [crate::runtime::Rule],
                at: &mut crate::runtime::Checker<'_>,
            ) {
                at.text(self.as_str(), rules);
            }

            #[inline]
            fn is_obviously_valid(&self, rules: &'static [crate::runtime::Rule]) -> bool {
                rules.is_empty() $(&& $whole.is_empty())? && !matches!(self, Self::Other(_))
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use string_enum;

/// An open enum of strings.
pub trait StringEnum: Sized {
    /// The variant of a listed value.
    fn known(text: &str) -> Option<Self>;

    /// Returns the variant for any other value.
    fn other(unknown: Unknown) -> Self;
}

/// Returns the value of the enum for a string.
#[must_use]
pub fn parse_string_enum<T: StringEnum>(text: &str) -> T {
    match T::known(text) {
        Some(known) => known,
        None => T::other(Unknown::new(text)),
    }
}

/// Decodes a value of the enum.
pub fn decode_string_enum<'de, T: StringEnum, D: Deserializer<'de>>(
    from: D,
) -> Result<T, D::Error> {
    from.deserialize_str(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: StringEnum> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(parse_string_enum(text))
    }
}
