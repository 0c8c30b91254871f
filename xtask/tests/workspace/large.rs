//! An object with so many members that rustc would overflow its stack if they were one expression.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use xtask::workspace::STANDALONE_ENV;

const MEMBERS: usize = 10_000;

/// Measured on two cores: 10 CPU seconds and 800 MiB for `cargo check`, 15 seconds and 1 GiB for a debug
/// build. A release build takes more than five minutes, since LLVM optimizes each function that has a line
/// for every member as a whole.
#[test]
#[ignore = "takes 15 seconds of two cores"]
fn ten_thousand_members_compile() {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    let mut document = "openapi: 3.1.0\ninfo: { title: Large, version: '1' }\n\
        components: { schemas: { Large: { type: object, additionalProperties: false, properties: {\n"
        .to_owned();
    for index in 0..MEMBERS {
        let ty = ["string", "integer", "boolean", "[number, 'null']"][index % 4];
        writeln!(document, "  member_{index}: {{ type: {ty} }},").expect("a string takes any text");
    }
    document.push_str("} } } }\n");
    let path = folder.path().join("large.yml");
    fs::write(&path, document).expect("the folder is ours");
    let out = folder.path().join("out");
    let made = Command::new(env!("CARGO_BIN_EXE_openapi-bindings"))
        .arg("generate")
        .arg(&path)
        .arg("--out")
        .arg(&out)
        .status()
        .expect("the binary was built");
    assert!(made.success());
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::copy(workspace.join("Cargo.lock"), out.join("Cargo.lock")).expect("both are there");
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--no-default-features"])
        .current_dir(&out)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("../standalone"),
        )
        .envs(STANDALONE_ENV)
        .status()
        .expect("cargo runs this");
    assert!(checked.success());
}
