//! A document in, its objects out, without maps of names and without examples and other data.
//!
//! `reference` lists the references of an object, and `targets` finds what they lead to.

mod reference;
mod targets;

use crate::pointer::Pointer;
use crate::tree::{Object, Tree};

pub use targets::Targets;

/// The maximum number of schemas that a schema is composed of.
const MOST_PARTS: usize = 32;

/// The members of a path item that are operations.
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// The member of a path item with the operations of other methods.
const OTHERS: &str = "additionalOperations";

/// An operation of a path item.
#[derive(Debug)]
pub struct PathOperation<'t> {
    /// Its method, as it is sent.
    pub method: String,
    /// Its place in the path item.
    pub place: Pointer,
    /// The operation.
    pub operation: &'t Tree,
}

/// Lists the operations of a path item, in the order of the document.
#[must_use]
pub fn list_operations(item: &Tree) -> Vec<PathOperation<'_>> {
    let mut operations = Vec::new();
    for (key, operation) in item.as_object().into_iter().flatten() {
        let place = Pointer::root().join(key);
        if METHODS.contains(&key.as_str()) {
            let method = key.to_uppercase();
            operations.push(PathOperation {
                method,
                place,
                operation,
            });
        } else if key == OTHERS {
            let others = operation.as_object().into_iter().flatten();
            operations.extend(others.map(|(method, operation)| PathOperation {
                method: method.clone(),
                place: place.join(method),
                operation,
            }));
        }
    }
    operations
}

/// Whether a member of a path item is an operation or has some.
#[must_use]
pub fn has_operations(key: &str) -> bool {
    METHODS.contains(&key) || key == OTHERS
}

/// The object schema that a member belongs to.
#[derive(Clone, Debug)]
pub struct Owner<'t> {
    /// The place of the schema.
    pub node: Pointer,
    /// The schema.
    pub schema: &'t Object,
    /// Its `properties`.
    pub properties: &'t Object,
}

/// An object of a document: a schema, a parameter, an operation, or anything else of OpenAPI.
#[derive(Debug)]
pub struct Visited<'t, 'a> {
    /// The place of the object.
    pub node: &'a Pointer,
    /// Its members.
    pub members: &'t Object,
    /// The schema that has the object among its `properties`.
    pub owner: Option<&'a Owner<'t>>,
}

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Keywords or members of OpenAPI.
    Keywords,
    /// Names of the document.
    Names,
}

/// Visits each object of a document, in the order of the document.
pub fn walk_objects<'t>(tree: &'t Tree, visit: &mut dyn FnMut(Visited<'t, '_>)) {
    walk(&Pointer::root(), tree, Role::Keywords, None, visit);
}

fn walk<'t>(
    at: &Pointer,
    node: &'t Tree,
    role: Role,
    owner: Option<&Owner<'t>>,
    visit: &mut dyn FnMut(Visited<'t, '_>),
) {
    match node {
        Tree::Object(members) => walk_members(at, members, role, owner, visit),
        Tree::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if matches!(item, Tree::Object(_) | Tree::Array(_)) {
                    walk(
                        &at.join(&index.to_string()),
                        item,
                        Role::Keywords,
                        None,
                        visit,
                    );
                }
            }
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => {}
    }
}

fn walk_members<'t>(
    at: &Pointer,
    members: &'t Object,
    role: Role,
    owner: Option<&Owner<'t>>,
    visit: &mut dyn FnMut(Visited<'t, '_>),
) {
    if role == Role::Names {
        for (key, member) in members {
            if matches!(member, Tree::Object(_) | Tree::Array(_)) {
                walk(&at.join(key), member, Role::Keywords, owner, visit);
            }
        }
        return;
    }
    visit(Visited {
        node: at,
        members,
        owner,
    });
    let properties = members.get("properties").and_then(Tree::as_object);
    let own = properties.map(|properties| Owner {
        node: at.clone(),
        schema: members,
        properties,
    });
    for (key, member) in members {
        let is_leaf = !matches!(member, Tree::Object(_) | Tree::Array(_));
        if is_leaf || is_data(key) {
            continue;
        }
        let (role, owner) = match key.as_str() {
            "properties" => (Role::Names, own.as_ref()),
            key if is_map(key) => (Role::Names, None),
            _ => (Role::Keywords, None),
        };
        walk(&at.join(key), member, role, owner, visit);
    }
}

/// Whether the value of a key is data, or belongs to an extension.
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
            | "securitySchemes"
            | "paths"
            | "webhooks"
            | "callbacks"
            | "content"
            | "mediaTypes"
            | "additionalOperations"
    )
}

/// Returns the object that a `$ref` within the document refers to.
#[must_use]
pub fn resolve<'t>(root: &'t Tree, schema: &Object) -> Option<&'t Object> {
    let reference = schema.get("$ref").and_then(Tree::as_str)?;
    let pointer = Pointer::from_fragment(reference.strip_prefix('#')?)?;
    root.at(&pointer)?.as_object()
}

/// Returns a schema with those that it refers to and is composed of.
#[must_use]
pub fn collect_parts<'t>(root: &'t Tree, schema: &'t Object) -> Vec<&'t Object> {
    let mut parts = vec![schema];
    let mut next = 0;
    while let Some(&part) = parts.get(next)
        && parts.len() < MOST_PARTS
    {
        next += 1;
        parts.extend(resolve(root, part));
        for key in ["allOf", "anyOf", "oneOf"] {
            let list = part.get(key).and_then(Tree::as_array).unwrap_or_default();
            parts.extend(list.iter().filter_map(Tree::as_object));
        }
    }
    parts
}

/// Returns the JSON types that a schema names.
#[must_use]
pub fn list_types(schema: &Object) -> Vec<&str> {
    match schema.get("type") {
        Some(Tree::String(name)) => vec![name],
        Some(Tree::Array(names)) => names.iter().filter_map(Tree::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::source::{self, Sources};

    #[test]
    fn names_and_data_are_not_visited() {
        let mut sources = Sources::default();
        let text = "
components:
  schemas:
    example: { properties: { default: { type: string }, a: { items: {} } }, default: { b: {} } }
x-other: {}";
        let file = sources.add("api.yml", text);
        let tree = source::parse(&sources, file, &mut Diagnostics::default()).expect("it is YAML");
        let mut found = Vec::new();
        walk_objects(&tree, &mut |visited| {
            let owner = visited.owner.map(|it| format!(" of {}", it.node));
            found.push(format!("{}{}", visited.node, owner.unwrap_or_default()));
        });
        let schema = "/components/schemas/example";
        assert_eq!(
            found,
            [
                String::new(),
                "/components".to_owned(),
                schema.to_owned(),
                format!("{schema}/properties/default of {schema}"),
                format!("{schema}/properties/a of {schema}"),
                format!("{schema}/properties/a/items"),
            ]
        );
    }
}
