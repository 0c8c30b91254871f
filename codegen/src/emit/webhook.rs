//! Events in, the module that verifies and decodes their webhooks out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Encoding, Event, Events, Selector, Signature, SignatureScheme};
use crate::name::TypeName;

use super::module::{Block, Docs};
use super::operation::part_table;
use super::scope::Scope;
use super::{doc, event, literal, style};

pub(super) fn items(scope: &Scope<'_>, events: &Events, docs: &mut Docs) -> Vec<TokenStream> {
    let delivered = event::delivered_name(scope.api, events);
    let doc = docs.inner(vec![Block::Text(head(scope, events))]);
    let mut items = vec![quote!(#doc), quote!(use super::#delivered;)];
    if let Some(signature) = &events.signature {
        items.extend(constants(signature));
        items.extend(signed(events, &delivered));
    }
    let form = events.has_forms();
    items.extend(form.then(|| styles(events)));
    let read = if form {
        let read = read_call(events, &quote!(None));
        quote! {
            /// Decodes the body of a webhook, JSON or a form, without verifying its signature.
            pub fn unverified(
                raw_body: &[u8],
            ) -> Result<#delivered, crate::runtime::DecodeError> { #read }
        }
    } else {
        quote! {
            /// Decodes the body of a webhook without verifying its signature.
            pub fn unverified(
                raw_body: &[u8],
            ) -> Result<#delivered, crate::runtime::DecodeError> {
                crate::runtime::webhook::unverified(raw_body)
            }
        }
    };
    items.push(read);
    items
}

/// The head of the page: how webhooks are sent, and an example that verifies one.
fn head(scope: &Scope<'_>, events: &Events) -> Vec<String> {
    let signed = events.signature.as_ref().map(|_| "signed with Ed25519");
    let forms = events.variants.iter();
    let forms = forms
        .filter(|event| event.encoding != Encoding::Json)
        .count();
    let written = match forms {
        0 => None,
        _ if forms == events.variants.len() => Some("sent as forms"),
        _ => Some("sent as JSON or as forms"),
    };
    let how: Vec<&str> = written.into_iter().chain(signed).collect();
    let verb = signed.map_or("Decodes", |_| "Verifies and decodes");
    let mut lines = doc::joined(&[format!("{verb} webhooks, which are {}.", how.join(" and "))]);
    if forms > 0 {
        let text = "A form (`application/x-www-form-urlencoded`) is distinguished from JSON by the \
                    header `Content-Type`, or else by its body. Members of any type are parsed \
                    from the text of the pairs with their names; pairs without a member are kept \
                    with the unknown members.";
        lines.push(String::new());
        lines.extend(doc::joined(&[text.to_owned()]));
    }
    if signed.is_some() {
        lines.extend(example(scope, events));
    }
    if let Some(note) = &events.note {
        lines.push(String::new());
        lines.extend(doc::joined(std::slice::from_ref(note)));
    }
    lines
}

/// The example: verifies a webhook, and shows how to handle one that is not declared.
fn example(scope: &Scope<'_>, events: &Events) -> Vec<String> {
    let (library, module, name) = (&scope.library, &scope.api.module, &events.name);
    let event = if events.envelope.is_some() {
        "delivery.event"
    } else {
        "delivery"
    };
    let arm = events.variants.first().map(|first| {
        let first = &first.name;
        format!("\n        {name}::{first}(event) => println!(\"{{event:?}}\"),")
    });
    let arm = arm.unwrap_or_default();
    let example = format!(
        r#"
The signature covers the raw bytes of the body, so verify these:

```
# #[cfg(feature = "webhook")] mod example {{
use std::time::SystemTime;

use {library}::{module}::{name};
use {library}::{module}::webhook::{{Verifier, VerifyError}};

fn receive(verifier: &Verifier, headers: &http::HeaderMap, body: &[u8]) -> Result<(), VerifyError> {{
    let delivery = verifier.verify(headers, body, SystemTime::now())?;
    match &{event} {{{arm}
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
    example.lines().map(str::to_owned).collect()
}

/// What is verified, and what verifies and signs it.
fn signed(events: &Events, delivered: &TypeName) -> Vec<TokenStream> {
    let name = &events.name;
    let read = events.has_forms().then(|| {
        let read = read_call(events, &quote!(content_type));
        quote! {
            #[inline]
            fn read(
                content_type: Option<&str>,
                raw_body: &[u8],
            ) -> Result<Self, crate::runtime::DecodeError> { #read }
        }
    });
    let write = events.has_forms().then(|| {
        let tags = event::tags(events, &quote!(super::#name));
        let write = write_call(events, &tags);
        quote! {
            #[cfg(feature = "signer")]
            fn write(&self, to: &mut crate::runtime::RequestWriter) {
                #write
            }
        }
    });
    let signature = events.signature.as_ref();
    let key = signature.and_then(|it| it.public_key_variable.as_ref());
    let key = key.map(|_| {
        quote!(
            const PUBLIC_KEY_VARIABLE: Option<&'static str> = Some(PUBLIC_KEY_VARIABLE);
        )
    });
    vec![
        quote! {
            impl crate::runtime::webhook::Signed for #delivered {
                const SIGNATURE_HEADER: &'static str = SIGNATURE_HEADER;
                const TIMESTAMP_HEADER: &'static str = TIMESTAMP_HEADER;
                const TOLERANCE: std::time::Duration =
                    std::time::Duration::from_secs(TOLERANCE_SECONDS);
                #key
                #read
                #write
            }
        },
        quote! {
            /// Verifies and decodes webhooks.
            #[cfg(feature = "webhook")]
            pub type Verifier = crate::runtime::webhook::Verifier<#delivered>;
        },
        quote! {
            #[cfg(feature = "webhook")]
            pub use crate::runtime::webhook::{KeyError, VerifyError};
        },
        quote! {
            /// Signs webhooks as the API does, for tests.
            #[cfg(feature = "signer")]
            pub type Signer = crate::runtime::webhook::Signer<#delivered>;
        },
    ]
}

/// How a body that may be a form is read.
fn read_call(events: &Events, content_type: &TokenStream) -> TokenStream {
    let name = &events.name;
    let tags = event::tags(events, &quote!(super::#name));
    quote!(crate::runtime::webhook::decode_body(#content_type, raw_body, #tags, STYLES))
}

/// How an event is written, if not all are JSON.
fn write_call(events: &Events, tags: &TokenStream) -> TokenStream {
    let write_form = quote!(crate::runtime::webhook::write_form(self, to, #tags, STYLES));
    let mut encodings = events.variants.iter().map(|event| &event.encoding);
    if encodings.all(|it| matches!(it, Encoding::Form(_))) {
        return quote!(#write_form;);
    }
    let name = &events.name;
    let event = match events.envelope {
        Some(_) => quote!(self.event),
        None => quote!(self),
    };
    let arms = events.variants.iter().filter_map(|event| {
        let write = match &event.encoding {
            Encoding::Json => return None,
            Encoding::Form(_) => quote!(#write_form),
            Encoding::Multipart(parts) => {
                let parts = part_table(&quote!(crate::runtime::Part), parts);
                quote!(to.multipart("multipart/form-data", &#parts, self))
            }
        };
        let variant = &event.name;
        Some(quote!(super::#name::#variant(_) => #write,))
    });
    quote! {
        match #event {
            #(#arms)*
            _ => to.json("application/json", self),
        }
    }
}

/// The members of forms that are not written the usual way.
fn styles(events: &Events) -> TokenStream {
    let styled = events.variants.iter().filter_map(|event| {
        let Encoding::Form(styles) = &event.encoding else {
            return None;
        };
        let styles = styles.iter().map(|(member, style)| {
            let (member, style) = (literal::text(member), style::variant(*style));
            quote!((#member, crate::runtime::Style::#style))
        });
        let styles: Vec<TokenStream> = styles.collect();
        let selectors = selectors(event);
        let entry = |selector| quote!((#selector, &[#(#styles),*]));
        (!styles.is_empty()).then(|| selectors.into_iter().map(entry).collect::<Vec<_>>())
    });
    let styled: Vec<TokenStream> = styled.flatten().collect();
    quote! {
        /// The members of forms that are not written the usual way, by the tag and its value.
        const STYLES: crate::runtime::webhook::FormStyles = &[#(#styled),*];
    }
}

/// The tags that identify an event, each with one of its values, or `None` for any value.
fn selectors(event: &Event) -> Vec<TokenStream> {
    let mut found = Vec::new();
    for Selector { member, values } in &event.selectors {
        let member = literal::text(member);
        if values.is_empty() {
            found.push(quote!((#member, None)));
        }
        let values = values.iter().map(|value| literal::text(value));
        found.extend(values.map(|value| quote!((#member, Some(#value)))));
    }
    found
}

fn constants(signature: &Signature) -> Vec<TokenStream> {
    let Signature {
        // What the runtime does.
        scheme: SignatureScheme::Ed25519,
        signature_header,
        timestamp_header,
        tolerance_seconds,
        public_key_variable,
    } = signature;
    let [signature, timestamp] = [signature_header, timestamp_header].map(|it| literal::text(it));
    let tolerance = literal::count(*tolerance_seconds);
    let key = public_key_variable.as_deref().map(|name| {
        let name = literal::text(name);
        quote! {
            /// The environment variable with the public key, for `Verifier::from_env`.
            pub const PUBLIC_KEY_VARIABLE: &str = #name;
        }
    });
    let constants = [
        quote! {
            /// The header with the signature, 64 bytes in base64.
            pub const SIGNATURE_HEADER: &str = #signature;
        },
        quote! {
            /// The header with the time of signing, in Unix seconds.
            pub const TIMESTAMP_HEADER: &str = #timestamp;
        },
        quote! {
            /// The default tolerance of a verifier: how many seconds the time of signing may be before or
            /// after now.
            pub const TOLERANCE_SECONDS: u64 = #tolerance;
        },
    ];
    constants.into_iter().chain(key).collect()
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::file;
    use crate::ir::sample::every_kind;

    #[test]
    fn what_is_delivered_is_verified() {
        let text = file(every_kind(), "webhook.rs");
        for part in [
            "use super::Delivery;\n",
            "pub const SIGNATURE_HEADER: &str = \"pets-signature\";\n",
            "pub const TOLERANCE_SECONDS: u64 = 300;\n",
            "impl crate::runtime::webhook::Signed for Delivery {\n",
            "pub type Verifier = crate::runtime::webhook::Verifier<Delivery>;\n",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn without_an_envelope_it_is_the_event() {
        let mut api = every_kind();
        if let Some(events) = &mut api.events {
            events.envelope = None;
        }
        let text = file(api, "webhook.rs");
        assert!(text.contains("Verifier<Event>;\n"), "{text}");
    }
}
