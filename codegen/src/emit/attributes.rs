//! An item in, the attributes above it out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::TypeDef;

use super::imports::Imports;

/// `#[deprecated]`, where it applies.
pub(super) fn deprecated(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote!(#[deprecated]))
}

/// Documentation and deprecation of a type. One without prose is told where it stands.
pub(super) fn of_type(imports: &mut Imports<'_>, def: &TypeDef) -> TokenStream {
    let pointer = def.address.pointer.as_str();
    let place = pointer
        .strip_prefix("/components/schemas/")
        .unwrap_or(pointer);
    let doc = imports.docs.item(&def.doc, place);
    let deprecated = deprecated(def.deprecated);
    quote!(#doc #deprecated)
}
