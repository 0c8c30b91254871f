//! Values of `enum` in, an open enum of strings out.

use crate::document::schema::SchemaId;
use crate::ir::{Kind, StringEnum, Type, Value};
use crate::pointer::Address;
use crate::tree::Tree;

use super::Ctx;
use super::draft::Hint;
use super::facts::Facts;
use super::sibling::{self, Family, Sibling};

/// An open enum, if every value (null aside) is a string that the other keywords allow.
pub(super) fn decide(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &Facts,
    nullable: bool,
    hint: &Hint,
) -> Option<Value> {
    let values = facts.values.as_deref()?;
    let mut strings: Vec<&str> = Vec::new();
    for value in values {
        match value {
            Tree::Null => {}
            Tree::String(text) if strings.contains(&text.as_str()) => {}
            Tree::String(text) => strings.push(text),
            _ => return None,
        }
    }
    if strings.is_empty() {
        return None;
    }
    let draft = ctx.draft_of(id, facts, hint);
    let ty = ctx.drafts.reserve(draft);
    let places: Vec<Address> = strings.iter().map(|it| place(ctx, facts, it)).collect();
    let siblings = Sibling::all(&strings, places);
    let names = sibling::variants(ctx, &Family::schema(ctx, facts), &siblings);
    let variants = names
        .into_iter()
        .zip(&strings)
        .map(|(name, text)| (name, (*text).to_owned()));
    let kind = Kind::StringEnum(StringEnum {
        variants: variants.collect(),
        code: ctx.codes.enumeration().map(str::to_owned),
        open: false,
    });
    ctx.drafts.finish(ty, kind);
    let value = Value {
        ty: Type::Named(ty),
        rules: facts.string_rules.clone(),
    };
    Some(if nullable { value.nullable() } else { value })
}

/// Where a value is listed.
fn place(ctx: &Ctx<'_>, facts: &Facts, text: &str) -> Address {
    let listed = facts.nodes.iter().find_map(|&node| {
        let values = ctx.schemas[node].enumeration.as_ref()?;
        let index = values.iter().position(|it| it.as_str() == Some(text))?;
        let address = ctx.schemas.address(node);
        Some(address.join_all(["enum", &index.to_string()]))
    });
    listed.unwrap_or_else(|| facts.address.clone())
}
