//! The operations of an API in, the module that routes requests to them out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Operation;

use super::feature;
use super::module::{Block, Docs};
use super::scope::Scope;

pub(super) fn items(scope: &Scope<'_>, docs: &mut Docs) -> Vec<TokenStream> {
    let doc = docs.inner(vec![Block::Text(head(scope))]);
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

/// The head of the page, with an example that answers requests of the first operation.
fn head(scope: &Scope<'_>) -> Vec<String> {
    let example = scope.api.operations.first();
    let example = example.map_or_else(|| ".".to_owned(), |it| example_of_calls(scope, it));
    let text = format!(
        "\
The operations of the API as a server receives them.

[`Call::read`] reads a request of any of them, and [`Receive`](crate::server::Receive) the requests
of one, and writes its responses{example}"
    );
    text.lines().map(str::to_owned).collect()
}

/// A colon, and an example that answers requests of an operation.
fn example_of_calls(scope: &Scope<'_>, operation: &Operation) -> String {
    let (library, module, name) = (&scope.library, &scope.api.module, &operation.name);
    let condition = feature::condition_with(scope, "server", &operation.presence);
    format!(
        ":

```
# #[cfg({condition})] mod example {{
use {library}::{module}::{{{name}, server}};
use {library}::server::Receive as _;

# fn example(
#     request: http::Request<bytes::Bytes>,
#     answer: fn({name}) -> Result<
#         <{name} as {library}::server::Receive>::Answer,
#         {library}::server::Failure<<{name} as {library}::Operation>::Error>,
#     >,
#     other: fn(server::Call) -> http::Response<bytes::Bytes>,
# ) -> http::Response<bytes::Bytes> {{
match server::Call::read(&request) {{
    Ok(server::Call::{name}(call)) => {name}::respond(answer(call)),
    Ok(call) => other(call),
    Err(rejection) => rejection.response(),
}}
# }}
# }}
```"
    )
}
