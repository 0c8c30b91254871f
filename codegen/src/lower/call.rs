//! Named types and operations in; how each operation is called from Rust out.

mod body;
mod key;
mod paging;
mod payload;
mod unwrap;

use crate::ir::{Call, Operation, Success, TypeDef};

use super::Ctx;

/// Decides how every operation is called. Unions of the bodies that it may get are added to the
/// types.
pub(super) fn decide(ctx: &mut Ctx<'_>, types: &mut Vec<TypeDef>, operations: &mut [Operation]) {
    let mut taken: Vec<String> = operations.iter().map(|it| it.name.to_string()).collect();
    for operation in operations {
        let replies = payload::Replies::of(&operation.responses);
        let payload = payload::success(&replies, types, &mut taken, &operation.address);
        let unwrap = unwrap::of(ctx, types, &replies, &payload, &operation.address);
        let body = body::of(ctx, types, operation);
        operation.call = Call {
            key: key::of(ctx, types, operation, body.as_ref()),
            body,
            success: Success {
                accept: replies.accept(),
                unwrap,
                payload,
            },
            failure: payload::failure(&replies, types, &mut taken, &operation.address),
            paging: None,
        };
        operation.call.paging = paging::of(ctx, types, operation);
    }
}
