//! Recordings of conferences.
//!
//! Assumed where the sources are silent:
//!
//! - Several recordings may run at once. A command without `recording_id` is for all that run.
//! - A recording is processed for one second after its end, then `conference.recording.saved` is sent.
//! - A conference that has not started has no audio yet, so recording it is refused with 90020.
//! - Pausing a recording that is paused, and resuming one that runs, does nothing.

use generated::conferences::{RecordingChannels, RecordingFormat, errors};
use generated::jiff::Timestamp;

use super::call::PROCESSING;
use super::conference::Conference;
use super::timer::Alarm;
use super::{Engine, Refusal};

/// A recording of a conference.
#[derive(Clone, Debug)]
pub(crate) struct Recording {
    pub(crate) id: String,
    pub(crate) format: RecordingFormat,
    pub(crate) channels: RecordingChannels,
    pub(crate) started_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) updated_at: Timestamp,
    pub(crate) state: RecordingState,
    pub(crate) is_texml: bool,
}

/// How far a recording has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordingState {
    Running,
    Paused,
    Processing,
    Completed,
}

impl Recording {
    pub(crate) fn has_ended(&self) -> bool {
        self.ended_at.is_some()
    }

    /// Returns its length in whole seconds.
    pub(crate) fn seconds(&self, now: Timestamp) -> i64 {
        self.ended_at
            .unwrap_or(now)
            .duration_since(self.started_at)
            .as_secs()
    }

    /// Returns the URL of the file.
    pub(crate) fn url(&self) -> String {
        recording_url(&self.id, self.format == RecordingFormat::Mp3)
    }
}

/// Returns where a recording can be downloaded: a URL that looks real and is not served.
pub(crate) fn recording_url(id: &str, is_mp3: bool) -> String {
    let extension = if is_mp3 { "mp3" } else { "wav" };
    format!("https://recordings.invalid/{id}.{extension}")
}

impl Engine {
    pub(crate) fn start_recording(
        &mut self,
        conference: &str,
        format: RecordingFormat,
        channels: RecordingChannels,
    ) -> String {
        let (now, id) = (self.now, self.ids.uuid());
        let conference = &mut self.conferences[conference];
        conference.recordings.push(Recording {
            id: id.clone(),
            format,
            channels,
            started_at: now,
            ended_at: None,
            updated_at: now,
            state: RecordingState::Running,
            is_texml: conference.is_texml,
        });
        id
    }

    /// Returns a conference in progress that has the recording, or any that runs if none is named.
    pub(crate) fn recorded_conference(
        &self,
        conference: &str,
        recording: Option<&str>,
    ) -> Result<&Conference, Refusal> {
        let conference = self.active_conference(conference)?;
        let mut running = conference.recordings.iter().filter(|it| !it.has_ended());
        if running.any(|it| recording.is_none_or(|id| it.id == id)) {
            return Ok(conference);
        }
        let conference = &conference.id;
        let why = match recording {
            Some(id) => format!("conference {conference} is not being recorded as {id}"),
            None => format!("conference {conference} is not being recorded"),
        };
        Err(Refusal::named(&errors::RECORDING_NOT_FOUND, why))
    }

    /// Pauses or resumes the recording, or all of them.
    pub(crate) fn set_recording_paused(
        &mut self,
        conference: &str,
        recording: Option<&str>,
        is_paused: bool,
    ) {
        let now = self.now;
        for it in &mut self.conferences[conference].recordings {
            if !it.has_ended() && recording.is_none_or(|id| it.id == id) {
                it.state = if is_paused {
                    RecordingState::Paused
                } else {
                    RecordingState::Running
                };
                it.updated_at = now;
            }
        }
    }

    /// Stops the recording, or all of them, which are processed then.
    pub(crate) fn stop_recordings(&mut self, id: &str, recording: Option<&str>) {
        let now = self.now;
        let Some(conference) = self.conferences.get_mut(id) else {
            return;
        };
        for it in &mut conference.recordings {
            if it.has_ended() || recording.is_some_and(|id| it.id != id) {
                continue;
            }
            it.ended_at = Some(now);
            it.updated_at = now;
            it.state = RecordingState::Processing;
            let ready = Alarm::RecordingReady {
                conference: id.to_owned(),
                recording: it.id.clone(),
            };
            self.timers.set(now, PROCESSING, ready);
        }
    }

    /// Finishes a recording, whose file can be downloaded now.
    pub(crate) fn finish_recording(&mut self, conference: &str, recording: &str) {
        let now = self.now;
        let Some(it) = self.conferences.get_mut(conference) else {
            return;
        };
        let Some(found) = it.recordings.iter_mut().find(|it| it.id == recording) else {
            return;
        };
        found.state = RecordingState::Completed;
        found.updated_at = now;
        self.tell_recording_saved(conference, recording);
    }
}
