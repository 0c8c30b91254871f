//! A schema in, the schema that also accepts null out.

use std::mem;

use rustc_hash::FxHashSet;

use super::keyword::Keyword;
use super::schema::{Schema, SchemaId, Schemas, Type};

impl Schemas {
    /// Interprets schemas with `nullable: true` and no other keyword: as an alternative, such a
    /// schema is null; in an `allOf`, it makes the whole schema nullable.
    pub(super) fn admit_null_alone(&mut self, alone: &FxHashSet<SchemaId>) {
        if alone.is_empty() {
            return;
        }
        for index in 0..self.list.len() {
            let id = SchemaId(u32::try_from(index).expect("fewer than 2^32 schemas"));
            let schema = &self.list[index];
            let mut alternatives = schema.any_of.iter().chain(&schema.one_of).flatten();
            if alternatives.any(|it| self.leads_to(*it, alone)) {
                self.name_null(id, alone);
            }
            let all_of = &self.list[index].all_of;
            let rest = all_of.iter().filter(|part| !self.leads_to(**part, alone));
            let rest: Vec<SchemaId> = rest.copied().collect();
            if !rest.is_empty() && rest.len() < all_of.len() {
                self.list[index].all_of = rest;
                self.admit_null(id);
            }
        }
    }

    /// Turns such alternatives into the type null.
    fn name_null(&mut self, id: SchemaId, alone: &FxHashSet<SchemaId>) {
        let address = self.address(id).clone();
        let null = Schema {
            types: Some(vec![Type::Null]),
            ..Schema::default()
        };
        let null = self.add_part(null, address);
        let schema = &self.list[id.0 as usize];
        let named = |list: &Option<Vec<SchemaId>>| {
            let list = list.iter().flatten().copied();
            let list = list.map(|it| if self.leads_to(it, alone) { null } else { it });
            list.collect::<Vec<_>>()
        };
        let (any_of, one_of) = (named(&schema.any_of), named(&schema.one_of));
        let schema = &mut self.list[id.0 as usize];
        schema.any_of = schema.any_of.take().map(|_| any_of);
        schema.one_of = schema.one_of.take().map(|_| one_of);
    }

    /// Whether a schema is one of these, or only a reference to one.
    fn leads_to(&self, mut id: SchemaId, these: &FxHashSet<SchemaId>) -> bool {
        let mut hops = 0;
        while !these.contains(&id) {
            let schema = &self[id];
            let bare = Schema {
                reference: schema.reference,
                description: schema.description.clone(),
                ..Schema::default()
            };
            let Some(next) = schema.reference.filter(|_| *schema == bare && hops < 100) else {
                return false;
            };
            id = next;
            hops += 1;
        }
        true
    }

    /// Makes a schema accept null, too. A schema that consists of others becomes an `anyOf` of them
    /// and null; its annotations stay in place.
    pub(crate) fn admit_null(&mut self, id: SchemaId) {
        let address = self.address(id).clone();
        let schema = &mut self.list[id.0 as usize];
        let is_composed = schema.reference.is_some()
            || !schema.all_of.is_empty()
            || schema.any_of.is_some()
            || schema.one_of.is_some()
            || schema.not.is_some()
            || schema.if_.is_some();
        if !is_composed {
            schema.list_null();
            return;
        }
        let whole = mem::take(schema);
        let around = Schema {
            extensions: whole.extensions.clone(),
            ..whole.only(Keyword::is_annotation)
        };
        let value = Schema {
            title: None,
            description: None,
            default: None,
            examples: Vec::new(),
            ..*whole
        };
        let null = Schema {
            types: Some(vec![Type::Null]),
            ..Schema::default()
        };
        let value = self.add_part(value, address.clone());
        let null = self.add_part(null, address);
        *self.list[id.0 as usize] = Schema {
            any_of: Some(vec![value, null]),
            ..around
        };
    }
}
