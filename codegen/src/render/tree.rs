//! Tokens in, the same as trees out.
//!
//! A `TokenStream` is only read by taking it apart, and each group of it that somebody else holds, too, is
//! copied with all its names.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, TokenStream, TokenTree};

/// A token.
pub(super) enum Tree {
    Ident(Ident),
    Punct(Punct),
    Literal(Literal),
    Group(Branch),
}

/// A group.
pub(super) struct Branch {
    pub(super) delimiter: Delimiter,
    pub(super) trees: Vec<Tree>,
}

/// A stream's trees.
pub(super) fn trees(tokens: TokenStream) -> Vec<Tree> {
    let tree = |token| match token {
        TokenTree::Ident(ident) => Tree::Ident(ident),
        TokenTree::Punct(punct) => Tree::Punct(punct),
        TokenTree::Literal(literal) => Tree::Literal(literal),
        TokenTree::Group(group) => {
            let (delimiter, stream) = (group.delimiter(), group.stream());
            drop(group);
            Tree::Group(Branch {
                delimiter,
                trees: trees(stream),
            })
        }
    };
    tokens.into_iter().map(tree).collect()
}

/// The stream of some trees.
pub(super) fn stream(trees: &[Tree]) -> TokenStream {
    let token = |tree: &Tree| match tree {
        Tree::Ident(ident) => TokenTree::Ident(ident.clone()),
        Tree::Punct(punct) => TokenTree::Punct(punct.clone()),
        Tree::Literal(literal) => TokenTree::Literal(literal.clone()),
        Tree::Group(Branch { delimiter, trees }) => {
            TokenTree::Group(Group::new(*delimiter, stream(trees)))
        }
    };
    trees.iter().map(token).collect()
}
