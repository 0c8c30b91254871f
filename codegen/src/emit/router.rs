//! The operations of an API in, the module that tells their requests apart out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{BodyContent, Failure, Operation, ResponseBody};

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
    let operations = scope.api.operations.iter().filter(|it| is_receivable(it));
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

/// Whether the table of an operation can be read backwards.
fn is_receivable(operation: &Operation) -> bool {
    let body = operation.call.body.as_ref();
    let is_choice = body.is_some_and(|it| matches!(it.content, BodyContent::Choice { .. }));
    let is_plain = matches!(
        operation.call.success.body,
        ResponseBody::Nothing
            | ResponseBody::Json(_)
            | ResponseBody::OptionalJson(_)
            | ResponseBody::Text
            | ResponseBody::Bytes
    );
    !is_choice
        && is_plain
        && operation.call.success.expected.is_empty()
        && !matches!(operation.call.failure, Failure::Choice(_))
}
