//! A document in, its described schemas and parameters out.

use std::borrow::Cow;

use crate::extension;
use crate::pointer::Pointer;
use crate::prose::Prose;
use crate::tree::{Object, Tree};

/// The maximum number of schemas that a schema is composed of.
const MOST_PARTS: usize = 32;

/// A schema or a parameter with a description.
#[derive(Debug)]
pub(super) struct Described<'t> {
    /// The node that has the description.
    pub(super) node: Pointer,
    /// Whether it is a parameter or a header, whose keywords are in its `schema`.
    pub(super) is_parameter: bool,
    /// The name of the member or parameter; empty for any other schema.
    pub(super) name: &'t str,
    /// The object that has the member.
    pub(super) parent: Option<Parent<'t>>,
    pub(super) prose: Prose,
    /// The schema, and those it refers to or is composed of.
    pub(super) parts: Vec<&'t Object>,
    /// The JSON types of its values, without null.
    pub(super) types: Vec<&'t str>,
    pub(super) is_30: bool,
}

/// The object schema that a member belongs to.
#[derive(Clone, Debug)]
pub(super) struct Parent<'t> {
    pub(super) node: Pointer,
    pub(super) schema: &'t Object,
    pub(super) properties: &'t Object,
}

impl<'t> Described<'t> {
    /// Whether values may have one of these types.
    pub(super) fn has_type(&self, types: &[&str]) -> bool {
        self.types.iter().any(|it| types.contains(it))
    }

    /// Returns the value of a keyword in the schema or what it refers to.
    pub(super) fn keyword(&self, key: &str) -> Option<&'t Tree> {
        self.parts.iter().find_map(|part| part.get(key))
    }

    /// Returns the values of the enum, of all parts.
    pub(super) fn values(&self) -> impl Iterator<Item = &'t Tree> {
        let lists = self.parts.iter().filter_map(|part| part.get("enum"));
        lists.filter_map(Tree::as_array).flatten()
    }

    /// Returns the examples of the schema.
    pub(super) fn examples(&self) -> impl Iterator<Item = &'t Tree> {
        let single = self.parts.iter().filter_map(|part| part.get("example"));
        let lists = self.parts.iter().filter_map(|part| part.get("examples"));
        single.chain(lists.filter_map(Tree::as_array).flatten())
    }

    /// Returns the words of the name in lower case: `max`, `retries` for `maxRetries`.
    pub(super) fn name_words(&self) -> Vec<String> {
        split_name(self.name)
    }

    /// Whether a noun is in the name, in the singular or the plural.
    pub(super) fn is_named(&self, noun: &str) -> bool {
        let stem = |word: &str| word.trim_end_matches('s').to_owned();
        let noun = stem(noun);
        noun.len() > 2 && self.name_words().iter().any(|it| stem(it) == noun)
    }
}

/// Splits a name in camel case, snake case or kebab case.
fn split_name(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for char in name.chars() {
        let starts = char.is_uppercase() && was_lower;
        if starts || !char.is_alphanumeric() {
            words.push(String::new());
        }
        was_lower = char.is_lowercase();
        if char.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(char.to_lowercase());
        }
    }
    words.retain(|it| !it.is_empty());
    words
}

/// Returns the described schemas and parameters, in the order of the document.
pub(super) fn collect_described(tree: &Tree, is_30: bool) -> Vec<Described<'_>> {
    let mut collector = Collector {
        root: tree,
        is_30,
        found: Vec::new(),
    };
    collector.visit(&mut Pointer::root(), tree, Role::Any, None);
    collector.found
}

struct Collector<'t> {
    root: &'t Tree,
    is_30: bool,
    found: Vec<Described<'t>>,
}

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Keywords or members of OpenAPI.
    Any,
    /// Names of the document.
    Names,
}

impl<'t> Collector<'t> {
    fn visit(&mut self, at: &mut Pointer, node: &'t Tree, role: Role, parent: Option<&Parent<'t>>) {
        match node {
            Tree::Object(members) => {
                if role == Role::Any {
                    self.add(at, members, parent);
                }
                let properties = members.get("properties").filter(|_| role == Role::Any);
                let own = properties
                    .and_then(Tree::as_object)
                    .map(|properties| Parent {
                        node: at.clone(),
                        schema: members,
                        properties,
                    });
                for (key, member) in members.iter() {
                    if role == Role::Any && is_data(key) {
                        continue;
                    }
                    let (below, parent) = match role {
                        // Members know their object through the map of names between.
                        Role::Names => (Role::Any, parent),
                        Role::Any if key == "properties" => (Role::Names, own.as_ref()),
                        Role::Any if is_map(key) => (Role::Names, None),
                        Role::Any => (Role::Any, None),
                    };
                    let child = at.join(key);
                    self.visit(&mut child.clone(), member, below, parent);
                }
            }
            Tree::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.visit(&mut at.join(&index.to_string()), item, Role::Any, None);
                }
            }
            _ => {}
        }
    }

    /// Adds an object, if it is a schema or parameter with a description.
    fn add(&mut self, at: &Pointer, members: &'t Object, parent: Option<&Parent<'t>>) {
        let Some(text) = members.get("description").and_then(Tree::as_str) else {
            return;
        };
        let is_parameter = members.contains_key("in") && members.contains_key("schema");
        let own = match members.get("schema") {
            Some(Tree::Object(schema)) if is_parameter => &**schema,
            _ => members,
        };
        let is_schema = ["type", "$ref", "allOf", "anyOf", "oneOf"];
        let is_schema = is_schema.iter().any(|key| own.contains_key(*key));
        // In OpenAPI 3.0, keywords beside a reference mean nothing.
        if !is_schema || (self.is_30 && own.contains_key("$ref")) {
            return;
        }
        // A note says that somebody has read the description.
        let is_read = [members, own]
            .iter()
            .any(|it| it.contains_key(extension::NOTE.key));
        if is_read {
            return;
        }
        let parts = collect_parts(self.root, own);
        let types = collect_types(&parts);
        let last = at.segments().next_back().map(Cow::into_owned);
        let name = match (is_parameter, parent) {
            (true, _) => members.get("name").and_then(Tree::as_str),
            (false, Some(parent)) => last.and_then(|last| {
                let member = parent.properties.get_full(&last);
                member.map(|(_, name, _)| name.as_str())
            }),
            (false, None) => None,
        };
        self.found.push(Described {
            node: at.clone(),
            is_parameter,
            name: name.unwrap_or_default(),
            parent: parent.cloned(),
            prose: Prose::new(text),
            parts,
            types,
            is_30: self.is_30,
        });
    }
}

fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "enum" | "const") || key.starts_with("x-")
}

/// Whether the keys of a member are names of the document.
fn is_map(key: &str) -> bool {
    matches!(
        key,
        "patternProperties"
            | "dependentSchemas"
            | "$defs"
            | "definitions"
            | "schemas"
            | "responses"
            | "headers"
            | "requestBodies"
            | "paths"
            | "webhooks"
            | "callbacks"
    )
}

/// Returns a schema with those that it refers to and is composed of.
fn collect_parts<'t>(root: &'t Tree, schema: &'t Object) -> Vec<&'t Object> {
    let mut parts = vec![schema];
    let mut next = 0;
    while let Some(&part) = parts.get(next)
        && parts.len() < MOST_PARTS
    {
        next += 1;
        let reference = part.get("$ref").and_then(Tree::as_str);
        let reference = reference.and_then(|it| Pointer::from_fragment(it.strip_prefix('#')?));
        parts.extend(reference.and_then(|it| root.at(&it)?.as_object()));
        for key in ["allOf", "anyOf", "oneOf"] {
            let list = part.get(key).and_then(Tree::as_array).unwrap_or_default();
            parts.extend(list.iter().filter_map(Tree::as_object));
        }
    }
    parts
}

fn collect_types<'t>(parts: &[&'t Object]) -> Vec<&'t str> {
    let mut types = Vec::new();
    for part in parts {
        match part.get("type") {
            Some(Tree::String(name)) => types.push(name.as_str()),
            Some(Tree::Array(names)) => types.extend(names.iter().filter_map(Tree::as_str)),
            _ => {}
        }
    }
    types.retain(|it| *it != "null");
    types.sort_unstable();
    types.dedup();
    types
}
