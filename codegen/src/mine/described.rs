//! A document in, its described schemas and parameters out.

use crate::extension;
use crate::pointer::Pointer;
use crate::prose::Prose;
use crate::tree::{Object, Tree};
use crate::walk::{Owner, Visited, collect_parts, list_types, walk_objects};

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
    pub(super) parent: Option<Owner<'t>>,
    pub(super) prose: Prose,
    /// The schema, and those it refers to or is composed of.
    pub(super) parts: Vec<&'t Object>,
    /// The JSON types of its values, without null.
    pub(super) types: Vec<&'t str>,
    pub(super) is_30: bool,
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
    let mut found = Vec::new();
    walk_objects(tree, &mut |visited| {
        found.extend(read_described(tree, is_30, &visited));
    });
    found
}

/// Returns an object, if it is a schema or parameter with a description.
fn read_described<'t>(
    root: &'t Tree,
    is_30: bool,
    visited: &Visited<'t, '_>,
) -> Option<Described<'t>> {
    let Visited {
        node,
        members,
        owner,
    } = *visited;
    let text = members.get("description").and_then(Tree::as_str)?;
    let is_parameter = members.contains_key("in") && members.contains_key("schema");
    let own = match members.get("schema") {
        Some(Tree::Object(schema)) if is_parameter => &**schema,
        _ => members,
    };
    let is_schema = ["type", "$ref", "allOf", "anyOf", "oneOf"];
    let is_schema = is_schema.iter().any(|key| own.contains_key(*key));
    // In OpenAPI 3.0, keywords beside a reference mean nothing.
    if !is_schema || (is_30 && own.contains_key("$ref")) {
        return None;
    }
    // A note says that somebody has read the description.
    let mut objects = [members, own].into_iter();
    if objects.any(|it| it.contains_key(extension::NOTE.key)) {
        return None;
    }
    let parts = collect_parts(root, own);
    let mut types: Vec<&str> = parts.iter().flat_map(|it| list_types(it)).collect();
    types.retain(|it| *it != "null");
    types.sort_unstable();
    types.dedup();
    let name = if is_parameter {
        members.get("name").and_then(Tree::as_str)
    } else {
        owner.and_then(|owner| {
            let member = owner.properties.get_full(&*node.last()?);
            member.map(|(_, name, _)| name.as_str())
        })
    };
    Some(Described {
        node: node.clone(),
        is_parameter,
        name: name.unwrap_or_default(),
        parent: owner.cloned(),
        prose: Prose::new(text),
        parts,
        types,
        is_30,
    })
}
