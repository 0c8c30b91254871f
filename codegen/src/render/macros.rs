//! The macros that generated code calls, laid out like code: prettyplease fills lines with tokens
//! that it does not know.

use proc_macro2::{Delimiter, Group, TokenTree};

use super::line::{Line, new_line, trees};

/// The runtime's macros with a table in them.
const TABLES: [&str; 6] = [
    "object",
    "operation",
    "string_enum",
    "tagged_union",
    "union",
    "newtype",
];

/// The call as text, if it is one of a macro that is known here.
///
/// A group in braces whose last entry has a comma behind it takes a line for each entry; all else
/// stays on one line.
pub(super) fn layout(tokens: &[TokenTree]) -> Option<String> {
    let (name, table) = table(tokens)?;
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
    Some(text)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::TokenStream;
    use quote::quote;

    fn check(tokens: TokenStream, expected: &str) {
        assert_eq!(layout(&trees(tokens)).as_deref(), Some(expected));
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
