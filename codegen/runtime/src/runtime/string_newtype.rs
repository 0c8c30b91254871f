//! Strings with a type of their own, such as the identifiers of one kind of resource.

/// Defines a newtype over `String`, and implements conversions from and to strings, comparison with
/// strings, validation and serde for it.
///
/// It converts from everything that `String` is usually made of, so that an argument
/// `impl Into<Name>` takes what an argument `impl Into<String>` takes, except for other newtypes.
#[allow(unused_macros)]
macro_rules! string_newtype {
    ($(#[$attribute:meta])* pub struct $name:ident) => {
        crate::runtime::string_newtype! { $(#[$attribute])* pub struct $name rules &[] }
    };
    ($(#[$attribute:meta])* pub struct $name:ident rules $rules:expr) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub String);

        impl $name {
            /// Returns the string.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<&String> for $name {
            #[inline]
            fn from(text: &String) -> Self {
                Self(text.clone())
            }
        }

        impl From<&$name> for $name {
            #[inline]
            fn from(it: &$name) -> Self {
                it.clone()
            }
        }

        impl From<&str> for crate::runtime::Nullable<$name> {
            #[inline]
            fn from(text: &str) -> Self {
                Self::Value(text.into())
            }
        }

        impl From<String> for crate::runtime::Nullable<$name> {
            #[inline]
            fn from(text: String) -> Self {
                Self::Value($name(text))
            }
        }

        impl From<$name> for String {
            #[inline]
            fn from(it: $name) -> Self {
                it.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl std::ops::Deref for $name {
            type Target = str;

            #[inline]
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            #[inline]
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            #[inline]
            fn eq(&self, text: &str) -> bool {
                self.0 == text
            }
        }

        impl PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, text: &&str) -> bool {
                self.0 == *text
            }
        }

        impl PartialEq<String> for $name {
            #[inline]
            fn eq(&self, text: &String) -> bool {
                self.0 == *text
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        crate::runtime::newtype! { $name(String) rules $rules }
    };
}
#[allow(unused_imports)]
pub(crate) use string_newtype;
