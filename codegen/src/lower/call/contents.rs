//! The successes of an operation in, what they hold by their content type out.

use crate::ir::{
    Content, ContentCase, Contents, Operation, Payload, Response, StatusPattern, Type, TypeDef,
};
use crate::lower::{Ctx, media};

use super::payload::{self, Replies};
use super::{Taken, body, shape};

/// The enum of what a caller may want to tell apart; none where that is one thing.
pub(super) fn of(
    ctx: &mut Ctx<'_>,
    types: &mut Vec<TypeDef>,
    taken: &mut Taken,
    operation: &Operation,
    replies: &Replies<'_>,
) -> Option<Contents> {
    let successes = &replies.successes;
    let offers = Offer::all(types, successes);
    let mut found: Vec<(Vec<String>, Payload)> = Vec::new();
    for offer in offers {
        let held = offer.payload(types, taken, operation);
        let is_json = matches!(held, Payload::Json(_) | Payload::Choice(_));
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
    let variants = body::variants(ctx, &names, &operation.address.join("responses"));
    let cases = found.into_iter().zip(variants);
    let cases = cases.map(|((content_types, payload), variant)| ContentCase {
        variant,
        content_types,
        payload,
    });
    Some(Contents {
        name: taken.name(types, operation.name.join("Content"), "Reply"),
        cases: cases.collect(),
        optional: successes.iter().any(|(_, it)| it.content.is_empty()),
    })
}

/// A content type, and the successes that may have it.
struct Offer<'r> {
    content_type: String,
    bodies: Vec<(StatusPattern, &'r Content)>,
}

impl<'r> Offer<'r> {
    /// All of them that a caller may want to tell apart.
    fn all(types: &[TypeDef], successes: &[(StatusPattern, &'r Response)]) -> Vec<Self> {
        let mut offers: Vec<Self> = Vec::new();
        for (status, response) in successes {
            for content in &response.content {
                let content_type = media::normal(&content.media_type);
                if !is_offered(types, content, &response.content) {
                    continue;
                }
                match offers.iter_mut().find(|it| it.content_type == content_type) {
                    // In other letters, the same type may be there twice.
                    Some(known) if known.bodies.iter().any(|(it, _)| it == status) => {}
                    Some(known) => known.bodies.push((*status, content)),
                    None => offers.push(Self {
                        content_type,
                        bodies: vec![(*status, content)],
                    }),
                }
            }
        }
        offers
    }

    fn payload(
        &self,
        types: &mut Vec<TypeDef>,
        taken: &mut Taken,
        operation: &Operation,
    ) -> Payload {
        if media::is_json(&self.content_type) {
            let held: Option<Vec<(StatusPattern, &Type)>> = self
                .bodies
                .iter()
                .map(|(status, content)| Some((*status, &content.value.as_ref()?.ty)))
                .collect();
            return match held {
                Some(held) => payload::by_status(&held, types, taken, &operation.address),
                None => Payload::Bytes,
            };
        }
        if media::is_text(&self.content_type) {
            Payload::Text
        } else {
            Payload::Bytes
        }
    }
}

/// Whether a caller may want to tell it from others: not what says in other words what JSON says, nor
/// a stream of events, which is asked for in another way.
pub(super) fn is_offered(types: &[TypeDef], content: &Content, all: &[Content]) -> bool {
    !media::is_event_stream(&content.media_type) && !is_translation(types, content, all)
}

/// Whether it is what some JSON beside it is, in XML, YAML or the like. A table in text is not.
fn is_translation(types: &[TypeDef], content: &Content, all: &[Content]) -> bool {
    if media::is_json(&content.media_type) {
        return false;
    }
    let is_plain = media::essence(&content.media_type) == "text/plain";
    if media::is_text(&content.media_type) && !is_plain {
        return false;
    }
    let Some(value) = &content.value else {
        return false;
    };
    // Bytes have no type of their own.
    if value.ty == Type::String && !is_plain {
        return false;
    }
    let mut json = all.iter().filter(|it| media::is_json(&it.media_type));
    json.any(|it| {
        it.value
            .as_ref()
            .is_some_and(|json| shape(types, &json.ty) == shape(types, &value.ty))
    })
}
