//! The macro that implements request bodies in one of several content types.

/// Implements `RequestBody`, `ReadBody` and validation for an enum. A line is a variant, the content type that
/// it is written in, and in `of` the range that the document declares if it is not that.
#[allow(unused_macros)]
macro_rules! request_body {
    ($name:ident { $(
        $variant:ident as $form:ident $content_type:literal $(of $range:literal)?
        $([$($extra:expr),* $(,)?])?
        $(where $([$($rule:expr),* $(,)?])? $($check:ident)?)?
    ),* $(,)? }) => {
        impl $crate::runtime::Validate for $name {
            #[allow(unused_variables)] // In a body without rules.
            fn check(&self, at: &mut $crate::runtime::Checker<'_>) {
                match self {
                    $(Self::$variant(it) => {
                        $(
                            $(at.$check().value(it, &[]);)?
                            $(at.value(it, const { &[$($rule),*] });)?
                        )?
                    })*
                }
            }
        }

        /// The content, as rules and logs see it.
        impl $crate::runtime::Serialize for $name {
            fn serialize<S: $crate::runtime::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(it) => {
                        $crate::runtime::serialize_content!($form it to)
                    })*
                }
            }
        }

        impl $crate::runtime::RequestBody for $name {
            fn write(&self, to: &mut $crate::runtime::RequestWriter) {
                match self {
                    $(Self::$variant(it) => {
                        to.$form($content_type, $(&[$($extra),*],)? it);
                    })*
                }
            }
        }

        #[cfg(feature = "server")]
        impl $crate::runtime::server::ReadBody for $name {
            const CONTENT_TYPES: &'static [&'static str] = &[
                $($crate::runtime::declared_type!($content_type $(, $range)?),)*
            ];

            fn read(
                content_type: &str,
                from: &mut $crate::runtime::server::RequestReader<'_>,
            ) -> Option<Self> {
                $(
                    if content_type == $crate::runtime::declared_type!($content_type $(, $range)?) {
                        return from.$form($content_type $(, &[$($extra),*])?).map(Self::$variant);
                    }
                )*
                None
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use request_body;

/// Serializes the content of a variant.
#[allow(unused_macros)]
macro_rules! serialize_content {
    (bytes $content:ident $to:ident) => {
        $crate::runtime::Serializer::serialize_bytes($to, $content)
    };
    ($form:ident $content:ident $to:ident) => {
        $crate::runtime::Serialize::serialize($content, $to)
    };
}
#[allow(unused_imports)]
pub(crate) use serialize_content;

/// The content type or range that the document declares.
#[cfg(feature = "server")]
#[allow(unused_macros)]
macro_rules! declared_type {
    ($content_type:literal) => {
        $content_type
    };
    ($content_type:literal, $range:literal) => {
        $range
    };
}
#[cfg(feature = "server")]
#[allow(unused_imports)]
pub(crate) use declared_type;
