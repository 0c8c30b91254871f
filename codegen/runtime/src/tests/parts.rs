//! Bodies of several parts beside forms: how they are written, and how they are read.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use serde_json::json;

use crate::runtime::{DecodeError, File, Part, Reply, RequestWriter, Value, Violations};

crate::runtime::object! {
    /// What the parts of a message are, in another order than they come in.
    pub struct Message
    new(payload: impl Into<File>)
    required {
        payload "payload" into File,
    }
    optional {
        json "json": Json,
        count "count": i64,
        files "files": Vec<File>,
    }
    others {
        others: Value,
    }
}

crate::runtime::object! {
    pub struct Json
    new(id: impl Into<String>)
    required {
        id "id" into String,
    }
    optional {
        number "number": i64,
    }
}

const fn part(name: &'static str, content_type: Option<&'static str>) -> Part {
    Part {
        name,
        content_type,
        headers: &[],
        required: &[],
    }
}

const PARTS: &[Part] = &[
    part("json", None),
    Part {
        headers: &[("X-Kind", "sms")],
        required: &["Content-Id"],
        ..part("payload", Some("application/vnd.sms"))
    },
    part("count", None),
    part("files", Some("image/*, application/pdf")),
];

fn message() -> Message {
    let payload = File::new(vec![0, 159, b'\r', b'\n', 255]).header("Content-Id", "<sms@x>");
    Message::new(payload)
        .json(Json::new("\u{e4}").number(5))
        .count(7)
        .files(vec![
            File::new("a").content_type("image/png").name("a \"b\".png"),
            File::new("").content_type("application/pdf"),
        ])
}

fn written(
    content_type: &'static str,
    parts: &'static [Part],
    body: &Message,
) -> Result<Request<Bytes>, Violations> {
    let mut to = RequestWriter::new("POST", "/");
    to.multipart(content_type, parts, body);
    to.finish()
}

fn content_type(request: &Request<Bytes>) -> &str {
    let value = request
        .headers()
        .get(header::CONTENT_TYPE)
        .expect("it is set");
    value.to_str().expect("it is text")
}

fn read(content_type: &str, body: &[u8]) -> Result<Message, DecodeError> {
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_str(content_type).expect("it is legal");
    headers.insert(header::CONTENT_TYPE, value);
    let body = Bytes::copy_from_slice(body);
    let reply = Reply {
        status: StatusCode::OK,
        headers: &headers,
        body: &body,
    };
    reply.multipart(PARTS)
}

/// The same with the boundary `b`.
fn parts(body: &str) -> Result<Message, DecodeError> {
    read(
        "multipart/related; boundary=b",
        body.replace('\n', "\r\n").as_bytes(),
    )
}

#[test]
fn the_first_member_is_the_root() {
    let request = written("multipart/related", PARTS, &message()).expect("it can be written");
    let boundary = content_type(&request)
        .strip_prefix("multipart/related; boundary=")
        .and_then(|it| it.strip_suffix("; type=\"application/json\""))
        .expect("both parameters are there");
    let body = String::from_utf8_lossy(request.body());
    let body = body.replace("\r\n", "\n").replace(boundary, "B");
    let expected = "--B\nContent-Type: application/json\n\n{\"id\":\"\u{e4}\",\"number\":5}\n\
        --B\nContent-Type: application/vnd.sms\nX-Kind: sms\nContent-Id: <sms@x>\n\n\0\u{fffd}\n\u{fffd}\n\
        --B\nContent-Type: text/plain; charset=utf-8\n\n7\n\
        --B\nContent-Disposition: attachment; filename=\"a %22b%22.png\"\nContent-Type: image/png\n\na\n\
        --B\nContent-Type: application/pdf\n\n\n--B--\n";
    assert_eq!(body, expected);

    let root = Message {
        json: None,
        ..message()
    };
    let request =
        written("multipart/related; start-info=x", PARTS, &root).expect("it can be written");
    let content_type = content_type(&request);
    assert!(content_type.starts_with("multipart/related; start-info=x; boundary="));
    assert!(
        content_type.ends_with("; type=\"application/vnd.sms\""),
        "{content_type}"
    );
}

#[test]
fn parts_of_other_subtypes_have_names() {
    let request = written("multipart/mixed", PARTS, &message()).expect("it can be written");
    let body = String::from_utf8_lossy(request.body());
    let first =
        "\r\nContent-Disposition: form-data; name=\"json\"\r\nContent-Type: application/json\r\n";
    assert!(
        body.split_once("form-fy-")
            .is_some_and(|(_, rest)| rest[16..].starts_with(first)),
        "{body}"
    );
    assert!(!content_type(&request).contains("type="));
}

#[test]
fn written_parts_are_decoded() {
    for content_type in ["multipart/related", "multipart/mixed"] {
        let request = written(content_type, PARTS, &message()).expect("it can be written");
        let mut expected = message();
        expected.payload = expected.payload.content_type("application/vnd.sms");
        expected
            .payload
            .headers
            .insert(0, ("X-Kind".to_owned(), "sms".to_owned()));
        let read = read(self::content_type(&request), request.body()).expect("it is a message");
        assert_eq!(read, expected);
        assert_eq!(read.payload.content_id(), Some("sms@x"));
    }
}

#[test]
fn headers_of_a_file_are_validated() {
    let payload = |file: File| {
        let written = written("multipart/related", PARTS, &Message::new(file));
        written.expect_err("it is refused").to_string()
    };
    assert!(payload(File::new("a")).contains("lacks the header `Content-Id`"));
    let identified = || File::new("a").header("content-id", "a");
    for (name, value) in [
        ("X-A", "a\r\nX-B: c"),
        ("X A", "a"),
        ("", "a"),
        ("X-A\n", "a"),
        ("Content-Type", "a/b"),
        ("X-A", "\0"),
    ] {
        let error = payload(identified().header(name, value));
        assert!(error.contains("header"), "{name:?} {value:?}: {error}");
    }
}

#[test]
fn a_part_is_assigned_by_name_content_id_or_type() {
    let named = "--b\nContent-Disposition: form-data; name=count\n\n5\n--b\ncontent-id: <json>\n\n{\"id\":\"a\"}\n\
        --b\nContent-Disposition: form-data; name=\"payload\"; filename*=UTF-8''%C3%A4\n\nx\n--b--";
    let message = parts(named).expect("it is a message");
    assert_eq!(
        (message.count, message.json),
        (Some(5), Some(Json::new("a")))
    );
    assert_eq!(message.payload.name.as_deref(), Some("\u{e4}"));

    // By content type, in whatever order.
    let typed = "--b\nContent-Type: Application/Vnd.SMS; v=1\n\nx\n--b\nContent-Type: image/gif\n\n1\n\
        --b\nContent-Type: application/json\n\n{\"id\":\"a\"}\n--b\nContent-Type: image/png\n\n2\n--b--";
    let message = parts(typed).expect("it is a message");
    assert_eq!(message.json, Some(Json::new("a")));
    assert_eq!(message.files.map(|files| files.len()), Some(2));
    assert_eq!(&message.payload.data[..], b"x");

    // By order, where nothing is said.
    let plain = "--b\n\n{\"id\":\"a\"}\n--b\n\nx\n--b\n\n5\n--b--";
    let message = parts(plain).expect("it is a message");
    assert_eq!(
        (message.count, message.json),
        (Some(5), Some(Json::new("a")))
    );

    let unknown = "--b\nContent-Type: application/vnd.sms\n\nx\n\
        --b\nContent-Disposition: form-data; name=new\nContent-Type: application/json\n\n[1]\n\
        --b\nContent-Disposition: form-data; name=text\n\n1\n--b--";
    let message = parts(unknown).expect("it is a message");
    let others = serde_json::to_value(message.others).expect("it is JSON");
    assert_eq!(others, json!({"new": [1], "text": "1"}));
}

#[test]
fn errors_point_to_the_part() {
    let payload = "--b\nContent-Type: application/vnd.sms\n\nx\n";
    for (rest, pointer) in [
        (
            "--b\nContent-Id: json\nContent-Type: application/json\n\n{\n--b--",
            "/json",
        ),
        ("--b\nContent-Id: json\n\n{\"number\":1}\n--b--", "/json"),
        ("--b\nContent-Id: count\n\nx\n--b--", "/count"),
        (
            "--b\nContent-Id: count\n\n1\n--b\nContent-Id: count\n\n1\n--b--",
            "/count",
        ),
        (
            "--b\nContent-Id: payload\n\n1\n--b\nContent-Id: payload\n\n1\n--b--",
            "/payload",
        ),
    ] {
        let error = parts(&format!("{payload}{rest}")).expect_err(rest);
        assert_eq!(error.pointer(), pointer, "{error}");
    }
    let error = parts("--b--").expect_err("the payload is required");
    assert_eq!(error.to_string(), "missing member `payload`");
}

#[test]
fn preamble_and_epilogue_are_ignored() {
    let part = "\nContent-Type: application/vnd.sms\n\n";
    for body in [
        format!("preamble\n--b is none\n--b{part}--bx\n --b\n\n--b--epilogue\n--b\n"),
        format!("--b \t{part}--bx\n --b\n\n--b--"),
    ] {
        let message = parts(&body).expect("it is a message");
        assert_eq!(&message.payload.data[..], b"--bx\r\n --b\r\n");
    }
    let bare = "--b\nContent-Type: application/vnd.sms\nX-A: a\n\tb\n\nx\n--b--\n";
    let message = read("multipart/mixed; boundary=b", bare.as_bytes()).expect("line feeds do");
    let header = ("X-A".to_owned(), "a b".to_owned());
    assert_eq!(message.payload.headers, [header]);
    let encoded = "--b\nContent-Type: application/vnd.sms\nContent-Transfer-Encoding: base64\n\neA\n==\n--b--";
    assert_eq!(
        &parts(encoded).expect("it is a message").payload.data[..],
        b"x"
    );
    assert!(parts(&encoded.replace("base64", "quoted-printable")).is_err());
}

#[test]
fn a_boundary_may_be_quoted_and_must_occur() {
    let body = |boundary: &str| {
        format!("--{boundary}\r\nContent-Type: application/vnd.sms\r\n\r\nx\r\n--{boundary}--")
    };
    for (content_type, boundary) in [
        ("multipart/related; boundary=\"a b:c\"", "a b:c"),
        ("Multipart/Related; type=\"x;boundary=no\"; BOUNDARY=b", "b"),
        ("multipart/related;boundary=\"q\\\"r\"", "q\"r"),
        ("multipart/byteranges; boundary=b;", "b"),
    ] {
        let message = read(content_type, body(boundary).as_bytes());
        assert!(message.is_ok(), "{content_type}: {message:?}");
    }
    let long = format!("multipart/related; boundary={}", "b".repeat(71));
    for content_type in [
        "multipart/related",
        "multipart/related; boundary",
        "multipart/related; boundary=",
        "multipart/related; boundary=\"",
        "multipart/related; boundary=\"b \"",
        "application/json; boundary=b",
        "",
        &long,
    ] {
        assert!(
            read(content_type, body("b").as_bytes()).is_err(),
            "{content_type}"
        );
    }
}

#[test]
fn malformed_bodies_are_errors() {
    let whole = "--b\nContent-Type: application/vnd.sms\n\nx\n--b--";
    for end in 0..whole.len() {
        assert!(parts(&whole[..end]).is_err(), "{:?}", &whole[..end]);
    }
    for body in [
        "--b\nno header\n\nx\n--b--",
        "--b\nX: y\n--c--",
        "--c\n\nx\n--c--",
        "x--b\n\n--b--",
    ] {
        assert!(parts(body).is_err(), "{body:?}");
    }
}

#[test]
fn decoding_time_is_linear_in_the_number_of_parts() {
    let measured = |count: usize| {
        let body = format!(
            "{}--b--",
            "--b\r\nContent-Id: a\r\n\r\n--b-\r\n".repeat(count)
        );
        let began = Instant::now();
        let message = read("multipart/mixed; boundary=b", body.as_bytes());
        assert!(message.is_err(), "the payload is twice there");
        began.elapsed()
    };
    measured(1_000);
    let (few, many) = (measured(20_000), measured(80_000));
    assert!(
        many < few * 16 + Duration::from_millis(200),
        "{few:?} {many:?}"
    );

    // Lines that are nearly boundaries, blanks behind them, headers without end.
    for piece in [
        "\r\n--b", "\r\n--b ", "--b", "X: y\r\n", "\r\n", "--b--x", " ",
    ] {
        let body = format!("--b\r\n{}", piece.repeat(200_000));
        let began = Instant::now();
        let _ = read("multipart/mixed; boundary=b", body.as_bytes());
        assert!(began.elapsed() < Duration::from_secs(5), "{piece:?}");
    }
}

#[test]
fn bytes_are_sent_with_the_boundary_found_in_them() {
    let sent = |content_type, body: &'static str| {
        let mut to = RequestWriter::new("POST", "/");
        to.bytes(content_type, &Bytes::from_static(body.as_bytes()));
        to.finish()
            .map(|request| self::content_type(&request).to_owned())
    };
    let form = "--x y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x y--\r\n";
    let expected = "multipart/form-data; boundary=\"x y\"";
    assert_eq!(sent("multipart/form-data", form).as_deref(), Ok(expected));
    let late = "preamble\n--no\n--b\n\n--b--";
    assert_eq!(
        sent("multipart/mixed", late).as_deref(),
        Ok("multipart/mixed; boundary=b")
    );
    let own = "multipart/mixed; boundary=c";
    assert_eq!(sent(own, late).as_deref(), Ok(own));
    assert_eq!(sent("image/png", late).as_deref(), Ok("image/png"));
    for body in ["", "x", "--", "--b\r\n\r\n", "----"] {
        assert!(sent("multipart/form-data", body).is_err(), "{body:?}");
    }
}

/// Runs a program of Python on a text; `None` where there is no Python.
fn python(program: &str, input: &[u8]) -> Option<Vec<u8>> {
    let child = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("skipped 1: there is no python3");
        return None;
    };
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(input).expect("it listens");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    Some(output.stdout)
}

#[test]
fn the_email_parser_of_python_finds_the_same_parts() {
    const READ: &str = "
import email, email.policy, json, sys
message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.HTTP)
assert not message.defects, message.defects
print(json.dumps([message.get_param('type')] + [
    [part.get_content_type(), part['Content-Id'], part.get_filename(), list(part.get_payload(decode=True))]
    for part in message.iter_parts()
]))";
    let request = written("multipart/related", PARTS, &message()).expect("it can be written");
    let mail = format!("Content-Type: {}\r\n\r\n", content_type(&request));
    let mail = [mail.as_bytes(), request.body()].concat();
    let Some(found) = python(READ, &mail) else {
        return;
    };
    let found: Value = serde_json::from_slice(&found).expect("it is JSON");
    let json: Vec<u8> = "{\"id\":\"\u{e4}\",\"number\":5}".into();
    let expected = json!([
        "application/json",
        ["application/json", null, null, json],
        [
            "application/vnd.sms",
            "<sms@x>",
            null,
            [0, 159, 13, 10, 255]
        ],
        ["text/plain", null, null, [55]],
        ["image/png", null, "a %22b%22.png", [97]],
        ["application/pdf", null, null, []],
    ]);
    assert_eq!(found, expected);
}

#[test]
fn messages_of_the_email_package_of_python_are_decoded() {
    const WRITE: &str = "
import email.policy, sys
from email.mime.multipart import MIMEMultipart
from email.mime.application import MIMEApplication
message = MIMEMultipart('related', type='application/json', policy=email.policy.HTTP)
message.preamble = 'This is a message of several parts.'
message.epilogue = 'end'
for data, kind, id in [(b'{\"id\":\"a\"}', 'json', 'json'), (bytes(range(256)), 'vnd.sms', 'x@y')]:
    part = MIMEApplication(data, kind, policy=email.policy.HTTP)
    part['Content-Id'] = f'<{id}>'
    message.attach(part)
sys.stdout.buffer.write(message.as_bytes())";
    let Some(mail) = python(WRITE, b"") else {
        return;
    };
    let end = memchr::memmem::find(&mail, b"\r\n\r\n").expect("there is a head");
    let head = String::from_utf8_lossy(&mail[..end]).replace("\r\n ", " ");
    let content_type = head
        .lines()
        .find_map(|line| line.strip_prefix("Content-Type: "));
    let content_type = content_type.expect("it has one");
    let message = read(content_type, &mail[end + 4..]).expect("it is a message");
    assert_eq!(message.json, Some(Json::new("a")));
    assert!(message.payload.data.iter().copied().eq(0..=255));
    assert_eq!(message.payload.content_id(), Some("x@y"));
}
