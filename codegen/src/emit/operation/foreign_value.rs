//! A type of another crate and an example of it in, the expression for such a value out.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::literal;
use crate::ir::{ForeignType, Via};
use crate::tree::Tree;

/// The expression for a value; `None` if only an example could show one. `name` is what the value is called.
pub(super) fn foreign_value(
    ForeignType { path, via }: &ForeignType,
    example: Option<&Tree>,
    name: &str,
    library: &Ident,
) -> Option<TokenStream> {
    let ty = path.outside_tokens();
    let written = match (via, example) {
        (Via::Json, example) => {
            let json = literal::text(&example?.to_json());
            return Some(
                quote!(#library::decode::<#library::Json<#ty>>(#json.as_bytes())?.into_inner()),
            );
        }
        (Via::Text, Some(Tree::String(text))) => text.clone(),
        (Via::Number, Some(Tree::Number(number))) => number.to_json(),
        (Via::Text, _) => usual_text(path.without_arguments(), name).to_owned(),
        (Via::Number, _) => "1".to_owned(),
    };
    let written = literal::text(&written);
    Some(quote!(#written.parse::<#ty>()?))
}

/// A text that the type reads, if it is a usual one.
fn usual_text<'n>(path: &str, name: &'n str) -> &'n str {
    match path.rsplit("::").next().unwrap_or(path) {
        "Uuid" => "123e4567-e89b-12d3-a456-426614174000",
        "Date" | "NaiveDate" => "2025-01-31",
        "Time" | "NaiveTime" => "10:00:00",
        "DateTime" | "Timestamp" | "Zoned" => "2025-01-31T10:00:00Z",
        "Duration" | "SignedDuration" | "Span" => "PT10S",
        "Uri" | "Url" => "https://example.com",
        "BigDecimal" | "Decimal" => "1.5",
        "IpAddr" | "Ipv4Addr" => "192.0.2.1",
        "Ipv6Addr" => "2001:db8::1",
        "Version" => "1.0.0",
        _ => name,
    }
}
