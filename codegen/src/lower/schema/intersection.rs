//! Schemas in, schemas that ask for several of them at once out. There are finitely many: whatever
//! is put together again and again is there once, so what leads back to itself comes to an end.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use crate::document::schema::{Schema, SchemaId, Type};
use crate::lower::ctx::Ctx;
use crate::pointer::Address;

use super::merged::Facts;

/// How many may be made of the schemas of a document. Alternatives that stand within alternatives
/// multiply, and so do members that are declared by several.
const MOST: usize = 50_000;

/// How often alternatives are put on top of what stands beside them, within one another.
const MOST_LAYERS: u8 = 4;

/// What was put together so far.
#[derive(Default)]
pub(in crate::lower) struct Conjunctions {
    known: FxHashMap<Vec<SchemaId>, SchemaId>,
    /// What each asks for: the schema behind a reference, and what leads to it.
    parts: FxHashMap<SchemaId, IndexMap<SchemaId, SchemaId>>,
    bases: FxHashMap<Base, SchemaId>,
    /// How many unions an alternative lies in, whose surroundings it was put on top of.
    layers: FxHashMap<SchemaId, u8>,
}

/// What stands beside a union.
#[derive(PartialEq, Eq, Hash)]
struct Base {
    address: Address,
    types: Option<Vec<Type>>,
    properties: Vec<(String, SchemaId)>,
    required: Vec<String>,
    additional: Option<SchemaId>,
    items: Option<SchemaId>,
}

impl Ctx<'_> {
    /// A schema that asks for both.
    pub(super) fn conjunction(&mut self, left: SchemaId, right: SchemaId) -> SchemaId {
        let mut parts = self.parts_of(left);
        let before = parts.len();
        for (target, part) in self.parts_of(right) {
            parts.entry(target).or_insert(part);
        }
        if parts.len() == before {
            return left;
        }
        let list: Vec<SchemaId> = parts.values().copied().collect();
        if let Some(&known) = self.conjunctions.known.get(&list) {
            return known;
        }
        let address = self.schemas.address(left).clone();
        if self.conjunctions.known.len() == MOST {
            let message = format!(
                "schemas are put together in more than {MOST} ways, by `allOf` and by alternatives \
                 within alternatives"
            );
            self.exhaust(&address, message);
            return left;
        }
        let both = Schema {
            all_of: list.clone(),
            ..Schema::default()
        };
        let id = self.add(both, address);
        self.conjunctions.known.insert(list, id);
        self.conjunctions.parts.insert(id, parts);
        id
    }

    /// Alternatives of the union in `id`, each with what stands beside the union. `None` where they
    /// lie in too many others: then nothing but a check comes of them.
    pub(super) fn on_top(
        &mut self,
        id: SchemaId,
        facts: &Facts,
        alternatives: &[SchemaId],
    ) -> Option<Vec<SchemaId>> {
        let layer = self.conjunctions.layers.get(&id).copied().unwrap_or(0);
        if layer == MOST_LAYERS {
            return None;
        }
        let base = self.base(facts);
        let mut both = Vec::with_capacity(alternatives.len());
        for &alternative in alternatives {
            let made = self.conjunction(alternative, base);
            let known = self.conjunctions.layers.entry(made).or_insert(layer + 1);
            *known = (*known).max(layer + 1);
            both.push(made);
        }
        Some(both)
    }

    fn base(&mut self, facts: &Facts) -> SchemaId {
        let properties = facts.properties.iter();
        let base = Base {
            address: facts.address.clone(),
            types: facts.types.clone(),
            properties: properties.map(|(name, id)| (name.clone(), *id)).collect(),
            required: facts.required.clone(),
            additional: facts.additional,
            items: facts.items,
        };
        if let Some(&known) = self.conjunctions.bases.get(&base) {
            return known;
        }
        let schema = Schema {
            types: facts.types.clone(),
            properties: facts.properties.clone(),
            required: facts.required.clone(),
            additional_properties: facts.additional,
            items: facts.items,
            ..Schema::default()
        };
        let id = self.add(schema, facts.address.clone());
        self.conjunctions.bases.insert(base, id);
        id
    }

    fn parts_of(&self, id: SchemaId) -> IndexMap<SchemaId, SchemaId> {
        if let Some(parts) = self.conjunctions.parts.get(&id) {
            return parts.clone();
        }
        let target = self.schemas[id].plain_reference().unwrap_or(id);
        IndexMap::from_iter([(target, id)])
    }
}
