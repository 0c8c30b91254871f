//! The schemas whose `format` is checked, because the document or the caller asks for it.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::extension::CHECK_FORMAT;
use crate::lower::ctx::Ctx;
use crate::lower::options::{CHECKED_FORMATS, list_formats};
use crate::tree::Tree;

/// Marks the formats to check; returns whether there are any.
pub(in crate::lower) fn mark_checked_formats(ctx: &mut Ctx<'_>) -> bool {
    let mut checked = Vec::new();
    for (id, schema) in ctx.schemas.iter() {
        let own = schema.extensions.get(CHECK_FORMAT.key);
        let own = own.and_then(Tree::as_bool);
        let format = schema.format.as_deref();
        let is_known = format.is_some_and(|it| CHECKED_FORMATS.contains(&it));
        if own == Some(true) && !is_known {
            let message = match format {
                Some(format) => format!("`format: {format}` cannot be checked"),
                None => "there is no `format` to check".to_owned(),
            };
            let place = ctx.schemas.address(id).join(CHECK_FORMAT.key);
            ctx.diagnostics
                .report(&EXTENSION_VALUE, place, message)
                .help(list_formats());
        }
        let is_asked = || format.is_some_and(|it| ctx.schema.options.checks_format(it));
        if is_known && own.unwrap_or_else(is_asked) {
            checked.push(id);
        }
    }
    for id in &checked {
        ctx.schemas.check_format(*id);
    }
    !checked.is_empty()
}
