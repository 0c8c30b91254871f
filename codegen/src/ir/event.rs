//! Webhooks with their bodies, and an enum of all webhooks of a document if a member identifies
//! them.

use crate::name::{TypeName, VariantName};
use crate::pointer::Address;

use super::call::Part;
use super::doc::Doc;
use super::error::Step;
use super::style::Style;
use super::value::Type;

/// A webhook: a request that the server sends on its own (OpenAPI 3.1.1, §4.8.1).
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Its key in the document.
    pub key: String,
    /// The method, in upper case.
    pub method: String,
    /// The type of its body, if the document describes it.
    pub ty: Option<Type>,
    /// How the body is encoded.
    pub encoding: Encoding,
    /// Where it stands.
    pub address: Address,
}

/// How the body of a webhook or callback is encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// As JSON.
    #[default]
    Json,
    /// As a form (`application/x-www-form-urlencoded`) or as JSON, with the styles of members that
    /// differ from the default, by wire name.
    Form(Vec<(String, Style)>),
    /// As parts, one for each member of an object.
    Multipart(Vec<Part>),
}

/// The enum of a document's webhooks.
#[derive(Clone, Debug)]
pub struct Events {
    /// The enum's name.
    pub name: TypeName,
    /// The members that hold the type of an event: the first that an event has decides. Usually one.
    pub tags: Vec<String>,
    /// The member of the delivered body that holds the event, if it is wrapped.
    pub envelope: Option<String>,
    /// The path of the state of an earlier command in an event.
    pub state: Option<Vec<String>>,
    /// How deliveries are signed.
    pub signature: Option<Signature>,
    /// Documentation of undeclared events, as Markdown.
    pub note: Option<String>,
    /// The events.
    pub variants: Vec<Event>,
}

impl Events {
    /// Whether an event may be a form.
    #[must_use]
    pub fn has_forms(&self) -> bool {
        let mut variants = self.variants.iter();
        variants.any(|event| event.encoding != Encoding::Json)
    }
}

/// A member of a body that identifies an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// The name of the member, one of the tags.
    pub member: String,
    /// Its values; empty if the event has any value of it.
    pub values: Vec<String>,
}

/// How deliveries are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// What is signed, and with what.
    pub scheme: SignatureScheme,
    /// The header with the signature, in lower case.
    pub signature_header: String,
    /// The header with the time of signing in Unix seconds, in lower case.
    pub timestamp_header: String,
    /// The tolerance for the time of signing, in seconds.
    pub tolerance_seconds: u64,
    /// The environment variable with the public key.
    pub public_key_variable: Option<String>,
}

/// What is signed, and with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureScheme {
    /// Ed25519 over `timestamp|body`, signature and key in base64.
    Ed25519,
}

/// A webhook as a variant of the enum.
#[derive(Clone, Debug)]
pub struct Event {
    /// The variant's name.
    pub name: VariantName,
    /// The value of the tag, or the key of the webhook if there are several tags.
    pub value: String,
    /// What identifies it.
    pub selectors: Vec<Selector>,
    /// The type of the event itself, without its envelope.
    pub ty: Type,
    /// The type of the body as the document declares it.
    pub declared: Type,
    /// How the body is encoded.
    pub encoding: Encoding,
    /// The path of the state (base64), if the event has one.
    pub state: Option<Vec<Step>>,
    /// Where the webhook stands.
    pub address: Address,
    /// Its documentation.
    pub doc: Doc,
}
