//! The macro that implements `Default`.

/// Implements `Default` for a type whose `new` takes no arguments. `required` are the names of its
/// arguments.
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
