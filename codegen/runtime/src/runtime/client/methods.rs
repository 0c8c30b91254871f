//! The macro for operations as methods of the clients.

/// Defines methods that call operations: those of a `group` with its type, those of a `client` itself, or the
/// `setters` of calls for optional parameters.
///
/// A line is a method with its arguments, which the constructor of the operation takes. A setter that is not
/// named like the parameter stands before it, with `=`.
#[allow(unused_macros)]
macro_rules! methods {
    (
        $(#[$group_attribute:meta])*
        group $group:ident $type:ident,
        $($(#[$attribute:meta])* $name:ident($($argument:ident: $argument_type:ty),* $(,)?) -> $operation:ident,)*
    ) => {
        $(#[$group_attribute])*
        #[derive(Debug)]
        pub struct $type<'c, C_ = $crate::runtime::Client> {
            client: &'c C_,
        }

        $(#[$group_attribute])*
        impl<'c, C_> $type<'c, C_> {
            $(
                $(#[$attribute])*
                pub fn $name(&self, $($argument: $argument_type),*) -> $crate::runtime::Call<'c, $operation, C_> {
                    $crate::runtime::Call::owned(self.client, $operation::new($($argument),*))
                }
            )*
        }

        impl $crate::runtime::Client {
            $(#[$group_attribute])*
            #[must_use]
            pub fn $group(&self) -> $type<'_> {
                $type { client: self }
            }
        }

        #[cfg(feature = "blocking")]
        impl $crate::runtime::blocking::Client {
            $(#[$group_attribute])*
            #[must_use]
            pub fn $group(&self) -> $type<'_, Self> {
                $type { client: self }
            }
        }
    };
    (
        client,
        $($(#[$attribute:meta])* $name:ident($($argument:ident: $argument_type:ty),* $(,)?) -> $operation:ident,)*
    ) => {
        impl $crate::runtime::Client {
            $(
                $(#[$attribute])*
                pub fn $name(&self, $($argument: $argument_type),*) -> $crate::runtime::Call<'_, $operation> {
                    $crate::runtime::Call::owned(self, $operation::new($($argument),*))
                }
            )*
        }

        #[cfg(feature = "blocking")]
        impl $crate::runtime::blocking::Client {
            $(
                $(#[$attribute])*
                pub fn $name(&self, $($argument: $argument_type),*) -> $crate::runtime::Call<'_, $operation, Self> {
                    $crate::runtime::Call::owned(self, $operation::new($($argument),*))
                }
            )*
        }
    };
    (
        setters,
        $($(#[$attribute:meta])* $operation:ident { $($setter:ident $(= $field:ident)?: $value:ty),* $(,)? },)*
    ) => {
        $(
            $(#[$attribute])*
            impl<C_> $crate::runtime::Call<'_, $operation, C_> {
                $($crate::runtime::methods! { setter $operation $setter $($field)?: $value })*
            }
        )*
    };
    (setter $operation:ident $field:ident: $value:ty) => {
        $crate::runtime::methods! { setter $operation $field $field: $value }
    };
    (setter $operation:ident $setter:ident $field:ident: $value:ty) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](", stringify!($operation), "::", stringify!($field), "()).")]
        pub fn $setter(self, value: $value) -> Self {
            self.set_operation(|operation| operation.$field(value))
        }
    };
}
#[allow(unused_imports)]
pub(crate) use methods;
