//! The call of each scenario, made by the bindings.

use std::time::Duration;

use generated::conferences::*;
use generated::runtime::{Call, Retry};
use generated::texml::{
    Beep, ConferenceRecord, CustomHeader, DialConferenceParticipantRequest,
    DialTexmlConferenceParticipant, GetTexmlConference, GetTexmlConferenceParticipant,
    GetTexmlConferenceParticipants, GetTexmlConferenceRecordings, HttpMethod, MachineDetection,
    UpdateTexmlConferenceParticipant,
};
use generated::{Client, DateTime, Error, Operation, Value, texml};
use http::Request;
use serde_json::json;

use crate::client::{FakeClock, KEY};

/// How a call ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Result,
    Undecodable(u16),
    Status(u16),
    NoReply,
    OutOfTime(Duration),
}

/// The timeout of an attempt where the server does not answer.
pub(super) const TIMEOUT: Duration = Duration::from_millis(100);

const ID: &str = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const LEG: &str = "v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg==";

macro_rules! scenarios {
    ($client:ident; $($name:literal => $call:expr,)*) => {
        /// The scenarios that have a call.
        pub(super) const SCENARIOS: &[&str] = &[$($name),*];

        async fn call(scenario: &str, $client: &Client) -> Outcome {
            match scenario {
                $($name => $call.await,)*
                _ => panic!("{scenario}: neither a call of ours nor a line in `NOT_APPLICABLE`"),
            }
        }
    };
}

/// Makes the call of a scenario, without validation, since some of them violate rules.
pub(super) async fn play(scenario: &str, base_url: &str, clock: &FakeClock) -> Outcome {
    let builder = Client::builder(KEY).base_url(base_url).validation(false);
    let builder = builder.clock(clock.clone()).randomness(|| [0; 16]);
    call(scenario, &builder.build().expect("it is well configured")).await
}

async fn send<O: Operation>(client: &Client, operation: O) -> Outcome {
    told(client, operation, |call| call).await
}

/// Without retries.
async fn once<O: Operation>(client: &Client, operation: O) -> Outcome {
    told(client, operation, |call| call.retries(0)).await
}

async fn told<O: Operation>(
    client: &Client,
    operation: O,
    tell: impl for<'a> FnOnce(Call<'a, O>) -> Call<'a, O>,
) -> Outcome {
    match tell(client.call(&operation)).send().await {
        Ok(_) => Outcome::Result,
        Err(Error::Undecodable(error)) => Outcome::Undecodable(error.status.as_u16()),
        Err(Error::Api(error)) => Outcome::Status(error.status.as_u16()),
        Err(Error::Transport(_)) => Outcome::NoReply,
        Err(Error::Timeout(timeout)) => Outcome::OutOfTime(timeout.after),
        Err(error) => panic!("{error}"),
    }
}

scenarios! { client;
    "create_min" => send(client, CreateConference::new(CreateConferenceRequest::new(LEG, "Business"))),
    "create_max_801_not_rejected_client_side" => send(
        client,
        CreateConference::new(CreateConferenceRequest::new(LEG, "B").max_participants(801)),
    ),
    "retrieve" => send(client, RetrieveConference::new(ID)),
    "retrieve_path_escape" => send(client, RetrieveConference::new("a b/c?d#e%f+g:h@i&é")),
    "list_filters_all" => send(client, list_filters_all()),
    "list_participants" => send(client, list_participants()),
    "update_participant" => send(client, update_participant()),
    "join_min" => send(client, join()),
    "leave" => send(
        client,
        LeaveConference::new(ID, LeaveConferenceRequest::new(LEG).beep_enabled(BeepEnabled::Never)),
    ),
    "hold_list" => send(
        client,
        HoldConferenceParticipants::new(
            ID,
            ConferenceHoldRequest::new().audio_url("http://x/h.wav").call_control_ids(legs(&["a", "b"])),
        ),
    ),
    "unhold_list" => send(
        client,
        UnholdConferenceParticipants::new(ID, ConferenceUnholdRequest::new(legs(&["a"]))),
    ),
    "mute_none" => send(client, MuteConferenceParticipants::new(ID, ConferenceMuteRequest::new())),
    "speak" => send(client, speak()),
    "play_loop_int" => send(client, play_loop_int()),
    "stop" => send(
        client,
        StopConferenceAudio::new(ID, ConferenceStopRequest::new().call_control_ids(legs(&["a"]))),
    ),
    "record_stop" => send(
        client,
        StopConferenceRecording::new(ID, StopRecordingConferenceRequest::new()),
    ),
    "send_dtmf" => send(
        client,
        ConferenceSendDtmf::new(ID)
            .body(ConferenceSendDtmfRequest::new("1www2WABCD#*").duration_millis(250)),
    ),
    "end_conference" => send(
        client,
        EndConference::new(ID).body(EndConferenceRequest::new().command_id("c")),
    ),
    "texml_retrieve" => send(client, GetTexmlConference::new("acct", "conf")),
    "texml_recordings" => send(client, GetTexmlConferenceRecordings::new("acct", "conf")),
    "texml_participants_list" => send(client, GetTexmlConferenceParticipants::new("acct", "conf")),
    "texml_dial_full" => send(client, dial_full()),
    "texml_participant_update" => send(client, texml_participant_update()),
    "extra_headers_query_body" => by_hand(client),
    "error_400_no_retry" => once(client, join()),
    "error_403_no_retry" => once(client, join()),
    "error_405_no_retry" => once(client, join()),
    "error_422_no_retry" => once(client, join()),
    "error_500_no_retry" => once(client, join()),
    "error_422_default_retries" => send(client, join()),
    "error_texml_404" => send(client, GetTexmlConferenceParticipant::new("a", "c", "x")),
    "error_empty_body" => once(client, RetrieveConference::new(ID)),
    "ok_bad_json_200" => send(client, RetrieveConference::new(ID)),
    "ok_vendor_json_ct" => send(client, join()),
    "retry_429_retry_after_1_then_ok" => send(client, join()),
    "retry_429_x2_no_header_then_ok" => send(client, join()),
    "retry_after_ms_300" => send(client, join()),
    "retry_after_61_ignored" => send(client, join()),
    "retry_408" => send(client, RetrieveConference::new(ID)),
    "retry_500_post" => send(client, join()),
    "retry_x_should_retry_true_on_400" => send(client, join()),
    "conn_closed_exhaust" => send(client, join()),
    "timeout_exhaust" => told(client, join(), |call| call.retries(0).timeout(TIMEOUT)),
    "redirect_301_post" => send(client, join()),
}

fn legs(legs: &[&str]) -> Vec<String> {
    legs.iter().map(|it| (*it).to_owned()).collect()
}

fn join() -> JoinConference {
    JoinConference::new(ID, JoinConferenceRequest::new(LEG))
}

fn list_filters_all() -> ListConferences {
    let at = DateTime::from_text;
    let occurred = OccurredAtFilter::new()
        .eq_(at("2019-03-29T11:10:00Z"))
        .gt(at("a"))
        .gte(at("b"))
        .lt(at("c"))
        .lte(at("d"));
    let filter = ConferenceFilter::new()
        .application_name(ApplicationNameFilter::new().contains("my app"))
        .application_session_id("s1")
        .connection_id("123")
        .failed(false)
        .from("+12025550142")
        .leg_id("leg")
        .name("Büsiness & co")
        .occurred_at(occurred)
        .outbound_outbound_voice_profile_id("ovp")
        .product(ProductFilter::Texml)
        .status(ConferenceStatus::InProgress)
        .to("+12025550143")
        .type_(EventTypeFilter::Command);
    let page = Page::new().number(2).size(50);
    let list = ListConferences::new().filter(filter).page(page);
    list.region(ConferenceRegion::MiddleEast)
}

fn list_participants() -> ListConferenceParticipants {
    let filter = ParticipantFilter::new()
        .muted(true)
        .on_hold(false)
        .whispering(true);
    let list = ListConferenceParticipants::new(ID).filter(filter);
    list.page(Page::new().number(1).size(20))
        .region(ConferenceRegion::Us)
}

fn update_participant() -> UpdateConferenceParticipant {
    let body = UpdateConferenceParticipantRequest::new()
        .beep_enabled(BeepEnabled::Never)
        .end_conference_on_exit(true)
        .soft_end_conference_on_exit(false);
    UpdateConferenceParticipant::new(ID, "pid").body(body)
}

fn speak() -> SpeakTextToConference {
    let voice = ElevenLabsVoiceSettings::new().api_key_ref("my_key");
    let body = ConferenceSpeakRequest::new("Say <this> & that", "ElevenLabs.Default.123")
        .call_control_ids(legs(&["a"]))
        .command_id("k")
        .language(SpeakLanguage::EnUs)
        .payload_type(SpeakPayloadType::Text)
        .voice_settings(VoiceSettings::Elevenlabs(voice));
    SpeakTextToConference::new(ID, body)
}

fn play_loop_int() -> PlayConferenceAudio {
    let body = ConferencePlayRequest::new().audio_url("http://x/a.wav");
    let body = body
        .call_control_ids(legs(&["a"]))
        .loop_(LoopCount::Integer(3));
    PlayConferenceAudio::new(ID, body)
}

fn dial_full() -> DialTexmlConferenceParticipant {
    let header = |name, value| CustomHeader::new(name, value);
    let headers = vec![
        header("X-Custom-Header", "custom value & é"),
        header("X-B", "2"),
    ];
    let body = DialConferenceParticipantRequest::new()
        .application_sid("app")
        .beep(Beep::OnExit)
        .caller_id("Info")
        .coaching(false)
        .conference_record(ConferenceRecord::RecordFromStart)
        .conference_status_callback_event("start end")
        .custom_headers(headers)
        .early_media(true)
        .end_conference_on_exit(false)
        .from("+12065550200")
        .label("customer")
        .machine_detection(MachineDetection::Enable)
        .max_participants(30)
        .muted(true)
        .status_callback("https://x.example/cb?a=1&b=2")
        .status_callback_event("answered completed")
        .time_limit(1800)
        .to("+12065550100")
        .wait_url("");
    DialTexmlConferenceParticipant::new("acct", "conf", body)
}

fn texml_participant_update() -> UpdateTexmlConferenceParticipant {
    let body = texml::UpdateConferenceParticipantRequest::new()
        .announce_url("http://x/a.xml")
        .hold(false)
        .hold_method(HttpMethod::Get)
        .hold_url("http://x/h.xml")
        .muted(true);
    UpdateTexmlConferenceParticipant::new("acct", "conf", "csid", body)
}

/// With undeclared members, query parameters and headers.
async fn by_hand(client: &Client) -> Outcome {
    let request = join().request().expect("it keeps the rules");
    let (mut parts, body) = request.into_parts();
    let mut json: Value = serde_json::from_slice(&body).expect("the body is JSON");
    json["experimental"] = json!({ "k": 1 });
    let uri = format!("{}?debug=true&tags=a%2Cb&n%5Bk%5D=v", parts.uri);
    parts.uri = uri.parse().expect("it is a URI");
    parts
        .headers
        .insert("x-mine", "1".parse().expect("it is a value"));
    let request = Request::from_parts(parts, json.to_string().into());
    match client.execute(&API, request, Retry::Idempotent).await {
        Ok(reply) if reply.status().is_success() => Outcome::Result,
        Ok(reply) => Outcome::Status(reply.status().as_u16()),
        Err(_) => Outcome::NoReply,
    }
}
