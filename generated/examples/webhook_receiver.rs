//! Receives webhooks, verified, and answers them with commands: whoever joins a conference is greeted.
//!
//! ```text
//! TELNYX_API_KEY=… TELNYX_PUBLIC_KEY=… cargo run --example webhook_receiver
//! ```

use std::env;
use std::error::Error;
use std::time::SystemTime;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use generated::Client;
use generated::conferences::webhook::{Verifier, VerifyError};
use generated::conferences::{ConferenceSpeakRequest, Event, SpeakTextToConference};
use tokio::net::TcpListener;

/// What every request needs; cheap to clone.
#[derive(Clone)]
struct App {
    verifier: Verifier,
    client: Client,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app = App {
        verifier: Verifier::new(&env::var("TELNYX_PUBLIC_KEY")?)?,
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
    if let Some(command) = answer(delivery.event) {
        // Whoever sent the webhook waits for us; the command can take its time.
        tokio::spawn(send(app.client, command));
    }
    StatusCode::OK
}

/// What an event calls for.
fn answer(event: Event) -> Option<SpeakTextToConference> {
    let Event::ConferenceParticipantJoined(joined) = event else {
        return None;
    };
    let payload = joined.payload?;
    let mut request = ConferenceSpeakRequest::new("Welcome.", "AWS.Polly.Joanna")
        .call_control_ids(vec![payload.call_control_id?]);
    // A webhook may come twice; a command with the id of an earlier one is not carried out again.
    request.command_id = joined.id;
    Some(SpeakTextToConference::new(payload.conference_id?, request))
}

/// Sends a command, again where it has to.
async fn send(client: Client, command: SpeakTextToConference) {
    match command.send(&client).await {
        Ok(_) => println!("spoken in {}", command.id),
        Err(error) => {
            let code = error.code().unwrap_or("no code");
            eprintln!("not spoken in {}: {error} ({code})", command.id);
        }
    }
}
