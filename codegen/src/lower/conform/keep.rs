//! A rule judges what a value encodes to, so a type that it looks into has to keep every member
//! that the rule may ask about.

use indexmap::IndexSet;
use rustc_hash::FxHashSet;

use crate::document::schema::{Schema, SchemaId};
use crate::ir::{Kind, ObjectDef, Others, Type, TypeId, Value};
use crate::lower::Ctx;
use crate::name::FieldName;
use crate::tree::Tree;

/// How many pairs of a type and what looks at it are followed: real documents have hundreds.
const MOST: usize = 100_000;

/// Gives a field for other members to every struct that needs one for what is watched.
pub(in crate::lower) fn members(ctx: &mut Ctx<'_>) {
    let mut open: Vec<(Type, Vec<SchemaId>)> = std::mem::take(&mut ctx.watched)
        .into_iter()
        .map(|watched| (watched.ty, watched.schemas))
        .collect();
    let mut seen: FxHashSet<(TypeId, Vec<SchemaId>)> = FxHashSet::default();
    while let Some((ty, schemas)) = open.pop() {
        if schemas.is_empty() {
            continue;
        }
        let eyes = in_place(ctx, &schemas);
        match ty {
            Type::Named(id) => {
                let key: Vec<SchemaId> = eyes.iter().copied().collect();
                if seen.len() < MOST && seen.insert((id, key)) {
                    below(ctx, id, &eyes, &mut open);
                }
            }
            Type::Vec(inner) => open.push((*inner, items(ctx, &eyes))),
            Type::Map(inner) => open.push((*inner, values(ctx, &eyes))),
            Type::Nullable(inner) | Type::Box(inner) => {
                open.push((*inner, eyes.into_iter().collect()));
            }
            _ => {}
        }
    }
}

/// The schemas, and all that are held against the same value with them.
fn in_place(ctx: &Ctx<'_>, schemas: &[SchemaId]) -> IndexSet<SchemaId> {
    let mut eyes: IndexSet<SchemaId> = schemas.iter().copied().collect();
    let mut next = 0;
    while let Some(&id) = eyes.get_index(next) {
        eyes.extend(ctx.schemas[id].in_place());
        next += 1;
    }
    // The order says nothing; sorted, equal sets are equal.
    eyes.sort_unstable();
    eyes
}

fn below(
    ctx: &mut Ctx<'_>,
    id: TypeId,
    eyes: &IndexSet<SchemaId>,
    open: &mut Vec<(Type, Vec<SchemaId>)>,
) {
    let same = || eyes.iter().copied().collect::<Vec<_>>();
    match ctx.drafts.kind(id) {
        Some(Kind::Object(object)) => {
            let needs = object.others.is_none() && is_more_asked(ctx, object, eyes);
            for field in &object.fields {
                let schemas = member(ctx, eyes, &field.wire);
                open.push((field.value.ty.clone(), schemas));
            }
            if let Some(others) = &object.others {
                open.push((others.value.ty.clone(), values(ctx, eyes)));
            }
            if needs && let Some(Kind::Object(object)) = &mut ctx.drafts.list[id.0].kind {
                object.others = Some(others(object));
            }
        }
        Some(Kind::Union(list)) => {
            open.extend(list.iter().map(|it| (it.value.ty.clone(), same())));
        }
        Some(Kind::Tagged(tagged)) => {
            open.extend(tagged.variants.iter().map(|it| (it.ty.clone(), same())));
        }
        Some(Kind::Newtype(value)) => open.push((value.ty.clone(), same())),
        Some(Kind::Alias(ty)) => open.push((ty.clone(), same())),
        Some(Kind::StringEnum(_)) | None => {}
    }
}

/// Whether a schema asks about members that the struct has no field for.
fn is_more_asked(ctx: &Ctx<'_>, object: &ObjectDef, eyes: &IndexSet<SchemaId>) -> bool {
    let is_new = |name: &String| {
        let has_field = object.fields.iter().any(|field| field.wire == *name);
        !has_field && !object.constants.iter().any(|(wire, _)| wire == name)
    };
    let says = |id: &Option<SchemaId>| {
        id.is_some_and(|id| {
            let schema = &ctx.schemas[id];
            schema.boolean != Some(true) && *schema != Schema::default()
        })
    };
    let is_object = |value: &Tree| matches!(value, Tree::Object(_));
    eyes.iter().any(|&id| {
        let schema = &ctx.schemas[id];
        let dependent = schema.dependent_required.iter();
        let dependent = dependent.flat_map(|(name, names)| names.iter().chain([name]));
        let names = schema.properties.keys().chain(&schema.required);
        let names = names
            .chain(schema.dependent_schemas.keys())
            .chain(dependent);
        let mut listed = schema.enumeration.iter().flatten().chain(&schema.constant);
        names.into_iter().any(is_new)
            || !schema.pattern_properties.is_empty()
            || schema.min_properties.is_some()
            || schema.max_properties.is_some()
            || says(&schema.additional_properties)
            || says(&schema.unevaluated_properties)
            || says(&schema.property_names)
            || listed.any(is_object)
    })
}

/// A field for members that are only there to be judged.
fn others(object: &ObjectDef) -> Others {
    let is_taken = |name: &FieldName| object.fields.iter().any(|field| field.name == *name);
    let mut spelling = "additional_properties".to_owned();
    while is_taken(&FieldName::from_spelling(&spelling)) {
        spelling.push_str(" beside");
    }
    Others {
        name: FieldName::from_spelling(&spelling),
        value: Value::of(Type::Json),
        forbidden: false,
        rules: Vec::new(),
    }
}

/// The schemas that are held against a member.
fn member(ctx: &Ctx<'_>, eyes: &IndexSet<SchemaId>, name: &str) -> Vec<SchemaId> {
    let of = |&id: &SchemaId| {
        let schema = &ctx.schemas[id];
        let named = schema.properties.get(name);
        let patterns = schema.pattern_properties.values();
        let additional = schema.additional_properties.iter();
        named
            .into_iter()
            .chain(patterns)
            .chain(additional)
            .chain(&schema.unevaluated_properties)
            .copied()
            .collect::<Vec<_>>()
    };
    eyes.iter().flat_map(of).collect()
}

/// The schemas that are held against members of any name.
fn values(ctx: &Ctx<'_>, eyes: &IndexSet<SchemaId>) -> Vec<SchemaId> {
    let of = |&id: &SchemaId| {
        let schema = &ctx.schemas[id];
        let named = schema.properties.values();
        named
            .chain(schema.pattern_properties.values())
            .chain(&schema.additional_properties)
            .chain(&schema.unevaluated_properties)
            .copied()
            .collect::<Vec<_>>()
    };
    eyes.iter().flat_map(of).collect()
}

/// The schemas that are held against items.
fn items(ctx: &Ctx<'_>, eyes: &IndexSet<SchemaId>) -> Vec<SchemaId> {
    let of = |&id: &SchemaId| {
        let schema = &ctx.schemas[id];
        let items = schema.items.iter().chain(&schema.prefix_items);
        items
            .chain(&schema.contains)
            .chain(&schema.unevaluated_items)
            .copied()
            .collect::<Vec<_>>()
    };
    eyes.iter().flat_map(of).collect()
}
