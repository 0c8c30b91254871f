//! The operations of an API in, the module that tells their requests apart out.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::Docs;
use super::scope::Scope;
use super::{doc, feature};

pub(super) fn items(scope: &Scope<'_>, docs: &mut Docs) -> Vec<TokenStream> {
    let doc = docs.inner(vec![doc::lines([
        "The operations of the API as a server receives them.",
        "",
        "`Call::read` reads a request of any of them, and [`Receive`](crate::server::Receive) the requests",
        "of one, and writes its responses:",
        "",
        "```text",
        "match Call::read(&request) {",
        "    Ok(Call::Operation(call)) => Operation::respond(answer(call)),",
        "    Ok(_) => not_implemented(),",
        "    Err(rejection) => rejection.response(),",
        "}",
        "```",
    ])]);
    let operations = scope.api.operations.iter();
    let operations = operations.map(|operation| {
        let condition = feature::condition(scope, &operation.presence);
        let name = &operation.name;
        quote!(#condition #name,)
    });
    let operations: TokenStream = operations.collect();
    vec![
        quote!(#doc),
        quote!(crate::runtime::router! { #operations }),
    ]
}
