//! Recordings of conferences: start, pause, resume, stop.

use generated::conferences::{
    ConferenceCommandResponse, PauseConferenceRecording, RecordingChannels,
    ResumeConferenceRecording, StartConferenceRecording, StopConferenceRecording, errors,
};

use super::{Command, done};
use crate::engine::{Engine, Refusal};

impl Command for StartConferenceRecording {
    fn target(&self, engine: &Engine) -> String {
        engine.conference_target(&self.id)
    }

    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let conference = engine.active_conference(&self.id)?;
        let id = conference.id.clone();
        if !conference.has_started() {
            let why = format!("conference {id} has not started");
            return Err(Refusal::named(
                &errors::CANNOT_RECORD_BEFORE_AUDIO_STARTED,
                why,
            ));
        }
        let channels = self.body.channels.unwrap_or(RecordingChannels::Single);
        engine.start_recording(&id, self.body.format, channels);
        Ok(done())
    }
}

impl Command for PauseConferenceRecording {
    fn target(&self, engine: &Engine) -> String {
        engine.conference_target(&self.id)
    }

    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let recording = self.body.recording_id.as_deref();
        let id = engine.recorded_conference(&self.id, recording)?.id.clone();
        engine.set_recording_paused(&id, recording, true);
        Ok(done())
    }
}

impl Command for ResumeConferenceRecording {
    fn target(&self, engine: &Engine) -> String {
        engine.conference_target(&self.id)
    }

    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let recording = self.body.recording_id.as_deref();
        let id = engine.recorded_conference(&self.id, recording)?.id.clone();
        engine.set_recording_paused(&id, recording, false);
        Ok(done())
    }
}

impl Command for StopConferenceRecording {
    fn target(&self, engine: &Engine) -> String {
        engine.conference_target(&self.id)
    }

    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let recording = self.body.recording_id.as_deref();
        let id = engine.recorded_conference(&self.id, recording)?.id.clone();
        engine.set_conference_state(&id, self.body.client_state.as_ref());
        engine.stop_recordings(&id, recording);
        Ok(done())
    }
}
