//! The fields that paging goes by in; the items of a page and the way to the next one out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::field_path::{FieldAccess, access_fields};
use crate::emit::imports::Imports;
use crate::ir::{
    CursorSource, Operation, Paging, PagingStep, RequestField, ResponseBody, Step, Type,
};

use super::request;

pub(super) fn implementation(
    imports: &mut Imports<'_>,
    operation: &Operation,
    paging: &Paging,
) -> TokenStream {
    let name = &operation.name;
    let [paged, next_page, headers] =
        ["Paged", "NextPage", "HeaderMap"].map(|it| imports.runtime(it));
    let item = imports.spell(&paging.item);
    let items = take(imports, &paging.items);
    let next = next(imports, paging);
    let (reads_page, reads_headers) = sources(&paging.next);
    // What may have no body may have no page.
    let is_optional = matches!(operation.call.success.body, ResponseBody::OptionalJson(_));
    let some = is_optional.then(|| quote!(let Some(page) = page else { return Vec::new(); };));
    let some_next = (is_optional && reads_page).then(|| quote!(let page = page.as_ref()?;));
    let argument = |name, is_read: bool| if is_read { name } else { quote!(_) };
    let page_argument = argument(quote!(page), reads_page);
    let headers_argument = argument(quote!(headers), reads_headers);
    quote! {
        impl #paged for #name {
            type Item = #item;
            fn items(page: &mut Self::Body) -> Vec<#item> { #some #items }
            fn next(
                &self,
                #page_argument: &Self::Body,
                #headers_argument: &#headers,
            ) -> Option<#next_page<Self>> { #some_next #next }
        }
    }
}

/// Whether the way to the next page depends on the page, and whether on the headers.
fn sources(step: &PagingStep) -> (bool, bool) {
    match step {
        PagingStep::LinkHeader => (false, true),
        PagingStep::Cursor {
            source: CursorSource::Header(_),
            has_more,
            ..
        } => (has_more.is_some(), true),
        PagingStep::Cursor { .. }
        | PagingStep::Number { .. }
        | PagingStep::Offset { .. }
        | PagingStep::Link(_) => (true, false),
    }
}

/// The call of the constructor of the next page.
fn next(imports: &mut Imports<'_>, paging: &Paging) -> TokenStream {
    let next_page = imports.runtime("NextPage");
    let page = &quote!(page);
    match &paging.next {
        PagingStep::Link(path) => {
            let link = text(imports, page, path, &Type::String);
            quote!(#next_page::linked(#link))
        }
        PagingStep::LinkHeader => quote!(#next_page::link_header(headers)),
        PagingStep::Number { number, pages } => {
            let items = count(imports, &paging.items);
            let pages = optional_copy(imports, pages.as_deref());
            let number = place(imports, number);
            quote!(#next_page::numbered(self, #items, #pages, |next| &mut #number))
        }
        PagingStep::Offset {
            offset,
            total,
            limit,
        } => {
            let items = count(imports, &paging.items);
            let total = optional_copy(imports, total.as_deref());
            let limit = match limit {
                Some(limit) => copy(imports, &quote!(self), &limit.path()),
                None => quote!(None),
            };
            let offset = place(imports, offset);
            quote!(#next_page::offset(self, #items, #total, #limit, |next| &mut #offset))
        }
        PagingStep::Cursor {
            cursor,
            source,
            has_more,
        } => {
            let (found, ty) = found_cursor(imports, &paging.items, source);
            let has_more = optional_copy(imports, has_more.as_deref());
            let set = set_cursor(imports, cursor, ty);
            quote!(#next_page::after(self, #found, #has_more, |next, cursor| #set))
        }
    }
}

/// The number of items of a page.
fn count(imports: &mut Imports<'_>, items: &[Step]) -> TokenStream {
    match access_fields(imports, &quote!(page), items) {
        FieldAccess::Always(list) => quote!(#list.len()),
        FieldAccess::Perhaps(list) => quote!(#list.map_or(0, Vec::len)),
    }
}

/// The cursor on a page, as an `Option` of a number or of a `&str`, and its type.
fn found_cursor<'a>(
    imports: &mut Imports<'_>,
    items: &[Step],
    source: &'a CursorSource<(Vec<Step>, Type)>,
) -> (TokenStream, &'a Type) {
    match source {
        CursorSource::Page((path, ty)) => (scalar(imports, &quote!(page), path, ty), ty),
        CursorSource::Item((path, ty)) => {
            let last = match access_fields(imports, &quote!(page), items) {
                FieldAccess::Always(list) => quote!(#list.last()),
                FieldAccess::Perhaps(list) => quote!(#list.and_then(|it| it.last())),
            };
            let member = match access_fields(imports, &quote!(item), path) {
                FieldAccess::Always(place) if is_number(ty) => quote!(map(|item| #place)),
                FieldAccess::Always(place) => quote!(map(|item| #place.as_str())),
                FieldAccess::Perhaps(_) => {
                    let member = scalar(imports, &quote!(item), path, ty);
                    quote!(and_then(|item| #member))
                }
            };
            (quote!(#last.#member), ty)
        }
        CursorSource::Header(name) => {
            let header_text = imports.runtime("header_text");
            (quote!(#header_text(headers, #name)), &Type::String)
        }
    }
}

/// The statement that sets the field of the cursor in `next` to `cursor`, which has this type.
fn set_cursor(imports: &mut Imports<'_>, field: &RequestField, ty: &Type) -> TokenStream {
    let place = place(imports, field);
    let value = match &field.ty {
        number if is_number(number) => quote!(cursor),
        Type::String if is_number(ty) => quote!(cursor.to_string()),
        _ if is_number(ty) => quote!(cursor.to_string().into()),
        _ => quote!(cursor.into()),
    };
    let value = if field.step.nullable {
        let nullable = imports.runtime("Nullable");
        quote!(#nullable::Value(#value))
    } else {
        value
    };
    if field.step.optional {
        quote!(#place = Some(#value))
    } else {
        quote!(#place = #value)
    }
}

/// The place of a field in the call `next`, whose objects are made where they are absent.
fn place(imports: &mut Imports<'_>, field: &RequestField) -> TokenStream {
    let objects = field.objects.iter();
    let object = objects.fold(quote!(next), |outer, (step, ty)| {
        let name = &step.field;
        if step.optional {
            let new = request::constructor(imports, ty);
            quote!(#outer.#name.get_or_insert_with(#new))
        } else {
            quote!(#outer.#name)
        }
    });
    let name = &field.step.field;
    quote!(#object.#name)
}

fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::I64 | Type::F64)
}

/// A number as an `Option`, or a text as an `Option<&str>`.
fn scalar(imports: &mut Imports<'_>, from: &TokenStream, path: &[Step], ty: &Type) -> TokenStream {
    if is_number(ty) {
        copy(imports, from, path)
    } else {
        text(imports, from, path, ty)
    }
}

/// The number or flag at the end of a path from the page, if there is a path, as an `Option`.
fn optional_copy(imports: &mut Imports<'_>, path: Option<&[Step]>) -> TokenStream {
    match path {
        Some(path) => copy(imports, &quote!(page), path),
        None => quote!(None),
    }
}

/// The number or flag at the end of a path, as an `Option`.
fn copy(imports: &mut Imports<'_>, from: &TokenStream, path: &[Step]) -> TokenStream {
    if let [init @ .., last] = path
        && last.optional
        && !last.nullable
    {
        let field = &last.field;
        return match access_fields(imports, from, init) {
            FieldAccess::Always(place) => quote!(#place.#field),
            FieldAccess::Perhaps(place) => quote!(#place.and_then(|it| it.#field)),
        };
    }
    match access_fields(imports, from, path) {
        FieldAccess::Always(place) => quote!(Some(#place)),
        FieldAccess::Perhaps(place) => quote!(#place.copied()),
    }
}

/// The text at the end of a path, as an `Option<&str>`.
fn text(imports: &mut Imports<'_>, from: &TokenStream, path: &[Step], ty: &Type) -> TokenStream {
    if let [step] = path
        && step.optional
        && !step.nullable
    {
        let field = &step.field;
        return quote!(#from.#field.as_deref());
    }
    match access_fields(imports, from, path) {
        FieldAccess::Always(place) => quote!(Some(#place.as_str())),
        FieldAccess::Perhaps(place) => {
            let ty = imports.spell(ty);
            quote!(#place.map(#ty::as_str))
        }
    }
}

/// The list at the end of a path, taken out of the page; a copy where `null` may stand in the way.
fn take(imports: &mut Imports<'_>, path: &[Step]) -> TokenStream {
    let Some((last, init)) = path.split_last() else {
        return quote!(std::mem::take(page));
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
    use crate::ir::{ParameterPlace, Style, TypeId};

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

    /// An optional field.
    fn request_field(name: &str, ty: Type) -> RequestField {
        RequestField {
            objects: Vec::new(),
            step: step(name, true, false),
            ty,
        }
    }

    /// A field within an optional object.
    fn within(object: &str, field: RequestField) -> RequestField {
        RequestField {
            objects: vec![(step(object, true, false), Type::Named(TypeId(0)))],
            ..field
        }
    }

    #[test]
    fn by_number() {
        check(
            &[step("data", true, false)],
            PagingStep::Number {
                number: within("page", request_field("number", Type::I64)),
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
                number: request_field("page", Type::I64),
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

    #[test]
    fn by_offset() {
        check(
            &[step("a", true, false)],
            PagingStep::Offset {
                offset: within("page", request_field("offset", Type::I64)),
                total: Some(vec![step("meta", true, false), step("total", false, false)]),
                limit: Some(within("page", request_field("limit", Type::I64))),
            },
            &["NextPage::offset(
                self,
                page.a.as_ref().map_or(0, Vec::len),
                page.meta.as_ref().map(|it| &it.total).copied(),
                self.page.as_ref().and_then(|it| it.limit),
                |next| &mut next.page.get_or_insert_with(Page::new).offset,
            )"],
        );
    }

    #[test]
    fn by_cursor() {
        let cursor = |source, has_more| PagingStep::Cursor {
            cursor: request_field("after", Type::String),
            source,
            has_more,
        };
        let page = (vec![step("next", false, true)], Type::String);
        check(
            &[step("a", false, false)],
            cursor(CursorSource::Page(page), None),
            &["NextPage::after(
                self,
                page.next.as_option().map(String::as_str),
                None,
                |next, cursor| next.after = Some(cursor.into()),
            )"],
        );
        let item = (vec![step("id", false, false)], Type::I64);
        let has_more = vec![step("more", true, false)];
        check(
            &[],
            cursor(CursorSource::Item(item), Some(has_more)),
            &[
                "{ std::mem::take(page) }",
                "NextPage::after(
                    self,
                    page.last().map(|item| item.id),
                    page.more,
                    |next, cursor| next.after = Some(cursor.to_string()),
                )",
            ],
        );
        let item = (vec![step("id", true, false)], Type::String);
        check(
            &[step("a", true, false)],
            cursor(CursorSource::Item(item), None),
            &["page.a.as_ref().and_then(|it| it.last()).and_then(|item| item.id.as_deref())"],
        );
        check(
            &[step("a", true, false)],
            cursor(CursorSource::Header("x-next".to_owned()), None),
            &[
                "fn next(&self, _: &Self::Body, headers: &HeaderMap)",
                "header_text(headers, \"x-next\")",
            ],
        );
    }

    #[test]
    fn by_link_header() {
        check(
            &[],
            PagingStep::LinkHeader,
            &[
                "fn next(&self, _: &Self::Body, headers: &HeaderMap) -> Option<NextPage<Self>> {
                NextPage::link_header(headers)
            }",
            ],
        );
    }
}
