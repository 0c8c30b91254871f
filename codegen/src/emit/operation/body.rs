//! A body in, its field's type out; and the enum of those that a caller chooses among.

use proc_macro2::TokenStream;
use quote::quote;
use rustc_hash::FxHashMap;

use super::request;
use crate::emit::imports::Imports;
use crate::emit::{doc, object};
use crate::ir::{Body, BodyContent, BodyForm, Operation, RequestContent};
use crate::name::{TypeName, VariantName};

/// What the field holds, in words.
pub(super) fn title(body: &Body) -> String {
    let sent = match &body.content {
        BodyContent::One(sent) => sent,
        BodyContent::Choice { .. } => {
            return "The request body, in one of several content types.".to_owned();
        }
    };
    match sent.form {
        BodyForm::Json { .. } => "The request body.".to_owned(),
        BodyForm::Multipart { .. } if !sent.is_form_data() => {
            format!(
                "The request body, in parts: {}.",
                doc::code(&sent.media_type)
            )
        }
        BodyForm::Form { .. } | BodyForm::Multipart { .. } => {
            "The request body, a form.".to_owned()
        }
        BodyForm::Items(_) | BodyForm::Text(_) | BodyForm::Bytes => {
            format!("The request body: {}.", doc::code(&sent.media_type))
        }
        BodyForm::File { default } => format!(
            "The request body: {}. Sent with the content type of the file, or {} if it has none.",
            doc::code(&sent.media_type),
            doc::code(default)
        ),
    }
}

/// The type of the field; `into` if its setter takes anything that converts into the type.
pub(super) fn ascription(imports: &mut Imports<'_>, body: &Body) -> TokenStream {
    match &body.content {
        BodyContent::One(sent) => match sent.form.value() {
            Some(value) => object::ascription(imports, &value.ty),
            None => {
                let held = held(imports, sent);
                quote!(into #held)
            }
        },
        BodyContent::Choice { name, .. } => quote!(into #name),
    }
}

/// The type of the argument that the field is made from.
pub(super) fn argument(imports: &mut Imports<'_>, body: &Body) -> TokenStream {
    match &body.content {
        BodyContent::One(sent) => match sent.form.value() {
            Some(value) => imports.argument(&value.ty),
            None => {
                let held = held(imports, sent);
                quote!(impl Into<#held>)
            }
        },
        BodyContent::Choice { name, .. } => quote!(impl Into<#name>),
    }
}

fn held(imports: &mut Imports<'_>, sent: &RequestContent) -> TokenStream {
    match &sent.form {
        BodyForm::Json { value, .. }
        | BodyForm::Form { value, .. }
        | BodyForm::Multipart { value, .. }
        | BodyForm::Items(value)
        | BodyForm::Text(value) => imports.spell(&value.ty),
        BodyForm::Bytes => imports.runtime("Bytes"),
        BodyForm::File { .. } => imports.runtime("File"),
    }
}

/// The enum that a caller chooses from, and a conversion from each type that is in it once.
pub(super) fn items(
    imports: &mut Imports<'_>,
    operation: &Operation,
    name: &TypeName,
    cases: &[(VariantName, RequestContent)],
) -> Vec<TokenStream> {
    let doc = imports.docs.markdown(&format!(
        "The request body of {}.",
        doc::code(operation.name.as_str())
    ));
    let variants = cases.iter().map(|(variant, sent)| {
        let doc = imports
            .docs
            .markdown(&format!("Sent as {}.", doc::code(&sent.media_type)));
        let held = held(imports, sent);
        quote!(#doc #variant(#held),)
    });
    let variants: TokenStream = variants.collect();
    let declaration = quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #variants }
    };
    let mut items = vec![declaration, request::choice(imports, name, cases)];
    items.extend(conversions(imports, name, cases));
    items
}

fn conversions(
    imports: &mut Imports<'_>,
    name: &TypeName,
    cases: &[(VariantName, RequestContent)],
) -> Vec<TokenStream> {
    let identity = |sent: &RequestContent| match &sent.form {
        BodyForm::Bytes => "Bytes".to_owned(),
        BodyForm::File { .. } => "File".to_owned(),
        BodyForm::Json { value, .. }
        | BodyForm::Form { value, .. }
        | BodyForm::Multipart { value, .. }
        | BodyForm::Items(value)
        | BodyForm::Text(value) => imports.scope().identity(&value.ty),
    };
    let identities: Vec<String> = cases.iter().map(|(_, sent)| identity(sent)).collect();
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for identity in &identities {
        *counts.entry(identity).or_default() += 1;
    }
    let distinct = cases.iter().zip(&identities);
    let distinct = distinct.filter(|(_, identity)| counts[identity.as_str()] == 1);
    distinct
        .map(|((variant, sent), _)| {
            let held = held(imports, sent);
            quote! {
                impl From<#held> for #name {
                    fn from(value: #held) -> Self { Self::#variant(value) }
                }
            }
        })
        .collect()
}
