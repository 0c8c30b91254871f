//! Schemas of a document as the input of the validator.

use std::borrow::Cow;

use codegen_schema::Schema as Validating;

use crate::document::pattern;
use crate::document::schema::{Schema, SchemaId, Schemas, Type};
use crate::tree::Tree;

/// A schema of the document.
#[derive(Clone, Copy, Debug)]
pub(super) struct ArenaSchema<'s> {
    pub(super) schemas: &'s Schemas,
    pub(super) id: SchemaId,
}

impl<'s> ArenaSchema<'s> {
    fn keywords(self) -> &'s Schema {
        &self.schemas[self.id]
    }

    fn at(self, id: SchemaId) -> Self {
        Self { id, ..self }
    }
}

impl PartialEq for ArenaSchema<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<'s> Validating<'s> for ArenaSchema<'s> {
    type Value = Tree;

    fn boolean(self) -> Option<bool> {
        self.keywords().boolean
    }

    fn reference(self) -> Option<Self> {
        Some(self.at(self.keywords().reference?))
    }

    fn types(self) -> Option<impl Iterator<Item = &'s str> + Clone> {
        let types = self.keywords().types.as_deref()?;
        Some(types.iter().map(|ty: &Type| ty.name()))
    }

    fn constant(self) -> Option<&'s Tree> {
        self.keywords().constant.as_ref()
    }

    fn enumeration(self) -> Option<&'s [Tree]> {
        self.keywords().enumeration.as_deref()
    }

    fn flag(self, keyword: &str) -> bool {
        keyword == "uniqueItems" && self.keywords().unique_items
    }

    fn count(self, keyword: &str) -> Option<u64> {
        let schema = self.keywords();
        match keyword {
            "minLength" => schema.min_length,
            "maxLength" => schema.max_length,
            "minItems" => schema.min_items,
            "maxItems" => schema.max_items,
            "minContains" => schema.min_contains,
            "maxContains" => schema.max_contains,
            "minProperties" => schema.min_properties,
            "maxProperties" => schema.max_properties,
            _ => None,
        }
    }

    fn number(self, keyword: &str) -> Option<Cow<'s, str>> {
        let schema = self.keywords();
        let number = match keyword {
            "minimum" => &schema.minimum,
            "maximum" => &schema.maximum,
            "exclusiveMinimum" => &schema.exclusive_minimum,
            "exclusiveMaximum" => &schema.exclusive_maximum,
            "multipleOf" => &schema.multiple_of,
            _ => &None,
        };
        Some(number.as_ref()?.as_str().into())
    }

    fn text(self, keyword: &str) -> Option<&'s str> {
        let pattern = self.keywords().pattern.as_deref();
        pattern.filter(|_| keyword == "pattern")
    }

    fn required(self) -> impl Iterator<Item = &'s str> {
        self.keywords().required.iter().map(String::as_str)
    }

    fn dependents(self, name: &str) -> impl Iterator<Item = &'s str> {
        let names = self.keywords().dependent_required.get(name);
        names.into_iter().flatten().map(String::as_str)
    }

    fn schema(self, keyword: &str) -> Option<Self> {
        let schema = self.keywords();
        let id = match keyword {
            "not" => schema.not,
            "if" => schema.if_,
            "then" => schema.then,
            "else" => schema.else_,
            "additionalProperties" => schema.additional_properties,
            "unevaluatedProperties" => schema.unevaluated_properties,
            "propertyNames" => schema.property_names,
            "items" => schema.items,
            "unevaluatedItems" => schema.unevaluated_items,
            "contains" => schema.contains,
            _ => None,
        };
        Some(self.at(id?))
    }

    fn list(self, keyword: &str) -> Option<impl Iterator<Item = Self>> {
        let schema = self.keywords();
        let list = match keyword {
            "allOf" => Some(&schema.all_of),
            "anyOf" => schema.any_of.as_ref(),
            "oneOf" => schema.one_of.as_ref(),
            "prefixItems" => Some(&schema.prefix_items),
            _ => None,
        };
        Some(list?.iter().map(move |id| self.at(*id)))
    }

    fn table(self, keyword: &str) -> impl Iterator<Item = (&'s str, Self)> {
        let schema = self.keywords();
        let table = match keyword {
            "patternProperties" => Some(&schema.pattern_properties),
            "dependentSchemas" => Some(&schema.dependent_schemas),
            _ => None,
        };
        let rows = table.into_iter().flatten();
        rows.map(move |(name, id)| (&**name, self.at(*id)))
    }

    fn property(self, name: &str) -> Option<Self> {
        Some(self.at(*self.keywords().properties.get(name)?))
    }

    /// Returns `None` if matching could take too long.
    fn matches(self, pattern: &str, text: &str) -> Option<bool> {
        pattern::try_match(pattern, text)
    }
}
