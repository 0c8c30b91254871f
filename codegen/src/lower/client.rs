//! `x-client` in, the environment variables of a client out.

use crate::document::Document;
use crate::ir::Variables;
use crate::pointer::{Address, Pointer};

use super::ctx::Ctx;
use super::extension::Members;

/// The variables for the key and for another base URL.
pub(super) fn variables(ctx: &mut Ctx<'_>, document: &Document) -> Variables {
    let root = Address::new(document.file, Pointer::root());
    let known = ["api-key-env", "base-url-env"];
    let tree = Some(&document.tree);
    let Some(members) = Members::read(ctx, tree, &root, "x-client", &known) else {
        return Variables::default();
    };
    Variables {
        key: members.text(ctx, "api-key-env"),
        base_url: members.text(ctx, "base-url-env"),
    }
}
