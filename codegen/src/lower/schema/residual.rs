//! Residual keywords: those that neither a type nor a rule expresses. They become a schema that the
//! runtime interprets.

mod disjoint;
mod keywords;
mod retained_members;

use crate::diagnostic::catalogue::NOT_ENFORCED;
use crate::document::schema::SchemaId;
use crate::document::schema_to_json::schema_to_json;
use crate::ir::{Rule, RuleKind, Type, Value};
use crate::lower::ctx::Ctx;
use crate::tree::{Object, Tree};

use super::merged::{MergedSchema, TypeSource};
use super::state::Retained;

pub(in crate::lower) use retained_members::keep_members;

/// The maximal length of one schema in generated code, in bytes.
const MAX_LENGTH: usize = 64 * 1024;

/// The maximal nesting of its JSON; `serde_json` reads 127 levels.
const MAX_DEPTH: usize = 120;

/// Whether a value has at most `levels` levels.
fn is_flat(value: &Tree, levels: usize) -> bool {
    match value {
        Tree::Array(items) => levels > 0 && items.iter().all(|it| is_flat(it, levels - 1)),
        Tree::Object(members) => levels > 0 && members.values().all(|it| is_flat(it, levels - 1)),
        _ => true,
    }
}

/// Adds a rule for each keyword that the type and rules of a value do not express.
pub(super) fn add_residual_rules(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
    source: &TypeSource,
    mut value: Value,
) -> Value {
    for (place, keyword, part) in keywords::residual_keywords(ctx, merged, source, &value) {
        let because = ctx.schemas[place].because(keyword).map(str::to_owned);
        let address = ctx.schemas.address(place).join(keyword);
        let part = ctx.schemas.derive(part, address.clone());
        let most = MAX_LENGTH.min(ctx.schema.residual_bytes_left);
        // Each schema takes at least eight bytes.
        let schema = schema_to_json(&ctx.schemas, part, most / 8);
        let schema = schema.filter(|schema| is_flat(schema, MAX_DEPTH));
        let schema = schema.map(|schema| (schema.to_json().len(), schema));
        let Some((length, schema)) = schema.filter(|(length, _)| *length <= most) else {
            let message = format!("`{keyword}` is too large to be checked");
            ctx.diagnostics.report(&NOT_ENFORCED, address, message);
            ctx.schema.residual_bytes_left -= most;
            continue;
        };
        ctx.schema.residual_bytes_left -= length;
        let rule = Rule {
            kind: RuleKind::Conforms(schema),
            because,
            code: None,
        };
        retain_members(ctx, value.ty.clone(), vec![part]);
        add_rule(ctx, id, &mut value, rule);
    }
    if let TypeSource::Alternatives { list, .. } = source {
        require_exactly_one(ctx, id, list, &mut value);
    }
    value
}

/// Adds a rule: to the type if it was made for this schema, else to the value.
pub(super) fn add_rule(ctx: &mut Ctx<'_>, id: SchemaId, value: &mut Value, rule: Rule) {
    match own_type(ctx, id, value) {
        Some(ty) => ctx.drafts.list[ty].rules.push(rule),
        None => value.rules.push(rule),
    }
}

/// Makes rules accept null, for a schema whose other alternative is null.
pub(super) fn accept_null(rules: &mut [Rule]) {
    // The other keywords apply to values of one type, which is not null.
    const ANY: [&str; 8] = [
        "$ref", "allOf", "anyOf", "const", "enum", "if", "not", "oneOf",
    ];
    for rule in rules {
        let RuleKind::Conforms(Tree::Object(schema)) = &mut rule.kind else {
            continue;
        };
        if !ANY.iter().any(|keyword| schema.contains_key(*keyword)) {
            continue;
        }
        let definitions = schema.shift_remove_entry("$defs");
        let null = Object::from_iter([("type".to_owned(), Tree::String("null".to_owned()))]);
        let either = [null, std::mem::take(&mut **schema)];
        let either = either.map(|it| Tree::Object(it.into())).to_vec();
        schema.insert("anyOf".to_owned(), Tree::Array(either));
        schema.extend(definitions);
    }
}

/// Keeps every member that these schemas inspect.
pub(super) fn retain_members(ctx: &mut Ctx<'_>, ty: Type, schemas: Vec<SchemaId>) {
    ctx.schema.retained.push(Retained { ty, schemas });
}

/// The index of the named type that was made for this schema only.
fn own_type(ctx: &Ctx<'_>, id: SchemaId, value: &Value) -> Option<usize> {
    let named = match &value.ty {
        Type::Nullable(inner) => inner,
        ty => ty,
    };
    let own = ctx.drafts.of_schema(id)?;
    (*named == Type::Named(own) && ctx.drafts.kind(own).is_some()).then_some(own.0)
}

/// Adds the rule that exactly one alternative of a `oneOf` matches, if several may.
fn require_exactly_one(ctx: &mut Ctx<'_>, id: SchemaId, list: &[SchemaId], value: &mut Value) {
    let Some(own) = own_type(ctx, id, value) else {
        return;
    };
    let is_union = matches!(
        &ctx.drafts.list[own].kind,
        Some(crate::ir::TypeKind::Union(_))
    );
    if !is_union || disjoint::are_all_disjoint(ctx, list) {
        return;
    }
    let rule = Rule {
        kind: RuleKind::ExactlyOne,
        because: None,
        code: None,
    };
    ctx.drafts.list[own].rules.push(rule);
    retain_members(ctx, value.ty.clone(), list.to_vec());
}
