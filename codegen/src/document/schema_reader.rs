//! The state of reading a schema: its keywords, subschemas and diagnostics.

use super::arena::SchemaArena;
use super::schema::{Map, Schema, SchemaId};
use crate::diagnostic::catalogue::{KEYWORD_IGNORED, KEYWORD_VALUE};
use crate::pointer::Address;
use crate::tree::Tree;

/// A schema that is being read.
pub(super) struct SchemaReader<'r, 't, 'a> {
    /// The schemas found so far.
    pub(super) arena: &'r mut SchemaArena<'a>,
    /// Its id.
    pub(super) id: SchemaId,
    /// Its address.
    pub(super) address: Address,
    /// The keywords read so far.
    pub(super) schema: Schema,
    /// The legacy keywords that remain to be converted.
    pub(super) legacy: LegacyKeywords,
    /// Whether it has a `$ref`.
    pub(super) refers: bool,
    /// The direct subschemas, which are read later.
    pub(super) work: &'r mut Vec<(SchemaId, &'t Tree)>,
}

/// Keywords of other dialects, found while the keywords of a schema were read.
#[derive(Debug, Default)]
pub(super) struct LegacyKeywords {
    /// `nullable: true`.
    pub(super) nullable: bool,
    /// `$dynamicRef`.
    pub(super) dynamic_reference: Option<String>,
    /// `exclusiveMinimum: true`.
    pub(super) exclusive_minimum: bool,
    /// `exclusiveMaximum: true`.
    pub(super) exclusive_maximum: bool,
    /// `additionalItems`.
    pub(super) additional_items: Option<SchemaId>,
}

impl<'t> SchemaReader<'_, 't, '_> {
    /// Returns the schema in `key`.
    pub(super) fn schema_at(&mut self, key: &str, value: &'t Tree) -> Option<SchemaId> {
        match value {
            Tree::Object(_) | Tree::Bool(_) => Some(self.child([key], value)),
            other => {
                self.absent_or_wrong(key, other, "a schema");
                None
            }
        }
    }

    /// Returns the schemas in the array `key`.
    pub(super) fn schema_list(&mut self, key: &str, value: &'t Tree) -> Vec<SchemaId> {
        self.schema_list_if_any(key, value).unwrap_or_default()
    }

    /// Returns the schemas in the array `key`, for keywords whose empty array has a meaning of its
    /// own.
    pub(super) fn schema_list_if_any(
        &mut self,
        key: &str,
        value: &'t Tree,
    ) -> Option<Vec<SchemaId>> {
        let Tree::Array(items) = value else {
            self.absent_or_wrong(key, value, "an array of schemas");
            return None;
        };
        if items.is_empty() && key != "prefixItems" {
            self.ignored(key, format!("`{key}` is empty and has no effect"));
        }
        let items = items.iter().enumerate();
        Some(
            items
                .map(|(index, item)| self.child([key, &index.to_string()], item))
                .collect(),
        )
    }

    /// Returns the schemas in the object `key`.
    pub(super) fn schema_map(&mut self, key: &str, value: &'t Tree) -> Map<SchemaId> {
        let Tree::Object(members) = value else {
            self.absent_or_wrong(key, value, "an object of schemas");
            return Map::default();
        };
        let members = members.iter();
        members
            .map(|(name, member)| (name.clone(), self.child([key, name], member)))
            .collect()
    }

    /// Returns the id of the subschema at `below`, which is read later.
    pub(super) fn child<const N: usize>(&mut self, below: [&str; N], node: &'t Tree) -> SchemaId {
        let (id, new) = self.arena.claim(self.address.join_all(below));
        if new {
            self.work.push((id, node));
        }
        id
    }

    /// Reports a value of the wrong type; null counts as absent.
    pub(super) fn absent_or_wrong(&mut self, key: &str, value: &Tree, wanted: &str) {
        match value {
            Tree::Null => self.ignored(key, format!("`{key}` is null and is ignored")),
            _ => self.wrong(key, value, wanted),
        }
    }

    /// Reports that the value of `key` has the wrong type.
    pub(super) fn wrong(&mut self, key: &str, value: &Tree, wanted: &str) {
        self.wrong_at(self.address.join(key), key, value, wanted);
    }

    /// Reports that the value at `place` has the wrong type.
    pub(super) fn wrong_at(&mut self, place: Address, key: &str, value: &Tree, wanted: &str) {
        let message = format!("`{key}` is {}, not {wanted}", value.kind());
        self.arena
            .context
            .diagnostics
            .report(&KEYWORD_VALUE, place, message);
    }

    /// Warns that the value of `key` is ignored.
    pub(super) fn ignored(&mut self, key: &str, message: String) {
        self.arena
            .context
            .warnings
            .add(&KEYWORD_IGNORED, self.address.join(key), message);
    }

    /// Warns that the value of `key` was repaired.
    pub(super) fn repaired(&mut self, key: &str, message: String) {
        self.arena.context.repaired(self.address.join(key), message);
    }
}
