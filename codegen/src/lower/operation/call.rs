//! Operations and named types in, calls out.

mod alternative;
mod body;
mod choice;
mod content_kind;
mod expected;
mod headers;
mod key;
mod paging;
mod response_body;
mod response_enum;
mod stream;
mod unwrap;

use rustc_hash::FxHashSet;

use crate::ir::{Call, Events, Operation, Success, Type, TypeDef, TypeId, shape};
use crate::lower::ctx::Ctx;
use crate::name::TypeName;
use crate::names::{Item, Lock};

/// The names of operations and events in the module, beside those of types.
struct TakenNames<'a> {
    names: FxHashSet<TypeName>,
    lock: &'a Lock,
}

impl TakenNames<'_> {
    /// Takes a free name: the one that is wanted, with `word` appended as often as necessary.
    fn name(&mut self, types: &[TypeDef], mut wanted: TypeName, word: &str) -> TypeName {
        while self.is_taken(types, &wanted) {
            wanted = wanted.join(word);
        }
        self.names.insert(wanted.clone());
        wanted
    }

    /// Takes the recorded name for a part of an operation, if it is free.
    fn recall(&mut self, types: &[TypeDef], reference: &str) -> Option<TypeName> {
        let recorded: TypeName = self.lock.name(&Item::Part(reference))?;
        let is_free = !self.is_taken(types, &recorded);
        is_free.then(|| {
            self.names.insert(recorded.clone());
            recorded
        })
    }

    fn is_taken(&self, types: &[TypeDef], name: &TypeName) -> bool {
        self.names.contains(name) || types.iter().any(|def| def.name == *name)
    }
}

/// Lowers the call of each operation. Enums of response bodies are added to the types.
pub(in crate::lower) fn lower_calls(
    ctx: &mut Ctx<'_>,
    types: &mut Vec<TypeDef>,
    operations: &mut [Operation],
    events: Option<&Events>,
) {
    let names = operations.iter().map(|it| &it.name);
    let names = names.chain(events.map(|it| &it.name));
    let mut taken = TakenNames {
        names: names.cloned().collect(),
        lock: ctx.naming.lock,
    };
    let owners = headers::collect_owners(operations);
    for operation in operations {
        let responses = operation.responses.iter_mut();
        let received = responses.flat_map(|response| &mut response.content);
        for content in operation.body.iter_mut().chain(received) {
            content.kind = content_kind::content_kind(types, content);
        }
        let replies = response_body::Responses::of(operation);
        let contents =
            response_enum::lower_response_contents(ctx, types, &mut taken, operation, &replies);
        let offered = contents.as_ref();
        let payload =
            response_body::success_payload(&replies, offered, types, &mut taken, operation);
        let unwrap = unwrap::lower_unwrap(ctx, types, &replies, &payload, &operation.address);
        let stream = stream::lower_event_stream(ctx, types, operation);
        let body = body::lower_body(ctx, types, &mut taken, operation);
        operation.call = Call {
            key: key::lower_idempotency_key(ctx, types, operation, body.as_ref()),
            body,
            success: Success {
                status: replies.success_status(),
                accept: replies.accept(&payload, offered, stream.as_ref()),
                expected: expected::expected_content_types(types, &replies, &payload),
                unwrap,
                body: payload,
            },
            failure: response_body::lower_failure(&replies, types, &mut taken, operation),
            paging: None,
            stream,
            headers: headers::lower_response_headers(ctx, types, &mut taken, &owners, operation),
            response_enum: contents,
        };
        operation.call.paging = paging::lower_paging(ctx, types, operation);
    }
}

/// Whether two types are equal apart from their names: an inline schema may occur at several
/// places.
fn is_same_type(types: &[TypeDef], left: &Type, right: &Type) -> bool {
    let (Type::Named(left), Type::Named(right)) = (left, right) else {
        return left == right;
    };
    let (left, right) = (&types[left.0], &types[right.0]);
    let named = &mut |left: TypeId, right: TypeId| shape::expect(left == right, "is another type");
    left.rules == right.rules && shape::same_shape(&left.kind, &right.kind, named).is_ok()
}
