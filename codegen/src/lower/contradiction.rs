//! Examples and defaults that their own schemas refuse, and patterns that are none: a remark each.

use crate::diagnostic::catalogue::{EXAMPLE_REFUSED, NOT_ENFORCED};
use crate::document::instance;
use crate::document::schema::SchemaId;
use crate::pointer::Address;
use crate::tree::Tree;

use super::Ctx;

/// Reports every example and default of every schema that the schema itself refuses.
pub(super) fn report(ctx: &mut Ctx<'_>) {
    let mut found = Vec::new();
    let mut patterns = Vec::new();
    for (id, schema) in ctx.schemas.iter() {
        let place = |keyword| ctx.schemas.address(id).join(keyword);
        let own = schema.pattern.iter().map(|it| (it, place("pattern")));
        let keys = schema.pattern_properties.keys();
        let keys = keys.map(|it| (it, place("patternProperties").join(it)));
        for (pattern, address) in own.chain(keys) {
            if let Err(error) = regress::Regex::with_flags(pattern, "u") {
                patterns.push((address, error.to_string()));
            }
        }
        for (address, example) in &schema.examples {
            judge(ctx, id, example, address, "example", &mut found);
        }
        if let Some(default) = &schema.default {
            let address = ctx.schemas.address(id).join("default");
            judge(ctx, id, default, &address, "default", &mut found);
        }
    }
    for (address, error) in patterns {
        let message = format!("this is no pattern of ECMA-262, so it is not checked: {error}");
        ctx.diagnostics.report(&NOT_ENFORCED, address, message);
    }
    for (address, schema, message) in found {
        ctx.diagnostics
            .report(&EXAMPLE_REFUSED, &address, message)
            .related(ctx.schemas.address(schema), "by this schema");
    }
}

fn judge(
    ctx: &Ctx<'_>,
    id: SchemaId,
    value: &Tree,
    address: &Address,
    what: &str,
    found: &mut Vec<(Address, SchemaId, String)>,
) {
    // A schema made of others has no examples of its own.
    let refusals = instance::refusals(&ctx.schemas, id, value);
    if let Some(refusal) = refusals.first() {
        let place = refusal
            .pointer
            .segments()
            .fold(address.clone(), |it, segment| it.join(&segment));
        let more = match refusals.len() - 1 {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        found.push((
            place,
            id,
            format!("the {what} is refused: {}{more}", refusal.message),
        ));
    }
}
