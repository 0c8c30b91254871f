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
    use crate::runtime::{DecodeError, Map, Rule, Style, Value};
    use crate::tests::sample::{BeepEnabled, CustomHeader};

    /// Doc.
    #[derive(Clone, Debug, PartialEq)]
    pub(crate) struct AddHeader {
        pub(crate) id: String,
        pub(crate) body: CustomHeader,
        pub(crate) beep: Option<BeepEnabled>,
        pub(crate) filter: Option<Map<Value>>,
        pub(crate) size: Option<i64>,
    }

    crate::runtime::operation! {
        AddHeader(POST "/conferences/{id}/headers", retry Unsafe)
        gives { String | Map<String> }
        new(id: impl Into<String>, body: CustomHeader)
        optional {
            beep "beep": BeepEnabled,
            filter "filter": Map<Value>,
            size "size": i64,
        }
        check(self, at) {
            at.parameter("size", &self.size, const { &[Rule::maximum("250")] });
            at.value(&self.body, &[]);
        }
        write(self, to) {
            to.path("id", Style::Simple, &self.id);
            to.header("X-Beep", Style::Simple, &self.beep);
            to.query("filter", Style::DeepObject, &self.filter);
            to.query("size", Style::Form, &self.size);
            to.accept("application/json");
            to.json("application/json", &self.body);
        }
        output(body: Map<String>) {
            let mut body = body;
            DecodeError::required("data", body.remove("data"))
        }
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
