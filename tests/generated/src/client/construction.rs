//! Building clients, and the errors of it.

use std::env;
use std::process::Command;
use std::sync::Arc;

use generated::runtime::{BuildError, TransportErrorKind};
use generated::{Client, Error, blocking};

use super::{KEY, retrieve, retrieved};
use crate::server::Server;

#[test]
fn an_invalid_base_url_is_an_error() {
    for text in [
        "api.example.com",
        "ftp://api.example.com",
        "https://me:s3cret@api.example.com",
        "https://api.example.com?a=b",
        "https://api.example.com#top",
        "",
        "https://",
    ] {
        let error = Client::builder(KEY).base_url(text).build();
        let error = error.expect_err("no base URL");
        assert!(matches!(error, BuildError::BaseUrl(_)), "{text}");
        assert!(!error.to_string().contains("s3cret"));
    }
}

#[tokio::test]
async fn a_slash_at_the_end_of_the_base_url_is_ignored() {
    let server = Server::new(|_| retrieved());
    for base in [server.base_url(), format!("{}/", server.base_url())] {
        let client = Client::builder(KEY).base_url(base).build();
        let call = retrieve().send(&client.expect("it is configured")).await;
        call.expect("a conference");
    }
    let client = Client::builder(KEY).base_url(server.origin()).build();
    let call = retrieve().send(&client.expect("it is configured")).await;
    call.expect("a conference");
    let [with, without] = ["/v2/conferences/c1", "/conferences/c1"];
    assert_eq!(server.targets(), [with, with, without]);
}

#[tokio::test]
async fn a_key_that_no_header_can_contain_is_an_error() {
    let error = Client::builder("KEY\nSECRET").build().expect_err("no key");
    assert!(matches!(error, BuildError::Key));
    assert!(!format!("{error:?} {error}").contains("SECRET"));
    // `new` cannot fail, but its calls do.
    let client = Client::new("KEY\nSECRET");
    let Err(Error::Transport(error)) = retrieve().send(&client).await else {
        panic!("it was sent")
    };
    assert_eq!(error.kind(), TransportErrorKind::Request);
    assert!(!format!("{error:?} {error} {client:?}").contains("SECRET"));
}

#[test]
fn invalid_default_headers_are_an_error() {
    for (name, value) in [
        ("x mine", "1"),
        ("x-mine", "SECRET\n"),
        ("content-length", "1"),
    ] {
        let error = Client::builder(KEY).header(name, value).build();
        let error = error.expect_err("no header");
        assert!(matches!(error, BuildError::Header(_)));
        assert!(!format!("{error:?} {error}").contains("SECRET"));
    }
    let error = Client::builder(KEY).user_agent("a\nb").build();
    assert!(matches!(error, Err(BuildError::Header(_))));
}

#[tokio::test]
async fn a_custom_http_client_can_be_used() {
    let server = Server::new(|_| retrieved());
    let http = reqwest::Client::builder().tls_backend_preconfigured(no_tls());
    let http = http
        .redirect(reqwest::redirect::Policy::none())
        .user_agent("not this one");
    let http = http.build().expect("it is well configured");
    let builder = Client::builder(KEY).http_client(http).user_agent("me");
    let client = builder.base_url(server.base_url()).build();
    let call = retrieve().send(&client.expect("it is configured")).await;
    call.expect("a conference");
    assert_eq!(server.only().header("user-agent"), "me");
}

/// TLS settings that trust no certificate, for connections without TLS.
fn no_tls() -> rustls::ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions();
    let builder = builder.expect("there are versions");
    let nobody = rustls::RootCertStore::empty();
    builder.with_root_certificates(nobody).with_no_client_auth()
}

const CHILD: &str = "client::construction::prints_a_client_of_the_environment";

/// Runs in a process of its own, since changing the environment of a process is unsafe.
#[test]
#[ignore = "only of use with the environment that `from_the_environment` gives it"]
fn prints_a_client_of_the_environment() {
    let made = Client::from_env().map(|client| format!("{client:?}"));
    println!("{}", made.unwrap_or_else(|error| error.to_string()));
    println!("{}", blocking::Client::from_env().is_ok());
}

#[test]
fn clients_are_configured_from_the_environment() {
    let check = |variables: &[(&str, &str)], expected: &[&str]| {
        let mut child = Command::new(env::current_exe().expect("it is a file"));
        child.args(["--exact", CHILD, "--ignored", "--nocapture"]);
        child
            .env_remove("TELNYX_API_KEY")
            .env_remove("TELNYX_BASE_URL");
        let output = child.envs(variables.iter().copied()).output();
        let output = output.expect("it starts").stdout;
        let output = String::from_utf8(output).expect("it is text");
        for expected in expected {
            assert!(output.contains(expected), "{output}");
        }
        assert!(!output.contains(KEY), "{output}");
    };
    let (key, base) = (("TELNYX_API_KEY", KEY), "TELNYX_BASE_URL");
    check(&[], &["the variable TELNYX_API_KEY is not set", "false"]);
    check(&[key], &["base_url", "true"]);
    let other = (base, "http://127.0.0.1:4010/v3");
    check(&[key, other], &["http://127.0.0.1:4010/v3", "true"]);
    check(
        &[key, (base, "here")],
        &["the base URL is invalid", "false"],
    );
}
