//! The webhooks of several APIs in, the module with one enum for all of them out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::check::Checked;
use crate::ir::{Api, Events, SharedEvents, Signature, SignatureScheme};
use crate::layout;
use crate::name::{ConstName, TypeName, VariantName};

use super::imports::Imports;
use super::library::Library;
use super::module::{Block, Docs};
use super::scope::Scope;
use super::union::{self, Variant};
use super::{doc, event, index, literal};

/// The webhooks of one of the APIs.
struct Part<'a> {
    scope: Scope<'a>,
    api: &'a Api,
    events: &'a Events,
    /// The names of its events in the enum.
    names: Vec<&'a VariantName>,
}

/// The items of the module.
pub(super) fn items(
    apis: &[Checked<Api>],
    shared: &SharedEvents,
    library: &Library,
    docs: &mut Docs,
) -> Vec<TokenStream> {
    let parts: Vec<Part<'_>> = apis
        .iter()
        .enumerate()
        .filter_map(|(index, api)| {
            let variants = shared.variants.iter().filter(|it| it.api == index);
            Some(Part {
                scope: Scope::new(api, library, false),
                api,
                events: api.events.as_ref()?,
                names: variants.map(|it| &it.name).collect(),
            })
        })
        .collect();
    let (allow, head) = (
        index::allowed(false),
        docs.inner(vec![Block::Text(head(&parts, library))]),
    );
    let mut items = vec![quote!(#head #allow), enumeration(&parts, docs)];
    items.extend(parts.iter().map(conversion));
    items.push(undeclared(&parts));
    items.push(quote! {
        /// An event as delivered, with the other members of its envelope if it has one.
        pub type Delivery = crate::runtime::Delivery<Event>;
    });
    items.extend(parts.iter().map(document));
    items.push(events(apis, &parts, shared));
    items.extend(client_state(&parts, docs));
    items.extend(verifier(shared));
    items
}

/// The head of the page, with an example that verifies a webhook.
fn head(parts: &[Part<'_>], library: &Library) -> Vec<String> {
    let name = library.name.replace('-', "_");
    let arm = parts.iter().find_map(|it| it.names.first());
    let arm = arm.map_or_else(String::new, |first| {
        format!("\n        Event::{first}(event) => println!(\"{{event:?}}\"),")
    });
    let signed = parts.iter().any(|it| it.events.signature.is_some());
    let head = "The webhooks of all modules, for a program that receives them at one URL:";
    let mut lines = vec![head.to_owned(), String::new()];
    lines.extend(parts.iter().map(|it| format!("- {}", module_link(it.api))));
    if signed {
        let example = format!(
            r#"
The signature covers the raw bytes of the body, so verify these:

```
# #[cfg(feature = "webhook")] mod example {{
use std::time::SystemTime;

use {name}::Event;
use {name}::webhook::{{Verifier, VerifyError}};

fn receive(verifier: &Verifier, headers: &http::HeaderMap, body: &[u8]) -> Result<(), VerifyError> {{
    match verifier.verify(headers, body, SystemTime::now())?.event {{{arm}
        other => {{
            if let Some((event_type, json)) = other.undeclared() {{
                println!("{{event_type}}: {{json}}");
            }}
        }}
    }}
    Ok(())
}}
# }}
```"#
        );
        lines.extend(example.lines().map(str::to_owned));
    }
    let mut texts = vec![
        "The header `Content-Type` distinguishes JSON from forms, or else the body does. An event is \
         decoded as the first of the modules that declares it; one that none of them declares is \
         kept as JSON."
            .to_owned(),
    ];
    if signed {
        texts.push(
            "A webhook by `GET` is not authenticated: the signature covers the time of signing and \
             the body (`timestamp|body`), but not the query, which holds its members. Verify \
             requests that have a body, and trust no query."
                .to_owned(),
        );
    }
    for text in texts {
        lines.push(String::new());
        lines.extend(doc::joined(&[text]));
    }
    lines
}

/// A module as a link, to what it says of its webhooks if it says something.
fn module_link(api: &Api) -> String {
    let (module, page) = (&api.module, layout::WEBHOOK);
    if layout::has_webhook(api) {
        format!("[`{module}`](crate::{module}::{page})")
    } else {
        format!("[`{module}`](crate::{module})")
    }
}

/// The name of the enum.
fn event_name() -> TypeName {
    TypeName::from_spelling("Event")
}

fn enumeration(parts: &[Part<'_>], docs: &mut Docs) -> TokenStream {
    let mut variants = Vec::new();
    for Part {
        scope,
        events,
        names,
        api,
    } in parts
    {
        let mut imports = Imports::qualified(scope, docs);
        for (event, name) in events.variants.iter().zip(names) {
            let title = format!(
                "{}, of [`{1}`](crate::{1})",
                event::title(events, event),
                api.module
            );
            let variant = Variant {
                doc: imports.docs.titled(Some(title), &event.doc),
                name,
                ty: &event.ty,
            };
            variants.push(union::variant_line(&mut imports, &variant));
        }
    }
    quote! {
        /// The webhooks of all modules.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants)*
            /// An event that no module declares.
            Other(crate::runtime::Value),
        }
    }
}

/// The conversion from the enum of one module.
fn conversion(part: &Part<'_>) -> TokenStream {
    let Part {
        api, events, names, ..
    } = part;
    let (module, name) = (&api.module, &events.name);
    let theirs = events.variants.iter().map(|event| &event.name);
    quote! {
        impl From<crate::#module::#name> for Event {
            fn from(event: crate::#module::#name) -> Self {
                match event {
                    #(crate::#module::#name::#theirs(event) => Self::#names(event),)*
                    crate::#module::#name::Other(event) => Self::Other(event),
                }
            }
        }
    }
}

fn undeclared(parts: &[Part<'_>]) -> TokenStream {
    let mut tags: Vec<&String> = Vec::new();
    for tag in parts.iter().flat_map(|it| &it.events.tags) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let tags = tags.into_iter().map(|tag| literal::text(tag));
    quote! {
        impl Event {
            /// Returns the type and the JSON of an event that no module declares. The type is empty if
            /// the event has none.
            #[must_use]
            pub fn undeclared(&self) -> Option<(&str, &crate::runtime::Value)> {
                let Self::Other(event) = self else { return None };
                Some((crate::runtime::webhook::find_event_type(&[#(#tags),*], event), event))
            }
        }
    }
}

/// The name of the constant for a module.
fn document_name(api: &Api) -> ConstName {
    ConstName::from_spelling(&format!("{} webhooks", api.module))
}

/// The constant for a module: how it reads a body.
fn document(part: &Part<'_>) -> TokenStream {
    let Part { api, events, .. } = part;
    let (module, name) = (&api.module, document_name(api));
    let delivered = event::delivered_name(api, events);
    let delivered = quote!(crate::#module::#delivered);
    let has_forms = events.has_forms();
    let (content_type, read) = match (&events.signature, has_forms) {
        (Some(_), _) => (
            quote!(content_type),
            quote!(<#delivered as crate::runtime::webhook::Signed>::read(content_type, raw_body)),
        ),
        (None, true) => (
            quote!(_),
            quote!(crate::#module::webhook::unverified(raw_body)),
        ),
        (None, false) => (
            quote!(_),
            quote!(crate::runtime::decode::<#delivered>(raw_body)),
        ),
    };
    let convert = if events.envelope.is_some() {
        quote!(it.map(Event::from))
    } else {
        quote!(Delivery::bare(Event::from(it)))
    };
    quote! {
        const #name: crate::runtime::webhook::Document<Event> = crate::runtime::webhook::Document {
            has_forms: #has_forms,
            read: |#content_type, raw_body| #read.map(|it| #convert),
        };
    }
}

/// What the runtime knows of the enum.
fn events(apis: &[Checked<Api>], parts: &[Part<'_>], shared: &SharedEvents) -> TokenStream {
    let documents = parts.iter().map(|it| document_name(it.api));
    let schemes = shared.schemes.iter().map(|scheme| {
        let documents = scheme.iter().map(|api| document_name(&apis[*api]));
        let signature = apis[scheme[0]].events.as_ref();
        let signature = signature.and_then(|events| events.signature.as_ref());
        let Signature {
            scheme: SignatureScheme::Ed25519,
            signature_header,
            timestamp_header,
            tolerance_seconds,
            public_key_variable,
        } = signature.expect("the webhooks of a scheme are signed");
        let [signature, timestamp] =
            [signature_header, timestamp_header].map(|it| literal::text(it));
        let tolerance = literal::count(*tolerance_seconds);
        let variable = public_key_variable.as_deref().map(literal::text);
        let variable = variable.map_or_else(|| quote!(None), |name| quote!(Some(#name)));
        quote! {
            crate::runtime::webhook::Scheme {
                signature_header: #signature,
                timestamp_header: #timestamp,
                tolerance: std::time::Duration::from_secs(#tolerance),
                public_key_variable: #variable,
                documents: &[#(#documents),*],
            }
        }
    });
    quote! {
        impl crate::runtime::webhook::Events for Event {
            const SCHEMES: &'static [crate::runtime::webhook::Scheme<Self>] = &[#(#schemes),*];
            const DOCUMENTS: &'static [crate::runtime::webhook::Document<Self>] = &[#(#documents),*];

            fn undeclared(&self) -> Option<(&str, &crate::runtime::Value)> {
                self.undeclared()
            }
        }
    }
}

/// How to find the state of an earlier command, if any event has one.
fn client_state(parts: &[Part<'_>], docs: &mut Docs) -> Option<TokenStream> {
    let (mut arms, mut without) = (Vec::new(), Vec::new());
    for part in parts {
        let mut imports = Imports::qualified(&part.scope, docs);
        let variants = part.events.variants.iter().zip(part.names.iter().copied());
        let (more, rest) = event::state_arms(&mut imports, &variants.collect::<Vec<_>>());
        arms.extend(more);
        without.extend(rest);
    }
    let mut imports = Imports::qualified(&parts.first()?.scope, docs);
    event::has_client_state(&mut imports, &event_name(), &arms, &without)
}

/// What verifies and decodes webhooks.
fn verifier(shared: &SharedEvents) -> Vec<TokenStream> {
    let mut items = Vec::new();
    if !shared.schemes.is_empty() {
        items.push(quote! {
            /// Verifies and decodes webhooks.
            #[cfg(feature = "webhook")]
            pub type Verifier = crate::runtime::webhook::EventVerifier<Event>;
        });
        items.push(quote! {
            #[cfg(feature = "webhook")]
            pub use crate::runtime::webhook::{KeyError, VerifyError};
        });
    }
    items.push(quote! {
        /// Decodes the body of a webhook without verifying its signature. Without a content type, the body
        /// tells JSON from forms.
        pub fn unverified(
            content_type: Option<&str>,
            raw_body: &[u8],
        ) -> Result<Delivery, crate::runtime::DecodeError> {
            let documents = <Event as crate::runtime::webhook::Events>::DOCUMENTS;
            crate::runtime::webhook::read_event(documents, content_type, raw_body)
        }
    });
    items
}
