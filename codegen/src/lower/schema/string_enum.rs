//! Values of `enum` in, an open enum of strings out.

use indexmap::IndexSet;
use rustc_hash::FxHashMap;

use crate::document::schema::SchemaId;
use crate::ir::{Kind, StringEnum, Type, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::naming::members::{self, Namespace, Sibling};
use crate::pointer::Address;
use crate::tree::Tree;

use super::draft::draft_merged_type;
use super::merged::Facts;

/// An open enum, if every value (null aside) is a string that the other keywords allow.
pub(super) fn decide(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &Facts,
    nullable: bool,
    hint: &Hint,
) -> Option<Value> {
    let values = facts.values.as_deref()?;
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
    let draft = draft_merged_type(ctx, id, facts, hint);
    let ty = ctx.drafts.reserve(draft);
    let strings: Vec<&str> = strings.into_iter().collect();
    let places = places(ctx, facts, &strings);
    let siblings = Sibling::all(&strings, places);
    let names = members::variants(
        ctx,
        &Namespace::of_schema(ctx, &facts.address, &facts.nodes),
        &siblings,
    );
    let variants = names
        .into_iter()
        .zip(&strings)
        .map(|(name, text)| (name, (*text).to_owned()));
    let kind = Kind::StringEnum(StringEnum {
        variants: variants.collect(),
        code: ctx.schema.codes.enumeration().map(str::to_owned),
        open: false,
    });
    ctx.drafts.finish(ty, kind);
    let value = Value {
        ty: Type::Named(ty),
        rules: facts.string_rules.clone(),
    };
    Some(value.or_null(nullable))
}

/// Where each value is listed.
fn places(ctx: &Ctx<'_>, facts: &Facts, strings: &[&str]) -> Vec<Address> {
    let mut listed: FxHashMap<&str, (SchemaId, usize)> = FxHashMap::default();
    for &node in &facts.nodes {
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
        None => facts.address.clone(),
    };
    strings.iter().map(place).collect()
}
