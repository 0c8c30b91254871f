//! Proxies that the environment configures, for both clients alike.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use generated::{Client, blocking};

use super::{KEY, done, join};
use crate::server::raw::ok;
use crate::server::{Server, tls};

/// A proxy that answers every request itself. Its thread ends with the process.
struct Proxy {
    address: SocketAddr,
    /// The lines of the heads of requests, in lowercase.
    seen: Arc<Mutex<Vec<Vec<String>>>>,
}

impl Proxy {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there are free ports");
        let address = listener.local_addr().expect("it has an address");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming() {
                // A client that does not trust the certificate ends the handshake.
                let _ = answer(&stream.expect("a connection"), &shared);
            }
        });
        Self { address, seen }
    }

    /// The requests since the last call of this function.
    fn seen(&self) -> Vec<Vec<String>> {
        std::mem::take(&mut self.seen.lock().expect("nobody panicked"))
    }
}

fn answer(mut stream: &TcpStream, seen: &Mutex<Vec<Vec<String>>>) -> std::io::Result<()> {
    let mut lines = Vec::new();
    for line in BufReader::new(stream).lines() {
        match line? {
            line if line.is_empty() => break,
            line => lines.push(line.to_lowercase()),
        }
    }
    let is_tunnel = lines.first().is_some_and(|it| it.starts_with("connect "));
    let is_refused = lines.iter().any(|it| it.contains("refused.example"));
    seen.lock().expect("nobody panicked").push(lines);
    if is_refused {
        stream.write_all(b"HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n")
    } else if is_tunnel {
        stream.write_all(b"HTTP/1.1 200 Go\r\n\r\n")?;
        tls::serve(stream.try_clone()?, &ok(DONE))
    } else {
        let mut reply = ok(DONE);
        let at = b"HTTP/1.1 200 OK\r\n".len();
        reply.splice(at..at, *b"connection: close\r\n");
        stream.write_all(&reply)
    }
}

const DONE: &str = r#"{"data":{"result":"ok"}}"#;

const CHILD: &str = "client::proxies::prints_calls_of_the_environment";

/// Runs in a process of its own, since changing the environment of a process is unsafe.
#[tokio::test]
#[ignore = "only of use with the environment that the other tests give it"]
async fn prints_calls_of_the_environment() {
    let base = env::var("BASE").expect("the parent says it");
    let client = Client::builder(KEY).base_url(&base).retries(0).build();
    match join().send(&client.expect("a client")).await {
        Ok(result) => println!("asynchronous: {}", result.result),
        Err(error) => println!("asynchronous: {error} {error:?}"),
    }
    let client = blocking::Client::builder(KEY).base_url(&base).retries(0);
    match join().send_blocking(&client.build().expect("a client")) {
        Ok(result) => println!("blocking: {}", result.result),
        Err(error) => println!("blocking: {error} {error:?}"),
    }
    let client = blocking::Client::builder(KEY).base_url(&base).retries(0);
    let client = client.tls(tls::trusting()).build();
    match join().send_blocking(&client.expect("a client")) {
        Ok(result) => println!("trusting: {}", result.result),
        Err(error) => println!("trusting: {error}"),
    }
}

const VARIABLES: [&str; 9] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "REQUEST_METHOD",
];

/// Runs a child process with these variables; returns what its three clients print.
fn run(base: &str, variables: &[(&str, &str)]) -> [String; 3] {
    let mut child = Command::new(env::current_exe().expect("it is a file"));
    child.args(["--exact", CHILD, "--ignored", "--nocapture"]);
    for name in VARIABLES {
        child.env_remove(name);
    }
    child.env("BASE", base).envs(variables.iter().copied());
    let output = child.output().expect("it starts").stdout;
    let output = String::from_utf8(output).expect("it is text");
    for secret in [KEY, "s3cr3t", "czNjcjN0"] {
        assert!(!output.contains(secret), "{output}");
    }
    ["asynchronous: ", "blocking: ", "trusting: "].map(|name| {
        let line = output.lines().find_map(|line| line.split_once(name));
        line.unwrap_or_else(|| panic!("{output}")).1.to_owned()
    })
}

#[test]
fn requests_go_through_the_proxy() {
    let proxy = Proxy::new();
    let url = format!("http://{}", proxy.address);
    let address = proxy.address.to_string();
    let with_name = format!("http://me:s3cr3t@{}", proxy.address);
    let base = "http://conference.example/v2";
    let path = "post http://conference.example/v2/conferences/c1/actions/join http/1.1";
    for (variable, url, authorization) in [
        ("HTTP_PROXY", &url, None),
        ("http_proxy", &address, None),
        ("ALL_PROXY", &url, None),
        (
            "all_proxy",
            &with_name,
            Some("proxy-authorization: basic bwu6cznjcjn0"),
        ),
    ] {
        assert_eq!(run(base, &[(variable, url)]), ["ok"; 3], "{variable}");
        let seen = proxy.seen();
        assert_eq!(seen.len(), 3);
        for mut lines in seen.clone() {
            assert_eq!(lines[0], path);
            assert!(lines.contains(&"host: conference.example".to_owned()));
            lines.retain(|it| it.starts_with("proxy-"));
            assert_eq!(lines, Vec::from_iter(authorization));
        }
        // The idempotency key is in the body.
        let sorted = |mut lines: Vec<String>| {
            lines.sort();
            lines
        };
        let [one, other, _] = seen.try_into().expect("there are three");
        assert_eq!(sorted(one), sorted(other));
    }
}

#[test]
fn tls_goes_through_a_tunnel() {
    let proxy = Proxy::new();
    let url = format!("http://me:s3cr3t@{}", proxy.address);
    let base = "https://conference.example/v2";
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let [one, other, trusting] = run(base, &[(variable, &url)]);
        for outcome in [one, other] {
            assert!(
                outcome.starts_with("no secure connection was made: "),
                "{outcome}"
            );
            assert!(outcome.contains("invalid peer certificate"), "{outcome}");
        }
        assert_eq!(trusting, "ok");
        let seen = proxy.seen();
        assert_eq!(seen.len(), 3);
        for lines in seen {
            assert_eq!(lines[0], "connect conference.example:443 http/1.1");
            assert!(lines.contains(&"host: conference.example:443".to_owned()));
            let name = "proxy-authorization: basic bwu6cznjcjn0".to_owned();
            assert!(lines.contains(&name), "{lines:?}");
        }
    }
    for outcome in run("https://refused.example", &[("HTTPS_PROXY", &url)]) {
        assert!(outcome.starts_with("no connection was made: "), "{outcome}");
    }
}

#[test]
fn some_hosts_are_reached_without_a_proxy() {
    let server = Server::new(|_| done());
    let proxy = Proxy::new();
    let url = format!("http://{}", proxy.address);
    let variable = ("HTTP_PROXY", url.as_str());
    for exception in [
        ("NO_PROXY", "127.0.0.1"),
        ("no_proxy", "example.com, 127.0.0.0/8"),
        // Not in a CGI program, where request headers set this variable.
        ("REQUEST_METHOD", "GET"),
        // For another scheme.
        ("HTTPS_PROXY", "http://127.0.0.1:9"),
    ] {
        let variables = match exception {
            ("HTTPS_PROXY", _) => vec![exception],
            _ => vec![variable, exception],
        };
        assert_eq!(run(&server.base_url(), &variables), ["ok"; 3]);
        assert_eq!(proxy.seen().len(), 0, "{exception:?}");
    }
    assert_eq!(server.seen().len(), 4 * 3);
    assert_eq!(run(&server.base_url(), &[variable]), ["ok"; 3]);
    assert_eq!(proxy.seen().len(), 3);
}

#[test]
fn proxies_of_other_kinds_are_rejected() {
    let variables = [("ALL_PROXY", "socks5://me:s3cr3t@127.0.0.1:9")];
    let expected = "the request cannot be sent: the environment names a proxy of the scheme \
                    `socks5`, which is neither http nor https";
    for outcome in run("http://conference.example", &variables) {
        assert!(outcome.starts_with(expected), "{outcome}");
    }
}
