//! Where the text of one value goes, and what has to stand in front of it.

use std::io;

use serde::{Serialize, ser};

use super::encoder::{Encoder, ValueRole};
use super::encoding::Encoding;
use super::style::{Layout, Location, Object};
use super::unsupported_value::UnsupportedValue;
use crate::runtime::Style;

/// The text that one value is written to. Nothing is written for what is absent, so a name or a
/// separator waits until there is something to say.
pub(super) struct Target<'a> {
    pub(super) text: &'a mut Vec<u8>,
    pub(super) layout: Layout,
    location: Location,
    /// How the next piece is encoded.
    encoding: &'static Encoding,
    pub(super) key: Key,
    /// Whether something stands before this already, so that a separator is due.
    pub(super) started: bool,
    /// Whether there is a first item that the next one is joined to.
    joined: bool,
    /// Whether there is a value at all, be it an object without members.
    pub(super) present: bool,
    /// What items must not contain; a value by itself may.
    reserved: Option<u8>,
    /// The same, if an item contains it.
    clash: Option<u8>,
    /// Members that have a style of their own.
    styles: &'static [(&'static str, Style)],
    /// The one of them whose name was written last.
    pub(super) styled: Option<(&'static str, Style)>,
}

/// The name in front of the next value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    /// None.
    None,
    /// This one, and it is not in the text yet.
    Name(&'static str),
    /// A part of the text. A fresh one stands at the end of the text and waits for its value.
    Written {
        start: usize,
        end: usize,
        fresh: bool,
    },
}

/// A state to go back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Checkpoint {
    length: usize,
    key: Key,
    started: bool,
    joined: bool,
}

impl<'a> Target<'a> {
    /// For a parameter. `started` tells whether there are pairs in the text already.
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
            reserved: None,
            clash: None,
            styles: &[],
            styled: None,
        }
    }

    /// For a form, whose members have these styles.
    pub(super) fn form(text: &'a mut Vec<u8>, styles: &'static [(&'static str, Style)]) -> Self {
        let mut target = Self::parameter(text, false, "", Style::Form, Location::Form);
        target.key = Key::None;
        target.styles = styles;
        target
    }

    /// Writes the value. What is written when it fails is to be thrown away.
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

    /// Writes a member that has a style of its own.
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

    /// What comes next is inside of an array or an object.
    pub(super) fn enter(&mut self) {
        self.present = true;
        self.encoding = self.layout.item;
        self.reserved = self.layout.reserved;
    }

    /// A value comes next: writes what has to stand in front of it.
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

    /// Makes the name the end of the text, separated from what is before. Returns where it starts.
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

    /// Writes what stands between pairs, or in front of the first.
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

    /// Writes a piece of a value or of a name.
    #[inline]
    pub(super) fn append(&mut self, piece: &[u8]) {
        self.append_as(self.encoding, piece);
    }

    /// Writes a piece that is encoded in this way.
    #[inline]
    pub(super) fn append_as(&mut self, encoding: &Encoding, piece: &[u8]) {
        if self.reserved.is_some_and(|it| piece.contains(&it)) {
            self.clash = self.reserved;
        }
        encoding.append(self.text, piece);
    }

    /// How names are encoded.
    pub(super) fn name_encoding(&self) -> &'static Encoding {
        self.layout.name.unwrap_or(self.layout.item)
    }

    /// Writes a text as JSON.
    pub(super) fn append_json<T: Serialize + ?Sized>(
        &mut self,
        value: &T,
    ) -> Result<(), UnsupportedValue> {
        serde_json::to_writer(self, value).map_err(ser::Error::custom)
    }

    /// Remembers whether the member of this name has a style of its own.
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
    /// Whether it still waits for its value.
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
