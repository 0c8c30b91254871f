//! An operation in, the list of facts about calling it out.

use crate::emit::{doc, security, server};
use crate::ir::{
    Api, Callback, Encoding, EventStream, Framing, Operation, ResponseBody, Retry, Type,
};

/// Lists the facts, each with its label; Markdown.
pub(super) fn list_facts(api: &Api, operation: &Operation) -> Vec<(&'static str, String)> {
    let request = doc::code(&format!("{} {}", operation.method, operation.path));
    let mut facts = vec![
        ("Request", request),
        ("Retry", describe_retry(&operation.retry)),
    ];
    let servers = operation.servers.as_deref();
    facts.extend(
        servers
            .and_then(server::base_url)
            .map(|it| ("Base URL", it)),
    );
    let security = operation.security.as_ref();
    facts.extend(
        security
            .and_then(|it| security::credentials(it, &api.schemes))
            .map(|it| ("Credentials", it)),
    );
    if operation.empty_body {
        facts.push(("Body", "sent as `{}` if absent".to_owned()));
    }
    if operation.call.paging.is_some() {
        facts.push(("Pages", "`items` iterates over all of them".to_owned()));
    }
    let stream = operation.call.stream.as_ref();
    facts.extend(stream.map(|it| ("Stream", describe_stream(operation, it))));
    if let Some(response_enum) = &operation.call.response_enum
        && operation.call.success.body != ResponseBody::Enum
    {
        let name = doc::code(response_enum.name.as_str());
        facts.push((
            "Content types",
            format!("`content` accepts all of them and returns {name}"),
        ));
    }
    if let Some(headers) = &operation.call.headers {
        let name = doc::code(api.type_def(headers.ty).name.as_str());
        facts.push(("Headers", format!("`with_headers` also returns {name}")));
    }
    let callbacks = operation.callbacks.iter();
    facts.extend(callbacks.map(|it| ("Callback", describe_callback(api, it))));
    facts.extend(webhooks(operation).map(|it| ("Webhooks", it)));
    facts.extend(errors(operation).map(|it| ("Errors", it)));
    facts.extend(operation.doc.facts.iter().map(|it| ("Note", it.clone())));
    facts
}

fn describe_retry(retry: &Retry) -> String {
    match retry {
        Retry::Idempotent => "always safe".to_owned(),
        Retry::Key { field, seconds } => format!(
            "safe within {seconds} seconds: the client sets the idempotency key, {}",
            doc::code(field)
        ),
        Retry::Unsafe => "only if the server cannot have processed the request".to_owned(),
    }
}

fn describe_stream(operation: &Operation, stream: &EventStream) -> String {
    let what = match stream.framing {
        Framing::Events => "events".to_owned(),
        Framing::JsonLines | Framing::JsonSequence | Framing::Parts => {
            doc::code(&stream.content_type)
        }
    };
    match operation.call.success.body {
        ResponseBody::Events => format!("the response is a stream of {what}"),
        _ => format!("the response may be a stream of {what}"),
    }
}

fn describe_callback(api: &Api, callback: &Callback) -> String {
    let place = doc::code(&format!("{} {}", callback.method, callback.url));
    let Some(body) = callback.ty.as_ref().and_then(Type::named) else {
        return place;
    };
    let form = match callback.encoding {
        Encoding::Json => "",
        Encoding::Form(_) => " as a form",
        Encoding::Multipart(_) => " as multipart",
    };
    let body = doc::code(api.type_def(body).name.as_str());
    format!("{place} with {body}{form}")
}

/// The webhooks that it causes, unless the prose names each of them.
fn webhooks(operation: &Operation) -> Option<String> {
    let prose = operation.doc.text.as_deref().unwrap_or_default();
    let events = &operation.expected_events;
    if events.iter().all(|event| prose.contains(event)) {
        return None;
    }
    Some(doc::codes(events.iter().map(String::as_str)))
}

/// The statuses of the failures that are declared.
fn errors(operation: &Operation) -> Option<String> {
    let statuses = operation.responses.iter().map(|it| it.status.as_str());
    let failures: Vec<&str> = statuses.filter(|it| it.starts_with(['4', '5'])).collect();
    (!failures.is_empty()).then(|| failures.join(", "))
}
