//! A schema in, the same schema or null out.

use std::mem;

use rustc_hash::FxHashSet;

use super::keyword::Keyword;
use super::schema::{Schema, SchemaId, Schemas, Type};

impl Schemas {
    /// Reads what says `nullable: true` and nothing else as it is meant: as null where it is an
    /// alternative, and where it is a part of an `allOf` as a word about the whole.
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

    /// Has the alternatives that say nothing but that null is allowed allow nothing else.
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

    /// Whether a schema is one of these, or nothing but a reference to one.
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

    /// Has a schema allow null beside what it allows. One that is made of others becomes an `anyOf` of
    /// what it was and null; what it says about itself, and not about its values, stays where it is.
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
            ..whole
        };
        let null = Schema {
            types: Some(vec![Type::Null]),
            ..Schema::default()
        };
        let value = self.add_part(value, address.clone());
        let null = self.add_part(null, address);
        self.list[id.0 as usize] = Schema {
            any_of: Some(vec![value, null]),
            ..around
        };
    }
}
