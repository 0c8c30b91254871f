//! Admits calls to a conference.

use std::error::Error as StdError;

use generated::conferences::errors::MAX_PARTICIPANTS_REACHED;
use generated::conferences::{Errors, JoinConference, JoinConferenceRequest};
use generated::{BoxFuture, Client, Error};

/// Adds a call to a conference. Returns whether there was room for it.
pub async fn admit(client: &Client, conference: &str, call: &str) -> Result<bool, Error<Errors>> {
    let join = JoinConference::new(conference, JoinConferenceRequest::new(call));
    match join.send(client).await {
        Ok(_) => Ok(true),
        Err(error) if error.named() == Some(&MAX_PARTICIPANTS_REACHED) => Ok(false),
        Err(error) => Err(error),
    }
}

/// A task that any async runtime can run on any thread.
pub type Task = BoxFuture<'static, Result<bool, Box<dyn StdError + Send + Sync>>>;

/// [`admit`] as a task.
pub fn admission(client: Client, conference: String, call: String) -> Task {
    Box::pin(async move { Ok(admit(&client, &conference, &call).await?) })
}
