//! Receives webhooks, verified, and answers them with commands: whoever joins a conference is greeted.
//!
//! ```text
//! TELNYX_PUBLIC_KEY=… cargo run --example webhook_receiver
//! ```

use std::env;
use std::error::Error;
use std::time::SystemTime;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use generated::conferences::webhook::{Verifier, VerifyError};
use generated::conferences::{ConferenceSpeakRequest, Event};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let verifier = Verifier::new(&env::var("TELNYX_PUBLIC_KEY")?)?;
    let router = Router::new()
        .route("/webhooks", post(receive))
        .with_state(verifier);
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    println!("http://{}/webhooks", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}

/// Lets in what is genuine. The body is taken as bytes, for these are what was signed.
async fn receive(State(verifier): State<Verifier>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let delivery = match verifier.verify(&headers, &body, SystemTime::now()) {
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
        send(&command);
    }
    StatusCode::OK
}

/// A text to be spoken in a conference.
struct Command {
    conference: String,
    request: ConferenceSpeakRequest,
}

/// What an event calls for.
fn answer(event: Event) -> Option<Command> {
    let Event::ConferenceParticipantJoined(joined) = event else {
        return None;
    };
    let payload = joined.payload?;
    let mut request = ConferenceSpeakRequest::new("Welcome.", "AWS.Polly.Joanna")
        .call_control_ids(vec![payload.call_control_id?]);
    // A webhook may come twice; a command with the id of an earlier one is not carried out again.
    request.command_id = joined.id;
    Some(Command {
        conference: payload.conference_id?,
        request,
    })
}

/// Sends the command.
fn send(command: &Command) {
    let Command {
        conference,
        request,
    } = command;
    println!("to be spoken in {conference}: {}", request.payload);
}
