//! What the generator emits, one of each.

use crate::runtime::{Base64, DateTime, Nullable, Rule, Value};

crate::runtime::object! {
    /// Every type of member.
    pub struct CreateConferenceRequest
    new(call_control_id: impl Into<String>, created_at: DateTime, ids: Vec<String>)
    required {
        /// Doc.
        call_control_id "call_control_id" into String,
        /// Doc.
        created_at "created_at": DateTime,
        /// Doc.
        ids "ids": Vec<String> where [Rule::items(const { &[Rule::min_length(1)] })],
    }
    optional {
        /// Doc.
        beep_enabled "beep_enabled": BeepEnabled where valid,
        /// Doc.
        client_state "client_state": Base64 where [
            Rule::base64().because("valid Base-64 encoded string"),
        ],
        /// Doc.
        comfort_noise "comfort_noise": bool,
        /// Doc.
        ended_by "ended_by" into Nullable<EndedBy>,
        /// Doc.
        hold_audio_url "hold_audio_url" into String,
        /// Doc.
        hold_media_name "hold_media_name" into String,
        /// Doc.
        max_participants "max_participants": i64 where [
            Rule::minimum("2").because("between 2 and 800").code("10033"),
            Rule::maximum("800").because("between 2 and 800").code("10033"),
        ],
        /// Doc.
        speed "speed": f64,
        /// Doc.
        custom_headers "custom_headers": Vec<CustomHeader> where [Rule::max_items(10)],
        /// Doc.
        voice_settings "voice_settings": VoiceSettings where valid,
    }
    others {
        /// Members the schema does not name.
        additional_properties: Value,
    }
    check(object, at) {
        at.mutually_exclusive(
            &[
                ("hold_media_name", object.hold_media_name.is_some()),
                ("hold_audio_url", object.hold_audio_url.is_some()),
            ],
            const { Rule::mutually_exclusive().because("cannot be used together") },
        );
        at.requires(
            object.comfort_noise == Some(true),
            &[("speed", object.speed.is_some())],
            const {
                Rule::required()
                    .because("`CallSidToCoach` has to be given")
                    .code("10004")
            },
        );
    }
}

crate::runtime::object! {
    /// An object within an array.
    pub struct CustomHeader
    new(name: impl Into<String>, value: impl Into<String>)
    required {
        /// Doc.
        name "name" into String where [Rule::pattern("^[A-Za-z0-9-]+$"), Rule::max_length(64)],
        /// Doc.
        value "value" into String,
    }
}

crate::runtime::string_enum! {
    /// Codes for what is not listed.
    pub enum BeepEnabled code "10032" {
        Always = "always",
        OnEnter = "on_enter",
    }
}

crate::runtime::string_enum! {
    /// An enum without a code.
    pub enum EndedBy {
        Timeout = "timeout",
    }
}

crate::runtime::object! {
    /// A struct whose tag is constant: no field for it.
    pub struct AwsVoiceSettings
    constant { "type" = "aws" }
}

crate::runtime::object! {
    /// A variant that holds its own union again.
    pub struct NativeVoiceSettings
    new(type_: impl Into<String>)
    required {
        /// Doc.
        type_ "type" into String,
    }
    optional {
        /// Doc.
        speed "speed": f64 where [Rule::multiple_of("0.01"), Rule::exclusive_minimum("0")],
        /// Doc.
        fallback "fallback" into Box<VoiceSettings> where valid,
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
    const TAGS: &'static [&'static str] = &["event_type"];
}

crate::runtime::object! {
    /// An event whose tag is a field.
    pub struct ConferenceEvent
    new(event_type: impl Into<String>)
    required {
        /// Doc.
        event_type "event_type" into String,
    }
    optional {
        /// Doc.
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

crate::runtime::object! {
    /// A key.
    pub struct KeyId
    new(id: i64)
    required {
        /// Doc.
        id "id": i64,
    }
}

crate::runtime::object! {
    /// Another key.
    pub struct KeyName
    new(name: impl Into<String>)
    required {
        /// Doc.
        name "name" into String,
    }
}

crate::runtime::object! {
    /// A key that knows more.
    pub struct KeyPlace
    new(name: impl Into<String>, place: impl Into<String>)
    required {
        /// Doc.
        name "name" into String,
        /// Doc.
        place "place" into String,
    }
}

crate::runtime::string_enum! {
    /// An enum whose document allows other values.
    pub enum Model or any {
        Small = "small",
    }
}
