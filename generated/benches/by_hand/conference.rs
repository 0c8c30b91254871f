//! Conferences in responses.

use serde::{Deserialize, Serialize};

use super::twice::present;

/// The envelope of every response.
#[derive(Deserialize)]
pub(crate) struct Data<T> {
    pub(crate) data: T,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ConferencePage {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) data: Option<Vec<Conference>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) meta: Option<PaginationMeta>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct PaginationMeta {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) page_number: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) page_size: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) total_pages: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) total_results: Option<i64>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Conference {
    pub(crate) created_at: String,
    pub(crate) expires_at: String,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) record_type: ConferenceRecordType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connection_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) end_reason: Option<EndReason>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) ended_by: Option<Option<EndedBy>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<ConferenceStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) updated_at: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConferenceRecordType {
    Conference,
    #[serde(untagged)]
    Other(String),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EndReason {
    AllLeft,
    EndedViaApi,
    HostLeft,
    TimeExceeded,
    #[serde(untagged)]
    Other(String),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConferenceStatus {
    Init,
    InProgress,
    Completed,
    #[serde(untagged)]
    Other(String),
}

impl ConferenceStatus {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Init => "init",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Other(text) => text,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct EndedBy {
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) call_control_id: Option<Option<String>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) call_session_id: Option<Option<String>>,
}
