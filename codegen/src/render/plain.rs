//! Items of which each part fits on its line in, text out, as prettyplease would lay them out, for a
//! tenth of what that and parsing for it costs. Anything else is left to it.

use proc_macro2::{Delimiter, Group, TokenTree};

use super::line::{Line, is_comma, new_line, trees};

/// The width of a line. What is longer, prettyplease would break.
const WIDTH: usize = 89;

/// The items as text with a line end behind; nothing where there is something to decide.
pub(super) fn layout(tokens: &[TokenTree]) -> Option<String> {
    let mut page = Page::default();
    let mut rest = tokens;
    while !rest.is_empty() {
        rest = page.item(rest)?;
    }
    page.text.remove(0);
    page.text.push('\n');
    Some(page.text)
}

/// The lines so far, each behind a line end.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    /// Adds the first of some items; gives the others back.
    fn item<'t>(&mut self, tokens: &'t [TokenTree]) -> Option<&'t [TokenTree]> {
        let tokens = self.attributes(tokens, 0)?;
        let (end, last) = tokens
            .iter()
            .enumerate()
            .find(|(_, token)| is_sign(token, ';') || is_braces(token).is_some())?;
        let keyword = tokens.iter().find(|token| !is_word(token, "pub"))?;
        let (item, rest) = tokens.split_at(end + 1);
        match is_braces(last) {
            None => self.line(item, 0)?,
            Some(_) if is_word(keyword, "use") => {
                let (line, rest) = (tokens.get(..end + 2)?, tokens.get(end + 2..)?);
                self.use_line(line)?;
                return Some(rest);
            }
            Some(body) => {
                let body = self.open(&item[..end], body, 0)?;
                if is_word(keyword, "struct") || is_word(keyword, "enum") {
                    self.members(&body)?;
                } else if is_word(keyword, "impl") {
                    self.impl_items(&body)?;
                } else {
                    return None;
                }
                self.close(&body, 0);
            }
        }
        Some(rest)
    }

    /// `use path::{a, b};`, on as many lines as it takes.
    fn use_line(&mut self, tokens: &[TokenTree]) -> Option<()> {
        let [path @ .., TokenTree::Group(group), _] = tokens else {
            return None;
        };
        self.line(path, 0)?;
        let names = trees(group.stream());
        let names: Vec<String> = names
            .iter()
            .filter(|name| !is_comma(name))
            .map(ToString::to_string)
            .collect();
        let list = names.join(", ");
        let used = self.text.len() - self.text.rfind('\n')?;
        if used + list.len() + "{}".len() <= WIDTH {
            self.text.push_str(&format!("{{{list}}};"));
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

    /// The attributes before something, a line each; gives back what they stand before.
    fn attributes<'t>(
        &mut self,
        mut tokens: &'t [TokenTree],
        depth: usize,
    ) -> Option<&'t [TokenTree]> {
        while let [sign, TokenTree::Group(group), rest @ ..] = tokens
            && is_sign(sign, '#')
        {
            let attribute = trees(group.stream());
            if let [name, _, TokenTree::Literal(text)] = &attribute[..]
                && is_word(name, "doc")
            {
                let text = text.to_string();
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
                self.tokens(&attribute, depth)?;
                self.text.push(']');
                self.fits()?;
            }
            tokens = rest;
        }
        Some(tokens)
    }

    /// Fields or variants.
    fn members(&mut self, tokens: &[TokenTree]) -> Option<()> {
        let mut angles = 0_usize;
        let is_end = |token: &TokenTree| {
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

    fn impl_items(&mut self, mut tokens: &[TokenTree]) -> Option<()> {
        while !tokens.is_empty() {
            tokens = self.attributes(tokens, 1)?;
            let is_fn = tokens.iter().take(2).any(|token| is_word(token, "fn"));
            let is_end =
                |token: &TokenTree| is_sign(token, ';') || is_fn && is_braces(token).is_some();
            let end = tokens.iter().position(is_end)?;
            let (item, rest) = tokens.split_at(end + 1);
            match is_braces(&item[end]) {
                None => self.line(item, 1)?,
                Some(body) => {
                    let body = self.open(&item[..end], body, 1)?;
                    for statement in body.split_inclusive(|token| is_sign(token, ';')) {
                        self.statement(statement)?;
                    }
                    self.close(&body, 1);
                }
            }
            tokens = rest;
        }
        Some(())
    }

    /// A statement of a method. A call that does not fit on a line has one for each argument.
    fn statement(&mut self, tokens: &[TokenTree]) -> Option<()> {
        let start = self.text.len();
        if self.line(tokens, 2).is_some() {
            return Some(());
        }
        self.text.truncate(start);
        let [receiver, dot, method, TokenTree::Group(arguments), end] = tokens else {
            return None;
        };
        if !is_sign(dot, '.') || !is_sign(end, ';') {
            return None;
        }
        let arguments = trees(arguments.stream());
        let arguments: Vec<&[TokenTree]> = arguments.split(is_comma).collect();
        if arguments.len() < 2 {
            return None;
        }
        new_line(&mut self.text, 2);
        self.text.push_str(&format!("{receiver}.{method}("));
        for argument in arguments {
            self.line(argument, 3)?;
            self.text.push(',');
            self.fits()?;
        }
        new_line(&mut self.text, 2);
        self.text.push_str(");");
        Some(())
    }

    /// A line up to an opening brace; gives back what stands between the braces.
    fn open(&mut self, head: &[TokenTree], body: &Group, depth: usize) -> Option<Vec<TokenTree>> {
        self.line(head, depth)?;
        self.text.push_str(" {");
        self.fits()?;
        Some(trees(body.stream()))
    }

    fn close(&mut self, body: &[TokenTree], depth: usize) {
        if !body.is_empty() {
            new_line(&mut self.text, depth);
        }
        self.text.push('}');
    }

    fn line(&mut self, tokens: &[TokenTree], depth: usize) -> Option<()> {
        new_line(&mut self.text, depth);
        self.tokens(tokens, depth)?;
        self.fits()
    }

    /// Whether the last line does.
    fn fits(&self) -> Option<()> {
        let start = self.text.rfind('\n')?;
        (self.text.len() - start - "\n".len() <= WIDTH).then_some(())
    }

    fn tokens(&mut self, tokens: &[TokenTree], depth: usize) -> Option<()> {
        let mut line = Line::new(&mut self.text, depth);
        line.tokens(tokens);
        (!line.is_strange).then_some(())
    }
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn is_braces(token: &TokenTree) -> Option<&Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    }
}
