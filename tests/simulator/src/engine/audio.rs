//! What conferences and participants hear: speech and files, and the digits that they press.
//!
//! Assumed where the sources are silent:
//!
//! - Speech takes a second for every 15 characters begun, a file five seconds for each time it is played.
//! - What is played does not stop what is playing already; `stop` ends all of it, also for the
//!   participants that it names.
//! - Events name single participants if the command did, else the conference.
//! - Whoever gathers digits hears the audio as if it was played to them. The digits are sent as
//!   `call.dtmf.received`; the documents have no event for the end of gathering.

use generated::conferences::{CallControlId, errors};
use generated::jiff::SignedDuration;

use super::call::Gather;
use super::timer::{Alarm, AlarmKey};
use super::{Engine, Refusal};

/// Speech or a file that is being played.
#[derive(Clone, Debug)]
pub(crate) struct Audio {
    pub(crate) number: u64,
    pub(crate) source: AudioSource,
    /// The calls that hear it; everybody if absent.
    pub(crate) calls: Option<Vec<CallControlId>>,
    /// The alarm for its end; a file that is repeated forever has none.
    pub(crate) alarm: Option<AlarmKey>,
}

/// Where audio comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AudioSource {
    Speech {
        characters: usize,
    },
    File {
        url: Option<String>,
        name: Option<String>,
        times: Option<i64>,
    },
}

impl AudioSource {
    fn duration(&self) -> Option<SignedDuration> {
        match self {
            Self::Speech { characters } => {
                let seconds = i64::try_from(characters.div_ceil(15)).unwrap_or(i64::MAX);
                Some(SignedDuration::from_secs(seconds.max(1)))
            }
            Self::File { times, .. } => times.map(|times| SignedDuration::from_secs(times * 5)),
        }
    }
}

impl Engine {
    /// Checks that the calls take part in a conference, and that the audio exists.
    pub(crate) fn check_listeners(
        &self,
        conference: &str,
        calls: Option<&[CallControlId]>,
    ) -> Result<(), Refusal> {
        for (index, call) in calls.unwrap_or_default().iter().enumerate() {
            self.check_participant(conference, call)
                .map_err(|refusal| refusal.at(&format!("/call_control_ids/{index}")))?;
        }
        Ok(())
    }

    /// Checks that a call takes part in a conference.
    pub(crate) fn check_participant(&self, conference: &str, call: &str) -> Result<(), Refusal> {
        let conference = &self.conferences[conference];
        if conference.present().any(|it| it.leg.call == call) {
            return Ok(());
        }
        self.live_call(call)?;
        let why = format!(
            "call {call} does not take part in conference {}",
            conference.id
        );
        Err(Refusal::named(&errors::INVALID_CALL_CONTROL_ID, why))
    }

    /// Checks that a file exists.
    pub(crate) fn check_media(&self, media: &[Option<&str>]) -> Result<(), Refusal> {
        let missing = media
            .iter()
            .flatten()
            .find(|it| self.settings.is_missing(Some(it)));
        match missing {
            Some(media) => {
                let why = format!("the settings say that {media} does not exist");
                Err(Refusal::named(&errors::AUDIO_FILE_NOT_FOUND, why))
            }
            None => Ok(()),
        }
    }

    /// Plays audio to a conference, or to some of its participants.
    pub(crate) fn play_audio(
        &mut self,
        conference: &str,
        source: AudioSource,
        calls: Option<Vec<CallControlId>>,
    ) {
        self.audio_count += 1;
        let number = self.audio_count;
        let alarm = source.duration().map(|duration| {
            let ends = Alarm::AudioEnds {
                conference: conference.to_owned(),
                audio: number,
            };
            self.timers.set(self.now, duration, ends)
        });
        let audio = Audio {
            number,
            source,
            calls,
            alarm,
        };
        self.conferences[conference].audio.push(audio.clone());
        self.tell_audio(conference, &audio, false);
    }

    /// Ends audio that has been played to its end.
    pub(crate) fn end_audio(&mut self, conference: &str, number: u64) {
        let Some(it) = self.conferences.get_mut(conference) else {
            return;
        };
        let Some(index) = it.audio.iter().position(|it| it.number == number) else {
            return;
        };
        let audio = it.audio.remove(index);
        self.tell_audio(conference, &audio, true);
    }

    /// Stops what is played, for everybody or for some.
    pub(crate) fn stop_audio(&mut self, id: &str, calls: Option<&[CallControlId]>) {
        let Some(conference) = self.conferences.get_mut(id) else {
            return;
        };
        let mut stopped = Vec::new();
        for mut audio in std::mem::take(&mut conference.audio) {
            match (calls, &audio.calls) {
                (None, _) => stopped.push(audio),
                (Some(_), None) => conference.audio.push(audio),
                (Some(calls), Some(heard)) => {
                    let split = heard.iter().cloned().partition(|it| calls.contains(it));
                    let (gone, left): (Vec<_>, Vec<_>) = split;
                    if gone.is_empty() {
                        conference.audio.push(audio);
                        continue;
                    }
                    let alarm = if left.is_empty() {
                        audio.alarm.take()
                    } else {
                        None
                    };
                    stopped.push(Audio {
                        calls: Some(gone),
                        alarm,
                        ..audio.clone()
                    });
                    if !left.is_empty() {
                        audio.calls = Some(left);
                        conference.audio.push(audio);
                    }
                }
            }
        }
        for audio in stopped {
            self.timers.cancel_all(audio.alarm);
            self.tell_audio(id, &audio, true);
        }
    }

    /// Begins to gather the digits that a participant presses.
    pub(crate) fn gather_digits(&mut self, call: &str, new: NewGather) {
        let ends = Alarm::GatherEnds {
            call: call.to_owned(),
        };
        let alarm = self.timers.set(self.now, new.timeout, ends);
        let gather = Gather {
            digits: String::new(),
            terminating: new.terminating,
            valid: new.valid,
            between: new.between,
            stops_playback: new.stops_playback,
            alarm,
        };
        if let Some(before) = self.calls[call].gather.replace(gather) {
            self.timers.cancel(before.alarm);
        }
    }

    /// Reports the digits that a telephone sends.
    pub(crate) fn receive_digits(&mut self, call: &str, digits: &str) {
        for digit in digits.chars() {
            self.tell_digit(call, digit);
            self.gather_digit(call, digit);
        }
    }

    fn gather_digit(&mut self, id: &str, digit: char) {
        let now = self.now;
        let Some(mut gather) = self.calls[id].gather.take() else {
            return;
        };
        self.timers.cancel(gather.alarm);
        if let Some(conference) = self.calls[id].conference.clone()
            && gather.stops_playback
        {
            self.stop_audio(&conference, Some(&[id.into()]));
        }
        if gather.terminating.contains(digit) {
            return;
        }
        if gather.valid.contains(digit) {
            gather.digits.push(digit);
        }
        gather.alarm = self.timers.set(
            now,
            gather.between,
            Alarm::GatherEnds {
                call: id.to_owned(),
            },
        );
        self.calls[id].gather = Some(gather);
    }
}

impl Engine {
    /// Ends gathering, after no digit has been pressed for too long.
    pub(crate) fn end_gather(&mut self, call: &str) {
        if let Some(call) = self.calls.get_mut(call) {
            call.gather = None;
        }
    }
}

/// How digits are gathered.
#[derive(Clone, Debug)]
pub(crate) struct NewGather {
    pub(crate) timeout: SignedDuration,
    pub(crate) between: SignedDuration,
    pub(crate) stops_playback: bool,
    pub(crate) terminating: String,
    pub(crate) valid: String,
}
