//! What a success holds by its content type in, the enum and how it is read out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::imports::Imports;
use crate::emit::{doc, literal};
use crate::ir::{Operation, ResponseBody, ResponseEnum, ResponseVariant};

use super::{request, response_body};

/// The enum, a variant for each case.
pub(super) fn declaration(
    imports: &mut Imports<'_>,
    operation: &Operation,
    response_enum: &ResponseEnum,
) -> TokenStream {
    let title = doc::code(operation.name.as_str());
    let doc = imports.docs.markdown(&format!(
        "The response body of {title}, by its content type."
    ));
    let variants = response_enum.cases.iter().map(|case| {
        let types = case.content_types.iter().map(|it| doc::code(it));
        let types: Vec<String> = types.collect();
        let doc = imports
            .docs
            .markdown(&format!("Received as {}.", types.join(" or ")));
        let (variant, held) = (&case.variant, held(imports, case));
        quote!(#doc #variant(#held),)
    });
    let (variants, name): (TokenStream, _) = (variants.collect(), &response_enum.name);
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #variants }
    }
}

fn held(imports: &mut Imports<'_>, case: &ResponseVariant) -> TokenStream {
    match &case.body {
        ResponseBody::Json(ty) | ResponseBody::Multipart { ty, .. } => imports.spell(ty),
        ResponseBody::Choice(choice) => imports.spell(&choice.ty),
        ResponseBody::Text => quote!(String),
        _ => imports.runtime("Bytes"),
    }
}

/// How a reply is read by its content type.
pub(super) fn implementation(
    imports: &mut Imports<'_>,
    operation: &Operation,
    response_enum: &ResponseEnum,
) -> TokenStream {
    let [negotiated, reply, decode_error] =
        ["Negotiated", "Reply", "DecodeError"].map(|it| imports.runtime(it));
    let (operation, spelled) = (&operation.name, response_body::spell_enum(response_enum));
    let types = response_enum
        .cases
        .iter()
        .flat_map(|case| &case.content_types);
    let types = types.map(|it| literal::text(it));
    let name = &response_enum.name;
    let last = response_enum.cases.len() - 1;
    let arms = response_enum.cases.iter().enumerate().map(|(index, case)| {
        let variant = &case.variant;
        let read = read_case(imports, case, &quote!(#name::#variant));
        let types = case.content_types.iter().map(|it| literal::text(it));
        if index == last {
            quote!(_ => #read,)
        } else {
            quote!(#(#types)|* => #read,)
        }
    });
    let arms: TokenStream = arms.collect();
    let body = quote!(match reply.best_content_type(Self::CONTENT_TYPES)? { #arms });
    let body = if response_enum.optional {
        quote! {
            if reply.is_empty() {
                return Ok(None);
            }
            let content = #body;
            content.map(Some)
        }
    } else {
        body
    };
    quote! {
        impl #negotiated for #operation {
            type Content = #spelled;
            const CONTENT_TYPES: &'static [&'static str] = &[#(#types),*];
            #[inline]
            fn content(reply: &#reply<'_>) -> Result<Self::Content, #decode_error> { #body }
        }
    }
}

fn read_case(
    imports: &mut Imports<'_>,
    case: &ResponseVariant,
    variant: &TokenStream,
) -> TokenStream {
    match &case.body {
        ResponseBody::Json(_) => quote!(reply.json().map(#variant)),
        ResponseBody::Choice(choice) => {
            let read = response_body::read_choice(imports, choice);
            quote!({ let body = #read; body.map(#variant) })
        }
        ResponseBody::Text => quote!(reply.text().map(#variant)),
        ResponseBody::Multipart { parts, .. } => {
            let parts = request::parts(imports, parts);
            quote!(reply.multipart(&#parts).map(#variant))
        }
        _ => quote!(Ok(#variant(reply.bytes()))),
    }
}
