//! The value of an extension with members in, the values of its members out.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::diagnostic::spelling::closest_name;
use crate::diagnostic::{Diagnostics, Place};
use crate::pointer::Address;
use crate::tree::{Object, Tree};

use super::{Extension, Member, Shape};

/// The value of an extension that is an object. Missing, unknown and invalid members are reported.
pub(crate) struct ExtensionObject<'t> {
    known: &'static [Member],
    address: Address,
    object: &'t Object,
}

impl<'t> ExtensionObject<'t> {
    /// Reads the value of an extension of the object at an address, if there is one.
    pub(crate) fn read(
        diagnostics: &mut Diagnostics,
        extension: &'static Extension,
        value: Option<&'t Tree>,
        address: &Address,
    ) -> Option<Self> {
        let Extension { key, shape, .. } = extension;
        let Shape::Members(known) = shape else {
            unreachable!("`{key}` has no members in the table of extensions")
        };
        Self::read_members(diagnostics, key, known, (value?, address.join(key)))
    }

    /// Reads an object with these members, which is at an address and called `key`.
    pub(crate) fn read_members(
        diagnostics: &mut Diagnostics,
        key: &str,
        known: &'static [Member],
        (value, address): (&'t Tree, Address),
    ) -> Option<Self> {
        let Some(object) = value.as_object() else {
            let message = format!("`{key}` is {}, not an object", value.kind());
            diagnostics.report(&EXTENSION_VALUE, address, message);
            return None;
        };
        let names = || known.iter().map(|it| it.name);
        for unknown in object.keys().filter(|key| names().all(|it| it != *key)) {
            let help = match closest_name(unknown, names()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("its members are {}", names().collect::<Vec<_>>().join(", ")),
            };
            let message = format!("`{key}` has no member `{unknown}`");
            let place = Place::Key(address.join(unknown));
            diagnostics
                .report(&EXTENSION_VALUE, place, message)
                .help(help);
        }
        Some(Self {
            known,
            address,
            object,
        })
    }

    /// Returns the address of a member, which may be absent.
    pub(crate) fn address(&self, name: &str) -> Address {
        self.address.join(name)
    }

    /// Returns the address of the value itself.
    pub(crate) fn own_address(&self) -> &Address {
        &self.address
    }

    /// Returns whether a member is there, whatever its value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.object.get(self.member(name).name).is_some()
    }

    /// Returns a member from the table.
    fn member(&self, name: &str) -> &'static Member {
        let member = self.known.iter().find(|it| it.name == name);
        member.expect("the table of extensions has the member")
    }

    /// Returns a string member; reports its absence if the table requires it.
    pub(crate) fn text(&self, diagnostics: &mut Diagnostics, name: &str) -> Option<String> {
        if self.member(name).required {
            return self.required(diagnostics, name);
        }
        self.object
            .get(name)
            .and_then(|value| self.text_of(diagnostics, name, value))
    }

    /// Returns the strings of an optional list; reports an item of another type.
    pub(crate) fn list(&self, diagnostics: &mut Diagnostics, name: &str) -> Vec<String> {
        let Member { name, .. } = self.member(name);
        let items = match self.object.get(*name) {
            None => return Vec::new(),
            Some(Tree::Array(items)) => items,
            Some(other) => {
                let message = format!("`{name}` is {}, not a list of strings", other.kind());
                diagnostics.report(&EXTENSION_VALUE, self.address(name), message);
                return Vec::new();
            }
        };
        let items = items.iter().enumerate().filter_map(|(index, item)| {
            let address = self.address(name).join(&index.to_string());
            read_text(diagnostics, name, item, address)
        });
        items.collect()
    }

    /// Returns a required member that is a string, or an array of one or more strings; reports its absence.
    pub(crate) fn texts(&self, diagnostics: &mut Diagnostics, name: &str) -> Option<Vec<String>> {
        let items = match self.object.get(name) {
            Some(Tree::Array(items)) if !items.is_empty() => items,
            _ => return Some(vec![self.required(diagnostics, name)?]),
        };
        let mut texts = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let address = self.address(name).join(&index.to_string());
            texts.push(read_text(diagnostics, name, item, address)?);
        }
        Some(texts)
    }

    /// Returns a required string member; reports its absence.
    pub(crate) fn required(&self, diagnostics: &mut Diagnostics, name: &str) -> Option<String> {
        let Member { name, .. } = self.member(name);
        let Some(value) = self.object.get(*name) else {
            let message = format!("`{name}` is missing here");
            diagnostics.report(&EXTENSION_VALUE, &self.address, message);
            return None;
        };
        self.text_of(diagnostics, name, value)
    }

    fn text_of(&self, diagnostics: &mut Diagnostics, name: &str, value: &Tree) -> Option<String> {
        read_text(diagnostics, name, value, self.address(name))
    }

    /// Returns the name of a header, in lower case as Rust's constants require.
    pub(crate) fn header_name(&self, diagnostics: &mut Diagnostics, name: &str) -> Option<String> {
        let text = self.text(diagnostics, name)?;
        if text.is_empty() || !text.bytes().all(is_token) {
            let message = format!(
                "{} is not a valid header name",
                Tree::String(text).to_json()
            );
            diagnostics.report(&EXTENSION_VALUE, self.address(name), message);
            return None;
        }
        Some(text.to_ascii_lowercase())
    }

    /// Returns whether an optional flag is set.
    pub(crate) fn flag(&self, diagnostics: &mut Diagnostics, name: &str) -> bool {
        let Member { name, .. } = self.member(name);
        match self.object.get(*name) {
            None => false,
            Some(Tree::Bool(value)) => value.is_true(),
            Some(other) => {
                let message = format!("`{name}` is {}, not a boolean", other.kind());
                diagnostics.report(&EXTENSION_VALUE, self.address(name), message);
                false
            }
        }
    }

    /// Returns a required non-negative integer; reports its absence.
    pub(crate) fn number(&self, diagnostics: &mut Diagnostics, name: &str) -> Option<u64> {
        let Member { name, .. } = self.member(name);
        let number = match self.object.get(*name) {
            Some(Tree::Number(number)) => number.as_i128(),
            _ => None,
        };
        let number = number.and_then(|number| u64::try_from(number).ok());
        if number.is_none() {
            let message = format!("`{name}` is not a whole number here");
            diagnostics.report(&EXTENSION_VALUE, &self.address, message);
        }
        number
    }
}

/// Returns whether a byte may be in a token (RFC 9110 §5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Returns a string; reports a value of another type.
fn read_text(
    diagnostics: &mut Diagnostics,
    name: &str,
    value: &Tree,
    address: Address,
) -> Option<String> {
    let text = value.as_str().map(str::to_owned);
    if text.is_none() {
        let message = format!("`{name}` is {}, not a string", value.kind());
        diagnostics.report(&EXTENSION_VALUE, address, message);
    }
    text
}
