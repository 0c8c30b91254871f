//! Webhooks: one enum for all of a document's.

use crate::name::{TypeName, VariantName};
use crate::pointer::Address;

use super::{Doc, Type};

/// The enum of a document's webhooks.
#[derive(Clone, Debug)]
pub struct Events {
    /// The enum's name.
    pub name: TypeName,
    /// The member that tells them apart.
    pub tag: String,
    /// The member of the delivered body that holds the event, if it is wrapped.
    pub envelope: Option<String>,
    /// The events.
    pub variants: Vec<Event>,
}

/// A webhook.
#[derive(Clone, Debug)]
pub struct Event {
    /// The variant's name.
    pub name: VariantName,
    /// The tag's value.
    pub value: String,
    /// The type of the event itself, without its envelope.
    pub ty: Type,
    /// The type of the body as the document declares it.
    pub declared: Type,
    /// Where the webhook stands.
    pub address: Address,
    /// Its documentation.
    pub doc: Doc,
}
