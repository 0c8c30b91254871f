//! What the body of a reply holds in; its type, and what reads it, out.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::imports::Imports;
use crate::emit::literal;
use crate::ir::{Call, Case, CaseWhen, Choice, ResponseBody, ResponseEnum, StatusPattern};

use super::{request, stream};

/// The type of the body of a success.
pub(super) fn spell_body(imports: &mut Imports<'_>, call: &Call) -> TokenStream {
    match &call.success.body {
        ResponseBody::Nothing => quote!(()),
        ResponseBody::Json(ty) => imports.spell(ty),
        ResponseBody::OptionalJson(ty) => {
            let ty = imports.spell(ty);
            quote!(Option<#ty>)
        }
        ResponseBody::Choice(choice) => {
            let ty = imports.spell(&choice.ty);
            if choice.optional {
                quote!(Option<#ty>)
            } else {
                ty
            }
        }
        ResponseBody::Text => quote!(String),
        ResponseBody::Events => {
            let stream = call.stream.as_ref();
            let stream = stream.expect("a success that is a stream has a type for its events");
            stream::spelled(imports, stream)
        }
        ResponseBody::Multipart { ty, optional, .. } => {
            let ty = imports.spell(ty);
            if *optional { quote!(Option<#ty>) } else { ty }
        }
        ResponseBody::Bytes => imports.runtime("Bytes"),
        ResponseBody::Enum => {
            let response_enum = call.response_enum.as_ref();
            spell_enum(response_enum.expect("a success of several content types has an enum"))
        }
    }
}

/// The type of what a success holds.
pub(super) fn spell_enum(response_enum: &ResponseEnum) -> TokenStream {
    let name = &response_enum.name;
    if response_enum.optional {
        quote!(Option<#name>)
    } else {
        quote!(#name)
    }
}

/// What reads the body of a success out of `reply`.
pub(super) fn read_body(imports: &mut Imports<'_>, payload: &ResponseBody) -> TokenStream {
    match payload {
        ResponseBody::Nothing => quote!(Ok(())),
        ResponseBody::Json(_) => quote!(reply.json()),
        ResponseBody::OptionalJson(_) => quote!(reply.optional_json()),
        ResponseBody::Choice(choice) => read_choice(imports, choice),
        ResponseBody::Text => quote!(reply.text()),
        ResponseBody::Events => {
            let streamed = imports.runtime("Streamed");
            quote!(<Self as #streamed>::events(reply.body))
        }
        ResponseBody::Multipart {
            parts, optional, ..
        } => {
            let parts = request::parts(imports, parts);
            if *optional {
                quote!(reply.optional_multipart(&#parts))
            } else {
                quote!(reply.multipart(&#parts))
            }
        }
        ResponseBody::Bytes => quote!(Ok(reply.bytes())),
        ResponseBody::Enum => {
            let negotiated = imports.runtime("Negotiated");
            quote!(<Self as #negotiated>::content(reply))
        }
    }
}

/// The variant that the status and the content type tell; where they tell none, the one that fits.
pub(super) fn read_choice(imports: &mut Imports<'_>, choice: &Choice) -> TokenStream {
    let Choice {
        ty,
        cases,
        optional,
    } = choice;
    let ty = imports.spell(ty);
    let arms = cases.iter().map(|case| {
        let Case {
            status,
            when,
            variant,
        } = case;
        let pattern = status_pattern(*status);
        let guard = guard(when);
        let (is_text, variant) = (matches!(when, CaseWhen::Text(_)), variant.as_ref());
        let variant = variant.map(|(name, _)| quote!(#ty::#name));
        let read = match (is_text, optional, variant) {
            (true, _, Some(variant)) => quote!(reply.text().map(#variant)),
            (true, _, None) => quote!(reply.text()),
            (false, true, Some(variant)) => quote!(Ok(reply.optional_json()?.map(#variant))),
            (false, true, None) => quote!(reply.optional_json()),
            (false, false, Some(variant)) => quote!(reply.json().map(#variant)),
            (false, false, None) => quote!(reply.json()),
        };
        quote!(#pattern #guard => #read,)
    });
    let arms: TokenStream = arms.collect();
    let mut unguarded = cases.iter().filter(|case| !case.when.is_guarded());
    let is_total = unguarded.any(|case| case.status == StatusPattern::Any);
    let rest = match (is_total, optional) {
        (true, _) => None,
        (false, true) => Some(quote!(_ => reply.optional_json(),)),
        (false, false) => Some(quote!(_ => reply.json(),)),
    };
    quote!(match reply.status.as_u16() { #arms #rest })
}

fn guard(when: &CaseWhen) -> Option<TokenStream> {
    match when {
        CaseWhen::Json(list) if list.is_empty() => None,
        CaseWhen::Text(list) if list.is_empty() => Some(quote!(if !reply.is_json())),
        CaseWhen::Json(list) | CaseWhen::Text(list) => {
            let list = list.iter().map(|it| literal::text(it));
            let list = list.map(|it| quote!(reply.has_content_type(#it)));
            Some(quote!(if #(#list)||*))
        }
    }
}

pub(super) fn status_pattern(pattern: StatusPattern) -> TokenStream {
    match pattern {
        StatusPattern::Exactly(status) => {
            let status = Literal::u16_unsuffixed(status);
            quote!(#status)
        }
        StatusPattern::Hundred(hundred) => {
            let [first, last] = [0, 99].map(|it| Literal::u16_unsuffixed(hundred * 100 + it));
            quote!(#first..=#last)
        }
        StatusPattern::Any => quote!(_),
    }
}
