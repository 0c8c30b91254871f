//! Participants in responses.

use serde::{Deserialize, Serialize};

use super::twice::present;

#[derive(Serialize, Deserialize)]
pub(crate) struct Participant {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) account_sid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) call_sid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) coaching: Option<bool>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) coaching_call_sid: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) conference_sid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end_conference_on_exit: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hold: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) muted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<ParticipantStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) uri: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ParticipantStatus {
    Connecting,
    Connected,
    Completed,
    InProgress,
    #[serde(untagged)]
    Other(String),
}
