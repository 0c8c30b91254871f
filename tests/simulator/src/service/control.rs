//! The endpoints below `/_sim`, by which people and scripts play the telephones and the time.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State as Shared};
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use generated::calls::HangupCause;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode, Uri};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::page::{show_overview, show_page};
use super::{Service, State};
use crate::clock::ClockChange;
use crate::delivery::Delivery;
use crate::engine::{InboundCall, Refusal};
use crate::fault::Fault;
use crate::settings::Settings;

/// The largest body of a request.
const MOST_BYTES: usize = 1 << 20;

pub(super) type Reply = Result<Value, Refusal>;

/// Returns all endpoints: those below `/_sim`, and the API at all other paths.
pub(crate) fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route("/_sim/", get(show_page))
        .route("/_sim", get(|| async { Redirect::permanent("/_sim/") }))
        .route("/_sim/overview", get(show_overview))
        .route("/_sim/calls", post(place_call))
        .route("/_sim/calls/{id}/{action}", post(act_on_call))
        .route("/_sim/clock", get(show_clock).post(change_clock))
        .route("/_sim/settle", post(settle))
        .route("/_sim/reset", post(reset))
        .route("/_sim/settings", get(show_settings).put(change_settings))
        .route(
            "/_sim/faults",
            get(list_faults).post(add_fault).delete(clear_faults),
        )
        .route("/_sim/log", get(show_log))
        .route("/_sim/deliveries", get(list_deliveries))
        .route("/_sim/state", get(show_state))
        .route("/_sim/public_key", get(show_public_key))
        .route("/_sim/exit", post(exit))
        .fallback(answer)
        .with_state(service)
}

async fn answer(Shared(service): Shared<Arc<Service>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    if path.starts_with("/_sim/") {
        let why = format!("no endpoint has the path {path}");
        return reply(Err(Refusal::with_code(404, "10005", why)));
    }
    let Ok(body) = to_bytes(body, MOST_BYTES).await else {
        let refusal = Refusal::with_code(413, "10015", "the body is larger than 1 MiB");
        return reply(Err(refusal));
    };
    let (response, delay_ms) = service.answer(http::Request::from_parts(parts, body));
    if delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(delay_ms)).await;
    }
    response.map(Body::from)
}

pub(super) fn reply(result: Reply) -> Response {
    let (status, body) = match result {
        Ok(body) => (StatusCode::OK, body),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST);
            let mut body = refusal.body();
            body["why"] = refusal.why.into();
            (status, body)
        }
    };
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

/// Reads the body of a request; an empty one is an empty object.
fn read_json<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    let body = if body.is_empty() { b"{}" } else { &body[..] };
    serde_json::from_slice(body)
        .map_err(|error| Refusal::with_code(400, "10023", error.to_string()))
}

/// Returns a value that was read, if its check finds nothing wrong.
fn checked<T>(value: T, check: impl FnOnce(&T) -> Result<(), String>) -> Result<T, Refusal> {
    match check(&value) {
        Ok(()) => Ok(value),
        Err(why) => Err(Refusal::with_code(422, "10015", why)),
    }
}

async fn place_call(Shared(service): Shared<Arc<Service>>, body: Bytes) -> Response {
    let result = read_json::<InboundCall>(&body)
        .and_then(|call| service.with_state(|state| state.engine.call_in(call)));
    reply(result.map(|id| json!({ "call_control_id": id })))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct CallAction {
    digits: String,
    cause: Option<HangupCause>,
}

async fn act_on_call(
    Shared(service): Shared<Arc<Service>>,
    Path((id, action)): Path<(String, String)>,
    body: Bytes,
) -> Response {
    let result = read_json::<CallAction>(&body).and_then(|it| {
        service.with_state(|state| {
            let engine = &mut state.engine;
            match action.as_str() {
                "answer" => engine.pick_up(&id),
                "hangup" => engine.hang_up_telephone(&id, it.cause),
                "dtmf" => engine.press_digits(&id, &it.digits),
                "talk" => engine.talk(&id),
                "hold" => engine.hold_at_telephone(&id, true),
                "unhold" => engine.hold_at_telephone(&id, false),
                _ => Err(Refusal::with_code(
                    404,
                    "10005",
                    format!("no action {action}"),
                )),
            }
        })
    });
    reply(result.map(|()| json!({})))
}

pub(super) fn clock(state: &State) -> Value {
    json!({ "now": state.clock.now().to_string(), "manual": state.clock.is_manual() })
}

async fn show_clock(Shared(service): Shared<Arc<Service>>) -> Response {
    reply(Ok(service.with_state(|state| clock(state))))
}

/// Moves the clock, and waits until all has been sent that is due then.
async fn change_clock(Shared(service): Shared<Arc<Service>>, body: Bytes) -> Response {
    let change = match read_json::<ClockChange>(&body) {
        Ok(change) => change,
        Err(refusal) => return reply(Err(refusal)),
    };
    service.with_state(|state| state.clock.change(change));
    service.settle().await;
    reply(Ok(service.with_state(|state| clock(state))))
}

async fn settle(Shared(service): Shared<Arc<Service>>) -> Response {
    service.settle().await;
    reply(Ok(json!({})))
}

/// Starts anew, with the same settings, or with those of the body.
async fn reset(Shared(service): Shared<Arc<Service>>, body: Bytes) -> Response {
    let settings = if body.is_empty() {
        Ok(service.with_state(|state| state.engine.settings().clone()))
    } else {
        read_json(&body).and_then(|it| checked(it, Settings::check))
    };
    reply(settings.map(|settings| {
        service.with_state(|state| state.reset(settings));
        json!({})
    }))
}

async fn show_settings(Shared(service): Shared<Arc<Service>>) -> Response {
    reply(Ok(
        service.with_state(|state| json!(state.engine.settings()))
    ))
}

async fn change_settings(Shared(service): Shared<Arc<Service>>, body: Bytes) -> Response {
    let settings = read_json(&body).and_then(|it| checked(it, Settings::check));
    reply(settings.map(|settings| {
        service.with_state(|state| state.engine.set_settings(settings));
        json!({})
    }))
}

async fn list_faults(Shared(service): Shared<Arc<Service>>) -> Response {
    reply(Ok(
        service.with_state(|state| json!({ "faults": state.faults.list() }))
    ))
}

async fn add_fault(Shared(service): Shared<Arc<Service>>, body: Bytes) -> Response {
    let fault = read_json(&body).and_then(|it| checked(it, Fault::check));
    reply(fault.map(|fault| {
        service.with_state(|state| state.faults.add(fault));
        json!({})
    }))
}

async fn clear_faults(Shared(service): Shared<Arc<Service>>) -> Response {
    service.with_state(|state| state.faults.clear());
    reply(Ok(json!({})))
}

/// Returns the number in `?after=`, beyond which a list begins.
fn read_after(uri: &Uri) -> u64 {
    let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let mut after = query.filter(|(name, _)| name == "after");
    after
        .next()
        .and_then(|(_, number)| number.parse().ok())
        .unwrap_or(0)
}

async fn show_log(Shared(service): Shared<Arc<Service>>, uri: Uri) -> Response {
    let after = read_after(&uri);
    let entries = |state: &mut State| {
        let entries = state.log.entries().filter(|it| it.number > after);
        entries.map(|it| json!(it)).collect::<Vec<_>>()
    };
    reply(Ok(json!({ "requests": service.with_state(entries) })))
}

async fn list_deliveries(Shared(service): Shared<Arc<Service>>, uri: Uri) -> Response {
    let after = read_after(&uri);
    let list = |state: &mut State| {
        state
            .deliveries
            .list()
            .into_iter()
            .filter(|it| it.number > after)
            .map(delivery_view)
            .collect::<Vec<_>>()
    };
    reply(Ok(json!({ "deliveries": service.with_state(list) })))
}

pub(super) fn delivery_view(delivery: &Delivery) -> Value {
    json!({
        "number": delivery.number,
        "event_type": delivery.event_type,
        "status": delivery.status,
        "event": delivery.notification.event.json(),
        "url": delivery.notification.destination.url,
        "attempts": delivery.attempts,
    })
}

async fn show_state(Shared(service): Shared<Arc<Service>>) -> Response {
    reply(Ok(service.with_state(|state| state.engine.state())))
}

async fn show_public_key(Shared(service): Shared<Arc<Service>>) -> Response {
    reply(Ok(json!({ "public_key": service.public_key() })))
}

async fn exit(Shared(service): Shared<Arc<Service>>) -> Response {
    service.stop.send_replace(true);
    reply(Ok(json!({})))
}
