//! Encoding of arrays and objects, item by item and member by member.

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, SerializeTupleStruct,
};

use super::encoder::{Encoder, ValueRole};
use super::style::Object;
use super::target::{Checkpoint, Key, Target};
use super::unsupported_value::UnsupportedValue;

/// How an array is written.
#[derive(Clone, Copy)]
pub(super) enum Array {
    /// Item by item.
    Items,
    /// Item by item; items that are objects or arrays have their index in the name, which is this
    /// one for the next.
    Deep(usize),
    /// As JSON.
    Json,
}

/// An array that is being written.
pub(super) struct Items<'a, 't> {
    to: &'a mut Target<'t>,
    array: Array,
    first: bool,
    /// The array or object itself, if it is an item.
    itself: Option<Member>,
}

/// An object that is being written.
pub(super) struct Entries<'a, 't> {
    to: &'a mut Target<'t>,
    object: Object,
    first: bool,
    member: Option<Member>,
    /// The array or object itself, if it is an item.
    itself: Option<Member>,
}

/// A member, or an item with its index, whose name was written last.
struct Member {
    /// The state before its name.
    before: Checkpoint,
    /// Where its name starts.
    start: usize,
    /// Where the name of its parent ends.
    stem: usize,
    /// Where its name ends.
    end: usize,
}

impl Member {
    /// Appends an index to the name.
    fn index(to: &mut Target<'_>, index: usize) -> Self {
        let before = to.checkpoint();
        let start = to.append_key();
        let stem = to.text.len();
        to.text
            .extend_from_slice(format!("%5B{index}%5D").as_bytes());
        let end = to.text.len();
        let fresh = true;
        to.key = Key::Written { start, end, fresh };
        Self {
            before,
            start,
            stem,
            end,
        }
    }

    /// Ends a part of a `deepObject`: removes its name if it had no value, and restores the name of
    /// its parent.
    fn close(self, to: &mut Target<'_>) {
        if to.key.is_fresh() {
            to.roll_back(self.before);
        } else {
            to.key = Key::Written {
                start: self.start,
                end: self.stem,
                fresh: false,
            };
        }
    }
}

impl<'a, 't> Items<'a, 't> {
    pub(super) fn new(to: &'a mut Target<'t>, array: Array) -> Self {
        Self {
            to,
            array,
            first: true,
            itself: None,
        }
    }

    /// An array that is an item of another one in a `deepObject`.
    pub(super) fn nested(to: &'a mut Target<'t>, index: usize) -> Self {
        let itself = Some(Member::index(to, index));
        Self {
            itself,
            ..Self::new(to, Array::Deep(0))
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), UnsupportedValue> {
        let role = match &mut self.array {
            Array::Items => ValueRole::Item,
            Array::Deep(next) => {
                let index = *next;
                *next += 1;
                ValueRole::DeepItem(index)
            }
            Array::Json => {
                if !self.first {
                    self.to.append(b",");
                }
                ValueRole::Json
            }
        };
        self.first = false;
        let to = &mut *self.to;
        value.serialize(Encoder { to, role })
    }

    fn finish(self) {
        if let Array::Json = self.array {
            self.to.append(b"]");
        }
        if let Some(itself) = self.itself {
            itself.close(self.to);
        }
    }
}

impl<'a, 't> Entries<'a, 't> {
    pub(super) fn new(to: &'a mut Target<'t>, object: Object) -> Self {
        Self {
            to,
            object,
            first: true,
            member: None,
            itself: None,
        }
    }

    /// An object that is an item of an array in a `deepObject`.
    pub(super) fn nested(to: &'a mut Target<'t>, index: usize) -> Self {
        let itself = Some(Member::index(to, index));
        Self {
            itself,
            ..Self::new(to, Object::Deep)
        }
    }

    /// Writes a name. What is JSON is never taken back, so there is nothing to remember of it.
    fn name<T: Serialize + ?Sized>(
        &mut self,
        name: &T,
    ) -> Result<Option<Member>, UnsupportedValue> {
        let before = self.to.checkpoint();
        let (start, stem) = match self.object {
            Object::Json => {
                if !self.first {
                    self.to.append(b",");
                }
                self.first = false;
                self.spell(name, ValueRole::JsonName)?;
                self.to.append(b":");
                return Ok(None);
            }
            Object::Joined => {
                self.to.begin(false);
                let start = self.to.text.len();
                self.spell(name, ValueRole::Name)?;
                (start, start)
            }
            Object::Exploded | Object::Pairs => {
                self.to.separate();
                let start = self.to.text.len();
                self.spell(name, ValueRole::Name)?;
                (start, start)
            }
            Object::Deep => {
                let start = self.to.append_key();
                let stem = self.to.text.len();
                self.to.text.extend_from_slice(b"%5B");
                self.spell(name, ValueRole::Name)?;
                self.to.text.extend_from_slice(b"%5D");
                (start, stem)
            }
        };
        let end = self.to.text.len();
        if self.object != Object::Joined {
            let fresh = true;
            self.to.key = Key::Written { start, end, fresh };
        }
        Ok(Some(Member {
            before,
            start,
            stem,
            end,
        }))
    }

    fn spell<T: Serialize + ?Sized>(
        &mut self,
        name: &T,
        role: ValueRole,
    ) -> Result<(), UnsupportedValue> {
        let to = &mut *self.to;
        name.serialize(Encoder { to, role })
    }

    fn value<T: Serialize + ?Sized>(
        &mut self,
        member: Option<Member>,
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        let to = &mut *self.to;
        let role = match self.object {
            Object::Json => ValueRole::Json,
            Object::Joined | Object::Exploded => ValueRole::Item,
            Object::Pairs => ValueRole::Member,
            Object::Deep => ValueRole::Deep,
        };
        let Some(member) = member else {
            return value.serialize(Encoder { to, role });
        };
        if let Some(styled) = to.styled.take() {
            to.roll_back(member.before);
            return to.write_styled(styled, value);
        }
        let encoder = Encoder { to: &mut *to, role };
        value.serialize(encoder)?;
        match self.object {
            Object::Deep => member.close(to),
            Object::Joined if to.text.len() == member.end => to.roll_back(member.before),
            Object::Exploded | Object::Pairs if to.key.is_fresh() => to.roll_back(member.before),
            Object::Joined | Object::Exploded | Object::Pairs | Object::Json => {}
        }
        Ok(())
    }

    fn finish(self) {
        if self.object == Object::Json {
            self.to.append(b"}");
        }
        if let Some(itself) = self.itself {
            itself.close(self.to);
        }
    }
}

impl SerializeSeq for Items<'_, '_> {
    type Ok = ();
    type Error = UnsupportedValue;

    fn serialize_element<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        self.item(value)
    }

    fn end(self) -> Result<(), UnsupportedValue> {
        self.finish();
        Ok(())
    }
}

impl SerializeTuple for Items<'_, '_> {
    type Ok = ();
    type Error = UnsupportedValue;

    fn serialize_element<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        self.item(value)
    }

    fn end(self) -> Result<(), UnsupportedValue> {
        self.finish();
        Ok(())
    }
}

impl SerializeTupleStruct for Items<'_, '_> {
    type Ok = ();
    type Error = UnsupportedValue;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        self.item(value)
    }

    fn end(self) -> Result<(), UnsupportedValue> {
        self.finish();
        Ok(())
    }
}

impl SerializeMap for Entries<'_, '_> {
    type Ok = ();
    type Error = UnsupportedValue;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), UnsupportedValue> {
        self.member = self.name(name)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        let member = self.member.take();
        self.value(member, value)
    }

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        name: &K,
        value: &V,
    ) -> Result<(), UnsupportedValue> {
        let member = self.name(name)?;
        self.value(member, value)
    }

    fn end(self) -> Result<(), UnsupportedValue> {
        self.finish();
        Ok(())
    }
}

impl SerializeStruct for Entries<'_, '_> {
    type Ok = ();
    type Error = UnsupportedValue;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        self.serialize_entry(name, value)
    }

    fn end(self) -> Result<(), UnsupportedValue> {
        self.finish();
        Ok(())
    }
}
