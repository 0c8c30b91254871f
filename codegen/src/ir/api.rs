//! An API as a whole.

use indexmap::IndexMap;

use crate::name::ModuleName;
use crate::pointer::{Address, FileId};

use super::client_method::{ClientMethod, Group};
use super::doc::Doc;
use super::error::{ErrorBody, NamedError};
use super::event::{Events, Webhook};
use super::feature::Feature;
use super::foreign::ForeignTypes;
use super::operation::Operation;
use super::security::{Security, SecurityScheme};
use super::server::Server;
use super::type_def::TypeDef;
use super::value::{Type, TypeId};

/// The bindings of one document: a module.
#[derive(Debug)]
pub struct Api {
    /// The module's name.
    pub module: ModuleName,
    /// The document's title.
    pub title: String,
    /// The document's description.
    pub doc: Doc,
    /// The address of the document.
    pub source: Address,
    /// The servers; requests go to the first.
    pub servers: Vec<Server>,
    /// The security schemes, including those that the document only names.
    pub schemes: Vec<SecurityScheme>,
    /// The security requirements of operations without their own.
    pub security: Security,
    /// The environment variables of the client, from `x-client`.
    pub variables: Variables,
    /// The cargo features for the tags of its operations, sorted by name; empty unless there are
    /// several tags.
    pub features: Vec<Feature>,
    /// The tags with operations, in the order of the document.
    pub groups: Vec<Group>,
    /// Every type, parents before the inline types they contain.
    pub types: Vec<TypeDef>,
    /// The maximum nesting of the types, as rustc counts it.
    pub depth: usize,
    /// The type of each of `components.schemas`, by its key.
    pub components: IndexMap<String, Type>,
    /// Every operation, in document order.
    pub operations: Vec<Operation>,
    /// Every webhook, in document order.
    pub webhooks: Vec<Webhook>,
    /// The enum of the webhooks, if a member tells them apart.
    pub events: Option<Events>,
    /// The error examples, in document order.
    pub errors: Vec<NamedError>,
    /// The type of the error body, and where its parts are.
    pub error_body: Option<ErrorBody>,
    /// The items that overlays add to the document.
    pub additions: Vec<Addition>,
    /// Its types of other crates.
    pub foreign: ForeignTypes,
    /// Whether a schema has a format that is checked.
    pub checks_formats: bool,
    /// The schemas that limit their values but have no Rust type (any JSON), in document order.
    pub untyped: Vec<Untyped>,
}

impl Api {
    /// The type behind an id.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// Returns how the methods of an operation are called on a client, sorted: `conferences.join`.
    #[must_use]
    pub fn method_paths(&self, operation: &Operation) -> Vec<String> {
        let methods = operation.client_methods.iter();
        let paths = methods.map(|ClientMethod { group, name }| match group {
            Some(id) => format!("{}.{name}", self.groups[id.0].name),
            None => name.to_string(),
        });
        let mut paths: Vec<String> = paths.collect();
        paths.sort();
        paths
    }
}

/// The environment variables that a client reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    /// The variable with the API key.
    pub key: Option<String>,
    /// The variable with another base URL.
    pub base_url: Option<String>,
}

/// The items of one kind that an overlay adds to the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// The overlay.
    pub overlay: FileId,
    /// The noun for an item, such as `member`.
    pub noun: &'static str,
    /// The number of items.
    pub count: usize,
}

/// A schema without a Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untyped {
    /// Its address.
    pub address: Address,
    /// The reason, for a reader.
    pub reason: &'static str,
}
