//! A stream of events in, how each of them is read out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::imports::Imports;
use crate::emit::literal;
use crate::ir::{EventForm, EventStream, Framing, Operation};

/// The type of a reply that is read to its end.
pub(super) fn spelled(imports: &mut Imports<'_>, stream: &EventStream) -> TokenStream {
    let ty = imports.spell(&stream.ty);
    if matches!(stream.form, EventForm::Json | EventForm::Part) {
        return quote!(Vec<#ty>);
    }
    let events = imports.runtime("Events");
    quote!(#events<#ty>)
}

pub(super) fn implementation(
    imports: &mut Imports<'_>,
    operation: &Operation,
    stream: &EventStream,
) -> TokenStream {
    let EventStream {
        content_type,
        framing,
        ty,
        form,
    } = stream;
    let (name, ty) = (&operation.name, imports.spell(ty));
    let [streamed, raw, decode_error] =
        ["Streamed", "RawEvent", "DecodeError"].map(|it| imports.runtime(it));
    let read = match form {
        EventForm::Data => Some(quote!(read)),
        EventForm::Structure => Some(quote!(read_structure)),
        EventForm::Whole => Some(quote!(read_whole)),
        EventForm::Json | EventForm::Part => None,
    };
    let (event, read) = match read {
        Some(read) => {
            let server_event = imports.runtime("ServerEvent");
            (
                quote!(#server_event<#ty>),
                quote!(#server_event::#read(event)),
            )
        }
        None if *form == EventForm::Part => (ty, quote!(event.part())),
        None => (ty, quote!(event.json())),
    };
    let content_type = (*framing != Framing::Events).then(|| {
        let content_type = literal::text(content_type);
        quote!(const CONTENT_TYPE: &'static str = #content_type;)
    });
    quote! {
        impl #streamed for #name {
            type Event = #event;
            #content_type
            #[inline]
            fn event(event: &#raw) -> Result<Self::Event, #decode_error> { #read }
        }
    }
}
