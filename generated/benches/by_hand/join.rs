//! Adds a call to a conference.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, Method, Request, StatusCode};
use serde::{Deserialize, Serialize};

use super::create::{BeepEnabled, Region};
use super::error::read;
use super::segment::segment;
use super::violation::{Violation, check_base64, result};
use super::{Data, Error};

pub(crate) struct JoinConference {
    pub(crate) id: String,
    pub(crate) body: JoinConferenceBody,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct JoinConferenceBody {
    pub(crate) call_control_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) beep_enabled: Option<BeepEnabled>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) command_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end_conference_on_exit: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hold: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hold_audio_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hold_media_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mute: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<Region>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) soft_end_conference_on_exit: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) start_conference_on_enter: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) supervisor_role: Option<SupervisorRole>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) whisper_call_control_ids: Option<Vec<String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SupervisorRole {
    Barge,
    Monitor,
    None,
    Whisper,
    #[serde(untagged)]
    Other(String),
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CommandResult {
    pub(crate) result: String,
}

impl JoinConference {
    pub(crate) fn validate(&self) -> Result<(), Vec<Violation>> {
        self.body.validate()
    }

    pub(crate) fn build(&self) -> Result<Request<Bytes>, Error> {
        let body = serde_json::to_vec(&self.body)?;
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/conferences/{}/actions/join", segment(&self.id)?))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .body(Bytes::from(body))?;
        Ok(request)
    }

    pub(crate) fn response(
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<CommandResult, Error> {
        read(status, headers, body).map(|envelope: Data<CommandResult>| envelope.data)
    }
}

impl JoinConferenceBody {
    fn validate(&self) -> Result<(), Vec<Violation>> {
        let mut found = Vec::new();
        if let Some(BeepEnabled::Other(text)) = &self.beep_enabled {
            found.push(Violation::unlisted("/beep_enabled", text, Some("10032")));
        }
        if let Some(text) = &self.client_state {
            check_base64("/client_state", text, &mut found);
        }
        if let Some(Region::Other(text)) = &self.region {
            found.push(Violation::unlisted("/region", text, Some("10032")));
        }
        if let Some(SupervisorRole::Other(text)) = &self.supervisor_role {
            found.push(Violation::unlisted("/supervisor_role", text, Some("10032")));
        }
        if self.hold_media_name.is_some() && self.hold_audio_url.is_some() {
            let message = "must not stand beside `hold_media_name`".to_owned();
            found.push(Violation::new("/hold_audio_url", message, None));
        }
        result(found)
    }
}
