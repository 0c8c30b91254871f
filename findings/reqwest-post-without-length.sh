#!/usr/bin/env bash
# reqwest sends a POST that has no body without saying that its length is 0.
#
# reqwest 0.13.5, tokio 1.54.1
# Expected: `content-length: 0`, which RFC 9110 (section 8.6) says a client should send with a POST; some
# servers answer 411 without it.
# Seen: neither `content-length` nor `transfer-encoding`.
set -euo pipefail
sed -n '/^set/q; s/^# //p' "$0"; echo
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "look"
version = "0.0.0"
edition = "2024"

[dependencies]
reqwest = { version = "=0.13.5", default-features = false }
tokio = { version = "=1.54.1", features = ["rt"] }

[profile.dev]
debug = false

[workspace]
TOML
cat > src/main.rs <<'RUST'
use std::io::{Read, Write};

fn main() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            connection.read_exact(&mut byte).unwrap();
            request.extend(byte);
        }
        connection.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
        String::from_utf8(request).unwrap()
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(reqwest::Client::new().post(url).send()).unwrap();
    let request = server.join().unwrap();
    let names = request.lines().skip(1).filter_map(|line| line.split(':').next());
    println!("POST {}", names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" "));
}
RUST

seen=$(CARGO_TARGET_DIR=target cargo run --quiet -j1)
echo "expected: POST accept host content-length"
echo "seen:     $seen"
[ "$seen" = "POST accept host" ]
