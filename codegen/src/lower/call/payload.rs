//! The responses of an operation in, what the bodies of its replies hold out.

use crate::ir::{Contents, Failure, Payload, Response, StatusPattern, Type, TypeDef};
use crate::lower::media;
use crate::pointer::Address;

use super::Taken;
use super::choice::{self, Held};

/// The responses, told apart. A response for any status is a failure, unless there is none for a
/// success.
pub(super) struct Replies<'r> {
    pub(super) successes: Vec<(StatusPattern, &'r Response)>,
    failures: Vec<(StatusPattern, &'r Response)>,
    pub(super) unwrap: Option<&'r str>,
}

/// What a response holds.
enum Reply<'r> {
    Nothing,
    Json(&'r str, &'r Type),
    Text,
    Events,
    Bytes,
    /// Text or bytes, as its content type says.
    Several,
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
            wanted.copied().collect()
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
    pub(super) fn accept(&self, payload: &Payload, contents: Option<&Contents>) -> String {
        let mut welcome: Vec<String> = Vec::new();
        let mut add = |media_type: String| {
            if !welcome.contains(&media_type) {
                welcome.push(media_type);
            }
        };
        for (_, response) in &self.successes {
            match reply(response) {
                Reply::Json(media_type, _) => add(media::to_send(media_type)),
                Reply::Text => response
                    .content
                    .iter()
                    .filter(|it| media::is_text(&it.media_type))
                    .for_each(|it| add(it.media_type.trim().to_owned())),
                _ => {}
            }
        }
        match payload {
            Payload::Contents => {
                let cases = contents.iter().flat_map(|contents| &contents.cases);
                let all: Vec<&str> = cases
                    .flat_map(|case| case.content_types.iter().map(String::as_str))
                    .collect();
                all.join(", ")
            }
            Payload::Events => "text/event-stream".to_owned(),
            Payload::Bytes => "*/*".to_owned(),
            _ if welcome.is_empty() => "*/*".to_owned(),
            _ => welcome.join(", "),
        }
    }
}

/// What the body of a success holds.
pub(super) fn success(
    replies: &Replies<'_>,
    contents: Option<&Contents>,
    types: &mut Vec<TypeDef>,
    taken: &mut Taken,
    address: &Address,
) -> Payload {
    let successes = &replies.successes;
    let found: Vec<Reply<'_>> = successes.iter().map(|(_, it)| reply(it)).collect();
    let any = |wanted: fn(&Reply<'_>) -> bool| found.iter().any(wanted);
    let kinds = [
        (any(|it| matches!(it, Reply::Json(..))), None),
        (any(|it| matches!(it, Reply::Text)), Some(Payload::Text)),
        (any(|it| matches!(it, Reply::Bytes)), Some(Payload::Bytes)),
        (
            any(|it| matches!(it, Reply::Several)),
            Some(Payload::Contents),
        ),
    ];
    let mut kinds = kinds.into_iter().filter(|(is_there, _)| *is_there);
    match (kinds.next(), kinds.next()) {
        (None, _) if any(|it| matches!(it, Reply::Events)) => return Payload::Events,
        (None, _) => return Payload::Nothing,
        (Some((_, Some(payload))), None) => return payload,
        (Some((_, None)), None) => {}
        (Some(_), Some(_)) if contents.is_some() => return Payload::Contents,
        // The content types are the same, and one says what is in it and another does not.
        (Some(_), Some(_)) => return Payload::Bytes,
    }
    let held = successes.iter().zip(&found);
    let held = held.filter_map(|((status, _), reply)| match reply {
        Reply::Json(_, ty) => Some((*status, *ty)),
        _ => None,
    });
    let held: Vec<(StatusPattern, &Type)> = held.collect();
    match by_status(&held, types, taken, address) {
        Payload::Json(ty) if any(|it| matches!(it, Reply::Nothing)) => Payload::OptionalJson(ty),
        Payload::Choice(mut choice) => {
            choice.optional = any(|it| matches!(it, Reply::Nothing));
            Payload::Choice(choice)
        }
        payload => payload,
    }
}

/// JSON, of a type that the status tells where there are several.
pub(super) fn by_status(
    held: &[(StatusPattern, &Type)],
    types: &mut Vec<TypeDef>,
    taken: &mut Taken,
    address: &Address,
) -> Payload {
    let held = held.iter().map(|&(status, ty)| Held {
        status,
        content_type: None,
        ty,
    });
    let held: Vec<Held<'_>> = held.collect();
    match &choice::distinct(&held)[..] {
        [only] => Payload::Json((*only).clone()),
        _ => Payload::Choice(choice::of(&held, "Response", types, taken, address)),
    }
}

/// What the body of a failure holds.
pub(super) fn failure(
    replies: &Replies<'_>,
    types: &mut Vec<TypeDef>,
    taken: &mut Taken,
    address: &Address,
) -> Failure {
    let failures = replies.failures.iter();
    let held: Vec<Held<'_>> = failures
        .flat_map(|(status, response)| failed(*status, response))
        .collect();
    match &choice::distinct(&held)[..] {
        [] if is_text(&replies.failures) => Failure::Text,
        [] => Failure::Unknown,
        [only] => Failure::Json((*only).clone()),
        _ => Failure::Choice(choice::of(&held, "Error", types, taken, address)),
    }
}

/// Whether failures hold texts, if they hold anything.
fn is_text(failures: &[(StatusPattern, &Response)]) -> bool {
    let held = failures.iter().map(|(_, response)| reply(response));
    let mut held = held.filter(|it| !matches!(it, Reply::Nothing)).peekable();
    held.peek().is_some() && held.all(|it| matches!(it, Reply::Text))
}

/// The JSON that a failure may hold: its content type tells which, or else it is the first.
fn failed(status: StatusPattern, response: &Response) -> Vec<Held<'_>> {
    let json = json(response);
    let Some(&(_, first)) = json.first() else {
        return Vec::new();
    };
    let distinct = json.iter().enumerate();
    let distinct = distinct.filter(|(index, (_, ty))| *index == 0 || *ty != first);
    let held = distinct.map(|(index, &(media_type, ty))| Held {
        status,
        content_type: (index > 0).then(|| media::normal(media_type)),
        ty,
    });
    held.collect()
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

/// The bodies of JSON that have a schema: plain JSON, then the rest in alphabetical order, so that
/// nothing depends on that of the document.
pub(super) fn json(response: &Response) -> Vec<(&str, &Type)> {
    let found = response.content.iter().filter_map(|content| {
        let value = content.value.as_ref()?;
        media::is_json(&content.media_type).then_some((&*content.media_type, &value.ty))
    });
    let mut found: Vec<(&str, &Type)> = found.collect();
    found.sort_by_cached_key(|(media_type, _)| {
        let is_plain = media::essence(media_type) == "application/json";
        (!is_plain, media::normal(media_type))
    });
    found
}

fn reply(response: &Response) -> Reply<'_> {
    if let Some(&(media_type, ty)) = json(response).first() {
        return Reply::Json(media_type, ty);
    }
    let is_events = |it: &&str| media::is_event_stream(it);
    let is_text = |it: &&str| media::is_text(it) && !media::is_json(it);
    let all: Vec<&str> = (response.content.iter())
        .map(|it| it.media_type.as_str())
        .collect();
    let (events, others): (Vec<&str>, Vec<&str>) = all.into_iter().partition(is_events);
    match others.iter().filter(|it| is_text(it)).count() {
        _ if others.is_empty() && events.is_empty() => Reply::Nothing,
        _ if others.is_empty() => Reply::Events,
        0 => Reply::Bytes,
        texts if texts == others.len() => Reply::Text,
        _ => Reply::Several,
    }
}
