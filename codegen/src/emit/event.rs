//! The webhooks in; the enum of events and the form they are delivered in out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Doc, Events};
use crate::name::TypeName;

use super::imports::Imports;
use super::union::{self, Variant};
use super::{doc, literal};

pub(super) fn items(imports: &mut Imports<'_>) -> Vec<TokenStream> {
    let api = imports.scope().api;
    let Some(events) = &api.events else {
        return Vec::new();
    };
    let variants = events.variants.iter().map(|event| Variant {
        doc: doc::titled(&doc::code(&event.value), &event.doc),
        name: &event.name,
        ty: &event.ty,
    });
    let variants: Vec<Variant<'_>> = variants.collect();
    let values = events.variants.iter().map(|event| event.value.as_str());
    let text = format!(
        "Every webhook of the document, told apart by {}.",
        doc::code(&events.tag)
    );
    let head = doc::item(
        &Doc {
            text: Some(text),
            facts: Vec::new(),
        },
        "",
    );
    let mut items = vec![
        union::declaration(imports, &head, &events.name, &variants),
        union::tagged_table(imports, &events.name, None, &events.tag, values, &variants),
    ];
    if let Some(envelope) = &events.envelope {
        items.extend(delivery(api, events, envelope));
    }
    items
}

fn delivery(api: &Api, events: &Events, envelope: &str) -> [TokenStream; 2] {
    let text = format!(
        "An event as it is delivered: in an envelope, as {}, or alone.",
        doc::code(envelope)
    );
    let doc = doc::item(
        &Doc {
            text: Some(text),
            facts: Vec::new(),
        },
        "",
    );
    let (envelope, tag) = (literal::text(envelope), literal::text(&events.tag));
    let (name, delivery) = (&events.name, delivery_name(api, events));
    [
        quote! {
            impl crate::runtime::Enveloped for #name {
                const ENVELOPE: &'static str = #envelope;
                const TAG: &'static str = #tag;
            }
        },
        quote!(#doc pub type #delivery = crate::runtime::Delivery<#name>;),
    ]
}

/// `Delivery`, or `EventDelivery` where the document has a `Delivery` of its own.
pub(super) fn delivery_name(api: &Api, events: &Events) -> TypeName {
    let taken = |name: &TypeName| {
        let mut operations = api.operations.iter();
        api.types.iter().any(|def| def.name == *name)
            || operations.any(|operation| operation.name == *name)
            || events.name == *name
    };
    let mut name = TypeName::from_spelling("Delivery");
    let mut prefix = events.name.clone();
    while taken(&name) {
        name = prefix.join("delivery");
        prefix = name.clone();
    }
    name
}
