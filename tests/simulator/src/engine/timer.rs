//! What happens later: alarms in the order of their times.

use std::collections::BTreeMap;

use generated::jiff::{SignedDuration, Timestamp};

/// Something that happens at a time unless it is cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Alarm {
    /// The call was not answered in time.
    RingingEnds { call: String },
    /// The called party answers.
    CalleeAnswers { call: String },
    /// The call has lasted as long as it may.
    CallExpires { call: String },
    /// The kind of the called party is known.
    CalleeDetected { call: String },
    /// The greeting of a machine ends.
    GreetingEnds { call: String },
    /// A file has been played to a call.
    CallAudioEnds { call: String },
    /// The conference has lasted as long as it may.
    ConferenceExpires { conference: String },
    /// Speech or a file has been played to its end.
    AudioEnds { conference: String, audio: u64 },
    /// No digit has been pressed for too long.
    GatherEnds { call: String },
    /// The recording of a conference can be downloaded.
    RecordingReady {
        conference: String,
        recording: String,
    },
    /// The recording of a call can be downloaded.
    CallRecordingReady { call: String },
}

/// Identifies an alarm that is still to come.
pub(crate) type AlarmKey = (Timestamp, u64);

/// The alarms that are still to come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timers {
    alarms: BTreeMap<AlarmKey, Alarm>,
    count: u64,
}

impl Timers {
    /// Sets an alarm. Alarms for the same time go off in the order in which they were set.
    pub(crate) fn set(&mut self, now: Timestamp, after: SignedDuration, alarm: Alarm) -> AlarmKey {
        let at = now.checked_add(after).unwrap_or(Timestamp::MAX);
        self.count += 1;
        self.alarms.insert((at, self.count), alarm);
        (at, self.count)
    }

    pub(crate) fn cancel(&mut self, key: AlarmKey) {
        self.alarms.remove(&key);
    }

    pub(crate) fn cancel_all(&mut self, keys: impl IntoIterator<Item = AlarmKey>) {
        for key in keys {
            self.cancel(key);
        }
    }

    /// Takes the first alarm that goes off no later than `until`, with its time.
    pub(crate) fn take_due(&mut self, until: Timestamp) -> Option<(Timestamp, Alarm)> {
        let entry = self.alarms.first_entry()?;
        let (at, _) = *entry.key();
        (at <= until).then(|| (at, entry.remove()))
    }

    /// Returns when the next alarm goes off.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.alarms.keys().next().map(|&(at, _)| at)
    }

    pub(crate) fn len(&self) -> usize {
        self.alarms.len()
    }
}
