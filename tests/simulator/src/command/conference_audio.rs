//! What conferences hear: speak, play, stop, gather, DTMF.
//!
//! Assumed where the sources are silent: gathering accepts all digits, ends with `#`, and waits a
//! minute for the first digit and five seconds between two.

use generated::conferences::{
    ConferenceCommandResponse, ConferenceGatherUsingAudio, ConferenceSendDtmf, LoopCount,
    PlayConferenceAudio, SpeakTextToConference, StopConferenceAudio,
};
use generated::jiff::SignedDuration;

use super::{Command, done, require_body};
use crate::engine::{AudioSource, Engine, NewGather, Refusal};

impl Command for SpeakTextToConference {
    fn target(&self, engine: &Engine) -> String {
        engine.conference_target(&self.id)
    }

    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let id = engine.active_conference(&self.id)?.id.clone();
        engine.check_listeners(&id, self.body.call_control_ids.as_deref())?;
        let speech = AudioSource::Speech {
            characters: self.body.payload.chars().count(),
        };
        engine.play_audio(&id, speech, self.body.call_control_ids);
        Ok(done())
    }
}

impl Command for PlayConferenceAudio {
    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let request = self.body;
        let id = engine.active_conference(&self.id)?.id.clone();
        engine.check_listeners(&id, request.call_control_ids.as_deref())?;
        engine.check_media(&[request.audio_url.as_deref(), request.media_name.as_deref()])?;
        let times = match request.loop_ {
            None => Some(1),
            Some(LoopCount::Integer(times)) => Some(times),
            Some(_) => None,
        };
        let file = AudioSource::File {
            url: request.audio_url,
            name: request.media_name,
            times,
        };
        engine.play_audio(&id, file, request.call_control_ids);
        Ok(done())
    }
}

impl Command for StopConferenceAudio {
    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let id = engine.active_conference(&self.id)?.id.clone();
        engine.check_listeners(&id, self.body.call_control_ids.as_deref())?;
        engine.stop_audio(&id, self.body.call_control_ids.as_deref());
        Ok(done())
    }
}

impl Command for ConferenceGatherUsingAudio {
    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let request = require_body(self.body)?;
        let id = engine.active_conference(&self.id)?.id.clone();
        engine.check_participant(&id, &request.call_control_id)?;
        engine.check_media(&[
            request.audio_url.as_deref(),
            request.media_name.as_deref(),
            request.invalid_audio_url.as_deref(),
            request.invalid_media_name.as_deref(),
        ])?;
        engine.set_client_state(&request.call_control_id, request.client_state.as_ref());
        let millis = |it: Option<i64>, usual| SignedDuration::from_millis(it.unwrap_or(usual));
        engine.gather_digits(
            &request.call_control_id,
            NewGather {
                timeout: millis(
                    request.initial_timeout_millis.or(request.timeout_millis),
                    60_000,
                ),
                between: millis(request.inter_digit_timeout_millis, 5_000),
                terminating: request.terminating_digit.unwrap_or_else(|| "#".to_owned()),
                valid: request
                    .valid_digits
                    .unwrap_or_else(|| "0123456789#*".to_owned()),
                stops_playback: request.stop_playback_on_dtmf.unwrap_or(true),
            },
        );
        if request.audio_url.is_some() || request.media_name.is_some() {
            let (url, name) = (request.audio_url, request.media_name);
            let file = AudioSource::File {
                url,
                name,
                times: Some(1),
            };
            engine.play_audio(&id, file, Some(vec![request.call_control_id]));
        }
        Ok(done())
    }
}

impl Command for ConferenceSendDtmf {
    fn run(self, engine: &mut Engine) -> Result<ConferenceCommandResponse, Refusal> {
        let request = require_body(self.body)?;
        let id = engine.active_conference(&self.id)?.id.clone();
        let calls = request.call_control_ids.as_deref();
        engine.check_listeners(&id, calls)?;
        if request.client_state.is_some() {
            for call in engine.listeners(&id, calls) {
                engine.set_client_state(&call, request.client_state.as_ref());
            }
        }
        Ok(done())
    }
}
