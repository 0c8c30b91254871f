//! Limits on nested schemas: far above what people and exporters write, and low enough that neither
//! stack nor time runs out.

use std::thread;

use crate::diagnostic::catalogue::LIMIT;
use crate::document::schema::SchemaId;
use crate::pointer::Address;

use super::ctx::Ctx;

/// The maximal depth of schemas that are being lowered, counting references.
pub(super) const MAX_DEPTH: usize = 4_000;

/// The maximal number of schemas that apply to one value by `$ref` and `allOf`.
const MAX_CONJUNCTS: usize = 2_000;

/// The stack size for [`MAX_DEPTH`] nested calls. Only what is used takes memory.
const STACK_SIZE: usize = 256 << 20;

/// Runs `work` on a thread whose stack suffices for [`MAX_DEPTH`].
pub(super) fn with_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK_SIZE);
        let running = thread.spawn_scoped(scope, work);
        let done = running.expect("a thread can be had").join();
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The schemas that apply wherever `id` does, itself first.
pub(super) fn collect_conjuncts(ctx: &mut Ctx<'_>, id: SchemaId) -> Vec<SchemaId> {
    if ctx.is_exhausted {
        return vec![id];
    }
    let found = ctx.schemas.conjuncts(id);
    if found.len() > MAX_CONJUNCTS {
        let address = ctx.schemas.address(id).clone();
        let message = format!("more than {MAX_CONJUNCTS} schemas apply here at once");
        report_exhausted(ctx, &address, message);
    }
    found
}

/// Reports that a limit is exceeded. Lowering goes on, but its result is not used.
pub(super) fn report_exhausted(ctx: &mut Ctx<'_>, address: &Address, message: String) {
    if !ctx.is_exhausted {
        ctx.diagnostics.report(&LIMIT, address, message);
        ctx.is_exhausted = true;
    }
}
