//! Lists the files of the runtime, so that the binary contains their text.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let source = format!(
        "{}/../codegen/runtime/src",
        read_variable("CARGO_MANIFEST_DIR")
    );
    let mut paths = vec!["runtime.rs".to_owned()];
    collect_files(&source, "runtime", &mut paths)?;
    paths.sort();

    let mut list = String::new();
    for path in paths {
        let full = format!("{source}/{path}");
        println!("cargo::rerun-if-changed={full}");
        writeln!(list, "({path:?}, include_str!({full:?})),").expect("a string takes any text");
    }
    let list = format!("&[{list}]");
    fs::write(
        Path::new(&read_variable("OUT_DIR")).join("runtime_files.rs"),
        list,
    )
}

/// Adds the files below `folder`, relative to `source`, to `paths`.
fn collect_files(source: &str, folder: &str, paths: &mut Vec<String>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={source}/{folder}");
    for entry in fs::read_dir(Path::new(source).join(folder))? {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().display());
        if entry.file_type()?.is_dir() {
            collect_files(source, &path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

fn read_variable(name: &str) -> String {
    env::var(name).expect("cargo sets this variable for build scripts")
}
