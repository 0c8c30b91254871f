//! Keywords about arrays.

use std::collections::HashMap;

use serde_json::Value;

use super::{Judge, Keywords, Outcome, count, counted, list};
use crate::runtime::ViolationKind;
use crate::runtime::schema::canonical;

impl Judge {
    pub(super) fn array(
        &mut self,
        keywords: &'static Keywords,
        keyword: &str,
        items: &[Value],
        outcome: &mut Outcome,
    ) {
        let argument = &keywords[keyword];
        match keyword {
            "minItems" | "maxItems" => {
                let kinds = [ViolationKind::MinItems, ViolationKind::MaxItems];
                counted(keyword, argument, items.len(), "items", kinds, outcome);
            }
            "uniqueItems" if *argument == Value::Bool(true) => unique(items, outcome),
            "prefixItems" => {
                for (index, (item, schema)) in items.iter().zip(list(argument)).enumerate() {
                    self.item(schema, index, item, outcome);
                }
            }
            "items" => {
                let before = keywords.get("prefixItems").map_or(0, |it| list(it).len());
                for (index, item) in items.iter().enumerate().skip(before) {
                    self.item(argument, index, item, outcome);
                }
            }
            "contains" => self.contains(keywords, argument, items, outcome),
            _ => {}
        }
    }

    fn item(&mut self, schema: &'static Value, index: usize, item: &Value, outcome: &mut Outcome) {
        outcome.seen.item(index);
        let found = self.schema(schema, item);
        outcome.below(&index.to_string(), found);
    }

    fn contains(
        &mut self,
        keywords: &Keywords,
        schema: &'static Value,
        items: &[Value],
        outcome: &mut Outcome,
    ) {
        let mut fitting = 0_u64;
        for (index, item) in items.iter().enumerate() {
            if self.accepts(schema, item) {
                fitting += 1;
                outcome.seen.item(index);
            }
        }
        let bound = |keyword| keywords.get(keyword).and_then(count);
        let (least, most) = (bound("minContains").unwrap_or(1), bound("maxContains"));
        if fitting < least || most.is_some_and(|most| fitting > most) {
            let most = most.map_or(String::new(), |most| format!(" and at most {most}"));
            let message = format!(
                "{fitting} of its items are what `contains` asks for, at least {least}{most} asked"
            );
            outcome.refuse(ViolationKind::Schema, message);
        }
    }

    pub(super) fn unevaluated_items(
        &mut self,
        keywords: &'static Keywords,
        items: &[Value],
        outcome: &mut Outcome,
    ) {
        let Some(schema) = keywords.get("unevaluatedItems") else {
            return;
        };
        for (index, item) in items.iter().enumerate() {
            if !outcome.seen.has_item(index) {
                self.item(schema, index, item, outcome);
            }
        }
    }
}

fn unique(items: &[Value], outcome: &mut Outcome) {
    let mut first = HashMap::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let earlier = *first.entry(canonical(item)).or_insert(index);
        if earlier != index {
            let mut repeated = Outcome::default();
            let message = format!("is the same as item {earlier}");
            repeated.refuse(ViolationKind::UniqueItems, message);
            outcome.below(&index.to_string(), repeated);
        }
    }
}
