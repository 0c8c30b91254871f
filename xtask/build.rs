//! Lists the runtime's files, so that the binary carries their text and `generate` can copy them
//! without a checkout beside it.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let source = format!("{}/../codegen/runtime/src", variable("CARGO_MANIFEST_DIR"));
    let mut paths = vec!["runtime.rs".to_owned()];
    collect(&source, "runtime", &mut paths)?;
    paths.sort();

    let mut list = String::new();
    for path in paths {
        let full = format!("{source}/{path}");
        println!("cargo::rerun-if-changed={full}");
        writeln!(list, "({path:?}, include_str!({full:?})),").expect("a string takes any text");
    }
    let list = format!("&[{list}]");
    fs::write(
        Path::new(&variable("OUT_DIR")).join("runtime_files.rs"),
        list,
    )
}

/// The files below `folder`, relative to `source`.
fn collect(source: &str, folder: &str, paths: &mut Vec<String>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={source}/{folder}");
    for entry in fs::read_dir(Path::new(source).join(folder))? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().display());
        if entry.file_type()?.is_dir() {
            collect(source, &path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

fn variable(name: &str) -> String {
    env::var(name).expect("cargo sets it for build scripts")
}
