#!/usr/bin/env bash
# serde_json does not read back the f64 that it has written.
#
# serde_json 1.0.154
# Expected: the digits that it writes are the shortest that mean this double and no other, so reading them
# gives the same double.
# Seen: it reads the neighbouring double, as it was not built with the feature `float_roundtrip`; the
# standard library reads the same digits right.
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

[profile.dev]
debug = false

[workspace]
TOML
cat > src/main.rs <<'RUST'
fn main() {
    let sent = 96366417989.76247_f64;
    let text = serde_json::to_string(&sent).unwrap();
    let read: f64 = serde_json::from_str(&text).unwrap();
    let std: f64 = text.parse().unwrap();
    println!("{text} std: {:x} serde_json: {:x}", std.to_bits(), read.to_bits());
}
RUST

seen=$(CARGO_TARGET_DIR=target cargo run --quiet -j1)
echo "expected: the same bits twice"
echo "seen:     $seen"
[ "$seen" = "96366417989.76247 std: 42366fe2d845c331 serde_json: 42366fe2d845c332" ]
