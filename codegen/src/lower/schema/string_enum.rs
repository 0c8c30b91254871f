//! Values of an `enum` in, an open enum of strings out.

use indexmap::IndexSet;
use rustc_hash::FxHashMap;

use crate::document::schema::SchemaId;
use crate::ir::{StringEnum, Type, TypeKind, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::naming::members::{self, Member};
use crate::lower::naming::recorded;
use crate::names::Item;
use crate::pointer::Address;
use crate::tree::Tree;

use super::draft::draft_merged_type;
use super::merged::MergedSchema;

/// Lowers to an open enum, if every value except null is a string.
pub(super) fn lower_string_enum(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
    nullable: bool,
    hint: &Hint,
) -> Option<Value> {
    let values = merged.values.as_deref()?;
    let mut strings: IndexSet<&str> = IndexSet::new();
    for value in values {
        match value {
            Tree::Null => {}
            Tree::String(text) => drop(strings.insert(text)),
            _ => return None,
        }
    }
    if strings.is_empty() {
        return None;
    }
    let draft = draft_merged_type(ctx, id, merged, hint);
    let ty = ctx.drafts.reserve(draft);
    let strings: Vec<&str> = strings.into_iter().collect();
    let places = value_places(ctx, merged, &strings);
    let mut members = Member::list(&strings, places);
    recorded::recall_members(ctx, &merged.address, &mut members, Item::Value);
    let names = members::name_variants(ctx, &merged.scope(ctx), &members);
    let variants = names
        .into_iter()
        .zip(&strings)
        .map(|(name, text)| (name, (*text).to_owned()));
    let kind = TypeKind::StringEnum(StringEnum {
        variants: variants.collect(),
        code: ctx.schema.codes.enumeration().map(str::to_owned),
        open: false,
    });
    ctx.drafts.finish(ty, kind);
    let value = Value {
        ty: Type::Named(ty),
        rules: merged.string_rules.clone(),
    };
    Some(value.or_null(nullable))
}

/// The place of each value.
fn value_places(ctx: &Ctx<'_>, merged: &MergedSchema, strings: &[&str]) -> Vec<Address> {
    let mut listed: FxHashMap<&str, (SchemaId, usize)> = FxHashMap::default();
    for &node in &merged.nodes {
        let values = ctx.schemas[node].enumeration.iter().flatten();
        for (index, text) in values.enumerate() {
            if let Some(text) = text.as_str() {
                listed.entry(text).or_insert((node, index));
            }
        }
    }
    let place = |text: &&str| match listed.get(text) {
        Some((node, index)) => {
            let address = ctx.schemas.address(*node);
            address.join_all(["enum", &index.to_string()])
        }
        None => merged.address.clone(),
    };
    strings.iter().map(place).collect()
}
