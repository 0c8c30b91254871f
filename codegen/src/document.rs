//! A tree in, a [`Document`] out: the frame as `openapiv3` reads it, every schema in our own
//! model. OpenAPI versions are known here and nowhere else.

mod chain;
mod context;
pub(crate) mod cycle;
mod dialect;
mod envelope;
mod files;
mod follow;
mod frame;
mod grammar;
pub mod instance;
mod keywords;
mod lift;
mod model;
mod narrow;
mod nullable;
pub(crate) mod pattern;
mod placement;
mod plain_reference;
mod reading;
mod reference;
mod remarks;
mod repair;
pub mod resolve;
pub mod schema;
mod settle;
#[cfg(test)]
mod tests;
mod value;
mod version;

use crate::diagnostic::Diagnostics;
use crate::overlay::{GivenNames, Provenance};
use crate::pointer::FileId;
use crate::source::{Load, Sources};
use crate::tree::Tree;
use context::Context;
use files::Files;
use frame::Frame;
use lift::{Lift, Waiting};

pub use model::{Document, Webhook};

/// Reads a document.
///
/// `load` is given the path of another file of the document, relative to the main one, or its URL,
/// and returns its id once its text is in `sources`.
///
/// Problems are reported; `None` means that there was none to return.
pub fn read(
    sources: &mut Sources,
    file: FileId,
    tree: Tree,
    load: &mut Load<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let files = Files::new(sources, load, file, tree);
    let mut context = Context::new(files, diagnostics);
    let tree = context.files.tree(file);
    let version = version::read(&tree, &mut context);
    let (Some(version), Some(root)) = (version, tree.as_object()) else {
        context.remarks.report(context.diagnostics);
        return None;
    };
    let mut lift = Lift::new(context, version);
    let mut frame = Frame::new(&mut lift);
    let envelope = envelope::read(root, &mut frame);
    let written = frame.written;
    read_schemas(&mut lift);
    let Lift {
        schemas, context, ..
    } = lift;
    drop(tree);
    context.remarks.report(context.diagnostics);
    let (tree, others) = context.files.into_trees();
    Some(Document {
        file,
        frame: envelope.openapi,
        webhooks: envelope.webhooks,
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
fn read_schemas(lift: &mut Lift<'_>) {
    while let Some(first) = lift.next_waiting() {
        read_schema(lift, first);
        while let Some(next) = lift.next_waiting() {
            read_schema(lift, next);
        }
        for reference in lift.take_unresolved() {
            lift.settle(reference);
        }
    }
    lift.schemas.admit_null_alone(&lift.null_alone);
    cycle::report(&lift.schemas, lift.context.diagnostics);
    chain::report(&lift.schemas, lift.context.diagnostics);
}

/// Reads a schema and everything below it.
fn read_schema(lift: &mut Lift<'_>, waiting: Waiting) {
    let id = waiting.id;
    let (tree, pointer) = lift.text(waiting);
    let node = tree
        .at(&pointer)
        .expect("only places that are there are lifted");
    let mut work = vec![(id, node)];
    while let Some((id, node)) = work.pop() {
        let others = work.len();
        keywords::read(lift, id, node, &mut work);
        // The last is read next; in document order that is the first below.
        work[others..].reverse();
    }
}
