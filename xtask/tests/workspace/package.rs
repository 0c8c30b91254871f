//! The crate `generated` as `cargo package` packs it: it contains everything that it needs.

use std::path::Path;
use std::process::{Command, Output};

use toml_edit::{DocumentMut, Item, TableLike};
use xtask::workspace::STANDALONE_ENV;

const GENERATED: &str = include_str!("../../../generated/Cargo.toml");
const RUNTIME: &str = include_str!("../../../codegen/runtime/Cargo.toml");

#[test]
fn the_package_builds_by_itself() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../standalone");
    let cargo = |folder: &Path, arguments: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet"])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", &target)
            .envs(STANDALONE_ENV)
            .output()
            .expect("cargo runs the tests, so it is there");
        let Output { status, stderr, .. } = output;
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    };
    // `--no-verify`, since cargo would compile the default features with all of their dependencies.
    let package = [
        "package",
        "--package",
        "generated",
        "--no-verify",
        "--allow-dirty",
    ];
    cargo(&root, &package);
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    let archive = target.join("package/generated-0.0.0.crate");
    let unpacked = Command::new("tar")
        .arg("-xzf")
        .arg(archive)
        .current_dir(&folder)
        .status();
    assert!(unpacked.expect("tar is installed").success());
    let features = [
        "check",
        "--no-default-features",
        "--features=client,webhook,pattern",
    ];
    cargo(&folder.path().join("generated-0.0.0"), &features);
}

#[test]
fn the_package_has_the_features_and_dependencies_of_the_runtime() {
    let [generated, runtime] = [GENERATED, RUNTIME].map(|text| {
        // In a crate the schema is a part of the runtime.
        let text = text.replace("codegen-schema.workspace = true\n", "");
        let text = text.replace(", \"codegen-schema/pattern\"", "");
        let manifest: DocumentMut = text.parse().expect("cargo reads it");
        manifest
    });
    for table in ["features", "dependencies"] {
        let rows = |manifest: &DocumentMut| -> Vec<String> {
            let table = manifest[table].as_table_like().map(TableLike::iter);
            let row = |(key, item): (&str, &Item)| format!("{key} = {}", item.to_string().trim());
            table.into_iter().flatten().map(row).collect()
        };
        assert_eq!(rows(&generated), rows(&runtime), "[{table}] of `generated`");
    }
}
