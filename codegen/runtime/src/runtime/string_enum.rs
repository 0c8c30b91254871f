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
    #[allow(dead_code)] // In a crate without enums.
    #[inline(never)] // One copy for all enums.
    pub(crate) fn new(text: &str) -> Self {
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

/// Defines an open enum, and implements conversions from and to strings, validation, and serde for it.
///
/// `or any` marks an enum whose document allows other values. A variant is documented by its string as
/// code; `as` is its documentation where Markdown needs other marks.
#[allow(unused_macros)]
macro_rules! string_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident $(code $code:literal)? $(or $any:ident)? {
            $($variant:ident = $text:literal $(as $shown:literal)?),* $(,)?
        }
        $(rules $whole:expr)?
    ) => {
        $(#[$attribute])*
        #[derive(PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = crate::runtime::variant_doc!($text $($shown)?)]
                $variant,
            )*
            /// A value that the document does not list.
            Other(crate::runtime::Unknown),
        }

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

        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                match self {
                    $(Self::$variant => Self::$variant,)*
                    Self::Other(unknown) => Self::Other(unknown.clone()),
                }
            }
        }

        impl Eq for $name {}

        impl std::hash::Hash for $name {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, to: &mut H) {
                std::hash::Hash::hash(self.as_str(), to);
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => stringify!($variant),)*
                    Self::Other(unknown) => return f.debug_tuple("Other").field(unknown).finish(),
                })
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Other(crate::runtime::Unknown::new(text)),
                }
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Self::from(text.as_str())
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
                Self::from("")
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
            fn is_obviously_valid(&self, rules: &'static [crate::runtime::Rule]) -> bool {
                rules.is_empty() $(&& $whole.is_empty())? && !matches!(self, Self::Other(_))
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use string_enum;

/// The documentation of a variant: its string as code, or `shown`.
#[allow(unused_macros)]
macro_rules! variant_doc {
    ($text:literal) => {
        concat!("`", $text, "`")
    };
    ($text:literal $shown:literal) => {
        $shown
    };
}
#[allow(unused_imports)]
pub(crate) use variant_doc;

/// Decodes a value of an enum.
pub fn decode_string_enum<'de, T: for<'t> From<&'t str>, D: Deserializer<'de>>(
    from: D,
) -> Result<T, D::Error> {
    from.deserialize_str(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: for<'t> From<&'t str>> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}
