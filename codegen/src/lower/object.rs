//! An object schema in, a struct or a map out.

use crate::diagnostic::catalogue::NOT_ENFORCED;
use crate::document::schema::SchemaId;
use crate::ir::{Doc, Field, Kind, ObjectDef, ObjectRule, Others, Rule, RuleKind, Type, Value};
use crate::name::FieldName;
use crate::tree::Tree;

use super::draft::Hint;
use super::facts::Facts;
use super::{Ctx, doc, rules, shape};

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
    let draft = ctx.draft_of(id, facts, hint);
    let ty = ctx.drafts.reserve(draft);
    let value = Value::of(Type::Named(ty));
    let value = if nullable { value.nullable() } else { value };
    ctx.lowered.insert(id, value.clone());
    let object = object(ctx, ty, facts);
    ctx.drafts.finish(ty, Kind::Object(object));
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
        Some(schema) => shape::value(ctx, schema, &hint.suffixed("Value")),
        None => Value::of(Type::Json),
    };
    if !item.rules.is_empty() {
        map_rules.push(Rule {
            kind: RuleKind::Items(item.rules),
            because: None,
            code: None,
        });
    }
    for condition in facts.conditions.clone() {
        let address = ctx.schemas.address(condition).clone();
        let message = "rules about members of a map are not checked by the generated code";
        ctx.diagnostics.report(&NOT_ENFORCED, address, message);
    }
    Value {
        ty: Type::Map(Box::new(item.ty)),
        rules: map_rules,
    }
}

/// The shape of a struct whose place is reserved.
fn object(ctx: &mut Ctx<'_>, ty: crate::ir::TypeId, facts: &Facts) -> ObjectDef {
    let undeclared = facts
        .required
        .iter()
        .filter(|name| !facts.properties.contains_key(*name));
    let wires: Vec<String> = facts.properties.keys().chain(undeclared).cloned().collect();
    let others = others(ctx, ty, facts);
    let mut spellings: Vec<&str> = wires.iter().map(String::as_str).collect();
    let taken = facts.properties.contains_key("additional_properties");
    if others.is_some() {
        spellings.push(if taken {
            "additional_properties beside"
        } else {
            "additional_properties"
        });
    }
    let mut names = ctx.field_names(&spellings, &facts.address);
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
            direction: None,
            doc,
            deprecated: false,
            default: None,
        };
    };
    let value = shape::value(ctx, schema, &Hint::Child(ty, wire.to_owned()));
    let described = doc::of_use(ctx, schema, &value);
    Field {
        name,
        wire: wire.to_owned(),
        value,
        required,
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
    if !facts.object_rules.is_empty() {
        let message = "`minProperties` and `maxProperties` beside properties are not checked";
        ctx.diagnostics
            .report(&NOT_ENFORCED, &facts.address, message);
    }
    let forbidden = facts
        .additional
        .is_some_and(|schema| ctx.schemas[schema].boolean == Some(false));
    let patterns = facts
        .unenforced
        .iter()
        .any(|(_, keyword)| *keyword == "patternProperties");
    if facts.additional.is_none() && map_rules.is_empty() && !patterns {
        return None;
    }
    let value = match facts.additional {
        Some(schema) if !forbidden => {
            shape::value(ctx, schema, &Hint::Child(ty, "additional".to_owned()))
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
    let mut names = super::facts::of(ctx, schema);
    let mut name_rules = std::mem::take(&mut names.string_rules);
    if let Some(values) = names.values {
        let strings = values
            .into_iter()
            .filter(|value| matches!(value, Tree::String(_)))
            .collect();
        name_rules.push(rules::one_of(strings, &ctx.codes));
    }
    (!name_rules.is_empty()).then(|| Rule {
        kind: RuleKind::PropertyNames(name_rules),
        because: None,
        code: None,
    })
}

/// Rules about several members; those that name a member without a field are reported.
fn member_rules(ctx: &mut Ctx<'_>, facts: &Facts, wires: &[String]) -> Vec<ObjectRule> {
    let mut found = Vec::new();
    for &schema in &facts.conditions {
        for rule in rules::of_members(ctx, schema) {
            if rule
                .kind
                .members()
                .all(|member| wires.iter().any(|wire| wire == member))
            {
                found.push(rule);
            } else {
                let message = "a rule about a member without a property is not checked";
                let address = ctx.schemas.address(schema).clone();
                ctx.diagnostics.report(&NOT_ENFORCED, address, message);
            }
        }
    }
    found
}
