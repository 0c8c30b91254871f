//! An object schema in, a struct or a map out.

use crate::diagnostic::Place;
use crate::document::schema::{Schema, SchemaId};
use crate::ir::{Doc, Field, ObjectDef, ObjectRule, Others, Rule, RuleKind, Type, TypeKind, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::naming::members::{self, Member};
use crate::lower::naming::recorded;
use crate::name::FieldName;
use crate::names::Item;
use crate::tree::Tree;

use super::draft::draft_merged_type;
use super::merged::{self, MergedSchema};
use super::{field_doc, lower, residual, rules, undeclared};

/// Lowers an object schema: to a struct if it names members, else to a map.
pub(super) fn lower_object(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
    nullable: bool,
    hint: &Hint,
) -> Value {
    if merged.properties.is_empty() && merged.required.is_empty() {
        return lower_map(ctx, merged, hint);
    }
    let draft = draft_merged_type(ctx, id, merged, hint);
    let ty = ctx.drafts.reserve(draft);
    let value = Value::of(Type::Named(ty)).or_null(nullable);
    ctx.lowered.insert(id, value.clone());
    let object = lower_fields(ctx, ty, merged);
    undeclared::note_object(ctx, ty, merged);
    ctx.drafts.finish(ty, TypeKind::Object(object));
    if !merged.object_rules.is_empty() {
        ctx.drafts.list[ty.0].rules.clone_from(&merged.object_rules);
        let counted = Schema {
            min_properties: Some(0),
            ..Schema::default()
        };
        let counted = ctx.schemas.derive(counted, merged.address.clone());
        residual::retain_members(ctx, value.ty.clone(), vec![counted]);
    }
    value
}

fn lower_map(ctx: &mut Ctx<'_>, merged: &MergedSchema, hint: &Hint) -> Value {
    let mut map_rules = merged.object_rules.clone();
    map_rules.extend(property_names_rule(ctx, merged));
    let item = match merged.additional {
        Some(schema) if ctx.schemas[schema].boolean == Some(false) => {
            map_rules.push(Rule {
                kind: RuleKind::MaxProperties(0),
                because: None,
                code: None,
            });
            Value::of(Type::Json)
        }
        Some(schema) => lower::lower_schema(ctx, schema, &hint.suffixed("Value")),
        None => Value::of(Type::Json),
    };
    if !item.rules.is_empty() {
        map_rules.push(Rule {
            kind: RuleKind::Items(item.rules),
            because: None,
            code: None,
        });
    }
    Value {
        ty: Type::Map(Box::new(item.ty)),
        rules: map_rules,
    }
}

/// Lowers the members of a struct.
fn lower_fields(ctx: &mut Ctx<'_>, ty: crate::ir::TypeId, merged: &MergedSchema) -> ObjectDef {
    let wires = merged.wire_names();
    let others = lower_additional(ctx, ty, merged);
    let mut spellings = wires.clone();
    let beside = spell_additional(&wires);
    if others.is_some() {
        spellings.push(&beside);
    }
    let places: Vec<Place> = wires
        .iter()
        .map(|it| member_place(ctx, merged, it))
        .collect();
    let places = places.into_iter().chain([Place::from(&merged.address)]);
    let mut members = Member::list(&spellings, places);
    let owner = recorded::recall_owner(ctx, &merged.address, ctx.drafts.list[ty.0].parent);
    let lock = ctx.naming.lock;
    for (index, member) in members.iter_mut().enumerate() {
        member.recorded = owner.and_then(|owner| match wires.get(index) {
            Some(wire) => lock.text(&Item::Field(owner, wire)),
            None => lock.text(&Item::Additional(owner)),
        });
    }
    let mut names = members::name_fields(ctx, &merged.scope(ctx), &members);
    let others = others.map(|others| Others {
        name: names.pop().expect("a name was asked for"),
        ..others
    });
    let fields = wires
        .iter()
        .zip(names)
        .map(|(wire, name)| {
            let argument = owner.and_then(|it| lock.argument(&Item::Field(it, wire)));
            Field {
                argument,
                ..lower_field(ctx, ty, merged, wire, name)
            }
        })
        .collect();
    let rules = member_rules(ctx, merged, &wires);
    ObjectDef {
        fields,
        constants: Vec::new(),
        others,
        rules,
    }
}

/// The spelling of the field for additional members, different from those of members.
fn spell_additional(wires: &[&str]) -> String {
    let mut spelling = "additional_properties".to_owned();
    while wires.contains(&spelling.as_str()) {
        spelling.push_str(" beside");
    }
    spelling
}

/// The place where a member is declared, or at least required.
fn member_place(ctx: &Ctx<'_>, merged: &MergedSchema, wire: &str) -> Place {
    match merged.properties.get(wire) {
        Some(&schema) => Place::Key(ctx.schemas.address(schema).clone()),
        None => Place::Node(merged.address.join("required")),
    }
}

fn lower_field(
    ctx: &mut Ctx<'_>,
    ty: crate::ir::TypeId,
    merged: &MergedSchema,
    wire: &str,
    name: FieldName,
) -> Field {
    let required = merged.required.iter().any(|it| it == wire);
    let Some(&schema) = merged.properties.get(wire) else {
        let doc = Doc {
            text: None,
            facts: vec!["required, but not described by a schema".to_owned()],
        };
        let value = Value::of(Type::Json);
        return Field {
            name,
            wire: wire.to_owned(),
            value,
            required,
            argument: None,
            initial: None,
            direction: None,
            doc,
            deprecated: false,
            default: None,
        };
    };
    let value = lower::lower_schema(ctx, schema, &Hint::Child(ty, wire.to_owned()));
    let described = field_doc::document_field(ctx, schema, &value);
    Field {
        name,
        wire: wire.to_owned(),
        value,
        required,
        argument: None,
        initial: None,
        direction: described.direction,
        doc: described.doc,
        deprecated: described.deprecated,
        default: described.default,
    }
}

/// Lowers the field for additional members, if the schema says anything about them.
fn lower_additional(
    ctx: &mut Ctx<'_>,
    ty: crate::ir::TypeId,
    merged: &MergedSchema,
) -> Option<Others> {
    let names = property_names_rule(ctx, merged);
    let map_rules: Vec<Rule> = names.into_iter().collect();
    let forbidden = merged
        .additional
        .is_some_and(|schema| ctx.schemas[schema].boolean == Some(false));
    let has_patterns = |node: &SchemaId| !ctx.schemas[*node].pattern_properties.is_empty();
    let patterns = merged.nodes.iter().any(has_patterns);
    if merged.additional.is_none() && map_rules.is_empty() && !patterns {
        return None;
    }
    let value = match merged.additional {
        Some(schema) if !forbidden => {
            lower::lower_schema(ctx, schema, &Hint::Child(ty, "additional".to_owned()))
        }
        _ => Value::of(Type::Json),
    };
    let name = FieldName::from_spelling("additional_properties");
    Some(Others {
        name,
        value,
        forbidden,
        undeclared: false,
        rules: map_rules,
    })
}

fn property_names_rule(ctx: &mut Ctx<'_>, merged: &MergedSchema) -> Option<Rule> {
    let schema = merged.property_names?;
    let mut names = merged::merge_schema(ctx, schema);
    let mut name_rules = std::mem::take(&mut names.string_rules);
    name_rules.append(&mut names.format_rules);
    if let Some(values) = names.values {
        let strings = values
            .into_iter()
            .filter(|value| matches!(value, Tree::String(_)))
            .collect();
        name_rules.push(rules::one_of_rule(strings, &ctx.schema.codes));
    }
    (!name_rules.is_empty()).then(|| Rule {
        kind: RuleKind::PropertyNames(name_rules),
        because: None,
        code: None,
    })
}

/// The rules about several members that need no interpreter.
fn member_rules(ctx: &Ctx<'_>, merged: &MergedSchema, wires: &[&str]) -> Vec<ObjectRule> {
    let of = |&node: &SchemaId| rules::member_rules(ctx, node, wires).0;
    merged.nodes.iter().flat_map(of).collect()
}
