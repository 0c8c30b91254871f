//! The webhooks in; the enum of events and the form they are delivered in out.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Event, Events};
use crate::name::TypeName;

use super::field_path::{FieldAccess, access_fields};
use super::imports::Imports;
use super::union::{self, TaggedTable, Variant};
use super::{doc, literal};

pub(super) fn items(imports: &mut Imports<'_>, events: &Events) -> Vec<TokenStream> {
    let variants = events.variants.iter().map(|event| Variant {
        doc: imports
            .docs
            .titled(Some(doc::code(&event.value)), &event.doc),
        name: &event.name,
        ty: &event.ty,
    });
    let variants: Vec<Variant<'_>> = variants.collect();
    let values = events.variants.iter();
    let table = TaggedTable {
        name: &events.name,
        id: None,
        tag: &events.tag,
        is_optional: false,
        code: None,
        values: values.map(|event| vec![event.value.as_str()]).collect(),
        variants: &variants,
        rules: &[],
    };
    let head = imports.docs.markdown(&text(events));
    let mut items = vec![
        union::declaration(imports, &quote!(#head), &events.name, &variants),
        union::tagged_table(imports, &table),
        undeclared(imports, events),
    ];
    if let Some(envelope) = &events.envelope {
        items.extend(delivery(imports, events, envelope));
    }
    items.extend(stateful(imports, events));
    items
}

/// What the enum is, and where nothing else does, what comes beside the events that it lists.
fn text(events: &Events) -> String {
    let mut text = format!(
        "The webhooks of the API, by their {}.",
        doc::code(&events.tag)
    );
    let has_page = events.signature.is_some() || events.has_forms();
    match (&events.note, has_page) {
        (Some(_), true) => text.push_str(
            " [`webhook`](super::webhook) lists events that the document does not declare.",
        ),
        (Some(note), false) => {
            text.push_str("\n\n");
            text.push_str(note);
        }
        (None, _) => {}
    }
    text
}

/// The way to read an event that the enum does not list.
fn undeclared(imports: &mut Imports<'_>, events: &Events) -> TokenStream {
    let doc = format!(
        "Returns the {} and the JSON of an event that the document does not declare. The type is empty if the event has none.",
        doc::code(&events.tag)
    );
    let doc = imports.docs.markdown(&doc);
    let (name, tag) = (&events.name, literal::text(&events.tag));
    let value = imports.runtime("Value");
    quote! {
        impl #name {
            #doc
            #[must_use]
            pub fn undeclared(&self) -> Option<(&str, &#value)> {
                let Self::Other(event) = self else { return None };
                Some((event[#tag].as_str().unwrap_or_default(), event))
            }
        }
    }
}

fn delivery(imports: &mut Imports<'_>, events: &Events, envelope: &str) -> [TokenStream; 2] {
    let text = format!(
        "An event as delivered: in an envelope, as its member {}, or bare.",
        doc::code(envelope)
    );
    let doc = imports.docs.markdown(&text);
    let (envelope, tag) = (literal::text(envelope), literal::text(&events.tag));
    let (name, delivery) = (&events.name, delivery_name(imports.scope().api, events));
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

/// How to find the state of an earlier command, if any event has one.
fn stateful(imports: &mut Imports<'_>, events: &Events) -> Option<TokenStream> {
    let scope = imports.scope();
    let (with, without): (Vec<&Event>, Vec<&Event>) =
        (events.variants.iter()).partition(|event| event.state.is_some());
    // Clippy wants arms that do the same to be one (`match_same_arms`).
    let mut groups: IndexMap<String, Vec<&Event>> = IndexMap::new();
    for event in with {
        let group = groups.entry(scope.identity(&event.ty)).or_default();
        group.push(event);
    }
    if groups.is_empty() {
        return None;
    }
    let arms = groups.values().map(|group| {
        let names = group.iter().map(|event| &event.name);
        let steps = group[0].state.as_deref().unwrap_or_default();
        let state = match access_fields(imports, &quote!(event), steps) {
            FieldAccess::Always(place) => quote!(Some(&#place)),
            FieldAccess::Perhaps(place) => place,
        };
        quote!(#(Self::#names(event))|* => #state,)
    });
    let arms: TokenStream = arms.collect();
    let without = without.iter().map(|event| &event.name);
    let (name, base64) = (&events.name, imports.runtime("Base64"));
    Some(quote! {
        impl crate::runtime::HasClientState for #name {
            fn state(&self) -> Option<&#base64> {
                match self {
                    #arms
                    #(Self::#without(_) |)* Self::Other(_) => None,
                }
            }
        }
    })
}

/// What is delivered: the event, or the event in its envelope.
pub(super) fn delivered_name(api: &Api, events: &Events) -> TypeName {
    if events.envelope.is_some() {
        delivery_name(api, events)
    } else {
        events.name.clone()
    }
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
    use crate::emit::sample::file;
    use crate::ir::sample::every_kind;

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

/// An event as delivered: in an envelope, as its member `data`, or bare.
pub type Delivery = crate::runtime::Delivery<Event>;
"#;
        assert!(text.contains(envelope), "{text}");
    }

    #[test]
    fn the_state_is_found_in_the_events_that_have_one() {
        let text = file(every_kind(), "event.rs");
        let arms = "            Self::PetBorn(event) | Self::PetDied(event) => event.client_state.as_ref(),
            Self::VoiceHeard(_) | Self::Other(_) => None,
";
        assert!(text.contains(arms), "{text}");
        let mut api = every_kind();
        for event in api.events.iter_mut().flat_map(|it| &mut it.variants) {
            event.state = None;
        }
        let text = file(api, "event.rs");
        assert!(!text.contains("HasClientState"), "{text}");
    }
}
