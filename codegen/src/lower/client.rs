//! `x-client` in, the environment variables of a client out.

use crate::document::Document;
use crate::ir::Variables;
use crate::pointer::{Address, Pointer};

use super::ctx::Ctx;
use super::extension::ExtensionObject;

/// The variables for the key and for another base URL.
pub(super) fn read_client_variables(ctx: &mut Ctx<'_>, document: &Document) -> Variables {
    let root = Address::new(document.file, Pointer::root());
    let known = ["api-key-env", "base-url-env"];
    let tree = Some(&document.tree);
    let Some(extension) = ExtensionObject::read(ctx, tree, &root, "x-client", &known) else {
        return Variables::default();
    };
    Variables {
        key: extension.text(ctx, "api-key-env"),
        base_url: extension.text(ctx, "base-url-env"),
    }
}
