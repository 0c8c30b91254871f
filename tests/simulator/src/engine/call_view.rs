//! Calls as Call Control shows them.

use generated::calls::{self, CallRecordType, CallWithRecordingId};

use super::Engine;
use super::call::Call;
use super::notification::date_time;

impl Engine {
    pub(crate) fn call_view(&self, call: &Call) -> calls::Call {
        let mut view = calls::Call::new(
            call.id.as_str(),
            call.leg_id.as_str(),
            call.session_id.as_str(),
            !call.has_ended(),
            CallRecordType::Call,
        )
        .call_duration(self.call_seconds(call))
        .start_time(date_time(call.started_at));
        view.client_state.clone_from(&call.client_state);
        view.end_time = call.ended_at.map(date_time);
        view
    }

    pub(crate) fn dialled_call_view(&self, call: &Call) -> CallWithRecordingId {
        let mut view = CallWithRecordingId::new(
            call.id.as_str(),
            call.leg_id.as_str(),
            call.session_id.as_str(),
            !call.has_ended(),
            CallRecordType::Call,
        )
        .call_duration(self.call_seconds(call))
        .start_time(date_time(call.started_at));
        view.client_state.clone_from(&call.client_state);
        view.recording_id = call.recording.as_ref().map(|it| it.id.as_str().into());
        view
    }

    /// Returns how long a call has lasted since it was answered.
    fn call_seconds(&self, call: &Call) -> i64 {
        let until = call.ended_at.unwrap_or(self.now);
        call.answered_at
            .map_or(0, |at| until.duration_since(at).as_secs())
    }
}
