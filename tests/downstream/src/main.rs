//! Builds a request, checks it and prints it.

use std::error::Error;

use generated::Base64;
use generated::conferences::{BeepEnabled, CreateConferenceRequest};

fn main() -> Result<(), Box<dyn Error>> {
    let request = CreateConferenceRequest::new("v3:MdI91X4lWFEs7IgbBEOT9M4A", "Business")
        .beep_enabled(BeepEnabled::OnEnter)
        .client_state(Base64::encode("have a nice day"))
        .max_participants(250);
    request.validate()?;
    println!("{}", serde_json::to_string_pretty(&request)?);
    Ok(())
}
