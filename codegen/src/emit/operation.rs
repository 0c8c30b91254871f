//! An operation in; a struct, the table of its fields, how it writes a request and reads a reply
//! out.

mod example;
mod facts;
mod paging;
mod reply;
mod request;
mod value;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::{Body, BodyForm, Doc, Operation, Parameter, Retry, Type};
use crate::name::FieldName;

use super::imports::Imports;
use super::{doc, literal, object};

pub(super) fn items(imports: &mut Imports<'_>, operation: &Operation) -> Vec<TokenStream> {
    let items = [
        declaration(imports, operation),
        table(imports, operation),
        implementation(imports, operation),
    ];
    let paging = operation.call.paging.as_ref();
    let paged = paging.map(|paging| paging::implementation(imports, operation, paging));
    items.into_iter().chain(paged).collect()
}

/// A parameter or the body, as a field.
enum Member<'a> {
    Parameter(&'a Parameter),
    Body(&'a Body),
}

/// The parameters, then the body.
fn members(operation: &Operation) -> impl Iterator<Item = Member<'_>> {
    let parameters = operation.parameters.iter().map(Member::Parameter);
    parameters.chain(operation.call.body.iter().map(Member::Body))
}

impl<'a> Member<'a> {
    fn name(&self) -> &'a FieldName {
        match self {
            Self::Parameter(parameter) => &parameter.name,
            Self::Body(body) => &body.field,
        }
    }

    /// What it is called in the documentation of its setter.
    fn title(&self) -> &'a str {
        match self {
            Self::Parameter(parameter) => &parameter.wire,
            Self::Body(body) => body.field.as_str(),
        }
    }

    fn is_required(&self) -> bool {
        match self {
            Self::Parameter(parameter) => parameter.required,
            Self::Body(body) => body.required,
        }
    }

    /// Its type; `None` for bytes.
    fn ty(&self) -> Option<&'a Type> {
        match self {
            Self::Parameter(parameter) => Some(&parameter.value.ty),
            Self::Body(body) => Some(&body.form.value()?.ty),
        }
    }

    fn doc(&self) -> TokenStream {
        match self {
            Self::Parameter(parameter) => doc::item(&parameter.doc, &doc::code(&parameter.wire)),
            Self::Body(body) => match body.form {
                BodyForm::Json { .. } => doc::markdown("The body."),
                BodyForm::Form { .. } => doc::markdown("The body, a form."),
                BodyForm::Bytes => {
                    doc::markdown(&format!("The body: {}.", doc::code(&body.media_type)))
                }
            },
        }
    }

    fn spelled(&self, imports: &mut Imports<'_>) -> TokenStream {
        match self.ty() {
            Some(ty) => imports.spell(ty),
            None => imports.runtime("Bytes"),
        }
    }

    fn argument(&self, imports: &mut Imports<'_>) -> TokenStream {
        match self.ty() {
            Some(ty) => imports.argument(ty),
            None => {
                let bytes = imports.runtime("Bytes");
                quote!(impl Into<#bytes>)
            }
        }
    }
}

fn declaration(imports: &mut Imports<'_>, operation: &Operation) -> TokenStream {
    let doc = Doc {
        text: operation.doc.text.clone(),
        facts: facts::of(operation),
    };
    let doc = doc::with_example(&doc, example::lines(imports.scope(), operation));
    let deprecated = object::deprecated(operation.deprecated);
    let name = &operation.name;
    let fields = members(operation).map(|member| {
        let (doc, name, ty) = (member.doc(), member.name(), member.spelled(imports));
        let ty = if member.is_required() {
            ty
        } else {
            quote!(Option<#ty>)
        };
        quote!(#doc pub #name: #ty,)
    });
    let fields: TokenStream = fields.collect();
    quote! {
        #doc
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #fields }
    }
}

fn table(imports: &mut Imports<'_>, operation: &Operation) -> TokenStream {
    let mut section = |keyword: TokenStream, required: bool| {
        let fields = members(operation).filter(|member| member.is_required() == required);
        let entries = fields.map(|member| {
            let (name, title) = (member.name(), literal::text(member.title()));
            let argument = member.argument(imports);
            quote!(#name #title: #argument)
        });
        let entries: Vec<TokenStream> = entries.collect();
        (!entries.is_empty()).then(|| quote!(#keyword { #(#entries,)* }))
    };
    let required = section(quote!(required), true);
    let optional = section(quote!(optional), false);
    let paged = operation.call.paging.is_some().then(|| quote!(paged));
    let name = &operation.name;
    quote! {
        crate::runtime::operation! { #name #required #optional #paged }
    }
}

fn implementation(imports: &mut Imports<'_>, operation: &Operation) -> TokenStream {
    let [trait_, api, method_type] = ["Operation", "Api", "Method"].map(|it| imports.runtime(it));
    let name = &operation.name;
    let title = literal::text(name.as_str());
    let method = Ident::new(&operation.method, Span::call_site());
    let path = literal::text(&operation.path);
    let tag = match operation.tag.as_deref().map(literal::text) {
        Some(tag) => quote!(Some(#tag)),
        None => quote!(None),
    };
    let retry = retry(imports, &operation.retry);
    let types = reply::types(imports, &operation.call);
    let check = request::check(imports, operation);
    let write = request::write(imports, operation);
    let reading = reply::functions(imports, &operation.call);
    let key = request::key(imports, &operation.call);
    quote! {
        impl #trait_ for #name {
            const NAME: &'static str = #title;
            const METHOD: #method_type = #method_type::#method;
            const PATH: &'static str = #path;
            const TAG: Option<&'static str> = #tag;
            const RETRY: #retry;
            const API: &'static #api = &super::API;
            #types
            #check
            #write
            #reading
            #key
        }
    }
}

/// The type of the constant, and its value.
fn retry(imports: &mut Imports<'_>, retry: &Retry) -> TokenStream {
    let ty = imports.runtime("Retry");
    let value = match retry {
        Retry::Repeatable => quote!(Repeatable),
        Retry::Key { field, seconds } => {
            let (field, seconds) = (literal::text(field), literal::count(*seconds));
            quote!(Once { field: #field, seconds: #seconds })
        }
        Retry::Unsafe => quote!(Unsafe),
    };
    quote!(#ty = #ty::#value)
}
