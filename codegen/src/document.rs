//! A tree in, a [`Document`] out: with the envelope as `openapiv3` types and schemas in a model of
//! its own. Only this module knows OpenAPI versions.

mod arena;
mod context;
pub(crate) mod cycle;
mod dialect;
mod dynamic_scope;
mod envelope;
mod envelope_reader;
mod envelope_reference;
mod error_locator;
mod files;
mod grammar;
pub mod instance;
pub mod keyword;
pub mod keyword_value;
mod keywords;
mod model;
mod nullable;
mod parameter_location;
mod path_operation;
pub(crate) mod pattern;
mod plain_reference;
mod ref_fan_out;
mod reference;
mod repair;
pub mod resolve;
pub mod schema;
mod schema_reader;
mod schema_reference;
pub(crate) mod schema_to_json;
#[cfg(test)]
mod tests;
mod value;
mod version;
mod warning_dedup;

use crate::diagnostic::Diagnostics;
use crate::overlay::{GivenNames, Provenance};
use crate::pointer::FileId;
use crate::source::{Load, Sources};
use crate::tree::Tree;
use arena::{SchemaArena, Waiting};
use context::Context;
use envelope_reader::EnvelopeReader;
use files::Files;

pub use model::{Document, PathOperation, Webhook};
pub use parameter_location::ParameterTraits;

/// Reads a document.
///
/// `load` is given the path of another file of the document, relative to the main one, or its URL,
/// and returns its id once its text is in `sources`.
///
/// Problems are reported; `None` means that there was none to return.
pub fn read_document(
    sources: &mut Sources,
    file: FileId,
    tree: Tree,
    load: &mut Load<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let files = Files::new(sources, load, file, tree);
    let mut context = Context::new(files, diagnostics);
    let tree = context.files.tree(file);
    let version = version::read_version(&tree, &mut context);
    let (Some(version), Some(root)) = (version, tree.as_object()) else {
        context.warnings.report(context.diagnostics);
        return None;
    };
    let mut arena = SchemaArena::new(context, version);
    let mut reader = EnvelopeReader::new(&mut arena);
    let envelope = envelope::read_envelope(root, &mut reader);
    let (written, operations) = (reader.written, reader.operations);
    read_schemas(&mut arena);
    let SchemaArena {
        schemas, context, ..
    } = arena;
    drop(tree);
    context.warnings.report(context.diagnostics);
    let (tree, others) = context.files.into_trees();
    Some(Document {
        file,
        envelope: envelope.openapi,
        version,
        webhooks: envelope.webhooks,
        operations,
        path_items: envelope.path_items,
        certificates: envelope.certificates,
        schemas,
        tree,
        given: GivenNames::default(),
        provenance: Provenance::new(file),
        others,
        written,
    })
}

/// Reads the schemas that are waiting, and whatever they refer to.
fn read_schemas(arena: &mut SchemaArena<'_>) {
    while let Some(first) = arena.next_waiting() {
        read_schema(arena, first);
        while let Some(next) = arena.next_waiting() {
            read_schema(arena, next);
        }
        for reference in arena.take_unresolved() {
            arena.resolve_reference(reference);
        }
    }
    arena.schemas.admit_null_alone(&arena.null_alone);
    dynamic_scope::bind_anchors(arena);
    cycle::report_ref_cycles(&arena.schemas, arena.context.diagnostics);
    ref_fan_out::report_ref_fan_out(&arena.schemas, arena.context.diagnostics);
}

/// Reads a schema and everything below it.
fn read_schema(arena: &mut SchemaArena<'_>, waiting: Waiting) {
    let id = waiting.id;
    let (tree, pointer) = arena.text(waiting);
    let node = tree
        .at(&pointer)
        .expect("only places that exist are waiting");
    let mut work = vec![(id, node)];
    while let Some((id, node)) = work.pop() {
        let others = work.len();
        keywords::read_keywords(arena, id, node, &mut work);
        // The last is read next; in document order that is the first below.
        work[others..].reverse();
    }
}
