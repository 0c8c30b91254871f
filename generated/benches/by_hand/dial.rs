//! Dials a participant into a conference.

use bytes::Bytes;
use form_urlencoded::Serializer;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, Method, Request, StatusCode};
use serde::{Deserialize, Serialize};

use super::error::read;
use super::segment::segment;
use super::update::HttpMethod;
use super::violation::{Violation, check_range, result};
use super::{Error, Participant};

pub(crate) struct DialParticipant {
    pub(crate) account_sid: String,
    pub(crate) conference_sid: String,
    pub(crate) body: DialParticipantBody,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DialParticipantBody {
    amd_status_callback: Option<String>,
    amd_status_callback_method: Option<HttpMethod>,
    application_sid: Option<String>,
    beep: Option<Beep>,
    call_sid_to_coach: Option<String>,
    caller_id: Option<String>,
    cancel_playback_on_detect_message_end: Option<bool>,
    cancel_playback_on_machine_detection: Option<bool>,
    coaching: Option<bool>,
    conference_record: Option<ConferenceRecord>,
    conference_recording_status_callback: Option<String>,
    conference_recording_status_callback_event: Option<String>,
    conference_recording_status_callback_method: Option<HttpMethod>,
    conference_recording_timeout: Option<i64>,
    conference_status_callback: Option<String>,
    conference_status_callback_event: Option<String>,
    conference_status_callback_method: Option<HttpMethod>,
    conference_trim: Option<Trim>,
    custom_headers: Option<Vec<CustomHeader>>,
    early_media: Option<bool>,
    end_conference_on_exit: Option<bool>,
    from: Option<String>,
    label: Option<String>,
    machine_detection: Option<MachineDetection>,
    machine_detection_silence_timeout: Option<i64>,
    machine_detection_speech_end_threshold: Option<i64>,
    machine_detection_speech_threshold: Option<i64>,
    machine_detection_timeout: Option<i64>,
    max_participants: Option<i64>,
    muted: Option<bool>,
    preferred_codecs: Option<String>,
    record: Option<bool>,
    recording_channels: Option<RecordingChannels>,
    recording_status_callback: Option<String>,
    recording_status_callback_event: Option<String>,
    recording_status_callback_method: Option<HttpMethod>,
    recording_track: Option<RecordingTrack>,
    sip_auth_password: Option<String>,
    sip_auth_username: Option<String>,
    start_conference_on_enter: Option<bool>,
    status_callback: Option<String>,
    status_callback_event: Option<String>,
    status_callback_method: Option<HttpMethod>,
    time_limit: Option<i64>,
    timeout: Option<i64>,
    to: Option<String>,
    trim: Option<Trim>,
    wait_url: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct CustomHeader {
    name: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Beep {
    True,
    False,
    OnEnter,
    OnExit,
    #[serde(untagged)]
    Other(String),
}

impl Beep {
    fn as_str(&self) -> &str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::OnEnter => "onEnter",
            Self::OnExit => "onExit",
            Self::Other(text) => text,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ConferenceRecord {
    True,
    False,
    RecordFromStart,
    DoNotRecord,
    #[serde(untagged)]
    Other(String),
}

impl ConferenceRecord {
    fn as_str(&self) -> &str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::RecordFromStart => "record-from-start",
            Self::DoNotRecord => "do-not-record",
            Self::Other(text) => text,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Trim {
    TrimSilence,
    DoNotTrim,
    #[serde(untagged)]
    Other(String),
}

impl Trim {
    fn as_str(&self) -> &str {
        match self {
            Self::TrimSilence => "trim-silence",
            Self::DoNotTrim => "do-not-trim",
            Self::Other(text) => text,
        }
    }
}

#[derive(Deserialize)]
pub(super) enum MachineDetection {
    Enable,
    DetectMessageEnd,
    #[serde(untagged)]
    Other(String),
}

impl MachineDetection {
    fn as_str(&self) -> &str {
        match self {
            Self::Enable => "Enable",
            Self::DetectMessageEnd => "DetectMessageEnd",
            Self::Other(text) => text,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum RecordingChannels {
    Mono,
    Dual,
    #[serde(untagged)]
    Other(String),
}

impl RecordingChannels {
    fn as_str(&self) -> &str {
        match self {
            Self::Mono => "mono",
            Self::Dual => "dual",
            Self::Other(text) => text,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum RecordingTrack {
    Inbound,
    Outbound,
    Both,
    #[serde(untagged)]
    Other(String),
}

impl RecordingTrack {
    fn as_str(&self) -> &str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
            Self::Both => "both",
            Self::Other(text) => text,
        }
    }
}

impl DialParticipant {
    pub(crate) fn validate(&self) -> Result<(), Vec<Violation>> {
        self.body.validate()
    }

    pub(crate) fn build(&self) -> Result<Request<Bytes>, Error> {
        let uri = format!(
            "/texml/Accounts/{}/Conferences/{}/Participants",
            segment(&self.account_sid)?,
            segment(&self.conference_sid)?,
        );
        let request = Request::builder()
            .method(Method::POST)
            .uri(uri)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Bytes::from(self.body.form()?))?;
        Ok(request)
    }

    pub(crate) fn response(
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Participant, Error> {
        read(status, headers, body)
    }
}

impl DialParticipantBody {
    #[expect(clippy::too_many_lines, reason = "a check for each rule")]
    fn validate(&self) -> Result<(), Vec<Violation>> {
        let mut found = Vec::new();
        if let Some(HttpMethod::Other(text)) = &self.amd_status_callback_method {
            found.push(Violation::unlisted("/AmdStatusCallbackMethod", text, None));
        }
        if let Some(Beep::Other(text)) = &self.beep {
            found.push(Violation::unlisted("/Beep", text, None));
        }
        if let Some(text) = &self.caller_id {
            let length = text.chars().count();
            if length > 128 {
                let message = format!("has {length} characters, at most 128 allowed");
                found.push(Violation::new("/CallerId", message, None));
            }
            let allowed = |char: char| char.is_ascii_alphanumeric() || " _~!.+-".contains(char);
            if !text.chars().all(allowed) {
                let message = "has other characters than letters, numbers, spaces and `-_~!.+`";
                found.push(Violation::new("/CallerId", message.to_owned(), None));
            }
        }
        if let Some(ConferenceRecord::Other(text)) = &self.conference_record {
            found.push(Violation::unlisted("/ConferenceRecord", text, None));
        }
        if let Some(text) = &self.conference_recording_status_callback_event {
            let known = ["in-progress", "completed", "absent", "failed"];
            check_words(
                "/ConferenceRecordingStatusCallbackEvent",
                text,
                &known,
                &mut found,
            );
        }
        if let Some(HttpMethod::Other(text)) = &self.conference_recording_status_callback_method {
            found.push(Violation::unlisted(
                "/ConferenceRecordingStatusCallbackMethod",
                text,
                None,
            ));
        }
        if let Some(number) = self.conference_recording_timeout {
            check_range(
                "/ConferenceRecordingTimeout",
                number,
                (0, i64::MAX),
                None,
                &mut found,
            );
        }
        if let Some(text) = &self.conference_status_callback_event {
            let known = ["start", "end", "join", "leave"];
            check_words("/ConferenceStatusCallbackEvent", text, &known, &mut found);
        }
        if let Some(HttpMethod::Other(text)) = &self.conference_status_callback_method {
            found.push(Violation::unlisted(
                "/ConferenceStatusCallbackMethod",
                text,
                None,
            ));
        }
        if let Some(Trim::Other(text)) = &self.conference_trim {
            found.push(Violation::unlisted("/ConferenceTrim", text, None));
        }
        for (index, header) in self.custom_headers.iter().flatten().enumerate() {
            let token =
                |char: char| char.is_ascii_alphanumeric() || "!#$%&'*+.^_`|~-".contains(char);
            if header.name.is_empty() || !header.name.chars().all(token) {
                let pointer = format!("/CustomHeaders/{index}/name");
                let message = format!("{:?} is no name of a header", header.name);
                found.push(Violation::new(&pointer, message, None));
            }
        }
        if let Some(MachineDetection::Other(text)) = &self.machine_detection {
            found.push(Violation::unlisted("/MachineDetection", text, None));
        }
        if let Some(number) = self.max_participants {
            check_range("/MaxParticipants", number, (2, 800), None, &mut found);
        }
        if let Some(RecordingChannels::Other(text)) = &self.recording_channels {
            found.push(Violation::unlisted("/RecordingChannels", text, None));
        }
        if let Some(text) = &self.recording_status_callback_event {
            let known = ["in-progress", "completed", "absent"];
            check_words("/RecordingStatusCallbackEvent", text, &known, &mut found);
        }
        if let Some(HttpMethod::Other(text)) = &self.recording_status_callback_method {
            found.push(Violation::unlisted(
                "/RecordingStatusCallbackMethod",
                text,
                None,
            ));
        }
        if let Some(RecordingTrack::Other(text)) = &self.recording_track {
            found.push(Violation::unlisted("/RecordingTrack", text, None));
        }
        if let Some(text) = &self.status_callback_event {
            let known = ["initiated", "ringing", "answered", "completed"];
            check_words("/StatusCallbackEvent", text, &known, &mut found);
        }
        if let Some(HttpMethod::Other(text)) = &self.status_callback_method {
            found.push(Violation::unlisted("/StatusCallbackMethod", text, None));
        }
        if let Some(number) = self.timeout {
            check_range("/Timeout", number, (5, 120), None, &mut found);
        }
        if let Some(Trim::Other(text)) = &self.trim {
            found.push(Violation::unlisted("/Trim", text, None));
        }
        if self.coaching == Some(true) && self.call_sid_to_coach.is_none() {
            let message = "is missing".to_owned();
            found.push(Violation::new("/CallSidToCoach", message, None));
        }
        result(found)
    }

    #[expect(clippy::too_many_lines, reason = "a pair for each field")]
    fn form(&self) -> Result<String, Error> {
        let mut pairs = Serializer::new(String::new());
        if let Some(value) = &self.amd_status_callback {
            pairs.append_pair("AmdStatusCallback", value);
        }
        if let Some(value) = &self.amd_status_callback_method {
            pairs.append_pair("AmdStatusCallbackMethod", value.as_str());
        }
        if let Some(value) = &self.application_sid {
            pairs.append_pair("ApplicationSid", value);
        }
        if let Some(value) = &self.beep {
            pairs.append_pair("Beep", value.as_str());
        }
        if let Some(value) = &self.call_sid_to_coach {
            pairs.append_pair("CallSidToCoach", value);
        }
        if let Some(value) = &self.caller_id {
            pairs.append_pair("CallerId", value);
        }
        if let Some(value) = &self.cancel_playback_on_detect_message_end {
            pairs.append_pair(
                "CancelPlaybackOnDetectMessageEnd",
                if *value { "true" } else { "false" },
            );
        }
        if let Some(value) = &self.cancel_playback_on_machine_detection {
            pairs.append_pair(
                "CancelPlaybackOnMachineDetection",
                if *value { "true" } else { "false" },
            );
        }
        if let Some(value) = &self.coaching {
            pairs.append_pair("Coaching", if *value { "true" } else { "false" });
        }
        if let Some(value) = &self.conference_record {
            pairs.append_pair("ConferenceRecord", value.as_str());
        }
        if let Some(value) = &self.conference_recording_status_callback {
            pairs.append_pair("ConferenceRecordingStatusCallback", value);
        }
        if let Some(value) = &self.conference_recording_status_callback_event {
            pairs.append_pair("ConferenceRecordingStatusCallbackEvent", value);
        }
        if let Some(value) = &self.conference_recording_status_callback_method {
            pairs.append_pair("ConferenceRecordingStatusCallbackMethod", value.as_str());
        }
        if let Some(value) = &self.conference_recording_timeout {
            pairs.append_pair("ConferenceRecordingTimeout", &value.to_string());
        }
        if let Some(value) = &self.conference_status_callback {
            pairs.append_pair("ConferenceStatusCallback", value);
        }
        if let Some(value) = &self.conference_status_callback_event {
            pairs.append_pair("ConferenceStatusCallbackEvent", value);
        }
        if let Some(value) = &self.conference_status_callback_method {
            pairs.append_pair("ConferenceStatusCallbackMethod", value.as_str());
        }
        if let Some(value) = &self.conference_trim {
            pairs.append_pair("ConferenceTrim", value.as_str());
        }
        if let Some(value) = &self.custom_headers {
            for header in value {
                pairs.append_pair("CustomHeaders", &serde_json::to_string(header)?);
            }
        }
        if let Some(value) = &self.early_media {
            pairs.append_pair("EarlyMedia", if *value { "true" } else { "false" });
        }
        if let Some(value) = &self.end_conference_on_exit {
            pairs.append_pair("EndConferenceOnExit", if *value { "true" } else { "false" });
        }
        if let Some(value) = &self.from {
            pairs.append_pair("From", value);
        }
        if let Some(value) = &self.label {
            pairs.append_pair("Label", value);
        }
        if let Some(value) = &self.machine_detection {
            pairs.append_pair("MachineDetection", value.as_str());
        }
        if let Some(value) = &self.machine_detection_silence_timeout {
            pairs.append_pair("MachineDetectionSilenceTimeout", &value.to_string());
        }
        if let Some(value) = &self.machine_detection_speech_end_threshold {
            pairs.append_pair("MachineDetectionSpeechEndThreshold", &value.to_string());
        }
        if let Some(value) = &self.machine_detection_speech_threshold {
            pairs.append_pair("MachineDetectionSpeechThreshold", &value.to_string());
        }
        if let Some(value) = &self.machine_detection_timeout {
            pairs.append_pair("MachineDetectionTimeout", &value.to_string());
        }
        if let Some(value) = &self.max_participants {
            pairs.append_pair("MaxParticipants", &value.to_string());
        }
        if let Some(value) = &self.muted {
            pairs.append_pair("Muted", if *value { "true" } else { "false" });
        }
        if let Some(value) = &self.preferred_codecs {
            pairs.append_pair("PreferredCodecs", value);
        }
        if let Some(value) = &self.record {
            pairs.append_pair("Record", if *value { "true" } else { "false" });
        }
        if let Some(value) = &self.recording_channels {
            pairs.append_pair("RecordingChannels", value.as_str());
        }
        if let Some(value) = &self.recording_status_callback {
            pairs.append_pair("RecordingStatusCallback", value);
        }
        if let Some(value) = &self.recording_status_callback_event {
            pairs.append_pair("RecordingStatusCallbackEvent", value);
        }
        if let Some(value) = &self.recording_status_callback_method {
            pairs.append_pair("RecordingStatusCallbackMethod", value.as_str());
        }
        if let Some(value) = &self.recording_track {
            pairs.append_pair("RecordingTrack", value.as_str());
        }
        if let Some(value) = &self.sip_auth_password {
            pairs.append_pair("SipAuthPassword", value);
        }
        if let Some(value) = &self.sip_auth_username {
            pairs.append_pair("SipAuthUsername", value);
        }
        if let Some(value) = &self.start_conference_on_enter {
            pairs.append_pair(
                "StartConferenceOnEnter",
                if *value { "true" } else { "false" },
            );
        }
        if let Some(value) = &self.status_callback {
            pairs.append_pair("StatusCallback", value);
        }
        if let Some(value) = &self.status_callback_event {
            pairs.append_pair("StatusCallbackEvent", value);
        }
        if let Some(value) = &self.status_callback_method {
            pairs.append_pair("StatusCallbackMethod", value.as_str());
        }
        if let Some(value) = &self.time_limit {
            pairs.append_pair("TimeLimit", &value.to_string());
        }
        if let Some(value) = &self.timeout {
            pairs.append_pair("Timeout", &value.to_string());
        }
        if let Some(value) = &self.to {
            pairs.append_pair("To", value);
        }
        if let Some(value) = &self.trim {
            pairs.append_pair("Trim", value.as_str());
        }
        if let Some(value) = &self.wait_url {
            pairs.append_pair("WaitUrl", value);
        }
        Ok(pairs.finish())
    }
}

/// Words from a list, separated by a space.
fn check_words(pointer: &str, text: &str, known: &[&str], found: &mut Vec<Violation>) {
    if !text.split(' ').all(|word| known.contains(&word)) {
        let message = format!("{text:?} is not made of {known:?}");
        found.push(Violation::new(pointer, message, None));
    }
}
