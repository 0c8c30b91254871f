//! Schemas with `x-rust-type`, or a format of `x-formats`, in, types of other crates out.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::document::schema::{SchemaId, Type as JsonType};
use crate::extension::{RUST_NAME, RUST_TYPE};
use crate::ir::{Dependency, ForeignType, ForeignTypes, Type, Value, Via};
use crate::lower::ctx::Ctx;
use crate::lower::extension;
use crate::pointer::Address;

use super::foreign_reference::ForeignReference;
use super::merged::MergedSchema;
use super::null::is_null;

/// Reads every `x-rust-type`.
pub(in crate::lower) fn read_rust_types(ctx: &mut Ctx<'_>) {
    for (id, schema) in ctx.schemas.iter() {
        let Some(value) = schema.extensions.get(RUST_TYPE.key) else {
            continue;
        };
        let address = ctx.schemas.address(id);
        if schema.extensions.contains_key(RUST_NAME.key) {
            let message = format!(
                "`{}` and `{}` are mutually exclusive",
                RUST_NAME.key, RUST_TYPE.key
            );
            ctx.diagnostics
                .report(&EXTENSION_VALUE, address.join(RUST_NAME.key), message)
                .help("a component is named by its key");
            continue;
        }
        let place = (value, address.join(RUST_TYPE.key));
        if let Some(found) = ForeignReference::read(ctx.diagnostics, &RUST_TYPE, place) {
            ctx.schema.rust_types.insert(id, found);
        }
    }
}

/// Lowers a schema with `x-rust-type` to that type and the rules of the schema.
pub(super) fn lower_rust_type(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
) -> Option<Value> {
    let reference = find_rust_type(ctx, id, merged)?.clone();
    let Some(via) = choose_way(&reference, merged) else {
        report_structure(ctx, &reference.address);
        return None;
    };
    let ty = use_type(ctx, &reference, via);
    let rules = match merged.single_type() {
        Some(JsonType::String) => merged.string_rules.iter().chain(&merged.base64).cloned(),
        Some(JsonType::Integer | JsonType::Number) => {
            merged.number_rules.iter().chain(&None).cloned()
        }
        _ => return Some(Value::of(ty)),
    };
    let rules = rules.collect();
    Some(Value { ty, rules })
}

/// Returns the type of the format, if `x-formats` has one. A string with a name of its own keeps it.
pub(super) fn format_type(ctx: &mut Ctx<'_>, id: SchemaId, merged: &MergedSchema) -> Option<Type> {
    let reference = ctx.schema.formats.get(merged.format.as_deref())?.clone();
    if extension::read_rust_name(ctx, id).is_some() {
        return None;
    }
    let via = choose_way(&reference, merged)?;
    Some(use_type(ctx, &reference, via))
}

/// Whether a schema becomes a type of another crate.
pub(super) fn is_foreign(ctx: &Ctx<'_>, id: SchemaId, merged: &MergedSchema) -> bool {
    find_rust_type(ctx, id, merged).is_some()
        || ctx.schema.formats.get(merged.format.as_deref()).is_some()
}

/// Whether null is a value of a schema beside those of its type: it may be an alternative.
pub(super) fn has_null_alternative(ctx: &Ctx<'_>, merged: &MergedSchema) -> bool {
    let mut alternatives = merged.unions.iter().flatten();
    alternatives.any(|&it| is_null(&ctx.schemas[it]))
}

/// Whether a value is one that only the type of another crate describes, so that all of its schema is left.
pub(super) fn is_structure(merged: &MergedSchema, value: &Value) -> bool {
    let ty = match &value.ty {
        Type::Nullable(inner) => inner,
        ty => ty,
    };
    let is_scalar = matches!(
        merged.single_type(),
        Some(JsonType::String | JsonType::Integer | JsonType::Number)
    );
    matches!(ty, Type::Foreign(_)) && !is_scalar
}

/// The `x-rust-type` of a schema; that of a part only for strings and numbers, since a part of an object is not
/// the whole.
fn find_rust_type<'c>(
    ctx: &'c Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
) -> Option<&'c ForeignReference> {
    if ctx.schema.rust_types.is_empty() {
        return None;
    }
    let types = &ctx.schema.rust_types;
    let is_structure = matches!(
        merged.single_type(),
        None | Some(JsonType::Object | JsonType::Array)
    );
    types.get(&id).or_else(|| {
        let mut parts = merged.nodes.iter().filter(|_| !is_structure);
        parts.find_map(|part| types.get(part))
    })
}

/// How a type is read from the values of a schema; `None` if it reads text and these are neither strings nor
/// numbers.
fn choose_way(reference: &ForeignReference, merged: &MergedSchema) -> Option<Via> {
    match merged.single_type() {
        _ if reference.is_serde => Some(Via::Json),
        Some(JsonType::String) => Some(Via::Text),
        Some(JsonType::Integer | JsonType::Number) => Some(Via::Number),
        _ => None,
    }
}

/// Reports a type that reads text, of values that are neither strings nor numbers; once for each place.
fn report_structure(ctx: &mut Ctx<'_>, address: &Address) {
    let place = address.into();
    if ctx.diagnostics.iter().all(|it| it.place != place) {
        let message = "only strings and numbers are read by `FromStr`";
        ctx.diagnostics
            .report(&EXTENSION_VALUE, place, message)
            .help("`via: serde` reads and writes the type by serde");
    }
}

/// Returns the type, and adds what it depends on to that of the document.
fn use_type(ctx: &mut Ctx<'_>, reference: &ForeignReference, via: Via) -> Type {
    ctx.schema.foreign.is_used = true;
    add_dependency(ctx, reference.dependency.as_ref(), &reference.address);
    let path = reference.path.clone();
    Type::Foreign(Box::new(ForeignType { path, via }))
}

/// Adds a package to those of the document. Another version than before is reported.
pub(in crate::lower) fn add_dependency(
    ctx: &mut Ctx<'_>,
    dependency: Option<&(String, Dependency)>,
    address: &Address,
) {
    let Some((package, dependency)) = dependency else {
        return;
    };
    let known = ctx.schema.foreign.dependencies.entry(package.clone());
    let known = known.or_insert_with(|| dependency.clone());
    if known.version == dependency.version {
        known.features.extend(dependency.features.iter().cloned());
        return;
    }
    let message = format!(
        "the package `{package}` is needed in version \"{}\" elsewhere, and in \"{}\" here",
        known.version, dependency.version
    );
    let place = address.into();
    if ctx.diagnostics.iter().all(|it| it.place != place) {
        ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
    }
}

/// Returns what the document uses of other crates, and reports formats that it does not have.
pub(in crate::lower) fn finish_foreign_types(ctx: &mut Ctx<'_>) -> ForeignTypes {
    ctx.schema
        .formats
        .report_unused(&ctx.schemas, ctx.diagnostics);
    std::mem::take(&mut ctx.schema.foreign)
}
