//! An item in, the attributes above it out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::TypeDef;

use super::imports::Imports;

/// `#[deprecated]`, where it applies.
pub(super) fn deprecated(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote!(#[deprecated]))
}

/// Documentation, deprecation and derive macros of a type.
pub(super) fn of_type(imports: &mut Imports<'_>, def: &TypeDef) -> TokenStream {
    let title = imports.scope().uses.describe(def);
    let doc = imports.docs.titled(title, &def.doc);
    let deprecated = deprecated(def.deprecated);
    let macros = &def.derives;
    let derive = (!macros.is_empty()).then(|| quote!(#[derive(#(#macros),*)]));
    quote!(#doc #deprecated #derive)
}
