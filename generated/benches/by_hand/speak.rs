//! Speaks a text to participants.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Method, Request};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Error;
use super::create::Region;
use super::segment::segment;
use super::violation::{Violation, result};

pub(crate) struct SpeakText {
    pub(crate) id: String,
    pub(crate) body: SpeakTextBody,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SpeakTextBody {
    pub(crate) payload: String,
    pub(crate) voice: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) call_control_ids: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) command_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) payload_type: Option<PayloadType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<Region>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) voice_settings: Option<VoiceSettings>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PayloadType {
    Text,
    Ssml,
    #[serde(untagged)]
    Other(String),
}

#[derive(Serialize, Deserialize)]
pub(crate) enum Language {
    #[serde(rename = "arb")]
    Arb,
    #[serde(rename = "cmn-CN")]
    CmnCn,
    #[serde(rename = "cy-GB")]
    CyGb,
    #[serde(rename = "da-DK")]
    DaDk,
    #[serde(rename = "de-DE")]
    DeDe,
    #[serde(rename = "en-AU")]
    EnAu,
    #[serde(rename = "en-GB")]
    EnGb,
    #[serde(rename = "en-GB-WLS")]
    EnGbWls,
    #[serde(rename = "en-IN")]
    EnIn,
    #[serde(rename = "en-US")]
    EnUs,
    #[serde(rename = "es-ES")]
    EsEs,
    #[serde(rename = "es-MX")]
    EsMx,
    #[serde(rename = "es-US")]
    EsUs,
    #[serde(rename = "fr-CA")]
    FrCa,
    #[serde(rename = "fr-FR")]
    FrFr,
    #[serde(rename = "hi-IN")]
    HiIn,
    #[serde(rename = "is-IS")]
    IsIs,
    #[serde(rename = "it-IT")]
    ItIt,
    #[serde(rename = "ja-JP")]
    JaJp,
    #[serde(rename = "ko-KR")]
    KoKr,
    #[serde(rename = "nb-NO")]
    NbNo,
    #[serde(rename = "nl-NL")]
    NlNl,
    #[serde(rename = "pl-PL")]
    PlPl,
    #[serde(rename = "pt-BR")]
    PtBr,
    #[serde(rename = "pt-PT")]
    PtPt,
    #[serde(rename = "ro-RO")]
    RoRo,
    #[serde(rename = "ru-RU")]
    RuRu,
    #[serde(rename = "sv-SE")]
    SvSe,
    #[serde(rename = "tr-TR")]
    TrTr,
    #[serde(untagged)]
    Other(String),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum VoiceSettings {
    Elevenlabs {
        #[serde(skip_serializing_if = "Option::is_none")]
        api_key_ref: Option<String>,
    },
    Telnyx {
        #[serde(skip_serializing_if = "Option::is_none")]
        voice_speed: Option<f64>,
    },
    Aws {},
    Minimax {
        #[serde(skip_serializing_if = "Option::is_none")]
        language_boost: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pitch: Option<i64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        speed: Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        vol: Option<f64>,
    },
    Azure {
        #[serde(skip_serializing_if = "Option::is_none")]
        api_key_ref: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        deployment_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        effect: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        gender: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        region: Option<String>,
    },
    Rime {
        #[serde(skip_serializing_if = "Option::is_none")]
        voice_speed: Option<f64>,
    },
    Resemble {
        #[serde(skip_serializing_if = "Option::is_none")]
        format: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        precision: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        sample_rate: Option<String>,
    },
    Inworld {
        #[serde(skip_serializing_if = "Option::is_none")]
        delivery_mode: Option<String>,
    },
    Xai {
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<String>,
    },
    #[serde(untagged)]
    Other(Value),
}

impl SpeakText {
    pub(crate) fn validate(&self) -> Result<(), Vec<Violation>> {
        self.body.validate()
    }

    pub(crate) fn build(&self) -> Result<Request<Bytes>, Error> {
        let body = serde_json::to_vec(&self.body)?;
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/conferences/{}/actions/speak", segment(&self.id)?))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .body(Bytes::from(body))?;
        Ok(request)
    }
}

impl SpeakTextBody {
    fn validate(&self) -> Result<(), Vec<Violation>> {
        let mut found = Vec::new();
        if let Some(Language::Other(text)) = &self.language {
            found.push(Violation::unlisted("/language", text, Some("10032")));
        }
        let length = self.payload.chars().count();
        if length > 3000 {
            let message = format!("has {length} characters, at most 3000 allowed");
            found.push(Violation::new("/payload", message, None));
        }
        if let Some(PayloadType::Other(text)) = &self.payload_type {
            found.push(Violation::unlisted("/payload_type", text, Some("10032")));
        }
        if let Some(Region::Other(text)) = &self.region {
            found.push(Violation::unlisted("/region", text, Some("10032")));
        }
        match &self.voice_settings {
            Some(VoiceSettings::Telnyx {
                voice_speed: Some(speed),
            }) if !(0.1..=2.0).contains(speed) => {
                let message = format!("{speed} is outside 0.1..=2.0");
                let pointer = "/voice_settings/voice_speed";
                found.push(Violation::new(pointer, message, Some("10033")));
            }
            Some(VoiceSettings::Rime {
                voice_speed: Some(speed),
            }) if !speed.is_finite() => {
                let message = format!("{speed} cannot be written as JSON");
                let pointer = "/voice_settings/voice_speed";
                found.push(Violation::new(pointer, message, None));
            }
            Some(VoiceSettings::Other(_)) => {
                let message = "is of no known type".to_owned();
                found.push(Violation::new("/voice_settings", message, Some("10032")));
            }
            _ => {}
        }
        result(found)
    }
}
