//! A node of a document as a JSON value.

use codegen_schema::{Json, JsonView};

use super::node::Tree;

impl Json for Tree {
    fn view(&self) -> JsonView<'_, Self> {
        match self {
            Self::Null => JsonView::Null,
            Self::Bool(value) => JsonView::Bool(value.is_true()),
            Self::Number(number) => JsonView::Number(number.as_str().into()),
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
        Self::to_json(self)
    }
}
