//! A file of the generated crate before it is formatted: tokens, and the documentation that they
//! refer to.

use std::fmt;

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown::Descriptions;

/// A file of the generated crate.
///
/// It makes its tokens when it is asked for them: tokens cannot leave the thread that made them, and
/// rendering has several.
pub struct Module<'a> {
    /// The path relative to the crate's `src`, with `/`.
    pub path: String,
    /// The file and pointer of what it is made from, on one line whatever is in them:
    /// `specs/a.yml#/components/schemas/Pet`. `None` when it is made from several documents.
    pub source: Option<String>,
    /// The command that makes it.
    pub made_by: &'a str,
    pub(super) make: Box<MakeItems<'a>>,
}

/// Makes the items of a file.
pub(super) type MakeItems<'a> = dyn Fn(&mut Docs) -> Vec<TokenStream> + Send + Sync + 'a;

impl Module<'_> {
    /// Returns the content in order. Each stream is set off by a blank line: inner attributes, an
    /// item, or items that belong together such as imports. Their documentation goes to `docs`.
    #[must_use]
    pub(crate) fn items(&self, docs: &mut Docs) -> Vec<TokenStream> {
        (self.make)(docs)
    }
}

impl fmt::Debug for Module<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            source,
            made_by,
            make: _,
        } = self;
        f.debug_struct("Module")
            .field("path", path)
            .field("source", source)
            .field("made_by", made_by)
            .finish_non_exhaustive()
    }
}

/// The documentation of the items of a file, to which their tokens only refer by number: a line would
/// have to be escaped into a literal, parsed and read out of it again, and most of a file is such
/// lines.
#[derive(Debug, Default)]
pub(crate) struct Docs {
    docs: Vec<Vec<Block>>,
    /// The descriptions of this file and of those before.
    pub(super) descriptions: Descriptions,
}

/// A part of the documentation of an item.
#[derive(Debug)]
pub(crate) enum Block {
    /// Lines of Markdown.
    Text(Vec<String>),
    /// Rust, shown formatted.
    Code {
        /// A function without arguments or result, of which only the statements are shown.
        function: TokenStream,
        /// How many levels they are indented.
        depth: usize,
    },
}

impl Block {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Text(lines) if lines.is_empty())
    }
}

impl Docs {
    /// Adds the documentation of an item, and returns the attribute that refers to it; `None` if it is
    /// empty.
    pub(super) fn outer(&mut self, blocks: Vec<Block>) -> Option<TokenStream> {
        let mark = self.add(blocks)?;
        Some(quote!(#[doc = #mark]))
    }

    /// Adds the documentation of the module that the attribute stands in.
    pub(super) fn inner(&mut self, blocks: Vec<Block>) -> Option<TokenStream> {
        let mark = self.add(blocks)?;
        Some(quote!(#![doc = #mark]))
    }

    fn add(&mut self, blocks: Vec<Block>) -> Option<String> {
        if blocks.iter().all(Block::is_empty) {
            return None;
        }
        self.docs.push(blocks);
        Some(format!("@{}", self.docs.len() - 1))
    }

    /// Begins another file.
    pub(crate) fn clear(&mut self) {
        self.docs.clear();
    }

    /// Returns the documentation behind a mark.
    pub(crate) fn get(&self, number: usize) -> &[Block] {
        &self.docs[number]
    }
}
