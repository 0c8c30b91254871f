//! The fields that paging goes by in; the items of a page and the way to the next one out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::field_path::{FieldAccess, access_fields};
use crate::emit::imports::Imports;
use crate::ir::{Operation, Paging, PagingStep, ResponseBody, Step};

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
    // What may have no body may have no page.
    let is_optional = matches!(operation.call.success.body, ResponseBody::OptionalJson(_));
    let some = is_optional.then(|| quote!(let Some(page) = page else { return Vec::new(); };));
    let some_next = is_optional.then(|| quote!(let page = page.as_ref()?;));
    quote! {
        impl #paged for #name {
            type Item = #item;
            fn items(page: &mut Self::Body) -> Vec<#item> { #some #items }
            fn next(&self, page: &Self::Body) -> Option<#next_page<Self>> { #some_next #next }
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
    let items = match access_fields(imports, &quote!(page), &paging.items) {
        FieldAccess::Always(list) => quote!(#list.len()),
        FieldAccess::Perhaps(list) => quote!(#list.map_or(0, Vec::len)),
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
        return match access_fields(imports, &quote!(page), init) {
            FieldAccess::Always(place) => quote!(#place.#field),
            FieldAccess::Perhaps(place) => quote!(#place.and_then(|it| it.#field)),
        };
    }
    match access_fields(imports, &quote!(page), path) {
        FieldAccess::Always(place) => quote!(Some(#place)),
        FieldAccess::Perhaps(place) => quote!(#place.copied()),
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
    match access_fields(imports, &quote!(page), path) {
        FieldAccess::Always(place) => quote!(Some(#place.as_str())),
        FieldAccess::Perhaps(place) => quote!(#place.map(String::as_str)),
    }
}

/// The list at the end of a path, taken out of the page; a copy where `null` may stand in the way.
fn take(imports: &mut Imports<'_>, path: &[Step]) -> TokenStream {
    let Some((last, init)) = path.split_last() else {
        unreachable!("a list is a member of a page")
    };
    if path.iter().any(|step| step.nullable) {
        return match access_fields(imports, &quote!(page), path) {
            FieldAccess::Always(place) => quote!(#place.clone()),
            FieldAccess::Perhaps(place) => quote!(#place.cloned().unwrap_or_default()),
        };
    }
    let mut place = FieldAccess::Always(quote!(page));
    for Step {
        field, optional, ..
    } in init
    {
        place = match (place, optional) {
            (FieldAccess::Always(place), false) => FieldAccess::Always(quote!(#place.#field)),
            (FieldAccess::Always(place), true) => {
                FieldAccess::Perhaps(quote!(#place.#field.as_mut()))
            }
            (FieldAccess::Perhaps(place), false) => {
                FieldAccess::Perhaps(quote!(#place.map(|it| &mut it.#field)))
            }
            (FieldAccess::Perhaps(place), true) => {
                FieldAccess::Perhaps(quote!(#place.and_then(|it| it.#field.as_mut())))
            }
        };
    }
    let field = &last.field;
    match (place, last.optional) {
        (FieldAccess::Always(place), false) => quote!(std::mem::take(&mut #place.#field)),
        (FieldAccess::Always(place), true) => quote!(#place.#field.take().unwrap_or_default()),
        (FieldAccess::Perhaps(place), false) => {
            quote!(#place.map(|it| std::mem::take(&mut it.#field)).unwrap_or_default())
        }
        (FieldAccess::Perhaps(place), true) => {
            quote!(#place.and_then(|it| it.#field.take()).unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::sample::file;
    use crate::ir::sample::{api, field, object, operation, parameter, step};
    use crate::ir::{ParameterPlace, ResponseBody, Style, Type, TypeId};
    use crate::name::FieldName;

    fn check(items: &[Step], next: PagingStep, parts: &[&str]) {
        let page = object(vec![field("number", Type::I64)]);
        let mut api = api(vec![("Page", page)]);
        let mut list = operation("List", "GET", "/");
        let page = Type::Named(TypeId(0));
        list.parameters = vec![parameter(
            "page",
            ParameterPlace::Query,
            Style::DeepObject,
            page.clone(),
        )];
        list.call.success.body = ResponseBody::Json(page);
        list.call.paging = Some(Paging {
            item: Type::String,
            items: items.to_vec(),
            next,
        });
        api.operations = vec![list];
        let text = file(api, "list.rs");
        let squeezed: String = text.split_whitespace().collect();
        for part in parts {
            let part: String = part.split_whitespace().collect();
            assert!(squeezed.contains(&part), "{part} in {text}");
        }
    }

    #[test]
    fn by_number() {
        let member = (FieldName::from_spelling("number"), Type::Named(TypeId(0)));
        check(
            &[step("data", true, false)],
            PagingStep::Number {
                parameter: FieldName::from_spelling("page"),
                member: Some(member),
                pages: Some(vec![step("meta", true, false), step("pages", true, false)]),
            },
            &[
                "gives pages { Page | Value }",
                "let mut items = List::new().items(client);",
                "fn items(page: &mut Self::Body) -> Vec<String> {
                    page.data.take().unwrap_or_default()
                }",
                "NextPage::numbered(
                    self,
                    page.data.as_ref().map_or(0, Vec::len),
                    page.meta.as_ref().and_then(|it| it.pages),
                    |next| &mut next.page.get_or_insert_with(Page::new).number,
                )",
            ],
        );
        check(
            &[step("a", false, false), step("b", false, false)],
            PagingStep::Number {
                parameter: FieldName::from_spelling("page"),
                member: None,
                pages: Some(vec![step("meta", false, false), step("pages", false, true)]),
            },
            &[
                "{ std::mem::take(&mut page.a.b) }",
                "page.a.b.len(), page.meta.pages.as_option().copied(), |next| &mut next.page",
            ],
        );
    }

    #[test]
    fn by_link() {
        check(
            &[step("a", true, false), step("b", false, false)],
            PagingStep::Link(vec![step("next", true, false)]),
            &[
                "page.a.as_mut().map(|it| std::mem::take(&mut it.b)).unwrap_or_default()",
                "{ NextPage::linked(page.next.as_deref()) }",
            ],
        );
        check(
            &[step("a", true, true)],
            PagingStep::Link(vec![
                step("links", false, false),
                step("next", false, false),
            ]),
            &[
                "page.a.as_ref().and_then(Nullable::as_option).cloned().unwrap_or_default()",
                "NextPage::linked(Some(page.links.next.as_str()))",
            ],
        );
    }
}
