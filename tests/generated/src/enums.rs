//! Strings out of a list: the values on the list, and all others.
//!
//! `facts/enums.tsv` holds the lists, taken over from the documents.

use std::collections::BTreeSet;
use std::fmt::Debug;

use generated::runtime::{Decode, decode};
use generated::{Validate, ViolationKind};

use crate::bodies;
use crate::coverage::generated_sources;
use crate::garbage::places;

/// Values that are in no enum, some of them similar to one.
const UNLISTED: &[&str] = &[
    "",
    " ",
    "none of these",
    "NEVER",
    "us",
    "Joined",
    "completed ",
    "é\0",
];

/// Checks an enum of strings: each listed value is a variant and valid, and every other value is kept, and
/// rejected by `validate` with this code.
fn check<T>(document: &str, name: &str, values: &'static [&'static str], code: Option<&str>)
where
    T: Debug + Decode + Validate + Clone + PartialEq + From<&'static str> + AsRef<str>,
{
    let list = lists(document).find(|(listed, _)| *listed == name);
    let (_, list) = list.unwrap_or_else(|| panic!("facts/enums.tsv has no {document} {name}"));
    assert_eq!(values.join("|"), list, "{name}");
    for text in values {
        let value = T::from(text);
        let variant = format!("{value:?}");
        assert!(
            !variant.starts_with("Other("),
            "{name}: {text:?} is a variant"
        );
        assert_eq!(value.as_ref(), *text, "{name}");
        assert!(value.validate().is_ok(), "{name}: {text:?} is on the list");
    }
    let distinct: BTreeSet<_> = values.iter().collect();
    assert_eq!(distinct.len(), values.len(), "{name} lists nothing twice");
    for text in UNLISTED.iter().filter(|text| !values.contains(text)) {
        let variant = format!("{:?}", T::from(text));
        assert!(
            variant.starts_with("Other("),
            "{name}: {text:?} is no variant"
        );
        let json = serde_json::to_vec(text).expect("text is JSON");
        let value: T = decode(&json).expect("any text decodes");
        assert_eq!(
            serde_json::to_vec(&value).expect("it encodes"),
            json,
            "{name}"
        );
        let violations = value.validate().expect_err("it is not on the list");
        let found: Vec<_> = violations
            .iter()
            .map(|it| (it.pointer.as_str(), it.kind, it.code))
            .collect();
        assert_eq!(
            found,
            [("", ViolationKind::Enumeration, code)],
            "{name}: {text:?}"
        );
    }
    for json in ["null", "true", "0", "[]", "{}"] {
        assert!(
            decode::<T>(json.as_bytes()).is_err(),
            "{name}: {json} is no string"
        );
    }
}

macro_rules! enums {
    ($test:ident in $document:ident code $code:expr; $($name:ident)*) => {
        #[test]
        fn $test() {
            $(check::<generated::$document::$name>(
                stringify!($document),
                stringify!($name),
                generated::$document::$name::VALUES,
                $code,
            );)*
            let checked = BTreeSet::from([$(stringify!($name)),*]);
            let listed: BTreeSet<_> = lists(stringify!($document)).map(|(name, _)| name).collect();
            assert_eq!(checked, listed, "the enums checked here and those of the document");
            let sources = generated_sources(stringify!($document));
            let all: BTreeSet<_> = sources.iter().flat_map(|source| declared(source)).collect();
            assert_eq!(checked, all, "the enums checked here and those generated");
        }
    };
}

/// The enums of a document, and their values separated by `|`.
fn lists(document: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("../facts/enums.tsv").lines();
    lines.filter_map(move |line| {
        line.strip_prefix(document)?
            .strip_prefix('\t')?
            .split_once('\t')
    })
}

/// The enums that a generated file declares.
fn declared(source: &str) -> impl Iterator<Item = &str> {
    let declarations = source.split("string_enum! {").skip(1);
    declarations.filter_map(|rest| rest.split_once("pub enum ")?.1.split_whitespace().next())
}

enums! { calls in calls code Some("10032");
    AnsweringMachineDetection AssemblyAiTranscriptionModel AzureEffect AzureGender
    AzureTranscriptionLanguage AzureTranscriptionRegion BeepEnabled CallAnsweredEventType
    CallAnsweredState CallBridgedEventType CallCostEventType CallCostStatus CallDirection
    CallDtmfReceivedEventType CallHangupEventType CallHangupState CallHoldEventType
    CallInitiatedEventType CallInitiatedState CallMachineDetectionEndedEventType
    CallMachineGreetingEndedEventType CallPlaybackEndedEventType CallPlaybackStartedEventType
    CallRecordType CallRecordingErrorEventType CallRecordingSavedEventType CallSpeakEndedEventType
    CallSpeakStartedEventType CallSupervisorRole CallUnholdEventType ConversationRelayInterruptible
    ConversationRelayTranscriptionEngine DeepgramEngine DeepgramNova2TranscriptionLanguage
    DeepgramNova3TranscriptionLanguage EventRecordType GoogleTranscriptionLanguage
    GoogleTranscriptionModel HangupCause HangupSource InworldDeliveryMode LlmAuthenticationMethod
    MachineDetectionResult MachineGreetingResult MediaEncryption MinimaxLanguageBoost MuteDtmf
    ParakeetTranscriptionModel PlaybackStatus Privacy RecordingChannels RecordingErrorReason
    RecordingFormat RecordingStart RecordingTrack RecordingTrim RejectCause ResembleFormat
    ResemblePrecision ResembleSampleRate Ringtone SipHeaderName SipRegion SipTransportProtocol
    SonioxTranscriptionModel SoundTrack SpeakStatus SpeechmaticsTranscriptionLanguage
    SpeechmaticsTranscriptionModel StreamBidirectionalCodec StreamBidirectionalMode
    StreamBidirectionalTargetLegs StreamCodec StreamTrack SupervisorRole TelnyxTranscriptionLanguage
    TelnyxTranscriptionModel TranscriptionEngine TranscriptionTracks WebhookMethod WebhookToolMethod
    WebhookToolParametersType XaiTranscriptionLanguage XaiTranscriptionModel
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

// TeXML errors have no codes.
enums! { texml in texml code None;
    Beep BeepProfile ConferenceEndReason ConferenceRecord ConferenceRecordingSource
    ConferenceRecordingStatus ConferenceStatus HttpMethod MachineDetection ParticipantStatus RecordingChannels
    RecordingSource RecordingStatus RecordingTrack Trim
}

enums! { texml_callbacks in texml_callbacks code None;
    AnsweredBy CallAnsweredCallStatus CallDtmfCallStatus CallInitiatedCallStatus
    CallRingingCallStatus CallbackSource CallingPartyType CompletedStatus
    ConferenceEndStatusCallbackEvent ConferenceJoinStatusCallbackEvent
    ConferenceLeaveStatusCallbackEvent ConferenceStartStatusCallbackEvent
    RecordingCompletedRecordingStatus RecordingInProgressRecordingStatus SiprecEvent StreamEvent
}

/// Other values are rejected where the document lists values, and nowhere else.
///
/// `facts/enum_places.tsv` has the places, taken from the documents.
#[test]
fn every_place_with_an_enum_is_validated() {
    let mut refused = BTreeSet::new();
    for body in bodies::assembled() {
        for place in places(&body.json) {
            let mut json = body.json.clone();
            let value = json.pointer_mut(&place).expect("the place is there");
            if !value.is_string() {
                continue;
            }
            *value = "on no list".into();
            let found = match body.schema.decode_and_validate(json.to_string()) {
                Err(error) => error.pointer() == place,
                Ok(decoded) => decoded.violations.iter().any(|violation| {
                    violation.pointer == place && violation.kind == ViolationKind::Enumeration
                }),
            };
            if found {
                let place = if place.is_empty() {
                    ".".to_owned()
                } else {
                    place
                };
                refused.insert(format!(
                    "{} {} {place}",
                    body.schema.document, body.schema.key
                ));
            }
        }
    }
    let lines = include_str!("../facts/enum_places.tsv").lines();
    let mut listed = BTreeSet::new();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let (schema, places) = line.rsplit_once('\t').expect("a schema and its places");
        let schema = schema.replace('\t', " ");
        listed.extend(places.split(' ').map(|place| format!("{schema} {place}")));
    }
    let open: Vec<_> = listed.difference(&refused).collect();
    let closed: Vec<_> = refused.difference(&listed).collect();
    assert!(
        open.is_empty() && closed.is_empty(),
        "not refused: {open:?}, refused: {closed:?}"
    );
}
