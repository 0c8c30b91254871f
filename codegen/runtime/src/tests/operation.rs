//! An operation as the generator emits it: the request it makes, the reply it reads.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::sample::{BeepEnabled, CustomHeader};
use crate::runtime::{Api, Error, Map, Method, Operation, Security, Server, ViolationKind};

const API: Api = Api {
    servers: &[Server::new("https://api.example.com/v1")],
    schemes: &[],
    security: Security::Undeclared,
    key_variable: None,
    base_url_variable: None,
};

mod add_header {
    use crate::runtime::{Map, Rule, Value};
    use crate::tests::sample::{BeepEnabled, CustomHeader};

    crate::runtime::object! {
        /// Doc.
        pub struct Added
        new()
        optional {
            /// Doc.
            data "data" into String,
        }
    }

    crate::runtime::operation! {
        /// Doc.
        pub struct AddHeader(POST "/conferences/{id}/headers", retry Unsafe)
        gives "application/json" { String | Map<String> }
        new(id: impl Into<String>, body: CustomHeader)
        required {
            /// Doc.
            id path(Simple) "id" into String,
            /// Doc.
            body "body": CustomHeader,
        }
        optional {
            /// Doc.
            beep header(Simple) "X-Beep": BeepEnabled,
            /// Doc.
            filter query(DeepObject) "filter": Map<Value>,
            /// Doc.
            size query(Form) "size": i64 where [Rule::maximum("250")],
        }
        sends body as json "application/json" where valid
        output(optional data "data" of Added)
    }
}
pub(super) use add_header::AddHeader;

fn call() -> AddHeader {
    AddHeader::new("a/b", CustomHeader::new("X", "é"))
}

fn read(status: u16, body: &'static str) -> Result<String, Error<Map<String>>> {
    let status = StatusCode::from_u16(status).unwrap();
    AddHeader::response(
        status,
        &HeaderMap::new(),
        &Bytes::from_static(body.as_bytes()),
    )
}

#[test]
fn a_request_is_complete_except_for_the_host() {
    let filter = Map::from([("name".to_owned(), "B & co".into())]);
    let call = call().beep(BeepEnabled::Always).filter(filter).size(20);
    let request = call.request().unwrap();
    assert_eq!(request.method(), Method::POST);
    assert_eq!(
        request.uri(),
        "/conferences/a%2Fb/headers?filter%5Bname%5D=B%20%26%20co&size=20"
    );
    let mut headers: Vec<_> = request
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    headers.sort();
    assert_eq!(
        headers,
        [
            "accept: application/json",
            "content-type: application/json",
            "x-beep: always"
        ]
    );
    assert_eq!(request.body(), r#"{"name":"X","value":"é"}"#);
}

#[test]
fn unchecked_requests_skip_rules_but_not_http() {
    let call = call().size(251);
    let invalid = call.request().unwrap_err();
    assert_eq!(
        invalid.to_string(),
        "AddHeader was not sent: parameter size: 251 is greater than 250"
    );
    let request = call.unchecked_request().unwrap();
    assert_eq!(request.uri(), "/conferences/a%2Fb/headers?size=251");
    let astray = AddHeader {
        id: "..".to_owned(),
        ..call
    };
    let invalid = astray.unchecked_request().unwrap_err();
    let kinds: Vec<_> = invalid.violations().iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [ViolationKind::PathSegment]);
}

#[test]
fn several_violations_are_printed_on_lines_of_their_own() {
    let mut call = call().size(251);
    call.body.name = "X".repeat(65);
    let invalid = call.request().unwrap_err().to_string();
    let lines: Vec<_> = invalid.lines().collect();
    let [first, size, name] = lines[..] else {
        panic!("{invalid}");
    };
    assert_eq!(first, "AddHeader was not sent:");
    assert_eq!(size, "  parameter size: 251 is greater than 250");
    assert!(name.starts_with("  /name: "), "{name}");
}

#[test]
fn a_reply_decodes_to_a_result_or_an_error() {
    assert_eq!(read(200, r#"{"data": "done"}"#).unwrap(), "done");
    let Err(Error::Undecodable(error)) = read(201, r#"{"other": "x"}"#) else {
        panic!("a success without its result is undecodable");
    };
    assert_eq!(error.status, 201);
    let Err(Error::Api(error)) = read(422, r#"{"code": "1"}"#) else {
        panic!("422 is an error of the API");
    };
    assert_eq!(error.body.unwrap()["code"], "1");
    let Err(Error::Api(error)) = read(502, "<html>") else {
        panic!("HTML does not hide the status");
    };
    assert_eq!((error.status.as_u16(), error.body), (502, None));
    assert_eq!(error.raw, "<html>");
}

#[cfg(feature = "server")]
mod list_required {
    crate::runtime::operation! {
        /// Doc.
        pub struct List(GET "/conferences", retry Idempotent)
        gives { () | crate::runtime::Value }
        new(ids: Vec<String>, name: impl Into<String>)
        required {
            /// Doc.
            ids query(Form) "ids": Vec<String>,
            /// Doc.
            name query(Form) "name" into String,
        }
        body nothing
    }
}

/// Its query has nothing of such a list.
#[cfg(feature = "server")]
#[test]
fn a_server_reads_a_required_list_without_items() {
    use crate::runtime::server::Receive;

    let call = list_required::List::new(Vec::new(), "a");
    let request = call.request().unwrap();
    assert_eq!(request.uri().query(), Some("name=a"));
    assert_eq!(list_required::List::read(&request), Ok(call));

    let request = http::Request::get("/v1/conferences");
    let request = request.body(Bytes::new()).unwrap();
    let rejection = list_required::List::read(&request).unwrap_err();
    assert!(rejection.to_string().contains("name"), "{rejection}");
}
