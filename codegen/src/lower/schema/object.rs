//! An object schema in, a struct or a map out.

use crate::diagnostic::Place;
use crate::document::schema::{Schema, SchemaId};
use crate::ir::{Doc, Field, Kind, ObjectDef, ObjectRule, Others, Rule, RuleKind, Type, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::naming::members::{self, Namespace, Sibling};
use crate::name::FieldName;
use crate::tree::Tree;

use super::draft::draft_merged_type;
use super::merged::{self, Facts};
use super::{lower, residual, rules, use_doc};

/// A struct where properties are named, a map elsewhere.
pub(super) fn decide(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &Facts,
    nullable: bool,
    hint: &Hint,
) -> Value {
    if facts.properties.is_empty() && facts.required.is_empty() {
        return map(ctx, facts, hint);
    }
    let draft = draft_merged_type(ctx, id, facts, hint);
    let ty = ctx.drafts.reserve(draft);
    let value = Value::of(Type::Named(ty)).or_null(nullable);
    ctx.lowered.insert(id, value.clone());
    let object = object(ctx, ty, facts);
    ctx.drafts.finish(ty, Kind::Object(object));
    if !facts.object_rules.is_empty() {
        ctx.drafts.list[ty.0].rules.clone_from(&facts.object_rules);
        let counted = Schema {
            min_properties: Some(0),
            ..Schema::default()
        };
        let counted = ctx.add(counted, facts.address.clone());
        residual::watch(ctx, value.ty.clone(), vec![counted]);
    }
    value
}

fn map(ctx: &mut Ctx<'_>, facts: &Facts, hint: &Hint) -> Value {
    let mut map_rules = facts.object_rules.clone();
    map_rules.extend(property_names(ctx, facts));
    let item = match facts.additional {
        Some(schema) if ctx.schemas[schema].boolean == Some(false) => {
            map_rules.push(Rule {
                kind: RuleKind::MaxProperties(0),
                because: None,
                code: None,
            });
            Value::of(Type::Json)
        }
        Some(schema) => lower::value(ctx, schema, &hint.suffixed("Value")),
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

/// The shape of a struct whose place is reserved.
fn object(ctx: &mut Ctx<'_>, ty: crate::ir::TypeId, facts: &Facts) -> ObjectDef {
    let wires = facts.wires();
    let others = others(ctx, ty, facts);
    let mut spellings: Vec<&str> = wires.iter().map(String::as_str).collect();
    let beside = spelling_of_others(&wires);
    if others.is_some() {
        spellings.push(&beside);
    }
    let places: Vec<Place> = wires.iter().map(|it| place(ctx, facts, it)).collect();
    let places = places.into_iter().chain([Place::from(&facts.address)]);
    let siblings = Sibling::all(&spellings, places);
    let mut names = members::fields(
        ctx,
        &Namespace::of_schema(ctx, &facts.address, &facts.nodes),
        &siblings,
    );
    let others = others.map(|others| Others {
        name: names.pop().expect("a name was asked for"),
        ..others
    });
    let fields = wires
        .iter()
        .zip(names)
        .map(|(wire, name)| field(ctx, ty, facts, wire, name))
        .collect();
    let rules = member_rules(ctx, facts, &wires);
    ObjectDef {
        fields,
        constants: Vec::new(),
        others,
        rules,
    }
}

/// How the field for all other members is spelled: as no member is.
fn spelling_of_others(wires: &[String]) -> String {
    let mut spelling = "additional_properties".to_owned();
    while wires.contains(&spelling) {
        spelling.push_str(" beside");
    }
    spelling
}

/// Where a member is declared, or at least required.
fn place(ctx: &Ctx<'_>, facts: &Facts, wire: &str) -> Place {
    match facts.properties.get(wire) {
        Some(&schema) => Place::Key(ctx.schemas.address(schema).clone()),
        None => Place::Node(facts.address.join("required")),
    }
}

fn field(
    ctx: &mut Ctx<'_>,
    ty: crate::ir::TypeId,
    facts: &Facts,
    wire: &str,
    name: FieldName,
) -> Field {
    let required = facts.required.iter().any(|it| it == wire);
    let Some(&schema) = facts.properties.get(wire) else {
        let doc = Doc {
            text: None,
            facts: vec!["required, and not described".to_owned()],
        };
        let value = Value::of(Type::Json);
        return Field {
            name,
            wire: wire.to_owned(),
            value,
            required,
            initial: None,
            direction: None,
            doc,
            deprecated: false,
            default: None,
        };
    };
    let value = lower::value(ctx, schema, &Hint::Child(ty, wire.to_owned()));
    let described = use_doc::describe_use(ctx, schema, &value);
    Field {
        name,
        wire: wire.to_owned(),
        value,
        required,
        initial: None,
        direction: described.direction,
        doc: described.doc,
        deprecated: described.deprecated,
        default: described.default,
    }
}

/// Where members without a property go: kept if the schema says anything about them.
fn others(ctx: &mut Ctx<'_>, ty: crate::ir::TypeId, facts: &Facts) -> Option<Others> {
    let names = property_names(ctx, facts);
    let map_rules: Vec<Rule> = names.into_iter().collect();
    let forbidden = facts
        .additional
        .is_some_and(|schema| ctx.schemas[schema].boolean == Some(false));
    let has_patterns = |node: &SchemaId| !ctx.schemas[*node].pattern_properties.is_empty();
    let patterns = facts.nodes.iter().any(has_patterns);
    if facts.additional.is_none() && map_rules.is_empty() && !patterns {
        return None;
    }
    let value = match facts.additional {
        Some(schema) if !forbidden => {
            lower::value(ctx, schema, &Hint::Child(ty, "additional".to_owned()))
        }
        _ => Value::of(Type::Json),
    };
    let name = FieldName::from_spelling("additional_properties");
    Some(Others {
        name,
        value,
        forbidden,
        rules: map_rules,
    })
}

fn property_names(ctx: &mut Ctx<'_>, facts: &Facts) -> Option<Rule> {
    let schema = facts.property_names?;
    let mut names = merged::of(ctx, schema);
    let mut name_rules = std::mem::take(&mut names.string_rules);
    if let Some(values) = names.values {
        let strings = values
            .into_iter()
            .filter(|value| matches!(value, Tree::String(_)))
            .collect();
        name_rules.push(rules::one_of(strings, &ctx.schema.codes));
    }
    (!name_rules.is_empty()).then(|| Rule {
        kind: RuleKind::PropertyNames(name_rules),
        because: None,
        code: None,
    })
}

/// Rules about several members. What has another form is left to the interpreter.
fn member_rules(ctx: &Ctx<'_>, facts: &Facts, wires: &[String]) -> Vec<ObjectRule> {
    let of = |&node: &SchemaId| rules::of_members(ctx, node, wires).0;
    facts.nodes.iter().flat_map(of).collect()
}
