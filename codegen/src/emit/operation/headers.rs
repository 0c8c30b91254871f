//! The headers of a success in, how they are read out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::imports::Imports;
use crate::ir::{Headers, Operation, Type};

use super::request;

pub(super) fn implementation(
    imports: &mut Imports<'_>,
    operation: &Operation,
    headers: &Headers,
) -> TokenStream {
    let (name, headed) = (&operation.name, imports.runtime("TypedHeaders"));
    let ty = imports.spell(&Type::Named(headers.ty));
    let styles = (!headers.styles.is_empty()).then(|| {
        let style = imports.runtime("Style");
        let styles = request::styles(imports, &headers.styles);
        quote!(const STYLES: &'static [(&'static str, #style)] = &#styles;)
    });
    quote! {
        impl #headed for #name {
            type Headers = #ty;
            #styles
        }
    }
}
