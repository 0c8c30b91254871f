//! The model of a document, the input of later stages.

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxHashMap;

use super::files::Others;
use super::schema::{SchemaId, Schemas};
use super::version::Version;
use crate::overlay::{GivenNames, Provenance};
use crate::pointer::{Address, FileId, Pointer};
use crate::tree::Tree;

/// An OpenAPI document, with separate envelope and schemas.
///
/// In the envelope, every schema is a `ReferenceOr::Reference` whose text [`Document::schema`]
/// resolves. A `$ref` between other objects is `#/components/<section>/<name>`, has a target and is
/// in no cycle; any other is replaced by its target. Path items, callbacks and media types are
/// never references.
#[derive(Debug)]
pub struct Document {
    /// The main file.
    pub file: FileId,
    /// The envelope.
    pub envelope: openapiv3::OpenAPI,
    /// The version of OpenAPI.
    pub(super) version: Version,
    /// `webhooks` and `x-webhooks`, in document order.
    pub webhooks: Vec<Webhook>,
    /// The operations of methods that `openapiv3` does not know, by the pointers of their path
    /// items in the envelope.
    pub(super) operations: FxHashMap<Pointer, Vec<OtherOperation>>,
    /// `components.pathItems`.
    pub path_items: IndexMap<String, openapiv3::PathItem>,
    /// The names of the security schemes of type `mutualTLS`.
    pub certificates: IndexSet<String>,
    /// Every schema.
    pub schemas: Schemas,
    /// The whole document as a tree, for document order, extensions and text beside a `$ref`.
    pub tree: Tree,
    /// The schemas that overlays name, with the places of the names.
    pub given: GivenNames,
    /// The places of nodes that overlays have changed or moved.
    pub provenance: Provenance,
    /// The other files.
    pub(super) others: Others,
    /// The addresses of objects that are written elsewhere, by their pointer in the envelope.
    pub(super) written: FxHashMap<Pointer, Address>,
}

/// A path item of `webhooks`, or of `x-webhooks` in OpenAPI 3.0.
#[derive(Debug)]
pub struct Webhook {
    /// Its key.
    pub key: String,
    /// Its address.
    pub address: Address,
    /// The path item.
    pub item: openapiv3::PathItem,
}

/// An operation of a path item, with its method.
#[derive(Clone, Debug)]
pub struct PathOperation<'d> {
    /// The method as it is sent: `GET`.
    pub method: String,
    /// Its address in the envelope.
    pub address: Address,
    /// The operation.
    pub operation: &'d openapiv3::Operation,
}

/// An operation of a method that `openapiv3` does not know.
#[derive(Debug)]
pub(super) struct OtherOperation {
    /// The method; that of the member `query` is `QUERY`.
    pub(super) method: String,
    /// The operation.
    pub(super) operation: openapiv3::Operation,
}

impl Document {
    /// Returns the schema of a reference in the envelope: `#` and a pointer, after the number of
    /// the file if it is not the main file.
    #[must_use]
    pub fn schema(&self, reference: &str) -> Option<SchemaId> {
        self.schemas.find(&self.schema_address(reference)?)
    }

    /// Returns the node at an address.
    #[must_use]
    pub fn node(&self, address: &Address) -> Option<&Tree> {
        let tree = if address.file == self.file {
            Some(&self.tree)
        } else {
            self.others.get(&address.file).map(|it| &it.tree)
        };
        tree?.at(&address.pointer)
    }

    /// Returns an address as the text of a `$ref` in the main file: `parts/pet.yml#/Pet`.
    #[must_use]
    pub fn reference(&self, Address { file, pointer }: &Address) -> String {
        let other = self.others.get(file).map(|it| it.path.as_str());
        format!("{}#{pointer}", other.unwrap_or_default())
    }

    /// Returns the address where a node of the envelope, such as `/paths/~1calls/post`, is written:
    /// in the main file, or behind a `$ref` on the way.
    #[must_use]
    pub fn origin(&self, place: &Pointer) -> Address {
        origin(&self.written, self.file, place)
    }
}

/// Returns the address where a node of the envelope is written, given the objects that are written
/// elsewhere.
pub(super) fn origin(
    written: &FxHashMap<Pointer, Address>,
    file: FileId,
    place: &Pointer,
) -> Address {
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
