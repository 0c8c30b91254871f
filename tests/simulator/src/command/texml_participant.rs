//! Participants in TeXML: dial, list, retrieve, update, remove.
//!
//! Assumed where the sources are silent:
//!
//! - `{conference_sid}` of a dial command may be a name; an unknown one creates a conference, and so
//!   does the name of one that has ended.
//! - `From` and `To` are required, as a call without them is impossible.
//! - Announcements and hold music are played without a callback.
//! - Removing a participant hangs up.

use generated::calls::errors as call_errors;
use generated::conferences::{BeepEnabled, CallControlId, SupervisorRole};
use generated::texml::{
    Beep, ConferenceRecord, DeleteTexmlConferenceParticipant, DialConferenceParticipantRequest,
    DialTexmlConferenceParticipant, GetTexmlConferenceParticipant, GetTexmlConferenceParticipants,
    MachineDetection, NewParticipantResource, ParticipantResource, ParticipantResourceIndex,
    UpdateTexmlConferenceParticipant,
};

use super::Command;
use super::dial::check_number;
use super::texml_conference::whole_list;
use crate::engine::{
    AudioSource, CallCallbacks, CallRecording, Callback, Conference, ConferenceCallbacks,
    DEFAULT_MAX_PARTICIPANTS, Detection, Engine, JoinPlan, LONGEST_CALL_SECS, NewCall,
    NewConference, Participant, Refusal, TexmlPage, Webhooks,
};

impl Command for DialTexmlConferenceParticipant {
    fn run(self, engine: &mut Engine) -> Result<NewParticipantResource, Refusal> {
        engine.check_account(&self.account_sid)?;
        let request = self.body;
        check_number(request.from.as_deref().unwrap_or_default(), "From")?;
        check_number(request.to.as_deref().unwrap_or_default(), "To")?;
        let existing = engine
            .active_conference(&self.conference_sid)
            .ok()
            .map(|it| it.id.clone());
        let application = check_application(engine, &request, existing.is_some())?;
        if let Some(conference) = &existing {
            engine.check_room(conference)?;
            check_label(engine, conference, request.label.as_deref())?;
        }
        let call = start_call(engine, &request, application);
        let conference = existing
            .unwrap_or_else(|| create_conference(engine, self.conference_sid, &call, &request));
        engine.set_callbacks(&conference, conference_callbacks(&request));
        let plan = JoinPlan {
            label: request.label,
            muted: request.muted.unwrap_or(false),
            ends_on_exit: request.end_conference_on_exit.unwrap_or(false),
            starts_on_enter: request.start_conference_on_enter.unwrap_or(true),
            beep: request.beep.as_ref().map(beep),
            role: match request.coaching {
                Some(true) => SupervisorRole::Whisper,
                _ => SupervisorRole::None,
            },
            whispers_to: request
                .call_sid_to_coach
                .into_iter()
                .map(|it| it.0.into())
                .collect(),
            ..JoinPlan::new(conference.as_str())
        };
        engine.expect_participant(&call, &plan);
        let conference = engine.find_conference(&conference)?;
        let participant = find_participant(conference, &call)?;
        Ok(engine.new_texml_participant(conference, participant))
    }
}

/// Checks the application, without which only an existing conference can be joined.
fn check_application(
    engine: &Engine,
    request: &DialConferenceParticipantRequest,
    exists: bool,
) -> Result<Option<String>, Refusal> {
    let Some(id) = request.application_sid.as_deref() else {
        if exists {
            return Ok(None);
        }
        let why = "`ApplicationSid` is required unless an existing conference is joined";
        let refusal = Refusal::named(&call_errors::MISSING_REQUIRED_PARAMETER, why);
        return Err(refusal
            .at("/ApplicationSid")
            .detail("The 'ApplicationSid' parameter is required and cannot be blank."));
    };
    if engine.settings().connection(id).is_none_or(|it| !it.texml) {
        let why = format!("the settings have no TeXML application {id}");
        let refusal = Refusal::named(&call_errors::INVALID_CONNECTION_ID, why);
        return Err(refusal.at("/ApplicationSid"));
    }
    Ok(Some(id.to_owned()))
}

/// Refuses a label that another participant has.
fn check_label(engine: &Engine, conference: &str, label: Option<&str>) -> Result<(), Refusal> {
    let Some(label) = label else { return Ok(()) };
    let conference = engine.find_conference(conference)?;
    if conference
        .present()
        .all(|it| it.label.as_deref() != Some(label))
    {
        return Ok(());
    }
    let why = format!(
        "conference {} has a participant with the label {label}",
        conference.id
    );
    Err(Refusal::with_code(422, "10015", why).at("/Label"))
}

fn start_call(
    engine: &mut Engine,
    request: &DialConferenceParticipantRequest,
    application: Option<String>,
) -> String {
    let settings = engine.settings();
    let usual = || {
        settings
            .connections
            .iter()
            .find(|it| it.texml)
            .map(|it| it.id.clone())
    };
    let connection_id = application.or_else(usual).unwrap_or_default();
    let callbacks = CallCallbacks {
        status: Callback::new(
            request.status_callback.as_ref(),
            request.status_callback_method.as_ref(),
            request.status_callback_event.as_ref(),
            "completed",
        ),
        recording: Callback::new(
            request.recording_status_callback.as_ref(),
            request.recording_status_callback_method.as_ref(),
            request.recording_status_callback_event.as_ref(),
            "completed",
        ),
        detection: Callback::new(
            request.amd_status_callback.as_ref(),
            request.amd_status_callback_method.as_ref(),
            None,
            "detected",
        ),
        caller_id: request.caller_id.clone(),
        ..CallCallbacks::default()
    };
    let new = NewCall {
        webhooks: Webhooks::new(settings.connection(&connection_id)),
        connection_id,
        is_outbound: true,
        from: request.from.clone().unwrap_or_default(),
        to: request.to.clone().unwrap_or_default(),
        session_id: None,
        client_state: None,
        texml: Some(Box::new(callbacks)),
        timeout_secs: request.timeout.unwrap_or(30),
        time_limit_secs: request.time_limit.unwrap_or(LONGEST_CALL_SECS).max(1),
    };
    let id = engine.start_call(new);
    let recording = (request.record == Some(true)).then(|| CallRecording {
        id: engine.new_id(),
        is_dual: request.recording_channels == Some(generated::texml::RecordingChannels::Dual),
        is_mp3: true,
        started_at: None,
        ended_at: None,
    });
    if let Some(call) = engine.call_mut(&id) {
        call.recording = recording;
        call.detection = match request.machine_detection {
            Some(MachineDetection::Enable | MachineDetection::DetectMessageEnd) => Detection::Kind,
            _ => Detection::Off,
        };
    }
    id
}

fn create_conference(
    engine: &mut Engine,
    name: impl Into<String>,
    call: &str,
    request: &DialConferenceParticipantRequest,
) -> String {
    let id = engine.open_conference(NewConference {
        name: name.into(),
        creator: call.to_owned(),
        is_started: false,
        max_participants: request.max_participants.unwrap_or(DEFAULT_MAX_PARTICIPANTS),
        duration_minutes: None,
        beep: None,
        client_state: None,
        callbacks: None,
    });
    let records = matches!(
        request.conference_record,
        Some(ConferenceRecord::True | ConferenceRecord::RecordFromStart)
    );
    engine.record_from_start(&id, records);
    id
}

fn conference_callbacks(request: &DialConferenceParticipantRequest) -> ConferenceCallbacks {
    ConferenceCallbacks {
        status: Callback::new(
            request.conference_status_callback.as_ref(),
            request.conference_status_callback_method.as_ref(),
            request.conference_status_callback_event.as_ref(),
            "",
        ),
        recording: Callback::new(
            request.conference_recording_status_callback.as_ref(),
            request.conference_recording_status_callback_method.as_ref(),
            request.conference_recording_status_callback_event.as_ref(),
            "completed",
        ),
        sequence: 0,
    }
}

fn beep(beep: &Beep) -> BeepEnabled {
    match beep {
        Beep::True => BeepEnabled::Always,
        Beep::OnEnter => BeepEnabled::OnEnter,
        Beep::OnExit => BeepEnabled::OnExit,
        _ => BeepEnabled::Never,
    }
}

/// Returns a participant of a conference by the id of the call or by the label.
fn find_participant<'a>(conference: &'a Conference, id: &str) -> Result<&'a Participant, Refusal> {
    let is_named = |it: &&Participant| it.leg.call == id || it.label.as_deref() == Some(id);
    conference.present().find(is_named).ok_or_else(|| {
        let why = format!("conference {} has no participant {id}", conference.id);
        Refusal::with_code(404, "10005", why)
    })
}

impl Command for GetTexmlConferenceParticipants {
    fn run(self, engine: &mut Engine) -> Result<ParticipantResourceIndex, Refusal> {
        engine.check_account(&self.account_sid)?;
        let conference = engine.find_conference(&self.conference_sid)?;
        let participants = conference.present();
        let participants: Vec<_> = participants
            .map(|it| engine.texml_participant(conference, it))
            .collect();
        let uri = format!(
            "{}/Participants",
            engine.texml_conference_uri(&conference.id)
        );
        let size = whole_list(&participants);
        let (participants, page) = TexmlPage::cut(&uri, "", None, size, participants);
        Ok(ParticipantResourceIndex::new()
            .end(page.end)
            .first_page_uri(page.first_uri)
            .next_page_uri(page.next_uri)
            .page(page.number)
            .page_size(page.size)
            .participants(participants)
            .start(page.start)
            .uri(page.uri))
    }
}

impl Command for GetTexmlConferenceParticipant {
    fn run(self, engine: &mut Engine) -> Result<ParticipantResource, Refusal> {
        engine.check_account(&self.account_sid)?;
        let conference = engine.find_conference(&self.conference_sid)?;
        let participant = find_participant(conference, &self.call_sid_or_participant_label)?;
        Ok(engine.texml_participant(conference, participant))
    }
}

impl Command for UpdateTexmlConferenceParticipant {
    fn run(self, engine: &mut Engine) -> Result<ParticipantResource, Refusal> {
        engine.check_account(&self.account_sid)?;
        let request = self.body;
        let conference = engine.find_conference(&self.conference_sid)?;
        let participant = find_participant(conference, &self.call_sid_or_participant_label)?;
        let (id, call) = (conference.id.clone(), participant.leg.call.clone());
        let coached = request
            .call_sid_to_coach
            .map(|it| CallControlId::from(it.0));
        engine.change_participants(&id, Some(&[call.as_str().into()]), |it| {
            match request.coaching {
                Some(true) => {
                    it.set_role(SupervisorRole::Whisper, coached.iter().cloned().collect());
                }
                Some(false) => it.set_role(SupervisorRole::None, Vec::new()),
                None => {}
            }
            it.muted = request.muted.unwrap_or(it.muted);
            if let Some(hold) = request.hold {
                it.on_hold = hold;
                it.waits_for_start = false;
            }
            it.ends_on_exit = request.end_conference_on_exit.unwrap_or(it.ends_on_exit);
            match (request.beep_on_exit, &it.beep) {
                (Some(true), Some(BeepEnabled::OnEnter)) => it.beep = Some(BeepEnabled::Always),
                (Some(true), _) => it.beep = Some(BeepEnabled::OnExit),
                (Some(false), Some(BeepEnabled::Always)) => it.beep = Some(BeepEnabled::OnEnter),
                (Some(false), Some(BeepEnabled::OnExit)) => it.beep = Some(BeepEnabled::Never),
                _ => {}
            }
        });
        if request.announce_url.is_some() {
            let file = AudioSource::File {
                url: request.announce_url,
                name: None,
                times: Some(1),
            };
            engine.play_audio(&id, file, Some(vec![call.as_str().into()]));
        }
        let conference = engine.find_conference(&id)?;
        let participant = find_participant(conference, &call)?;
        Ok(engine.texml_participant(conference, participant))
    }
}

impl Command for DeleteTexmlConferenceParticipant {
    fn run(self, engine: &mut Engine) -> Result<(), Refusal> {
        engine.check_account(&self.account_sid)?;
        let conference = engine.find_conference(&self.conference_sid)?;
        let participant = find_participant(conference, &self.call_sid_or_participant_label)?;
        let call = participant.leg.call.clone();
        let side = engine.live_call(&call)?.service_side();
        engine.hang_up(&call, generated::calls::HangupCause::NormalClearing, side);
        Ok(())
    }
}
