//! Documentation of an item, from the document.

/// Documentation.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// The description or title, as Markdown.
    pub text: Option<String>,
    /// Facts about the item: phrases without a full stop, or sentences with one; Markdown inline.
    pub facts: Vec<String>,
}
