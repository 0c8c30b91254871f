//! Values that can be made of nothing.

/// Gives a type `Default` where `new` takes no arguments; `required` are the names of those that it takes.
#[allow(unused_macros)]
macro_rules! default {
    ($name:ident) => {
        impl Default for $name {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }
    };
    ($name:ident $($required:ident)+) => {};
}
#[allow(unused_imports)]
pub(crate) use default;
