//! An API as a whole.

use indexmap::IndexMap;

use crate::name::ModuleName;
use crate::pointer::Address;

use super::doc::Doc;
use super::error::{ErrorBody, NamedError};
use super::event::{Events, Webhook};
use super::feature::Feature;
use super::operation::Operation;
use super::security::{Security, SecurityScheme};
use super::server::Server;
use super::type_def::TypeDef;
use super::value::{Type, TypeId};

/// One document's worth of bindings: a module.
#[derive(Debug)]
pub struct Api {
    /// The module's name.
    pub module: ModuleName,
    /// The document's title.
    pub title: String,
    /// The document's description.
    pub doc: Doc,
    /// Where the document stands.
    pub source: Address,
    /// Where it is, the first is the default.
    pub servers: Vec<Server>,
    /// The ways to show who calls, those included that are only named.
    pub schemes: Vec<SecurityScheme>,
    /// Which of them a call needs by default.
    pub security: Security,
    /// The environment variables for the key and for another base URL, from `x-client`.
    pub variables: Variables,
    /// The cargo features for the tags of its operations, sorted by name; none where there are not
    /// several tags.
    pub features: Vec<Feature>,
    /// Every type, parents before the inline types they contain.
    pub types: Vec<TypeDef>,
    /// How many steps they go down at the most, as a compiler does.
    pub depth: usize,
    /// What each of `components.schemas` became, by its key, where it is used as it stands.
    pub components: IndexMap<String, Type>,
    /// Every operation, in document order.
    pub operations: Vec<Operation>,
    /// Every webhook, in document order.
    pub webhooks: Vec<Webhook>,
    /// The enum of the webhooks, if something tells them apart.
    pub events: Option<Events>,
    /// The error examples, in document order.
    pub errors: Vec<NamedError>,
    /// Which type is the error body, and where its parts stand.
    pub error_body: Option<ErrorBody>,
    /// Schemas that say something about their values and became any JSON all the same, in document
    /// order.
    pub untyped: Vec<Untyped>,
}

impl Api {
    /// The type behind an id.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// The environment variables that a client looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    /// For the key.
    pub key: Option<String>,
    /// For another base URL.
    pub base_url: Option<String>,
}

/// A schema that no type was found for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untyped {
    /// Where it stands.
    pub address: Address,
    /// Why, in words.
    pub reason: &'static str,
}
