//! The binary: one line on its output, and how it ends.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// Starts the binary, and returns it with its base URL.
fn start(arguments: &[&str]) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_simulator"))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (child, line.trim_end().to_owned())
}

/// Sends a request without a body, and returns the reply.
fn request(base_url: &str, method: &str, path: &str) -> String {
    let address = base_url
        .strip_prefix("http://")
        .unwrap()
        .strip_suffix("/v2")
        .unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply
}

#[test]
fn it_prints_its_base_url_and_exits_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let seed = folder.path().join("seed.yml");
    std::fs::write(
        &seed,
        "settings: {region: dc2}\ncalls: [{from: '+12025550100'}]\n",
    )
    .unwrap();
    let (mut child, url) = start(&["--seed", seed.to_str().unwrap(), "--manual-clock"]);
    let state = request(&url, "GET", "/_sim/state");
    assert!(state.contains("+12025550100"), "{state}");
    assert!(request(&url, "POST", "/_sim/exit").starts_with("HTTP/1.1 200"));
    assert!(child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn it_exits_on_sigterm() {
    let (mut child, _) = start(&[]);
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    assert!(child.wait().unwrap().success());
}

/// Returns the error of a start that fails.
fn start_error(arguments: &[&str]) -> (Option<i32>, String) {
    let simulator = Command::new(env!("CARGO_BIN_EXE_simulator"))
        .args(arguments)
        .output();
    let output = simulator.unwrap();
    assert!(output.stdout.is_empty(), "no base URL is printed");
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn it_says_where_a_seed_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let seed = folder.path().join("seed.yml");
    let path = seed.to_str().unwrap();
    for (text, expected) in [
        (
            "settings:\n  rate_limit: -1\n",
            ":2:15: settings.rate_limit: invalid type",
        ),
        ("settings: {regions: dc2}\n", ": unknown field `regions`"),
        ("settings: [\n", ":1:11: settings: invalid type: sequence"),
        ("- 1\n", ":1:1: invalid type: sequence"),
        (
            "settings: {rate_limit: 0}\n",
            ": settings.rate_limit: must be at least 1",
        ),
        (
            "settings: {api_key: 'two words'}\n",
            ": settings.api_key: must be ASCII",
        ),
        (
            "settings: {answer_after_ms: -1}\n",
            ": settings.answer_after_ms: must not be",
        ),
        (
            "settings: {connections: [{id: a}, {id: a}]}\n",
            ": settings.connections[1].id: \"a\" is used twice",
        ),
        (
            "settings: {connections: [{webhook_url: localhost:80}]}\n",
            ": settings.connections[0].webhook_url: \"localhost:80\" is not an absolute URL of HTTP",
        ),
        (
            "calls: [{connection_id: '1'}]\n",
            "calls[0] of the seed: the settings have no connection 1",
        ),
    ] {
        std::fs::write(&seed, text).unwrap();
        let (code, error) = start_error(&["--seed", path]);
        assert_eq!(code, Some(1), "{text}{error}");
        assert!(error.contains(expected), "{text}{error}");
    }
}

#[test]
fn it_does_not_start_at_a_port_that_is_taken() {
    let (mut child, url) = start(&[]);
    let port = url.split([':', '/']).nth(4).unwrap();
    let (code, error) = start_error(&["--port", port]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(code, Some(1), "{error}");
    let expected = format!("error: cannot listen on port {port}: ");
    assert!(error.starts_with(&expected), "{error}");
}

#[test]
fn it_takes_only_urls_that_webhooks_can_be_sent_to() {
    let (code, error) = start_error(&["--webhook-url", "localhost/webhooks"]);
    assert_eq!(code, Some(2), "{error}");
    assert!(error.contains("is not an absolute URL of HTTP"), "{error}");
}
