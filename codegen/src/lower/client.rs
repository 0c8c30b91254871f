//! `x-client` in, the environment variables of a client out.

use crate::extension::{CLIENT, ExtensionObject};
use crate::ir::Variables;
use crate::pointer::{Address, Pointer};

use super::ctx::Ctx;

/// Reads the environment variables for the API key and for another base URL.
pub(super) fn read_client_variables(ctx: &mut Ctx<'_>) -> Variables {
    let document = ctx.document;
    let root = Address::new(document.file, Pointer::root());
    let value = CLIENT.value(Some(&document.tree));
    let Some(extension) = ExtensionObject::read(ctx.diagnostics, &CLIENT, value, &root) else {
        return Variables::default();
    };
    Variables {
        key: extension.text(ctx.diagnostics, "api-key-env"),
        base_url: extension.text(ctx.diagnostics, "base-url-env"),
    }
}
