//! Bodies of parts: what becomes of each kind of member, and where the boundary comes from.

use serde::Serialize;
use serde_json::{Value, json};

use crate::runtime::{File, Nullable, Part, RequestWriter, decode};

#[derive(Serialize)]
struct Photo {
    image: File,
    pages: Vec<File>,
    none: Option<File>,
    null: Nullable<File>,
    name: &'static str,
    sizes: Vec<i64>,
    place: Value,
    notes: Value,
}

const PARTS: &[Part] = &[
    Part {
        name: "image",
        content_type: Some("image/png"),
        headers: &[("X-Kind", "a")],
        required: &[],
    },
    Part {
        name: "notes",
        content_type: Some("application/json"),
        headers: &[],
        required: &[],
    },
];

fn photo() -> Photo {
    Photo {
        image: File::new("\0png"),
        pages: vec![
            File::from("a").name("\"a\"\r\n.txt"),
            File::from("b").content_type("text/plain"),
        ],
        none: None,
        null: Nullable::Null,
        name: "Tom",
        sizes: vec![1, 2],
        place: json!({"city": "Ulm"}),
        notes: json!(["x"]),
    }
}

/// The body with `BOUNDARY` for the boundary, which the content type names.
fn written<T: Serialize>(body: &T) -> Result<String, String> {
    let mut to = RequestWriter::new("POST", "/");
    to.multipart("multipart/form-data", PARTS, body);
    let request = to.finish().map_err(|error| error.to_string())?;
    let content_type = request.headers()["content-type"].to_str().unwrap();
    let (form, boundary) = content_type.split_once("; boundary=").unwrap();
    assert_eq!(form, "multipart/form-data");
    let text = String::from_utf8(request.body().to_vec()).unwrap();
    assert!(text.starts_with(&format!("--{boundary}")), "{text}");
    Ok(text.replace(boundary, "BOUNDARY"))
}

#[test]
fn each_member_is_a_part() {
    let expected = "--BOUNDARY\r\n\
        Content-Disposition: form-data; name=\"image\"; filename=\"image\"\r\n\
        Content-Type: image/png\r\n\
        X-Kind: a\r\n\r\n\
        \0png\r\n\
        --BOUNDARY\r\n\
        Content-Disposition: form-data; name=\"pages\"; filename=\"%22a%22%0D%0A.txt\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n\
        a\r\n\
        --BOUNDARY\r\n\
        Content-Disposition: form-data; name=\"pages\"; filename=\"pages\"\r\n\
        Content-Type: text/plain\r\n\r\n\
        b\r\n\
        --BOUNDARY\r\n\
        Content-Disposition: form-data; name=\"name\"\r\n\r\n\
        Tom\r\n\
        --BOUNDARY\r\n\
        Content-Disposition: form-data; name=\"sizes\"\r\n\r\n\
        1\r\n\
        --BOUNDARY\r\n\
        Content-Disposition: form-data; name=\"sizes\"\r\n\r\n\
        2\r\n\
        --BOUNDARY\r\n\
        Content-Disposition: form-data; name=\"place\"\r\n\
        Content-Type: application/json\r\n\r\n\
        {\"city\":\"Ulm\"}\r\n\
        --BOUNDARY\r\n\
        Content-Disposition: form-data; name=\"notes\"\r\n\
        Content-Type: application/json\r\n\r\n\
        [\"x\"]\r\n\
        --BOUNDARY--\r\n";
    assert_eq!(written(&photo()), Ok(expected.to_owned()));
}

#[test]
fn absent_bodies_and_members_are_omitted() {
    let mut to = RequestWriter::new("POST", "/");
    to.multipart("multipart/form-data", PARTS, &None::<Photo>);
    let request = to.finish().unwrap();
    assert!(request.headers().is_empty() && request.body().is_empty());
    assert_eq!(written(&json!({})), Ok("--BOUNDARY--\r\n".to_owned()));
}

#[test]
fn invalid_multipart_bodies_are_rejected() {
    for body in [json!("a"), json!([1])] {
        assert!(written(&body).is_err(), "{body}");
    }
    let mut photo = photo();
    photo.image = File::new("").content_type("a\r\nX-Evil: b");
    let error = written(&photo).unwrap_err();
    assert!(error.contains("control character"), "{error}");
}

#[test]
fn the_boundary_depends_on_the_body_and_occurs_in_no_part() {
    let boundary = |text: &str| {
        let mut to = RequestWriter::new("POST", "/");
        to.multipart("multipart/form-data", &[], &json!({ "a": text }));
        let request = to.finish().unwrap();
        let content_type = request.headers()["content-type"].to_str().unwrap();
        content_type.split_once("boundary=").unwrap().1.to_owned()
    };
    assert_eq!(boundary("x"), boundary("x"));
    let first = boundary("x");
    let second = boundary(&first);
    assert_ne!(first, second);
    assert_ne!(boundary(&format!("{first}{second}")), second);
}

#[test]
fn a_file_is_a_string_in_json() {
    let file: File = decode(br#""abc""#).unwrap();
    assert_eq!(file, File::new("abc"));
    assert_eq!(serde_json::to_string(&file).unwrap(), r#""abc""#);
    let bytes = File::new(&b"\xFF"[..]).name("x");
    assert!(serde_json::to_string(&bytes).is_err());
    assert_eq!(
        format!("{bytes:?}"),
        r#"File { bytes: 1, name: Some("x"), content_type: None, headers: [] }"#
    );
}
