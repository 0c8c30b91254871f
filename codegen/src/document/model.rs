//! A document, as the stages behind this one see it.

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxHashMap;

use super::files::Others;
use super::schema::{SchemaId, Schemas};
use crate::overlay::{GivenNames, Provenance};
use crate::pointer::{Address, FileId, Pointer};
use crate::tree::Tree;

/// An OpenAPI document: envelope and schemas apart.
///
/// In the envelope, every schema is a `ReferenceOr::Reference` whose text [`Document::schema`]
/// takes. A `$ref` between other objects is `#/components/<section>/<name>`, is no circle, and
/// leads to something; those that were not so are replaced by what they led to. Path items,
/// callbacks and media types are never references.
#[derive(Debug)]
pub struct Document {
    /// The main file.
    pub file: FileId,
    /// The envelope.
    pub envelope: openapiv3::OpenAPI,
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
    pub(super) others: Others,
    /// Which objects of the envelope are written elsewhere.
    pub(super) written: FxHashMap<Pointer, Address>,
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
    /// The schema that a reference in the envelope stands for: `#` and a pointer, with the file's
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

    /// Where a place in the envelope, `/paths/~1calls/post` for one, is written: there, or wherever
    /// a `$ref` on the way led.
    #[must_use]
    pub fn origin(&self, place: &Pointer) -> Address {
        origin(&self.written, self.file, place)
    }
}

/// Where a place in the envelope is written, given what of it is written elsewhere.
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
