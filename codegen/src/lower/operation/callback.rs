//! Callbacks of an operation in, the types of their requests out.

use crate::document::PathOperation;
use crate::ir::{Callback, Direction, Encoding};
use crate::lower::ctx::Ctx;
use crate::pointer::Address;

use super::content;
use super::received::{self, Sender};

/// Lowers the callbacks of an operation in document order: requests that the server sends to a URL
/// from the operation (OpenAPI 3.1.1, §4.8.18).
pub(super) fn lower_callbacks(
    ctx: &mut Ctx<'_>,
    declared: &openapiv3::Operation,
    address: &Address,
    id: &str,
) -> Vec<Callback> {
    let mut found = Vec::new();
    for (key, callback) in &declared.callbacks {
        let at = address.join_all(["callbacks", key]);
        let items = callback.iter();
        let requests = items.flat_map(|(url, item)| {
            let requests = ctx.document.operations(item, &at.join(url));
            requests.into_iter().map(move |request| (url, request))
        });
        let requests: Vec<_> = requests.collect();
        let is_only = requests.len() == 1;
        for (url, it) in requests {
            let PathOperation {
                method,
                address: place,
                operation: request,
            } = it;
            let owner = match &request.operation_id {
                Some(own) => own.clone(),
                None if is_only => format!("{id} {key}"),
                None => format!("{id} {key} {}", method.to_lowercase()),
            };
            let bodies =
                content::lower_request_body(ctx, request, &place, &owner, Direction::Received);
            let body = received::lower_received_body(ctx, bodies, Sender::Callback);
            let (ty, encoding) = match body {
                Some(body) => (Some(body.value.ty), body.encoding),
                None => (None, Encoding::Json),
            };
            found.push(Callback {
                method,
                url: url.clone(),
                ty,
                encoding,
            });
        }
    }
    found
}
