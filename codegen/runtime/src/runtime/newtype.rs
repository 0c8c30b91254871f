//! Named types around a value with rules of its own.

/// Implements serde, validation and the conversion from the inner value for a newtype.
#[allow(unused_macros)]
macro_rules! newtype {
    ($name:ident ( $($inner:tt)* )) => {
        crate::runtime::newtype! { $name ($($inner)*) rules &[] }
    };
    ($name:ident ( $inner:ty ) rules $rules:expr) => {
        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl crate::runtime::Decode for $name {
            const ACCEPTS: crate::runtime::JsonTypes = <$inner as crate::runtime::Decode>::ACCEPTS;
            #[cfg(feature = "server")]
            const READS: crate::runtime::JsonTypes = <$inner as crate::runtime::Decode>::READS;

            fn empty() -> Self {
                Self(crate::runtime::Decode::empty())
            }

            fn decode<'de, D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::Decode::decode(from).map(Self)
            }
        }

        impl<'de> crate::runtime::Deserialize<'de> for $name {
            fn deserialize<D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::Decode::decode(from)
            }
        }

        impl crate::runtime::Serialize for $name {
            fn serialize<S: crate::runtime::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                crate::runtime::Serialize::serialize(&self.0, to)
            }
        }

        impl crate::runtime::Validate for $name {
            fn check(&self, at: &mut crate::runtime::Checker<'_>) {
                at.value(&self.0, $rules);
            }

            fn check_rules(
                &self,
                rules: &'static [crate::runtime::Rule],
                at: &mut crate::runtime::Checker<'_>,
            ) {
                crate::runtime::Validate::check_rules(&self.0, rules, at);
            }

            #[inline]
            fn is_obviously_valid(&self, rules: &'static [crate::runtime::Rule]) -> bool {
                let is_valid = |rules| crate::runtime::Validate::is_obviously_valid(&self.0, rules);
                is_valid($rules) && is_valid(rules)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use newtype;
