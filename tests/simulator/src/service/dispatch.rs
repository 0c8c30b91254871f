//! Which operation a request is for, and what came of it.

use bytes::Bytes;
use generated::Operation;
use generated::server::{Receive, Rejection, Route};
use generated::{Violation, ViolationKind, calls, conferences, texml};
use http::{Request, StatusCode};

use super::api::Answer;
use crate::command::Command;
use crate::engine::{Engine, Refusal};
use crate::fault::ReplyFault;

/// Reads the operation of a request and carries it out. `take_fault` returns what is to go wrong with an
/// operation of a name.
pub(super) fn dispatch(
    engine: &mut Engine,
    request: &Request<Bytes>,
    is_texml: bool,
    take_fault: impl FnOnce(&str) -> Option<ReplyFault>,
) -> (Answer, Option<ReplyFault>) {
    let (route, run) = match find(request) {
        Ok(found) => found,
        Err(rejection) => {
            return (
                Answer::refused(None, refuse(&rejection, is_texml), is_texml),
                None,
            );
        }
    };
    let fault = take_fault(route.name);
    if fault.as_ref().is_some_and(|it| !it.acts) {
        let answer = Answer {
            operation: Some(route.name),
            status: StatusCode::OK,
            body: None,
            refusal: None,
        };
        return (answer, fault);
    }
    let answer = run(engine, request)
        .unwrap_or_else(|refusal| Answer::refused(Some(route.name), refusal, is_texml));
    (answer, fault)
}

/// Reads and carries out an operation of one document.
type Run = fn(&mut Engine, &Request<Bytes>) -> Result<Answer, Refusal>;

/// Returns the route of a request in any of the documents.
fn find(request: &Request<Bytes>) -> Result<(&'static Route, Run), Rejection> {
    let found = conferences::server::Call::route(request).map(|it| (it, run_conferences as Run));
    let found = found.or_else(|rejection| {
        let route = calls::server::Call::route(request).map(|it| (it, run_calls as Run));
        route.map_err(|it| more_telling(rejection, it))
    });
    found.or_else(|rejection| {
        let route = texml::server::Call::route(request).map(|it| (it, run_texml as Run));
        route.map_err(|it| more_telling(rejection, it))
    })
}

/// Returns the rejection that is not "not found", if there is one.
fn more_telling(one: Rejection, other: Rejection) -> Rejection {
    if one.status() == StatusCode::NOT_FOUND {
        other
    } else {
        one
    }
}

/// Carries out an operation that has been read.
fn carry_out<C: Command + Receive>(engine: &mut Engine, operation: C) -> Result<Answer, Refusal> {
    let body = engine.execute(operation)?;
    let body = serde_json::to_value(&body).ok().filter(|it| !it.is_null());
    Ok(Answer {
        operation: Some(<C as Operation>::NAME),
        status: StatusCode::from_u16(C::STATUS).unwrap_or_default(),
        body,
        refusal: None,
    })
}

/// Defines the function that reads and carries out the operations of a document.
macro_rules! run {
    ($function:ident, $module:ident, $is_texml:literal, $($name:ident),* $(,)?) => {
        fn $function(engine: &mut Engine, request: &Request<Bytes>) -> Result<Answer, Refusal> {
            use $module::server::Call;
            match Call::read(request).map_err(|it| refuse(&it, $is_texml))? {
                $(Call::$name(operation) => carry_out(engine, operation),)*
                other => unreachable!("no command for {other:?}"),
            }
        }
    };
}

run!(
    run_conferences,
    conferences,
    false,
    ListConferences,
    CreateConference,
    ListConferenceParticipants,
    RetrieveConference,
    EndConference,
    ConferenceGatherUsingAudio,
    HoldConferenceParticipants,
    JoinConference,
    LeaveConference,
    MuteConferenceParticipants,
    PlayConferenceAudio,
    PauseConferenceRecording,
    ResumeConferenceRecording,
    StartConferenceRecording,
    StopConferenceRecording,
    ConferenceSendDtmf,
    SpeakTextToConference,
    StopConferenceAudio,
    UnholdConferenceParticipants,
    UnmuteConferenceParticipants,
    UpdateConference,
    RetrieveConferenceParticipant,
    UpdateConferenceParticipant,
);

run!(
    run_calls,
    calls,
    false,
    DialCall,
    RetrieveCallStatus,
    AnswerCall,
    HangupCall,
    RejectCall,
    BridgeCall,
    TransferCall,
    UpdateClientState,
    SwitchSupervisorRole,
);

run!(
    run_texml,
    texml,
    true,
    GetTexmlConferences,
    GetTexmlConference,
    UpdateTexmlConference,
    GetTexmlConferenceParticipants,
    DialTexmlConferenceParticipant,
    DeleteTexmlConferenceParticipant,
    GetTexmlConferenceParticipant,
    UpdateTexmlConferenceParticipant,
    GetTexmlConferenceRecordings,
    FetchTexmlConferenceRecordings,
);

/// Returns the refusal of a request that no operation accepts: 404, 405 or 415, 400 for a body that is
/// not JSON, else 422.
fn refuse(rejection: &Rejection, is_texml: bool) -> Refusal {
    let status = rejection.status();
    let violations = rejection.violations();
    if violations.is_empty() || status == StatusCode::UNSUPPORTED_MEDIA_TYPE {
        let code = match status {
            StatusCode::NOT_FOUND => "10005",
            StatusCode::UNSUPPORTED_MEDIA_TYPE if is_texml => "10034",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "10024",
            _ => "10015",
        };
        return Refusal::with_code(status.as_u16(), code, rejection.to_string());
    }
    let is_malformed = |it: &Violation| {
        let is_unread = matches!(it.kind, ViolationKind::Encoding | ViolationKind::Type);
        is_unread && it.parameter.is_none() && it.pointer.is_empty()
    };
    if status == StatusCode::BAD_REQUEST && violations.iter().any(is_malformed) {
        return Refusal::with_code(400, "10023", rejection.to_string());
    }
    let mut refusal = Refusal::invalid(violations);
    refusal.why = rejection.to_string();
    refusal
}
