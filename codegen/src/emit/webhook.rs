//! How deliveries are signed in; the module that verifies and reads them out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Events, Signature, SignatureScheme};

use super::{doc, event, literal};

pub(super) fn items(api: &Api, events: &Events, signature: &Signature) -> Vec<TokenStream> {
    let delivered = event::delivered_name(api, events);
    let text = "Webhooks as they are delivered: signed with Ed25519.".to_owned();
    let head = doc::inner(doc::joined(&[text]));
    let mut items = vec![head, quote!(use super::#delivered;)];
    items.extend(constants(signature));
    items.extend([
        quote! {
            impl crate::runtime::webhook::Signed for #delivered {
                const SIGNATURE_HEADER: &'static str = SIGNATURE_HEADER;
                const TIMESTAMP_HEADER: &'static str = TIMESTAMP_HEADER;
                const TOLERANCE: std::time::Duration =
                    std::time::Duration::from_secs(TOLERANCE_SECONDS);
            }
        },
        quote! {
            /// Verifies webhooks, and reads them.
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
        quote! {
            /// Reads a webhook's body without any proof of who sent it.
            pub fn unverified(
                raw_body: &[u8],
            ) -> Result<#delivered, crate::runtime::DecodeError> {
                crate::runtime::webhook::unverified(raw_body)
            }
        },
    ]);
    items
}

fn constants(signature: &Signature) -> [TokenStream; 3] {
    let Signature {
        // What the runtime does.
        scheme: SignatureScheme::Ed25519,
        signature_header,
        timestamp_header,
        tolerance_seconds,
    } = signature;
    let [signature, timestamp] = [signature_header, timestamp_header].map(|it| literal::text(it));
    let tolerance = literal::count(*tolerance_seconds);
    [
        quote! {
            /// The header with the signature: base64 of 64 bytes.
            pub const SIGNATURE_HEADER: &str = #signature;
        },
        quote! {
            /// The header with the time of signing, in Unix seconds.
            pub const TIMESTAMP_HEADER: &str = #timestamp;
        },
        quote! {
            /// How many seconds that time may be from now, before or after, unless a verifier is told
            /// otherwise.
            pub const TOLERANCE_SECONDS: u64 = #tolerance;
        },
    ]
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::{every_kind, file};

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
