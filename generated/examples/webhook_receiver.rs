//! Receives and verifies webhooks, and responds with commands: it answers an incoming call, adds it to a
//! conference, and greets it there.
//!
//! ```text
//! TELNYX_API_KEY=… TELNYX_PUBLIC_KEY=… cargo run --example webhook_receiver
//! ```

use std::error::Error;
use std::time::SystemTime;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use generated::calls::{AnswerCall, AnswerRequest, CallDirection};
use generated::conferences::errors::CONFERENCE_NAME_CONFLICT;
use generated::conferences::{
    ConferenceSpeakRequest, CreateConference, CreateConferenceRequest, JoinConference,
    JoinConferenceRequest, SpeakTextToConference,
};
use generated::webhook::{Verifier, VerifyError};
use generated::{AnyError, Client, Event};
use tokio::net::TcpListener;

/// The name of the conference.
const NAME: &str = "Stand-up";

/// The state that all handlers share; cheap to clone.
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

/// Accepts genuine webhooks. Takes the body as bytes, since the signature covers exactly those.
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
        // Telnyx waits for the response to the webhook, which must not wait for the command.
        tokio::spawn(async move {
            if let Err(error) = command.send(&app.client).await {
                eprintln!("{error}");
            }
        });
    }
    StatusCode::OK
}

/// The command that responds to an event. A webhook may arrive twice, so the id of the event is that of the
/// command: the API does not repeat a command with the same id.
#[allow(clippy::large_enum_variant)] // There is one at a time.
enum Command {
    Answer(AnswerCall),
    Join(CreateConferenceRequest),
    Greet(SpeakTextToConference),
}

/// Answers an incoming call, adds a call that was answered to the conference, and greets whoever joins. All
/// these events arrive at one URL, whether they are those of calls or of conferences.
fn command(event: Event) -> Option<Command> {
    match event {
        Event::CallInitiated(initiated) => {
            let payload = initiated.payload?;
            if payload.direction != Some(CallDirection::Incoming) {
                return None;
            }
            let request = AnswerRequest::new().command_id(initiated.id?);
            let command = AnswerCall::new(payload.call_control_id?, request);
            Some(Command::Answer(command))
        }
        Event::CallAnswered(answered) => {
            let call = answered.payload?.call_control_id?;
            let request = CreateConferenceRequest::new(call, NAME).command_id(answered.id?);
            Some(Command::Join(request))
        }
        Event::ConferenceParticipantJoined(joined) => {
            let payload = joined.payload?;
            let mut request = ConferenceSpeakRequest::new("Welcome.", "AWS.Polly.Joanna")
                .call_control_ids([payload.call_control_id?]);
            request.command_id = joined.id;
            let command = SpeakTextToConference::new(payload.conference_id?, request);
            Some(Command::Greet(command))
        }
        _ => None,
    }
}

impl Command {
    /// Sends the command, with retries.
    async fn send(self, client: &Client) -> Result<(), AnyError> {
        match self {
            Self::Answer(command) => drop(command.send(client).await?),
            Self::Join(request) => {
                let call = request.call_control_id.clone();
                match CreateConference::new(request).send(client).await {
                    // The first caller creates the conference, and the others join it.
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
