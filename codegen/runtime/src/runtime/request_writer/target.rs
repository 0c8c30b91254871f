//! The output of a value, with the names and separators before it.

use std::io;

use serde::{Serialize, ser};

use super::encoder::{Encoder, ValueRole};
use super::encoding::Encoding;
use super::style::{Layout, Location, Object};
use super::unsupported_value::UnsupportedValue;
use crate::runtime::Style;

/// The output of one value. Nothing is written for absent values, so a name or a separator is
/// delayed until there is a value.
pub(super) struct Target<'a> {
    pub(super) text: &'a mut Vec<u8>,
    pub(super) layout: Layout,
    location: Location,
    /// The encoding of the next text.
    encoding: &'static Encoding,
    pub(super) key: Key,
    /// Whether a separator is needed before the next value.
    pub(super) started: bool,
    /// Whether there is an item that the next one is joined to.
    joined: bool,
    /// Whether there is a value at all, even an empty object.
    pub(super) present: bool,
    /// The byte that items must not contain.
    reserved: Option<u8>,
    /// That byte, if an item contains it.
    clash: Option<u8>,
    /// The members with a style of their own.
    styles: &'static [(&'static str, Style)],
    /// The one of them whose name was written last.
    pub(super) styled: Option<(&'static str, Style)>,
}

/// The name before the next value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    /// No name.
    None,
    /// This name, which has not been written yet.
    Name(&'static str),
    /// A part of the text. If it is `fresh`, it is the end of the text and has no value yet.
    Written {
        start: usize,
        end: usize,
        fresh: bool,
    },
}

/// A state to roll back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Checkpoint {
    length: usize,
    key: Key,
    started: bool,
    joined: bool,
}

impl<'a> Target<'a> {
    /// Creates the output of a parameter. `started` tells whether the text contains pairs already.
    pub(super) fn parameter(
        text: &'a mut Vec<u8>,
        started: bool,
        name: &'static str,
        style: Style,
        location: Location,
    ) -> Self {
        let layout = Layout::new(style, location);
        Self {
            text,
            encoding: layout.plain,
            key: if layout.named {
                Key::Name(name)
            } else {
                Key::None
            },
            layout,
            location,
            started,
            joined: false,
            present: false,
            reserved: layout
                .reserved
                .filter(|_| location == Location::VerbatimCookie),
            clash: None,
            styles: &[],
            styled: None,
        }
    }

    /// Creates the output of a form with these styles of members.
    pub(super) fn form(text: &'a mut Vec<u8>, styles: &'static [(&'static str, Style)]) -> Self {
        let mut target = Self::parameter(text, false, "", Style::Form, Location::Form);
        target.key = Key::None;
        target.styles = styles;
        target
    }

    /// Creates the output of a whole query. `started` tells whether there is a part of it already.
    pub(super) fn whole_query(
        text: &'a mut Vec<u8>,
        started: bool,
        style: Style,
        styles: &'static [(&'static str, Style)],
    ) -> Self {
        let mut target = Self::parameter(text, started, "", style, Location::WholeQuery);
        if started {
            target.layout.between = "&";
        }
        target.key = Key::None;
        target.styles = styles;
        // Members with a style of their own are those of a form.
        target.location = Location::Form;
        target
    }

    /// Writes the value. If it fails, the caller discards what was written.
    pub(super) fn write<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        let role = match self.layout.object {
            Object::Json => ValueRole::Text,
            _ => ValueRole::Whole,
        };
        value.serialize(Encoder { to: self, role })?;
        if self.layout.bare && self.layout.delimiter.is_some() && self.text.ends_with(b"=") {
            self.text.pop();
        }
        if let Some(byte) = self.clash {
            let character = char::from(byte);
            let message = format!("an item contains the delimiter {character:?}");
            return Err(UnsupportedValue(message));
        }
        Ok(())
    }

    /// Writes a member with a style of its own.
    pub(super) fn write_styled<T: Serialize + ?Sized>(
        &mut self,
        (name, style): (&'static str, Style),
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        let mut member = Target::parameter(self.text, self.started, name, style, self.location);
        member.write(value)?;
        self.started = member.started;
        Ok(())
    }

    /// Enters an array or an object.
    pub(super) fn enter(&mut self) {
        self.present = true;
        self.encoding = self.layout.item;
        self.reserved = self.layout.reserved;
    }

    /// Writes what is needed before the next value.
    pub(super) fn begin(&mut self, empty: bool) {
        self.present = true;
        match self.layout.delimiter {
            Some(delimiter) if self.joined => self.text.extend_from_slice(delimiter.as_bytes()),
            delimiter => {
                self.open();
                self.joined = true;
                let bare = self.layout.bare && empty && delimiter.is_none();
                if !bare && !matches!(self.key, Key::None) {
                    self.text.push(b'=');
                }
            }
        }
    }

    fn open(&mut self) {
        let start = self.append_key();
        if !matches!(self.key, Key::None) {
            self.key = Key::Written {
                start,
                end: self.text.len(),
                fresh: false,
            };
        }
    }

    /// Appends the name after a separator, unless it is there already, and returns its start.
    pub(super) fn append_key(&mut self) -> usize {
        if let Key::Written {
            start, fresh: true, ..
        } = self.key
        {
            return start;
        }
        self.separate();
        let at = self.text.len();
        match self.key {
            Key::None => {}
            Key::Name(name) => self.name_encoding().append(self.text, name.as_bytes()),
            Key::Written { start, end, .. } => self.text.extend_from_within(start..end),
        }
        at
    }

    /// Writes the separator between pairs, or the one before the first.
    #[inline]
    pub(super) fn separate(&mut self) {
        let separator = if self.started {
            self.layout.between
        } else {
            self.layout.first
        };
        self.text.extend_from_slice(separator.as_bytes());
        self.started = true;
    }

    /// Appends text of a value or name.
    #[inline]
    pub(super) fn append(&mut self, piece: &[u8]) {
        self.append_as(self.encoding, piece);
    }

    /// Appends text in this encoding.
    #[inline]
    pub(super) fn append_as(&mut self, encoding: &Encoding, piece: &[u8]) {
        if self.reserved.is_some_and(|it| piece.contains(&it)) {
            self.clash = self.reserved;
        }
        encoding.append(self.text, piece);
    }

    /// Returns the encoding of names.
    pub(super) fn name_encoding(&self) -> &'static Encoding {
        self.layout.name.unwrap_or(self.layout.item)
    }

    /// Appends a value as JSON.
    pub(super) fn append_json<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        serde_json::to_writer(self, value).map_err(ser::Error::custom)
    }

    /// Looks up the style of the member of this name.
    pub(super) fn note_style(&mut self, name: &str) {
        self.styled = self.styles.iter().find(|(it, _)| *it == name).copied();
    }

    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            length: self.text.len(),
            key: self.key,
            started: self.started,
            joined: self.joined,
        }
    }

    pub(super) fn roll_back(&mut self, checkpoint: Checkpoint) {
        self.text.truncate(checkpoint.length);
        self.key = checkpoint.key;
        self.started = checkpoint.started;
        self.joined = checkpoint.joined;
    }
}

impl Key {
    /// Returns whether the name has no value yet.
    pub(super) fn is_fresh(self) -> bool {
        matches!(self, Self::Written { fresh: true, .. })
    }
}

impl io::Write for Target<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.append(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
