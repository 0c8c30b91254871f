//! A tuple in; the struct, its table and its rules out.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{TupleItem, TypeDef};

use super::imports::Imports;
use super::{attributes, rules};

/// A tuple struct.
pub(super) fn items(
    imports: &mut Imports<'_>,
    def: &TypeDef,
    items: &[TupleItem],
) -> Vec<TokenStream> {
    let (attributes, name) = (attributes::of_type(imports, def), &def.name);
    let fields = items.iter().map(|item| {
        let ty = imports.spell(&item.value.ty);
        if item.required {
            quote!(pub #ty)
        } else {
            quote!(pub Option<#ty>)
        }
    });
    let fields: Vec<TokenStream> = fields.collect();
    let places = |required: bool| {
        let all = items.iter().enumerate();
        let places = all.filter(|(_, item)| item.required == required);
        let places: Vec<Literal> = places
            .map(|(index, _)| Literal::usize_unsuffixed(index))
            .collect();
        places
    };
    let section = |name: TokenStream, places: Vec<Literal>| {
        (!places.is_empty()).then(|| quote!(#name { #(#places),* }))
    };
    let required = section(quote!(required), places(true));
    let optional = section(quote!(optional), places(false));
    let eq = def.traits.eq.then(|| quote!(, Eq, Hash));
    vec![
        quote! {
            #attributes
            #[derive(Clone, Debug, PartialEq #eq)]
            pub struct #name(#(#fields),*);
        },
        quote! {
            crate::runtime::tuple! { #name #required #optional }
        },
        validate(imports, def, items),
    ]
}

fn validate(imports: &mut Imports<'_>, def: &TypeDef, items: &[TupleItem]) -> TokenStream {
    let mut checks = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let is_checked = imports.scope().is_checked(&item.value.ty);
        if is_checked || !item.value.rules.is_empty() {
            let place = Literal::usize_unsuffixed(index);
            let rules = rules::slice(imports, &item.value.rules);
            checks.push(quote!(at.tuple_item(#place, &self.#place, #rules);));
        }
    }
    let optional = items.iter().enumerate().filter(|(_, item)| !item.required);
    let optional: Vec<Literal> = optional
        .map(|(index, _)| Literal::usize_unsuffixed(index))
        .collect();
    if let [first, _, ..] = &optional[..] {
        checks.push(quote!(at.no_gap(#first, &[#(self.#optional.is_some()),*]);));
    }
    if !def.rules.is_empty() {
        let rules = rules::slice(imports, &def.rules);
        checks.push(quote!(at.whole(self, #rules);));
    }
    let (name, validate) = (&def.name, imports.runtime("Validate"));
    if checks.is_empty() {
        return quote!(impl #validate for #name {});
    }
    let checker = imports.runtime("Checker");
    quote! {
        impl #validate for #name {
            fn check(&self, at: &mut #checker<'_>) {
                #(#checks)*
            }
        }
    }
}
