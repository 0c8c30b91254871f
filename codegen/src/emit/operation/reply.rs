//! What replies hold in; what reads them out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::imports::Imports;
use crate::emit::literal;
use crate::ir::{Call, Expected, Failure, ResponseBody, StatusPattern, Unwrap};

use super::response_body;

/// The result, or the body of a failure.
pub(super) fn gives(imports: &mut Imports<'_>, call: &Call) -> TokenStream {
    let (_, output, error) = spelled(imports, call);
    quote!(#output | #error)
}

fn spelled(imports: &mut Imports<'_>, call: &Call) -> (TokenStream, TokenStream, TokenStream) {
    let body = response_body::spell_body(imports, call);
    let is_optional = matches!(call.success.body, ResponseBody::OptionalJson(_));
    let output = match &call.success.unwrap {
        Some(unwrap) if is_optional => {
            let ty = imports.spell(&unwrap.ty);
            quote!(Option<#ty>)
        }
        Some(unwrap) => imports.spell(&unwrap.ty),
        None => body.clone(),
    };
    let error = match &call.failure {
        Failure::Unknown => imports.runtime("Value"),
        Failure::Json(ty) => imports.spell(ty),
        Failure::Choice(choice) => imports.spell(&choice.ty),
        Failure::Text => quote!(String),
    };
    (body, output, error)
}

/// `body`, `output` and `error`, where they are not what the macro takes for granted.
pub(super) fn sections(imports: &mut Imports<'_>, call: &Call) -> TokenStream {
    let body = body(imports, call);
    let output = call.success.unwrap.as_ref().map(|unwrap| {
        let ty = response_body::spell_body(imports, call);
        let output = self::output(imports, unwrap);
        let output = if matches!(call.success.body, ResponseBody::OptionalJson(_)) {
            quote!(body.map(|body| #output).transpose())
        } else {
            output
        };
        quote!(output(body: #ty) { #output })
    });
    let error = match &call.failure {
        Failure::Unknown | Failure::Json(_) => None,
        Failure::Choice(choice) => Some(response_body::read_choice(imports, choice)),
        Failure::Text => Some(quote!(reply.text())),
    };
    let error = error.map(|error| quote!(error(reply) { #error }));
    quote!(#body #output #error)
}

fn body(imports: &mut Imports<'_>, call: &Call) -> Option<TokenStream> {
    let expected = expected(&call.success.expected);
    if expected.is_none() && matches!(call.success.body, ResponseBody::Json(_)) {
        return None;
    }
    let body = response_body::read_body(imports, &call.success.body);
    let is_read = expected.is_some() || !matches!(call.success.body, ResponseBody::Nothing);
    let reply = if is_read {
        quote!(reply)
    } else {
        quote!(_reply)
    };
    Some(quote!(body(#reply) { #expected #body }))
}

/// What refuses JSON of another kind than was asked for.
fn expected(expected: &[Expected]) -> Option<TokenStream> {
    let check = |Expected { asked, others, .. }: &Expected| {
        let [asked, others] = [asked, others].map(|list| {
            let list = list.iter().map(|it| literal::text(it));
            quote!(&[#(#list),*])
        });
        quote!(reply.check_content_type(#asked, #others)?)
    };
    let all = match expected {
        [] => return None,
        [all] if all.status == StatusPattern::Any => check(all),
        each => {
            let arms = each.iter().map(|it| {
                let (status, check) = (response_body::status_pattern(it.status), check(it));
                quote!(#status => #check,)
            });
            let arms: TokenStream = arms.collect();
            let is_total = each.iter().any(|it| it.status == StatusPattern::Any);
            let rest = (!is_total).then(|| quote!(_ => {}));
            quote!(match reply.status.as_u16() { #arms #rest })
        }
    };
    Some(quote!(#all;))
}

/// The member that is the result.
fn output(imports: &mut Imports<'_>, unwrap: &Unwrap) -> TokenStream {
    let Unwrap { step, wire, ty: _ } = unwrap;
    let field = &step.field;
    let member = match (step.optional, step.nullable) {
        (false, false) => return quote!(Ok(body.#field)),
        (true, false) => quote!(body.#field),
        (false, true) => quote!(body.#field.into_option()),
        (true, true) => {
            let nullable = imports.runtime("Nullable");
            quote!(body.#field.and_then(#nullable::into_option))
        }
    };
    let (wire, decode_error) = (literal::text(wire), imports.runtime("DecodeError"));
    quote!(#decode_error::required(#wire, #member))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::sample::file;
    use crate::ir::sample::{every_kind, operation, step};
    use crate::ir::{Case, CaseWhen, Choice, Type, TypeId};
    use crate::name::VariantName;

    fn check(change: impl FnOnce(&mut Call), parts: &[&str]) {
        let mut api = every_kind();
        let mut operation = operation("Call", "GET", "/");
        change(&mut operation.call);
        api.operations = vec![operation];
        let text = file(api, "call.rs");
        for part in parts {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn the_status_tells_what_a_body_holds() {
        let case = |status, variant: &str, ty| Case {
            status,
            when: CaseWhen::Json(Vec::new()),
            variant: Some((VariantName::from_spelling(variant), ty)),
        };
        let choice = |optional, last| Choice {
            ty: Type::Named(TypeId(5)),
            cases: vec![
                case(StatusPattern::Exactly(404), "Integer", Type::I64),
                case(last, "Text", Type::String),
            ],
            optional,
        };
        check(
            |call| {
                call.success.body = ResponseBody::Choice(choice(true, StatusPattern::Exactly(405)));
                call.failure = Failure::Choice(choice(false, StatusPattern::Hundred(4)));
            },
            &[
                "gives { Option<Count> | Count }\n",
                "            405 => Ok(reply.optional_json()?.map(Count::Text)),\n            _ => reply.optional_json(),\n",
                "            404 => reply.json().map(Count::Integer),\n            400..=499 => reply.json().map(Count::Text),\n            _ => reply.json(),\n",
            ],
        );
        check(
            |call| call.failure = Failure::Choice(choice(false, StatusPattern::Any)),
            &["            _ => reply.json().map(Count::Text),\n        }\n"],
        );
    }

    #[test]
    fn a_body_may_be_left_out_or_be_no_json() {
        let pet = || Type::Named(TypeId(0));
        check(
            |call| call.success.body = ResponseBody::OptionalJson(pet()),
            &[
                "gives { Option<Pet> |",
                " {\n        reply.optional_json()\n    }\n",
            ],
        );
        check(
            |call| call.success.body = ResponseBody::Text,
            &[
                "gives { String |",
                "body(reply) {\n        reply.text()\n    }\n",
            ],
        );
        check(
            |call| call.success.body = ResponseBody::Bytes,
            &["gives { Bytes |", " {\n        Ok(reply.bytes())\n    }\n"],
        );
    }

    #[test]
    fn the_result_is_a_member_however_it_is_declared() {
        for (optional, nullable, output) in [
            (false, false, "Ok(body.port)"),
            (true, false, "DecodeError::required(\"port\", body.port)"),
            (false, true, "required(\"port\", body.port.into_option())"),
            (true, true, "body.port.and_then(Nullable::into_option))"),
        ] {
            let unwrap = Unwrap {
                step: step("port", optional, nullable),
                wire: "port".to_owned(),
                ty: Type::Named(TypeId(6)),
            };
            check(
                |call| {
                    call.success.body = ResponseBody::Json(Type::Named(TypeId(0)));
                    call.success.unwrap = Some(unwrap);
                },
                &["gives { Port |", "output(body: Pet) {", output],
            );
        }
    }
}
