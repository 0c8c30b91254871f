//! Servers in, data for the runtime and words for documentation out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Server, ServerVariable};

use super::{doc, literal};

/// A list of servers; `runtime` spells a name of the runtime.
pub(super) fn list(
    servers: &[Server],
    runtime: &mut dyn FnMut(&'static str) -> TokenStream,
) -> TokenStream {
    let servers = servers.iter().map(|Server { url, variables }| {
        let (ty, url) = (runtime("Server"), literal::text(url));
        if variables.is_empty() {
            return quote!(#ty::new(#url));
        }
        let variables = variables.iter().map(|it| variable(it, runtime));
        quote!(#ty { url: #url, variables: &[#(#variables),*] })
    });
    let servers: Vec<TokenStream> = servers.collect();
    quote!(&[#(#servers),*])
}

fn variable(
    variable: &ServerVariable,
    runtime: &mut dyn FnMut(&'static str) -> TokenStream,
) -> TokenStream {
    let ServerVariable {
        name,
        default,
        values,
    } = variable;
    let ty = runtime("ServerVariable");
    let name = literal::text(name);
    let default = match default.as_deref().map(literal::text) {
        Some(default) => quote!(Some(#default)),
        None => quote!(None),
    };
    let values = values.iter().map(|value| literal::text(value));
    quote!(#ty { name: #name, default: #default, values: &[#(#values),*] })
}

/// The URL that calls go to by default, as inline Markdown; `None` if it is not known.
pub(super) fn base_url(servers: &[Server]) -> Option<String> {
    let url = servers.first()?.default_url()?;
    let url = url.trim_end_matches('/');
    let (scheme, rest) = url.split_once("://")?;
    let is_http = ["http", "https"]
        .iter()
        .any(|it| scheme.eq_ignore_ascii_case(it));
    (is_http && !rest.is_empty()).then(|| doc::code(url))
}
