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

#[test]
fn it_says_what_is_wrong_with_a_seed() {
    let folder = tempfile::tempdir().unwrap();
    let seed = folder.path().join("seed.yml");
    std::fs::write(&seed, "settings: {regions: dc2}\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_simulator"))
        .arg("--seed")
        .arg(&seed)
        .output();
    let output = output.unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        !output.status.success() && error.contains("unknown field `regions`"),
        "{error}"
    );
}
