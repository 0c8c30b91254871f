//! Strings out of a list: the values on the list, and all others.

use std::collections::BTreeSet;

use generated::runtime::{Decode, StringEnum, decode};
use generated::{Validate, ViolationKind};

use crate::rules::generated_sources;

/// What is in no list, though some of it comes close to one.
const UNLISTED: &[&str] = &["", " ", "none of these", "NEVER", "us", "Joined", "completed ", "é\0"];

/// Checks an enum of strings: every listed value is a variant and keeps its rules, every other
/// value is kept and refused with this code.
fn check<T>(name: &str, values: &'static [&'static str], code: Option<&str>)
where
    T: StringEnum + Decode + Validate + Clone + PartialEq + From<&'static str> + AsRef<str>,
{
    assert!(!values.is_empty(), "{name} lists a value");
    for text in values {
        assert!(T::known(text).is_some(), "{name}: {text:?} is a variant");
        let value = T::from(text);
        assert_eq!(value.as_ref(), *text, "{name}");
        assert!(value.validate().is_ok(), "{name}: {text:?} is on the list");
    }
    let distinct: BTreeSet<_> = values.iter().collect();
    assert_eq!(distinct.len(), values.len(), "{name} lists nothing twice");
    for text in UNLISTED.iter().filter(|text| !values.contains(text)) {
        assert!(T::known(text).is_none(), "{name}: {text:?} is no variant");
        let json = serde_json::to_vec(text).expect("text is JSON");
        let value: T = decode(&json).expect("any text decodes");
        assert_eq!(serde_json::to_vec(&value).expect("it encodes"), json, "{name}");
        let violations = value.validate().expect_err("it is not on the list");
        let found: Vec<_> = violations.iter().map(|it| (it.pointer.as_str(), it.kind, it.code)).collect();
        assert_eq!(found, [("", ViolationKind::Enumeration, code)], "{name}: {text:?}");
    }
    for json in ["null", "true", "0", "[]", "{}"] {
        assert!(decode::<T>(json.as_bytes()).is_err(), "{name}: {json} is no string");
    }
}

macro_rules! enums {
    ($test:ident in $document:ident code $code:expr; $($name:ident)*) => {
        #[test]
        fn $test() {
            $(check::<generated::$document::$name>(
                stringify!($name),
                generated::$document::$name::VALUES,
                $code,
            );)*
            let checked = BTreeSet::from([$(stringify!($name)),*]);
            let sources = generated_sources(stringify!($document));
            let all: BTreeSet<_> = sources.iter().flat_map(|source| declared(source)).collect();
            assert_eq!(checked, all, "the enums listed here and those generated");
        }
    };
}

/// The enums that a generated file declares.
fn declared(source: &str) -> impl Iterator<Item = &str> {
    let declarations = source.split("string_enum! {").skip(1);
    declarations.filter_map(|rest| rest.split_whitespace().next())
}

enums! { conferences in conferences code Some("10032");
    AzureEffect AzureGender BeepEnabled ConferenceCreatedEventType ConferenceEndReason
    ConferenceEndedEventType ConferenceEndedReason ConferenceFloorChangedEventType
    ConferenceParticipantJoinedEventType ConferenceParticipantLeftEventType
    ConferenceParticipantPlaybackEndedEventType ConferenceParticipantPlaybackStartedEventType
    ConferenceParticipantSpeakEndedEventType ConferenceParticipantSpeakStartedEventType
    ConferencePlaybackEndedEventType ConferencePlaybackStartedEventType ConferenceRecordType
    ConferenceRecordingSavedEventType ConferenceRegion ConferenceSpeakEndedEventType
    ConferenceSpeakStartedEventType ConferenceStatus EventRecordType EventTypeFilter
    InworldDeliveryMode LoopCountString MinimaxLanguageBoost ParticipantRecordType
    ParticipantStatus ProductFilter RecordingChannels RecordingFormat RecordingTrim ResembleFormat
    ResemblePrecision ResembleSampleRate SpeakLanguage SpeakPayloadType SupervisorRole
}

// TeXML answers with no codes, so there are none to give.
enums! { texml in texml code None;
    Beep ConferenceEndReason ConferenceRecord ConferenceRecordingSource ConferenceRecordingStatus
    ConferenceStatus HttpMethod MachineDetection ParticipantStatus RecordingChannels
    RecordingSource RecordingStatus RecordingTrack Trim
}
