//! A schema in, its type and rules out.

use crate::document::schema::{Schema, SchemaId, Type as JsonType};
use crate::ir::{Rule, RuleKind, Type, TypeId, TypeKind, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::limit;
use crate::lower::naming::{external, hint};
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

use super::draft::draft_type;
use super::merged::{self, MergedSchema};
use super::{
    binary, foreign, named_string, object, residual, rules, string_enum, tuple, union,
    unsatisfiable,
};

/// Lowers a schema to its type where it is used, and to the rules that apply there in addition to
/// those of the type.
///
/// `hint` names the type if the schema needs a named type and is not a component.
pub(in crate::lower) fn lower_schema(ctx: &mut Ctx<'_>, id: SchemaId, hint: &Hint) -> Value {
    if let Some(known) = ctx.lowered.get(&id) {
        let known = known.clone();
        hint::improve_hint(ctx, id, hint);
        return known;
    }
    if ctx.schema.depth == limit::MAX_DEPTH {
        let address = ctx.schemas.address(id).clone();
        let message = format!(
            "schemas are nested more than {} levels deep",
            limit::MAX_DEPTH
        );
        limit::report_exhausted(ctx, &address, message);
    }
    if ctx.is_exhausted {
        return Value::of(Type::Json);
    }
    ctx.schema.depth += 1;
    let value = lower_new_schema(ctx, id, hint);
    ctx.schema.depth -= 1;
    value
}

/// Lowers a schema that is not lowered yet.
fn lower_new_schema(ctx: &mut Ctx<'_>, id: SchemaId, hint: &Hint) -> Value {
    if let Some(name) = ctx.naming.component_names.get(&id) {
        let hint = Hint::Own(name.clone());
        if ctx.schema.open_components.contains(&id) {
            return reserve_name(ctx, id, &hint);
        }
        return lower_component(ctx, id, &hint);
    }
    if let Some(target) = ctx.schemas[id].plain_reference() {
        return target_value(ctx, target, hint);
    }
    // When it is met the second time, a component in between may provide a name.
    let times = ctx.schema.open.iter().filter(|open| **open == id).count();
    if times == 2 {
        return reserve_name(ctx, id, hint);
    }
    ctx.schema.open.push(id);
    hint::enter_schema(ctx, id, hint);
    let merged = merged::merge_schema(ctx, id);
    let value = lower_merged_schema(ctx, id, merged, hint);
    hint::leave_schema(ctx);
    ctx.schema.open.pop();
    let value = match ctx.drafts.of_schema(id) {
        Some(ty) if ctx.drafts.kind(ty).is_none() => name_value(ctx, ty, value),
        _ => value,
    };
    ctx.lowered.insert(id, value.clone());
    value
}

/// Reserves a named type for a schema that contains itself without a struct in between, such as a
/// list of lists. Its shape is known once the outer one is.
fn reserve_name(ctx: &mut Ctx<'_>, id: SchemaId, hint: &Hint) -> Value {
    let draft = draft_type(ctx, id, hint);
    let value = Value::of(Type::Named(ctx.drafts.reserve(draft)));
    ctx.lowered.insert(id, value.clone());
    value
}

/// Lowers the target of a reference. If it is within a component, that component is lowered first
/// and names it.
fn target_value(ctx: &mut Ctx<'_>, target: SchemaId, hint: &Hint) -> Value {
    let pointer = ctx.schemas.address(target).pointer.clone();
    let segments: Vec<_> = pointer.segments().take(3).collect();
    if let [first, second, name] = &segments[..]
        && first == "components"
        && second == "schemas"
        && let Some(&component) = ctx.schemas.components.get(name.as_ref())
        && component != target
        && !ctx.schema.open_components.contains(&component)
    {
        lower_schema(ctx, component, hint);
    }
    if let [first, second, key] = &segments[..]
        && first == "components"
        && (second == "parameters" || second == "headers")
    {
        let root = Pointer::root().join_all([&**first, &**second, &**key, "schema"]);
        let root = Address::new(ctx.schemas.address(target).file, root);
        let key = key.to_string();
        // The schema of the component may only refer to the target.
        if let Some(root) = ctx.schemas.find(&root)
            && ctx.schema.open_components.insert(root)
        {
            lower_schema(ctx, root, &Hint::Own(key));
            ctx.schema.open_components.remove(&root);
        }
    }
    lower_schema(ctx, target, hint)
}

/// Lowers a component, which has a name whatever its shape is.
fn lower_component(ctx: &mut Ctx<'_>, id: SchemaId, hint: &Hint) -> Value {
    ctx.schema.open_components.insert(id);
    ctx.naming.visits.push((id, hint.clone()));
    let value = match ctx.schemas[id].plain_reference() {
        // The target has the same name.
        Some(target)
            if external::external_target(&ctx.schemas, id) == Some(target)
                && ctx.naming.component_names.get(&target)
                    == ctx.naming.component_names.get(&id) =>
        {
            lower_schema(ctx, target, hint)
        }
        Some(target) => {
            let draft = draft_type(ctx, id, hint);
            let ty = ctx.drafts.reserve(draft);
            ctx.lowered.insert(id, Value::of(Type::Named(ty)));
            let target = lower_schema(ctx, target, hint);
            name_value(ctx, ty, target)
        }
        None => {
            let merged = merged::merge_schema(ctx, id);
            let value = lower_merged_schema(ctx, id, merged, hint);
            match ctx.drafts.of_schema(id) {
                Some(ty) if ctx.drafts.kind(ty).is_none() => {
                    let is_nullable = matches!(value.ty, Type::Nullable(_));
                    if is_nullable && type_made_for(ctx, &value, hint).is_some() {
                        // It is used within itself, where null needs a type of its own.
                        ctx.drafts.list[ty.0].hint = hint.suffixed("or null");
                    }
                    name_value(ctx, ty, value)
                }
                Some(_) => value,
                None => {
                    let part = type_made_for(ctx, &value, hint);
                    let draft = draft_type(ctx, id, hint);
                    if let Some(part) = part {
                        ctx.drafts.adopt(part, draft);
                        value
                    } else {
                        let ty = ctx.drafts.reserve(draft);
                        name_value(ctx, ty, value)
                    }
                }
            }
        }
    };
    ctx.lowered.insert(id, value.clone());
    ctx.naming.visits.pop();
    ctx.schema.open_components.remove(&id);
    value
}

/// The type that was made with this hint for the only alternative beside null, if any.
fn type_made_for(ctx: &Ctx<'_>, value: &Value, hint: &Hint) -> Option<TypeId> {
    let inner = match &value.ty {
        Type::Nullable(inner) => inner,
        other => other,
    };
    let Type::Named(id) = *inner else {
        return None;
    };
    let draft = &ctx.drafts.list[id.0];
    let is_part = draft.hint == *hint && !ctx.naming.component_names.contains_key(&draft.schema);
    (is_part && draft.kind.is_some() && value.rules.is_empty()).then_some(id)
}

/// Names a value: as an alias, or as a newtype if it has rules.
fn name_value(ctx: &mut Ctx<'_>, ty: TypeId, value: Value) -> Value {
    if value.rules.is_empty() {
        ctx.drafts.finish(ty, TypeKind::Alias(value.ty));
        return Value::of(Type::Named(ty));
    }
    match value.ty {
        Type::Nullable(inner) => {
            ctx.drafts.finish(
                ty,
                TypeKind::Newtype(Value {
                    ty: *inner,
                    rules: value.rules,
                }),
            );
            Value::of(Type::Nullable(Box::new(Type::Named(ty))))
        }
        _ => {
            ctx.drafts.finish(ty, TypeKind::Newtype(value));
            Value::of(Type::Named(ty))
        }
    }
}

/// Lowers a merged schema.
pub(super) fn lower_merged_schema(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    mut merged: MergedSchema,
    hint: &Hint,
) -> Value {
    if merged.never {
        return never_value();
    }
    let has_type = merged.types.is_some();
    merged::infer_types(&mut merged);
    if !has_type && contradicts_alternative(ctx, &merged) {
        merged.types = None;
    }
    unsatisfiable::report_unsatisfiable(ctx, &merged);
    let values = merged.values.as_deref().unwrap_or_default();
    let is_typed = |value: &Tree| unsatisfiable::has_type(&merged, value);
    if !values.is_empty() && !values.iter().any(is_typed) {
        // The `type` wins over `enum`, for it is what servers send.
        merged.values = None;
    }
    let value = lower_typed(ctx, id, &mut merged, hint);
    let path = std::mem::take(&mut merged.source);
    let value = residual::add_residual_rules(ctx, id, &merged, &path, value);
    named_string::name_string(ctx, id, &merged, hint, value)
}

/// Lowers a merged schema, except for keywords that the runtime interprets.
fn lower_typed(ctx: &mut Ctx<'_>, id: SchemaId, merged: &mut MergedSchema, hint: &Hint) -> Value {
    let nullable = merged.allows_null() && merged.lists_null();
    if let Some(value) = foreign::lower_rust_type(ctx, id, merged) {
        let nullable = nullable || foreign::has_null_alternative(ctx, merged);
        let is_structure = foreign::is_structure(merged, &value);
        let value = if is_structure {
            value
        } else {
            add_values_rule(ctx, id, merged, value)
        };
        return value.or_null(nullable);
    }
    if let Some(value) = union::lower_union(ctx, id, merged, hint) {
        return value;
    }
    if let Some(values) = &merged.values
        && !(merged.types.is_some()
            && values
                .iter()
                .all(|it| !matches!(it, Tree::String(_) | Tree::Null)))
        && let Some(value) = string_enum::lower_string_enum(ctx, id, merged, nullable, hint)
    {
        return value;
    }
    let value = match merged.single_type() {
        Some(JsonType::Object) => object::lower_object(ctx, id, merged, nullable, hint),
        Some(JsonType::Array) => match tuple::lower_tuple(ctx, id, merged, nullable, hint) {
            Some(value) => value,
            None => lower_array(ctx, merged, hint),
        },
        Some(JsonType::String) | None if binary::is_file(ctx, id) => {
            binary::file_value(ctx, merged)
        }
        Some(JsonType::String) => string_value(ctx, id, merged),
        Some(JsonType::Integer) => Value {
            ty: foreign::format_type(ctx, id, merged).unwrap_or_else(|| integer_type(merged)),
            rules: merged.number_rules.clone(),
        },
        Some(JsonType::Number) => Value {
            ty: foreign::format_type(ctx, id, merged).unwrap_or(Type::F64),
            rules: merged.number_rules.clone(),
        },
        Some(JsonType::Boolean) => Value::of(Type::Bool),
        Some(JsonType::Null) | None => json_value(merged),
    };
    let value = add_values_rule(ctx, id, merged, value);
    let is_nullable = nullable && value.ty != Type::Json;
    value.or_null(is_nullable)
}

/// A schema that allows nothing: any JSON, with a rule that no value satisfies.
fn never_value() -> Value {
    let rule = Rule {
        kind: RuleKind::OneOf(Vec::new()),
        because: None,
        code: None,
    };
    Value {
        ty: Type::Json,
        rules: vec![rule],
    }
}

/// Whether an alternative of a union has none of the inferred types. Then the adjacent keywords
/// apply to some alternatives only.
fn contradicts_alternative(ctx: &Ctx<'_>, merged: &MergedSchema) -> bool {
    let Some(inferred) = &merged.types else {
        return false;
    };
    let mut alternatives = merged.unions.iter().flatten();
    alternatives.any(|&id| match declared_types(ctx, id) {
        // Null is handled apart from other alternatives.
        Some(types) if types != [JsonType::Null] => {
            merged::intersect_types(inferred, types).is_empty()
        }
        _ => false,
    })
}

/// The first `type` of a schema, of the target of its `$ref`, or of its `allOf`.
fn declared_types<'c>(ctx: &'c Ctx<'_>, id: SchemaId) -> Option<&'c [JsonType]> {
    let parts = ctx.schemas.conjuncts(id);
    parts
        .iter()
        .find_map(|&part| ctx.schemas[part].types.as_deref())
}

fn string_value(ctx: &mut Ctx<'_>, id: SchemaId, merged: &MergedSchema) -> Value {
    let mut rules = merged.string_rules.clone();
    rules.extend(merged.format_rules.iter().cloned());
    if let Some(base64) = &merged.base64 {
        rules.push(base64.clone());
        return Value {
            ty: Type::Base64,
            rules,
        };
    }
    let usual = match merged.format.as_deref() {
        Some("date-time") => Type::DateTime,
        _ => Type::String,
    };
    let ty = foreign::format_type(ctx, id, merged).unwrap_or(usual);
    Value { ty, rules }
}

/// The maxima of 64 bits as JavaScript rounds them, which many documents have.
const ROUNDED_I64_MAX: i128 = 9_223_372_036_854_776_000;
const ROUNDED_U64_MAX: i128 = 18_446_744_073_709_552_000;

/// The type of an integer: `i64`, unless the bounds exceed it. Then it is `u64` if no value is
/// negative, or else `i128`. A maximum beyond 64 bits is a placeholder, and widens nothing.
fn integer_type(merged: &MergedSchema) -> Type {
    // These are the names that schemars uses.
    match merged.format.as_deref() {
        Some("int128") => return Type::I128,
        Some("uint128") => return Type::U128,
        _ => {}
    }
    let beyond = i128::from(i64::MAX);
    let bound = |of: fn(&RuleKind) -> Option<i128>| {
        merged.number_rules.iter().find_map(|rule| of(&rule.kind))
    };
    let minimum = bound(|kind| match kind {
        RuleKind::Minimum(number) | RuleKind::ExclusiveMinimum(number) => number.as_i128(),
        _ => None,
    });
    let maximum = bound(|kind| match kind {
        RuleKind::Maximum(number) | RuleKind::ExclusiveMaximum(number) => number.as_i128(),
        _ => None,
    });
    let unsigned = matches!(merged.format.as_deref(), Some("uint64" | "uint"));
    let large = maximum.map_or(unsigned, |it| it > beyond);
    if minimum.is_some_and(|it| it > beyond) || large && minimum.map_or(unsigned, |it| it >= 0) {
        Type::U64
    } else if maximum.is_some_and(|it| it > ROUNDED_I64_MAX && it <= ROUNDED_U64_MAX) {
        Type::I128
    } else {
        Type::I64
    }
}

fn lower_array(ctx: &mut Ctx<'_>, merged: &MergedSchema, hint: &Hint) -> Value {
    let mut rules = merged.array_rules.clone();
    let item = match merged.items {
        Some(items) => lower_schema(ctx, items, &hint.item()),
        None => Value::of(Type::Json),
    };
    let is_prefixed = |node: &SchemaId| !ctx.schemas[*node].prefix_items.is_empty();
    let ty = if merged.nodes.iter().any(is_prefixed) {
        Type::Json
    } else {
        item.ty
    };
    if !item.rules.is_empty() {
        rules.push(Rule {
            kind: RuleKind::Items(item.rules),
            because: None,
            code: None,
        });
    }
    Value {
        ty: Type::Vec(Box::new(ty)),
        rules,
    }
}

/// A schema without a single type: any JSON.
fn json_value(merged: &MergedSchema) -> Value {
    let null_only = merged.types.as_deref() == Some(&[JsonType::Null]);
    let mut rules = Vec::new();
    if null_only {
        rules.push(Rule {
            kind: RuleKind::OneOf(vec![Tree::Null]),
            because: None,
            code: None,
        });
    }
    Value {
        ty: Type::Json,
        rules,
    }
}

/// Adds `enum` and `const` as a rule, if the type is no Rust enum.
fn add_values_rule(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
    mut value: Value,
) -> Value {
    if let Some(values) = &merged.values {
        let keep = |it: &&Tree| **it != Tree::Null || value.ty == Type::Json;
        let values: Vec<Tree> = values.iter().filter(keep).cloned().collect();
        let listed = Schema {
            enumeration: Some(values.clone()),
            ..Schema::default()
        };
        let listed = ctx.schemas.derive(listed, merged.address.clone());
        residual::retain_members(ctx, value.ty.clone(), vec![listed]);
        let rule = rules::one_of_rule(values, &ctx.schema.codes);
        residual::add_rule(ctx, id, &mut value, rule);
    }
    value
}
