//! A path of fields in, the expression for what stands at its end out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Step;

use super::imports::Imports;

/// An expression for something within a value.
pub(super) enum Place {
    /// It is always there: a place expression.
    Always(TokenStream),
    /// It may not be there: an `Option` of a reference.
    Perhaps(TokenStream),
}

/// Where a path from the value `from` leads.
pub(super) fn walk(imports: &mut Imports<'_>, from: &TokenStream, path: &[Step]) -> Place {
    let mut place = Place::Always(from.clone());
    for Step {
        field,
        optional,
        nullable,
    } in path
    {
        let as_option = nullable.then(|| imports.runtime("Nullable"));
        place = match (place, optional, as_option) {
            (Place::Always(place), false, None) => Place::Always(quote!(#place.#field)),
            (Place::Always(place), true, None) => Place::Perhaps(quote!(#place.#field.as_ref())),
            (Place::Always(place), false, Some(_)) => {
                Place::Perhaps(quote!(#place.#field.as_option()))
            }
            (Place::Always(place), true, Some(nullable)) => {
                Place::Perhaps(quote!(#place.#field.as_ref().and_then(#nullable::as_option)))
            }
            (Place::Perhaps(place), false, None) => {
                Place::Perhaps(quote!(#place.map(|it| &it.#field)))
            }
            (Place::Perhaps(place), true, None) => {
                Place::Perhaps(quote!(#place.and_then(|it| it.#field.as_ref())))
            }
            (Place::Perhaps(place), false, Some(_)) => {
                Place::Perhaps(quote!(#place.and_then(|it| it.#field.as_option())))
            }
            (Place::Perhaps(place), true, Some(nullable)) => Place::Perhaps(quote! {
                #place.and_then(|it| it.#field.as_ref()).and_then(#nullable::as_option)
            }),
        };
    }
    place
}
