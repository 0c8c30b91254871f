//! A simple item in, text as prettyplease would print it out. Each part of a simple item fits on a
//! line.
//!
//! This second printer takes a tenth of the time of prettyplease, which mostly parses the item. It
//! prints most items and leaves the others to prettyplease. To delete it, have `render::item` pass
//! all its tokens to `pretty`: no output changes, which `tests/codegen/src/layout.rs` holds.

use proc_macro2::Delimiter;

use super::line::{Line, is_comma, new_line};
use super::tree::{Branch, Tree};

/// The maximum width of a line, beyond which prettyplease would break it.
const WIDTH: usize = 89;

/// The first tokens of items that end with a semicolon, even if they contain braces.
const LINES: [&str; 4] = ["const", "mod", "type", "use"];

/// Returns an item as text with a line break at the end; `None` if it is not simple.
pub(super) fn layout(item: &[Tree]) -> Option<String> {
    let mut page = Page::default();
    page.item(item)?;
    page.text.remove(0);
    page.text.push('\n');
    Some(page.text)
}

/// Splits off the first item, with its attributes.
pub(super) fn split_first(tokens: &[Tree]) -> (&[Tree], &[Tree]) {
    let mut has_body = true;
    let is_end = |token: &Tree| {
        has_body &= !LINES.iter().any(|keyword| is_word(token, keyword));
        is_sign(token, ';') || has_body && is_braces(token)
    };
    let last = tokens.iter().position(is_end);
    tokens.split_at(last.map_or(tokens.len(), |last| last + 1))
}

/// The lines so far, each after a line break.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn item(&mut self, tokens: &[Tree]) -> Option<()> {
        let tokens = self.attributes(tokens, 0)?;
        let keyword = tokens.iter().find(|token| !is_word(token, "pub"))?;
        match tokens {
            [head @ .., Tree::Group(body)] if body.delimiter == Delimiter::Brace => {
                let body = self.open(head, body, 0)?;
                if is_word(keyword, "struct") || is_word(keyword, "enum") {
                    self.members(body)?;
                } else if is_word(keyword, "impl") {
                    self.impl_items(body)?;
                } else if is_word(keyword, "fn") {
                    self.statements(body, 1)?;
                } else {
                    return None;
                }
                self.close(body, 0);
                Some(())
            }
            [path @ .., Tree::Group(names), end]
                if is_word(keyword, "use") && is_sign(end, ';') =>
            {
                self.use_line(path, names)
            }
            _ => self.line(tokens, 0),
        }
    }

    /// Writes `use path::{a, b};` on as many lines as it needs.
    fn use_line(&mut self, path: &[Tree], names: &Branch) -> Option<()> {
        self.line(path, 0)?;
        let names = names.trees.split(is_comma).filter(|name| !name.is_empty());
        let names = names.map(|name| match name {
            [Tree::Ident(name)] => Some(name.to_string()),
            _ => None,
        });
        let names: Vec<String> = names.collect::<Option<_>>()?;
        let list = names.join(", ");
        let used = self.text.len() - self.text.rfind('\n')?;
        if used + list.len() + "{}".len() <= WIDTH {
            self.text.extend(["{", &list, "};"]);
            return Some(());
        }
        self.text.push('{');
        let mut left = 0;
        for (index, name) in names.iter().enumerate() {
            // The last comma is not counted.
            let length = name.len() + usize::from(index + 1 < names.len());
            if left > length {
                self.text.push(' ');
                left -= " ".len() + length;
            } else {
                new_line(&mut self.text, 1);
                left = (WIDTH - "    ".len()).checked_sub(length)?;
            }
            self.text.push_str(name);
            self.text.push(',');
        }
        self.text.push_str("\n};");
        Some(())
    }

    /// Writes the attributes, each on a line, and returns the tokens after them.
    fn attributes<'t>(&mut self, mut tokens: &'t [Tree], depth: usize) -> Option<&'t [Tree]> {
        while let [sign, Tree::Group(group), rest @ ..] = tokens
            && is_sign(sign, '#')
        {
            let attribute = &group.trees[..];
            if let [name, _, Tree::Literal(text)] = attribute
                && is_word(name, "doc")
            {
                let text = text.to_string();
                let text = text.trim_start_matches('r');
                let text = text.strip_prefix('"')?.strip_suffix('"')?;
                if text.contains('\\') {
                    return None;
                }
                new_line(&mut self.text, depth);
                self.text.push_str("///");
                self.text.push_str(text.trim_end_matches(' '));
            } else {
                new_line(&mut self.text, depth);
                self.text.push_str("#[");
                self.tokens(attribute, depth)?;
                self.text.push(']');
                self.fits()?;
            }
            tokens = rest;
        }
        Some(tokens)
    }

    /// Writes fields or variants.
    fn members(&mut self, tokens: &[Tree]) -> Option<()> {
        let mut angles = 0_usize;
        let is_end = |token: &Tree| {
            angles += usize::from(is_sign(token, '<'));
            angles = angles.saturating_sub(usize::from(is_sign(token, '>')));
            angles == 0 && is_comma(token)
        };
        for member in tokens.split_inclusive(is_end) {
            let member = self.attributes(member, 1)?;
            self.line(member, 1)?;
            if !member.last().is_some_and(is_comma) {
                return None;
            }
        }
        Some(())
    }

    fn impl_items(&mut self, mut tokens: &[Tree]) -> Option<()> {
        while !tokens.is_empty() {
            let (item, rest) = split_first(tokens);
            match self.attributes(item, 1)? {
                [head @ .., Tree::Group(body)] if body.delimiter == Delimiter::Brace => {
                    let body = self.open(head, body, 1)?;
                    self.statements(body, 2)?;
                    self.close(body, 1);
                }
                line => self.line(line, 1)?,
            }
            tokens = rest;
        }
        Some(())
    }

    fn statements(&mut self, tokens: &[Tree], depth: usize) -> Option<()> {
        let mut statements = tokens.split_inclusive(|token| is_sign(token, ';'));
        statements.try_for_each(|statement| {
            let start = self.text.len();
            self.line(statement, depth).or_else(|| {
                self.text.truncate(start);
                self.call(statement, depth)
            })
        })
    }

    /// Writes a method call that does not fit on a line, with a line for each argument.
    fn call(&mut self, tokens: &[Tree], depth: usize) -> Option<()> {
        let [_, dot, _, Tree::Group(arguments), end] = tokens else {
            return None;
        };
        if !is_sign(dot, '.') || !is_sign(end, ';') {
            return None;
        }
        let arguments: Vec<&[Tree]> = arguments.trees.split(is_comma).collect();
        if arguments.len() < 2 {
            return None;
        }
        self.line(&tokens[..3], depth)?;
        self.text.push('(');
        for argument in arguments {
            self.argument(argument, depth + 1)?;
            self.text.push(',');
            self.fits()?;
        }
        new_line(&mut self.text, depth);
        self.text.push_str(");");
        Some(())
    }

    /// Writes an argument, or the content of a `const` block, on a line of its own.
    fn argument(&mut self, tokens: &[Tree], depth: usize) -> Option<()> {
        let start = self.text.len();
        if self.line(tokens, depth).is_some() {
            return Some(());
        }
        self.text.truncate(start);
        let [keyword, Tree::Group(block)] = tokens else {
            return None;
        };
        if !is_word(keyword, "const") {
            return None;
        }
        let block = self.open(&tokens[..1], block, depth)?;
        self.line(block, depth + 1)?;
        self.close(block, depth);
        Some(())
    }

    /// Writes a line up to an opening brace, and returns the tokens between the braces.
    fn open<'t>(&mut self, head: &[Tree], body: &'t Branch, depth: usize) -> Option<&'t [Tree]> {
        self.line(head, depth)?;
        self.text.push_str(" {");
        self.fits()?;
        Some(&body.trees)
    }

    fn close(&mut self, body: &[Tree], depth: usize) {
        if !body.is_empty() {
            new_line(&mut self.text, depth);
        }
        self.text.push('}');
    }

    fn line(&mut self, tokens: &[Tree], depth: usize) -> Option<()> {
        new_line(&mut self.text, depth);
        self.tokens(tokens, depth)?;
        self.fits()
    }

    /// Returns `Some` if the last line fits.
    fn fits(&self) -> Option<()> {
        let start = self.text.rfind('\n')?;
        (self.text.len() - start - "\n".len() <= WIDTH).then_some(())
    }

    fn tokens(&mut self, tokens: &[Tree], depth: usize) -> Option<()> {
        let mut line = Line::new(&mut self.text, depth);
        line.tokens(tokens);
        (!line.is_strange).then_some(())
    }
}

fn is_word(token: &Tree, word: &str) -> bool {
    matches!(token, Tree::Ident(ident) if ident == word)
}

fn is_sign(token: &Tree, sign: char) -> bool {
    matches!(token, Tree::Punct(punct) if punct.as_char() == sign)
}

fn is_braces(token: &Tree) -> bool {
    matches!(token, Tree::Group(group) if group.delimiter == Delimiter::Brace)
}
