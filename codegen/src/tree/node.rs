//! The nodes of a document.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::number::Number;
use super::truth::Truth;
use crate::pointer::Pointer;

/// The members of an object, in document order.
pub type Object = IndexMap<String, Tree, FxBuildHasher>;

/// A node of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tree {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`, as it was written.
    Bool(Truth),
    /// A number, as it was written.
    Number(Number),
    /// A string.
    String(String),
    /// A sequence.
    Array(Vec<Tree>),
    /// A mapping.
    Object(Box<Object>),
}

impl Tree {
    /// Returns the members, if this is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The same, to be changed.
    #[must_use]
    pub fn as_object_mut(&mut self) -> Option<&mut Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Returns the items, if this is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Tree]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the text, if this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the boolean, if this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(value.is_true()),
            _ => None,
        }
    }

    /// Returns the member `key`, if this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Tree> {
        self.as_object()?.get(key)
    }

    /// Returns the node at `pointer`, relative to this one (RFC 6901).
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Tree> {
        pointer
            .segments()
            .try_fold(self, |node, segment| match node {
                Self::Object(object) => object.get(segment.as_ref()),
                Self::Array(items) => items.get(index(&segment)?),
                _ => None,
            })
    }

    /// The same, to be changed.
    #[must_use]
    pub fn at_mut(&mut self, pointer: &Pointer) -> Option<&mut Tree> {
        pointer
            .segments()
            .try_fold(self, |node, segment| match node {
                Self::Object(object) => object.get_mut(segment.as_ref()),
                Self::Array(items) => items.get_mut(index(&segment)?),
                _ => None,
            })
    }

    /// Returns the JSON type for messages: "a string", "an object".
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// Returns this node as compact JSON text, with members in document order.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        write_json(self, &mut text);
        text
    }
}

/// Returns the array index of a pointer segment: digits without a leading zero (RFC 6901 §4).
fn index(segment: &str) -> Option<usize> {
    let canonical = segment == "0" || !segment.starts_with('0');
    let digits = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    (canonical && digits)
        .then(|| segment.parse().ok())
        .flatten()
}

fn write_json(tree: &Tree, out: &mut String) {
    match tree {
        Tree::Null => out.push_str("null"),
        Tree::Bool(value) => out.push_str(if value.is_true() { "true" } else { "false" }),
        Tree::Number(number) => out.push_str(&number.to_json()),
        Tree::String(text) => write_json_string(text, out),
        Tree::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_json(item, out);
            }
            out.push(']');
        }
        Tree::Object(object) => {
            out.push('{');
            for (index, (key, value)) in object.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_json_string(key, out);
                out.push(':');
                write_json(value, out);
            }
            out.push('}');
        }
    }
}

pub(super) fn write_json_string(text: &str, out: &mut String) {
    let quoted = serde_json::to_string(text).expect("a string always serialises");
    out.push_str(&quoted);
}
