//! Outbound calls: dial and transfer.
//!
//! Assumed where the sources are silent: what is dialled is a telephone number with `+` or a SIP URI;
//! everything after the first space is ignored, as the example shows it.

use generated::calls::{
    self, AnsweringMachineDetection, BeepEnabled, CallCommandResponse, CallCommandResult,
    CallSupervisorRole, DialCall, DialCallResponse, DialConferenceConfig, DialRequest, DialTo,
    MediaEncryption, RecordingChannels, RecordingFormat, TransferCall, WebhookMethod, errors,
};
use generated::conferences;

use super::Command;
use super::call::set_webhooks;
use crate::engine::{
    CallRecording, DEFAULT_MAX_PARTICIPANTS, Detection, Engine, JoinPlan, LONGEST_CALL_SECS,
    NewCall, NewConference, OnAnswer, Refusal, Webhooks,
};

/// How long a dialled number rings if nothing else is asked for, in seconds.
const DEFAULT_TIMEOUT_SECS: i64 = 30;

/// Checks that a number can be dialled, and returns it.
pub(super) fn check_number<'a>(to: &'a str, name: &str) -> Result<&'a str, Refusal> {
    let number = to.split(' ').next().unwrap_or_default();
    if number.is_empty() {
        let why = format!("`{name}` is blank");
        let detail = format!("The '{name}' parameter is required and cannot be blank.");
        let refusal = Refusal::named(&errors::MISSING_REQUIRED_PARAMETER, why);
        return Err(refusal.at(&format!("/{name}")).detail(detail));
    }
    let is_sip = number.starts_with("sip:") || number.starts_with("sips:");
    let digits = number.strip_prefix('+').unwrap_or_default();
    let is_number =
        (2..=15).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    if is_sip || is_number {
        return Ok(number);
    }
    let why = format!("`{name}` is {number}, neither a number with + nor a SIP URI");
    let detail = format!("The '{name}' parameter must be in E164 format.");
    let refusal = Refusal::named(&errors::INVALID_PHONE_NUMBER_FORMAT, why);
    Err(refusal.at(&format!("/{name}")).detail(detail))
}

/// Refuses encryption of calls to telephone numbers.
fn check_encryption(encryption: Option<&MediaEncryption>, number: &str) -> Result<(), Refusal> {
    if encryption == Some(&MediaEncryption::Srtp) && !number.starts_with("sip") {
        let why = format!("{number} is a telephone number");
        return Err(Refusal::named(&errors::SRTP_NOT_SUPPORTED_FOR_PSTN, why));
    }
    Ok(())
}

impl Command for DialCall {
    fn target(&self, _: &Engine) -> String {
        "calls".to_owned()
    }

    fn run(self, engine: &mut Engine) -> Result<DialCallResponse, Refusal> {
        let request = self.body;
        let numbers = match &request.to {
            DialTo::Array(numbers) => numbers.clone(),
            DialTo::String(number) => vec![number.clone()],
            _ => Vec::new(),
        };
        let plan = check_dial(engine, &request, &numbers)?;
        let legs: Vec<_> = numbers
            .iter()
            .map(|number| start_leg(engine, &request, number, plan.clone()))
            .collect();
        let [first, ..] = &legs[..] else {
            unreachable!("`check_dial` requires a number");
        };
        for leg in &legs {
            if let Some(call) = engine.call_mut(leg) {
                call.rivals = legs.iter().filter(|it| *it != leg).cloned().collect();
            }
        }
        let Some(call) = engine.call(first) else {
            unreachable!("the call was started just now");
        };
        Ok(DialCallResponse::new().data(engine.dialled_call_view(call)))
    }
}

/// Checks what a dial command asks for, and returns what is to happen when the call is answered.
fn check_dial(
    engine: &Engine,
    request: &DialRequest,
    numbers: &[String],
) -> Result<Option<OnAnswer>, Refusal> {
    let connection = engine.settings().connection(&request.connection_id);
    if connection.is_none_or(|it| it.texml) {
        let why = format!(
            "the settings have no Call Control connection {}",
            request.connection_id
        );
        return Err(Refusal::named(&errors::INVALID_CONNECTION_ID, why));
    }
    check_number(&request.from, "from")?;
    if numbers.is_empty() {
        check_number("", "to")?;
    }
    for number in numbers {
        check_encryption(
            request.media_encryption.as_ref(),
            check_number(number, "to")?,
        )?;
    }
    engine.check_media(&[request.audio_url.as_deref(), request.media_name.as_deref()])?;
    if let Some(link) = &request.link_to {
        engine
            .live_call(link)
            .map_err(|refusal| refusal.at("/link_to"))?;
    }
    if let Some(supervised) = &request.supervise_call_control_id {
        let call = engine.answered_call(supervised);
        call.map_err(|refusal| refusal.at("/supervise_call_control_id"))?;
    }
    let bridges = request.bridge_on_answer == Some(true);
    match (&request.conference_config, &request.link_to) {
        (Some(config), _) => Ok(Some(OnAnswer::Join(Box::new(plan_join(engine, config)?)))),
        (None, Some(link)) if bridges => Ok(Some(OnAnswer::Bridge(link.to_string()))),
        _ => Ok(None),
    }
}

/// Plans how a dialled call joins a conference: one that exists, by id, or by a name, for which one
/// is created if there is none.
fn plan_join(engine: &Engine, config: &DialConferenceConfig) -> Result<JoinPlan, Refusal> {
    let conference = match (&config.id, &config.conference_name) {
        (Some(id), _) => {
            let conference = engine.active_conference(id)?;
            engine.check_room(&conference.id)?;
            conference.id.clone()
        }
        (None, Some(name)) => name.clone(),
        (None, None) => {
            let why = "`conference_config` names no conference";
            return Err(Refusal::with_code(422, "10004", why).at("/conference_config"));
        }
    };
    let create = config.id.is_none().then(|| NewConference {
        name: conference.clone(),
        creator: String::new(),
        is_started: config.start_conference_on_create.unwrap_or(true),
        max_participants: DEFAULT_MAX_PARTICIPANTS,
        duration_minutes: None,
        beep: None,
        client_state: None,
        callbacks: None,
    });
    Ok(JoinPlan {
        create,
        muted: config.mute.unwrap_or(false),
        on_hold: config.hold.unwrap_or(false),
        ends_on_exit: config.end_conference_on_exit.unwrap_or(false),
        soft_ends_on_exit: config.soft_end_conference_on_exit.unwrap_or(false),
        starts_on_enter: config.start_conference_on_enter.unwrap_or(false),
        beep: config.beep_enabled.as_ref().map(beep),
        role: config
            .supervisor_role
            .as_ref()
            .map_or(conferences::SupervisorRole::None, role),
        whispers_to: config.whisper_call_control_ids.clone().unwrap_or_default(),
        ..JoinPlan::new(conference)
    })
}

/// Returns the same value of the document of conferences.
fn beep(beep: &BeepEnabled) -> conferences::BeepEnabled {
    match beep {
        BeepEnabled::Always => conferences::BeepEnabled::Always,
        BeepEnabled::OnEnter => conferences::BeepEnabled::OnEnter,
        BeepEnabled::OnExit => conferences::BeepEnabled::OnExit,
        _ => conferences::BeepEnabled::Never,
    }
}

/// Returns the same value of the document of conferences.
fn role(role: &calls::SupervisorRole) -> conferences::SupervisorRole {
    match role {
        calls::SupervisorRole::Barge => conferences::SupervisorRole::Barge,
        calls::SupervisorRole::Monitor => conferences::SupervisorRole::Monitor,
        calls::SupervisorRole::Whisper => conferences::SupervisorRole::Whisper,
        _ => conferences::SupervisorRole::None,
    }
}

/// Returns where the events of a dialled call are delivered.
fn leg_webhooks(engine: &Engine, request: &DialRequest) -> Webhooks {
    let mut webhooks = Webhooks::new(engine.settings().connection(&request.connection_id));
    set_webhooks(
        &mut webhooks,
        request.webhook_url.as_deref(),
        request.webhook_url_method.as_ref(),
    );
    webhooks.urls = request
        .webhook_urls
        .clone()
        .unwrap_or_default()
        .into_iter()
        .collect();
    webhooks.urls_are_get = request.webhook_urls_method == Some(WebhookMethod::Get);
    let policies = request.webhook_retries_policies.clone().unwrap_or_default();
    let policies = policies
        .into_iter()
        .filter_map(|(event, it)| Some((event, it.retries_ms?)));
    webhooks.retries = policies.collect();
    webhooks
}

/// Returns what is to be found out about the party that answers.
fn detection(detection: Option<&AnsweringMachineDetection>) -> Detection {
    use AnsweringMachineDetection as Wanted;
    match detection {
        Some(Wanted::Detect | Wanted::DetectWords) => Detection::Kind,
        Some(Wanted::DetectBeep | Wanted::GreetingEnd) => Detection::Greeting,
        _ => Detection::Off,
    }
}

/// Starts one leg of a dial command, and returns its id.
fn start_leg(
    engine: &mut Engine,
    request: &DialRequest,
    number: &str,
    on_answer: Option<OnAnswer>,
) -> String {
    let webhooks = leg_webhooks(engine, request);
    let linked = request.link_to.as_ref().and_then(|id| engine.call(id));
    let session_id = linked.map(|it| it.session_id.clone());
    let bridged_from = linked.filter(|_| request.bridge_intent == Some(true));
    let from = bridged_from.map_or_else(|| request.from.clone(), |it| it.from.clone());
    let id = engine.start_call(NewCall {
        connection_id: request.connection_id.to_string(),
        is_outbound: true,
        from,
        to: number.split(' ').next().unwrap_or_default().to_owned(),
        session_id,
        client_state: request.client_state.clone(),
        webhooks,
        texml: None,
        timeout_secs: request.timeout_secs.unwrap_or(DEFAULT_TIMEOUT_SECS),
        time_limit_secs: request.time_limit_secs.unwrap_or(LONGEST_CALL_SECS),
    });
    let recording = request.record.as_ref().map(|_| CallRecording {
        id: engine.new_id(),
        is_dual: request.record_channels != Some(RecordingChannels::Single),
        is_mp3: request.record_format != Some(RecordingFormat::Wav),
        started_at: None,
        ended_at: None,
    });
    let Some(call) = engine.call_mut(&id) else {
        return id;
    };
    call.recording = recording;
    call.detection = detection(request.answering_machine_detection.as_ref());
    let has_greeting = request.audio_url.is_some() || request.media_name.is_some();
    call.greeting = has_greeting.then(|| (request.audio_url.clone(), request.media_name.clone()));
    call.is_parked_after_unbridge = request.park_after_unbridge.is_some();
    call.supervises = request.supervise_call_control_id.clone().map(|id| {
        let role = request.supervisor_role.clone();
        (id.to_string(), role.unwrap_or(CallSupervisorRole::Barge))
    });
    call.on_answer = match on_answer {
        Some(OnAnswer::Join(mut plan)) => {
            if let Some(new) = &mut plan.create {
                new.creator.clone_from(&id);
            }
            Some(OnAnswer::Join(plan))
        }
        other => other,
    };
    id
}

impl Command for TransferCall {
    fn target(&self, _: &Engine) -> String {
        self.call_control_id.to_string()
    }

    fn run(self, engine: &mut Engine) -> Result<CallCommandResponse, Refusal> {
        let (id, request) = (self.call_control_id, self.body);
        let call = engine.answered_call(&id)?.clone();
        check_encryption(
            request.media_encryption.as_ref(),
            check_number(&request.to, "to")?,
        )?;
        engine.check_media(&[request.audio_url.as_deref(), request.media_name.as_deref()])?;
        let mut webhooks = call.webhooks.clone();
        let method = request.webhook_url_method.as_ref();
        set_webhooks(&mut webhooks, request.webhook_url.as_deref(), method);
        engine.set_client_state(&id, request.client_state.as_ref());
        if let Some(call) = engine.call_mut(&id) {
            call.is_parked_after_unbridge = request.park_after_unbridge.is_some();
        }
        let leg = engine.start_call(NewCall {
            connection_id: call.connection_id,
            is_outbound: true,
            from: request.from.unwrap_or(call.to),
            to: request.to,
            session_id: Some(call.session_id),
            client_state: request.target_leg_client_state,
            webhooks,
            texml: None,
            timeout_secs: request.timeout_secs.unwrap_or(DEFAULT_TIMEOUT_SECS),
            time_limit_secs: request.time_limit_secs.unwrap_or(LONGEST_CALL_SECS),
        });
        if let Some(call) = engine.call_mut(&leg) {
            call.on_answer = Some(OnAnswer::Bridge(id.to_string()));
        }
        Ok(CallCommandResponse::new().data(CallCommandResult::new().result("ok")))
    }
}
