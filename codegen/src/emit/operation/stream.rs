//! A stream of events in, how each of them is read out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::imports::Imports;
use crate::ir::{EventForm, EventStream, Operation};

pub(super) fn implementation(
    imports: &mut Imports<'_>,
    operation: &Operation,
    stream: &EventStream,
) -> TokenStream {
    let name = &operation.name;
    let event = imports.spell(&stream.ty);
    let [streamed, raw, server_event, decode_error] =
        ["Streamed", "RawEvent", "ServerEvent", "DecodeError"].map(|it| imports.runtime(it));
    let read = match stream.form {
        EventForm::Data => quote!(read),
        EventForm::Structure => quote!(read_structure),
        EventForm::Whole => quote!(read_whole),
    };
    quote! {
        impl #streamed for #name {
            type Event = #event;
            fn event(event: &#raw) -> Result<#server_event<#event>, #decode_error> {
                #server_event::#read(event)
            }
        }
    }
}
