//! How far schemas that lead to one another are followed: far above what is written by hand or by
//! exporters, and low enough that neither the stack nor the time runs out.

use std::thread;

use crate::diagnostic::catalogue::LIMIT;
use crate::document::schema::SchemaId;
use crate::pointer::Address;

use super::ctx::Ctx;

/// How deep types may stand in one another while none of them is known yet, by `$ref` or not.
pub(super) const DEPTH: usize = 4_000;

/// How many schemas may hold for a value at once, by `$ref` and `allOf`.
const CONJUNCTS: usize = 2_000;

/// The memory for the calls that go so deep, of which only what is used is taken.
const STACK: usize = 256 << 20;

/// Does work that may go as deep as [`DEPTH`] allows.
pub(super) fn with_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK);
        let running = thread.spawn_scoped(scope, work);
        let done = running.expect("a thread can be had").join();
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// What holds wherever the schema does, itself first.
pub(super) fn collect_conjuncts(ctx: &mut Ctx<'_>, id: SchemaId) -> Vec<SchemaId> {
    if ctx.is_exhausted {
        return vec![id];
    }
    let found = ctx.schemas.conjuncts(id);
    if found.len() > CONJUNCTS {
        let address = ctx.schemas.address(id).clone();
        let message = format!("more than {CONJUNCTS} schemas hold here at once");
        report_exhausted(ctx, &address, message);
    }
    found
}

/// Reports that there is too much; what is still to be done is done for show.
pub(super) fn report_exhausted(ctx: &mut Ctx<'_>, address: &Address, message: String) {
    if !ctx.is_exhausted {
        ctx.diagnostics.report(&LIMIT, address, message);
        ctx.is_exhausted = true;
    }
}
