//! One schema object in, its keywords in the model out.

use indexmap::IndexMap;

use super::arena::{Role, SchemaArena};
use super::dialect;
use super::reference::{fragment, whole_reference};
use super::schema::{Discriminator, Schema, SchemaId};
use super::schema_reader::{LegacyKeywords, SchemaReader};
use super::version::Version;
use crate::diagnostic::Place;
use crate::diagnostic::catalogue::{KEYWORD_VALUE, REF_CYCLE, UNKNOWN_KEYWORD};
use crate::diagnostic::spelling::closest_name;
use crate::extension::ExtendedObject;
use crate::pointer::Address;
use crate::tree::{Object, Tree};

/// Keywords and how each is read. From a table follow the reading and the names that a misspelt keyword
/// may have been.
macro_rules! keywords {
    (
        $names:ident, $(#[doc = $doc:literal])+
        $read:ident($reader:ident, $key:ident, $value:ident: $tree:ty);
        $($($name:literal)|+ => $body:expr,)*
    ) => {
        const $names: &[&str] = &[$($($name),+),*];

        impl<'t> SchemaReader<'_, 't, '_> {
            $(#[doc = $doc])+
            fn $read(&mut $reader, $key: &str, $value: $tree) -> bool {
                match $key {
                    $($($name)|+ => $body,)*
                    _ => return false,
                }
                true
            }
        }
    };
}

keywords! {
    WITH_SCHEMAS,
    /// Reads a keyword that has schemas in it or names one; whether it is one.
    schemas_of(self, key, value: &'t Tree);
    "$ref" | "$dynamicRef" => self.reference(key, value),
    "$recursiveRef" => self.recursive_reference(key),
    "$recursiveAnchor" => self.arena.name_recursive(self.id),
    "$anchor" | "$dynamicAnchor" => {
        if let Some(name) = self.text(key, value) {
            self.arena.name_anchor(self.id, &name);
        }
    },
    "$id" => {
        if let Some(text) = self.text(key, value) {
            self.arena.name_id(self.id, &text);
        }
    },
    "$defs" | "definitions" => {
        // Nothing here refers to them but `$ref`s.
        self.schema_map(key, value);
    },
    "allOf" => self.schema.all_of = self.schema_list(key, value).unwrap_or_default(),
    "anyOf" => self.schema.any_of = self.schema_list(key, value),
    "oneOf" => self.schema.one_of = self.schema_list(key, value),
    "not" => self.schema.not = self.schema_at(key, value),
    "if" => self.schema.if_ = self.schema_at(key, value),
    "then" => self.schema.then = self.schema_at(key, value),
    "else" => self.schema.else_ = self.schema_at(key, value),
    "properties" => self.schema.properties = self.schema_map(key, value),
    "patternProperties" => self.schema.pattern_properties = self.schema_map(key, value),
    "additionalProperties" => {
        self.schema.additional_properties = self.schema_at(key, value);
    },
    "unevaluatedProperties" => {
        self.schema.unevaluated_properties = self.schema_at(key, value);
    },
    "propertyNames" => self.schema.property_names = self.schema_at(key, value),
    "dependencies" => self.dependencies(key, value),
    "dependentSchemas" => self.schema.dependent_schemas = self.schema_map(key, value),
    "items" => self.items(key, value),
    "additionalItems" => self.legacy.additional_items = self.schema_at(key, value),
    "prefixItems" => {
        self.schema.prefix_items = self.schema_list(key, value).unwrap_or_default();
    },
    "unevaluatedItems" => self.schema.unevaluated_items = self.schema_at(key, value),
    "contains" => self.schema.contains = self.schema_at(key, value),
    "contentSchema" => self.schema.content_schema = self.schema_at(key, value),
}

keywords! {
    WITHOUT_SCHEMAS,
    /// Reads a keyword that has no schemas in it; whether it is one.
    data_of(self, key, value: &Tree);
    // These say nothing about values.
    "$schema" | "$comment" | "$vocabulary" | "xml" | "externalDocs" => {},
    "type" => self.schema.types = self.types(key, value),
    "enum" => self.schema.enumeration = self.values(key, value),
    "const" => self.schema.constant = Some(value.clone()),
    "discriminator" => self.discriminator(key, value),
    "required" => self.schema.required = self.required(key, value),
    "dependentRequired" => self.dependent_required(key, value),
    "minProperties" => self.schema.min_properties = self.count(key, value),
    "maxProperties" => self.schema.max_properties = self.count(key, value),
    "minContains" => self.schema.min_contains = self.count(key, value),
    "maxContains" => self.schema.max_contains = self.count(key, value),
    "minItems" => self.schema.min_items = self.count(key, value),
    "maxItems" => self.schema.max_items = self.count(key, value),
    "uniqueItems" => self.schema.unique_items = self.flag(key, value),
    "minimum" => self.schema.minimum = self.number(key, value),
    "maximum" => self.schema.maximum = self.number(key, value),
    "exclusiveMinimum" => match value {
        Tree::Bool(value) => self.legacy.exclusive_minimum = value.is_true(),
        value => self.schema.exclusive_minimum = self.number(key, value),
    },
    "exclusiveMaximum" => match value {
        Tree::Bool(value) => self.legacy.exclusive_maximum = value.is_true(),
        value => self.schema.exclusive_maximum = self.number(key, value),
    },
    "multipleOf" => self.schema.multiple_of = self.divisor(key, value),
    "minLength" => self.schema.min_length = self.count(key, value),
    "maxLength" => self.schema.max_length = self.count(key, value),
    "pattern" => self.schema.pattern = self.pattern(key, value),
    "format" => self.schema.format = self.text(key, value),
    "contentEncoding" => self.schema.content_encoding = self.text(key, value),
    "contentMediaType" => self.schema.content_media_type = self.text(key, value),
    "title" => self.schema.title = self.prose(key, value),
    "description" => self.schema.description = self.prose(key, value),
    "default" => self.schema.default = Some(value.clone()),
    "example" => {
        self.schema
            .examples
            .insert(0, (self.address.join(key), value.clone()));
    },
    "examples" => self.examples(key, value),
    "deprecated" => self.schema.deprecated = self.flag(key, value),
    "readOnly" => self.schema.read_only = self.flag(key, value),
    "writeOnly" => self.schema.write_only = self.flag(key, value),
    "nullable" => self.legacy.nullable = self.flag(key, value),
}

/// The keywords with schemas by name, and those with a list of them.
const MAPS: &[&str] = &[
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
];
const LISTS: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];

/// Whether a keyword without schemas has no use for an object with a `$ref` but as a reference: it is
/// neither data nor prose.
fn takes_whole(key: &str) -> bool {
    let other = [
        "const",
        "default",
        "example",
        "examples",
        "title",
        "description",
        "xml",
        "externalDocs",
        "$schema",
        "$comment",
        "$vocabulary",
    ];
    WITHOUT_SCHEMAS.contains(&key) && !other.contains(&key)
}

/// Reads the schema `id` from its `node`, but not those below it: they go to `work`.
pub(super) fn read_keywords<'t>(
    arena: &mut SchemaArena<'_>,
    id: SchemaId,
    node: &'t Tree,
    work: &mut Vec<(SchemaId, &'t Tree)>,
) {
    let address = arena.address(id).clone();
    match node {
        Tree::Bool(value) => {
            arena.fill(
                id,
                Schema {
                    boolean: Some(value.is_true()),
                    ..Schema::default()
                },
            );
        }
        Tree::Null => arena
            .context
            .repaired(address, "a schema is null; read as `{}`"),
        Tree::Object(object) => {
            let (schema, legacy) = (Schema::default(), LegacyKeywords::default());
            let refers = false;
            let mut reader = SchemaReader {
                arena,
                id,
                address,
                schema,
                legacy,
                refers,
                work,
            };
            match object.get("$ref") {
                Some(Tree::String(_)) if reader.arena.version == Version::V30 => {
                    reader.reference_only(object);
                }
                _ => reader.all(object),
            }
            let schema = reader.schema;
            arena.fill(id, schema);
        }
        other => {
            let message = format!("a schema is an object, not {}", other.kind());
            arena
                .context
                .diagnostics
                .report(&KEYWORD_VALUE, address, message);
        }
    }
}

impl<'t> SchemaReader<'_, 't, '_> {
    /// 3.0's Reference Object: what stands beside the `$ref` does not count, unless it says
    /// nothing about values.
    fn reference_only(&mut self, object: &'t Object) {
        for (key, value) in object {
            match key.as_str() {
                "$ref" | "description" => self.keyword(key, value),
                _ if key.starts_with("x-") => self.keyword(key, value),
                _ => {
                    let message = format!("`{key}` beside a `$ref` has no effect in OpenAPI 3.0");
                    self.ignored(key, message);
                }
            }
        }
    }

    fn all(&mut self, object: &'t Object) {
        for (key, value) in object {
            self.keyword(key, value);
        }
        dialect::fold(self);
    }

    /// Reads one member of the schema object.
    fn keyword(&mut self, key: &str, value: &'t Tree) {
        if key.starts_with("x-") {
            let context = &mut self.arena.context;
            context.check_extension(ExtendedObject::Schema, key, value, &self.address);
            self.schema.extensions.insert(key.to_owned(), value.clone());
            return;
        }
        if let (Tree::Object(members), Some(text)) = (value, whole_reference(value))
            && (MAPS.contains(&key) || LISTS.contains(&key) || takes_whole(key))
        {
            self.whole(key, text, members);
            return;
        }
        if self.schemas_of(key, value) || self.data_of(key, value) {
            return;
        }
        let message = format!("`{key}` is not a keyword of schemas, and has no effect");
        let place = Place::Key(self.address.join(key));
        let warnings = &mut self.arena.context.warnings;
        if let Some(help) = warnings.add(&UNKNOWN_KEYWORD, place, message) {
            let names = WITH_SCHEMAS.iter().chain(WITHOUT_SCHEMAS).copied();
            let meant = closest_name(key, names).filter(|meant| meant.len() > 2);
            *help = meant.map(|meant| format!("did you mean `{meant}`?"));
        }
    }

    /// Reads a keyword whose value is a reference as a whole, perhaps with members beside it.
    fn whole(&mut self, key: &str, text: &str, members: &'t Object) {
        let message = format!("`{key}` is a `$ref` as a whole, which it cannot be; followed");
        self.repaired(key, message);
        let Some(target) = self.followed(key, text) else {
            return;
        };
        let tree = self.arena.context.files.tree(target.file);
        match tree.at(&target.pointer) {
            Some(Tree::Object(found)) if MAPS.contains(&key) => {
                let found = found.keys();
                let found = found.map(|name| (name.clone(), self.arena.place(target.join(name))));
                let mut map: IndexMap<String, SchemaId> = found.collect();
                for (name, member) in members.iter().filter(|(name, _)| *name != "$ref") {
                    map.insert(name.clone(), self.child([key, name], member));
                }
                match key {
                    "properties" => self.schema.properties = map,
                    "patternProperties" => self.schema.pattern_properties = map,
                    "dependentSchemas" => self.schema.dependent_schemas = map,
                    _ => {}
                }
            }
            Some(Tree::Array(items)) if LISTS.contains(&key) => {
                let places = (0..items.len()).map(|index| target.join(&index.to_string()));
                let list: Vec<SchemaId> = places.map(|place| self.arena.place(place)).collect();
                match key {
                    "allOf" => self.schema.all_of = list,
                    "anyOf" => self.schema.any_of = Some(list),
                    "oneOf" => self.schema.one_of = Some(list),
                    _ => self.schema.prefix_items = list,
                }
            }
            Some(node) if MAPS.contains(&key) => {
                self.wrong_at(target, key, node, "an object of schemas");
            }
            Some(node) if LISTS.contains(&key) => {
                self.wrong_at(target, key, node, "an array of schemas");
            }
            Some(node) => {
                self.data_of(key, node);
            }
            None => {}
        }
    }

    /// Where the value of `key` stands, a reference as a whole; reported if that is nowhere.
    fn followed(&mut self, key: &str, text: &str) -> Option<Address> {
        let mut place = self.address.join_all([key, "$ref"]);
        let mut text = text.to_owned();
        let mut passed = Vec::new();
        loop {
            let target = self.arena.context.follow(&text, &place)?;
            let node = self.arena.context.files.node(&target);
            match node.and_then(whole_reference) {
                None => return Some(target),
                Some(_) if passed.contains(&target) => {
                    let message = "the `$ref` leads back to itself";
                    let diagnostics = &mut *self.arena.context.diagnostics;
                    diagnostics.report(&REF_CYCLE, target.join("$ref"), message);
                    return None;
                }
                Some(next) => next.clone_into(&mut text),
            }
            place = target.join("$ref");
            passed.push(target);
        }
    }

    /// `$ref`. A `$dynamicRef` is read as one: where nothing is overridden, that is what it is.
    fn reference(&mut self, key: &str, value: &Tree) {
        let Tree::String(text) = value else {
            self.wrong(key, value, "a string");
            return;
        };
        if key == "$dynamicRef" {
            self.ignored(key, "`$dynamicRef` is read as `$ref`".to_owned());
        }
        self.refers = true;
        self.arena
            .refer(self.id, Role::Reference, text, self.address.join(key));
    }

    /// `$recursiveRef: '#'` of the draft before: the nearest schema around with a
    /// `$recursiveAnchor`, which were read before.
    fn recursive_reference(&mut self, key: &str) {
        let place = self.address.join(key);
        match self.arena.recursive_around(&self.address) {
            Some(pointer) => {
                self.refers = true;
                self.arena
                    .refer(self.id, Role::Reference, &fragment(&pointer), place);
            }
            None => self.ignored(key, format!("`{key}` has no `$recursiveAnchor` around it")),
        }
    }

    /// `items`, and the older tuple form of it, which became `prefixItems`.
    fn items(&mut self, key: &str, value: &'t Tree) {
        if let Tree::Array(_) = value {
            self.repaired(key, "`items` is an array; read as `prefixItems`".to_owned());
            self.schema.prefix_items = self.schema_list(key, value).unwrap_or_default();
        } else {
            self.schema.items = self.schema_at(key, value);
        }
    }

    /// `dependencies`, which became `dependentRequired` and `dependentSchemas`.
    fn dependencies(&mut self, key: &str, value: &'t Tree) {
        let Tree::Object(members) = value else {
            self.absent_or_wrong(key, value, "an object");
            return;
        };
        for (name, member) in &**members {
            if let Tree::Array(_) = member {
                let names = self.names(key, member);
                self.schema.dependent_required.insert(name.clone(), names);
            } else {
                let id = self.child([key, name], member);
                self.schema.dependent_schemas.insert(name.clone(), id);
            }
        }
    }

    fn discriminator(&mut self, key: &str, value: &Tree) {
        let property = match value {
            // As OpenAPI 2 had it.
            Tree::String(name) => {
                self.repaired(
                    key,
                    "`discriminator` is a string; read as `propertyName`".into(),
                );
                Some(name)
            }
            Tree::Object(object) => match object.get("propertyName") {
                Some(Tree::String(name)) => Some(name),
                _ => None,
            },
            _ => None,
        };
        let Some(property) = property else {
            self.wrong(key, value, "an object with a `propertyName`");
            return;
        };
        self.schema.discriminator = Some(Discriminator {
            property: property.clone(),
            mapping: IndexMap::new(),
        });
        let place = self.address.join_all([key, "mapping"]);
        match value.get("mapping") {
            None | Some(Tree::Null) => {}
            Some(Tree::Object(mapping)) => {
                for (name, target) in &**mapping {
                    match target {
                        Tree::String(text) => {
                            let role = Role::Mapping(name.clone());
                            self.arena.refer(self.id, role, text, place.join(name));
                        }
                        _ => self.wrong_at(place.join(name), name, target, "a string"),
                    }
                }
            }
            Some(other) => self.wrong_at(place, "mapping", other, "an object"),
        }
    }

    /// `examples`: a list. Media types have maps of example objects under that name, which are
    /// sometimes written here as well.
    fn examples(&mut self, key: &str, value: &Tree) {
        let place = self.address.join(key);
        match value {
            Tree::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let place = place.join(&index.to_string());
                    self.schema.examples.push((place, item.clone()));
                }
            }
            Tree::Object(object) if object.values().all(|item| item.get("value").is_some()) => {
                self.repaired(
                    key,
                    "a schema's `examples` is an object, not an array".into(),
                );
                for (name, item) in &**object {
                    let value = item.get("value").cloned().unwrap_or_default();
                    self.schema
                        .examples
                        .push((place.join_all([name, "value"]), value));
                }
            }
            other => {
                let message = format!(
                    "`examples` is {}, not an array, and is ignored",
                    other.kind()
                );
                self.ignored(key, message);
            }
        }
    }
}
