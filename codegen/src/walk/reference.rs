//! An object of a document in, its references out.

use crate::tree::{Object, Tree};

/// A reference of an object to another part of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference<'t> {
    /// A URI: `$ref`, `$dynamicRef`, `$recursiveRef`, or the `operationRef` of a link.
    Uri(&'t str),
    /// The name or the URI of a schema: `mapping` and `defaultMapping` of a discriminator.
    Schema(&'t str),
    /// The name or the URI of a security scheme.
    SecurityScheme(&'t str),
    /// The `operationId` of a link.
    Operation(&'t str),
    /// The name of a tag: an item of the `tags` of an operation, or the `parent` of a tag.
    Tag(&'t str),
}

/// Lists the references in the members of an object, not those of the objects below it.
///
/// The object may be any of OpenAPI or a schema. Where it is data that looks like one of them, its
/// references count as well.
pub(super) fn list_references(object: &Object) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    for (key, value) in object {
        match (key.as_str(), value) {
            ("$ref" | "$dynamicRef" | "$recursiveRef" | "operationRef", Tree::String(uri)) => {
                found.push(Reference::Uri(uri));
            }
            ("discriminator", Tree::Object(discriminator)) => {
                let mapping = discriminator.get("mapping").and_then(Tree::as_object);
                let targets = mapping.into_iter().flat_map(Object::values);
                let targets = targets.chain(discriminator.get("defaultMapping"));
                found.extend(targets.filter_map(Tree::as_str).map(Reference::Schema));
            }
            ("security", Tree::Array(requirements)) => {
                let names = requirements.iter().filter_map(Tree::as_object);
                let names = names.flat_map(Object::keys);
                found.extend(names.map(|it| Reference::SecurityScheme(it)));
            }
            // An operation has its own id.
            ("operationId", Tree::String(id)) if !object.contains_key("responses") => {
                found.push(Reference::Operation(id));
            }
            ("tags", Tree::Array(names)) => {
                found.extend(names.iter().filter_map(Tree::as_str).map(Reference::Tag));
            }
            ("parent", Tree::String(name)) if object.contains_key("name") => {
                found.push(Reference::Tag(name));
            }
            _ => {}
        }
    }
    found
}
