//! Encoding of values directly into a request, in the style of their parameter.

use serde::ser::{Impossible, Serialize, SerializeMap, Serializer};

use super::compound::{Array, Entries, Items};
use super::style::Object;
use super::target::Target;
use super::unsupported_value::UnsupportedValue;

/// A serializer of one value.
pub(super) struct Encoder<'a, 't> {
    pub(super) to: &'a mut Target<'t>,
    pub(super) role: ValueRole,
}

/// The role of a value, which decides how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueRole {
    /// The whole value of the parameter or form.
    Whole,
    /// A member that is a pair of its own; an array is one pair per item.
    Member,
    /// A member of a `deepObject`, at any depth.
    Deep,
    /// An item of an array in a `deepObject`, with its index. If it is an object or an array, its
    /// name contains the index.
    DeepItem(usize),
    /// An item, or a member that shares a value with others.
    Item,
    /// JSON that has not begun: an absent value is omitted instead of null.
    Text,
    /// A value within JSON.
    Json,
    /// The name of a member.
    Name,
    /// The name of a member within JSON.
    JsonName,
}

impl Encoder<'_, '_> {
    fn text(self, text: &str) -> Result<(), UnsupportedValue> {
        match self.role {
            ValueRole::Name => {
                self.to.note_style(text);
                self.to.append_as(self.to.name_encoding(), text.as_bytes());
            }
            ValueRole::Json | ValueRole::JsonName => self.to.append_json(text)?,
            ValueRole::Text => {
                self.to.begin(false);
                self.to.append_json(text)?;
            }
            ValueRole::Whole
            | ValueRole::Member
            | ValueRole::Deep
            | ValueRole::DeepItem(_)
            | ValueRole::Item => {
                self.to.begin(text.is_empty());
                self.to.append(text.as_bytes());
            }
        }
        Ok(())
    }

    /// Writes a value that JSON writes without quotes.
    fn bare(self, text: &str) -> Result<(), UnsupportedValue> {
        match self.role {
            ValueRole::Name | ValueRole::Json => {}
            ValueRole::JsonName => return self.to.append_json(text),
            ValueRole::Text
            | ValueRole::Whole
            | ValueRole::Member
            | ValueRole::Deep
            | ValueRole::DeepItem(_)
            | ValueRole::Item => self.to.begin(false),
        }
        self.to.append(text.as_bytes());
        Ok(())
    }

    fn float(self, value: &(impl ToString + Serialize)) -> Result<(), UnsupportedValue> {
        match self.role {
            ValueRole::Text => self.to.begin(false),
            ValueRole::Json => {}
            // Validation refuses numbers that are not finite; without it, they are written as by `Display`.
            _ => return self.bare(&value.to_string()),
        }
        self.to.append_json(value)
    }

    fn nothing(self) -> Result<(), UnsupportedValue> {
        match self.role {
            ValueRole::Json => self.to.append(b"null"),
            ValueRole::Name | ValueRole::JsonName => return Err(no_name()),
            ValueRole::Text
            | ValueRole::Whole
            | ValueRole::Member
            | ValueRole::Deep
            | ValueRole::DeepItem(_)
            | ValueRole::Item => {}
        }
        Ok(())
    }

    /// Starts JSON with this bracket.
    fn json(&mut self, bracket: &[u8]) {
        if self.role != ValueRole::Json {
            self.to.begin(false);
            self.to.enter();
        }
        self.to.append(bracket);
    }
}

impl<'a, 't> Encoder<'a, 't> {
    fn items(mut self) -> Result<Items<'a, 't>, UnsupportedValue> {
        let array = match self.role {
            ValueRole::Whole if self.to.layout.object == Object::Deep => Array::Deep(0),
            ValueRole::Whole | ValueRole::Member => Array::Items,
            ValueRole::Deep => Array::Deep(0),
            ValueRole::DeepItem(index) => return Ok(Items::nested(self.to, index)),
            ValueRole::Item | ValueRole::Text | ValueRole::Json => {
                self.json(b"[");
                return Ok(Items::new(self.to, Array::Json));
            }
            ValueRole::Name | ValueRole::JsonName => return Err(no_name()),
        };
        self.to.enter();
        Ok(Items::new(self.to, array))
    }

    fn entries(mut self) -> Result<Entries<'a, 't>, UnsupportedValue> {
        let object = match self.role {
            ValueRole::Whole => {
                self.to.enter();
                self.to.layout.object
            }
            ValueRole::Deep => Object::Deep,
            ValueRole::DeepItem(index) => return Ok(Entries::nested(self.to, index)),
            ValueRole::Member | ValueRole::Item | ValueRole::Text | ValueRole::Json => {
                self.json(b"{");
                Object::Json
            }
            ValueRole::Name | ValueRole::JsonName => return Err(no_name()),
        };
        Ok(Entries::new(self.to, object))
    }
}

fn no_name() -> UnsupportedValue {
    UnsupportedValue("the name of a member is not a string".to_owned())
}

fn no_variant() -> UnsupportedValue {
    UnsupportedValue("an enum variant with several fields cannot be encoded".to_owned())
}

impl<'a, 't> Serializer for Encoder<'a, 't> {
    type Ok = ();
    type Error = UnsupportedValue;
    type SerializeSeq = Items<'a, 't>;
    type SerializeTuple = Items<'a, 't>;
    type SerializeTupleStruct = Items<'a, 't>;
    type SerializeTupleVariant = Impossible<(), UnsupportedValue>;
    type SerializeMap = Entries<'a, 't>;
    type SerializeStruct = Entries<'a, 't>;
    type SerializeStructVariant = Impossible<(), UnsupportedValue>;

    fn serialize_bool(self, value: bool) -> Result<(), UnsupportedValue> {
        self.bare(if value { "true" } else { "false" })
    }

    fn serialize_i8(self, value: i8) -> Result<(), UnsupportedValue> {
        self.bare(&value.to_string())
    }

    fn serialize_i16(self, value: i16) -> Result<(), UnsupportedValue> {
        self.bare(&value.to_string())
    }

    fn serialize_i32(self, value: i32) -> Result<(), UnsupportedValue> {
        self.bare(&value.to_string())
    }

    fn serialize_i64(self, value: i64) -> Result<(), UnsupportedValue> {
        self.bare(&value.to_string())
    }

    fn serialize_i128(self, value: i128) -> Result<(), UnsupportedValue> {
        self.bare(&value.to_string())
    }

    fn serialize_u8(self, value: u8) -> Result<(), UnsupportedValue> {
        self.bare(&value.to_string())
    }

    fn serialize_u16(self, value: u16) -> Result<(), UnsupportedValue> {
        self.bare(&value.to_string())
    }

    fn serialize_u32(self, value: u32) -> Result<(), UnsupportedValue> {
        self.bare(&value.to_string())
    }

    fn serialize_u64(self, value: u64) -> Result<(), UnsupportedValue> {
        self.bare(&value.to_string())
    }

    fn serialize_u128(self, value: u128) -> Result<(), UnsupportedValue> {
        self.bare(&value.to_string())
    }

    fn serialize_f32(self, value: f32) -> Result<(), UnsupportedValue> {
        self.float(&value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), UnsupportedValue> {
        self.float(&value)
    }

    fn serialize_char(self, value: char) -> Result<(), UnsupportedValue> {
        self.text(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), UnsupportedValue> {
        self.text(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), UnsupportedValue> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), UnsupportedValue> {
        self.nothing()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), UnsupportedValue> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), UnsupportedValue> {
        self.nothing()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), UnsupportedValue> {
        self.nothing()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), UnsupportedValue> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        let mut entries = self.entries()?;
        entries.serialize_entry(variant, value)?;
        SerializeMap::end(entries)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a, 't>, UnsupportedValue> {
        self.items()
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a, 't>, UnsupportedValue> {
        self.items()
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Items<'a, 't>, UnsupportedValue> {
        self.items()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), UnsupportedValue>, UnsupportedValue> {
        Err(no_variant())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'a, 't>, UnsupportedValue> {
        self.entries()
    }

    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Entries<'a, 't>, UnsupportedValue> {
        self.entries()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), UnsupportedValue>, UnsupportedValue> {
        Err(no_variant())
    }
}
