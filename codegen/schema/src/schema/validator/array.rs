//! Keywords about arrays.

use std::collections::HashMap;

use super::super::equality::canonical;
use super::{Outcome, Schema, Validator};

impl<'s, S: Schema<'s>> Validator<'s, S> {
    pub(super) fn array(&mut self, schema: S, items: &[S::Value], outcome: &mut Outcome<S>) {
        let keywords = ["minItems", "maxItems"];
        self.counted(schema, keywords, (items.len(), "item"), outcome);
        if schema.flag("uniqueItems") {
            self.unique(items, outcome);
        }
        let mut prefix = schema.list("prefixItems").into_iter().flatten();
        let others = schema.schema("items");
        for (index, item) in items.iter().enumerate() {
            if let Some(schema) = prefix.next().or(others) {
                self.item(schema, index, item, outcome);
            }
        }
        if let Some(wanted) = schema.schema("contains") {
            self.contains(schema, wanted, items, outcome);
        }
    }

    pub(super) fn item(
        &mut self,
        schema: S,
        index: usize,
        item: &S::Value,
        outcome: &mut Outcome<S>,
    ) {
        if self.is_tracking {
            outcome.evaluated.add_item(index);
        }
        let found = self.part(schema, item);
        if !found.is_valid() {
            outcome.merge_below(&index.to_string(), found);
        }
    }

    fn contains(&mut self, schema: S, wanted: S, items: &[S::Value], outcome: &mut Outcome<S>) {
        let mut fitting = 0_u64;
        for (index, item) in items.iter().enumerate() {
            if self.silently(wanted, item).is_valid() {
                fitting += 1;
                if self.is_tracking {
                    outcome.evaluated.add_item(index);
                }
            }
        }
        let least = schema.count("minContains").unwrap_or(1);
        let most = schema.count("maxContains").unwrap_or(u64::MAX);
        let (keyword, bound) = match fitting {
            _ if fitting < least => ("minContains", least),
            _ if fitting > most => ("maxContains", most),
            _ => return,
        };
        let plural = if fitting == 1 { "" } else { "s" };
        let message = || {
            format!("has {fitting} item{plural} that match `contains`, but `{keyword}` is {bound}")
        };
        self.refuse("contains", message, outcome);
    }

    fn unique(&self, items: &[S::Value], outcome: &mut Outcome<S>) {
        let mut first = HashMap::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let earlier = *first.entry(canonical(item)).or_insert(index);
            if earlier != index {
                let mut repeated = Outcome::default();
                let message = || format!("is the same as item {earlier}");
                self.refuse("uniqueItems", message, &mut repeated);
                outcome.merge_below(&index.to_string(), repeated);
            }
        }
    }
}
