//! The fields that paging goes by in; the items of a page and the way to the next one out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::imports::Imports;
use crate::emit::member::{Place, walk};
use crate::ir::{Operation, Paging, PagingStep, Step};

use super::request;

pub(super) fn implementation(
    imports: &mut Imports<'_>,
    operation: &Operation,
    paging: &Paging,
) -> TokenStream {
    let name = &operation.name;
    let [paged, next_page] = ["Paged", "NextPage"].map(|it| imports.runtime(it));
    let item = imports.spell(&paging.item);
    let items = take(imports, &paging.items);
    let next = match &paging.next {
        PagingStep::Link(path) => {
            let link = text(imports, path);
            quote!(#next_page::linked(#link))
        }
        PagingStep::Number { .. } => numbered(imports, operation, paging),
    };
    quote! {
        impl #paged for #name {
            type Item = #item;
            fn items(page: &mut Self::Body) -> Vec<#item> { #items }
            fn next(&self, page: &Self::Body) -> Option<#next_page<Self>> { #next }
        }
    }
}

fn numbered(imports: &mut Imports<'_>, operation: &Operation, paging: &Paging) -> TokenStream {
    let PagingStep::Number {
        parameter,
        member,
        pages,
    } = &paging.next
    else {
        unreachable!("it is asked for where pages are numbered")
    };
    let items = match walk(imports, &quote!(page), &paging.items) {
        Place::Always(list) => quote!(#list.len()),
        Place::Perhaps(list) => quote!(#list.map_or(0, Vec::len)),
    };
    let pages = match pages {
        Some(path) => number(imports, path),
        None => quote!(None),
    };
    let mut parameters = operation.parameters.iter();
    let is_required = parameters.any(|it| it.name == *parameter && it.required);
    let number = match member {
        None => quote!(&mut next.#parameter),
        Some((field, _)) if is_required => quote!(&mut next.#parameter.#field),
        Some((field, ty)) => {
            let new = request::constructor(imports, ty);
            quote!(&mut next.#parameter.get_or_insert_with(#new).#field)
        }
    };
    let next_page = imports.runtime("NextPage");
    quote!(#next_page::numbered(self, #items, #pages, |next| #number))
}

/// The number at the end of a path, as an `Option<i64>`.
fn number(imports: &mut Imports<'_>, path: &[Step]) -> TokenStream {
    if let [init @ .., last] = path
        && last.optional
        && !last.nullable
    {
        let field = &last.field;
        return match walk(imports, &quote!(page), init) {
            Place::Always(place) => quote!(#place.#field),
            Place::Perhaps(place) => quote!(#place.and_then(|it| it.#field)),
        };
    }
    match walk(imports, &quote!(page), path) {
        Place::Always(place) => quote!(Some(#place)),
        Place::Perhaps(place) => quote!(#place.copied()),
    }
}

/// The text at the end of a path, as an `Option<&str>`.
fn text(imports: &mut Imports<'_>, path: &[Step]) -> TokenStream {
    if let [step] = path
        && step.optional
        && !step.nullable
    {
        let field = &step.field;
        return quote!(page.#field.as_deref());
    }
    match walk(imports, &quote!(page), path) {
        Place::Always(place) => quote!(Some(#place.as_str())),
        Place::Perhaps(place) => quote!(#place.map(String::as_str)),
    }
}

/// The list at the end of a path, taken out of the page; a copy where `null` may stand in the way.
fn take(imports: &mut Imports<'_>, path: &[Step]) -> TokenStream {
    let Some((last, init)) = path.split_last() else {
        unreachable!("a list is a member of a page")
    };
    if path.iter().any(|step| step.nullable) {
        return match walk(imports, &quote!(page), path) {
            Place::Always(place) => quote!(#place.clone()),
            Place::Perhaps(place) => quote!(#place.cloned().unwrap_or_default()),
        };
    }
    let mut place = Place::Always(quote!(page));
    for Step {
        field, optional, ..
    } in init
    {
        place = match (place, optional) {
            (Place::Always(place), false) => Place::Always(quote!(#place.#field)),
            (Place::Always(place), true) => Place::Perhaps(quote!(#place.#field.as_mut())),
            (Place::Perhaps(place), false) => {
                Place::Perhaps(quote!(#place.map(|it| &mut it.#field)))
            }
            (Place::Perhaps(place), true) => {
                Place::Perhaps(quote!(#place.and_then(|it| it.#field.as_mut())))
            }
        };
    }
    let field = &last.field;
    match (place, last.optional) {
        (Place::Always(place), false) => quote!(std::mem::take(&mut #place.#field)),
        (Place::Always(place), true) => quote!(#place.#field.take().unwrap_or_default()),
        (Place::Perhaps(place), false) => {
            quote!(#place.map(|it| std::mem::take(&mut it.#field)).unwrap_or_default())
        }
        (Place::Perhaps(place), true) => {
            quote!(#place.and_then(|it| it.#field.take()).unwrap_or_default())
        }
    }
}
