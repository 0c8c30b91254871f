//! An operation in, its line and those of its parameters out.

use crate::ir::{
    Api, Body, BodyForm, Content, ContentKind, CursorSource, Escaping, EventForm, EventStream,
    Headers, Operation, Pagination, PaginationStyle, Parameter, ParameterPlace, RequestContent,
    Response, Retry, Style, Type, TypeKind,
};

use super::row::{Row, word};
use super::{connection, rules, sorted, spelling, types};

pub(super) fn rows(api: &Api, operation: &Operation) -> Vec<Row> {
    let place = format!(
        "{} {}",
        operation.method.to_lowercase(),
        word(&operation.path)
    );
    let head = Row::new(place).second(signature(api, operation));
    let body = operation.call.body.as_ref();
    let body = body.map(|body| body_row(api, operation, body));
    let key = |parameter: &Parameter| (place_name(parameter.place), parameter.wire.clone());
    let parameters = sorted(&operation.parameters, key);
    let parameters = parameters
        .into_iter()
        .map(|parameter| parameter_row(api, parameter));
    [head].into_iter().chain(parameters).chain(body).collect()
}

/// Returns the signature, with the arguments of the constructor: `CreatePet(zoo, body) -> Pet | 401
/// 422 Errors, unsafe`.
fn signature(api: &Api, operation: &Operation) -> String {
    let name = &operation.name;
    let arguments = operation.arguments().into_iter().map(|it| it.name.as_str());
    let body = operation.call.body.iter().filter(|body| body.required);
    let arguments: Vec<&str> = arguments.chain(body.map(|it| it.field.as_str())).collect();
    let outcomes = spell_outcomes(api, operation);
    let mut parts = vec![format!(
        "{name}({}) -> {}",
        arguments.join(", "),
        outcomes.join(" | ")
    )];
    parts.push(retry(&operation.retry));
    parts.extend(operation.pagination.as_ref().map(pagination));
    let own = operation.call.headers.as_ref();
    parts.extend(own.map(|it| headers(api, it)));
    let contents = operation.call.response_enum.as_ref();
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
    parts.extend(callbacks(api, operation));
    let servers = operation
        .servers
        .iter()
        .flatten()
        .map(connection::spell_server);
    parts.extend(servers.map(|server| format!("at {server}")));
    let security = operation.security.as_ref();
    parts.extend(security.map(|it| format!("needs {}", connection::spell_security(it))));
    let methods = api.method_paths(operation);
    parts.push(format!("method {}", methods.join(" or ")));
    parts.extend(operation.deprecated.then(|| "deprecated".to_owned()));
    parts.join(", ")
}

/// Returns the outcomes of a call: results, then errors, each with its statuses.
fn spell_outcomes(api: &Api, operation: &Operation) -> Vec<String> {
    let (results, errors): (Vec<&Response>, Vec<&Response>) = operation
        .responses
        .iter()
        .partition(|response| response.status.starts_with('2'));
    let by_content = |responses: &[&Response]| by_content(api, operation, responses);
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
    outcomes.collect()
}

/// The callbacks, sorted.
fn callbacks(api: &Api, operation: &Operation) -> Vec<String> {
    let callbacks = operation.callbacks.iter().map(|callback| {
        let body = callback.ty.as_ref().map(|ty| spelling::spell_type(api, ty));
        let (method, url) = (callback.method.to_lowercase(), word(&callback.url));
        let form = super::form(&callback.encoding).map(|form| format!(" as {form}"));
        let (body, form) = (body.unwrap_or_default(), form.unwrap_or_default());
        format!("calls {method} {url} {body}{form}")
    });
    let callbacks = callbacks.map(|text| text.trim_end().to_owned());
    let mut callbacks: Vec<String> = callbacks.collect();
    callbacks.sort();
    callbacks
}

/// Returns the bodies of responses, each with its statuses; sorted by status.
fn by_content(api: &Api, operation: &Operation, responses: &[&Response]) -> Vec<(String, String)> {
    let mut sorted: Vec<&&Response> = responses.iter().collect();
    sorted.sort_by_key(|response| response.status.as_str());
    let mut found: Vec<(String, String)> = Vec::new();
    for response in sorted {
        let what = held(api, operation, response);
        match found.iter_mut().find(|(_, known)| *known == what) {
            Some((statuses, _)) => *statuses = format!("{statuses} {}", response.status),
            None => found.push((response.status.clone(), what)),
        }
    }
    found
}

/// Describes the body of a response, with its media types other than JSON.
fn held(api: &Api, operation: &Operation, response: &Response) -> String {
    // Replies to HEAD have no body.
    if response.content.is_empty() || operation.method == "HEAD" {
        return "()".to_owned();
    }
    let is_json = |content: &Content| content.kind == ContentKind::Json && content.value.is_some();
    // Where JSON alone is asked for, what says the same in XML is not given.
    let is_chosen = operation.call.response_enum.is_some() || !response.status.starts_with('2');
    let only_json = !is_chosen && response.content.iter().any(is_json);
    let stream = |content: &Content| {
        let stream = operation.call.stream.as_ref();
        stream.filter(|it| is_same_media_type(&it.content_type, &content.media_type))
    };
    let is_given = |content: &&Content| match content.kind {
        ContentKind::Stream => stream(content).is_some(),
        _ => !only_json || is_json(content),
    };
    // They are told apart by name, so their order means nothing.
    let contents = sorted(&response.content, |it| {
        (it.media_type != "application/json", it.media_type.as_str())
    });
    let texts = contents.into_iter().filter(is_given).map(|content| {
        let value = content.whole_value();
        let declared = value.map(|value| result(api, &value.ty, content.unwrap.as_deref()));
        let ty = match (content.kind, declared) {
            (ContentKind::Json, Some(declared)) => declared,
            (ContentKind::Parts, Some(declared)) if !content.parts.is_empty() => declared,
            (ContentKind::Stream, _) => streamed(api, stream(content)),
            (ContentKind::Text, _) => "String".to_owned(),
            (
                ContentKind::Json | ContentKind::Form | ContentKind::Parts | ContentKind::Bytes,
                _,
            ) => "Bytes".to_owned(),
        };
        with_media_type(ty, &content.media_type)
    });
    texts.collect::<Vec<_>>().join(" or ")
}

/// Describes the type of a complete stream.
fn streamed(api: &Api, stream: Option<&EventStream>) -> String {
    let Some(EventStream { ty, form, .. }) = stream else {
        return "Bytes".to_owned();
    };
    let list = match form {
        EventForm::Json | EventForm::Part => "Vec",
        EventForm::Data | EventForm::Structure | EventForm::Whole => "Events",
    };
    format!("{list}<{}>", spelling::spell_type(api, ty))
}

/// Whether two media types are equal without parameters.
fn is_same_media_type(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|it| it.split(';').next().unwrap_or_default().trim());
    one.eq_ignore_ascii_case(other)
}

/// Describes the request body, with each content type that the caller can choose.
pub(crate) fn spell_body(api: &Api, body: &Body) -> String {
    let mut texts: Vec<(bool, &str, String)> = Vec::new();
    for RequestContent { media_type, form } in body.sent() {
        let ty = match form {
            BodyForm::Json { value, .. }
            | BodyForm::Form { value, .. }
            | BodyForm::Multipart { value, .. }
            | BodyForm::Items(value) => spelling::spell_type(api, &value.ty),
            BodyForm::Text(_) => "String".to_owned(),
            BodyForm::File { .. } => "File".to_owned(),
            BodyForm::Bytes => "Bytes".to_owned(),
        };
        let text = with_media_type(ty, media_type);
        texts.push((media_type != "application/json", media_type, text));
    }
    texts.sort();
    let texts: Vec<String> = texts.into_iter().map(|(_, _, text)| text).collect();
    texts.join(" or ")
}

fn with_media_type(ty: String, media_type: &str) -> String {
    match media_type {
        "application/json" => ty,
        media_type => format!("{ty} as {media_type}"),
    }
}

/// Describes a type, or its member that is the result.
fn result(api: &Api, ty: &Type, unwrap: Option<&str>) -> String {
    let Some(member) = unwrap else {
        return spelling::spell_type(api, ty);
    };
    let Type::Named(id) = ty else {
        return spelling::spell_type(api, ty);
    };
    let TypeKind::Object(object) = &api.type_def(*id).kind else {
        return spelling::spell_type(api, ty);
    };
    match object.fields.iter().find(|field| field.wire == member) {
        // A success without its result is no success, so the result is never optional.
        Some(field) => spelling::spell_type(api, &field.value.ty),
        None => spelling::spell_type(api, ty),
    }
}

fn retry(retry: &Retry) -> String {
    match retry {
        Retry::Idempotent => "idempotent".to_owned(),
        Retry::Key { field, seconds } => format!("once by {} ({seconds} s)", word(field)),
        Retry::Unsafe => "unsafe".to_owned(),
    }
}

fn pagination(pagination: &Pagination) -> String {
    let Pagination { items, style } = pagination;
    let optional = |before: &str, name: &Option<String>| {
        let name = name.as_deref().map(|it| format!(" {before} {}", word(it)));
        name.unwrap_or_default()
    };
    let items = optional("of", items);
    let style = match style {
        PaginationStyle::PageNumber {
            number,
            size,
            total_pages,
        } => {
            let (size, total) = (optional("size", size), optional("of", total_pages));
            format!("{}{size}{total}", word(number))
        }
        PaginationStyle::NextUri(next) => word(next),
        PaginationStyle::Cursor {
            cursor,
            source,
            has_more,
        } => {
            let source = match source {
                CursorSource::Page(path) => word(path),
                CursorSource::Item(path) => format!("{} of the last item", word(path)),
                CursorSource::Header(name) => format!("header {name}"),
            };
            let has_more = optional("while", has_more);
            format!("{} from {source}{has_more}", word(cursor))
        }
        PaginationStyle::OffsetLimit {
            offset,
            limit,
            total,
            short_page_ends,
        } => {
            let short = if *short_page_ends { " until short" } else { "" };
            let total = optional("of", total);
            format!("{} limit {}{total}{short}", word(offset), word(limit))
        }
        PaginationStyle::LinkHeader => "header link".to_owned(),
    };
    format!("pages{items} by {style}")
}

fn body_row(api: &Api, operation: &Operation, body: &Body) -> Row {
    let sent = spell_body(api, body);
    let empty = if operation.empty_body { " or {}" } else { "" };
    Row::below(body.field.as_str()).second(if body.required {
        sent
    } else {
        format!("Option<{sent}>{empty}")
    })
}

fn parameter_row(api: &Api, parameter: &Parameter) -> Row {
    let first = format!("{} {}", place_name(parameter.place), {
        types::name(&parameter.wire, parameter.name.as_str())
    });
    let style = style(parameter).map(str::to_owned);
    let rules = Some(rules::list_rules(&parameter.value.rules)).filter(|rules| !rules.is_empty());
    let escaping = match parameter.escaping {
        Escaping::Usual => None,
        Escaping::Reserved => Some("reserved".to_owned()),
        Escaping::Nothing => Some("unescaped".to_owned()),
    };
    let styles = sorted(&parameter.styles, |(wire, _)| wire.as_str()).into_iter();
    let styles = styles.map(|(wire, style)| format!("{} {}", word(wire), style_name(*style)));
    let notes = style.into_iter().chain(styles).chain(escaping).chain(rules);
    let notes: Vec<String> = notes.collect();
    Row::below(&first)
        .second(spelling::of_member(
            api,
            &parameter.value.ty,
            parameter.required,
        ))
        .third(notes.join(", "))
}

/// Describes the type of the headers, and those with a style other than `simple`.
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

pub(crate) fn place_name(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::QueryString => "query string",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    }
}

/// Returns the style, unless it is the default of the location (3.1.1, §4.8.12).
fn style(parameter: &Parameter) -> Option<&'static str> {
    let by_default = match parameter.place {
        ParameterPlace::Path | ParameterPlace::Header => Style::Simple,
        ParameterPlace::Query | ParameterPlace::QueryString | ParameterPlace::Cookie => Style::Form,
    };
    if parameter.style == by_default {
        return None;
    }
    Some(style_name(parameter.style))
}

pub(crate) fn style_name(style: Style) -> &'static str {
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
