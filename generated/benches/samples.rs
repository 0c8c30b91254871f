//! The bodies of the requests and responses, as JSON.

/// The id of a conference.
pub(crate) const ID: &str = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

/// The id of an account.
pub(crate) const ACCOUNT: &str = "61bf923e-5e4d-4595-a110-56190ea18a1b";

pub(crate) const CREATE: &str = r#"{
    "call_control_id": "v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg",
    "name": "All hands meeting",
    "beep_enabled": "on_exit",
    "client_state": "aGF2ZSBhIG5pY2UgZGF5ID1d",
    "comfort_noise": false,
    "command_id": "891510ac-f3e4-11e8-af5b-de00688a4901",
    "duration_minutes": 5,
    "hold_audio_url": "http://example.com/message.wav",
    "max_participants": 100,
    "region": "US",
    "start_conference_on_create": false
}"#;

pub(crate) const JOIN: &str = r#"{
    "call_control_id": "v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg",
    "beep_enabled": "on_exit",
    "client_state": "aGF2ZSBhIG5pY2UgZGF5ID1d",
    "command_id": "891510ac-f3e4-11e8-af5b-de00688a4901",
    "end_conference_on_exit": true,
    "hold": true,
    "hold_audio_url": "http://example.com/message.wav",
    "mute": true,
    "region": "US",
    "soft_end_conference_on_exit": true,
    "start_conference_on_enter": true,
    "supervisor_role": "whisper",
    "whisper_call_control_ids": [
        "v2:Sg1xxxQ_U3ixxxyXT_VDNI3xxxazZdg6Vxxxs4-GNYxxxVaJPOhFMRQ",
        "v2:qqpb0mmvd-ovhhBr0BUQQn0fld5jIboaaX3-De0DkqXHzbf8d75xkw"
    ]
}"#;

pub(crate) const SPEAK: &str = r#"{
    "payload": "Say this to participants, \"word by word\"",
    "voice": "AWS.Polly.Joanna-Neural",
    "call_control_ids": ["v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg"],
    "command_id": "891510ac-f3e4-11e8-af5b-de00688a4901",
    "language": "en-US",
    "payload_type": "text",
    "region": "US",
    "voice_settings": {"voice_speed": 1.5, "type": "telnyx"}
}"#;

pub(crate) const FILTER: &str = r#"{
    "application_name": {"contains": "support"},
    "connection_id": "7267891510134",
    "failed": false,
    "from": "+12065550142",
    "name": "support-line",
    "occurred_at": {"gte": "2019-03-29T11:10:00Z", "lt": "2019-03-30T11:10:00Z"},
    "outbound.outbound_voice_profile_id": "1293384261075731499",
    "product": "call_control",
    "status": "in_progress",
    "type": "webhook"
}"#;

pub(crate) const PAGE: &str = r#"{"number": 2, "size": 50}"#;

pub(crate) const DIAL: &str = r#"{
    "AmdStatusCallback": "https://www.example.com/amd_result",
    "AmdStatusCallbackMethod": "GET",
    "Beep": "onExit",
    "CallerId": "Info Desk",
    "ConferenceRecord": "record-from-start",
    "ConferenceStatusCallback": "https://example.com/conference_status_callback",
    "ConferenceStatusCallbackEvent": "start end join leave",
    "ConferenceTrim": "trim-silence",
    "CustomHeaders": [
        {"name": "X-Custom-Header-1", "value": "one, two"},
        {"name": "X-Custom-Header-2", "value": "more"}
    ],
    "EarlyMedia": true,
    "EndConferenceOnExit": true,
    "From": "+12065550200",
    "Label": "customer",
    "MachineDetection": "Enable",
    "MachineDetectionTimeout": 5000,
    "MaxParticipants": 30,
    "Muted": true,
    "Record": false,
    "RecordingTrack": "inbound",
    "StartConferenceOnEnter": false,
    "StatusCallback": "https://www.example.com/callback",
    "StatusCallbackEvent": "answered completed",
    "StatusCallbackMethod": "POST",
    "TimeLimit": 30,
    "Timeout": 30,
    "To": "+12065550100",
    "Trim": "trim-silence",
    "WaitUrl": "https://www.example.com/wait.mp3"
}"#;

pub(crate) const UPDATE: &str = r#"{
    "AnnounceMethod": "GET",
    "AnnounceUrl": "https://www.example.com/announce.xml",
    "Status": "completed"
}"#;

pub(crate) const CONFERENCE: &str = r#"{
    "record_type": "conference",
    "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "name": "All hands meeting",
    "created_at": "2019-01-23T18:10:02.574Z",
    "expires_at": "2019-01-23T22:10:02.574Z",
    "updated_at": "2019-01-23T18:11:02.574Z",
    "region": "sv1",
    "status": "completed",
    "end_reason": "ended_via_api",
    "ended_by": {"call_control_id": "v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg", "call_session_id": null},
    "connection_id": "3fa85f64-9191-4567-b3fc-2c963f66afa6"
}"#;

/// A page of twenty conferences.
pub(crate) fn conferences() -> String {
    let items = [CONFERENCE; 20].join(",");
    let meta = r#"{"total_pages": 3, "total_results": 55, "page_number": 2, "page_size": 20}"#;
    format!(r#"{{"data": [{items}], "meta": {meta}}}"#)
}

pub(crate) const COMMAND_RESULT: &str = r#"{"data": {"result": "ok"}}"#;

pub(crate) const PARTICIPANT: &str = r#"{
    "account_sid": "61bf923e-5e4d-4595-a110-56190ea18a1b",
    "call_sid": "v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg",
    "coaching": false,
    "coaching_call_sid": null,
    "conference_sid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "end_conference_on_exit": false,
    "hold": false,
    "muted": false,
    "status": "connected",
    "uri": "/v2/texml/Accounts/61bf923e/Conferences/cd5a70f4/Participants/v3:9X2vxPDFY2RHSJ1EdMS0"
}"#;

pub(crate) const WEBHOOK: &str = r#"{
    "data": {
        "record_type": "event",
        "event_type": "conference.participant.joined",
        "id": "0ccc7b54-4df3-4bca-a65a-3da1ecc777f0",
        "occurred_at": "2018-02-02T22:25:27.521Z",
        "payload": {
            "call_control_id": "v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg",
            "call_leg_id": "428c31b6-7af4-4bcb-b7f5-5013ef9657c1",
            "call_session_id": "428c31b6-abf3-3bc1-b7f4-5013ef9657c1",
            "client_state": "aGF2ZSBhIG5pY2UgZGF5ID1d",
            "conference_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "connection_id": "7267891510134"
        }
    },
    "meta": {"attempt": 1, "delivered_to": "https://example.com/webhooks"}
}"#;
