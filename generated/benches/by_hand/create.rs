//! Creates a conference.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, Method, Request, StatusCode};
use serde::{Deserialize, Serialize};

use super::error::read;
use super::violation::{Violation, check_base64, check_range, result};
use super::{Conference, Data, Error};

pub(crate) struct CreateConference {
    pub(crate) body: CreateConferenceBody,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CreateConferenceBody {
    pub(crate) call_control_id: String,
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) beep_enabled: Option<BeepEnabled>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) comfort_noise: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) command_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duration_minutes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hold_audio_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hold_media_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) max_participants: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<Region>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) start_conference_on_create: Option<bool>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BeepEnabled {
    Always,
    Never,
    OnEnter,
    OnExit,
    #[serde(untagged)]
    Other(String),
}

#[derive(Serialize, Deserialize)]
pub(crate) enum Region {
    Australia,
    Europe,
    #[serde(rename = "Middle East")]
    MiddleEast,
    #[serde(rename = "US")]
    Us,
    #[serde(untagged)]
    Other(String),
}

impl Region {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Australia => "Australia",
            Self::Europe => "Europe",
            Self::MiddleEast => "Middle East",
            Self::Us => "US",
            Self::Other(text) => text,
        }
    }
}

impl CreateConference {
    pub(crate) fn validate(&self) -> Result<(), Vec<Violation>> {
        self.body.validate()
    }

    pub(crate) fn build(&self) -> Result<Request<Bytes>, Error> {
        let body = serde_json::to_vec(&self.body)?;
        let request = Request::builder()
            .method(Method::POST)
            .uri("/conferences")
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .body(Bytes::from(body))?;
        Ok(request)
    }

    pub(crate) fn response(
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Conference, Error> {
        read(status, headers, body).map(|envelope: Data<Conference>| envelope.data)
    }
}

impl CreateConferenceBody {
    fn validate(&self) -> Result<(), Vec<Violation>> {
        let mut found = Vec::new();
        if let Some(BeepEnabled::Other(text)) = &self.beep_enabled {
            found.push(Violation::unlisted("/beep_enabled", text, Some("10032")));
        }
        if let Some(text) = &self.client_state {
            check_base64("/client_state", text, &mut found);
        }
        if let Some(number) = self.max_participants {
            let code = Some("10033");
            check_range("/max_participants", number, (2, 800), code, &mut found);
        }
        if let Some(Region::Other(text)) = &self.region {
            found.push(Violation::unlisted("/region", text, Some("10032")));
        }
        if self.hold_media_name.is_some() && self.hold_audio_url.is_some() {
            let message = "must not stand beside `hold_media_name`".to_owned();
            found.push(Violation::new("/hold_audio_url", message, None));
        }
        result(found)
    }
}
