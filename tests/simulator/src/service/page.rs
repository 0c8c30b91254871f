//! The page for people, and what it shows.

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::response::{Html, Response};
use serde_json::{Value, json};

use super::control::{clock, delivery_view, reply};
use super::{Service, State};

/// How many deliveries and refusals the page shows.
const MOST_SHOWN: usize = 100;

/// Returns the page. It needs nothing but the endpoints below `/_sim`.
pub(super) async fn show_page() -> Html<&'static str> {
    Html(include_str!("page.html"))
}

/// Returns what the page shows: what is, and the last of what was, the newest first.
pub(super) async fn show_overview(Shared(service): Shared<Arc<Service>>) -> Response {
    reply(Ok(service.with_state(|state| overview(state))))
}

fn overview(state: &State) -> Value {
    let deliveries = state.deliveries.list();
    let newest = deliveries.iter().rev().take(MOST_SHOWN);
    let deliveries: Vec<_> = newest.map(|it| delivery_view(it)).collect();
    let entries: Vec<_> = state.log.entries().collect();
    let refused = entries.iter().rev().filter(|it| it.why.is_some());
    let refusals: Vec<_> = refused.take(MOST_SHOWN).collect();
    let connections = &state.engine.settings().connections;
    json!({
        "clock": clock(state),
        "connections": connections,
        "deliveries": deliveries,
        "faults": state.faults.list(),
        "refusals": refusals,
        "requests": entries.last().map_or(0, |it| it.number),
        "state": state.engine.state(),
    })
}
