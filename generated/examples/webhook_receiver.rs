//! Receives webhooks, verified, and answers them with commands: an incoming call is answered, put into a
//! conference, and greeted there.
//!
//! ```text
//! TELNYX_API_KEY=… TELNYX_PUBLIC_KEY=… cargo run --example webhook_receiver
//! ```

use std::error::Error;
use std::time::SystemTime;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::post;
use generated::conferences::errors::CONFERENCE_NAME_CONFLICT;
use generated::conferences::webhook::{Verifier, VerifyError};
use generated::conferences::{
    self, ConferenceSpeakRequest, CreateConference, CreateConferenceRequest, Event, JoinConference,
    JoinConferenceRequest, SpeakTextToConference,
};
use generated::{Client, Operation, Value};
use tokio::net::TcpListener;

/// The conference that everybody joins.
const NAME: &str = "Stand-up";

/// What every request needs; cheap to clone.
#[derive(Clone)]
struct App {
    verifier: Verifier,
    client: Client,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app = App {
        verifier: Verifier::from_env()?,
        client: Client::from_env()?,
    };
    let router = Router::new()
        .route("/webhooks", post(receive))
        .with_state(app);
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    println!("http://{}/webhooks", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

/// Lets in what is genuine. The body is taken as bytes, for these are what was signed.
async fn receive(State(app): State<App>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let delivery = match app.verifier.verify(&headers, &body, SystemTime::now()) {
        Ok(delivery) => delivery,
        Err(error) => {
            eprintln!("{error}");
            return match error {
                VerifyError::Undecodable(_) => StatusCode::BAD_REQUEST,
                _ => StatusCode::UNAUTHORIZED,
            };
        }
    };
    if let Some(command) = command(delivery.event) {
        // Whoever sent the webhook waits for us; the command can take its time.
        tokio::spawn(async move {
            if let Err(error) = command.send(&app.client).await {
                eprintln!("{error}");
            }
        });
    }
    StatusCode::OK
}

/// What an event calls for. A webhook may come twice: the command has the id of the event, and one with
/// the id of an earlier command is not carried out again.
#[allow(clippy::large_enum_variant)] // There is one at a time.
enum Command {
    /// An operation that these bindings do not have: the path, and the body.
    Answer(String, String),
    Join(CreateConferenceRequest),
    Greet(SpeakTextToConference),
}

fn command(event: Event) -> Option<Command> {
    if let Some((event_type, event)) = event.undeclared() {
        return about_call(event_type, event);
    }
    let Event::ConferenceParticipantJoined(joined) = event else {
        return None;
    };
    let payload = joined.payload?;
    let mut request = ConferenceSpeakRequest::new("Welcome.", "AWS.Polly.Joanna")
        .call_control_ids(vec![payload.call_control_id?]);
    request.command_id = joined.id;
    let command = SpeakTextToConference::new(payload.conference_id?, request);
    Some(Command::Greet(command))
}

/// Calls come before conferences; their events are not in the document, and come as JSON.
fn about_call(event_type: &str, event: &Value) -> Option<Command> {
    let payload = &event["payload"];
    let call = payload["call_control_id"].as_str()?;
    let id = event["id"].as_str()?;
    match event_type {
        "call.initiated" if payload["direction"] == "incoming" => Some(Command::Answer(
            format!("/calls/{call}/actions/answer"),
            format!(r#"{{"command_id":"{id}"}}"#),
        )),
        "call.answered" => Some(Command::Join(
            CreateConferenceRequest::new(call, NAME).command_id(id),
        )),
        _ => None,
    }
}

impl Command {
    /// Sends it, again where it has to.
    async fn send(self, client: &Client) -> Result<(), Box<dyn Error + Send + Sync>> {
        match self {
            Self::Answer(path, body) => {
                let request = Request::post(path)
                    .header(CONTENT_TYPE, "application/json")
                    .body(body.into())?;
                // Its `command_id` does for it what it does for the operations.
                let class = CreateConference::RETRY;
                let reply = client.execute(&conferences::API, request, class).await?;
                if !reply.status().is_success() {
                    return Err(format!("not answered: {}", reply.status()).into());
                }
            }
            Self::Join(request) => {
                let call = request.call_control_id.clone();
                match CreateConference::new(request).send(client).await {
                    // The first caller makes the conference, the others join it.
                    Err(error) if error.named() == Some(&CONFERENCE_NAME_CONFLICT) => {
                        let request = JoinConferenceRequest::new(call);
                        JoinConference::new(NAME, request).send(client).await?;
                    }
                    created => drop(created?),
                }
            }
            Self::Greet(command) => drop(command.send(client).await?),
        }
        Ok(())
    }
}
