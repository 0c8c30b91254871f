//! The webhooks in; the enum of events and the form they are delivered in out.

use indexmap::IndexMap;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Api, Event, Events, Selector};
use crate::name::{TypeName, VariantName};

use super::field_path::{FieldAccess, access_fields};
use super::imports::Imports;
use super::union::{self, TaggedTable, Variant};
use super::{doc, literal};

pub(super) fn items(imports: &mut Imports<'_>, events: &Events) -> Vec<TokenStream> {
    let variants = events.variants.iter().map(|event| Variant {
        doc: imports.docs.titled(Some(title(events, event)), &event.doc),
        name: &event.name,
        ty: &event.ty,
    });
    let variants: Vec<Variant<'_>> = variants.collect();
    let table = match &events.tags[..] {
        [tag] => {
            let values = events.variants.iter();
            let table = TaggedTable {
                name: &events.name,
                id: None,
                tag,
                is_optional: false,
                default: None,
                code: None,
                values: values.map(|event| vec![event.value.as_str()]).collect(),
                variants: &variants,
                rules: &[],
            };
            union::tagged_table(imports, &table)
        }
        _ => event_table(imports, events, &variants),
    };
    let head = imports.docs.markdown(&text(events));
    let mut items = vec![
        union::declaration(imports, &quote!(#head), &events.name, &variants),
        table,
        undeclared(imports, events),
    ];
    if let Some(envelope) = &events.envelope {
        items.extend(delivery(imports, events, envelope));
    }
    items.extend(stateful(imports, events));
    items
}

/// What identifies an event: the value of its tag, or one of several tags with its values.
pub(super) fn title(events: &Events, event: &Event) -> String {
    if let [_] = events.tags[..] {
        return doc::code(&event.value);
    }
    let selectors = event.selectors.iter().map(|Selector { member, values }| {
        let member = doc::code(member);
        if values.is_empty() {
            return member;
        }
        format!(
            "{member}: {}",
            doc::codes(values.iter().map(String::as_str))
        )
    });
    selectors.collect::<Vec<_>>().join(", or ")
}

/// The table of events that several tags tell apart.
fn event_table(
    imports: &mut Imports<'_>,
    events: &Events,
    variants: &[Variant<'_>],
) -> TokenStream {
    let froms = union::conversions(imports, None, variants);
    let entries = events.variants.iter().zip(variants).zip(froms);
    let entries = entries.map(|((event, variant), from)| {
        let patterns = patterns(event);
        let (name, ty) = (variant.name, imports.spell(variant.ty));
        quote!(#(#patterns)|* => #name(#ty) #from,)
    });
    let entries: TokenStream = entries.collect();
    let name = &events.name;
    let tags = events.tags.iter().map(|tag| literal::text(tag));
    quote! {
        crate::runtime::event_union! { #name by { #(#tags,)* } { #entries } }
    }
}

/// The patterns of the tags that identify an event and their values; tags with the same values have one.
fn patterns(event: &Event) -> Vec<TokenStream> {
    let mut members: IndexMap<&[String], Vec<Literal>> = IndexMap::new();
    for Selector { member, values } in &event.selectors {
        let tags = members.entry(values).or_default();
        tags.push(literal::text(member));
    }
    let pattern = |(values, members): (&[String], Vec<Literal>)| {
        if values.is_empty() {
            return quote!((#(#members)|*, _));
        }
        let values = values.iter().map(|value| literal::text(value));
        quote!((#(#members)|*, #(#values)|*))
    };
    members.into_iter().map(pattern).collect()
}

/// The tags as a slice; `of` is the enum.
pub(super) fn tags(events: &Events, of: &TokenStream) -> TokenStream {
    match &events.tags[..] {
        [tag] => {
            let tag = literal::text(tag);
            quote!(&[#tag])
        }
        _ => quote!(<#of as crate::runtime::EventUnion>::TAGS),
    }
}

/// What the enum is, and where nothing else does, what comes beside the events that it lists.
fn text(events: &Events) -> String {
    let tags = doc::codes(events.tags.iter().map(String::as_str));
    let mut text = match events.tags[..] {
        [_] => format!("The webhooks of the API, by their {tags}."),
        _ => format!(
            "The webhooks of the API. The first of these members that a webhook has identifies it: {tags}."
        ),
    };
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
    let rest = "the JSON of an event that the document does not declare. The type is empty if the event has none.";
    let (doc, event_type) = match &events.tags[..] {
        [tag] => {
            let (code, tag) = (doc::code(tag), literal::text(tag));
            let event_type = quote!(event[#tag].as_str().unwrap_or_default());
            (format!("Returns the {code} and {rest}"), event_type)
        }
        _ => {
            let event_type = quote!(crate::runtime::event_type::<Self>(event));
            let text =
                "Returns the type, which is the value of the member that tells events apart, and";
            (format!("{text} {rest}"), event_type)
        }
    };
    let doc = imports.docs.markdown(&doc);
    let name = &events.name;
    let value = imports.runtime("Value");
    quote! {
        impl #name {
            #doc
            #[must_use]
            pub fn undeclared(&self) -> Option<(&str, &#value)> {
                let Self::Other(event) = self else { return None };
                Some((#event_type, event))
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
    let (envelope, tags) = (literal::text(envelope), tags(events, &quote!(Self)));
    let (name, delivery) = (&events.name, delivery_name(imports.scope().api, events));
    [
        quote! {
            impl crate::runtime::Enveloped for #name {
                const ENVELOPE: &'static str = #envelope;
                const TAGS: &'static [&'static str] = #tags;
            }
        },
        quote!(#doc pub type #delivery = crate::runtime::Delivery<#name>;),
    ]
}

/// How to find the state of an earlier command, if any event has one.
fn stateful(imports: &mut Imports<'_>, events: &Events) -> Option<TokenStream> {
    let variants = events.variants.iter().map(|event| (event, &event.name));
    let (arms, without) = state_arms(imports, &variants.collect::<Vec<_>>());
    has_client_state(imports, &events.name, &arms, &without)
}

/// The arms that find the state in the variants that have one, and the names of those that have none.
pub(super) fn state_arms<'a>(
    imports: &mut Imports<'_>,
    variants: &[(&'a Event, &'a VariantName)],
) -> (Vec<TokenStream>, Vec<&'a VariantName>) {
    let scope = imports.scope();
    // Clippy wants arms that do the same to be one (`match_same_arms`).
    let mut groups: IndexMap<String, Vec<(&Event, &VariantName)>> = IndexMap::new();
    let mut without = Vec::new();
    for &(event, name) in variants {
        match event.state {
            Some(_) => groups
                .entry(scope.identity(&event.ty))
                .or_default()
                .push((event, name)),
            None => without.push(name),
        }
    }
    let arms = groups.values().map(|group| {
        let names = group.iter().map(|(_, name)| name);
        let steps = group[0].0.state.as_deref().unwrap_or_default();
        let state = match access_fields(imports, &quote!(event), steps) {
            FieldAccess::Always(place) => quote!(Some(&#place)),
            FieldAccess::Perhaps(place) => place,
        };
        quote!(#(Self::#names(event))|* => #state,)
    });
    (arms.collect(), without)
}

/// The implementation with these arms, if there are any.
pub(super) fn has_client_state(
    imports: &mut Imports<'_>,
    name: &TypeName,
    arms: &[TokenStream],
    without: &[&VariantName],
) -> Option<TokenStream> {
    if arms.is_empty() {
        return None;
    }
    let base64 = imports.runtime("Base64");
    Some(quote! {
        impl crate::runtime::HasClientState for #name {
            fn state(&self) -> Option<&#base64> {
                match self {
                    #(#arms)*
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
    const TAGS: &'static [&'static str] = &["event_type"];
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
