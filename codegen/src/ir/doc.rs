//! What the document says about an item.

/// Documentation.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// The document's own prose, Markdown.
    pub text: Option<String>,
    /// Facts about the item: phrases without a full stop, or sentences with one; Markdown inline.
    pub facts: Vec<String>,
}
