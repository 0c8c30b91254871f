//! JSON values in any representation.

use std::borrow::Cow;

use serde_json::Value;

/// A JSON value in any representation.
pub trait Json: Sized {
    /// Returns the type and, unless it is an object, the content.
    fn view(&self) -> JsonView<'_, Self>;

    /// Creates a string.
    fn from_text(text: &str) -> Self;

    /// Returns the member of an object.
    fn member(&self, name: &str) -> Option<&Self>;

    /// Returns the members of an object.
    fn members(&self) -> impl Iterator<Item = (&str, &Self)>;

    /// Returns compact JSON text.
    fn to_json(&self) -> String;
}

/// The type of a JSON value, with its content.
#[derive(Debug)]
pub enum JsonView<'v, V> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as text.
    Number(Cow<'v, str>),
    /// A string.
    String(&'v str),
    /// An array.
    Array(&'v [V]),
    /// An object.
    Object,
}

impl Json for Value {
    fn view(&self) -> JsonView<'_, Self> {
        match self {
            Self::Null => JsonView::Null,
            Self::Bool(value) => JsonView::Bool(*value),
            Self::Number(number) => JsonView::Number(number.to_string().into()),
            Self::String(text) => JsonView::String(text),
            Self::Array(items) => JsonView::Array(items),
            Self::Object(_) => JsonView::Object,
        }
    }

    fn from_text(text: &str) -> Self {
        Self::String(text.to_owned())
    }

    fn member(&self, name: &str) -> Option<&Self> {
        self.get(name)
    }

    fn members(&self) -> impl Iterator<Item = (&str, &Self)> {
        let members = self.as_object().into_iter().flatten();
        members.map(|(name, member)| (&**name, member))
    }

    fn to_json(&self) -> String {
        self.to_string()
    }
}

/// Shortens JSON text for a message: messages end up in logs, and values can be long or secret.
#[must_use]
pub fn excerpt(json: &str) -> String {
    const SHOWN: usize = 40;

    match json.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &json[..end]),
        None => json.to_owned(),
    }
}
