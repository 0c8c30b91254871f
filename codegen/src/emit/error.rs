//! Named errors in; their constants, and how to find the errors in a body, out.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{ErrorBody, NamedError, Step, Type};
use crate::markdown;
use crate::tree::Tree;

use super::doc;
use super::field_path::{FieldAccess, access_fields};
use super::imports::Imports;
use super::literal;
use super::module::Docs;
use super::scope::Scope;

pub(super) fn items(scope: &Scope<'_>, docs: &mut Docs) -> Vec<TokenStream> {
    let mut imports = Imports::new(scope, &[], docs);
    let named_error = imports.runtime("NamedError");
    let errors = &scope.api.errors;
    let constants = errors
        .iter()
        .map(|error| constant(imports.docs, &named_error, error));
    let mut items: Vec<TokenStream> = constants.collect();
    let names = errors.iter().map(|error| &error.constant);
    items.push(quote! {
        /// All named errors, in document order.
        pub const ALL: &[#named_error] = &[#(#names),*];
    });
    items.extend(
        scope
            .api
            .error_body
            .as_ref()
            .map(|body| entries(&mut imports, body)),
    );
    let doc = doc::lines(["Constants for the errors that the document shows as examples."]);
    let doc = imports.docs.inner(vec![doc]);
    doc.into_iter()
        .chain(imports.into_items())
        .chain(items)
        .collect()
}

fn constant(docs: &mut Docs, named_error: &TokenStream, error: &NamedError) -> TokenStream {
    let NamedError {
        constant,
        name,
        status,
        code,
        title,
        detail,
        pointer,
        parameter,
        meta,
        json,
        address: _,
        reference: _,
    } = error;
    let doc = constant_doc(docs, error);
    let [code, title, detail, pointer, parameter] =
        [code, title, detail, pointer, parameter].map(|text| option(text.as_deref()));
    let meta = option(meta.as_ref().map(json_text).as_deref());
    let (name, json) = (literal::text(name), literal::text(&json_text(json)));
    let status = Literal::u16_unsuffixed(*status);
    quote! {
        #doc
        pub const #constant: #named_error = #named_error {
            name: #name,
            status: #status,
            code: #code,
            title: #title,
            detail: #detail,
            pointer: #pointer,
            parameter: #parameter,
            meta: #meta,
            json: #json,
        };
    }
}

/// Title, code and status.
fn constant_doc(docs: &mut Docs, error: &NamedError) -> Option<TokenStream> {
    let title = error.title.as_deref().map(markdown::inline);
    let title = title.unwrap_or_else(|| doc::code(&error.name));
    let code = error.code.as_deref().map(doc::code);
    let code = code.map_or_else(String::new, |code| format!("code {code}, "));
    docs.markdown(&format!("{title} ({code}status {}).", error.status))
}

fn option(text: Option<&str>) -> TokenStream {
    let text = text.map(literal::text);
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

/// JSON in which every character is seen, so that a raw literal can hold it.
fn json_text(json: &Tree) -> String {
    let mut text = String::new();
    for char in json.to_json().chars() {
        if literal::is_seen(char) {
            text.push(char);
        } else {
            // Such a character stands in a string only, where JSON has an escape for it (RFC 8259 §7).
            let mut units = [0; 2];
            let units = char.encode_utf16(&mut units).iter();
            text.extend(
                units.flat_map(|unit| format!("\\u{unit:04x}").chars().collect::<Vec<_>>()),
            );
        }
    }
    text
}

fn entries(imports: &mut Imports<'_>, body: &ErrorBody) -> TokenStream {
    let named_error = imports.runtime("NamedError");
    let entry = imports.runtime("ErrorEntry");
    let ErrorBody {
        ty,
        list,
        code,
        title,
        detail,
        pointer,
        parameter,
    } = body;
    let ty = imports.spell(&Type::Named(*ty));
    let parts = [
        (quote!(code), code),
        (quote!(title), title),
        (quote!(detail), detail),
        (quote!(pointer), pointer),
        (quote!(parameter), parameter),
    ];
    let parts = parts.into_iter().map(|(part, path)| {
        let value = path
            .as_ref()
            .map_or_else(|| quote!(None), |path| text(imports, path));
        quote!(#part: #value,)
    });
    let parts: TokenStream = parts.collect();
    let items = match access_fields(imports, &quote!(self), list) {
        FieldAccess::Always(list) => quote!(#list.iter()),
        FieldAccess::Perhaps(list) => quote!(#list.into_iter().flatten()),
    };
    quote! {
        impl crate::runtime::ErrorBody for #ty {
            const NAMED: &'static [#named_error] = ALL;

            fn entries(&self) -> Vec<#entry<'_>> {
                #items.map(|error| #entry { #parts }).collect()
            }
        }
    }
}

/// The text at the end of a path from `error`, as an `Option<&str>`.
fn text(imports: &mut Imports<'_>, path: &[Step]) -> TokenStream {
    if let [
        Step {
            field,
            optional: true,
            nullable: false,
        },
    ] = path
    {
        return quote!(error.#field.as_deref());
    }
    match access_fields(imports, &quote!(error), path) {
        FieldAccess::Always(place) => quote!(Some(#place.as_str())),
        FieldAccess::Perhaps(place) => quote!(#place.map(String::as_str)),
    }
}

#[cfg(test)]
mod tests {
    use crate::emit::sample::file;
    use crate::ir::sample::every_kind;

    #[test]
    fn examples_are_constants() {
        let text = file(every_kind(), "errors.rs");
        let constant = r##"/// Too many \<pets> (code `90032`, status 422).
pub const TOO_MANY_PETS: NamedError = NamedError {
    name: "too_many_pets",
    status: 422,
    code: Some("90032"),
    title: Some("Too many <pets>"),
    detail: None,
    pointer: Some("/limit"),
    parameter: None,
    meta: None,
    json: r#"["a\u202e🙂"]"#,
};
"##;
        assert!(text.contains(constant), "{text}");
    }

    #[test]
    fn entries_are_found_on_every_kind_of_path() {
        let text = file(every_kind(), "errors.rs");
        let text = text.split_whitespace().collect::<String>();
        for part in [
            "self.errors.iter().map(|error|",
            "code:Some(error.code.as_str()),",
            "title:error.title.as_deref(),",
            "detail:error.detail.as_ref().and_then(Nullable::as_option).map(String::as_str),",
            "pointer:error.source.as_ref().and_then(|it|it.pointer.as_ref()).map(String::as_str),",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn what_is_not_used_is_not_imported() {
        let mut api = every_kind();
        let body = api.error_body.as_mut().expect("it has errors");
        (body.detail, body.parameter) = (None, None);
        let code = body.code.as_mut().expect("it has a code");
        code[0].nullable = true;
        let text = file(api, "errors.rs");
        assert!(text.contains("error.code.as_option()"), "{text}");
        assert!(!text.contains("Nullable"), "{text}");
    }
}
