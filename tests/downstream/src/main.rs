//! Builds a call, checks it and prints it.

use std::error::Error;

use generated::conferences::{BeepEnabled, CreateConference, CreateConferenceRequest};
use generated::{Base64, Operation};

fn main() -> Result<(), Box<dyn Error>> {
    let request = CreateConferenceRequest::new("v3:MdI91X4lWFEs7IgbBEOT9M4A", "Business")
        .beep_enabled(BeepEnabled::OnEnter)
        .client_state(Base64::encode("have a nice day"))
        .max_participants(250);
    let request = CreateConference::new(request).request()?;
    println!("{} {}", request.method(), request.uri());
    println!("{}", str::from_utf8(request.body())?);
    Ok(())
}
