//! Bodies of every form.

use bytes::Bytes;

use super::parameters::Point;
use super::random::{Numbers, Random};
use super::{API, Counts, read_what_is_written};
use crate::runtime::{File, Map, Part, Style};

crate::runtime::object! {
    /// A member in each style of a form.
    pub struct Fields
    new(text: String, list: Vec<String>, joined: Vec<String>)
    required {
        text "te[xt": String,
        list "list": Vec<String>,
        joined "joined": Vec<String>,
    }
    optional {
        number "number": f64,
        near "near": bool,
        object "object": Point,
        deep "deep": Point,
        json "json": Map<Vec<String>>,
    }
}

const SPACED: (&str, Style) = ("joined", Style::SpaceDelimited);
const PIPED: (&str, Style) = ("joined", Style::PipeDelimited);
const JOINED: (&str, Style) = ("joined", Style::FormJoined);
const DEEP: (&str, Style) = ("deep", Style::DeepObject);
const JSON: (&str, Style) = ("json", Style::Json);

impl Random for Fields {
    fn random(numbers: &mut Numbers) -> Self {
        let mut texts = || Random::random(numbers);
        let mut fields = Self::new("a".to_owned(), texts(), texts());
        fields.text = Random::random(numbers);
        fields.number = Random::random(numbers);
        fields.near = Random::random(numbers);
        fields.object = Random::random(numbers);
        fields.deep = Random::random(numbers);
        fields.json = Random::random(numbers);
        fields
    }
}

crate::runtime::object! {
    pub struct Parts
    new(text: String, list: Vec<String>, file: File)
    required {
        text "te\"xt": String,
        list "list": Vec<String>,
        file "file": File,
    }
    optional {
        files "files": Vec<File>,
        object "object": Point,
        number "number": i64,
    }
}

impl Random for Parts {
    fn random(numbers: &mut Numbers) -> Self {
        let text = Random::random(numbers);
        let mut parts = Self::new(text, Random::random(numbers), Random::random(numbers));
        let files: Vec<File> = Random::random(numbers);
        parts.files = (!files.is_empty()).then_some(files);
        parts.object = Random::random(numbers);
        parts.number = Random::random(numbers);
        parts
    }
}

const IMAGE: Part = Part {
    name: "file",
    content_type: Some("image/png"),
    headers: &[],
    required: &[],
};
const IMAGES: Part = Part {
    content_type: Some("image/*"),
    ..IMAGE
};

#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    Json(Point),
    OtherJson(Point),
    OwnJson(Point),
    Form(Fields),
    Parts(Parts),
    Text(String),
    Bytes(Bytes),
}

crate::runtime::request_body! {
    Content {
        Json as json "application/json" where valid,
        OtherJson as json "text/json" where valid,
        OwnJson as json "application/vnd.example+json" where valid,
        Form as form "application/x-www-form-urlencoded" [DEEP] where valid,
        Parts as multipart "multipart/form-data" [] where valid,
        Text as text "text/plain" of "text/*",
        Bytes as bytes "application/octet-stream" of "*/*",
    }
}

impl Random for Content {
    fn random(numbers: &mut Numbers) -> Self {
        match numbers.below(7) {
            0 => Self::Json(Random::random(numbers)),
            1 => Self::OtherJson(Random::random(numbers)),
            2 => Self::OwnJson(Random::random(numbers)),
            3 => Self::Form(Random::random(numbers)),
            4 => Self::Parts(Random::random(numbers)),
            5 => Self::Text(Random::random(numbers)),
            _ => Self::Bytes(Random::random(numbers)),
        }
    }
}

/// Defines an operation for each line: the form of its body, its type, its content type, and what the
/// document declares about its members.
macro_rules! sent {
    ($($name:ident: $form:ident $body:ty $(, $content_type:literal $([$($extra:expr),*])?)?;)*) => {
        mod operations {
            use super::*;
            use crate::runtime::Value;

            $(crate::runtime::operation! {
                pub struct $name(POST "/", retry Unsafe)
                gives { () | Value }
                new(body: $body)
                required {
                    body "body": $body,
                }
                sends body as $form $($content_type $([$($extra),*])?)?
                body nothing
            })*
        }

        pub(super) fn read_all(counts: &mut Counts) {
            use self::operations::*;

            $(read_what_is_written(counts, |numbers| $name::new(Random::random(numbers)));)*
        }
    };
}

sent! {
    Json: json Map<Point>, "application/json";
    OptionalJson: optional_json Option<Point>, "application/vnd.example+json";
    JsonOrEmpty: json_or_empty Option<Point>, "application/json";
    Form: form Fields, "application/x-www-form-urlencoded" [];
    SpacedForm: form Fields, "application/x-www-form-urlencoded" [SPACED, DEEP];
    PipedForm: form Fields, "application/x-www-form-urlencoded" [PIPED, DEEP, JSON];
    JoinedForm: form Fields, "application/x-www-form-urlencoded" [JOINED, JSON];
    OptionalForm: optional_form Option<Fields>, "application/x-www-form-urlencoded" [];
    FormData: multipart Parts, "multipart/form-data" [];
    OptionalFormData: optional_multipart Option<Parts>, "multipart/form-data" [IMAGES];
    Mixed: multipart Parts, "multipart/mixed" [IMAGE];
    Lines: items Vec<Point>, "application/jsonl";
    Sequence: items Vec<Vec<String>>, "application/json-seq";
    OptionalLines: optional_items Option<Vec<Map<i64>>>, "application/x-ndjson";
    Text: text String, "text/plain";
    OptionalText: optional_text Option<String>, "text/plain; charset=utf-8";
    Octets: bytes Bytes, "application/octet-stream";
    OptionalOctets: optional_bytes Option<Bytes>, "image/*";
    OneOf: one_of Content;
    OptionalOneOf: optional_one_of Option<Content>;
    OneOfOrEmpty: one_of_or_empty Option<Content>, "application/json";
}
