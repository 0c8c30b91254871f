//! A schema in, a [`MergedSchema`] out.

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::UNSATISFIABLE;
use crate::document::schema::{Discriminator, Map, Schema, SchemaId, Type};
use crate::extension::RUST_NAME;
use crate::ir::{Doc, Rule};
use crate::lower::ctx::Ctx;
use crate::lower::naming::members::Scope;
use crate::lower::{integer_format, limit};
use crate::pointer::Address;
use crate::tree::Tree;

use super::doc::schema_doc;
use super::intersection::intersect;
use super::rules::{self, tighten};

/// A schema merged with the target of its `$ref` and with its `allOf`.
#[derive(Clone, Debug)]
pub(in crate::lower) struct MergedSchema {
    /// The address of the schema.
    pub(super) address: Address,
    /// Whether it allows nothing: it is `false`, or its parts conflict.
    pub(super) never: bool,
    /// The allowed types; `None` if no `type` is given.
    pub(in crate::lower) types: Option<Vec<Type>>,
    /// The allowed values, from `enum` and `const`.
    pub(in crate::lower) values: Option<Vec<Tree>>,
    /// The alternatives of each `oneOf` and `anyOf`.
    pub(super) unions: Vec<Vec<SchemaId>>,
    pub(super) discriminator: Option<Box<Discriminator>>,

    pub(in crate::lower) properties: Map<SchemaId>,
    pub(in crate::lower) required: Vec<String>,
    pub(super) additional: Option<SchemaId>,
    pub(super) property_names: Option<SchemaId>,
    pub(in crate::lower) items: Option<SchemaId>,

    /// Rules of numbers, strings, arrays and objects. Each applies to values of its type only.
    pub(super) number_rules: Vec<Rule>,
    pub(super) string_rules: Vec<Rule>,
    pub(super) array_rules: Vec<Rule>,
    pub(super) object_rules: Vec<Rule>,
    /// The formats that are checked. They say nothing about the type.
    pub(super) format_rules: Vec<Rule>,
    /// The schemas that are merged, in the order of `unions`.
    pub(super) nodes: Vec<SchemaId>,
    /// Whether the first union became the type, or says nothing.
    pub(super) is_union_taken: bool,
    /// What the type is made of.
    pub(super) source: TypeSource,

    pub(super) format: Option<String>,
    pub(super) base64: Option<Rule>,
    pub(super) doc: Doc,
    pub(super) default: Option<Tree>,
    pub(super) deprecated: bool,
    pub(super) extensions: Map<Tree>,
}

/// What a type is made of.
#[derive(Clone, Debug, Default)]
pub(super) enum TypeSource {
    /// The schema itself.
    #[default]
    Plain,
    /// Alternatives that each have the whole schema: one for each `type`, or for each child of a
    /// parent.
    Types,
    /// The alternatives of a union.
    Alternatives {
        /// The alternatives of a `oneOf`; empty for an `anyOf`.
        list: Vec<SchemaId>,
        /// Whether each of them includes the adjacent properties and items.
        has_adjacent: bool,
    },
}

impl MergedSchema {
    /// The keywords of one schema, without its `$ref` and `allOf`.
    fn own(ctx: &mut Ctx<'_>, id: SchemaId) -> Self {
        let pattern = only_pattern(ctx, &ctx.schemas[id]);
        let pattern = pattern.map(|(pattern, value)| {
            let names = Schema {
                pattern: Some(pattern),
                ..Schema::default()
            };
            let address = ctx.schemas.address(id).join("patternProperties");
            (ctx.schemas.derive(names, address), value)
        });
        let schema = &ctx.schemas[id];
        let (property_names, additional) = match pattern {
            Some((names, value)) => (Some(names), Some(value)),
            // With patterns, `additionalProperties` does not apply to all other members.
            None if !schema.pattern_properties.is_empty() && !is_of_all_names(schema) => {
                (schema.property_names, None)
            }
            None => (schema.property_names, schema.additional_properties),
        };
        Self {
            address: ctx.schemas.address(id).clone(),
            never: schema.boolean == Some(false) || refuses_all(ctx, schema),
            types: schema.types.clone(),
            values: listed_values(schema),
            unions: schema
                .one_of
                .iter()
                .chain(&schema.any_of)
                .cloned()
                .collect(),
            discriminator: schema.discriminator.clone(),
            properties: schema.properties.clone(),
            required: schema.required.clone(),
            additional,
            property_names,
            // With `prefixItems`, `items` does not apply to all items.
            items: schema.items.filter(|_| schema.prefix_items.is_empty()),
            number_rules: {
                let mut found = rules::number_rules(schema, &ctx.schema.codes);
                tighten(&mut found, integer_format::format_rules(schema));
                found
            },
            string_rules: rules::string_rules(schema, &ctx.schema.codes),
            array_rules: rules::array_rules(schema, &ctx.schema.codes),
            object_rules: rules::object_rules(schema, &ctx.schema.codes),
            format_rules: rules::format_rules(schema, &ctx.schema.codes),
            nodes: vec![id],
            is_union_taken: false,
            source: TypeSource::Plain,
            format: schema.format.clone(),
            base64: rules::base64_rule(schema, &ctx.schema.codes),
            doc: schema_doc(schema),
            default: schema.default.clone(),
            deprecated: schema.deprecated,
            extensions: schema.extensions.clone(),
        }
    }

    /// The scope of the names of its members.
    pub(super) fn scope(&self, ctx: &Ctx<'_>) -> Scope {
        Scope::of_schema(ctx, &self.address, &self.nodes)
    }

    /// The only allowed type, null aside; `None` if there are several.
    pub(in crate::lower) fn single_type(&self) -> Option<Type> {
        let types = self.types.as_deref()?;
        let mut others = types.iter().filter(|it| **it != Type::Null);
        let only = others.next().copied();
        only.filter(|_| others.next().is_none())
    }

    /// The names of the members that become fields: those that are declared, or at least required.
    pub(super) fn wire_names(&self) -> Vec<&str> {
        let is_undeclared = |name: &&String| !self.properties.contains_key(*name);
        let undeclared = self.required.iter().filter(is_undeclared);
        let names = self.properties.keys().chain(undeclared);
        names.map(String::as_str).collect()
    }

    /// Whether `null` is among the allowed types.
    pub(in crate::lower) fn allows_null(&self) -> bool {
        self.types
            .as_ref()
            .is_some_and(|types| types.contains(&Type::Null))
    }

    /// Whether the listed values, if any, include null.
    pub(super) fn lists_null(&self) -> bool {
        let values = self.values.as_ref();
        values.is_none_or(|values| values.contains(&Tree::Null))
    }
}

/// Merges a schema with the target of its `$ref` and with its `allOf`. Its own annotations win over
/// theirs.
pub(in crate::lower) fn merge_schema(ctx: &mut Ctx<'_>, id: SchemaId) -> MergedSchema {
    let mut merged = MergedSchema::own(ctx, id);
    for part in limit::collect_conjuncts(ctx, id).into_iter().skip(1) {
        let part = MergedSchema::own(ctx, part);
        merge_part(ctx, &mut merged, part);
    }
    merged
}

/// Whether a schema has a `not` that matches everything.
fn refuses_all(ctx: &Ctx<'_>, schema: &Schema) -> bool {
    schema.not.is_some_and(|not| {
        let not = &ctx.schemas[not];
        not.boolean == Some(true) || *not == Schema::default()
    })
}

/// The values that `enum` and `const` of one schema allow.
pub(super) fn listed_values(schema: &Schema) -> Option<Vec<Tree>> {
    match (&schema.constant, &schema.enumeration) {
        (Some(constant), Some(values)) if values.contains(constant) => Some(vec![constant.clone()]),
        (Some(_), Some(_)) => Some(Vec::new()),
        (Some(constant), None) => Some(vec![constant.clone()]),
        (None, values) => values.clone(),
    }
}

/// Merges `part` into `merged`.
fn merge_part(ctx: &mut Ctx<'_>, merged: &mut MergedSchema, part: MergedSchema) {
    merged.never |= part.never;
    merged.types = match (merged.types.take(), part.types) {
        (Some(left), Some(right)) => Some(intersect_types(&left, &right)),
        (left, right) => left.or(right),
    };
    if merged.types.as_ref().is_some_and(Vec::is_empty) && !merged.never {
        merged.never = true;
        report_types(ctx, &merged.address, &part.address);
    }
    merged.values = match (merged.values.take(), part.values) {
        (Some(left), Some(right)) => Some(
            left.into_iter()
                .filter(|value| right.contains(value))
                .collect(),
        ),
        (left, right) => left.or(right),
    };
    merged.unions.extend(part.unions);
    merged.discriminator = merged.discriminator.take().or(part.discriminator);
    for (name, schema) in part.properties {
        let property = match merged.properties.get(&name) {
            Some(&known) => intersect(ctx, known, schema),
            None => schema,
        };
        merged.properties.insert(name, property);
    }
    for name in part.required {
        if !merged.required.contains(&name) {
            merged.required.push(name);
        }
    }
    merged.additional = intersect_optional(ctx, merged.additional, part.additional);
    merged.property_names = intersect_optional(ctx, merged.property_names, part.property_names);
    merged.items = intersect_optional(ctx, merged.items, part.items);
    tighten(&mut merged.number_rules, part.number_rules);
    tighten(&mut merged.string_rules, part.string_rules);
    tighten(&mut merged.array_rules, part.array_rules);
    tighten(&mut merged.object_rules, part.object_rules);
    tighten(&mut merged.format_rules, part.format_rules);
    merged.nodes.extend(part.nodes);
    merged.format = merged.format.take().or(part.format);
    merged.base64 = merged.base64.take().or(part.base64);
    merged.doc.text = merged.doc.text.take().or(part.doc.text);
    for fact in part.doc.facts {
        if !merged.doc.facts.contains(&fact) {
            merged.doc.facts.push(fact);
        }
    }
    merged.default = merged.default.take().or(part.default);
    merged.deprecated |= part.deprecated;
    for (name, value) in part.extensions {
        // The name of a part is not that of the whole.
        if name != RUST_NAME.key {
            merged.extensions.entry(name).or_insert(value);
        }
    }
}

/// Reports parts with no type in common, once for each schema.
fn report_types(ctx: &mut Ctx<'_>, address: &Address, part: &Address) {
    let message = "no value has all the required types";
    let place = Place::from(address);
    let known = ctx
        .diagnostics
        .iter()
        .any(|it| it.code == &UNSATISFIABLE && it.place == place && it.message == message);
    if !known {
        ctx.diagnostics
            .report(&UNSATISFIABLE, place, message)
            .related(part, "combined with this schema");
    }
}

fn intersect_optional(
    ctx: &mut Ctx<'_>,
    left: Option<SchemaId>,
    right: Option<SchemaId>,
) -> Option<SchemaId> {
    match (left, right) {
        (Some(left), Some(right)) => Some(intersect(ctx, left, right)),
        (left, right) => left.or(right),
    }
}

/// The types in both lists; `integer` is a `number`.
pub(super) fn intersect_types(left: &[Type], right: &[Type]) -> Vec<Type> {
    let has = |types: &[Type], ty: Type| {
        types.contains(&ty) || ty == Type::Integer && types.contains(&Type::Number)
    };
    let mut both = Vec::new();
    for &ty in left.iter().chain(right) {
        if has(left, ty) && has(right, ty) && !both.contains(&ty) {
            both.push(ty);
        }
    }
    both
}

/// Whether `additionalProperties` is the schema of a pattern for all names (`document::dialect`),
/// so that it applies to all members without a field.
pub(super) fn is_of_all_names(schema: &Schema) -> bool {
    let mut of_patterns = schema.pattern_properties.values();
    of_patterns.any(|value| Some(*value) == schema.additional_properties)
}

/// The pattern and its schema, if a schema requires that all members match one pattern.
pub(super) fn only_pattern(ctx: &Ctx<'_>, schema: &Schema) -> Option<(String, SchemaId)> {
    let closed = schema.additional_properties?;
    let mut patterns = schema.pattern_properties.iter();
    let (Some((pattern, &value)), None) = (patterns.next(), patterns.next()) else {
        return None;
    };
    let is_only = ctx.schemas[closed].boolean == Some(false)
        && schema.properties.is_empty()
        && schema.property_names.is_none();
    is_only.then(|| (pattern.clone(), value))
}

/// Infers the type from keywords that apply to one type only, if there is no `type`.
pub(super) fn infer_types(merged: &mut MergedSchema) {
    if merged.types.is_some() {
        return;
    }
    let object = !merged.properties.is_empty()
        || !merged.required.is_empty()
        || merged.additional.is_some()
        || merged.property_names.is_some()
        || !merged.object_rules.is_empty();
    let array = merged.items.is_some() || !merged.array_rules.is_empty();
    let string = !merged.string_rules.is_empty() || merged.base64.is_some();
    let number = !merged.number_rules.is_empty();
    let inferred = match (object, array, string, number) {
        (true, false, false, false) => Some(Type::Object),
        (false, true, false, false) => Some(Type::Array),
        (false, false, true, false) => Some(Type::String),
        (false, false, false, true) => Some(Type::Number),
        _ => merged.values.as_deref().and_then(common_type),
    };
    if let Some(inferred) = inferred {
        let null = merged
            .values
            .as_ref()
            .is_some_and(|values| values.contains(&Tree::Null));
        merged.types = Some(
            [inferred]
                .into_iter()
                .chain(null.then_some(Type::Null))
                .collect(),
        );
    }
}

/// The type of all values of an `enum`, null aside.
fn common_type(values: &[Tree]) -> Option<Type> {
    let mut types = values.iter().filter_map(|value| match value {
        Tree::Null => None,
        Tree::Bool(_) => Some(Type::Boolean),
        Tree::Number(number) if number.is_integer() => Some(Type::Integer),
        Tree::Number(_) => Some(Type::Number),
        Tree::String(_) => Some(Type::String),
        Tree::Array(_) => Some(Type::Array),
        Tree::Object(_) => Some(Type::Object),
    });
    let first = types.next()?;
    types.all(|ty| ty == first).then_some(first)
}
