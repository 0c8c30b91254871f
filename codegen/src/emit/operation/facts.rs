//! An operation in, what its documentation says about calling it out.

use crate::emit::{doc, security, server};
use crate::ir::{Api, Encoding, Framing, Operation, ResponseBody, Retry, Type};

/// Facts, in words, each without a full stop; Markdown inline.
pub(super) fn list_facts(api: &Api, operation: &Operation) -> Vec<String> {
    let place = doc::code(&format!("{} {}", operation.method, operation.path));
    let mut facts = vec![place, repetition(&operation.retry)];
    facts.extend(operation.servers.as_deref().and_then(server::fact));
    facts.extend(operation.security.as_ref().and_then(security::fact));
    if operation.empty_body {
        facts.push("a body that is not given is sent as `{}`".to_owned());
    }
    if operation.call.paging.is_some() {
        facts.push("a list in pages: `items` goes over all of them".to_owned());
    }
    if let Some(stream) = &operation.call.stream {
        let is_all = operation.call.success.body == ResponseBody::Events;
        let may_be = if is_all { "is" } else { "may be" };
        let what = match stream.framing {
            Framing::Events => "events".to_owned(),
            Framing::JsonLines | Framing::JsonSequence => doc::code(&stream.content_type),
        };
        facts.push(format!("a success {may_be} a stream of {what}"));
    }
    if let Some(response_enum) = &operation.call.response_enum
        && operation.call.success.body != ResponseBody::Enum
    {
        let name = doc::code(response_enum.name.as_str());
        facts.push(format!(
            "`content` asks for any content type, and gives {name}"
        ));
    }
    if let Some(headers) = &operation.call.headers {
        let name = doc::code(api.type_def(headers.ty).name.as_str());
        facts.push(format!("`with_headers` gives {name} too"));
    }
    for callback in &operation.callbacks {
        let place = doc::code(&format!("{} {}", callback.method, callback.url));
        let body = callback.ty.as_ref().and_then(Type::named);
        let body = body.map(|id| doc::code(api.type_def(id).name.as_str()));
        let form = match callback.encoding {
            Encoding::Json => "",
            Encoding::Form(_) => ", a form",
            Encoding::Multipart(_) => ", in parts",
        };
        let body = body.map_or_else(String::new, |name| format!(" with {name}{form}"));
        facts.push(format!("the server calls {place}{body}"));
    }
    if !operation.expected_events.is_empty() {
        let events = operation.expected_events.iter().map(|it| doc::code(it));
        let noun = if events.len() == 1 {
            "webhook"
        } else {
            "webhooks"
        };
        facts.push(format!("expect the {noun} {}", listed(events)));
    }
    let statuses = operation.responses.iter().map(|it| it.status.as_str());
    let failures = statuses.filter(|it| it.starts_with(['4', '5']));
    let failures = listed(failures.map(str::to_owned));
    if !failures.is_empty() {
        facts.push(format!("errors {failures}"));
    }
    facts.extend(operation.doc.facts.iter().cloned());
    facts
}

fn repetition(retry: &Retry) -> String {
    match retry {
        Retry::Idempotent => "sent again after a failure".to_owned(),
        Retry::Key { field, seconds } => format!(
            "carried out once: {} is filled in, and a repetition within {seconds} seconds is ignored",
            doc::code(field)
        ),
        Retry::Unsafe => "sent again only if it cannot have arrived".to_owned(),
    }
}

fn listed(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}
