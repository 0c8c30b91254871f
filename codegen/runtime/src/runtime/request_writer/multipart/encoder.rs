//! Encoding of an object into parts: one for each member, or one for each item of a member.

use std::fmt::Display;

use serde::ser::{
    Error, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    Serializer,
};

use super::{Parts, UnsupportedValue};
use crate::runtime::file::TOKEN;

/// A serializer of one value.
pub(super) struct Encoder<'a> {
    pub(super) to: &'a mut Parts,
    pub(super) role: PartRole,
}

/// The role of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartRole {
    /// The body.
    Whole,
    /// The name of a member.
    Name,
    /// A member.
    Member,
    /// An item of a member.
    Item,
    /// The name of a file.
    FileName,
    /// The content type of a file.
    FileType,
    /// The further headers of a file.
    FileHeaders,
    /// The content of a file.
    FileData,
}

/// The reason why a value was not written.
#[derive(Debug)]
pub(super) enum PartError {
    /// It is an object or an array, and has to be written as JSON. Nothing of it was written.
    Structured,
    /// It cannot be written.
    UnsupportedValue(UnsupportedValue),
}

impl Display for PartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Structured => f.write_str("it has a structure"),
            Self::UnsupportedValue(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PartError {}

impl Error for PartError {
    fn custom<M: Display>(message: M) -> Self {
        Self::UnsupportedValue(UnsupportedValue(message.to_string()))
    }
}

impl From<UnsupportedValue> for PartError {
    fn from(error: UnsupportedValue) -> Self {
        Self::UnsupportedValue(error)
    }
}

/// Writes a value as one part, or as one part per item.
fn write_member<T: Serialize + ?Sized>(
    to: &mut Parts,
    value: &T,
    role: PartRole,
) -> Result<(), PartError> {
    if role == PartRole::Member && !to.is_due() {
        return Ok(());
    }
    if role == PartRole::Member && to.is_json() && !is_absent(value) {
        return Ok(to.json(value)?);
    }
    match value.serialize(Encoder { to, role }) {
        Err(PartError::Structured) => Ok(to.json(value)?),
        outcome => outcome,
    }
}

/// Returns whether the value is absent or null, and is omitted.
fn is_absent<T: Serialize + ?Sized>(value: &T) -> bool {
    serde_json::to_value(value).is_ok_and(|value| value.is_null())
}

impl<'a> Encoder<'a> {
    fn text(self, text: &str) -> Result<(), PartError> {
        match self.role {
            PartRole::Name => text.clone_into(&mut self.to.name),
            PartRole::FileName => self.to.file_name = Some(text.to_owned()),
            PartRole::FileType => self.to.file_type = Some(text.to_owned()),
            PartRole::FileHeaders => text.clone_into(&mut self.to.file_headers),
            PartRole::Member | PartRole::Item | PartRole::FileData => {
                self.to.text(text.as_bytes())?;
            }
            PartRole::Whole => return Err(PartError::Structured),
        }
        Ok(())
    }

    fn bare(self, value: impl Display) -> Result<(), PartError> {
        self.text(&value.to_string())
    }

    fn items(self) -> Result<Items<'a>, PartError> {
        match self.role {
            PartRole::Member => Ok(Items {
                to: self.to,
                index: None,
            }),
            PartRole::Whole if self.to.describes_list() => {
                (self.to.begun, self.to.is_list) = (true, true);
                Ok(Items {
                    to: self.to,
                    index: Some(0),
                })
            }
            _ => Err(PartError::Structured),
        }
    }

    fn members(self) -> Result<Members<'a>, PartError> {
        match self.role {
            PartRole::Whole => {
                self.to.begun = true;
                Ok(Members { to: self.to })
            }
            _ => Err(PartError::Structured),
        }
    }
}

/// A list with one part per item.
pub(super) struct Items<'a> {
    to: &'a mut Parts,
    /// The index of the next item, if the list is the body.
    index: Option<usize>,
}

impl Items<'_> {
    fn write_item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), PartError> {
        if let Some(index) = &mut self.index {
            self.to.name = index.to_string();
            *index += 1;
            if self.to.is_json() {
                return Ok(self.to.json(value)?);
            }
        }
        write_member(self.to, value, PartRole::Item)
    }
}

/// The members of the body.
pub(super) struct Members<'a> {
    to: &'a mut Parts,
}

/// The fields of a body, or of a file, whose name and content type come before its content.
pub(super) enum Fields<'a> {
    Body(&'a mut Parts),
    File(&'a mut Parts),
}

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = PartError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), PartError> {
        self.write_item(value)
    }

    fn end(self) -> Result<(), PartError> {
        Ok(())
    }
}

impl SerializeTuple for Items<'_> {
    type Ok = ();
    type Error = PartError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), PartError> {
        self.write_item(value)
    }

    fn end(self) -> Result<(), PartError> {
        Ok(())
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = PartError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), PartError> {
        let (to, role) = (&mut *self.to, PartRole::Name);
        name.serialize(Encoder { to, role })
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), PartError> {
        write_member(self.to, value, PartRole::Member)
    }

    fn end(self) -> Result<(), PartError> {
        Ok(())
    }
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = PartError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), PartError> {
        let (to, role) = match (self, name) {
            (Self::Body(to), name) => {
                name.clone_into(&mut to.name);
                return write_member(to, value, PartRole::Member);
            }
            (Self::File(to), "name") => (to, PartRole::FileName),
            (Self::File(to), "content_type") => (to, PartRole::FileType),
            (Self::File(to), "headers") => (to, PartRole::FileHeaders),
            (Self::File(to), _) => (to, PartRole::FileData),
        };
        value.serialize(Encoder { to, role })
    }

    fn end(self) -> Result<(), PartError> {
        Ok(())
    }
}

impl<'a> Serializer for Encoder<'a> {
    type Ok = ();
    type Error = PartError;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Impossible<(), PartError>;
    type SerializeTupleVariant = Impossible<(), PartError>;
    type SerializeMap = Members<'a>;
    type SerializeStruct = Fields<'a>;
    type SerializeStructVariant = Impossible<(), PartError>;

    /// A file is a struct here, and not a string.
    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, value: bool) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_i8(self, value: i8) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_i16(self, value: i16) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_i32(self, value: i32) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_i64(self, value: i64) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_i128(self, value: i128) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_u8(self, value: u8) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_u16(self, value: u16) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_u32(self, value: u32) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_u64(self, value: u64) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_u128(self, value: u128) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_f32(self, value: f32) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), PartError> {
        self.bare(value)
    }

    fn serialize_char(self, value: char) -> Result<(), PartError> {
        self.text(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), PartError> {
        self.text(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), PartError> {
        match self.role {
            PartRole::FileData => Ok(self.to.file(value)?),
            _ => Err(PartError::Structured),
        }
    }

    fn serialize_none(self) -> Result<(), PartError> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), PartError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), PartError> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), PartError> {
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), PartError> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), PartError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), PartError> {
        Err(PartError::Structured)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, PartError> {
        self.items()
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, PartError> {
        self.items()
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), PartError>, PartError> {
        Err(PartError::Structured)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), PartError>, PartError> {
        Err(PartError::Structured)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'a>, PartError> {
        self.members()
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'a>, PartError> {
        match self.role {
            PartRole::Member | PartRole::Item if name == TOKEN => Ok(Fields::File(self.to)),
            PartRole::Whole => {
                self.to.begun = true;
                Ok(Fields::Body(self.to))
            }
            _ => Err(PartError::Structured),
        }
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), PartError>, PartError> {
        Err(PartError::Structured)
    }
}
