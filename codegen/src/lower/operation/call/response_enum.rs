//! Successful responses in, an enum of their content types out.

use crate::ir::{
    Content, ContentKind, Operation, ResponseBody, ResponseEnum, ResponseVariant, StatusPattern,
    Type, TypeDef,
};
use crate::lower::ctx::Ctx;
use crate::lower::media_type;
use crate::names::{Item, RESPONSES, part_reference};

use super::response_body::{self, DeclaredResponse, Responses};
use super::{TakenNames, body, is_same_type};

/// Lowers successful responses to an enum, if a caller may want to distinguish several content
/// types.
pub(super) fn lower_response_contents(
    ctx: &mut Ctx<'_>,
    types: &mut Vec<TypeDef>,
    taken: &mut TakenNames<'_>,
    operation: &Operation,
    replies: &Responses<'_>,
) -> Option<ResponseEnum> {
    if replies.is_head {
        return None;
    }
    let successes = &replies.successes;
    let offers = OfferedContent::all(types, successes);
    let mut found: Vec<(Vec<String>, ResponseBody)> = Vec::new();
    for offer in offers {
        let held = offer.payload(types, taken, operation);
        let is_json = matches!(held, ResponseBody::Json(_) | ResponseBody::Choice(_));
        match found
            .iter_mut()
            .find(|(_, known)| is_json && *known == held)
        {
            Some((content_types, _)) => content_types.push(offer.content_type),
            None => found.push((vec![offer.content_type], held)),
        }
    }
    if found.len() < 2 {
        return None;
    }
    let names: Vec<&str> = found.iter().map(|(names, _)| names[0].as_str()).collect();
    let place = operation.address.join(RESPONSES);
    let mut members = body::list_media_types(&names, &place);
    body::recall_variants(ctx, operation, &mut members, Item::Content);
    let variants = body::name_media_types(ctx, &members, &place);
    let recorded = taken.recall(types, &part_reference(&operation.address, RESPONSES));
    let wanted = operation.name.join("Content");
    let cases = found.into_iter().zip(variants);
    let cases = cases.map(|((content_types, payload), variant)| ResponseVariant {
        variant,
        content_types,
        body: payload,
    });
    Some(ResponseEnum {
        name: recorded.unwrap_or_else(|| taken.name(types, wanted, "Reply")),
        cases: cases.collect(),
        optional: successes.iter().any(DeclaredResponse::is_optional),
    })
}

/// A content type and the successful responses that may have it.
struct OfferedContent<'r> {
    content_type: String,
    bodies: Vec<(StatusPattern, ContentKind, &'r Content)>,
}

impl<'r> OfferedContent<'r> {
    /// The content types that a caller may want to distinguish.
    fn all(types: &[TypeDef], successes: &[DeclaredResponse<'r>]) -> Vec<Self> {
        let mut offers: Vec<Self> = Vec::new();
        for declared in successes {
            for &(kind, content) in &declared.bodies {
                if !is_offered(types, kind, content, declared) {
                    continue;
                }
                let content_type = media_type::canonical(&content.media_type);
                let body = (declared.status, kind, content);
                match offers.iter_mut().find(|it| it.content_type == content_type) {
                    // The same content type may occur twice with different case.
                    Some(known) if known.bodies.iter().any(|(it, ..)| *it == body.0) => {}
                    Some(known) => known.bodies.push(body),
                    None => offers.push(Self {
                        content_type,
                        bodies: vec![body],
                    }),
                }
            }
        }
        offers
    }

    fn payload(
        &self,
        types: &mut Vec<TypeDef>,
        taken: &mut TakenNames<'_>,
        operation: &Operation,
    ) -> ResponseBody {
        let is_all = |wanted: ContentKind| self.bodies.iter().all(|(_, it, _)| *it == wanted);
        if is_all(ContentKind::Text) {
            return ResponseBody::Text;
        }
        let bodies: Vec<&Content> = self.bodies.iter().map(|(.., it)| *it).collect();
        if is_all(ContentKind::Parts)
            && bodies.iter().all(|it| !it.parts.is_empty())
            && let Some(parts) = response_body::multipart_payload(&bodies, false)
        {
            return parts;
        }
        let held = self.bodies.iter().map(|(status, _, content)| {
            let value = content.value.as_ref()?;
            Some((*status, &value.ty))
        });
        let held: Option<Vec<(StatusPattern, &Type)>> = held.collect();
        match held.filter(|_| is_all(ContentKind::Json)) {
            Some(held) => response_body::json_payload(&held, types, taken, operation),
            None => ResponseBody::Bytes,
        }
    }
}

/// Whether a caller may want to distinguish a body. Not one that only repeats the JSON in another
/// format, nor a stream, which is requested differently.
pub(super) fn is_offered(
    types: &[TypeDef],
    kind: ContentKind,
    content: &Content,
    beside: &DeclaredResponse<'_>,
) -> bool {
    kind != ContentKind::Stream && !is_translation(types, kind, content, beside)
}

/// Whether a body is the type of some JSON in XML, YAML or the like. Text other than `text/plain`
/// is not.
fn is_translation(
    types: &[TypeDef],
    kind: ContentKind,
    content: &Content,
    beside: &DeclaredResponse<'_>,
) -> bool {
    if kind == ContentKind::Json {
        return false;
    }
    let is_plain = media_type::essence(&content.media_type) == "text/plain";
    if kind == ContentKind::Text && !is_plain {
        return false;
    }
    let Some(value) = &content.value else {
        return false;
    };
    // Bytes have no specific type.
    if value.ty == Type::String && !is_plain {
        return false;
    }
    let json = beside.json();
    json.iter()
        .any(|(_, ty)| is_same_type(types, ty, &value.ty))
}
