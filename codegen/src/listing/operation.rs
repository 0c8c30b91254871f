//! An operation in; its line and those of its parameters out.

use crate::ir::{
    Api, Content, Headers, Kind, Operation, Pagination, Parameter, ParameterPlace, Response, Retry,
    Style, Type,
};

use super::row::{Row, word};
use super::{reach, rules, sorted, spelling, types};

pub(super) fn rows(api: &Api, operation: &Operation) -> Vec<Row> {
    let place = format!(
        "{} {}",
        operation.method.to_lowercase(),
        word(&operation.path)
    );
    let head = Row::new(place).second(signature(api, operation));
    let body = (!operation.body.is_empty()).then(|| body_row(api, operation));
    let key = |parameter: &Parameter| (place_name(parameter.place), parameter.wire.clone());
    let parameters = sorted(&operation.parameters, key);
    let parameters = parameters
        .into_iter()
        .map(|parameter| parameter_row(api, parameter));
    [head].into_iter().chain(parameters).chain(body).collect()
}

/// `CreatePet(zoo, body) -> Pet | 401 422 Errors, unsafe`, with the arguments of its constructor.
fn signature(api: &Api, operation: &Operation) -> String {
    let Operation {
        name, responses, ..
    } = operation;
    let arguments = operation.arguments().into_iter().map(|it| it.name.as_str());
    let body = operation.call.body.iter().filter(|body| body.required);
    let arguments: Vec<&str> = arguments.chain(body.map(|it| it.field.as_str())).collect();
    // Replies to HEAD have no body.
    let is_head = operation.method == "HEAD";
    let (results, errors): (Vec<&Response>, Vec<&Response>) = responses
        .iter()
        .partition(|response| response.status.starts_with('2'));
    let by_content = |responses: &[&Response]| by_content(api, responses, is_head);
    let mut results = by_content(&results);
    match &results[..] {
        [(_, only)] => results = vec![(String::new(), only.clone())],
        // `default` may be a success as well; without it, nothing is said of one.
        [] if errors.iter().all(|it| it.status != "default") => {
            results = vec![(String::new(), "()".to_owned())];
        }
        _ => {}
    }
    let outcomes = results.into_iter().chain(by_content(&errors));
    let outcomes = outcomes.map(|(statuses, what)| format!("{statuses} {what}").trim().to_owned());
    let outcomes: Vec<String> = outcomes.collect();
    let mut parts = vec![format!(
        "{name}({}) -> {}",
        arguments.join(", "),
        outcomes.join(" | ")
    )];
    parts.push(retry(&operation.retry));
    parts.extend(operation.pagination.as_ref().map(pagination));
    let own = operation.call.headers.as_ref();
    parts.extend(own.map(|it| headers(api, it)));
    let contents = operation.call.contents.as_ref();
    parts.extend(contents.map(|it| format!("content {}", it.name)));
    if !operation.expected_events.is_empty() {
        let mut events: Vec<String> = operation
            .expected_events
            .iter()
            .map(|it| word(it))
            .collect();
        events.sort();
        parts.push(format!("hooks {}", events.join(" ")));
    }
    let callbacks = operation.callbacks.iter().map(|callback| {
        let body = callback.ty.as_ref().map(|ty| spelling::of(api, ty));
        let (method, url) = (callback.method.to_lowercase(), word(&callback.url));
        format!("calls {method} {url} {}", body.unwrap_or_default())
    });
    let callbacks = callbacks.map(|text| text.trim_end().to_owned());
    let mut callbacks: Vec<String> = callbacks.collect();
    callbacks.sort();
    parts.extend(callbacks);
    let servers = operation.servers.iter().flatten().map(reach::server);
    parts.extend(servers.map(|server| format!("at {server}")));
    let security = operation.security.as_ref();
    parts.extend(security.map(|it| format!("needs {}", reach::needs(it))));
    parts.extend(operation.deprecated.then(|| "deprecated".to_owned()));
    parts.join(", ")
}

/// What responses hold, and the statuses for which it is the same; sorted by status.
fn by_content(api: &Api, responses: &[&Response], is_head: bool) -> Vec<(String, String)> {
    let mut sorted: Vec<&&Response> = responses.iter().collect();
    sorted.sort_by_key(|response| response.status.as_str());
    let mut found: Vec<(String, String)> = Vec::new();
    for response in sorted {
        let content = if is_head { &[] } else { &response.content[..] };
        let what = contents(api, content);
        match found.iter_mut().find(|(_, known)| *known == what) {
            Some((statuses, _)) => *statuses = format!("{statuses} {}", response.status),
            None => found.push((response.status.clone(), what)),
        }
    }
    found
}

/// The types that a body may have, with those of its media types that are not JSON.
fn contents(api: &Api, contents: &[Content]) -> String {
    if contents.is_empty() {
        return "()".to_owned();
    }
    // They are chosen from by name, so their order means nothing.
    let texts = sorted(contents, |it| {
        (it.media_type != "application/json", it.media_type.as_str())
    });
    let texts = texts.into_iter().map(|content| {
        let ty = content
            .value
            .as_ref()
            .map(|value| result(api, &value.ty, content.unwrap.as_deref()));
        let ty = ty.unwrap_or_else(|| "raw".to_owned());
        match content.media_type.as_str() {
            "application/json" => ty,
            media_type => format!("{ty} as {media_type}"),
        }
    });
    texts.collect::<Vec<_>>().join(" or ")
}

/// A type, or that of its member which is the result.
fn result(api: &Api, ty: &Type, unwrap: Option<&str>) -> String {
    let Some(member) = unwrap else {
        return spelling::of(api, ty);
    };
    let Type::Named(id) = ty else {
        return spelling::of(api, ty);
    };
    let Kind::Object(object) = &api.type_def(*id).kind else {
        return spelling::of(api, ty);
    };
    match object.fields.iter().find(|field| field.wire == member) {
        // A success without its result is no success, so the result is never optional.
        Some(field) => spelling::of(api, &field.value.ty),
        None => spelling::of(api, ty),
    }
}

fn retry(retry: &Retry) -> String {
    match retry {
        Retry::Repeatable => "repeatable".to_owned(),
        Retry::Key { field, seconds } => format!("once by {} ({seconds} s)", word(field)),
        Retry::Unsafe => "unsafe".to_owned(),
    }
}

fn pagination(pagination: &Pagination) -> String {
    match pagination {
        Pagination::PageNumber {
            number,
            size,
            items,
            total_pages,
        } => {
            let size = size.as_deref().map(|size| format!(" size {}", word(size)));
            let total = total_pages
                .as_deref()
                .map(|total| format!(" of {}", word(total)));
            let (size, total) = (size.unwrap_or_default(), total.unwrap_or_default());
            format!("pages of {} by {}{size}{total}", word(items), word(number))
        }
        Pagination::NextUri { next, items } => {
            format!("pages of {} by {}", word(items), word(next))
        }
    }
}

fn body_row(api: &Api, operation: &Operation) -> Row {
    let contents = contents(api, &operation.body);
    let empty = if operation.empty_body { " or {}" } else { "" };
    Row::below("body").second(if operation.body_required {
        contents
    } else {
        format!("Option<{contents}>{empty}")
    })
}

fn parameter_row(api: &Api, parameter: &Parameter) -> Row {
    let first = format!("{} {}", place_name(parameter.place), {
        types::name(&parameter.wire, parameter.name.as_str())
    });
    let style = style(parameter).map(str::to_owned);
    let rules = Some(rules::of(&parameter.value.rules)).filter(|rules| !rules.is_empty());
    let reserved = parameter.reserved.then(|| "reserved".to_owned());
    let notes: Vec<String> = [style, reserved, rules].into_iter().flatten().collect();
    Row::below(&first)
        .second(spelling::of_member(
            api,
            &parameter.value.ty,
            parameter.required,
        ))
        .third(notes.join(", "))
}

/// The type of what headers say, and those that are not in the style `simple`.
fn headers(api: &Api, headers: &Headers) -> String {
    let styles = headers.styles.iter();
    let styles = styles.map(|(wire, style)| format!(" {} {}", word(wire), style_name(*style)));
    let mut styles: Vec<String> = styles.collect();
    styles.sort();
    let name = &api.type_def(headers.ty).name;
    if styles.is_empty() {
        return format!("headers {name}");
    }
    format!("headers {name} with{}", styles.join(" and"))
}

fn place_name(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    }
}

/// How it is written, where that is not the default of its place (3.1.1, §4.8.12).
fn style(parameter: &Parameter) -> Option<&'static str> {
    let by_default = match parameter.place {
        ParameterPlace::Path | ParameterPlace::Header => Style::Simple,
        ParameterPlace::Query | ParameterPlace::Cookie => Style::Form,
    };
    if parameter.style == by_default {
        return None;
    }
    Some(style_name(parameter.style))
}

fn style_name(style: Style) -> &'static str {
    match style {
        Style::Simple => "simple",
        Style::SimpleExploded => "simple exploded",
        Style::Form => "form",
        Style::FormJoined => "form unexploded",
        Style::CatchAll => "catch-all",
        Style::Label => "label",
        Style::LabelExploded => "label exploded",
        Style::Matrix => "matrix",
        Style::MatrixExploded => "matrix exploded",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
        Style::Json => "json",
    }
}
