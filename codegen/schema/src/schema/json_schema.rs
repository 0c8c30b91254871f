//! Schemas in JSON.

use std::borrow::Cow;
use std::{ptr, slice};

use serde_json::{Map, Value};

use super::validator::Schema;

/// A schema in JSON. References are resolved within the same JSON.
#[derive(Clone, Copy, Debug)]
pub struct JsonSchema<'s> {
    root: &'s Value,
    here: &'s Value,
}

impl<'s> JsonSchema<'s> {
    /// Creates a schema from its root.
    #[must_use]
    pub const fn new(root: &'s Value) -> Self {
        Self { root, here: root }
    }

    fn keywords(self) -> Option<&'s Map<String, Value>> {
        self.here.as_object()
    }

    fn get(self, keyword: &str) -> Option<&'s Value> {
        self.keywords()?.get(keyword)
    }

    fn members(self, keyword: &str) -> impl Iterator<Item = (&'s String, &'s Value)> + use<'s> {
        let table = self.get(keyword).and_then(Value::as_object);
        table.into_iter().flatten()
    }

    fn at(self, here: &'s Value) -> Self {
        Self { here, ..self }
    }
}

impl PartialEq for JsonSchema<'_> {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.here, other.here)
    }
}

impl<'s> Schema<'s> for JsonSchema<'s> {
    type Value = Value;

    fn boolean(self) -> Option<bool> {
        self.here.as_bool()
    }

    fn reference(self) -> Option<Self> {
        let pointer = self.get("$ref")?.as_str()?.strip_prefix('#')?;
        Some(self.at(self.root.pointer(pointer)?))
    }

    fn types(self) -> Option<impl Iterator<Item = &'s str> + Clone> {
        let names = match self.get("type")? {
            Value::Array(names) => names,
            name => slice::from_ref(name),
        };
        Some(names.iter().filter_map(Value::as_str))
    }

    fn constant(self) -> Option<&'s Value> {
        self.get("const")
    }

    fn enumeration(self) -> Option<&'s [Value]> {
        Some(items(self.get("enum")?))
    }

    fn flag(self, keyword: &str) -> bool {
        self.get(keyword).and_then(Value::as_bool) == Some(true)
    }

    fn count(self, keyword: &str) -> Option<u64> {
        self.get(keyword)?.as_u64()
    }

    fn number(self, keyword: &str) -> Option<Cow<'s, str>> {
        Some(self.get(keyword)?.as_number()?.to_string().into())
    }

    fn text(self, keyword: &str) -> Option<&'s str> {
        self.get(keyword)?.as_str()
    }

    fn required(self) -> impl Iterator<Item = &'s str> {
        texts(self.get("required"))
    }

    fn dependents(self, name: &str) -> impl Iterator<Item = &'s str> {
        let lists = self.get("dependentRequired");
        texts(lists.and_then(|lists| lists.get(name)))
    }

    fn schema(self, keyword: &str) -> Option<Self> {
        Some(self.at(self.get(keyword)?))
    }

    fn list(self, keyword: &str) -> Option<impl Iterator<Item = Self>> {
        let schemas = items(self.get(keyword)?);
        Some(schemas.iter().map(move |schema| self.at(schema)))
    }

    fn table(self, keyword: &str) -> impl Iterator<Item = (&'s str, Self)> {
        let members = self.members(keyword);
        members.map(move |(name, schema)| (&**name, self.at(schema)))
    }

    fn property(self, name: &str) -> Option<Self> {
        Some(self.at(self.get("properties")?.get(name)?))
    }
}

/// Returns the items of an array, and none of other values.
fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn texts(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.into_iter().flat_map(items).filter_map(Value::as_str)
}
