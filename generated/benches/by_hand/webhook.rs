//! Webhooks as they are delivered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Serialize, Deserialize)]
pub(crate) struct Webhook {
    pub(crate) data: Event,
    #[serde(flatten)]
    pub(crate) rest: BTreeMap<String, Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "event_type")]
pub(crate) enum Event {
    #[serde(rename = "conference.created")]
    Created(Happening),
    #[serde(rename = "conference.ended")]
    Ended(Happening),
    #[serde(rename = "conference.floor.changed")]
    FloorChanged(Happening),
    #[serde(rename = "conference.participant.joined")]
    ParticipantJoined(Happening),
    #[serde(rename = "conference.participant.left")]
    ParticipantLeft(Happening),
    #[serde(untagged)]
    Other(Value),
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Happening {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) occurred_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) payload: Option<Payload>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) record_type: Option<RecordType>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RecordType {
    Event,
    #[serde(untagged)]
    Other(String),
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Payload {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) call_control_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) call_leg_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) call_session_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) conference_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connection_id: Option<String>,
}
