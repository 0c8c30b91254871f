//! Webhooks of several documents that arrive at one URL: a body in, an event out.

use std::time::Duration;

use serde_json::Value;

use super::body::is_json;
use crate::runtime::{DecodeError, Delivery};

/// The webhooks of several documents, as one enum.
pub trait Events: Sized + 'static {
    /// How the webhooks are signed. Those of a document without signatures are in none.
    const SCHEMES: &'static [Scheme<Self>];

    /// All documents, in the order in which they are asked for an event.
    const DOCUMENTS: &'static [Document<Self>];

    /// Returns an event that no document declares.
    fn undeclared(&self) -> Option<(&str, &Value)>;
}

/// How some of the webhooks are signed.
#[derive(Debug)]
pub struct Scheme<E: 'static> {
    /// The header with the signature, base64 of 64 bytes. In lower case.
    pub signature_header: &'static str,
    /// The header with the time of signing, in Unix seconds. In lower case.
    pub timestamp_header: &'static str,
    /// The default tolerance: how far the time of signing may be from now, before or after.
    pub tolerance: Duration,
    /// The environment variable for the public key, if the documents name one.
    pub public_key_variable: Option<&'static str>,
    /// The documents whose webhooks are signed so.
    pub documents: &'static [Document<E>],
}

/// A document with webhooks.
#[derive(Debug)]
pub struct Document<E> {
    /// Whether it declares forms.
    pub has_forms: bool,
    /// Decodes a body. What the document does not declare is decoded too.
    pub read: ReadDelivery<E>,
}

/// Decodes a body, given its content type.
pub type ReadDelivery<E> = fn(Option<&str>, &[u8]) -> Result<Delivery<E>, DecodeError>;

/// Decodes a body as the first of the documents that declares its event. If none does, the event is as
/// the first document reads it that finds its type.
///
/// # Errors
///
/// If the body does not match its schema, or no document has bodies of its format.
pub fn read_event<E: Events>(
    documents: &[Document<E>],
    content_type: Option<&str>,
    raw_body: &[u8],
) -> Result<Delivery<E>, DecodeError> {
    let is_json = is_json(content_type, raw_body);
    let mut undeclared: Option<Delivery<E>> = None;
    for document in documents.iter().filter(|it| is_json || it.has_forms) {
        let delivery = (document.read)(content_type, raw_body)?;
        let Some((event_type, _)) = delivery.event.undeclared() else {
            return Ok(delivery);
        };
        let is_typed = !event_type.is_empty();
        let has_type = |it: &Delivery<E>| {
            let undeclared = it.event.undeclared();
            undeclared.is_some_and(|(event_type, _)| !event_type.is_empty())
        };
        if undeclared
            .as_ref()
            .is_none_or(|it| is_typed && !has_type(it))
        {
            undeclared = Some(delivery);
        }
    }
    undeclared.ok_or_else(|| DecodeError::new("no webhook is sent in this format"))
}

/// Returns the type of an event: the first of these members that is a string that is not empty. The type
/// is empty if there is none.
#[must_use]
pub fn find_event_type<'v>(tags: &[&str], event: &'v Value) -> &'v str {
    let mut types = tags.iter().filter_map(|tag| event.get(tag)?.as_str());
    types.find(|it| !it.is_empty()).unwrap_or_default()
}
