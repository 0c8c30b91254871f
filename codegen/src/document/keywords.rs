//! A schema object in, its keywords in the model out.

use super::arena::{Role, SchemaArena};
use super::dialect;
use super::keyword::{CHECKED_FORMAT, Form, keyword_table};
use super::reference::{fragment, whole_reference};
use super::schema::{Discriminator, KEYWORD_NAMES, Map, Schema, SchemaId};
use super::schema_reader::{LegacyKeywords, SchemaReader};
use super::version::Version;
use crate::diagnostic::Place;
use crate::diagnostic::catalogue::{KEYWORD_IGNORED, KEYWORD_VALUE, REF_CYCLE, UNKNOWN_KEYWORD};
use crate::diagnostic::spelling::closest_name;
use crate::extension::ExtendedObject;
use crate::pointer::Address;
use crate::tree::{Number, Object, Tree};

/// Reads keywords by the table.
macro_rules! read_by_table {
    (
        modelled {
            $($(#[$doc:meta])* $name:literal, $field:ident: $ty:ty, $kind:expr, $enforced_by:ident,
                $form:ident, $read:ident;)*
        }
        folded { $($($folded:literal)|+, $folded_form:ident, $fold:ident;)* }
    ) => {
        impl<'t> SchemaReader<'_, 't, '_> {
            /// Reads a keyword, and returns whether it is one.
            fn read_keyword(&mut self, key: &str, value: &'t Tree) -> bool {
                let reader = self;
                match key {
                    $($name => reader.schema.$field = reader.$read(key, value),)*
                    $($($folded)|+ => reader.$fold(key, value),)*
                    _ => return false,
                }
                true
            }

            /// Reads a keyword without subschemas; ignores any other.
            fn read_data(&mut self, key: &str, value: &Tree) {
                let reader = self;
                match key {
                    $($name => if_data!(
                        $form,
                        reader.schema.$field = reader.$read(key, value)
                    ),)*
                    $($($folded)|+ => if_data!($folded_form, reader.$fold(key, value)),)*
                    _ => {}
                }
            }
        }

        /// Returns the form of the value of a keyword.
        fn form_of(key: &str) -> Option<Form> {
            match key {
                $($name => Some(Form::$form),)*
                $($($folded)|+ => Some(Form::$folded_form),)*
                _ => None,
            }
        }
    };
}

macro_rules! if_data {
    (Data, $read:expr) => {
        $read
    };
    ($other:ident, $read:expr) => {{}};
}

keyword_table!(read_by_table);

/// The member of a discriminator with the schema for values that are not mapped.
const DEFAULT_MAPPING: &str = "defaultMapping";

/// The member of an XML Object that OpenAPI 3.2 added, with its values.
const NODE_TYPE: &str = "nodeType";
const NODE_TYPES: [&str; 5] = ["element", "attribute", "text", "cdata", "none"];

/// Keywords whose value may be an object with a `$ref`: data and prose.
const MAY_BE_REFERENCE: [&str; 11] = [
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

/// Returns the form of the value of a keyword, if an object with a `$ref` in its place can only be
/// a reference.
fn form_behind_reference(key: &str) -> Option<Form> {
    let form = form_of(key)?;
    match form {
        Form::Schema => None,
        Form::Data if MAY_BE_REFERENCE.contains(&key) => None,
        Form::Data | Form::List | Form::Map => Some(form),
    }
}

/// Reads the schema `id` from its `node`. Its subschemas are added to `work`.
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
    /// Reads a Reference Object of 3.0: members beside the `$ref` are ignored, except annotations.
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

    /// Reads a member of the schema object.
    fn keyword(&mut self, key: &str, value: &'t Tree) {
        if key.starts_with("x-") {
            let context = &mut self.arena.context;
            context.check_extension(Some(ExtendedObject::Schema), key, value, &self.address);
            self.schema.extensions.insert(key.to_owned(), value.clone());
            return;
        }
        if let (Tree::Object(members), Some(text)) = (value, whole_reference(value))
            && let Some(form) = form_behind_reference(key)
        {
            self.whole(key, form, text, members);
            return;
        }
        if self.read_keyword(key, value) {
            return;
        }
        let message = format!("unknown keyword `{key}` is ignored");
        let place = Place::Key(self.address.join(key));
        let warnings = &mut self.arena.context.warnings;
        if let Some(help) = warnings.add(&UNKNOWN_KEYWORD, place, message) {
            let names = KEYWORD_NAMES.iter().copied();
            let names = names.filter(|it| *it != CHECKED_FORMAT);
            let meant = closest_name(key, names).filter(|meant| meant.len() > 2);
            *help = meant.map(|meant| format!("did you mean `{meant}`?"));
        }
    }

    /// Reads a keyword whose value is a whole reference, possibly with members beside it.
    fn whole(&mut self, key: &str, form: Form, text: &str, members: &'t Object) {
        let message = format!("`{key}` must not be a `$ref`; the reference is followed");
        self.repaired(key, message);
        let Some(target) = self.followed(key, text) else {
            return;
        };
        let tree = self.arena.context.files.tree(target.file);
        let Some(node) = tree.at(&target.pointer) else {
            return;
        };
        match (form, node) {
            (Form::Map, Tree::Object(found)) => {
                let found = found.keys();
                let found = found.map(|name| (name.clone(), self.arena.place(target.join(name))));
                let mut map: Map<SchemaId> = found.collect();
                for (name, member) in members.iter().filter(|(name, _)| *name != "$ref") {
                    map.insert(name.clone(), self.child([key, name], member));
                }
                if let Some(field) = self.schema.value_mut(key) {
                    field.set_map(map);
                }
            }
            (Form::List, Tree::Array(items)) => {
                let places = (0..items.len()).map(|index| target.join(&index.to_string()));
                let list = places.map(|place| self.arena.place(place)).collect();
                if let Some(field) = self.schema.value_mut(key) {
                    field.set_list(list);
                }
            }
            (Form::Map, _) => self.wrong_at(target, key, node, "an object of schemas"),
            (Form::List, _) => self.wrong_at(target, key, node, "an array of schemas"),
            (Form::Schema | Form::Data, _) => self.read_data(key, node),
        }
    }

    /// Returns the target of the whole reference in `key`; reports one without a target.
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
                    let message = "the `$ref` refers back to itself";
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

    /// Ignores a keyword that does not limit values.
    #[expect(clippy::unused_self, reason = "the table calls methods")]
    fn ignore(&mut self, _key: &str, _value: &Tree) {}

    /// The value of a keyword that no document has.
    #[allow(clippy::unused_self)] // The table calls methods.
    fn no_text(&mut self, _key: &str, _value: &Tree) -> Option<String> {
        None
    }

    /// Checks an XML Object, which bindings do not use.
    fn xml(&mut self, key: &str, value: &Tree) {
        let Some(node_type) = value.get(NODE_TYPE) else {
            return;
        };
        let place = self.address.join_all([key, NODE_TYPE]);
        self.arena.report_early("`nodeType`", place.clone());
        let warnings = &mut self.arena.context.warnings;
        if !node_type
            .as_str()
            .is_some_and(|it| NODE_TYPES.contains(&it))
        {
            let message = format!("`{NODE_TYPE}` is none of `{}`", NODE_TYPES.join("`, `"));
            warnings.add(&KEYWORD_IGNORED, place, message);
        }
        for older in ["attribute", "wrapped"] {
            if value.get(older).is_some() {
                let message = format!("`{older}` has no effect beside `{NODE_TYPE}`");
                let place = self.address.join_all([key, older]);
                warnings.add(&KEYWORD_IGNORED, Place::Key(place), message);
            }
        }
    }

    fn identifier(&mut self, key: &str, value: &Tree) {
        if let Some(text) = self.text(key, value) {
            self.arena.name_id(self.id, &text);
        }
    }

    fn anchor(&mut self, key: &str, value: &Tree) {
        if let Some(name) = self.text(key, value) {
            self.arena.name_anchor(self.id, &name);
        }
    }

    /// Ignores definitions, which only `$ref`s use.
    fn definitions(&mut self, key: &str, value: &'t Tree) {
        self.schema_map(key, value);
    }

    /// Reads `$ref`, which is resolved when all schemas have been read.
    fn reference(&mut self, key: &str, value: &Tree) -> Option<SchemaId> {
        let Tree::String(text) = value else {
            self.wrong(key, value, "a string");
            return None;
        };
        self.refers = true;
        self.arena
            .refer(self.id, Role::Reference, text, self.address.join(key));
        None
    }

    fn dynamic_anchor(&mut self, key: &str, value: &Tree) {
        if let Some(name) = self.text(key, value) {
            self.arena.name_anchor(self.id, &name);
            self.arena.dynamic_anchors.push((name, self.id));
        }
    }

    /// Reads `$dynamicRef`, which becomes a `$ref`, here or in a part.
    fn dynamic_reference(&mut self, key: &str, value: &Tree) {
        self.legacy.dynamic_reference = self.text(key, value);
    }

    fn recursive_anchor(&mut self, _key: &str, _value: &Tree) {
        self.arena.name_recursive(self.id);
    }

    /// Reads `$recursiveRef: '#'` of draft 2019-09: the innermost enclosing schema with a
    /// `$recursiveAnchor`.
    fn recursive_reference(&mut self, key: &str, _value: &Tree) {
        let place = self.address.join(key);
        match self.arena.recursive_around(&self.address) {
            Some(pointer) => {
                self.refers = true;
                self.arena
                    .refer(self.id, Role::Reference, &fragment(&pointer), place);
            }
            None => self.ignored(
                key,
                format!("`{key}` has no enclosing schema with a `$recursiveAnchor`"),
            ),
        }
    }

    /// Reads `items`, and its older tuple form, which is now `prefixItems`.
    fn items(&mut self, key: &str, value: &'t Tree) -> Option<SchemaId> {
        if let Tree::Array(_) = value {
            self.repaired(key, "`items` is an array; read as `prefixItems`".to_owned());
            self.schema.prefix_items = self.schema_list(key, value);
            return self.schema.items;
        }
        self.schema_at(key, value)
    }

    fn additional_items(&mut self, key: &str, value: &'t Tree) {
        self.legacy.additional_items = self.schema_at(key, value);
    }

    /// Reads `exclusiveMinimum`, and its older boolean form.
    fn exclusive_minimum(&mut self, key: &str, value: &Tree) -> Option<Number> {
        if let Tree::Bool(value) = value {
            self.legacy.exclusive_minimum = value.is_true();
            return self.schema.exclusive_minimum.take();
        }
        self.number(key, value)
    }

    /// Reads `exclusiveMaximum`, and its older boolean form.
    fn exclusive_maximum(&mut self, key: &str, value: &Tree) -> Option<Number> {
        if let Tree::Bool(value) = value {
            self.legacy.exclusive_maximum = value.is_true();
            return self.schema.exclusive_maximum.take();
        }
        self.number(key, value)
    }

    fn nullable(&mut self, key: &str, value: &Tree) {
        self.legacy.nullable = self.flag(key, value);
    }

    /// Reads a value of any type.
    #[expect(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "the table calls methods that return what the field holds"
    )]
    fn any_value(&mut self, _key: &str, value: &Tree) -> Option<Tree> {
        Some(value.clone())
    }

    fn example(&mut self, key: &str, value: &Tree) {
        let place = self.address.join(key);
        self.schema.examples.insert(0, (place, value.clone()));
    }

    /// Reads `dependencies`, which is now `dependentRequired` and `dependentSchemas`.
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

    fn discriminator(&mut self, key: &str, value: &Tree) -> Option<Box<Discriminator>> {
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
            return None;
        };
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
        let place = self.address.join_all([key, DEFAULT_MAPPING]);
        match value.get(DEFAULT_MAPPING) {
            None => {}
            Some(Tree::String(text)) => {
                let what = format!("`{DEFAULT_MAPPING}`");
                self.arena.report_early(&what, place.clone());
                self.arena.refer(self.id, Role::DefaultMapping, text, place);
            }
            Some(other) => self.wrong_at(place, DEFAULT_MAPPING, other, "a string"),
        }
        Some(Box::new(Discriminator {
            property: property.clone(),
            mapping: Map::default(),
            default: None,
        }))
    }

    /// Reads the array `examples`. Some documents have a map of example objects here, as in a media
    /// type.
    fn examples(&mut self, key: &str, value: &Tree) -> Vec<(Address, Tree)> {
        let place = self.address.join(key);
        let mut examples = std::mem::take(&mut self.schema.examples);
        match value {
            Tree::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let place = place.join(&index.to_string());
                    examples.push((place, item.clone()));
                }
            }
            Tree::Object(object) if object.values().all(|item| item.get("value").is_some()) => {
                self.repaired(
                    key,
                    "a schema's `examples` is an object, not an array".into(),
                );
                for (name, item) in &**object {
                    let value = item.get("value").cloned().unwrap_or_default();
                    examples.push((place.join_all([name, "value"]), value));
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
        examples
    }
}
