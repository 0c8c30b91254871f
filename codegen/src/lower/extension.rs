//! `x-` extensions of schemas and of other objects.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::diagnostic::{Diagnostics, Place};
use crate::document::schema::SchemaId;
use crate::extension::{
    CHECK_FORMAT, Extension, KEEP_ADDITIONAL_PROPERTIES, NOTE, RUST_NAME, UNIT, UNWRAP, read_flag,
};
use crate::name::TypeName;
use crate::pointer::Address;
use crate::tree::Tree;

use super::ctx::Ctx;

/// Extensions of schemas whose value is free text.
const TEXTS: [&Extension; 3] = [&UNIT, &NOTE, &UNWRAP];

/// Extensions of schemas whose value is a boolean.
const FLAGS: [&Extension; 2] = [&KEEP_ADDITIONAL_PROPERTIES, &CHECK_FORMAT];

/// Reports extensions of schemas whose value should be a string or a boolean and is not.
pub(super) fn check_extensions(ctx: &mut Ctx<'_>) {
    for (id, schema) in ctx.schemas.iter() {
        let value = |extension: &Extension| schema.extensions.get(extension.key);
        for extension in TEXTS {
            if let Some(value) = value(extension) {
                let address = ctx.schemas.address(id).join(extension.key);
                check_text(ctx.diagnostics, extension, value, &address);
            }
        }
        for extension in FLAGS {
            let _ = read_flag(
                ctx.diagnostics,
                extension,
                value(extension),
                ctx.schemas.address(id),
            );
        }
    }
}

/// Reads an extension with a string value from an object other than a schema.
pub(super) fn read_text(
    ctx: &mut Ctx<'_>,
    node: Option<&Tree>,
    address: &Address,
    extension: &Extension,
) -> Option<String> {
    let value = extension.value(node)?;
    let address = address.join(extension.key);
    check_text(ctx.diagnostics, extension, value, &address);
    value.as_str().map(str::to_owned)
}

/// Reports a value that is not a string, once for each place: a component may be used many times.
fn check_text(
    diagnostics: &mut Diagnostics,
    extension: &Extension,
    value: &Tree,
    address: &Address,
) {
    let place = Place::from(address);
    if value.as_str().is_none() && diagnostics.iter().all(|it| it.place != place) {
        let message = format!("`{}` is {}, not a string", extension.key, value.kind());
        diagnostics.report(&EXTENSION_VALUE, place, message);
    }
}

/// Reads `x-rust-name` of a schema, if it is a valid name of a type.
pub(super) fn read_rust_name(ctx: &mut Ctx<'_>, id: SchemaId) -> Option<String> {
    let value = ctx.schemas[id].extensions.get(RUST_NAME.key)?.clone();
    let address = ctx.schemas.address(id).join(RUST_NAME.key);
    parse_type_name(ctx, &value, &address).map(|name| name.to_string())
}

/// Parses the value of `x-rust-name`, if it is a valid name of a type.
pub(super) fn parse_type_name(
    ctx: &mut Ctx<'_>,
    value: &Tree,
    address: &Address,
) -> Option<TypeName> {
    let name = value.as_str().and_then(TypeName::from_rust);
    if name.is_none() {
        let message = format!("{} is not a valid name of a Rust type", value.to_json());
        ctx.diagnostics
            .report(&EXTENSION_VALUE, address, message)
            .help("expected a name like `PetOwner` that Rust does not use itself");
    }
    name
}
