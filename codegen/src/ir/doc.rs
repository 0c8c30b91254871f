//! What the document says about an item.

/// Documentation.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// The document's own prose, Markdown.
    pub text: Option<String>,
    /// Facts about the item, in words, each without a full stop; Markdown inline.
    pub facts: Vec<String>,
}
