//! The macros that generated code calls, laid out like code: prettyplease fills lines with tokens
//! that it does not know.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use syn::Macro;

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

/// The call as text, if it is one of a macro that is known here.
///
/// A group in braces whose last entry has a comma behind it takes a line for each entry; all else
/// stays on one line.
pub(super) fn layout(mac: &Macro) -> Option<String> {
    let path: Vec<String> = mac
        .path
        .segments
        .iter()
        .map(|it| it.ident.to_string())
        .collect();
    let ["crate", "runtime", name] = path.iter().map(String::as_str).collect::<Vec<_>>()[..] else {
        return None;
    };
    if !TABLES.contains(&name) {
        return None;
    }
    let mut text = format!("crate::runtime::{name}! {{");
    let lines = if matches!(name, "object" | "operation") {
        sections(&mac.tokens)
    } else {
        vec![mac.tokens.clone()]
    };
    for line in lines {
        text.push_str(&new_line(1));
        Line {
            text: &mut text,
            depth: 1,
            last: Last::None,
        }
        .tokens(line);
    }
    text.push_str("\n}\n");
    Some(text)
}

/// An object's or operation's name and its sections, each of which ends with its braces, then what
/// is left.
fn sections(tokens: &TokenStream) -> Vec<TokenStream> {
    let mut tokens = tokens.clone().into_iter();
    let mut sections = vec![tokens.next().into_iter().collect()];
    let mut section: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let is_end =
            matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        section.push(token);
        if is_end {
            sections.push(section.drain(..).collect());
        }
    }
    if !section.is_empty() {
        sections.push(section.into_iter().collect());
    }
    sections
}

fn new_line(depth: usize) -> String {
    format!("\n{}", INDENT.repeat(depth))
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

impl Line<'_> {
    fn tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(ident) => self.word(&ident.to_string()),
                TokenTree::Literal(literal) => self.word(&literal.to_string()),
                TokenTree::Group(group) => self.group(&group),
                TokenTree::Punct(punct) => {
                    let mut sign = punct.as_char().to_string();
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

    fn word(&mut self, word: &str) {
        if matches!(self.last, Last::Word | Last::Sign) {
            self.text.push(' ');
        }
        self.text.push_str(word);
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
            Delimiter::None => self.tokens(group.stream()),
        }
    }

    /// Brackets of a call or a list, without space inside.
    fn tight(&mut self, open: &str, tokens: TokenStream, close: &str) {
        if self.last == Last::Sign {
            self.text.push(' ');
        }
        self.text.push_str(open);
        self.last = Last::Prefix;
        self.tokens(tokens);
        self.text.push_str(close);
        self.last = Last::Word;
    }

    fn braces(&mut self, tokens: TokenStream) {
        if self.last != Last::Prefix && self.last != Last::None {
            self.text.push(' ');
        }
        let entries = entries(tokens);
        match &entries[..] {
            [] => self.text.push_str("{}"),
            [.., last] if is_closed(last) => {
                self.text.push('{');
                for entry in entries {
                    self.text.push_str(&new_line(self.depth + 1));
                    Line {
                        text: self.text,
                        depth: self.depth + 1,
                        last: Last::None,
                    }
                    .tokens(entry);
                }
                self.text.push_str(&new_line(self.depth));
                self.text.push('}');
            }
            _ => {
                self.text.push_str("{ ");
                self.last = Last::Prefix;
                for entry in entries {
                    self.tokens(entry);
                }
                self.text.push_str(" }");
            }
        }
        self.last = Last::Word;
    }
}

/// What stands between commas, each with the comma behind it.
fn entries(tokens: TokenStream) -> Vec<TokenStream> {
    let mut entries = Vec::new();
    let mut entry: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let is_comma = is_comma(&token);
        entry.push(token);
        if is_comma {
            entries.push(entry.drain(..).collect());
        }
    }
    if !entry.is_empty() {
        entries.push(entry.into_iter().collect());
    }
    entries
}

fn is_closed(entry: &TokenStream) -> bool {
    entry
        .clone()
        .into_iter()
        .last()
        .is_some_and(|token| is_comma(&token))
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    fn check(tokens: TokenStream, expected: &str) {
        let mac = syn::parse2(tokens).unwrap();
        assert_eq!(layout(&mac).as_deref(), Some(expected));
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
