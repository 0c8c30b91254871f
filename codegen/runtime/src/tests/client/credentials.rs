//! Credentials: which of them a call takes, where they go, and where they never go.

use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use http::{Request, StatusCode, header};

#[cfg(feature = "blocking")]
use super::harness::KEY;
use super::harness::{Answer, World, header as replies, now, status};
use crate::runtime::{
    Api, BuildError, Checker, ClientBuilder, Credential, DecodeError, Error, ErrorBody, Map,
    Operation, Reply, RequestWriter, Retry, Security, SecurityScheme, Server, ServerVariable,
    Style, TransportError, TransportErrorKind, Value,
};

const API: Api = Api {
    servers: &[
        Server {
            url: "https://{region}.example.com/v2",
            variables: &[ServerVariable {
                name: "region",
                default: Some("eu"),
                values: &["eu", "us"],
            }],
        },
        Server::new("https://example.com"),
    ],
    schemes: &[
        SecurityScheme::http("bearer", "bearer"),
        SecurityScheme::http("basic", "basic"),
        SecurityScheme::http("other", "dpop"),
        SecurityScheme::header("head", "X-Key"),
        SecurityScheme::query("query", "api key"),
        SecurityScheme::cookie("cookie", "sid"),
        SecurityScheme::oauth2("oauth"),
        SecurityScheme::open_id_connect("oidc"),
        SecurityScheme::mutual_tls("cert"),
    ],
    security: Security::AnyOf(&[&["bearer"]]),
    key_variable: None,
    base_url_variable: None,
};

/// What the calls need.
const CASES: [&[&[&str]]; 13] = [
    &[&["bearer"]],
    &[&["basic"]],
    &[&["other"]],
    &[&["head"]],
    &[&["query"]],
    &[&["cookie"]],
    &[&["oauth"]],
    &[&["oidc"]],
    &[&["head", "basic"], &["oauth"], &[]],
    &[],
    &[&["head", "query"], &["basic"]],
    &[&["cert"], &["bearer", "cert"]],
    &[&["unheard of"]],
];

/// A call that needs one of these, at the API's own server.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ask<const CASE: usize> {
    text: Option<String>,
}

impl<const CASE: usize> Operation for Ask<CASE> {
    const NAME: &'static str = "Ask";
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/ask";
    const TAG: Option<&'static str> = None;
    const RETRY: Retry = Retry::Idempotent;
    const API: &'static Api = &API;
    const SECURITY: Security = Security::AnyOf(CASES[CASE]);

    type Body = Map<Value>;
    type Output = StatusCode;
    type Error = Map<Value>;

    fn check(&self, _: &mut Checker<'_>) {}

    fn write(&self, to: &mut RequestWriter) {
        to.query("text", Style::Form, &self.text);
        to.cookie("a", Style::Form, &self.text);
    }

    fn body(reply: &Reply<'_>) -> Result<Self::Body, DecodeError> {
        reply.json()
    }

    fn output(_: Self::Body) -> Result<Self::Output, DecodeError> {
        Ok(StatusCode::OK)
    }

    fn error(reply: &Reply<'_>) -> Result<Self::Error, DecodeError> {
        reply.json()
    }
}

/// A call that goes elsewhere.
#[derive(Clone, Debug, PartialEq)]
struct Upload;

impl Operation for Upload {
    const NAME: &'static str = "Upload";
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/upload";
    const TAG: Option<&'static str> = None;
    const RETRY: Retry = Retry::Idempotent;
    const API: &'static Api = &API;
    const SERVERS: &'static [Server] = &[Server::new("/relative")];

    type Body = ();
    type Output = ();
    type Error = Value;

    fn check(&self, _: &mut Checker<'_>) {}

    fn write(&self, _: &mut RequestWriter) {}

    fn body(_: &Reply<'_>) -> Result<(), DecodeError> {
        Ok(())
    }

    fn output((): ()) -> Result<(), DecodeError> {
        Ok(())
    }

    fn error(reply: &Reply<'_>) -> Result<Value, DecodeError> {
        reply.json()
    }
}

/// What of a request shows who calls: header, cookie and query.
fn shown(request: &Request<Bytes>) -> String {
    let names = ["authorization", "x-key", "cookie"];
    let headers = names.into_iter().filter_map(|name| {
        let value = request.headers().get(name)?.to_str().ok()?;
        Some(format!("{name}: {value}"))
    });
    let query = request.uri().query().map(|query| format!("?{query}"));
    headers.chain(query).collect::<Vec<_>>().join(", ")
}

/// Why a call cannot be sent.
fn why<E: ErrorBody>(error: &Error<E>) -> String {
    let text = error.to_string();
    let why = text.strip_prefix("the request cannot be sent: ");
    why.unwrap_or(&text).to_owned()
}

/// What a call shows, or why it is not sent.
fn asked<const CASE: usize>(builder: impl Fn(&World) -> ClientBuilder) -> String {
    let world = World::new([]);
    let client = builder(&world).build().expect("a client");
    match now(client.call(&Ask::<CASE>::default()).send()) {
        Ok(_) => shown(&world.requests().remove(0)),
        Err(error) => {
            assert_eq!(world.sent(), 0);
            why(&error)
        }
    }
}

#[test]
fn the_key_is_sent_where_the_scheme_declares() {
    let bearer = "authorization: Bearer KEY_s3cr3t";
    assert_eq!(asked::<0>(World::builder), bearer);
    assert_eq!(asked::<2>(World::builder), "authorization: dpop KEY_s3cr3t");
    assert_eq!(asked::<3>(World::builder), "x-key: KEY_s3cr3t");
    assert_eq!(asked::<4>(World::builder), "?api+key=KEY_s3cr3t");
    assert_eq!(asked::<5>(World::builder), "cookie: sid=KEY_s3cr3t");
    assert_eq!(asked::<6>(World::builder), bearer);
    assert_eq!(asked::<7>(World::builder), bearer);
    assert_eq!(asked::<12>(World::builder), bearer);
}

#[test]
fn no_credential_is_sent_without_a_requirement() {
    assert_eq!(asked::<9>(World::builder), "");
    assert_eq!(asked::<8>(World::keyless), "");
    assert_eq!(asked::<9>(World::keyless), "");
    // A certificate is the HTTP stack's.
    assert_eq!(asked::<11>(World::keyless), "");
    assert_eq!(
        asked::<11>(World::builder),
        "authorization: Bearer KEY_s3cr3t"
    );
}

#[test]
fn the_first_alternative_with_all_credentials_is_used() {
    let basic = |world: &World| {
        world
            .keyless()
            .credential("basic", Credential::basic("me", "s"))
    };
    let both = |world: &World| basic(world).credential("head", Credential::key("k"));
    let and = "authorization: Basic bWU6cw==, x-key: k";
    assert_eq!(asked::<8>(both), and);
    let oauth = |world: &World| world.keyless().credential("oauth", Credential::key("t"));
    assert_eq!(asked::<8>(oauth), "authorization: Bearer t");
    let all = |world: &World| both(world).credential("oauth", Credential::key("t"));
    assert_eq!(asked::<8>(all), and);
    // The key is one of several, but not two of them.
    let one = |world: &World| world.builder().credential("query", Credential::key("q"));
    assert_eq!(asked::<10>(one), "x-key: KEY_s3cr3t, ?api+key=q");
    assert_eq!(asked::<10>(basic), "authorization: Basic bWU6cw==");
    let last = |world: &World| oauth(world).credential("oauth", Credential::key("u"));
    assert_eq!(asked::<6>(last), "authorization: Bearer u");
}

#[test]
fn a_missing_credential_is_named() {
    assert_eq!(
        asked::<10>(World::builder),
        "the client has no credential for `head` (a key in the header `X-Key`) and `query` (a key \
         in the query parameter `api key`), nor for `basic` (a user name and a password)"
    );
    assert_eq!(
        asked::<1>(World::builder),
        "the client has no credential for `basic` (a user name and a password)"
    );
    let wrong = |world: &World| {
        world
            .keyless()
            .credential("bearer", Credential::basic("a", "b"))
    };
    assert_eq!(
        asked::<0>(wrong),
        "the client has no credential for `bearer` (a bearer token)"
    );
}

#[test]
fn headers_and_parameters_of_a_call_replace_credentials() {
    let world = World::new([]);
    let client = world.builder().credential("cookie", Credential::key("c"));
    let client = client.build().expect("a client");
    let ask = Ask::<0>::default();
    let call = client.call(&ask).header("authorization", "mine");
    now(call.send()).expect("a success");
    let ask = Ask::<4>::default();
    now(client.call(&ask).query("api key", "mine").send()).expect("a success");
    let ask = Ask::<5> {
        text: Some("b".to_owned()),
    };
    now(client.call(&ask).send()).expect("a success");
    let shown: Vec<String> = world.requests().iter().map(shown).collect();
    let expected = [
        "authorization: mine",
        "?api+key=mine",
        "cookie: a=b; sid=c, ?text=b",
    ];
    assert_eq!(shown, expected);

    let keyless = world.keyless().header("x-key", "mine").build();
    let keyless = keyless.expect("a client");
    now(keyless.call(&Ask::<3>::default()).send()).expect("a header is a credential too");
}

#[test]
fn credentials_with_control_characters_are_rejected() {
    let world = World::new([]);
    for credential in [
        Credential::key("a\nb"),
        Credential::basic("a:b", "c"),
        Credential::basic("a", "\0"),
    ] {
        let built = world.keyless().credential("basic", credential).build();
        assert!(matches!(built, Err(BuildError::Credential(name)) if name == "basic"));
    }
    let unsent = "a credential contains characters that cannot be sent";
    let cookie = |world: &World| {
        world
            .keyless()
            .credential("cookie", Credential::key("a; b=c"))
    };
    assert_eq!(asked::<5>(cookie), unsent);
    let source = |world: &World| {
        let source = || async { Ok("a\nb".to_owned()) };
        world.keyless().token_source("oauth", source)
    };
    assert_eq!(asked::<6>(source), unsent);
}

/// The URLs and what each showed.
fn redirected<const CASE: usize>(to: &[&str]) -> Vec<(String, String)> {
    let world = World::new(to.iter().map(|to| replies(302, "location", to)));
    let client = world.builder().build().expect("a client");
    now(client.call(&Ask::<CASE>::default()).send()).expect("a success");
    let requests = world.requests();
    let requests = requests.iter().map(|request| {
        let shown = shown(request);
        (request.uri().path().to_owned(), shown)
    });
    requests.collect()
}

#[test]
fn a_redirect_within_the_origin_keeps_the_credential() {
    let (query, cookie) = ("?api+key=KEY_s3cr3t", "cookie: sid=KEY_s3cr3t");
    let to = ["/v2/on", "https://eu.example.com/x?y=z"];
    let seen = redirected::<4>(&to);
    let expected = [
        ("/v2/ask", query),
        ("/v2/on", query),
        ("/x", "?y=z&api+key=KEY_s3cr3t"),
    ];
    let expected = expected.map(|(path, shown)| (path.to_owned(), shown.to_owned()));
    assert_eq!(seen, expected);
    assert!(
        redirected::<5>(&to[..1])
            .iter()
            .all(|(_, shown)| shown == cookie)
    );
}

#[test]
fn a_redirect_to_another_origin_drops_the_credential() {
    let away = [
        "https://other.example.com/away?api+key=KEY_s3cr3t&a=b&c=KEY%5Fs3cr3t",
        "https://eu.example.com/back",
    ];
    let seen = redirected::<4>(&away);
    assert_eq!(seen[1], ("/away".to_owned(), "?a=b".to_owned()));
    assert_eq!(seen[2], ("/back".to_owned(), String::new()));
    for seen in [redirected::<3>(&away), redirected::<5>(&away)] {
        assert!(!seen[2].1.contains("s3cr3t"), "{seen:?}");
    }
}

#[test]
fn a_token_source_is_asked_before_each_attempt() {
    let world = World::new([status(503), replies(302, "location", "/v2/on"), status(200)]);
    let count = AtomicU32::new(0);
    let source = move || {
        let n = count.fetch_add(1, Ordering::Relaxed);
        async move { Ok(format!("t{n}")) }
    };
    let client = world.keyless().token_source("oauth", source);
    let client = client.build().expect("a client");
    now(client.call(&Ask::<6>::default()).send()).expect("a success");
    let shown: Vec<String> = world.requests().iter().map(shown).collect();
    let expected = ["Bearer t0", "Bearer t1", "Bearer t1"];
    assert_eq!(shown, expected.map(|it| format!("authorization: {it}")));
}

#[test]
fn an_error_of_a_token_source_is_retried_or_returned() {
    let outcome = |kind| {
        let world = World::new([]);
        let source = move || async move { Err(TransportError::new(kind, "no token")) };
        let client = world.keyless().token_source("oauth", source);
        let client = client.build().expect("a client");
        let error = now(client.call(&Ask::<6>::default()).send()).expect_err("no token");
        assert_eq!(world.sent(), 0);
        let Error::Transport(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.kind(), kind);
        world.waits().len()
    };
    assert_eq!(outcome(TransportErrorKind::Request), 0);
    assert_eq!(outcome(TransportErrorKind::Connect), 2);
}

#[cfg(feature = "blocking")]
#[test]
fn a_blocking_token_source_needs_no_runtime() {
    use crate::runtime::blocking::Client;

    let world = World::new([status(503)]);
    let count = AtomicU32::new(0);
    let client = Client::builder(KEY)
        .token_source("oauth", move || {
            let n = count.fetch_add(1, Ordering::Relaxed);
            Ok(format!("t{n}"))
        })
        .transport(world.clone())
        .clock(world.clone())
        .randomness(|| [0; 16])
        .build()
        .expect("a client");
    client.call(&Ask::<6>::default()).send().expect("a success");
    client.call(&Ask::<3>::default()).send().expect("a success");
    let shown: Vec<String> = world.requests().iter().map(shown).collect();
    let expected = [
        "authorization: Bearer t0",
        "authorization: Bearer t1",
        "x-key: KEY_s3cr3t",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn no_credential_is_ever_printed() {
    let fails: Answer = super::harness::fails(TransportErrorKind::Broken);
    let world = World::new([fails, status(400)]);
    let client = world
        .builder()
        .credential("basic", Credential::basic("me", "s3cr3t"))
        .credential("head", Credential::key("s3cr3t"))
        .token_source("oauth", || async { Ok("s3cr3t".to_owned()) });
    let mut printed = vec![format!("{client:?}{client:#?}")];
    let client = client.build().expect("a client");
    printed.push(format!(
        "{client:?}{client:#?}{:?}",
        Credential::basic("me", "s3cr3t")
    ));
    let ask = Ask::<4>::default();
    let call = client.call(&ask);
    printed.push(format!("{call:?}"));
    let error = now(call.send()).expect_err("400");
    printed.push(format!("{error:?}{error}"));
    now(client.call(&Ask::<8>::default()).send()).expect("a success");
    now(client.call(&Ask::<5>::default()).send()).expect("a success");
    let headers: Vec<_> = world
        .requests()
        .iter()
        .map(|it| it.headers().clone())
        .collect();
    printed.push(format!("{headers:?}"));
    let printed = printed.concat();
    assert_eq!(headers[2].len(), 4, "{headers:?}");
    assert!(printed.contains("oauth"), "{printed}");
    let hidden = ["s3cr3t", "bWU6czNjcjN0"];
    assert!(!hidden.iter().any(|it| printed.contains(it)), "{printed}");
}

/// Where a call goes, or why it goes nowhere.
fn sent_to<O>(operation: &O, builder: impl Fn(&World) -> ClientBuilder) -> String
where
    O: Operation,
{
    let world = World::new([]);
    let client = builder(&world).build().expect("a client");
    match now(client.call(operation).send()) {
        Ok(_) => world.uris().remove(0),
        Err(error) => why(&error),
    }
}

#[test]
fn a_call_goes_to_the_server_of_its_operation() {
    let ask = Ask::<0>::default();
    assert_eq!(
        sent_to(&ask, World::builder),
        "https://eu.example.com/v2/ask"
    );
    let us = |world: &World| world.builder().server_variable("region", "us");
    assert_eq!(sent_to(&ask, us), "https://us.example.com/v2/ask");
    let au = |world: &World| world.builder().server_variable("region", "au");
    assert_eq!(
        sent_to(&ask, au),
        "the server variable `region` cannot be \"au\", only one of eu, us"
    );
    assert_eq!(
        sent_to(&Upload, us),
        "the URL of the API's server, \"/relative\", is not absolute: the client needs a base URL"
    );
    let own = |world: &World| au(world).base_url("https://me.example.com/v3");
    assert_eq!(sent_to(&Upload, own), "https://me.example.com/v3/upload");
    assert_eq!(sent_to(&ask, own), "https://me.example.com/v3/ask");
}

#[test]
fn execute_sends_the_default_credentials() {
    let world = World::new([]);
    let client = world.builder().build().expect("a client");
    let request = Request::get("/x").body(Bytes::new()).expect("a request");
    now(client.execute(&API, request, Retry::Idempotent)).expect("a reply");
    let request = Request::get("/x").header(header::AUTHORIZATION, "mine");
    let request = request.body(Bytes::new()).expect("a request");
    now(client.execute(&API, request, Retry::Idempotent)).expect("a reply");
    let shown: Vec<String> = world.requests().iter().map(shown).collect();
    assert_eq!(
        shown,
        ["authorization: Bearer KEY_s3cr3t", "authorization: mine"]
    );
}
