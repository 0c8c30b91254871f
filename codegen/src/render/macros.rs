//! Formats the macros that generated code calls like code; prettyplease would fill lines with their
//! tokens.

use std::slice;

use proc_macro2::Delimiter;
use quote::quote;

use super::line::{INDENT, Line, is_comma, new_line};
use super::tree::{self, Branch, Tree};

/// The runtime's macros with a table in them.
const TABLES: [&str; 12] = [
    "event_union",
    "methods",
    "object",
    "operation",
    "request_body",
    "router",
    "string_enum",
    "string_newtype",
    "tagged_union",
    "tuple",
    "union",
    "newtype",
];

/// The sections whose entries are documented.
const MEMBERS: [&str; 4] = ["required", "optional", "others", "undeclared"];

/// The width of a line, that of `rustfmt`.
const WIDTH: usize = 100;

/// Returns the call of a known macro as text.
///
/// A group in braces with a trailing comma takes a line for each entry, and so do arguments and
/// rules that do not fit on one line. A function is formatted as code; anything else stays on one
/// line.
pub(super) fn layout(tokens: &[Tree]) -> Option<String> {
    let (name, table) = table(tokens)?;
    let mut text = format!("crate::runtime::{name}! {{");
    if name == "router" || name == "methods" {
        entries(&mut text, &table.trees);
        text.push_str("\n}\n");
        return Some(text);
    }
    let table = attributes(&mut text, &table.trees, 1);
    let lines = match name {
        "object" => {
            let has_traits = table.get(3).is_some_and(|token| is_sign(token, ':'));
            let (head, rest) = table.split_at(if has_traits { 7 } else { 3 });
            let mut lines = vec![head];
            lines.extend(sections(rest));
            lines
        }
        "operation" => sections(table),
        _ => vec![table],
    };
    for line in lines {
        new_line(&mut text, 1);
        if let [section, Tree::Group(members)] = line
            && MEMBERS.iter().any(|name| is_name(section, name))
        {
            self::members(&mut text, section, members);
            continue;
        }
        if ["sends", "body", "error"]
            .iter()
            .any(|it| is_name(&line[0], it))
            && matches!(line.get(1), Some(Tree::Ident(_)))
        {
            lists(&mut text, line);
            continue;
        }
        let start = text.len();
        let (line, mark) = match line {
            [line @ .., mark] if is_name(mark, "raw") => (line, " raw"),
            line => (line, ""),
        };
        if let [head @ .., arguments, Tree::Group(body)] = line
            && is_group(arguments, Delimiter::Parenthesis)
        {
            Line::new(&mut text, 1).tokens(&line[..=head.len()]);
            function(&mut text, body);
            text.push_str(mark);
            continue;
        }
        Line::new(&mut text, 1).tokens(line);
        if let [name @ .., Tree::Group(arguments)] = line
            && arguments.delimiter == Delimiter::Parenthesis
            && INDENT.len() + text[start..].chars().count() > WIDTH
        {
            text.truncate(start);
            Line::new(&mut text, 1).tokens(name);
            self::arguments(&mut text, &arguments.trees);
        }
    }
    text.push_str("\n}\n");
    Some(text)
}

/// Returns whether an item is the call of a macro that follows its type without a blank line.
pub(super) fn is_table(item: &str) -> bool {
    let call = item.strip_prefix("crate::runtime::");
    let defines = |call: &str| {
        let (name, _) = call.split_once('!').unwrap_or_default();
        let names = [
            "methods",
            "object",
            "operation",
            "router",
            "string_enum",
            "string_newtype",
        ];
        names.contains(&name)
    };
    call.is_some_and(|call| !defines(call))
}

/// Returns the name of the macro and its arguments.
fn table(tokens: &[Tree]) -> Option<(&'static str, &Branch)> {
    let [
        Tree::Ident(root),
        Tree::Punct(_),
        Tree::Punct(_),
        Tree::Ident(runtime),
        Tree::Punct(_),
        Tree::Punct(_),
        Tree::Ident(name),
        Tree::Punct(_),
        Tree::Group(table),
    ] = tokens
    else {
        return None;
    };
    let name = TABLES.into_iter().find(|table| name == table)?;
    (root == "crate" && runtime == "runtime").then_some((name, table))
}

/// Writes the attributes, each on a line, and returns the tokens after them.
fn attributes<'t>(text: &mut String, mut tokens: &'t [Tree], depth: usize) -> &'t [Tree] {
    while let [sign, Tree::Group(attribute), rest @ ..] = tokens
        && is_sign(sign, '#')
    {
        new_line(text, depth);
        match &attribute.trees[..] {
            [Tree::Ident(name), _, Tree::Literal(doc)] if name == "doc" => {
                text.extend(["///", doc.to_string().trim_matches('"')]);
            }
            other => {
                text.push_str("#[");
                Line::new(text, depth).tokens(other);
                text.push(']');
            }
        }
        tokens = rest;
    }
    tokens
}

/// Writes a section with a line for each member, below its documentation. Rules that do not fit on
/// the line take a line each.
fn members(text: &mut String, section: &Tree, members: &Branch) {
    Line::new(text, 1).tokens(slice::from_ref(section));
    text.push_str(" {");
    for member in members.trees.split_inclusive(is_comma) {
        let member = attributes(text, member, 2);
        new_line(text, 2);
        let [ty @ .., Tree::Group(rules), _comma] = member else {
            Line::new(text, 2).tokens(member);
            continue;
        };
        let start = text.len();
        Line::new(text, 2).tokens(ty);
        text.push_str(" [");
        let end = text.len();
        Line::new(text, 2).tokens(&rules.trees);
        text.push_str("],");
        if 2 * INDENT.len() + text[start..].chars().count() > WIDTH {
            text.truncate(end);
            for rule in rules.trees.split(is_comma) {
                new_line(text, 3);
                Line::new(text, 3).tokens(rule);
                text.push(',');
            }
            new_line(text, 2);
            text.push_str("],");
        }
    }
    new_line(text, 1);
    text.push('}');
}

/// Writes each entry on a line of its own, below its attributes. Arguments and setters that do not fit on
/// the line take a line each.
fn entries(text: &mut String, entries: &[Tree]) {
    for entry in entries.split_inclusive(is_comma) {
        let entry = attributes(text, entry, 1);
        new_line(text, 1);
        let start = text.len();
        Line::new(text, 1).tokens(entry);
        let is_long = INDENT.len() + text[start..].chars().count() > WIDTH;
        let at = entry.iter().position(|it| matches!(it, Tree::Group(_)));
        let Some(at) = at.filter(|_| is_long) else {
            continue;
        };
        let (head, Tree::Group(list), rest) = (&entry[..at], &entry[at], &entry[at + 1..]) else {
            continue;
        };
        text.truncate(start);
        Line::new(text, 1).tokens(head);
        let is_setters = list.delimiter == Delimiter::Brace;
        text.push_str(if is_setters { " {" } else { "(" });
        list_lines(text, &list.trees);
        text.push_str(if is_setters { "}" } else { ")" });
        if !is_setters {
            text.push(' ');
        }
        Line::new(text, 1).tokens(rest);
    }
}

/// Writes a section with lists. Lists that do not fit on the line take a line for each item.
fn lists(text: &mut String, section: &[Tree]) {
    let start = text.len();
    let is_list = |token: &Tree| is_group(token, Delimiter::Bracket);
    for is_broken in [false, true] {
        for part in section.split_inclusive(is_list) {
            if start < text.len() {
                text.push(' ');
            }
            match part {
                [words @ .., Tree::Group(list)] => {
                    Line::new(text, 1).tokens(words);
                    text.push_str(" [");
                    items(text, &list.trees, is_broken);
                    text.push(']');
                }
                words => Line::new(text, 1).tokens(words),
            }
        }
        if is_broken || INDENT.len() + text[start..].chars().count() <= WIDTH {
            return;
        }
        text.truncate(start);
    }
}

/// Writes the items of a list, each on a line of its own if the list is broken.
fn items(text: &mut String, items: &[Tree], is_broken: bool) {
    if !is_broken || items.is_empty() {
        return Line::new(text, 1).tokens(items);
    }
    for item in items.split(is_comma).filter(|it| !it.is_empty()) {
        new_line(text, 2);
        Line::new(text, 2).tokens(item);
        text.push(',');
    }
    new_line(text, 1);
}

/// Writes each argument on a line of its own.
fn arguments(text: &mut String, tokens: &[Tree]) {
    text.push('(');
    list_lines(text, tokens);
    text.push(')');
}

/// Writes each item of a list of arguments on a line of its own, and begins another line.
fn list_lines(text: &mut String, tokens: &[Tree]) {
    let mut angles = 0_usize;
    let is_end = |token: &Tree| {
        if let Tree::Punct(sign) = token {
            angles += usize::from(sign.as_char() == '<');
            angles = angles.saturating_sub(usize::from(sign.as_char() == '>'));
        }
        angles == 0 && is_comma(token)
    };
    for argument in tokens.split(is_end) {
        new_line(text, 2);
        Line::new(text, 2).tokens(argument);
        text.push(',');
    }
    new_line(text, 1);
}

/// Writes the body of a function, with a line for each statement that fits on one.
fn function(text: &mut String, body: &Branch) {
    text.push_str(" {");
    for statement in body.trees.split_inclusive(|token| is_sign(token, ';')) {
        new_line(text, 2);
        let start = text.len();
        let mut line = Line::new(text, 2);
        line.tokens(statement);
        if line.is_strange || 2 * INDENT.len() + text[start..].chars().count() > WIDTH {
            text.truncate(start);
            let statement = tree::stream(statement);
            let lines = super::statements(quote!(fn function() { #statement }));
            text.push_str(&lines.join("\n        "));
        }
    }
    new_line(text, 1);
    text.push('}');
}

/// Splits the sections, each of which ends with a group or with the body of a function, and the rest.
/// A section that begins with one of some words ends where its grammar does.
fn sections(mut tokens: &[Tree]) -> Vec<&[Tree]> {
    let mut sections = Vec::new();
    while !tokens.is_empty() {
        let is_reply = ["body", "error"].iter().any(|it| is_name(&tokens[0], it));
        let end = if is_name(&tokens[0], "sends") {
            end_of_sends(tokens)
        } else if is_reply && matches!(tokens.get(1), Some(Tree::Ident(_))) {
            end_of_list(tokens, 2)
        } else {
            let end = tokens.iter().enumerate().position(|(index, token)| {
                let next = tokens.get(index + 1);
                let has_body = next.is_some_and(|next| is_group(next, Delimiter::Brace));
                matches!(token, Tree::Group(_)) && !has_body
            });
            let end = end.map_or(tokens.len(), |end| end + 1);
            let is_raw = tokens.get(end).is_some_and(|token| is_name(token, "raw"));
            end + usize::from(is_raw)
        };
        let (section, rest) = tokens.split_at(end);
        sections.push(section);
        tokens = rest;
    }
    sections
}

/// Returns the end of `sends body as form "a/b" of "a/*" [..] where [..]`.
fn end_of_sends(tokens: &[Tree]) -> usize {
    let mut end = 4;
    let is_literal = |end: usize| matches!(tokens.get(end), Some(Tree::Literal(_)));
    let is_word = |end: usize, word| tokens.get(end).is_some_and(|token| is_name(token, word));
    end += usize::from(is_literal(end));
    end += if is_word(end, "of") { 2 } else { 0 };
    end = end_of_list(tokens, end);
    end += if is_word(end, "where") { 2 } else { 0 };
    end.min(tokens.len())
}

/// Returns the end of a list in brackets, if one begins there.
fn end_of_list(tokens: &[Tree], start: usize) -> usize {
    let is_list = |token: &Tree| is_group(token, Delimiter::Bracket);
    start + usize::from(tokens.get(start).is_some_and(is_list))
}

fn is_name(token: &Tree, name: &str) -> bool {
    matches!(token, Tree::Ident(ident) if ident == name)
}

fn is_group(token: &Tree, delimiter: Delimiter) -> bool {
    matches!(token, Tree::Group(group) if group.delimiter == delimiter)
}

fn is_sign(token: &Tree, sign: char) -> bool {
    matches!(token, Tree::Punct(punct) if punct.as_char() == sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tree::trees;
    use proc_macro2::TokenStream;

    fn check(tokens: TokenStream, expected: &str) {
        assert_eq!(layout(&trees(tokens)).as_deref(), Some(expected));
    }

    #[test]
    fn objects_have_a_line_for_each_member() {
        let long = "a".repeat(60);
        check(
            quote! { crate::runtime::object! {
                #[doc = "@0"]
                #[deprecated]
                pub struct Pet
                new(name: impl Into<String>, size: i64)
                required { name "name" into String, size "size": i64, }
                optional {
                    #[doc = "@1"]
                    #[deprecated]
                    tags "tags": Vec<Map<Value>> where [Rule::max_items(20)],
                    kind "k\"ind" into Nullable<Kind> where valid,
                    code "code": i64 where [Rule::minimum("0").because(#long), Rule::maximum("9")],
                }
                constant { "type" = "pet" }
                others { #[doc = "@2"] additional_properties: crate::runtime::Map<Value>, }
            } },
            &format!(
                r#"crate::runtime::object! {{
    ///@0
    #[deprecated]
    pub struct Pet
    new(name: impl Into<String>, size: i64)
    required {{
        name "name" into String,
        size "size": i64,
    }}
    optional {{
        ///@1
        #[deprecated]
        tags "tags": Vec<Map<Value>> where [Rule::max_items(20)],
        kind "k\"ind" into Nullable<Kind> where valid,
        code "code": i64 where [
            Rule::minimum("0").because("{long}"),
            Rule::maximum("9"),
        ],
    }}
    constant {{ "type" = "pet" }}
    others {{
        ///@2
        additional_properties: crate::runtime::Map<Value>,
    }}
}}
"#
            ),
        );
    }

    #[test]
    fn arguments_that_do_not_fit_on_a_line_have_one_each() {
        let call = |last: TokenStream| {
            quote! { crate::runtime::object! { pub struct Pet new(
                first_of_its_names: impl Into<String>,
                friends_by_all_the_names: Map<Nullable<Pet>>,
                #last: i64
            ) } }
        };
        let line = "    new(first_of_its_names: impl Into<String>, friends_by_all_the_names: Map<Nullable<Pet>>, z: i64)";
        assert_eq!(line.len(), WIDTH);
        let table =
            |lines: &str| format!("crate::runtime::object! {{\n    pub struct Pet\n{lines}\n}}\n");
        check(call(quote!(z)), &table(line));
        let lines = "    new(
        first_of_its_names: impl Into<String>,
        friends_by_all_the_names: Map<Nullable<Pet>>,
        zz: i64,
    )";
        check(call(quote!(zz)), &table(lines));
    }

    #[test]
    fn an_operation_is_laid_out_like_an_object() {
        check(
            quote! { crate::runtime::operation! {
                #[doc = "@0"]
                pub struct ListPets(GET "/pets", retry Idempotent)
                gives "a/b" pages { Pets | Value }
                new(kind: Kind) optional { #[doc = "@1"] page query(Form) "page": i64, }
                sends body as json "a/b" where valid
                write(call, to) { to.text("a/b", &call.body); to.accept("a/b"); }
                body nothing
                error(reply) { match reply.status.as_u16() { 400 => reply.text(), _ => reply.json(), } }
            } },
            r#"crate::runtime::operation! {
    ///@0
    pub struct ListPets(GET "/pets", retry Idempotent)
    gives "a/b" pages { Pets | Value }
    new(kind: Kind)
    optional {
        ///@1
        page query(Form) "page": i64,
    }
    sends body as json "a/b" where valid
    write(call, to) {
        to.text("a/b", &call.body);
        to.accept("a/b");
    }
    body nothing
    error(reply) {
        match reply.status.as_u16() {
            400 => reply.text(),
            _ => reply.json(),
        }
    }
}
"#,
        );
        check(
            quote! { crate::runtime::object! { pub struct Pet: Eq + Hash optional { age "age": i64, } } },
            "crate::runtime::object! {\n    pub struct Pet: Eq + Hash\n    optional {\n        age \"age\": i64,\n    }\n}\n",
        );
        check(
            quote! { crate::runtime::operation! { pub struct Ping() sends body as json "a/b" } },
            "crate::runtime::operation! {\n    pub struct Ping()\n    sends body as json \"a/b\"\n}\n",
        );
    }

    #[test]
    fn lists_of_a_body_that_do_not_fit_on_a_line_have_one_for_each_item() {
        let long = "a".repeat(60);
        check(
            quote! { crate::runtime::operation! {
                pub struct Ping()
                sends body as form "a/b" [] where valid
                error text
            } },
            "crate::runtime::operation! {\n    pub struct Ping()\n    sends body as form \"a/b\" [] where valid\n    error text\n}\n",
        );
        check(
            quote! { crate::runtime::operation! {
                pub struct Ping()
                sends body as form "a/b" [(#long, Style::Json), ("b", Style::Json)] where [Rule::required()]
                body text
            } },
            &format!(
                "crate::runtime::operation! {{\n    pub struct Ping()\n    sends body as form \"a/b\" [\n        (\"{long}\", Style::Json),\n        (\"b\", Style::Json),\n    ] where [\n        Rule::required(),\n    ]\n    body text\n}}\n"
            ),
        );
    }

    #[test]
    fn operations_of_a_router_have_a_line_each() {
        check(
            quote! { crate::runtime::router! { #[cfg(feature = "toys")] BuyToy, Ping, } },
            "crate::runtime::router! {\n    #[cfg(feature = \"toys\")]\n    BuyToy,\n    Ping,\n}\n",
        );
    }

    #[test]
    fn enums_have_a_line_for_each_variant() {
        check(
            quote! { crate::runtime::string_enum! {
                #[doc = "@0"] pub enum Beep code "10032" { Always = "always", }
            } },
            "crate::runtime::string_enum! {\n    ///@0\n    pub enum Beep code \"10032\" {\n        Always = \"always\",\n    }\n}\n",
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
            quote! { crate::runtime::string_enum! { pub enum None {} } },
            "crate::runtime::string_enum! {\n    pub enum None {}\n}\n",
        );
    }

    #[test]
    fn events_have_a_line_for_each_tag_and_variant() {
        check(
            quote! { crate::runtime::event_union! { Event by { "a", "b", } {
                ("a", "x" | "y") => Ax(Ax), ("a", "z") | ("b", _) => Other(Box<B>) without From,
            } } },
            r#"crate::runtime::event_union! {
    Event by {
        "a",
        "b",
    } {
        ("a", "x" | "y") => Ax(Ax),
        ("a", "z") | ("b", _) => Other(Box<B>) without From,
    }
}
"#,
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
