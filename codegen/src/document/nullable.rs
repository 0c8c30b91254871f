//! A schema in, the same schema or null out.

use std::mem;

use super::schema::{Schema, SchemaId, Schemas, Type};
use crate::tree::Tree;

impl Schemas {
    /// Has a schema allow null beside what it allows. One that is made of others becomes an `anyOf` of
    /// what it was and null; what it says about itself, and not about its values, stays where it is.
    pub(crate) fn admit_null(&mut self, id: SchemaId) {
        let address = self.address(id).clone();
        let schema = &mut self.arena[id.0 as usize];
        let is_composed = schema.reference.is_some()
            || !schema.all_of.is_empty()
            || schema.any_of.is_some()
            || schema.one_of.is_some()
            || schema.not.is_some()
            || schema.if_.is_some();
        if !is_composed {
            if let Some(types) = &mut schema.types
                && !types.contains(&Type::Null)
            {
                types.push(Type::Null);
            }
            if let Some(constant) = schema.constant.take() {
                schema.enumeration = Some(vec![constant]);
            }
            if let Some(values) = &mut schema.enumeration
                && !values.contains(&Tree::Null)
            {
                values.push(Tree::Null);
            }
            return;
        }
        let whole = mem::take(schema);
        let around = Schema {
            title: whole.title.clone(),
            description: whole.description.clone(),
            default: whole.default.clone(),
            examples: whole.examples.clone(),
            deprecated: whole.deprecated,
            read_only: whole.read_only,
            write_only: whole.write_only,
            extensions: whole.extensions.clone(),
            ..Schema::default()
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
        let value = self.add(value, address.clone());
        let null = self.add(null, address);
        self.arena[id.0 as usize] = Schema {
            any_of: Some(vec![value, null]),
            ..around
        };
    }
}
