//! Requests that are read, and responses that are written, of all operations.

mod mutation;

use std::fmt::Debug;

use bytes::Bytes;
use generated::server::{Failure, Receive, RequestReader, Route, Router, find_route};
use generated::{Operation, Server, ServerVariable};
use generated::{calls, conferences, texml};
use http::{Method, Request, StatusCode, Uri};
use serde::Serialize;

use self::mutation::{Random, mutated};
use crate::operations::{Visitor, each};

/// Returns the request with this path before its own.
fn below(base: &str, request: Request<Bytes>) -> Request<Bytes> {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().unwrap().as_str();
    parts.uri = format!("{base}{path}").parse().unwrap();
    Request::from_parts(parts, body)
}

struct ReadsWhatIsWritten(usize);

impl Visitor for ReadsWhatIsWritten {
    fn visit<O>(&mut self, module: &str, operation: O)
    where
        O: Receive<Body: Serialize, Output: Serialize + Debug, Error: Serialize + Debug>
            + PartialEq
            + Debug,
    {
        self.0 += 1;
        let written = operation.request().unwrap();
        for base in ["", "/v2"] {
            let request = below(base, written.clone());
            assert_eq!(O::read(&request).as_ref(), Ok(&operation), "{base}");
            let name = match module {
                "calls" => calls::server::Call::route(&request),
                "conferences" => conferences::server::Call::route(&request),
                _ => texml::server::Call::route(&request),
            };
            assert_eq!(name.unwrap().name, O::NAME);
            let read = match module {
                "calls" => format!("{:?}", calls::server::Call::read(&request).unwrap()),
                "conferences" => {
                    format!("{:?}", conferences::server::Call::read(&request).unwrap())
                }
                _ => format!("{:?}", texml::server::Call::read(&request).unwrap()),
            };
            assert_eq!(read, format!("{}({operation:?})", O::NAME));
        }
        let mut request = written.clone();
        *request.method_mut() = Method::TRACE;
        assert_eq!(O::read(&request).unwrap_err().status(), 405);
        let request = below("/v3", written);
        assert_eq!(O::read(&request).unwrap_err().status(), 404);
    }
}

#[test]
fn every_operation_reads_what_it_writes() {
    let mut visitor = ReadsWhatIsWritten(0);
    each(&mut visitor);
    assert_eq!(visitor.0, 42);
}

/// What is read from mutated requests, and how many there were of each outcome.
#[derive(Default)]
struct Mutations {
    accepted: usize,
    rejected: usize,
}

impl Visitor for Mutations {
    fn visit<O>(&mut self, _: &str, operation: O)
    where
        O: Receive<Body: Serialize, Output: Serialize + Debug, Error: Serialize + Debug>
            + PartialEq
            + Debug,
    {
        let request = operation.request().unwrap();
        let mut random = Random::new(O::NAME.bytes().map(u64::from).sum());
        for _ in 0..240 {
            let request = mutated(&request, &mut random);
            let read = match O::unchecked_read(&request) {
                Ok(read) => read,
                Err(rejection) => {
                    self.rejected += 1;
                    let status = rejection.status().as_u16();
                    assert!([400, 404, 405, 415, 422].contains(&status), "{rejection}");
                    assert!(!rejection.to_string().is_empty());
                    continue;
                }
            };
            self.accepted += 1;
            // A path parameter may be read that no client would write, such as `..`.
            if let Ok(written) = read.unchecked_request() {
                assert_eq!(
                    O::unchecked_read(&written).as_ref(),
                    Ok(&read),
                    "{request:?}"
                );
            }
        }
    }
}

#[test]
fn what_is_read_of_mutated_requests_is_written_and_read_again() {
    let mut mutations = Mutations::default();
    each(&mut mutations);
    assert_eq!(mutations.accepted + mutations.rejected, 42 * 240);
    assert!(mutations.accepted > 2000, "{}", mutations.accepted);
    assert!(mutations.rejected > 2000, "{}", mutations.rejected);
}

fn request(method: Method, uri: &str, content_type: &str, body: &str) -> Request<Bytes> {
    let mut request = Request::new(Bytes::copy_from_slice(body.as_bytes()));
    *request.method_mut() = method;
    *request.uri_mut() = uri.parse::<Uri>().unwrap();
    if !content_type.is_empty() {
        let headers = request.headers_mut();
        headers.insert("content-type", content_type.parse().unwrap());
    }
    request
}

/// Returns the status of a rejection and what is wrong.
fn rejected<R: Router + Debug>(request: &Request<Bytes>) -> (u16, String) {
    let rejection = R::read(request).unwrap_err();
    (rejection.status().as_u16(), rejection.to_string())
}

#[test]
fn a_rejection_has_a_status_a_place_and_a_rule() {
    const JSON: &str = "application/json";
    let (get, post) = (Method::GET, Method::POST);
    for (request, status, reason) in [
        (
            request(get.clone(), "/v2/conference", "", ""),
            404,
            "no operation has the path \"/v2/conference\"",
        ),
        (
            request(Method::PUT, "/v2/conferences", "", ""),
            405,
            "no operation at this path has the method PUT",
        ),
        (
            request(post.clone(), "/conferences", "", ""),
            400,
            "the request body is missing",
        ),
        (
            request(post.clone(), "/conferences", "text/plain", "{}"),
            415,
            "the content type \"text/plain\" is not \"application/json\"",
        ),
        (
            request(post.clone(), "/conferences", JSON, "{"),
            400,
            "EOF while parsing an object",
        ),
        (
            request(post.clone(), "/conferences", JSON, "{\"name\": \"a\"}"),
            422,
            "missing member `call_control_id`",
        ),
        (
            request(
                post.clone(),
                "/conferences",
                JSON,
                "{\"name\": 1, \"call_control_id\": \"a\"}",
            ),
            422,
            "/name: invalid type: integer `1`, expected a string",
        ),
        (
            request(
                post,
                "/conferences",
                JSON,
                "{\"name\": \"a\", \"call_control_id\": \"b\", \"max_participants\": 1}",
            ),
            422,
            "/max_participants: ",
        ),
        (
            request(get.clone(), "/conferences?page[size]=x", "", ""),
            400,
            "parameter page/size: invalid type: string \"x\", expected a 64-bit integer",
        ),
        (
            request(get.clone(), "/conferences?page[size]=%ff", "", ""),
            400,
            "parameter page: is not UTF-8: ",
        ),
        (
            request(get, "/conferences/%zz", "", ""),
            400,
            "parameter id: is not valid percent-encoding",
        ),
    ] {
        let (found, message) = rejected::<conferences::server::Call>(&request);
        assert_eq!(found, status, "{message}");
        assert!(message.starts_with(reason), "{message}");
    }
}

#[test]
fn json_that_is_not_utf_8_is_malformed() {
    let body = b"{\"name\": \"\xff\", \"call_control_id\": \"a\"}";
    let mut request = request(Method::POST, "/conferences", "application/json", "");
    *request.body_mut() = Bytes::from_static(body);
    let (status, message) = rejected::<conferences::server::Call>(&request);
    assert_eq!(status, 400, "{message}");
}

#[derive(Debug, PartialEq)]
struct Note(String);

impl Router for Note {
    const ROUTES: &'static [Route] = &[Route {
        name: "WriteNote",
        method: "POST",
        path: "/notes",
        servers: &[],
        parameters: &[],
    }];

    fn read_operation(_: &Route, from: &mut RequestReader<'_>) -> Option<Self> {
        from.text("text/plain").map(Self)
    }
}

#[test]
fn text_in_another_charset_is_refused() {
    let note = |content_type| request(Method::POST, "/notes", content_type, "a\0");
    for content_type in [
        "text/plain",
        "text/plain; charset=utf-8",
        "text/plain;Charset=\"UTF-8\"",
        "text/plain; format=flowed; charset=us-ascii",
    ] {
        let read = Note::read(&note(content_type));
        assert_eq!(read, Ok(Note("a\0".to_owned())), "{content_type}");
    }
    for content_type in ["text/plain; charset=utf-16", "text/plain; CHARSET=Latin1"] {
        let (status, message) = rejected::<Note>(&note(content_type));
        assert_eq!(status, 415, "{message}");
        assert!(message.starts_with("the charset "), "{message}");
    }
}

#[test]
fn a_base_path_may_have_variables() {
    const fn variable(name: &'static str, default: &'static str) -> ServerVariable {
        ServerVariable {
            name,
            default: Some(default),
            values: &[],
        }
    }
    static ROUTES: [Route; 1] = [Route {
        name: "GetPet",
        method: "GET",
        path: "/pets",
        servers: &[Server {
            url: "https://{host}/{version}/{base}/",
            variables: &[variable("version", "v1"), variable("base", "rest/api")],
        }],
        parameters: &[],
    }];
    for (path, is_found) in [
        ("/pets", true),
        ("/v1/rest/api/pets", true),
        ("/v2/rest/api/pets", true),
        ("/v2/rest/pets", false),
        ("/v1/rest/api/rest/api/pets", false),
        ("/rest/api/pets", false),
        ("/pets/", false),
        ("//pets", false),
    ] {
        let found = find_route(&ROUTES, &request(Method::GET, path, "", ""));
        assert_eq!(found.is_ok(), is_found, "{path}");
    }
}

#[test]
fn a_method_that_is_not_allowed_has_a_list_of_those_that_are() {
    let request = request(Method::PUT, "/v2/conferences", "", "");
    let rejection = conferences::server::Call::read(&request).unwrap_err();
    assert_eq!(rejection.allow(), ["GET", "POST"]);
    let response = rejection.response();
    assert_eq!(response.status(), 405);
    assert_eq!(response.headers()["allow"], "GET, POST");
    let content_type = &response.headers()["content-type"];
    assert_eq!(content_type, "application/problem+json");
}

#[test]
fn a_response_is_read_by_the_operation_that_it_is_for() {
    use conferences::{Conference, CreateConference, errors};
    let text = r#"{"created_at": "2025-01-01T00:00:00Z", "expires_at": "2025-01-01T04:00:00Z",
        "id": "1", "name": "a", "record_type": "conference"}"#;
    let conference: Conference = generated::decode(text.as_bytes()).unwrap();
    let response = CreateConference::respond(Ok(conference.clone()));
    assert_eq!(response.headers()["content-type"], "application/json");
    let read = |response: &http::Response<Bytes>| {
        CreateConference::response(response.status(), response.headers(), response.body())
    };
    assert_eq!(read(&response).unwrap(), conference);
    let named = errors::CONFERENCE_NAME_CONFLICT;
    let response = CreateConference::respond(Err(named.into()));
    let error = read(&response).unwrap_err();
    assert_eq!(error.status().unwrap(), named.status);
    assert_eq!(error.named(), Some(&named));
    let body = named.parse().unwrap();
    let failure = Failure::new(StatusCode::CONFLICT, body);
    let response = CreateConference::respond(Err(failure.header(
        http::header::RETRY_AFTER,
        http::HeaderValue::from_static("3"),
    )));
    assert_eq!(response.status(), StatusCode::CONFLICT);
    assert_eq!(response.headers()["retry-after"], "3");
    assert_eq!(read(&response).unwrap_err().code(), named.code);
}

#[tokio::test]
async fn a_server_of_axum_extracts_operations() {
    use conferences::server::Call;
    use conferences::{CreateConference, CreateConferenceRequest, RetrieveConference, errors};
    use generated::blocking::Client;
    use generated::server::axum::{Received, into_response};
    async fn answer(Received(call): Received<Call>) -> axum::response::Response {
        into_response(match call {
            Call::RetrieveConference(_) => {
                RetrieveConference::respond(Err(errors::CONFERENCE_NOT_FOUND.into()))
            }
            other => unreachable!("{other:?}"),
        })
    }
    let router = axum::Router::new()
        .fallback(answer)
        .layer(axum::extract::DefaultBodyLimit::max(1000));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v2", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let calls = tokio::task::spawn_blocking(move || {
        let client = Client::builder("key").base_url(&url).build().unwrap();
        let found = RetrieveConference::new("1").send_blocking(&client);
        let large = CreateConferenceRequest::new("v3:a", "a").hold_audio_url("x".repeat(2000));
        let large = CreateConference::new(large).send_blocking(&client);
        (found.unwrap_err(), large.unwrap_err())
    });
    let (found, large) = calls.await.unwrap();
    assert_eq!(found.named(), Some(&errors::CONFERENCE_NOT_FOUND));
    assert_eq!(large.status().unwrap(), 413, "{large}");
    server.abort();
}

#[test]
fn an_event_is_delivered_in_a_signed_request() {
    use generated::texml_callbacks::{ConferenceEnd, Event, webhook};
    use std::time::{Duration, SystemTime};
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let uri = || Uri::from_static("https://example.com/hook");
    let signer = webhook::Signer::new(&[7; 32]);
    let verifier = webhook::Verifier::new(&signer.public_key()).unwrap();
    let event: Event = generated::decode_form::<ConferenceEnd>(
        &[],
        b"StatusCallbackEvent=conference-end&ConferenceSid=a+b",
    )
    .unwrap()
    .into();
    let request = signer.request(uri(), now, &event).unwrap();
    assert_eq!(request.method(), Method::POST);
    let content_type = &request.headers()["content-type"];
    assert_eq!(content_type, "application/x-www-form-urlencoded");
    let read = verifier.verify(request.headers(), request.body(), now);
    assert_eq!(read.unwrap(), event);

    let body = br#"{"data":{"event_type":"conference.ended","id":"1","record_type":"event"}}"#;
    let delivery = conferences::webhook::unverified(body).unwrap();
    let signer = conferences::webhook::Signer::new(&[7; 32]);
    let verifier = conferences::webhook::Verifier::new(&signer.public_key()).unwrap();
    let request = signer.request(uri(), now, &delivery).unwrap();
    assert_eq!(request.headers()["content-type"], "application/json");
    let read = verifier.verify(request.headers(), request.body(), now);
    assert_eq!(read.unwrap(), delivery);
}

#[test]
fn a_success_has_the_status_of_the_document() {
    use texml::DeleteTexmlConferenceParticipant as Delete;
    let response = Delete::respond(Ok(()));
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert!(response.body().is_empty());
    assert!(!response.headers().contains_key("content-type"));
}
