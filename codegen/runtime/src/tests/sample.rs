//! What the generator emits, one of each.

use crate::runtime::{Base64, DateTime, Map, Nullable, Rule, Unknown, Value};

/// Every type of member.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreateConferenceRequest {
    /// Doc.
    pub beep_enabled: Option<BeepEnabled>,
    /// Doc.
    pub call_control_id: String,
    /// Doc.
    pub client_state: Option<Base64>,
    /// Doc.
    pub comfort_noise: Option<bool>,
    /// Doc.
    pub ended_by: Option<Nullable<EndedBy>>,
    /// Doc.
    pub hold_audio_url: Option<String>,
    /// Doc.
    pub hold_media_name: Option<String>,
    /// Doc.
    pub max_participants: Option<i64>,
    /// Doc.
    pub speed: Option<f64>,
    /// Doc.
    pub created_at: DateTime,
    /// Doc.
    pub custom_headers: Option<Vec<CustomHeader>>,
    /// Doc.
    pub ids: Vec<String>,
    /// Doc.
    pub voice_settings: Option<VoiceSettings>,
    /// Members the schema does not name.
    pub additional_properties: Map<Value>,
}

crate::runtime::object! {
    CreateConferenceRequest
    new(call_control_id: impl Into<String>, created_at: DateTime, ids: Vec<String>)
    required {
        call_control_id "call_control_id",
        created_at "created_at",
        ids "ids",
    }
    optional {
        beep_enabled "beep_enabled": BeepEnabled,
        client_state "client_state": Base64,
        comfort_noise "comfort_noise": bool,
        ended_by "ended_by": impl Into<Nullable<EndedBy>>,
        hold_audio_url "hold_audio_url": impl Into<String>,
        hold_media_name "hold_media_name": impl Into<String>,
        max_participants "max_participants": i64,
        speed "speed": f64,
        custom_headers "custom_headers": Vec<CustomHeader>,
        voice_settings "voice_settings": VoiceSettings,
    }
    others { additional_properties: Value }
    check(self, at) {
        at.member("beep_enabled", &self.beep_enabled, &[]);
        at.member(
            "client_state",
            &self.client_state,
            const { &[Rule::base64().because("valid Base-64 encoded string")] },
        );
        at.member(
            "max_participants",
            &self.max_participants,
            const {
                &[
                    Rule::minimum("2")
                        .because("between 2 and 800")
                        .code("10033"),
                    Rule::maximum("800")
                        .because("between 2 and 800")
                        .code("10033"),
                ]
            },
        );
        at.member(
            "custom_headers",
            &self.custom_headers,
            const { &[Rule::max_items(10)] },
        );
        at.member(
            "ids",
            &self.ids,
            const { &[Rule::items(const { &[Rule::min_length(1)] })] },
        );
        at.member("voice_settings", &self.voice_settings, &[]);
        at.mutually_exclusive(
            &[
                ("hold_media_name", self.hold_media_name.is_some()),
                ("hold_audio_url", self.hold_audio_url.is_some()),
            ],
            const { Rule::mutually_exclusive().because("cannot be used together") },
        );
        at.requires(
            self.comfort_noise == Some(true),
            &[("speed", self.speed.is_some())],
            const {
                Rule::required()
                    .because("`CallSidToCoach` has to be given")
                    .code("10004")
            },
        );
    }
}

/// An object within an array.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CustomHeader {
    /// Doc.
    pub name: String,
    /// Doc.
    pub value: String,
}

crate::runtime::object! {
    CustomHeader
    new(name: impl Into<String>, value: impl Into<String>)
    required {
        name "name",
        value "value",
    }
    check(self, at) {
        at.member(
            "name",
            &self.name,
            const { &[Rule::pattern("^[A-Za-z0-9-]+$"), Rule::max_length(64)] },
        );
    }
}

/// Codes for what is not listed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BeepEnabled {
    /// `always`
    Always,
    /// `on_enter`
    OnEnter,
    /// A value that is not in the document.
    Other(Unknown),
}

crate::runtime::string_enum! {
    BeepEnabled code "10032" {
        Always = "always",
        OnEnter = "on_enter",
    }
}

/// An enum without a code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndedBy {
    /// `timeout`
    Timeout,
    /// A value that is not in the document.
    Other(Unknown),
}

crate::runtime::string_enum! {
    EndedBy {
        Timeout = "timeout",
    }
}

/// A struct whose tag is constant: no field for it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AwsVoiceSettings {}

crate::runtime::object! {
    AwsVoiceSettings
    constant { "type" = "aws" }
}

/// A variant that holds its own union again.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NativeVoiceSettings {
    /// Doc.
    pub type_: String,
    /// Doc.
    pub speed: Option<f64>,
    /// Doc.
    pub fallback: Option<Box<VoiceSettings>>,
}

crate::runtime::object! {
    NativeVoiceSettings
    new(type_: impl Into<String>)
    required {
        type_ "type",
    }
    optional {
        speed "speed": f64,
        fallback "fallback": Box<VoiceSettings>,
    }
    check(self, at) {
        at.member(
            "speed",
            &self.speed,
            const { &[Rule::multiple_of("0.01"), Rule::exclusive_minimum("0")] },
        );
        at.member("fallback", &self.fallback, &[]);
    }
}

/// Tagged by the property `type`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum VoiceSettings {
    /// `aws`
    Aws(AwsVoiceSettings),
    /// `native` or `natural`
    Native(Box<NativeVoiceSettings>),
    /// An alternative that is not in the document, as it came.
    Other(Value),
}

crate::runtime::tagged_union! {
    VoiceSettings by "type" {
        "aws" => Aws(AwsVoiceSettings),
        "native" | "natural" => Native(Box<NativeVoiceSettings>),
    }
}

/// Picked by what fits.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum LoopCount {
    /// A number.
    Integer(i64),
    /// A word.
    String(BeepEnabled),
    /// An alternative that is not in the document, as it came.
    Other(Value),
}

crate::runtime::union! {
    LoopCount {
        Integer(i64) rules const { &[Rule::minimum("1"), Rule::maximum("100")] },
        String(BeepEnabled) rules &[],
    }
}

/// Two alternatives of one type, told apart by their rules.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Size {
    /// Digits.
    Digits(String),
    /// Letters.
    Letters(String),
    /// An alternative that is not in the document, as it came.
    Other(Value),
}

crate::runtime::union! {
    Size {
        Digits(String) without From rules const { &[Rule::pattern(r"^\d+$")] },
        Letters(String) without From rules const { &[Rule::pattern("^[a-z]+$")] },
    }
}

/// A scalar with rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Port(pub i64);

crate::runtime::newtype! {
    Port(i64) rules const { &[Rule::minimum("1"), Rule::maximum("65535")] }
}

/// An array that holds itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree(pub Vec<Tree>);

crate::runtime::newtype! {
    Tree(Vec<Tree>)
}

/// Two kinds of one event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// `conference.created`
    ConferenceCreated(ConferenceEvent),
    /// `conference.ended`
    ConferenceEnded(ConferenceEvent),
    /// An event that is not in the document, as it came.
    Other(Value),
}

crate::runtime::tagged_union! {
    Event by "event_type" {
        "conference.created" => ConferenceCreated(ConferenceEvent) without From,
        "conference.ended" => ConferenceEnded(ConferenceEvent) without From,
    }
}

impl crate::runtime::Enveloped for Event {
    const ENVELOPE: &'static str = "data";
    const TAG: &'static str = "event_type";
}

/// An event whose tag is a field.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConferenceEvent {
    /// Doc.
    pub event_type: String,
    /// Doc.
    pub count: Option<u64>,
}

crate::runtime::object! {
    ConferenceEvent
    new(event_type: impl Into<String>)
    required {
        event_type "event_type",
    }
    optional {
        count "count": u64,
    }
}

/// One of two keys, or both.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Key {
    /// By id.
    Id(KeyId),
    /// By name.
    Name(KeyName),
    /// By name and place.
    Place(KeyPlace),
    /// An alternative that is not in the document, as it came.
    Other(Value),
}

crate::runtime::union! {
    Key {
        Id(KeyId) rules &[],
        Name(KeyName) rules &[],
        Place(KeyPlace) rules &[],
    }
}

/// A key.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct KeyId {
    /// Doc.
    pub id: i64,
}

crate::runtime::object! {
    KeyId
    new(id: i64)
    required {
        id "id",
    }
}

/// Another key.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct KeyName {
    /// Doc.
    pub name: String,
}

crate::runtime::object! {
    KeyName
    new(name: impl Into<String>)
    required {
        name "name",
    }
}

/// A key that knows more.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct KeyPlace {
    /// Doc.
    pub name: String,
    /// Doc.
    pub place: String,
}

crate::runtime::object! {
    KeyPlace
    new(name: impl Into<String>, place: impl Into<String>)
    required {
        name "name",
        place "place",
    }
}

/// An enum whose document allows other values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Model {
    /// `small`
    Small,
    /// A value that is not in the document.
    Other(Unknown),
}

crate::runtime::string_enum! {
    Model or any {
        Small = "small",
    }
}
