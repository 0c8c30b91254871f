//! Tokens in, a line of code out.

use std::fmt::{Display, Write as _};

use proc_macro2::{Delimiter, Spacing};

use super::tree::{Branch, Tree};

pub(super) const INDENT: &str = "    ";

/// Starts a line at this depth.
pub(super) fn new_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n(INDENT, depth));
}

/// A line that is being written.
pub(super) struct Line<'t> {
    text: &'t mut String,
    depth: usize,
    last: Last,
    /// Whether it contains tokens that may be formatted differently outside of tables.
    pub(super) is_strange: bool,
}

/// The last token, which decides the space after it.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// None.
    None,
    /// A name, a literal or the end of a group.
    Word,
    /// A token without a space after it: `&`, `<`, `::`, or an opening bracket.
    Prefix,
    /// The apostrophe of a lifetime.
    Quote,
    /// A lifetime.
    Lifetime,
    /// Any other punctuation.
    Sign,
}

impl<'t> Line<'t> {
    pub(super) fn new(text: &'t mut String, depth: usize) -> Self {
        Self {
            text,
            depth,
            last: Last::None,
            is_strange: false,
        }
    }

    pub(super) fn tokens(&mut self, tokens: &[Tree]) {
        let (mut tokens, mut sign) = (tokens.iter(), String::new());
        while let Some(token) = tokens.next() {
            match token {
                Tree::Ident(ident) => self.word(ident),
                Tree::Literal(literal) => self.word(literal),
                Tree::Group(group) => self.group(group),
                Tree::Punct(punct) => {
                    sign.clear();
                    sign.push(punct.as_char());
                    let mut spacing = punct.spacing();
                    while spacing == Spacing::Joint
                        && sign != "'"
                        && let Some(Tree::Punct(punct)) = tokens.next()
                    {
                        sign.push(punct.as_char());
                        spacing = punct.spacing();
                    }
                    self.sign(&sign);
                }
            }
        }
    }

    fn word(&mut self, word: &impl Display) {
        if matches!(self.last, Last::Word | Last::Lifetime | Last::Sign) {
            self.text.push(' ');
        }
        write!(self.text, "{word}").expect("writing to a string never fails");
        self.last = match self.last {
            Last::Quote => Last::Lifetime,
            _ => Last::Word,
        };
    }

    fn sign(&mut self, sign: &str) {
        let sticks_to_word = matches!(sign, "," | ":" | "::" | "." | "<" | ">" | ">>" | ";" | "?");
        if self.last == Last::Sign || self.last == Last::Word && !sticks_to_word {
            self.text.push(' ');
        }
        self.text.push_str(sign);
        self.last = match sign {
            "&" | "<" | "::" | "." => Last::Prefix,
            "'" => Last::Quote,
            ">" | ">>" | "?" => Last::Word,
            _ => {
                self.is_strange |= !matches!(sign, "," | ":" | ";" | "=" | "->");
                Last::Sign
            }
        };
    }

    fn group(&mut self, group: &Branch) {
        match group.delimiter {
            Delimiter::Parenthesis => self.tight("(", &group.trees, ")"),
            Delimiter::Bracket => self.tight("[", &group.trees, "]"),
            Delimiter::Brace => self.braces(&group.trees),
            // What was interpolated, without brackets of its own.
            Delimiter::None => self.tokens(&group.trees),
        }
    }

    /// Writes the brackets of a call or a list, without spaces inside.
    fn tight(&mut self, open: &str, tokens: &[Tree], close: &str) {
        // The list after the name of a member is no index.
        let is_apart = open == "[" && self.text.ends_with('"');
        if is_apart || matches!(self.last, Last::Lifetime | Last::Sign) {
            self.text.push(' ');
        }
        self.text.push_str(open);
        self.last = Last::Prefix;
        self.is_strange |= tokens.last().is_some_and(is_comma);
        self.tokens(tokens);
        self.text.push_str(close);
        self.last = Last::Word;
    }

    fn braces(&mut self, tokens: &[Tree]) {
        if self.last != Last::Prefix && self.last != Last::None {
            self.text.push(' ');
        }
        let is_closed = tokens.last().is_some_and(is_comma);
        self.is_strange |= is_closed || !self.text.ends_with("const ");
        if tokens.is_empty() {
            self.text.push_str("{}");
        } else if is_closed {
            self.text.push('{');
            for entry in tokens.split_inclusive(is_comma) {
                new_line(self.text, self.depth + 1);
                Line::new(self.text, self.depth + 1).tokens(entry);
            }
            new_line(self.text, self.depth);
            self.text.push('}');
        } else {
            self.text.push_str("{ ");
            self.last = Last::Prefix;
            self.tokens(tokens);
            self.text.push_str(" }");
        }
        self.last = Last::Word;
    }
}

/// Whether a token is a comma.
pub(super) fn is_comma(token: &Tree) -> bool {
    matches!(token, Tree::Punct(punct) if punct.as_char() == ',')
}
