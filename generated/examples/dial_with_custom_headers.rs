//! Dials a participant into a TeXML conference with custom SIP headers, then lists the participants.
//!
//! ```text
//! TELNYX_API_KEY=… cargo run --example dial_with_custom_headers -- ACCOUNT CONFERENCE FROM TO
//! ```

use std::env;
use std::error::Error;
use std::time::Duration;

use generated::Client;
use generated::texml::{
    CustomHeader, DialConferenceParticipantRequest, DialTexmlConferenceParticipant,
    GetTexmlConferenceParticipants,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [account, conference, from, to] = &arguments[..] else {
        return Err("expected an account, a conference and two phone numbers".into());
    };
    let client = Client::from_env()?;

    // Each header is a JSON object in the form, as the docs of the field explain.
    let request = DialConferenceParticipantRequest::new()
        .from(from)
        .to(to)
        .custom_headers(vec![
            CustomHeader::new("X-Customer", "4711"),
            CustomHeader::new("X-Greeting", "Grüß Gott & welcome"),
        ]);
    let dial = DialTexmlConferenceParticipant::new(account, conference, request);
    // Not retried: even if this attempt fails, the phone may have rung.
    let dialed = client
        .call(&dial)
        .timeout(Duration::from_secs(20))
        .response()
        .await?;
    println!(
        "{}: call {}, request {}",
        dialed.status,
        dialed.value.call_sid.as_deref().unwrap_or("?"),
        dialed.request_id().unwrap_or("?"),
    );

    let mut participants = GetTexmlConferenceParticipants::new(account, conference).items(&client);
    while let Some(participant) = participants.next().await {
        let participant = participant?;
        let call = participant.call_sid.as_deref().unwrap_or("?");
        let status = participant.status.unwrap_or_else(|| "unknown".into());
        println!("{call} is {status}");
    }
    Ok(())
}
