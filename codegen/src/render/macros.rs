//! The macros that generated code calls, laid out like code: prettyplease fills lines with tokens
//! that it does not know.

use std::fmt::{Display, Write as _};

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// The runtime's macros with a table in them.
const TABLES: [&str; 6] = [
    "object",
    "operation",
    "string_enum",
    "tagged_union",
    "union",
    "newtype",
];

const INDENT: &str = "    ";

/// The call as text, if it is one of a macro that is known here, or else the tokens as they came.
///
/// A group in braces whose last entry has a comma behind it takes a line for each entry; all else
/// stays on one line.
pub(super) fn layout(tokens: TokenStream) -> Result<String, TokenStream> {
    let tokens = trees(tokens);
    let Some((name, table)) = table(&tokens) else {
        return Err(tokens.into_iter().collect());
    };
    let mut text = format!("crate::runtime::{name}! {{");
    let table = trees(table.stream());
    let lines = match name {
        "object" | "operation" => sections(&table),
        _ => vec![&table[..]],
    };
    for line in lines {
        new_line(&mut text, 1);
        Line::new(&mut text, 1).tokens(line);
    }
    text.push_str("\n}\n");
    Ok(text)
}

/// The macro's name and what it is called with.
fn table(tokens: &[TokenTree]) -> Option<(&'static str, &Group)> {
    let [
        TokenTree::Ident(root),
        TokenTree::Punct(_),
        TokenTree::Punct(_),
        TokenTree::Ident(runtime),
        TokenTree::Punct(_),
        TokenTree::Punct(_),
        TokenTree::Ident(name),
        TokenTree::Punct(_),
        TokenTree::Group(table),
    ] = tokens
    else {
        return None;
    };
    let name = TABLES.into_iter().find(|table| name == table)?;
    (root == "crate" && runtime == "runtime").then_some((name, table))
}

/// An object's or operation's name and its sections, each of which ends with its braces, then what
/// is left.
fn sections(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let (name, rest) = tokens.split_at(1);
    std::iter::once(name)
        .chain(rest.split_inclusive(is_end))
        .collect()
}

fn new_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n(INDENT, depth));
}

/// A line that is being written.
struct Line<'t> {
    text: &'t mut String,
    depth: usize,
    last: Last,
}

/// What was written last, as far as the space behind it depends on it.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// Nothing yet.
    None,
    /// A name, a literal or the end of a group.
    Word,
    /// A sign that sticks to what follows: `&`, `<`, `::`, or an opening bracket.
    Prefix,
    /// Any other sign.
    Sign,
}

impl<'t> Line<'t> {
    fn new(text: &'t mut String, depth: usize) -> Self {
        Self {
            text,
            depth,
            last: Last::None,
        }
    }

    fn tokens(&mut self, tokens: &[TokenTree]) {
        let mut tokens = tokens.iter();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(ident) => self.word(ident),
                TokenTree::Literal(literal) => self.word(literal),
                TokenTree::Group(group) => self.group(group),
                TokenTree::Punct(punct) => {
                    let mut sign = String::from(punct.as_char());
                    let mut spacing = punct.spacing();
                    while spacing == Spacing::Joint
                        && let Some(TokenTree::Punct(punct)) = tokens.next()
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
        if matches!(self.last, Last::Word | Last::Sign) {
            self.text.push(' ');
        }
        write!(self.text, "{word}").expect("writing to a string never fails");
        self.last = Last::Word;
    }

    fn sign(&mut self, sign: &str) {
        let sticks_to_word = matches!(sign, "," | ":" | "::" | "." | "<" | ">" | ">>");
        if self.last == Last::Sign || self.last == Last::Word && !sticks_to_word {
            self.text.push(' ');
        }
        self.text.push_str(sign);
        self.last = match sign {
            "&" | "<" | "::" | "." => Last::Prefix,
            ">" | ">>" => Last::Word,
            _ => Last::Sign,
        };
    }

    fn group(&mut self, group: &Group) {
        match group.delimiter() {
            Delimiter::Parenthesis => self.tight("(", group.stream(), ")"),
            Delimiter::Bracket => self.tight("[", group.stream(), "]"),
            Delimiter::Brace => self.braces(group.stream()),
            // What was interpolated, without brackets of its own.
            Delimiter::None => self.tokens(&trees(group.stream())),
        }
    }

    /// Brackets of a call or a list, without space inside.
    fn tight(&mut self, open: &str, tokens: TokenStream, close: &str) {
        if self.last == Last::Sign {
            self.text.push(' ');
        }
        self.text.push_str(open);
        self.last = Last::Prefix;
        self.tokens(&trees(tokens));
        self.text.push_str(close);
        self.last = Last::Word;
    }

    fn braces(&mut self, tokens: TokenStream) {
        if self.last != Last::Prefix && self.last != Last::None {
            self.text.push(' ');
        }
        let tokens = trees(tokens);
        let is_closed = tokens.last().is_some_and(is_comma);
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
            self.tokens(&tokens);
            self.text.push_str(" }");
        }
        self.last = Last::Word;
    }
}

fn trees(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    fn check(tokens: TokenStream, expected: &str) {
        assert_eq!(layout(tokens).unwrap(), expected);
    }

    #[test]
    fn objects_have_a_line_for_each_member() {
        check(
            quote! { crate::runtime::object! {
                Pet
                required { name "name": impl Into<String>, }
                optional { tags "tags": Vec<Map<Value>>, kind "k\"ind": impl Into<Nullable<Kind>>, }
                constant { "type" = "pet" }
                others { additional_properties: crate::runtime::Map<Value> }
            } },
            r#"crate::runtime::object! {
    Pet
    required {
        name "name": impl Into<String>,
    }
    optional {
        tags "tags": Vec<Map<Value>>,
        kind "k\"ind": impl Into<Nullable<Kind>>,
    }
    constant { "type" = "pet" }
    others { additional_properties: crate::runtime::Map<Value> }
}
"#,
        );
    }

    #[test]
    fn an_operation_is_laid_out_like_an_object() {
        check(
            quote! { crate::runtime::operation! {
                ListPets required { kind "kind": Kind, } optional { page "page": i64, } paged
            } },
            r#"crate::runtime::operation! {
    ListPets
    required {
        kind "kind": Kind,
    }
    optional {
        page "page": i64,
    }
    paged
}
"#,
        );
        check(
            quote! { crate::runtime::operation! { Ping } },
            "crate::runtime::operation! {\n    Ping\n}\n",
        );
    }

    #[test]
    fn enums_have_a_line_for_each_variant() {
        check(
            quote! { crate::runtime::string_enum! { Beep code "10032" { Always = "always", } } },
            "crate::runtime::string_enum! {\n    Beep code \"10032\" {\n        Always = \"always\",\n    }\n}\n",
        );
        check(
            quote! { crate::runtime::tagged_union! { Voice by "type" {
                "aws" | "polly" => Aws(Box<Aws>) without From,
            } } },
            "crate::runtime::tagged_union! {\n    Voice by \"type\" {\n        \"aws\" | \"polly\" => Aws(Box<Aws>) without From,\n    }\n}\n",
        );
        check(
            quote! { crate::runtime::union! { Loop {
                Integer(i64) rules const { &[Rule::minimum("1").code("7"), Rule::items(const { &[] })] },
                Text(Word) rules &[],
            } } },
            r#"crate::runtime::union! {
    Loop {
        Integer(i64) rules const { &[Rule::minimum("1").code("7"), Rule::items(const { &[] })] },
        Text(Word) rules &[],
    }
}
"#,
        );
        check(
            quote! { crate::runtime::string_enum! { None {} } },
            "crate::runtime::string_enum! {\n    None {}\n}\n",
        );
    }

    #[test]
    fn newtypes_are_a_line() {
        check(
            quote! { crate::runtime::newtype! { Port(i64) rules const { &[Rule::minimum("1")] } } },
            "crate::runtime::newtype! {\n    Port(i64) rules const { &[Rule::minimum(\"1\")] }\n}\n",
        );
    }
}
