//! A path of fields in, the expression for what stands at its end out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Step;

use super::imports::Imports;

/// An expression for something within a value.
pub(super) enum FieldAccess {
    /// It is always there: a place expression.
    Always(TokenStream),
    /// It may not be there: an `Option` of a reference.
    Perhaps(TokenStream),
}

/// Where a path from the value `from` leads.
pub(super) fn access_fields(
    imports: &mut Imports<'_>,
    from: &TokenStream,
    path: &[Step],
) -> FieldAccess {
    let mut place = FieldAccess::Always(from.clone());
    for Step {
        field,
        optional,
        nullable,
    } in path
    {
        place = match (place, optional, nullable) {
            (FieldAccess::Always(place), false, false) => {
                FieldAccess::Always(quote!(#place.#field))
            }
            (FieldAccess::Always(place), true, false) => {
                FieldAccess::Perhaps(quote!(#place.#field.as_ref()))
            }
            (FieldAccess::Always(place), false, true) => {
                FieldAccess::Perhaps(quote!(#place.#field.as_option()))
            }
            (FieldAccess::Always(place), true, true) => {
                let nullable = imports.runtime("Nullable");
                FieldAccess::Perhaps(quote!(#place.#field.as_ref().and_then(#nullable::as_option)))
            }
            (FieldAccess::Perhaps(place), false, false) => {
                FieldAccess::Perhaps(quote!(#place.map(|it| &it.#field)))
            }
            (FieldAccess::Perhaps(place), true, false) => {
                FieldAccess::Perhaps(quote!(#place.and_then(|it| it.#field.as_ref())))
            }
            (FieldAccess::Perhaps(place), false, true) => {
                FieldAccess::Perhaps(quote!(#place.and_then(|it| it.#field.as_option())))
            }
            (FieldAccess::Perhaps(place), true, true) => {
                let nullable = imports.runtime("Nullable");
                FieldAccess::Perhaps(quote! {
                    #place.and_then(|it| it.#field.as_ref()).and_then(#nullable::as_option)
                })
            }
        };
    }
    place
}
