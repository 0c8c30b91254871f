//! Responses of an operation in, response bodies out.

use crate::ir::{
    CaseWhen, Content, ContentKind, EventStream, Failure, Operation, ResponseBody, ResponseEnum,
    StatusPattern, Type, TypeDef,
};
use crate::lower::media_type;

use super::choice::{self, ChoiceOf, TypedResponse};
use super::content_kind::is_text;
use super::{TakenNames, is_same_type};

/// The responses of an operation. `default` is a failure, unless there is no other success.
pub(super) struct Responses<'r> {
    pub(super) successes: Vec<DeclaredResponse<'r>>,
    failures: Vec<DeclaredResponse<'r>>,
    pub(super) unwrap: Option<&'r str>,
    /// Whether the method is HEAD, whose responses have no body.
    pub(super) is_head: bool,
}

/// A response and its bodies.
#[derive(Clone)]
pub(super) struct DeclaredResponse<'r> {
    pub(super) status: StatusPattern,
    pub(super) bodies: Vec<(ContentKind, &'r Content)>,
}

/// The body of a response.
#[derive(Clone, Copy)]
enum ResponseForm<'r> {
    Nothing,
    Json(&'r Type),
    Text,
    Events,
    Parts(&'r Content),
    Bytes,
    /// Text or bytes, depending on the content type.
    Several,
}

impl<'r> DeclaredResponse<'r> {
    /// The JSON bodies with a schema: plain JSON first, then alphabetically, independent of the
    /// document's order.
    pub(super) fn json(&self) -> Vec<(&'r str, &'r Type)> {
        let found = self.bodies.iter().filter_map(|(kind, content)| {
            let value = content.value.as_ref()?;
            (*kind == ContentKind::Json).then_some((&*content.media_type, &value.ty))
        });
        let mut found: Vec<(&str, &Type)> = found.collect();
        found.sort_by_cached_key(|(media_type, _)| {
            let is_plain = media_type::essence(media_type) == "application/json";
            (!is_plain, media_type::normalize(media_type))
        });
        found
    }

    /// Whether the body may be missing: none is declared, or the status may be one without a body
    /// (204 and 205, RFC 9110 §15.3.5).
    pub(super) fn is_optional(&self) -> bool {
        let is_range = matches!(self.status, StatusPattern::Hundred(_) | StatusPattern::Any);
        self.bodies.is_empty() || is_range
    }

    /// The first multipart body whose members are known.
    fn parts(&self) -> Option<&'r Content> {
        let mut bodies = self.bodies.iter();
        let is_known = |kind, content: &Content| {
            kind == ContentKind::Parts && content.value.is_some() && !content.parts.is_empty()
        };
        let known = bodies.find(|(kind, content)| is_known(*kind, content));
        known.map(|(_, content)| *content)
    }

    fn form(&self) -> ResponseForm<'r> {
        if let Some(&(_, ty)) = self.json().first() {
            return ResponseForm::Json(ty);
        }
        let count = |wanted: ContentKind| {
            let kinds = self.bodies.iter().map(|(kind, _)| *kind);
            kinds.filter(|kind| *kind == wanted).count()
        };
        let others = self.bodies.len() - count(ContentKind::Stream);
        match count(ContentKind::Text) {
            _ if self.bodies.is_empty() => ResponseForm::Nothing,
            _ if others == 0 => ResponseForm::Events,
            0 if others == 1 => self
                .parts()
                .map_or(ResponseForm::Bytes, ResponseForm::Parts),
            0 => ResponseForm::Bytes,
            texts if texts == others => ResponseForm::Text,
            _ => ResponseForm::Several,
        }
    }
}

impl<'r> Responses<'r> {
    pub(super) fn of(operation: &'r Operation) -> Self {
        let known = operation.responses.iter().filter_map(|response| {
            let bodies = response.content.iter();
            let bodies = bodies.map(|it| (it.kind, it));
            Some(DeclaredResponse {
                status: parse_status(&response.status)?,
                bodies: bodies.collect(),
            })
        });
        let mut known: Vec<DeclaredResponse<'r>> = known.collect();
        // `200` before `2XX` before `default`.
        known.sort_by_key(|declared| declared.status);
        let is_success = |it: &DeclaredResponse<'_>| {
            matches!(
                it.status,
                StatusPattern::Exactly(200..=299) | StatusPattern::Hundred(2)
            )
        };
        let is_failure = |it: &DeclaredResponse<'_>| {
            matches!(
                it.status,
                StatusPattern::Exactly(400..) | StatusPattern::Hundred(4 | 5) | StatusPattern::Any
            )
        };
        let some_success = known.iter().any(is_success);
        let any = |it: &DeclaredResponse<'_>| !some_success && it.status == StatusPattern::Any;
        let select = |wanted: &dyn Fn(&DeclaredResponse<'_>) -> bool| {
            let wanted = known.iter().filter(|it| wanted(it));
            wanted.cloned().collect::<Vec<DeclaredResponse<'r>>>()
        };
        let successes = select(&|it| is_success(it) || any(it));
        let unwrap = successes
            .iter()
            .flat_map(|declared| &declared.bodies)
            .find_map(|(_, content)| content.unwrap.as_deref());
        Self {
            successes,
            failures: select(&is_failure),
            unwrap,
            is_head: operation.method == "HEAD",
        }
    }

    /// The least declared status of a success, unless it is 200.
    pub(super) fn success_status(&self) -> Option<u16> {
        let mut statuses = self.successes.iter().filter_map(|it| match it.status {
            StatusPattern::Exactly(status) => Some(status),
            StatusPattern::Hundred(_) | StatusPattern::Any => None,
        });
        statuses.next().filter(|status| *status != 200)
    }

    /// The value of `Accept`. For HEAD, that of the corresponding GET.
    pub(super) fn accept(
        &self,
        payload: &ResponseBody,
        contents: Option<&ResponseEnum>,
        stream: Option<&EventStream>,
    ) -> String {
        let bodies = || self.successes.iter().flat_map(|it| &it.bodies);
        let of_kind = |wanted: &dyn Fn(ContentKind) -> bool| {
            let bodies = bodies().filter(|(kind, _)| wanted(*kind));
            let found = bodies.map(|(_, it)| it.media_type.trim().to_owned());
            found.collect::<Vec<String>>()
        };
        let json = || {
            let first =
                |it: &DeclaredResponse<'_>| Some(media_type::sendable(it.json().first()?.0));
            self.successes.iter().filter_map(first).collect()
        };
        let mut welcome: Vec<String> = match payload {
            ResponseBody::Enum => {
                let cases = contents.iter().flat_map(|contents| &contents.cases);
                cases.flat_map(|case| case.content_types.clone()).collect()
            }
            ResponseBody::Json(_) | ResponseBody::OptionalJson(_) | ResponseBody::Choice(_) => {
                json()
            }
            ResponseBody::Text => of_kind(&|kind| kind == ContentKind::Text),
            ResponseBody::Events => stream
                .map(|it| it.content_type.clone())
                .into_iter()
                .collect(),
            ResponseBody::Multipart { .. } => of_kind(&|kind| kind == ContentKind::Parts),
            ResponseBody::Bytes => of_kind(&|kind| kind != ContentKind::Stream),
            ResponseBody::Nothing if self.is_head => of_kind(&|kind| kind != ContentKind::Stream),
            ResponseBody::Nothing => Vec::new(),
        };
        if welcome.is_empty() || welcome.iter().any(|it| it == "*/*") {
            return "*/*".to_owned();
        }
        // JSON first, because some servers take the first.
        welcome.sort_by_cached_key(|it| media_type::sort_key(it));
        welcome.dedup_by_key(|it| media_type::canonical(it));
        welcome.join(", ")
    }
}

/// Lowers the body of successful responses.
pub(super) fn success_payload(
    replies: &Responses<'_>,
    contents: Option<&ResponseEnum>,
    types: &mut Vec<TypeDef>,
    taken: &mut TakenNames<'_>,
    operation: &Operation,
) -> ResponseBody {
    if replies.is_head {
        return ResponseBody::Nothing;
    }
    let successes = &replies.successes;
    let found: Vec<ResponseForm<'_>> = successes.iter().map(DeclaredResponse::form).collect();
    let any = |wanted: fn(&ResponseForm<'_>) -> bool| found.iter().any(wanted);
    let is_optional = successes.iter().any(DeclaredResponse::is_optional);
    let parts = found.iter().filter_map(|reply| match reply {
        ResponseForm::Parts(content) => Some(*content),
        _ => None,
    });
    let parts: Vec<&Content> = parts.collect();
    let has_bytes = any(|it| matches!(it, ResponseForm::Bytes));
    let multipart = multipart_payload(&parts, is_optional);
    let kinds = [
        (any(|it| matches!(it, ResponseForm::Json(..))), None),
        (
            any(|it| matches!(it, ResponseForm::Text)),
            Some(ResponseBody::Text),
        ),
        (multipart.is_some(), multipart.clone()),
        (
            has_bytes || multipart.is_none() && !parts.is_empty(),
            Some(ResponseBody::Bytes),
        ),
        (
            any(|it| matches!(it, ResponseForm::Several)),
            Some(ResponseBody::Enum),
        ),
    ];
    let mut kinds = kinds.into_iter().filter(|(is_there, _)| *is_there);
    match (kinds.next(), kinds.next()) {
        (None, _) if any(|it| matches!(it, ResponseForm::Events)) => return ResponseBody::Events,
        (None, _) => return ResponseBody::Nothing,
        (Some((_, Some(payload))), None) => return payload,
        (Some((_, None)), None) => {}
        (Some(_), Some(_)) if contents.is_some() => return ResponseBody::Enum,
        // The same content type has a schema in one response and none in another.
        (Some(_), Some(_)) => return ResponseBody::Bytes,
    }
    let held = successes.iter().zip(&found);
    let held = held.filter_map(|(declared, reply)| match reply {
        ResponseForm::Json(ty) => Some((declared.status, *ty)),
        _ => None,
    });
    let held: Vec<(StatusPattern, &Type)> = held.collect();
    match json_payload(&held, types, taken, operation) {
        ResponseBody::Json(ty) if is_optional => ResponseBody::OptionalJson(ty),
        ResponseBody::Choice(mut choice) => {
            choice.optional = is_optional;
            ResponseBody::Choice(choice)
        }
        payload => payload,
    }
}

/// A multipart body, if all of these bodies have the same members.
pub(super) fn multipart_payload(bodies: &[&Content], optional: bool) -> Option<ResponseBody> {
    let (first, rest) = bodies.split_first()?;
    let is_alike = |it: &&Content| {
        (&it.value, it.of_items, &it.parts) == (&first.value, first.of_items, &first.parts)
    };
    rest.iter().all(is_alike).then_some(())?;
    Some(ResponseBody::Multipart {
        ty: first.whole_value()?.ty,
        parts: first.parts.clone(),
        optional,
    })
}

/// JSON of one type, or of a type that the status selects.
pub(super) fn json_payload(
    held: &[(StatusPattern, &Type)],
    types: &mut Vec<TypeDef>,
    taken: &mut TakenNames<'_>,
    operation: &Operation,
) -> ResponseBody {
    let held = held.iter().map(|&(status, ty)| TypedResponse {
        status,
        when: CaseWhen::Json(Vec::new()),
        ty: Some(ty),
    });
    let held: Vec<TypedResponse<'_>> = held.collect();
    match &choice::distinct_types(&held)[..] {
        [only] => ResponseBody::Json((*only).clone()),
        _ => ResponseBody::Choice(choice::lower_choice(
            &held,
            ChoiceOf::Successes,
            types,
            taken,
            operation,
        )),
    }
}

/// Lowers the body of failures.
pub(super) fn lower_failure(
    replies: &Responses<'_>,
    types: &mut Vec<TypeDef>,
    taken: &mut TakenNames<'_>,
    operation: &Operation,
) -> Failure {
    if replies.is_head {
        return Failure::Unknown;
    }
    let failures = replies.failures.iter();
    let mut held: Vec<TypedResponse<'_>> =
        failures.flat_map(|it| failure_types(types, it)).collect();
    let is_text = |held: &TypedResponse<'_>| matches!(held.when, CaseWhen::Text(_));
    // Text comes last, so that the same types become the same enum.
    held.sort_by_key(is_text);
    match &choice::distinct_types(&held)[..] {
        [] => Failure::Unknown,
        [_] if held.iter().all(is_text) => Failure::Text,
        [only] if !held.iter().any(is_text) => Failure::Json((*only).clone()),
        _ => Failure::Choice(choice::lower_choice(
            &held,
            ChoiceOf::Failures,
            types,
            taken,
            operation,
        )),
    }
}

/// The JSON types and the text of a failure; its content type selects one.
fn failure_types<'r>(types: &[TypeDef], declared: &DeclaredResponse<'r>) -> Vec<TypedResponse<'r>> {
    let status = declared.status;
    let json = declared.json();
    let mut held: Vec<TypedResponse<'r>> = Vec::new();
    for &(media_type, ty) in &json {
        let media_type = media_type::normalize(media_type);
        match held.iter_mut().find(|it| it.ty == Some(ty)) {
            Some(TypedResponse { when, .. }) => when.content_types_mut().push(media_type),
            None => held.push(TypedResponse {
                status,
                when: CaseWhen::Json(vec![media_type]),
                ty: Some(ty),
            }),
        }
    }
    if let [only] = &mut held[..] {
        // Of any JSON content type.
        only.when = CaseWhen::Json(Vec::new());
    } else if !held.is_empty() {
        let when = CaseWhen::Json(Vec::new());
        held.push(TypedResponse {
            status,
            when,
            ty: None,
        });
    }
    let texts = declared.bodies.iter().filter(|(kind, content)| {
        let is_json_too = content.value.as_ref().is_some_and(|value| {
            let mut json = json.iter();
            !is_text(types, &value.ty, 0) && json.any(|(_, ty)| is_same_type(types, ty, &value.ty))
        });
        *kind == ContentKind::Text && !is_json_too
    });
    let texts: Vec<String> = texts
        .map(|(_, it)| media_type::normalize(&it.media_type))
        .collect();
    if !texts.is_empty() {
        held.push(TypedResponse {
            status,
            // A single text is whatever is not JSON.
            when: CaseWhen::Text(if held.is_empty() { Vec::new() } else { texts }),
            ty: Some(&Type::String),
        });
    }
    held
}

fn parse_status(status: &str) -> Option<StatusPattern> {
    if status == "default" {
        return Some(StatusPattern::Any);
    }
    match status.as_bytes() {
        [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => {
            Some(StatusPattern::Hundred((digit - b'0').into()))
        }
        _ => status.parse().ok().map(StatusPattern::Exactly),
    }
}
