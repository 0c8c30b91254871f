//! The type of each schema, with operations that work for all of them.
//!
//! The table is code, so a missing type is a compile error. A test below finds schemas that are missing in
//! the table.

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use generated::runtime::{Decode, Deserialize, decode};
use generated::{DecodeError, Validate, Value, Violation};

/// The type of a schema.
pub(crate) struct Schema {
    pub(crate) document: &'static str,
    pub(crate) key: &'static str,
    decode_and_validate: fn(&[u8]) -> Result<Decoded, DecodeError>,
}

/// The result of decoding a body.
pub(crate) struct Decoded {
    /// The value, encoded again.
    pub(crate) encoded: Value,
    /// The violations that `validate` finds.
    pub(crate) violations: Vec<Violation>,
}

impl Decoded {
    /// The violations as text.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.violations.iter().map(ToString::to_string).collect()
    }
}

impl Schema {
    /// Decodes, validates and encodes a body.
    pub(crate) fn decode_and_validate(
        &self,
        json: impl AsRef<[u8]>,
    ) -> Result<Decoded, DecodeError> {
        (self.decode_and_validate)(json.as_ref())
    }
}

/// The type of a schema. Schemas that are not components go by the names of their types.
pub(crate) fn schema(document: &str, key: &str) -> &'static Schema {
    all_schemas()
        .find(|schema| schema.document == document && schema.key == key)
        .unwrap_or_else(|| panic!("the table has no {key} in {document}"))
}

/// All schemas.
pub(crate) fn all_schemas() -> impl Iterator<Item = &'static Schema> {
    let inline = INLINE.iter().chain(INLINE_CALLS);
    CALLS.iter().chain(CONFERENCES).chain(TEXML).chain(inline)
}

/// Decodes by `decode` and by serde, which must agree, and encodes, which must not lose anything.
fn decode_and_validate<T>(json: &[u8]) -> Result<Decoded, DecodeError>
where
    T: Decode + for<'de> Deserialize<'de> + Validate + Clone + Debug + PartialEq,
{
    let decoded = decode::<T>(json);
    let by_serde = serde_json::from_slice::<T>(json).map_err(DecodeError::from);
    if str::from_utf8(json).is_ok() {
        assert_eq!(decoded, by_serde, "`decode` and serde disagree");
    } else {
        // serde_json does not check ignored strings.
        assert!(decoded.is_err(), "JSON is UTF-8");
    }
    let value = decoded?;

    let text = serde_json::to_vec(&value).expect("what was decoded can be encoded");
    assert_eq!(
        decode::<T>(&text),
        Ok(value.clone()),
        "encoded and decoded again"
    );
    let encoded: Value = serde_json::from_slice(&text).expect("what was encoded is JSON");
    assert_eq!(
        serde_json::to_value(&value).ok().as_ref(),
        Some(&encoded),
        "text and tree"
    );

    let violations = value
        .validate()
        .err()
        .map_or_else(Vec::new, |all| all.into_iter().collect());
    Ok(Decoded {
        encoded,
        violations,
    })
}

macro_rules! schemas {
    ($table:ident in $document:ident { $($key:literal => $type:ident),* $(,)? }) => {
        const $table: &[Schema] = &[$(Schema {
            document: stringify!($document),
            key: $key,
            decode_and_validate: decode_and_validate::<generated::$document::$type>,
        }),*];
    };
}

schemas! { CALLS in calls {
    "AWSVoiceSettings" => AwsVoiceSettings,
    "AnswerRequest" => AnswerRequest,
    "AzureTranscriptionLanguage" => AzureTranscriptionLanguage,
    "AzureTranscriptionRegion" => AzureTranscriptionRegion,
    "AzureVoiceSettings" => AzureVoiceSettings,
    "BookAppointmentTool" => BookAppointmentTool,
    "BookAppointmentToolParams" => BookAppointmentToolParams,
    "BridgeRequest" => BridgeRequest,
    "Call" => Call,
    "CallAnswered" => CallAnswered,
    "CallAnsweredEvent" => CallAnsweredEvent,
    "CallAssistantRequest" => CallAssistant,
    "CallBridged" => CallBridged,
    "CallBridgedEvent" => CallBridgedEvent,
    "CallControlBucketIds" => RetrievalToolParams,
    "CallControlCommandResult" => CallCommandResult,
    "CallControlCommandResultWithRecordingId" => CallCommandResultWithRecordingId,
    "CallControlRetrievalTool" => RetrievalTool,
    "CallControlTransferToolParams" => TransferToolParams,
    "CallControlWebhookToolParams" => WebhookToolParams,
    "CallCost" => CallCost,
    "CallCostEvent" => CallCostEvent,
    "CallCostPart" => CallCostPart,
    "CallDtmfReceived" => CallDtmfReceived,
    "CallDtmfReceivedEvent" => CallDtmfReceivedEvent,
    "CallHangup" => CallHangup,
    "CallHangupEvent" => CallHangupEvent,
    "CallHold" => CallHold,
    "CallHoldEvent" => CallHoldEvent,
    "CallInitiated" => CallInitiated,
    "CallInitiatedEvent" => CallInitiatedEvent,
    "CallMachineDetectionEnded" => CallMachineDetectionEnded,
    "CallMachineDetectionEndedEvent" => CallMachineDetectionEndedEvent,
    "CallMachineGreetingEnded" => CallMachineGreetingEnded,
    "CallMachineGreetingEndedEvent" => CallMachineGreetingEndedEvent,
    "CallPlaybackEnded" => CallPlaybackEnded,
    "CallPlaybackEndedEvent" => CallPlaybackEndedEvent,
    "CallPlaybackStarted" => CallPlaybackStarted,
    "CallPlaybackStartedEvent" => CallPlaybackStartedEvent,
    "CallRecordingSaved" => CallRecordingSaved,
    "CallRecordingSavedEvent" => CallRecordingSavedEvent,
    "CallRequest" => DialRequest,
    "CallSpeakEnded" => CallSpeakEnded,
    "CallSpeakEndedEvent" => CallSpeakEndedEvent,
    "CallSpeakStarted" => CallSpeakStarted,
    "CallSpeakStartedEvent" => CallSpeakStartedEvent,
    "CallUnhold" => CallUnhold,
    "CallUnholdEvent" => CallUnholdEvent,
    "CallWithRecordingId" => CallWithRecordingId,
    "CheckAvailabilityTool" => CheckAvailabilityTool,
    "CheckAvailabilityToolParams" => CheckAvailabilityToolParams,
    "ClientStateUpdateRequest" => ClientStateUpdateRequest,
    "ConversationRelayEmbeddedConfig" => ConversationRelayConfig,
    "ConversationRelayInterruptible" => ConversationRelayInterruptible,
    "ConversationRelayInterruptionSettings" => ConversationRelayInterruptionSettings,
    "ConversationRelayLanguage" => ConversationRelayLanguage,
    "CustomSipHeader" => CustomSipHeader,
    "DeepgramNova2Config" => DeepgramNova2Config,
    "DeepgramNova2TranscriptionLanguage" => DeepgramNova2TranscriptionLanguage,
    "DeepgramNova3Config" => DeepgramNova3Config,
    "DeepgramNova3TranscriptionLanguage" => DeepgramNova3TranscriptionLanguage,
    "DialogflowConfig" => DialogflowConfig,
    "ElevenLabsVoiceSettings" => ElevenLabsVoiceSettings,
    "GoogleTranscriptionLanguage" => GoogleTranscriptionLanguage,
    "HangupRequest" => HangupRequest,
    "HangupTool" => HangupTool,
    "HangupToolParams" => HangupToolParams,
    "InworldVoiceSettings" => InworldVoiceSettings,
    "MinimaxVoiceSettings" => MinimaxVoiceSettings,
    "RejectRequest" => RejectRequest,
    "ResembleSampleRate" => ResembleSampleRate,
    "ResembleVoiceSettings" => ResembleVoiceSettings,
    "RimeVoiceSettings" => RimeVoiceSettings,
    "SipHeader" => SipHeader,
    "SoundModifications" => SoundModifications,
    "SpeechmaticsTranscriptionLanguage" => SpeechmaticsTranscriptionLanguage,
    "StreamBidirectionalCodec" => StreamBidirectionalCodec,
    "StreamBidirectionalMode" => StreamBidirectionalMode,
    "StreamBidirectionalSamplingRate" => StreamBidirectionalSamplingRate,
    "StreamBidirectionalTargetLegs" => StreamBidirectionalTargetLegs,
    "StreamCodec" => StreamCodec,
    "SwitchSupervisorRoleRequest" => SwitchSupervisorRoleRequest,
    "TelnyxTranscriptionLanguage" => TelnyxTranscriptionLanguage,
    "TelnyxVoiceSettings" => TelnyxVoiceSettings,
    "TranscriptionEngineAConfig" => TranscriptionEngineAConfig,
    "TranscriptionEngineAssemblyaiConfig" => TranscriptionEngineAssemblyAiConfig,
    "TranscriptionEngineAzureConfig" => TranscriptionEngineAzureConfig,
    "TranscriptionEngineBConfig" => TranscriptionEngineBConfig,
    "TranscriptionEngineDeepgramConfig" => TranscriptionEngineDeepgramConfig,
    "TranscriptionEngineGoogleConfig" => TranscriptionEngineGoogleConfig,
    "TranscriptionEngineParakeetConfig" => TranscriptionEngineParakeetConfig,
    "TranscriptionEngineSonioxConfig" => TranscriptionEngineSonioxConfig,
    "TranscriptionEngineSpeechmaticsConfig" => TranscriptionEngineSpeechmaticsConfig,
    "TranscriptionEngineTelnyxConfig" => TranscriptionEngineTelnyxConfig,
    "TranscriptionEngineXaiConfig" => TranscriptionEngineXaiConfig,
    "TranscriptionStartRequest" => TranscriptionConfig,
    "TransferCallRequest" => TransferCallRequest,
    "TransferTool" => TransferTool,
    "VoiceConfig" => VoiceConfig,
    "WebhookTool" => WebhookTool,
    "XAIVoiceSettings" => XaiVoiceSettings,
    "XaiTranscriptionLanguage" => XaiTranscriptionLanguage,
    "call-control_Error" => ErrorDetail,
    "call-control_Errors" => Errors,
    "callRecordingError" => CallRecordingError,
    "callRecordingErrorEvent" => CallRecordingErrorEvent,
} }

schemas! { CONFERENCES in conferences {
    "AWSVoiceSettings" => AwsVoiceSettings,
    "AzureVoiceSettings" => AzureVoiceSettings,
    "Conference" => Conference,
    "ConferenceCommandResult" => ConferenceCommandResult,
    "ConferenceCreated" => ConferenceCreated,
    "ConferenceCreatedEvent" => ConferenceCreatedEvent,
    "ConferenceEnded" => ConferenceEnded,
    "ConferenceEndedEvent" => ConferenceEndedEvent,
    "ConferenceFloorChangedEvent" => ConferenceFloorChangedEvent,
    "ConferenceGatherUsingAudioRequest" => ConferenceGatherUsingAudioRequest,
    "ConferenceHoldRequest" => ConferenceHoldRequest,
    "ConferenceMuteRequest" => ConferenceMuteRequest,
    "ConferenceParticipant" => ConferenceParticipant,
    "ConferenceParticipantJoined" => ConferenceParticipantJoined,
    "ConferenceParticipantJoinedEvent" => ConferenceParticipantJoinedEvent,
    "ConferenceParticipantLeft" => ConferenceParticipantLeft,
    "ConferenceParticipantLeftEvent" => ConferenceParticipantLeftEvent,
    "ConferenceParticipantPlaybackEnded" => ConferenceParticipantPlaybackEnded,
    "ConferenceParticipantPlaybackEndedEvent" => ConferenceParticipantPlaybackEndedEvent,
    "ConferenceParticipantPlaybackStarted" => ConferenceParticipantPlaybackStarted,
    "ConferenceParticipantPlaybackStartedEvent" => ConferenceParticipantPlaybackStartedEvent,
    "ConferenceParticipantResource" => ConferenceParticipantResource,
    "ConferenceParticipantSpeakEnded" => ConferenceParticipantSpeakEnded,
    "ConferenceParticipantSpeakEndedEvent" => ConferenceParticipantSpeakEndedEvent,
    "ConferenceParticipantSpeakStarted" => ConferenceParticipantSpeakStarted,
    "ConferenceParticipantSpeakStartedEvent" => ConferenceParticipantSpeakStartedEvent,
    "ConferencePlayRequest" => ConferencePlayRequest,
    "ConferencePlaybackEnded" => ConferencePlaybackEnded,
    "ConferencePlaybackEndedEvent" => ConferencePlaybackEndedEvent,
    "ConferencePlaybackStarted" => ConferencePlaybackStarted,
    "ConferencePlaybackStartedEvent" => ConferencePlaybackStartedEvent,
    "ConferenceRecordingSaved" => ConferenceRecordingSaved,
    "ConferenceRecordingSavedEvent" => ConferenceRecordingSavedEvent,
    "ConferenceRegion" => ConferenceRegion,
    "ConferenceSendDTMFRequest" => ConferenceSendDtmfRequest,
    "ConferenceSpeakEnded" => ConferenceSpeakEnded,
    "ConferenceSpeakEndedEvent" => ConferenceSpeakEndedEvent,
    "ConferenceSpeakRequest" => ConferenceSpeakRequest,
    "ConferenceSpeakStarted" => ConferenceSpeakStarted,
    "ConferenceSpeakStartedEvent" => ConferenceSpeakStartedEvent,
    "ConferenceStopRequest" => ConferenceStopRequest,
    "ConferenceUnholdRequest" => ConferenceUnholdRequest,
    "ConferenceUnmuteRequest" => ConferenceUnmuteRequest,
    "CreateConferenceRequest" => CreateConferenceRequest,
    "DeliveryMeta" => DeliveryMeta,
    "ElevenLabsVoiceSettings" => ElevenLabsVoiceSettings,
    "EndConferenceRequest" => EndConferenceRequest,
    "InworldVoiceSettings" => InworldVoiceSettings,
    "JoinConferenceRequest" => JoinConferenceRequest,
    "LeaveConferenceRequest" => LeaveConferenceRequest,
    "MinimaxVoiceSettings" => MinimaxVoiceSettings,
    "PaginationMeta" => PaginationMeta,
    "Participant" => Participant,
    "PauseConferenceRecordingRequest" => PauseConferenceRecordingRequest,
    "ResembleSampleRate" => ResembleSampleRate,
    "ResembleVoiceSettings" => ResembleVoiceSettings,
    "ResumeConferenceRecordingRequest" => ResumeConferenceRecordingRequest,
    "RimeVoiceSettings" => RimeVoiceSettings,
    "SonioxVoiceSettings" => SonioxVoiceSettings,
    "StartConferenceRecordingRequest" => StartConferenceRecordingRequest,
    "StopRecordingConferenceRequest" => StopRecordingConferenceRequest,
    "TelnyxVoiceSettings" => TelnyxVoiceSettings,
    "UpdateConferenceParticipantRequest" => UpdateConferenceParticipantRequest,
    "UpdateConferenceRequest" => UpdateConferenceRequest,
    "XAIVoiceSettings" => XaiVoiceSettings,
    "call-control_Error" => ErrorDetail,
    "call-control_Errors" => Errors,
} }

schemas! { TEXML in texml {
    "AccountSid" => AccountSid,
    "CallControlId" => CallSid,
    "ConferenceRecordingResource" => ConferenceRecordingResource,
    "ConferenceRecordingResourceIndex" => ConferenceRecordingResourceIndex,
    "ConferenceResource" => ConferenceResource,
    "ConferenceResourceIndex" => ConferenceResourceIndex,
    "ConferenceSid" => ConferenceSid,
    "DateTimeRFC2822" => DateTimeRfc2822,
    "DialConferenceParticipantRequest" => DialConferenceParticipantRequest,
    "NewParticipantResource" => NewParticipantResource,
    "ParticipantResource" => ParticipantResource,
    "ParticipantResourceIndex" => ParticipantResourceIndex,
    "RecordingSource" => RecordingSource,
    "TexmlErrorCode" => RecordingErrorCode,
    "TexmlGetCallRecordingResponseBody" => RecordingResource,
    "TexmlGetCallRecordingsResponseBody" => RecordingResourceIndex,
    "TexmlRecordingDuration" => RecordingDuration,
    "TexmlRecordingMediaUrl" => RecordingMediaUrl,
    "TexmlRecordingStatus" => RecordingStatus,
    "TexmlRecordingSubresourcesUris" => RecordingSubresourceUris,
    "TexmlSid" => RecordingSid,
    "TwimlRecordingChannels" => RecordingChannelCount,
    "call-scripting_ResourceNotFoundError" => ResourceNotFoundError,
    "call-scripting_UpdateConferenceParticipantRequest" => UpdateConferenceParticipantRequest,
    "call-scripting_UpdateConferenceRequest" => UpdateConferenceRequest,
} }

// Parameters, and inline responses of operations.
schemas! { INLINE in conferences {
    "ConferenceCommandResponse" => ConferenceCommandResponse,
    "ConferenceFilter" => ConferenceFilter,
    "ConferenceResponse" => ConferenceResponse,
    "ListConferenceParticipantsResponse" => ListConferenceParticipantsResponse,
    "ListConferencesResponse" => ListConferencesResponse,
    "Page" => Page,
    "ParticipantFilter" => ParticipantFilter,
} }

schemas! { INLINE_CALLS in calls {
    "AnswerCallResponse" => AnswerCallResponse,
    "CallCommandResponse" => CallCommandResponse,
    "DialCallResponse" => DialCallResponse,
    "RetrieveCallStatusResponse" => RetrieveCallStatusResponse,
} }

/// Schemas without a type, and why.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    (
        "calls",
        "ConversationRelayStructuredProvider",
        "an object of any members is a `Map`, not a type of its own",
    ),
    (
        "calls",
        "ConversationRelayTranscriptionEngineConfig",
        "an object of any members is a `Map`, not a type of its own",
    ),
    (
        "conferences",
        "Loopcount",
        "the overlay replaces it by `LoopCount`, which stands inline in `ConferencePlayRequest`",
    ),
];

/// Schemas that are not in the document but in its overlay.
const ADDED: &[(&str, &str)] = &[
    ("conferences", "DeliveryMeta"),
    ("conferences", "SonioxVoiceSettings"),
];

#[test]
fn every_component_schema_is_in_the_table() {
    for (document, table) in [
        ("calls", CALLS),
        ("conferences", CONFERENCES),
        ("texml", TEXML),
    ] {
        let left_out: Vec<_> = LEFT_OUT.iter().filter(|(it, ..)| *it == document).collect();
        let in_table = table.iter().map(|schema| schema.key);
        let mut known: Vec<_> = in_table
            .chain(left_out.iter().map(|(_, key, _)| *key))
            .collect();
        known.sort_unstable();
        let mut keys = component_schemas(document);
        let added = ADDED.iter().filter(|(it, _)| *it == document);
        keys.extend(added.map(|(_, key)| (*key).to_owned()));
        keys.sort_unstable();
        assert!(keys.len() > 20, "the keys of {document} were found");
        assert_eq!(
            known, keys,
            "{document}: the table and the schemas of the document"
        );
    }
}

/// The keys below `components: schemas:`, sorted. The documents are indented by two spaces.
fn component_schemas(document: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../specs/{document}.yml"));
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let components = text.lines().skip_while(|line| *line != "components:");
    let schemas = components.skip_while(|line| *line != "  schemas:").skip(1);
    let section = schemas.take_while(|line| line.starts_with("   ") || line.is_empty());
    let keys = section.filter_map(|line| line.strip_prefix("    ")?.strip_suffix(':'));
    let mut keys: Vec<_> = keys
        .filter(|key| !key.starts_with(' '))
        .map(str::to_owned)
        .collect();
    keys.sort_unstable();
    keys
}
