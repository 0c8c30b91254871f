//! The dependencies of the bindings: few crates without the clients, and none that needs sockets or the
//! randomness of the operating system.

use std::collections::BTreeSet;
use std::env;
use std::path::Path;
use std::process::Command;

/// The crates that `generated` depends on, including build scripts and macros.
fn crates(arguments: &[&str]) -> BTreeSet<String> {
    crates_of("generated", arguments)
}

/// The same for another package.
fn crates_of(package: &str, arguments: &[&str]) -> BTreeSet<String> {
    let edges = [
        "--package",
        package,
        "--edges",
        "normal,build",
        "--format",
        "{p}",
    ];
    let tree = tree(&[&edges, arguments].concat());
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What `cargo tree` prints, without indentation.
fn tree(arguments: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["tree", "--locked", "--prefix", "none"])
        .args(arguments)
        .current_dir(root)
        .output()
        .expect("cargo runs the tests, so it is there");
    let [tree, said] =
        [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    assert!(output.status.success(), "{said}");
    tree
}

const SANS_IO: [&str; 2] = ["--no-default-features", "--features=webhook,pattern,signer"];

#[test]
fn bindings_without_clients_need_few_crates() {
    let bare = crates(&["--no-default-features"]);
    assert!(bare.contains("serde_json") && bare.len() <= 20, "{bare:?}");
    let sans_io = crates(&["--no-default-features", "--features=webhook,pattern"]);
    assert!(
        sans_io.contains("ed25519-compact") && sans_io.len() <= 25,
        "{sans_io:?}"
    );
}

#[test]
fn bindings_without_clients_need_neither_sockets_nor_randomness() {
    let needs_a_system = [
        "getrandom",
        "libc",
        "mio",
        "reqwest",
        "rustls",
        "socket2",
        "tokio",
    ];
    let client = [
        "--no-default-features",
        "--features=client,webhook,pattern,tracing",
    ];
    for features in [SANS_IO, client] {
        let target = ["--target=wasm32-unknown-unknown", features[0], features[1]];
        let crates = crates(&target);
        for name in needs_a_system {
            assert!(!crates.contains(name), "{name} in {crates:?}");
        }
    }
    // The names are spelled correctly, since the clients need these crates.
    let clients = crates(&["--features=blocking", "--target=x86_64-unknown-linux-gnu"]);
    for name in needs_a_system {
        assert!(clients.contains(name), "{name} is not in {clients:?}");
    }
}

/// The crates in a tree, each with its features.
fn crates_with_features(arguments: &[&str]) -> BTreeSet<(String, String)> {
    let lines = tree(&[arguments, &["--format", "{p}|{f}"]].concat());
    let lines = lines.lines().filter_map(|line| line.split_once('|'));
    let text = |text: &str| text.trim_end_matches(" (*)").to_owned();
    lines
        .map(|(name, features)| (text(name), text(features)))
        .collect()
}

/// Otherwise cargo compiles it, and all that depends on it, once more for the tests.
#[test]
fn the_tests_turn_on_no_features_of_what_the_commands_depend_on() {
    let commands = crates_with_features(&["--package", "xtask", "--edges", "normal,build"]);
    let names: BTreeSet<&String> = commands.iter().map(|(name, _)| name).collect();
    assert!(names.len() > 20, "{names:?}");
    let tests = crates_with_features(&["--edges", "normal,build,dev"]);
    let again = tests.difference(&commands);
    let again: Vec<_> = again.filter(|(name, _)| names.contains(name)).collect();
    assert!(again.is_empty(), "{again:#?}");
}

#[test]
fn the_generator_builds_without_what_the_runtime_needs() {
    let crates = crates_of("xtask", &[]);
    assert!(crates.contains("codegen-schema"), "{crates:?}");
    for name in [
        "codegen-runtime",
        "http",
        "hyper",
        "jiff",
        "rustls",
        "tokio",
        "url",
    ] {
        assert!(!crates.contains(name), "{name} in {crates:?}");
    }
}

#[test]
fn regen_builds_without_what_measures_the_generator() {
    assert!(crates_of("measure", &[]).contains("wait4"));
    let crates = crates_of("xtask", &[]);
    assert!(!crates.contains("wait4"), "{crates:?}");
}
