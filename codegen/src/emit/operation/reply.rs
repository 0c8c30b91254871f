//! What replies hold in; what reads them out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::imports::Imports;
use crate::emit::literal;
use crate::ir::{Call, Expected, Failure, ResponseBody, StatusPattern, Type, TypeKind, Unwrap};
use crate::name::FieldName;

use super::{request, response_body};

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
    let output = call.success.unwrap.as_ref();
    let output = output.map(|unwrap| self::output(imports, call, unwrap));
    let error = match &call.failure {
        Failure::Unknown | Failure::Json(_) => None,
        Failure::Choice(choice) => {
            let error = response_body::read_choice(imports, choice);
            Some(quote!(error(reply) { #error }))
        }
        Failure::Text => Some(quote!(error text)),
    };
    quote!(#body #output #error)
}

fn body(imports: &mut Imports<'_>, call: &Call) -> Option<TokenStream> {
    let expected = expected(&call.success.expected);
    let body = &call.success.body;
    if expected.is_none() {
        match body {
            ResponseBody::Json(_) => return None,
            ResponseBody::Nothing => return Some(quote!(body nothing)),
            ResponseBody::OptionalJson(_) => return Some(quote!(body optional_json)),
            ResponseBody::Text => return Some(quote!(body text)),
            ResponseBody::Bytes => return Some(quote!(body bytes)),
            ResponseBody::Multipart {
                parts, optional, ..
            } => {
                let parts = request::parts(imports, parts);
                return Some(if *optional {
                    quote!(body optional_multipart #parts)
                } else {
                    quote!(body multipart #parts)
                });
            }
            _ => {}
        }
    }
    let raw = (!matches!(body, ResponseBody::Json(_))).then(|| quote!(raw));
    let body = response_body::read_body(imports, body);
    Some(quote!(body(reply) { #expected #body } #raw))
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

/// The member that is the result; `whole` where that is not enough to make a body of it.
fn output(imports: &mut Imports<'_>, call: &Call, unwrap: &Unwrap) -> TokenStream {
    let Unwrap { step, wire, ty: _ } = unwrap;
    let (field, wire) = (&step.field, literal::text(wire));
    let member = match (step.optional, step.nullable) {
        (false, false) => quote!(required),
        (true, false) => quote!(optional),
        (false, true) => quote!(nullable),
        (true, true) => quote!(optional_nullable),
    };
    let (ty, optional) = match &call.success.body {
        ResponseBody::OptionalJson(ty) => (imports.spell(ty), Some(quote!(optional))),
        _ => (response_body::spell_body(imports, call), None),
    };
    let whole = requires_others(imports, call, field).then(|| quote!(, whole));
    quote!(output(#member #field #wire of #optional #ty #whole))
}

/// Whether a body requires another member than the one that is the result.
fn requires_others(imports: &Imports<'_>, call: &Call, result: &FieldName) -> bool {
    let (ResponseBody::Json(ty) | ResponseBody::OptionalJson(ty)) = &call.success.body else {
        return true;
    };
    let scope = imports.scope();
    let Type::Named(id) = scope.resolve(ty) else {
        return true;
    };
    let TypeKind::Object(object) = &scope.api.type_def(*id).kind else {
        return true;
    };
    let mut others = object.fields.iter().filter(|it| it.name != *result);
    others.any(|it| it.required)
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
            &["gives { Option<Pet> |", "    body optional_json\n"],
        );
        check(
            |call| call.success.body = ResponseBody::Text,
            &["gives { String |", "    body text\n"],
        );
        check(
            |call| call.success.body = ResponseBody::Bytes,
            &["gives { Bytes |", "    body bytes\n"],
        );
    }

    #[test]
    fn the_result_is_a_member_however_it_is_declared() {
        for (optional, nullable, output) in [
            (false, false, "output(required port \"port\" of Pet"),
            (true, false, "output(optional port \"port\" of Pet"),
            (false, true, "output(nullable port \"port\" of Pet"),
            (true, true, "output(optional_nullable port \"port\" of Pet"),
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
                &["gives { Port |", output],
            );
        }
    }
}
