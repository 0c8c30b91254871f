//! Decoding of members in any order.

use std::borrow::Cow;
use std::mem;

use serde::de::{Error, IgnoredAny, MapAccess};

use super::VisitFields;
use super::required::{Seen, missing};
use crate::runtime::cow_str::CowStrSeed;
use crate::runtime::decode::{DUPLICATE, decode_entry};
use crate::runtime::decode_error::prefix_pointer;
use crate::runtime::member_seed::{OptionalSeed, RequiredSeed};
use crate::runtime::value_deserializer::ValueDeserializer;
use crate::runtime::{Decode, Map, Value};

/// The length that marks the end of the members.
const NONE: usize = usize::MAX;

/// A visitor that decodes the members of an object.
///
/// A pass over the fields compares the current key with each field. The field that matches takes
/// the value, and the next key is read, so that a single pass suffices if the members come in the
/// order of the schema; the next pass continues where the order is broken.
pub(super) struct MemberReader<'de, A: MapAccess<'de>> {
    from: A,
    /// Whether the members are those of a form or of a multipart body.
    is_text: bool,
    /// The current key, whose value comes next.
    key: Cow<'de, str>,
    /// The length of the key, or [`NONE`] at the end.
    length: usize,
    /// Whether this pass has taken a member.
    took: bool,
    /// The number of required fields that this pass has visited.
    index: usize,
    seen: Seen,
    /// Whether this pass only collects the required fields that are missing.
    is_last: bool,
    unseen: Vec<&'static str>,
    /// The first error, after which nothing is read.
    error: Option<A::Error>,
}

/// An object whose fields can be visited.
pub(super) trait Object<V> {
    fn show(&mut self, visitor: &mut V);
}

impl<T: Decode, V: VisitFields> Object<V> for T {
    fn show(&mut self, visitor: &mut V) {
        self.visit_fields(visitor);
    }
}

/// Decodes all members of an object. It is compiled once for all types of a format, like most of
/// this module.
pub(super) fn read_members<'de, A: MapAccess<'de>>(
    from: A,
    is_text: bool,
    object: &mut dyn Object<MemberReader<'de, A>>,
) -> Result<(), A::Error> {
    let mut reader = MemberReader::new(from, is_text);
    reader.next();
    loop {
        reader.begin();
        object.show(&mut reader);
        if !reader.go_on()? {
            return Ok(());
        }
    }
}

impl<'de, A: MapAccess<'de>> MemberReader<'de, A> {
    /// Creates a visitor that has no key yet.
    fn new(from: A, is_text: bool) -> Self {
        Self {
            from,
            is_text,
            key: Cow::Borrowed(""),
            length: NONE,
            took: false,
            index: 0,
            seen: Seen::default(),
            is_last: false,
            unseen: Vec::new(),
            error: None,
        }
    }

    /// Starts a pass.
    fn begin(&mut self) {
        self.took = false;
        self.index = 0;
    }

    /// Ends a pass and returns whether another one is needed. A member that no field took is
    /// skipped; after the last member, one more pass collects the missing fields.
    fn go_on(&mut self) -> Result<bool, A::Error> {
        if self.is_last {
            return if self.unseen.is_empty() {
                Ok(false)
            } else {
                Err(missing(&self.unseen))
            };
        }
        if self.is_open() && !self.took {
            let read = self.from.next_value::<IgnoredAny>();
            self.taken(read.map(drop));
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let lacks_any = self.seen.len() < self.index;
        self.is_last = !self.is_open() && lacks_any;
        Ok(self.is_open() || lacks_any)
    }

    /// Returns whether there is a current key.
    fn is_open(&self) -> bool {
        self.length != NONE
    }

    #[inline]
    fn is_at(&self, key: &'static str) -> bool {
        // Most names differ in length, which needs no call.
        self.length == key.len() && self.is_named(key)
    }

    #[inline(never)]
    fn is_named(&self, key: &'static str) -> bool {
        self.key == key
    }

    #[inline(never)] // One copy for each type of member, and not one for each member.
    fn take_required<T: Decode>(&mut self, key: &'static str, into: &mut T) {
        if self.is_last {
            // Nothing is written for a list without items, except in JSON.
            let may_be_empty = self.is_text && const { T::ACCEPTS.is_array() };
            if !may_be_empty || self.seen.contains(self.index) || !read_empty(into) {
                self.look(key);
            }
            return;
        }
        if !self.seen.insert(self.index) {
            return self.fail_twice();
        }
        let read = self.from.next_value_seed(RequiredSeed(into));
        self.taken(read);
    }

    #[inline(never)]
    fn take_optional<T: Decode>(&mut self, into: &mut Option<T>) {
        if into.is_some() {
            return self.fail_twice();
        }
        let read = self.from.next_value_seed(OptionalSeed(into));
        self.taken(read);
    }

    /// Handles the outcome of decoding a value, and reads the next key.
    #[inline(never)]
    fn taken(&mut self, read: Result<(), A::Error>) {
        self.took = true;
        match read {
            Ok(()) => self.next(),
            Err(error) => self.fail(error),
        }
    }

    #[inline(never)]
    fn next(&mut self) {
        match self.from.next_key_seed(CowStrSeed(&mut self.key)) {
            Ok(Some(())) => self.length = self.key.len(),
            Ok(None) => self.length = NONE,
            Err(error) => self.stop(error),
        }
    }

    #[cold]
    fn stop(&mut self, error: A::Error) {
        self.length = NONE;
        self.error = Some(error);
    }

    #[cold]
    fn look(&mut self, key: &'static str) {
        if !self.seen.contains(self.index) {
            self.unseen.push(key);
        }
    }

    #[cold]
    #[inline(never)]
    #[allow(clippy::needless_pass_by_value)] // So that it is dropped here, and not at each call.
    fn fail(&mut self, error: A::Error) {
        let error = prefix_pointer(&self.key, &error);
        self.stop(error);
    }

    #[cold]
    #[inline(never)]
    fn fail_twice(&mut self) {
        self.fail(A::Error::custom(DUPLICATE));
    }
}

/// Decodes a list without items; returns false if the type has none, such as a tuple.
#[cold]
#[inline(never)]
fn read_empty<T: Decode>(into: &mut T) -> bool {
    let empty = T::decode(ValueDeserializer::json(&Value::Array(Vec::new())));
    empty.map(|empty| *into = empty).is_ok()
}

impl<'de, A: MapAccess<'de>> VisitFields for MemberReader<'de, A> {
    #[inline]
    fn required<T: Decode>(&mut self, key: &'static str, into: &mut T) {
        if self.is_at(key) || self.is_last {
            self.take_required(key, into);
        }
        self.index += 1;
    }

    #[inline]
    fn optional<T: Decode>(&mut self, key: &'static str, into: &mut Option<T>) {
        if self.is_at(key) {
            self.take_optional(into);
        }
    }

    fn constant(&mut self, key: &'static str, expected: &'static str) {
        if self.is_at(key) {
            if !self.seen.insert(self.index) {
                return self.fail_twice();
            }
            let mut found = Cow::Borrowed(expected);
            let read = self.from.next_value_seed(CowStrSeed(&mut found));
            self.taken(read);
            if found != expected {
                let message = format_args!("`{found}` instead of `{expected}`");
                self.stop(prefix_pointer(key, &A::Error::custom(message)));
            }
        } else if self.is_last {
            self.look(key);
        }
        self.index += 1;
    }

    fn others<T: Decode>(&mut self, into: &mut Map<T>) {
        if self.is_open() && !self.took {
            self.took = true;
            let key = mem::take(&mut self.key).into_owned();
            match decode_entry(into, key, &mut self.from) {
                Ok(()) => self.next(),
                Err(error) => self.stop(error),
            }
        }
    }
}
