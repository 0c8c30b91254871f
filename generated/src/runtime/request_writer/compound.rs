//! Arrays and objects, one item or member after the other.

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, SerializeTupleStruct,
};

use super::encoder::{Encoder, Place};
use super::style::Object;
use super::target::{Key, Mark, Target};
use super::unwritable::Unwritable;

/// An array that is being written.
pub(super) struct Items<'a, 't> {
    to: &'a mut Target<'t>,
    json: bool,
    first: bool,
}

/// An object that is being written.
pub(super) struct Entries<'a, 't> {
    to: &'a mut Target<'t>,
    object: Object,
    first: bool,
    member: Option<Member>,
}

/// The member whose name was written last.
struct Member {
    /// Before its name.
    before: Mark,
    /// Where its name starts in the text.
    start: usize,
    /// Where the part of its name ends that belongs to its parent.
    stem: usize,
    /// Where its name ends.
    end: usize,
}

impl<'a, 't> Items<'a, 't> {
    pub(super) fn new(to: &'a mut Target<'t>, json: bool) -> Self {
        Self {
            to,
            json,
            first: true,
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        let place = if self.json { Place::Json } else { Place::Item };
        if self.json && !self.first {
            self.to.append(b",");
        }
        self.first = false;
        let to = &mut *self.to;
        value.serialize(Encoder { to, place })
    }

    fn finish(self) {
        if self.json {
            self.to.append(b"]");
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
        }
    }

    /// Writes a name. What is JSON is never taken back, so there is nothing to remember of it.
    fn name<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<Option<Member>, Unwritable> {
        let before = self.to.mark();
        let (start, stem) = match self.object {
            Object::Json => {
                if !self.first {
                    self.to.append(b",");
                }
                self.first = false;
                self.spell(name, Place::JsonName)?;
                self.to.append(b":");
                return Ok(None);
            }
            Object::Joined => {
                self.to.begin(false);
                let start = self.to.text.len();
                self.spell(name, Place::Name)?;
                (start, start)
            }
            Object::Exploded | Object::Pairs => {
                self.to.separate();
                let start = self.to.text.len();
                self.spell(name, Place::Name)?;
                (start, start)
            }
            Object::Deep => {
                let start = self.to.append_key();
                let stem = self.to.text.len();
                self.to.text.extend_from_slice(b"%5B");
                self.spell(name, Place::Name)?;
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

    fn spell<T: Serialize + ?Sized>(&mut self, name: &T, place: Place) -> Result<(), Unwritable> {
        let to = &mut *self.to;
        name.serialize(Encoder { to, place })
    }

    fn value<T: Serialize + ?Sized>(
        &mut self,
        member: Option<Member>,
        value: &T,
    ) -> Result<(), Unwritable> {
        let to = &mut *self.to;
        let place = match self.object {
            Object::Json => Place::Json,
            Object::Joined | Object::Exploded => Place::Item,
            Object::Pairs => Place::Member,
            Object::Deep => Place::Deep,
        };
        let Some(member) = member else {
            return value.serialize(Encoder { to, place });
        };
        if let Some(styled) = to.styled.take() {
            to.back_to(member.before);
            return to.write_styled(styled, value);
        }
        let encoder = Encoder {
            to: &mut *to,
            place,
        };
        value.serialize(encoder)?;
        let absent = match self.object {
            Object::Joined => to.text.len() == member.end,
            _ => to.key.is_fresh(),
        };
        if absent {
            to.back_to(member.before);
        } else if self.object == Object::Deep {
            to.key = Key::Written {
                start: member.start,
                end: member.stem,
                fresh: false,
            };
        }
        Ok(())
    }

    fn finish(self) {
        if self.object == Object::Json {
            self.to.append(b"}");
        }
    }
}

impl SerializeSeq for Items<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.item(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}

impl SerializeTuple for Items<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.item(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}

impl SerializeTupleStruct for Items<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.item(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}

impl SerializeMap for Entries<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Unwritable> {
        self.member = self.name(name)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        let member = self.member.take();
        self.value(member, value)
    }

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        name: &K,
        value: &V,
    ) -> Result<(), Unwritable> {
        let member = self.name(name)?;
        self.value(member, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}

impl SerializeStruct for Entries<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.serialize_entry(name, value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.finish();
        Ok(())
    }
}
