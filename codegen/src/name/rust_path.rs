//! The path of a type or macro of another crate, as an overlay states it.

use std::fmt;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{GenericArgument, Path, PathArguments, PathSegment, Type};

/// A path such as `uuid::Uuid` or `chrono::DateTime<chrono::Utc>`, which begins with the name of a crate. A
/// path of one segment is a name of the prelude.
///
/// In code it begins with `::`, so that it means the same in every module.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RustPath(String);

impl RustPath {
    /// Parses the path of a type; `None` if it is something else.
    #[must_use]
    pub fn parse_type(text: &str) -> Option<Self> {
        let path = parse_path(text)?;
        (path.segments.len() > 1).then(|| Self::new(&path))
    }

    /// Parses the path of a derive macro; `None` if it is something else.
    #[must_use]
    pub fn parse_derive(text: &str) -> Option<Self> {
        let path = parse_path(text)?;
        let mut segments = path.segments.iter();
        let is_plain = segments.all(|it| it.arguments.is_none());
        is_plain.then(|| Self::new(&path))
    }

    fn new(path: &Path) -> Self {
        let text = write_path(path, false).to_string();
        Self(text.replace(' ', "").replace(',', ", "))
    }

    /// Returns the name of the crate; `None` for a name of the prelude.
    #[must_use]
    pub fn crate_name(&self) -> Option<&str> {
        self.0.split_once("::").map(|(first, _)| first)
    }

    /// Returns the path without arguments.
    #[must_use]
    pub fn without_arguments(&self) -> &str {
        self.0.split('<').next().unwrap_or(&self.0)
    }

    /// Returns the tokens, in which the path begins with `::` if that is asked for.
    fn tokens(&self, begins_with_colons: bool) -> TokenStream {
        let path = parse_path(&self.0).expect("it was parsed before");
        write_path(&path, begins_with_colons)
    }

    /// Returns the tokens as they are written outside of the crate.
    #[must_use]
    pub fn outside_tokens(&self) -> TokenStream {
        self.tokens(false)
    }
}

fn parse_path(text: &str) -> Option<Path> {
    let path: Path = syn::parse_str(text).ok()?;
    is_absolute(&path).then_some(path)
}

/// Whether a path and those in its arguments begin with the name of a crate, or are a single name.
fn is_absolute(path: &Path) -> bool {
    let first = path.segments.first().map(|it| it.ident.to_string());
    let is_relative = matches!(first.as_deref(), Some("crate" | "self" | "super" | "Self"));
    let mut segments = path.segments.iter();
    !is_relative && segments.all(|it| has_only_types(&it.arguments))
}

/// Whether the arguments of a segment are types by their paths.
fn has_only_types(arguments: &PathArguments) -> bool {
    match arguments {
        PathArguments::None => true,
        PathArguments::AngleBracketed(list) => list.args.iter().all(|argument| match argument {
            GenericArgument::Type(Type::Path(it)) => it.qself.is_none() && is_absolute(&it.path),
            _ => false,
        }),
        PathArguments::Parenthesized(_) => false,
    }
}

/// Writes a path; with `::` before the names of crates, if asked for.
fn write_path(path: &Path, begins_with_colons: bool) -> TokenStream {
    let colons = (begins_with_colons && path.segments.len() > 1).then(|| quote!(::));
    let segments = path.segments.iter().map(|segment| {
        let PathSegment { ident, arguments } = segment;
        let PathArguments::AngleBracketed(list) = arguments else {
            return quote!(#ident);
        };
        let arguments = list.args.iter().filter_map(|argument| match argument {
            GenericArgument::Type(Type::Path(it)) => Some(write_path(&it.path, begins_with_colons)),
            _ => None,
        });
        quote!(#ident<#(#arguments),*>)
    });
    quote!(#colons #(#segments)::*)
}

impl ToTokens for RustPath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.tokens(true));
    }
}

impl fmt::Display for RustPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_with_a_crate() {
        let spelled = |text: &str| {
            let path = RustPath::parse_type(text)?;
            let code = path.to_token_stream().to_string().replace(' ', "");
            Some((path.to_string(), code, path.crate_name()?.to_owned()))
        };
        let expected = |shown: &str, code: &str, name: &str| {
            Some((shown.to_owned(), code.to_owned(), name.to_owned()))
        };
        assert_eq!(
            spelled("uuid::Uuid"),
            expected("uuid::Uuid", "::uuid::Uuid", "uuid")
        );
        assert_eq!(
            spelled("::chrono::DateTime< chrono::Utc >"),
            expected(
                "chrono::DateTime<chrono::Utc>",
                "::chrono::DateTime<::chrono::Utc>",
                "chrono"
            )
        );
        assert_eq!(
            spelled("std::sync::Arc<u8>"),
            expected("std::sync::Arc<u8>", "::std::sync::Arc<u8>", "std")
        );
        for text in [
            "",
            "Uuid",
            "uuid::",
            "uuid::Uuid;",
            "crate::Id",
            "self::Id",
            "a b",
            "&str",
            "[u8; 4]",
            "a::B<'static>",
            "a::B<&str>",
            "a::B<{ 1 }>",
            "<a::B as c::D>::E",
            "a::Fn(b::C)",
        ] {
            assert!(RustPath::parse_type(text).is_none(), "{text}");
        }
        assert!(RustPath::parse_derive("PartialOrd").is_some());
        assert!(RustPath::parse_derive("utoipa::ToSchema").is_some());
        assert!(RustPath::parse_derive("a::B<c::D>").is_none());
    }
}
