#!/usr/bin/env bash
# utoipa declares a u32 as int32, so half of its values do not fit its own format.
#
# utoipa 6.0.0
# Expected: `format: int64`, a maximum, or no format.
# Seen: `format: int32` with `minimum: 0`. OpenAPI's int32 is signed and ends at 2147483647; a client made from
# the document overflows at 2147483648, which the server sends with ease.
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
serde_json = "=1.0.154"
utoipa = "=6.0.0"

[profile.dev]
debug = false

[workspace]
TOML
cat > src/main.rs <<'RUST'
use utoipa::PartialSchema;

#[derive(utoipa::ToSchema)]
#[expect(dead_code)]
struct File {
    size: u32,
}

fn main() {
    let schema = serde_json::to_value(File::schema()).unwrap();
    println!("{}", schema["properties"]["size"]);
}
RUST

seen=$(CARGO_TARGET_DIR=target cargo run --quiet -j1)
echo 'expected: {"format":"int64","minimum":0,"type":"integer"}'
echo "seen:     $seen"
[ "$seen" = '{"format":"int32","minimum":0,"type":"integer"}' ]
