//! Lists the files that are written into every crate, so that the binary contains their text.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

/// The packages whose module of the same name is written into crates, and its path there: a package
/// that the runtime depends on becomes a part of it.
const MODULES: [(&str, &str); 3] = [
    ("format_checks", "format_checks"),
    ("runtime", "runtime"),
    ("schema", "runtime/schema"),
];

/// The files by their paths in the `src` of a crate, each with its path in the repository.
type Files = BTreeMap<String, String>;

fn main() -> io::Result<()> {
    let root = format!("{}/../..", read_variable("CARGO_MANIFEST_DIR"));
    let mut files = Files::new();
    for (module, place) in MODULES {
        let source = format!("codegen/{module}/src/{module}");
        files.insert(format!("{place}.rs"), format!("{source}.rs"));
        collect_files(&root, &source, place, &mut files)?;
    }
    let mut list = String::new();
    for (path, source) in files {
        let full = format!("{root}/{source}");
        println!("cargo::rerun-if-changed={full}");
        writeln!(list, "({path:?}, {source:?}, include_str!({full:?})),")
            .expect("a string takes any text");
    }
    let list = format!("&[{list}]");
    fs::write(
        Path::new(&read_variable("OUT_DIR")).join("runtime_files.rs"),
        list,
    )
}

/// Adds the files below `source`, which is the folder `place` in the `src` of a crate.
fn collect_files(root: &str, source: &str, place: &str, files: &mut Files) -> io::Result<()> {
    let folder = format!("{root}/{source}");
    println!("cargo::rerun-if-changed={folder}");
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let [source, path] = [source, place].map(|it| format!("{it}/{}", name.display()));
        if entry.file_type()?.is_dir() {
            collect_files(root, &source, &path, files)?;
        } else {
            files.insert(path, source);
        }
    }
    Ok(())
}

fn read_variable(name: &str) -> String {
    env::var(name).expect("cargo sets this variable for build scripts")
}
