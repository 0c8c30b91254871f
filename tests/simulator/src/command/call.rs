//! Calls: retrieve, answer, hang up, reject, bridge, transfer, client state, supervisor role.
//!
//! Assumed where the sources are silent:
//!
//! - Rejecting a call that is answered, or outbound, is refused with 10015.
//! - There are no queues and no video rooms: bridging to one is refused with 10005.
//! - A call that supervises no other has no role to switch, which is refused with 10015.

use generated::calls::{
    AnswerCall, AnswerCallResponse, BridgeCall, CallCommandResponse, CallCommandResult,
    CallCommandResultWithRecordingId, HangupCall, HangupCause, RecordingChannels, RecordingFormat,
    RejectCall, RejectCause, RetrieveCallStatus, RetrieveCallStatusResponse, SwitchSupervisorRole,
    UpdateClientState, WebhookMethod,
};
use generated::conferences::errors;

use super::Command;
use crate::engine::{CallRecording, Engine, Refusal, Webhooks};

fn done() -> CallCommandResponse {
    CallCommandResponse::new().data(CallCommandResult::new().result("ok"))
}

impl Command for RetrieveCallStatus {
    fn run(self, engine: &mut Engine) -> Result<RetrieveCallStatusResponse, Refusal> {
        let Some(call) = engine.call(&self.call_control_id) else {
            let why = format!("no call has the id {}", self.call_control_id);
            return Err(Refusal::named(&errors::INVALID_CALL_CONTROL_ID, why));
        };
        Ok(RetrieveCallStatusResponse::new().data(engine.call_view(call)))
    }
}

impl Command for AnswerCall {
    fn target(&self, _: &Engine) -> String {
        self.call_control_id.to_string()
    }

    fn run(self, engine: &mut Engine) -> Result<AnswerCallResponse, Refusal> {
        let (id, request) = (self.call_control_id, self.body);
        engine.live_call(&id)?;
        engine.set_client_state(&id, request.client_state.as_ref());
        let recording = request.record.map(|_| CallRecording {
            id: engine.new_id(),
            is_dual: request.record_channels != Some(RecordingChannels::Single),
            is_mp3: request.record_format != Some(RecordingFormat::Wav),
            started_at: None,
            ended_at: None,
        });
        let mut result = CallCommandResultWithRecordingId::new().result("ok");
        if let Some(call) = engine.call_mut(&id) {
            set_webhooks(
                &mut call.webhooks,
                request.webhook_url.as_deref(),
                request.webhook_url_method.as_ref(),
            );
            if let Some(urls) = request.webhook_urls {
                call.webhooks.urls = urls.into_iter().collect();
                call.webhooks.urls_are_get =
                    request.webhook_urls_method == Some(WebhookMethod::Get);
            }
            if !call.is_outbound && !call.is_answered() {
                result.recording_id = recording.as_ref().map(|it| it.id.as_str().into());
                call.recording = recording;
            }
        }
        if engine.call(&id).is_some_and(|it| !it.is_outbound) {
            engine.answer_call(&id);
        }
        Ok(AnswerCallResponse::new().data(result))
    }
}

pub(super) fn set_webhooks(
    webhooks: &mut Webhooks,
    url: Option<&str>,
    method: Option<&WebhookMethod>,
) {
    webhooks.set_url(url, method == Some(&WebhookMethod::Get));
}

impl Command for HangupCall {
    fn target(&self, _: &Engine) -> String {
        self.call_control_id.to_string()
    }

    fn run(self, engine: &mut Engine) -> Result<CallCommandResponse, Refusal> {
        let call = engine.live_call(&self.call_control_id)?;
        let side = call.service_side();
        let cause = if call.is_outbound && !call.is_answered() {
            HangupCause::OriginatorCancel
        } else {
            HangupCause::NormalClearing
        };
        engine.set_client_state(&self.call_control_id, self.body.client_state.as_ref());
        engine.hang_up(&self.call_control_id, cause, side);
        Ok(done())
    }
}

impl Command for RejectCall {
    fn target(&self, _: &Engine) -> String {
        self.call_control_id.to_string()
    }

    fn run(self, engine: &mut Engine) -> Result<CallCommandResponse, Refusal> {
        let call = engine.live_call(&self.call_control_id)?;
        if call.is_outbound || call.is_answered() {
            let why = format!("call {} is not an inbound call that rings", call.id);
            return Err(Refusal::with_code(422, "10015", why));
        }
        let (side, cause) = (
            call.service_side(),
            match self.body.cause {
                RejectCause::UserBusy => HangupCause::UserBusy,
                _ => HangupCause::CallRejected,
            },
        );
        engine.set_client_state(&self.call_control_id, self.body.client_state.as_ref());
        engine.hang_up(&self.call_control_id, cause, side);
        Ok(done())
    }
}

impl Command for BridgeCall {
    fn target(&self, _: &Engine) -> String {
        self.call_control_id.to_string()
    }

    fn run(self, engine: &mut Engine) -> Result<CallCommandResponse, Refusal> {
        engine.answered_call(&self.call_control_id)?;
        let Some(other) = self.body.call_control_id else {
            let why = "there are no queues and no video rooms";
            return Err(Refusal::with_code(404, "10005", why));
        };
        engine
            .answered_call(&other)
            .map_err(|refusal| refusal.at("/call_control_id"))?;
        engine.set_client_state(&self.call_control_id, self.body.client_state.as_ref());
        if let Some(call) = engine.call_mut(&self.call_control_id) {
            call.is_parked_after_unbridge = self.body.park_after_unbridge.is_some();
        }
        engine.bridge_calls(&self.call_control_id, &other);
        Ok(done())
    }
}

impl Command for UpdateClientState {
    fn run(self, engine: &mut Engine) -> Result<CallCommandResponse, Refusal> {
        engine.live_call(&self.call_control_id)?;
        engine.set_client_state(&self.call_control_id, Some(&self.body.client_state));
        Ok(done())
    }
}

impl Command for SwitchSupervisorRole {
    fn run(self, engine: &mut Engine) -> Result<CallCommandResponse, Refusal> {
        let call = engine.answered_call(&self.call_control_id)?;
        let Some((supervised, _)) = call.supervises.clone() else {
            let why = format!("call {} supervises no other", call.id);
            return Err(Refusal::with_code(422, "10015", why));
        };
        if let Some(call) = engine.call_mut(&self.call_control_id) {
            call.supervises = Some((supervised, self.body.role));
        }
        Ok(done())
    }
}
