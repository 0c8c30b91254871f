//! Security schemes and what calls need of them in, data for the runtime and words for
//! documentation out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Need, SchemeKind, Security, SecurityScheme};

use super::{doc, literal};

/// The table of the schemes.
pub(super) fn schemes(schemes: &[SecurityScheme]) -> TokenStream {
    let schemes = schemes.iter().map(|scheme| {
        // Documentation says which are deprecated.
        let SecurityScheme {
            name,
            kind,
            deprecated: _,
        } = scheme;
        let name = literal::text(name);
        let call = match kind {
            SchemeKind::Http(scheme) => with(&quote!(http), &quote!(#name), scheme),
            SchemeKind::Header(header) => with(&quote!(header), &quote!(#name), header),
            SchemeKind::Query(parameter) => with(&quote!(query), &quote!(#name), parameter),
            SchemeKind::Cookie(cookie) => with(&quote!(cookie), &quote!(#name), cookie),
            SchemeKind::OAuth2 => quote!(oauth2(#name)),
            SchemeKind::OpenIdConnect => quote!(open_id_connect(#name)),
            SchemeKind::MutualTls => quote!(mutual_tls(#name)),
        };
        quote!(crate::runtime::SecurityScheme::#call)
    });
    quote!(&[#(#schemes),*])
}

fn with(kind: &TokenStream, name: &TokenStream, detail: &str) -> TokenStream {
    let detail = literal::text(detail);
    quote!(#kind(#name, #detail))
}

/// What is behind `Security::`.
pub(super) fn security(security: &Security) -> TokenStream {
    let Security::AnyOf(alternatives) = security else {
        return quote!(Undeclared);
    };
    let alternatives = alternatives.iter().map(|needs| {
        let names = needs.iter().map(|need| literal::text(&need.scheme));
        quote!(&[#(#names),*])
    });
    quote!(AnyOf(&[#(#alternatives),*]))
}

/// The credentials that a call needs, as inline Markdown.
pub(super) fn credentials(security: &Security, schemes: &[SecurityScheme]) -> Option<String> {
    let Security::AnyOf(alternatives) = security else {
        return None;
    };
    let alternatives: Vec<String> = alternatives
        .iter()
        .map(|it| together(it, schemes))
        .collect();
    Some(match &alternatives[..] {
        [] => "none".to_owned(),
        some => some.join(", or "),
    })
}

fn together(needs: &[Need], schemes: &[SecurityScheme]) -> String {
    if needs.is_empty() {
        return "none".to_owned();
    }
    let needs = needs.iter().map(|Need { scheme, scopes }| {
        let mut declared = schemes.iter().filter(|it| it.name == *scheme);
        let is_deprecated = declared.any(|it| it.deprecated);
        let word = if is_deprecated { " (deprecated)" } else { "" };
        let scheme = format!("{}{word}", doc::code(scheme));
        let scopes: Vec<String> = scopes.iter().map(|scope| doc::code(scope)).collect();
        match &scopes[..] {
            [] => scheme,
            scopes => format!("{scheme} with {}", scopes.join(", ")),
        }
    });
    needs.collect::<Vec<_>>().join(" and ")
}
