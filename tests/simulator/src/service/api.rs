//! The API: authentication, the rate limit, faults, the operations, and the log.
//!
//! Assumed where the sources are silent or disagree:
//!
//! - The base URL may end with `/v2` or not.
//! - `.json` at the end of a path of TeXML, as in `next_page_uri`, is ignored.
//! - TeXML takes JSON where it documents a form, because the official Python client sends it, unless
//!   the settings say otherwise.
//! - A path that does not exist is 404 with 10005, a method that does not exist 405 with 10015, a body
//!   larger than 1 MiB 413.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use serde_json::{Value, json};

use generated::conferences::errors;

use super::dispatch::dispatch;
use super::log::LogEntry;
use super::rate_limit::RateState;
use super::{Service, State};
use crate::engine::Refusal;
use crate::fault::ReplyFault;

/// What is answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) operation: Option<&'static str>,
    pub(super) status: StatusCode,
    pub(super) body: Option<Value>,
    pub(super) refusal: Option<Refusal>,
}

impl Answer {
    pub(super) fn refused(
        operation: Option<&'static str>,
        refusal: Refusal,
        is_texml: bool,
    ) -> Self {
        let body = if is_texml {
            refusal.texml_body()
        } else {
            refusal.body()
        };
        Self {
            operation,
            status: StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST),
            body: Some(body),
            refusal: Some(refusal),
        }
    }
}

impl Service {
    /// Answers a request of the API. The delay is what a fault asks for.
    pub(super) fn answer(&self, request: Request<Bytes>) -> (Response<Bytes>, u64) {
        self.with_state(|state| {
            let is_texml = request.uri().path().contains("/texml/");
            let (method, path) = (request.method().clone(), request.uri().to_string());
            let limit = state.engine.settings().rate_limit;
            let now = state.engine.now();
            let rate = limit.map(|limit| state.rate.count(now, limit));
            let request = if is_texml {
                normalize(request, state.engine.settings().texml_takes_json)
            } else {
                request
            };
            let (answer, fault) = self.answer_request(state, &request, rate, is_texml);
            log(state, &method, path, &answer);
            let mut response = respond(state, answer, rate);
            let seconds = fault.as_ref().and_then(|it| it.retry_after);
            if let Some(seconds) = seconds {
                response
                    .headers_mut()
                    .insert(RETRY_AFTER, HeaderValue::from(seconds));
            }
            (response, fault.map_or(0, |it| it.delay_ms))
        })
    }

    fn answer_request(
        &self,
        state: &mut State,
        request: &Request<Bytes>,
        rate: Option<RateState>,
        is_texml: bool,
    ) -> (Answer, Option<ReplyFault>) {
        if let Err(refusal) = authenticate(state, request.headers()) {
            return (Answer::refused(None, refusal, is_texml), None);
        }
        if rate.is_some_and(|it| it.is_exceeded) {
            let why = "more requests in a second than the settings allow";
            return (
                Answer::refused(None, Refusal::with_code(429, "10011", why), is_texml),
                None,
            );
        }
        if let Some(answer) = self.account_answer(state, request) {
            return (answer, None);
        }
        let faults = &mut state.faults;
        let (answer, fault) = dispatch(&mut state.engine, request, is_texml, |name| {
            faults.take_reply(name)
        });
        match fault {
            Some(fault) => {
                let why = if fault.acts {
                    "a fault, after it was carried out"
                } else {
                    "a fault"
                };
                let code = if fault.status == 429 {
                    "10011"
                } else {
                    "10007"
                };
                let refusal = Refusal::with_code(fault.status, code, why);
                (
                    Answer::refused(answer.operation, refusal, is_texml),
                    Some(fault),
                )
            }
            None => (answer, None),
        }
    }

    /// Answers what is no operation of the documents: who the account is, and its public key.
    fn account_answer(&self, state: &State, request: &Request<Bytes>) -> Option<Answer> {
        let path = request.uri().path();
        let account = &state.engine.settings().account_sid;
        let data = match path.strip_prefix("/v2").unwrap_or(path) {
            "/whoami" => json!({ "organization_id": account, "record_type": "whoami" }),
            "/public_key" => json!({
                "public": self.public_key(),
                "record_type": "public_key",
                "organization_id": account,
            }),
            _ => return None,
        };
        (request.method() == Method::GET).then(|| Answer {
            operation: None,
            status: StatusCode::OK,
            body: Some(json!({ "data": data })),
            refusal: None,
        })
    }
}

fn authenticate(state: &State, headers: &HeaderMap) -> Result<(), Refusal> {
    let header = headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
    let key = header.and_then(|it| it.strip_prefix("Bearer "));
    if key == Some(state.engine.settings().api_key.as_str()) {
        return Ok(());
    }
    let why = match header {
        None => "the request has no `Authorization`",
        Some(_) => "`Authorization` is not `Bearer` with the key of the settings",
    };
    Err(Refusal::named(&errors::AUTHENTICATION_FAILED, why))
}

/// Takes `.json` off the paths of TeXML, and turns JSON that is sent to it into a form if it is taken.
fn normalize(mut request: Request<Bytes>, takes_json: bool) -> Request<Bytes> {
    let path = request.uri().path();
    if let Some(path) = path
        .strip_suffix(".json")
        .filter(|it| !it.ends_with("/Recordings"))
    {
        let query = request
            .uri()
            .query()
            .map_or_else(String::new, |query| format!("?{query}"));
        if let Ok(uri) = format!("{path}{query}").parse::<Uri>() {
            *request.uri_mut() = uri;
        }
    }
    let content_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|it| it.to_str().ok());
    if takes_json
        && content_type.is_some_and(|it| it.starts_with("application/json"))
        && let Ok(Value::Object(members)) = serde_json::from_slice(request.body())
    {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, value) in members {
            append(&mut form, &name, value);
        }
        *request.body_mut() = form.finish().into();
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert(CONTENT_TYPE, form);
    }
    request
}

/// Appends a member to a form: each item of a list alone, objects as JSON.
fn append(form: &mut form_urlencoded::Serializer<'_, String>, name: &str, value: Value) {
    match value {
        Value::Null => {}
        Value::String(text) => drop(form.append_pair(name, &text)),
        Value::Array(items) => items.into_iter().for_each(|item| append(form, name, item)),
        other => drop(form.append_pair(name, &other.to_string())),
    }
}

fn log(state: &mut State, method: &Method, path: String, answer: &Answer) {
    let refusal = answer.refusal.as_ref();
    state.log.add(LogEntry {
        number: 0,
        at: state.engine.now().to_string(),
        method: method.to_string(),
        path,
        operation: answer.operation,
        status: answer.status.as_u16(),
        codes: refusal.map_or_else(Vec::new, |it| {
            it.errors.iter().map(|error| error.code.clone()).collect()
        }),
        why: refusal.map(|it| it.why.clone()),
    });
}

fn respond(state: &mut State, answer: Answer, rate: Option<RateState>) -> Response<Bytes> {
    let body = answer
        .body
        .map_or_else(Bytes::new, |body| body.to_string().into());
    let mut response = Response::new(body);
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    if answer.status != StatusCode::NO_CONTENT {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if let Ok(id) = HeaderValue::from_str(&state.engine.new_id()) {
        headers.insert("x-request-id", id);
    }
    if let Some(rate) = rate {
        headers.insert("x-ratelimit-limit", HeaderValue::from(rate.limit));
        headers.insert("x-ratelimit-remaining", HeaderValue::from(rate.remaining));
        headers.insert("x-ratelimit-reset", HeaderValue::from(rate.reset));
    }
    response
}
