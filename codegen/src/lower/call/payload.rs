//! The responses of an operation in, what the bodies of its replies hold out.

use crate::ir::{
    Alternative, Choice, Content, Doc, Failure, Kind, Payload, Presence, Response, StatusPattern,
    Type, TypeDef, TypeId, Value,
};
use crate::lower::media;
use crate::name::{ModuleName, TypeName, VariantName};
use crate::pointer::Address;

use super::Taken;

/// The responses, told apart. A response for any status is a failure, unless there is none for a
/// success.
pub(super) struct Replies<'r> {
    successes: Vec<(StatusPattern, Reply<'r>)>,
    failures: Vec<(StatusPattern, Reply<'r>)>,
    pub(super) unwrap: Option<&'r str>,
}

/// What a response holds.
#[derive(Clone, Copy)]
enum Reply<'r> {
    Nothing,
    Json(&'r str, &'r Type),
    Text(&'r [Content]),
    Events,
    Bytes,
}

impl<'r> Replies<'r> {
    pub(super) fn of(responses: &'r [Response]) -> Self {
        let known = responses
            .iter()
            .filter_map(|response| Some((pattern(&response.status)?, response)));
        let mut known: Vec<_> = known.collect();
        // `200` before `2XX` before `default`.
        known.sort_by_key(|(pattern, _)| *pattern);
        let is_success = |pattern: &StatusPattern| {
            matches!(
                pattern,
                StatusPattern::Exactly(200..=299) | StatusPattern::Hundred(2)
            )
        };
        let is_failure = |pattern: &StatusPattern| {
            matches!(
                pattern,
                StatusPattern::Exactly(400..) | StatusPattern::Hundred(4 | 5) | StatusPattern::Any
            )
        };
        let some_success = known.iter().any(|(pattern, _)| is_success(pattern));
        let any = |pattern: &StatusPattern| !some_success && *pattern == StatusPattern::Any;
        let select = |wanted: &dyn Fn(&StatusPattern) -> bool| {
            let wanted = known.iter().filter(|(pattern, _)| wanted(pattern));
            wanted
                .map(|(pattern, response)| (*pattern, reply(response)))
                .collect()
        };
        let unwrap = known
            .iter()
            .filter(|(pattern, _)| is_success(pattern) || any(pattern))
            .flat_map(|(_, response)| &response.content)
            .find_map(|content| content.unwrap.as_deref());
        Self {
            successes: select(&|pattern| is_success(pattern) || any(pattern)),
            failures: select(&is_failure),
            unwrap,
        }
    }

    /// The content types of a success, for the header `Accept`.
    pub(super) fn accept(&self) -> String {
        let mut types: Vec<String> = Vec::new();
        for (_, reply) in &self.successes {
            match reply {
                Reply::Json(media_type, _) => {
                    let media_type = media::to_send(media_type);
                    if !types.contains(&media_type) {
                        types.push(media_type);
                    }
                }
                Reply::Text(contents) => {
                    let given = contents.iter().map(|it| it.media_type.trim().to_owned());
                    for media_type in given {
                        if !types.contains(&media_type) {
                            types.push(media_type);
                        }
                    }
                }
                Reply::Events => {
                    let media_type = "text/event-stream".to_owned();
                    if !types.contains(&media_type) {
                        types.push(media_type);
                    }
                }
                Reply::Bytes => return "*/*".to_owned(),
                Reply::Nothing => {}
            }
        }
        if types.is_empty() {
            return "*/*".to_owned();
        }
        types.join(", ")
    }
}

/// What the body of a success holds.
pub(super) fn success(
    replies: &Replies<'_>,
    types: &mut Vec<TypeDef>,
    taken: &mut Taken,
    address: &Address,
) -> Payload {
    let replies = &replies.successes;
    let any = |wanted: fn(&Reply<'_>) -> bool| replies.iter().any(|(_, it)| wanted(it));
    let kinds = [
        (any(|it| matches!(it, Reply::Json(..))), None),
        (any(|it| matches!(it, Reply::Text(_))), Some(Payload::Text)),
        (any(|it| matches!(it, Reply::Events)), Some(Payload::Events)),
        (any(|it| matches!(it, Reply::Bytes)), Some(Payload::Bytes)),
    ];
    let mut kinds = kinds.into_iter().filter(|(is_there, _)| *is_there);
    match (kinds.next(), kinds.next()) {
        // What is JSON in one case and text in another is bytes.
        (Some(_), Some(_)) => return Payload::Bytes,
        (Some((_, Some(payload))), None) => return payload,
        _ => {}
    }
    let optional = replies.iter().any(|(_, it)| matches!(it, Reply::Nothing));
    match (&distinct(replies)[..], optional) {
        ([], _) => Payload::Nothing,
        ([only], false) => Payload::Json((*only).clone()),
        ([only], true) => Payload::OptionalJson((*only).clone()),
        (several, optional) => {
            let union = union(several, "Response", types, taken, address);
            Payload::Choice(choice(replies, union, types, optional))
        }
    }
}

/// What the body of a failure holds.
pub(super) fn failure(
    replies: &Replies<'_>,
    types: &mut Vec<TypeDef>,
    taken: &mut Taken,
    address: &Address,
) -> Failure {
    let replies = &replies.failures;
    match &distinct(replies)[..] {
        [] => Failure::Unknown,
        [only] => Failure::Json((*only).clone()),
        several => {
            let union = union(several, "Error", types, taken, address);
            Failure::Choice(choice(replies, union, types, false))
        }
    }
}

fn pattern(status: &str) -> Option<StatusPattern> {
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

fn reply(response: &Response) -> Reply<'_> {
    let json = response.content.iter().find_map(|content| {
        let value = content.value.as_ref()?;
        media::is_json(&content.media_type).then_some((&*content.media_type, &value.ty))
    });
    match json {
        Some((media_type, ty)) => Reply::Json(media_type, ty),
        None => other(&response.content),
    }
}

/// A response without JSON: it is text if all that it may hold is.
fn other(contents: &[Content]) -> Reply<'_> {
    match contents {
        [] => Reply::Nothing,
        _ if contents.iter().all(|it| is_plain_text(&it.media_type)) => Reply::Text(contents),
        _ if contents
            .iter()
            .all(|it| media::is_event_stream(&it.media_type)) =>
        {
            Reply::Events
        }
        _ => Reply::Bytes,
    }
}

fn is_plain_text(media_type: &str) -> bool {
    media::is_text(media_type) && !media::is_json(media_type)
}

fn distinct<'r>(replies: &[(StatusPattern, Reply<'r>)]) -> Vec<&'r Type> {
    let mut types: Vec<&Type> = Vec::new();
    for (_, reply) in replies {
        if let Reply::Json(_, ty) = reply
            && !types.contains(ty)
        {
            types.push(ty);
        }
    }
    types
}

/// The union of these types. It is called after them, so it is the same for all operations that
/// get the same, and no other operation renames it.
fn union(
    of: &[&Type],
    suffix: &str,
    types: &mut Vec<TypeDef>,
    taken: &mut Taken,
    address: &Address,
) -> TypeId {
    let alternatives: Vec<Alternative> = of
        .iter()
        .map(|ty| Alternative {
            name: VariantName::from_spelling(&spelling(types, ty)),
            value: Value::of((*ty).clone()),
        })
        .collect();
    let kind = Kind::Union(alternatives);
    if let Some(known) = types
        .iter()
        .position(|def| def.kind == kind && def.rules.is_empty())
    {
        return TypeId(known);
    }
    let words: Vec<String> = of.iter().map(|ty| spelling(types, ty)).collect();
    let name = TypeName::from_spelling(&words.join(" or "));
    let name = taken.name(types, name, suffix);
    types.push(TypeDef {
        file: ModuleName::from_spelling(name.as_str()),
        name,
        address: address.join("responses"),
        doc: Doc {
            text: Some("What replies hold; the status tells which.".to_owned()),
            facts: Vec::new(),
        },
        deprecated: false,
        presence: Presence::Always,
        kind,
        rules: Vec::new(),
    });
    TypeId(types.len() - 1)
}

fn choice(
    replies: &[(StatusPattern, Reply<'_>)],
    union: TypeId,
    types: &[TypeDef],
    optional: bool,
) -> Choice {
    let Kind::Union(alternatives) = &types[union.0].kind else {
        unreachable!("it was made as a union")
    };
    let cases = replies.iter().filter_map(|(pattern, reply)| {
        let Reply::Json(_, ty) = reply else {
            return None;
        };
        let alternative = alternatives.iter().find(|it| it.value.ty == **ty)?;
        Some((*pattern, alternative.name.clone(), (*ty).clone()))
    });
    Choice {
        union,
        cases: cases.collect(),
        optional,
    }
}

/// A type in words.
fn spelling(types: &[TypeDef], ty: &Type) -> String {
    match ty {
        Type::Named(id) => types[id.0].name.to_string(),
        Type::Vec(inner) => format!("{} list", spelling(types, inner)),
        Type::Map(inner) => format!("{} map", spelling(types, inner)),
        Type::Nullable(inner) | Type::Box(inner) => spelling(types, inner),
        Type::Bool => "Flag".to_owned(),
        Type::I64 | Type::U64 => "Integer".to_owned(),
        Type::F64 => "Number".to_owned(),
        Type::String => "Text".to_owned(),
        Type::Base64 => "Base64".to_owned(),
        Type::DateTime => "Time".to_owned(),
        Type::File => "File".to_owned(),
        Type::Json => "Json".to_owned(),
    }
}
