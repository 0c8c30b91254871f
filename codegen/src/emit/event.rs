//! The webhooks in; the enum of events and the form they are delivered in out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Events};
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
    let head = doc::markdown(&text);
    let mut items = vec![
        union::declaration(imports, &head, &events.name, &variants),
        union::tagged_table(
            imports,
            &events.name,
            None,
            (&events.tag, None),
            values,
            &variants,
        ),
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
    let doc = doc::markdown(&text);
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

#[cfg(test)]
mod tests {
    use crate::emit::sample::{every_kind, file};

    #[test]
    fn events_come_in_an_envelope() {
        let text = file(every_kind(), "event.rs");
        let variant =
            "    /// `pet.born`\n    ///\n    /// Something happened.\n    PetBorn(Pet),\n";
        assert!(text.contains(variant), "{text}");
        let envelope = r#"impl crate::runtime::Enveloped for Event {
    const ENVELOPE: &'static str = "data";
    const TAG: &'static str = "event_type";
}

/// An event as it is delivered: in an envelope, as `data`, or alone.
pub type Delivery = crate::runtime::Delivery<Event>;
"#;
        assert!(text.ends_with(envelope), "{text}");
    }
}
