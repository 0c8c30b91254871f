//! A conference that people call: the first caller creates it, and the others join. It is recorded, the
//! host is called when it starts, and everybody hears how many take part.
//!
//! ```text
//! TELNYX_API_KEY=… TELNYX_PUBLIC_KEY=… cargo run --example conference_app -- ACCOUNT_SID FROM TO URL
//! ```
//!
//! FROM and TO are the numbers of the account and of the host, and URL is where Telnyx reaches `/webhooks`.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::{Router, body::Bytes, extract::State, routing::post};
use generated::calls::{AnswerCall, AnswerRequest, CallControlId, CallDirection};
use generated::conferences::errors::CONFERENCE_NAME_CONFLICT;
use generated::conferences::{
    ConferenceFilter, ConferenceId, ConferenceSpeakRequest, ConferenceStatus, CreateConference,
    CreateConferenceRequest, EndConference, JoinConference, JoinConferenceRequest,
    ListConferenceParticipants, ListConferences, Page, RecordingFormat, SpeakTextToConference,
    StartConferenceRecording, StartConferenceRecordingRequest,
};
use generated::texml::{DialConferenceParticipantRequest, DialTexmlConferenceParticipant};
use generated::webhook::{Verifier, VerifyError};
use generated::{AnyError, Client, Event};
use http::{HeaderMap, StatusCode};
use tokio::sync::watch;

/// The name of the conference.
const NAME: &str = "Stand-up";

/// What all handlers share.
pub struct App {
    /// Sends commands.
    pub client: Client,
    /// Verifies webhooks.
    pub verifier: Verifier,
    /// The account, for commands of TeXML.
    pub account_sid: String,
    /// How the host is called.
    pub host: DialConferenceParticipantRequest,
    /// The conference that is in progress.
    pub conference: watch::Sender<Option<ConferenceId>>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [account_sid, from, to, url] = &arguments[..] else {
        return Err("expected ACCOUNT_SID FROM TO URL".into());
    };
    let host = DialConferenceParticipantRequest::new().from(from).to(to);
    let app = Arc::new(App {
        client: Client::from_env()?,
        verifier: Verifier::from_env()?,
        account_sid: account_sid.clone(),
        host: host.status_callback(url),
        conference: watch::Sender::new(None),
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    let serve = axum::serve(listener, router(Arc::clone(&app)));
    // The webhooks of the end still arrive.
    let end = async move {
        drop(tokio::signal::ctrl_c().await);
        app.end().await.unwrap_or_else(|error| eprintln!("{error}"));
    };
    serve.with_graceful_shutdown(end).await?;
    Ok(())
}

/// Returns the endpoint of all webhooks: of calls, of conferences, and of TeXML.
pub fn router(app: Arc<App>) -> Router {
    let router = Router::new().route("/webhooks", post(receive));
    router.with_state(app)
}

/// Accepts genuine webhooks. Takes the body as bytes, since the signature covers exactly those.
async fn receive(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let event = match app.verifier.verify(&headers, &body, SystemTime::now()) {
        Ok(delivery) => delivery.event,
        Err(VerifyError::Undecodable(_)) => return StatusCode::BAD_REQUEST,
        Err(_) => return StatusCode::UNAUTHORIZED,
    };
    // Telnyx waits for the response, which must not wait for commands.
    tokio::spawn(async move {
        let done = app.handle(event).await;
        done.unwrap_or_else(|error| eprintln!("{error}"));
    });
    StatusCode::OK
}

impl App {
    /// Responds to an event. A webhook may arrive twice, so the id of the event is that of the command:
    /// Telnyx ignores a command whose id it has seen in the last 60 seconds.
    async fn handle(&self, event: Event) -> Result<(), AnyError> {
        match event {
            Event::CallInitiated(event) => {
                let call = event.payload.unwrap_or_default();
                if let (Some(CallDirection::Incoming), Some(call), Some(id)) =
                    (call.direction, call.call_control_id, event.id)
                {
                    let answer = AnswerCall::new(call, AnswerRequest::new().command_id(id));
                    answer.send(&self.client).await?;
                }
            }
            Event::CallAnswered(event) => {
                let call = event.payload.and_then(|it| it.call_control_id);
                if let (Some(call), Some(id)) = (call, event.id) {
                    self.join(call, id).await?;
                }
            }
            Event::ConferenceCreated(event) => {
                let conference = event.payload.and_then(|it| it.conference_id);
                if let (Some(conference), Some(id)) = (conference, event.id) {
                    self.start(conference, id).await?;
                }
            }
            Event::ConferenceParticipantJoined(event) => {
                let joined = event.payload.unwrap_or_default();
                if let (Some(conference), Some(call), Some(id)) =
                    (joined.conference_id, joined.call_control_id, event.id)
                {
                    self.greet(conference, call, id).await?;
                }
            }
            Event::ConferenceRecordingSaved(event) => println!("recorded: {:?}", event.payload),
            Event::TexmlCallCompleted(call) => println!("host: {}", call.call_status),
            Event::ConferenceEnded(_) => drop(self.conference.send_replace(None)),
            _ => {}
        }
        Ok(())
    }

    /// Creates the conference with a call, or adds the call where another caller was faster.
    async fn join(&self, call: CallControlId, id: String) -> Result<(), AnyError> {
        let request = CreateConferenceRequest::new(call.clone(), NAME).command_id(id.clone());
        match CreateConference::new(request).send(&self.client).await {
            Err(error) if error.named() == Some(&CONFERENCE_NAME_CONFLICT) => {}
            created => {
                created?;
                return Ok(());
            }
        }
        // Another command, so another id.
        let request = JoinConferenceRequest::new(call).command_id(format!("{id}-join"));
        let join = JoinConference::new(NAME, request);
        join.send(&self.client).await?;
        Ok(())
    }

    /// Records the conference, and calls the host.
    async fn start(&self, conference: ConferenceId, id: String) -> Result<(), AnyError> {
        let now = Some(conference.clone());
        // Commands of TeXML have no id, so the webhook must not count twice.
        if self.conference.send_replace(now.clone()) == now {
            return Ok(());
        }
        let request = StartConferenceRecordingRequest::new(RecordingFormat::Mp3).command_id(id);
        let record = StartConferenceRecording::new(conference.clone(), request);
        record.send(&self.client).await?;
        let (account, sid) = (self.account_sid.as_str(), conference.to_string());
        let dial = DialTexmlConferenceParticipant::new(account, sid, self.host.clone());
        dial.send(&self.client).await?;
        Ok(())
    }

    /// Tells a participant how many take part; each page of the list is fetched on demand.
    async fn greet(
        &self,
        conference: ConferenceId,
        call: CallControlId,
        id: String,
    ) -> Result<(), AnyError> {
        let list = ListConferenceParticipants::new(conference.clone()).page(Page::new().size(50));
        let (mut participants, mut count) = (list.items(&self.client), 0);
        while let Some(participant) = participants.next().await {
            participant?;
            count += 1;
        }
        let text = format!("Welcome. Participants: {count}.");
        let request = ConferenceSpeakRequest::new(text, "AWS.Polly.Joanna")
            .call_control_ids(vec![call])
            .command_id(id);
        let speak = SpeakTextToConference::new(conference, request);
        speak.send(&self.client).await?;
        Ok(())
    }

    /// Ends the conference, also one of an earlier run, and waits until it has ended.
    pub async fn end(&self) -> Result<(), AnyError> {
        let filter = ConferenceFilter::new().name(NAME);
        let list = ListConferences::new().filter(filter.status(ConferenceStatus::InProgress));
        let mut conferences = list.items(&self.client);
        while let Some(conference) = conferences.next().await {
            let end = EndConference::new(conference?.id);
            end.send(&self.client).await?;
        }
        let mut conference = self.conference.subscribe();
        let ended = conference.wait_for(Option::is_none);
        drop(tokio::time::timeout(Duration::from_secs(5), ended).await);
        Ok(())
    }
}
