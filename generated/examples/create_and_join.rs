//! Creates a conference with one call, and adds a second call to it.
//!
//! ```text
//! TELNYX_API_KEY=… cargo run --example create_and_join -- CALL OTHER_CALL [MAX_PARTICIPANTS]
//! ```

use std::env;
use std::error::Error as StdError;

use generated::conferences::errors::MAX_PARTICIPANTS_REACHED;
use generated::conferences::{
    BeepEnabled, CreateConference, CreateConferenceRequest, JoinConference, JoinConferenceRequest,
};
use generated::{Client, ClientState, Error};
use serde::Serialize;

/// The client state of the second call, which its webhooks return.
#[derive(Serialize)]
struct Guest {
    name: &'static str,
    ticket: u32,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let mut arguments = env::args().skip(1);
    let (Some(call), Some(other_call)) = (arguments.next(), arguments.next()) else {
        return Err("expected two Call Control ids".into());
    };
    let max_participants = arguments.next().map_or(Ok(20), |it| it.parse())?;
    let client = Client::from_env()?;

    let request = CreateConferenceRequest::new(call, "Stand-up")
        .beep_enabled(BeepEnabled::OnEnter)
        .max_participants(max_participants);
    let conference = match CreateConference::new(request).send(&client).await {
        Ok(conference) => conference,
        // The request violates documented rules, so it was not sent.
        Err(Error::Invalid(invalid)) => {
            for violation in invalid.violations() {
                println!("{violation}");
            }
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    println!("created {} ({})", conference.name, conference.id);

    let guest = ClientState(Guest {
        name: "Ada",
        ticket: 17,
    });
    let request = JoinConferenceRequest::new(other_call).client_state(guest.encode()?);
    match JoinConference::new(conference.id, request)
        .send(&client)
        .await
    {
        Ok(_) => println!("{} joins", guest.0.name),
        Err(error) if error.named() == Some(&MAX_PARTICIPANTS_REACHED) => {
            println!("the conference is full, {} has to wait", guest.0.name);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
