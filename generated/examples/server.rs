//! Takes the place of the API in a test: creates, retrieves and joins conferences, and posts a signed webhook
//! for each that is created. `cargo run --example server --features axum,signer`

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use generated::conferences::{
    API, Conference, ConferenceCommandResult, ConferenceCreated, ConferenceCreatedEventType,
    ConferenceCreatedPayload, ConferenceRecordType, CreateConference, JoinConference,
    RetrieveConference, errors, server::Call, webhook::Signer,
};
use generated::server::axum::{Received, into_response};
use generated::server::{HandlerResult, Receive};
use generated::{Api, Client, DateTime, Delivery, Retry, Security};
use tokio::net::TcpListener;

/// The conferences by name, and where their webhooks are sent.
pub(crate) struct Service {
    pub(crate) conferences: Mutex<BTreeMap<String, Conference>>,
    pub(crate) signer: Signer,
    pub(crate) webhooks: Uri,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let service = Service {
        conferences: Mutex::default(),
        signer: Signer::new(&[7; 32]),
        webhooks: Uri::from_static("http://127.0.0.1:8081/webhooks"),
    };
    println!("public key {}", service.signer.public_key());
    serve(TcpListener::bind("127.0.0.1:8080").await?, service).await
}

pub(crate) async fn serve(from: TcpListener, service: Service) -> Result<(), Box<dyn Error>> {
    let router = axum::Router::new().fallback(answer);
    Ok(axum::serve(from, router.with_state(Arc::new(service))).await?)
}

/// Answers a request that complies with the rules of the document; any other is rejected before.
async fn answer(State(service): State<Arc<Service>>, Received(call): Received<Call>) -> Response {
    into_response(match call {
        Call::CreateConference(call) => {
            let created = service.create(call.body.name);
            if let Ok(conference) = &created {
                tokio::spawn(announce(service, conference.clone()));
            }
            CreateConference::respond(created)
        }
        Call::RetrieveConference(call) => RetrieveConference::respond(service.find(&call.id)),
        Call::JoinConference(call) => {
            let joined = service.find(&call.id);
            JoinConference::respond(joined.map(|_| ConferenceCommandResult::new("ok")))
        }
        _ => return StatusCode::NOT_IMPLEMENTED.into_response(),
    })
}

impl Service {
    fn create(&self, name: String) -> HandlerResult<CreateConference> {
        let mut known = self.conferences.lock().expect("no task panics");
        if known.contains_key(&name) {
            return Err(errors::CONFERENCE_NAME_CONFLICT.into());
        }
        let [from, to] = ["2026-01-01T00:00:00Z", "2026-01-01T04:00:00Z"].map(DateTime::from_text);
        let new = Conference::new(from, to, &*name, &*name, ConferenceRecordType::Conference);
        Ok(known.entry(name).or_insert(new).clone())
    }

    fn find(&self, id: &str) -> HandlerResult<RetrieveConference> {
        let known = self.conferences.lock().expect("no task panics");
        let found = known.get(id).cloned();
        found.ok_or_else(|| errors::CONFERENCE_NOT_FOUND.into())
    }
}

/// Posts the webhook of a conference that was created, and tries again after a failure, as the API does.
async fn announce(service: Arc<Service>, conference: Conference) {
    let payload = ConferenceCreatedPayload::new().conference_id(conference.id);
    let event = ConferenceCreated::new().payload(payload);
    let (uri, now) = (service.webhooks.clone(), SystemTime::now());
    let event = event.event_type(ConferenceCreatedEventType::ConferenceCreated);
    let request = service
        .signer
        .request(uri, now, &Delivery::new(event.into()));
    let client = Client::keyless().base_url(service.webhooks.to_string());
    let client = client.build().expect("the URL is absolute");
    let request = request.expect("an event is JSON");
    // The signature takes the place of a key.
    let security = Security::Undeclared;
    let api = Api { security, ..API };
    if let Err(error) = client.execute(&api, request, Retry::Idempotent).await {
        eprintln!("{error}");
    }
}
