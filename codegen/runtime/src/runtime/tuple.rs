//! Arrays with a fixed number of items, each with its own type: `prefixItems` (JSON Schema 2020-12,
//! 10.3.1.1) without further items.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, IgnoredAny, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::Decode;
use super::decode::DecodeSeed;
use super::decode_error::prefix_pointer;

/// Implements serde for a tuple struct. Optional items come last.
#[allow(unused_macros)]
macro_rules! tuple {
    (
        $name:ident
        $(required { $($required:tt),* $(,)? })?
        $(optional { $($optional:tt),* $(,)? })?
    ) => {
        impl crate::runtime::Tuple for $name {
            fn visit_items<V: crate::runtime::VisitItems>(&mut self, visitor: &mut V) {
                $($(visitor.required(&mut self.$required);)*)?
                $($(visitor.optional(&mut self.$optional);)*)?
            }
        }

        impl crate::runtime::Decode for $name {
            const ACCEPTS: crate::runtime::JsonTypes = crate::runtime::JsonTypes::ARRAY;

            fn empty() -> Self {
                Self(
                    $($(crate::runtime::empty_item!($required),)*)?
                    $($(crate::runtime::absent_item!($optional),)*)?
                )
            }

            fn decode<'de, D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_tuple(from)
            }
        }

        impl<'de> crate::runtime::Deserialize<'de> for $name {
            fn deserialize<D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_tuple(from)
            }
        }

        impl crate::runtime::Serialize for $name {
            fn serialize<S: crate::runtime::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut to = crate::runtime::TupleWriter::<S>::new(to);
                $($(to.required(&self.$required);)*)?
                $($(to.optional(&self.$optional);)*)?
                to.end()
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use tuple;

/// The item at an index before it is decoded.
#[allow(unused_macros)]
macro_rules! empty_item {
    ($index:tt) => {
        crate::runtime::Decode::empty()
    };
}
#[allow(unused_imports)]
pub(crate) use empty_item;

/// An item at an index that is absent.
#[allow(unused_macros)]
macro_rules! absent_item {
    ($index:tt) => {
        None
    };
}
#[allow(unused_imports)]
pub(crate) use absent_item;

/// A tuple struct that is decoded item by item.
pub trait Tuple: Decode {
    /// Passes the items to `visitor`, in order.
    fn visit_items<V: VisitItems>(&mut self, visitor: &mut V);
}

/// A visitor of the items of a tuple.
pub trait VisitItems {
    /// Visits a required item.
    fn required<T: Decode>(&mut self, into: &mut T);

    /// Visits an optional item, which is absent if one before it is.
    fn optional<T: Decode>(&mut self, into: &mut Option<T>);
}

/// Decodes a tuple. An error points to the item, such as `/0`.
pub fn decode_tuple<'de, T: Tuple, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_seq(TupleVisitor(PhantomData))
}

struct TupleVisitor<T>(PhantomData<T>);

impl<'de, T: Tuple> Visitor<'de> for TupleVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, from: A) -> Result<T, A::Error> {
        let mut tuple = T::empty();
        let mut reader = ItemReader {
            from,
            index: 0,
            is_open: true,
            error: None,
        };
        tuple.visit_items(&mut reader);
        reader.end()?;
        Ok(tuple)
    }
}

/// A visitor that decodes the items of a tuple.
struct ItemReader<'de, A: SeqAccess<'de>> {
    from: A,
    /// The number of items that were decoded.
    index: usize,
    /// Whether there may be more items.
    is_open: bool,
    error: Option<A::Error>,
}

impl<'de, A: SeqAccess<'de>> ItemReader<'de, A> {
    fn next<T: Decode>(&mut self) -> Option<T> {
        if !self.is_open {
            return None;
        }
        match self.from.next_element_seed(DecodeSeed::new()) {
            Ok(Some(item)) => {
                self.index += 1;
                return Some(item);
            }
            Ok(None) => {}
            Err(error) => self.error = Some(self.here(&error)),
        }
        self.is_open = false;
        None
    }

    /// Adds the index of the next item to an error.
    fn here(&self, error: &A::Error) -> A::Error {
        prefix_pointer(&self.index.to_string(), error)
    }

    /// Expects the end of the array.
    fn end(mut self) -> Result<(), A::Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        match self.from.next_element::<IgnoredAny>() {
            Ok(None) => Ok(()),
            Ok(Some(_)) => Err(self.here(&A::Error::custom("unexpected item"))),
            Err(error) => Err(self.here(&error)),
        }
    }
}

impl<'de, A: SeqAccess<'de>> VisitItems for ItemReader<'de, A> {
    fn required<T: Decode>(&mut self, into: &mut T) {
        match self.next() {
            Some(item) => *into = item,
            None if self.error.is_none() => {
                self.error = Some(self.here(&A::Error::custom("missing item")));
            }
            None => {}
        }
    }

    fn optional<T: Decode>(&mut self, into: &mut Option<T>) {
        *into = self.next();
    }
}

/// A tuple that is being serialized. After the first error, which is kept, nothing is written.
pub struct TupleWriter<S: Serializer> {
    to: Result<S::SerializeSeq, S::Error>,
    /// Whether all items so far are present.
    is_open: bool,
}

impl<S: Serializer> TupleWriter<S> {
    /// Starts the array.
    pub fn new(to: S) -> Self {
        Self {
            to: to.serialize_seq(None),
            is_open: true,
        }
    }

    /// Writes a required item.
    pub fn required<T: Serialize + ?Sized>(&mut self, item: &T) {
        if let Ok(to) = &mut self.to
            && let Err(error) = to.serialize_element(item)
        {
            self.to = Err(error);
        }
    }

    /// Writes an optional item, unless it or one before it is absent.
    pub fn optional<T: Serialize>(&mut self, item: &Option<T>) {
        match item {
            Some(item) if self.is_open => self.required(item),
            _ => self.is_open = false,
        }
    }

    /// Ends the array.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.to?.end()
    }
}
