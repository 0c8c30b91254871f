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
mod narrow;
mod nullable;
pub(crate) mod pattern;
mod placement;
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

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostics;
use crate::overlay::{GivenNames, Provenance};
use crate::pointer::{Address, FileId, Pointer};
use crate::source::{Load, Sources};
use crate::tree::Tree;
use context::Context;
use files::{Files, Others};
use frame::Frame;
use lift::Lift;
use schema::{SchemaId, Schemas};

/// An OpenAPI document: frame and schemas apart.
///
/// In the frame, every schema is a `ReferenceOr::Reference` whose text [`Document::schema`]
/// takes. A `$ref` between other objects is `#/components/<section>/<name>`, is no circle, and
/// leads to something; those that were not so are replaced by what they led to. Path items,
/// callbacks and media types are never references.
#[derive(Debug)]
pub struct Document {
    /// The main file.
    pub file: FileId,
    /// The frame.
    pub frame: openapiv3::OpenAPI,
    /// `webhooks` and `x-webhooks`, in document order.
    pub webhooks: Vec<Webhook>,
    /// `components.pathItems`.
    pub path_items: IndexMap<String, openapiv3::PathItem>,
    /// The names of the security schemes that ask for a certificate.
    pub certificates: IndexSet<String>,
    /// Every schema.
    pub schemas: Schemas,
    /// The whole document as a tree, schemas and all, for document order, extensions and text
    /// beside a `$ref`.
    pub tree: Tree,
    /// The schemas that overlays gave a name.
    pub given: GivenNames,
    /// Where the nodes are written that overlays have changed or moved.
    pub provenance: Provenance,
    /// The other files.
    others: Others,
    /// Which objects of the frame are written elsewhere.
    written: FxHashMap<Pointer, Address>,
}

/// A path item of `webhooks`, or of `x-webhooks`, as documents of OpenAPI 3.0 have it.
#[derive(Debug)]
pub struct Webhook {
    /// Its key.
    pub key: String,
    /// Where it stands.
    pub address: Address,
    /// What it sends.
    pub item: openapiv3::PathItem,
}

impl Document {
    /// The schema that a reference in the frame stands for: `#` and a pointer, with the file's
    /// number before it if that is not the main file.
    #[must_use]
    pub fn schema(&self, reference: &str) -> Option<SchemaId> {
        self.schemas.find(&self.schema_address(reference)?)
    }

    /// The node at an address.
    #[must_use]
    pub fn node(&self, address: &Address) -> Option<&Tree> {
        let tree = if address.file == self.file {
            Some(&self.tree)
        } else {
            self.others.get(&address.file).map(|it| &it.tree)
        };
        tree?.at(&address.pointer)
    }

    /// An address as a `$ref` in the main file would name it: `parts/pet.yml#/Pet`.
    #[must_use]
    pub fn reference(&self, Address { file, pointer }: &Address) -> String {
        let other = self.others.get(file).map(|it| it.path.as_str());
        format!("{}#{pointer}", other.unwrap_or_default())
    }

    /// Where a place in the frame, `/paths/~1calls/post` for one, is written: there, or wherever
    /// a `$ref` on the way led.
    #[must_use]
    pub fn origin(&self, place: &Pointer) -> Address {
        origin(&self.written, self.file, place)
    }
}

/// Where a place in the frame is written, given what of it is written elsewhere.
fn origin(written: &FxHashMap<Pointer, Address>, file: FileId, place: &Pointer) -> Address {
    let mut above = Some(place.clone());
    while let Some(pointer) = above.filter(|_| !written.is_empty()) {
        if let Some(address) = written.get(&pointer) {
            let below = place.segments().skip(pointer.segments().count());
            return below.fold(address.clone(), |address, segment| address.join(&segment));
        }
        above = pointer.parent();
    }
    Address::new(file, place.clone())
}

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
    let (schemas, context) = lift.finish();
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
