//! The cases of the JSON Schema test suite in `../shared/corpus`, run on the types of their schemas.

use std::path::Path;
use std::process::Command;

#[test]
fn the_cases_of_the_json_schema_suite_pass() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("../shared/corpus/json-schema");
    if !folder.is_dir() {
        println!("skipped: there is no ../shared/corpus/json-schema");
        return;
    }
    let output = Command::new(env!("CARGO_BIN_EXE_measure"))
        .arg("suite")
        .args([folder.join("jsts31.json"), folder.join("cases31.json")])
        .arg("--allow")
        .arg(root.join("tests/codegen/suite.allow.tsv"))
        .arg("--root")
        .arg(&root)
        .env("CARGO", env!("CARGO"))
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        output.status.success(),
        "{}\n{}\nrun `cargo measure suite` with these files",
        text(&output.stderr),
        text(&output.stdout)
    );
}
