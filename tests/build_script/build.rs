//! Writes the bindings of `todos.yml` to `OUT_DIR`, where `src/lib.rs` includes them.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use codegen::diagnostic::Diagnostics;
use codegen::report::{Style, render};
use codegen::source::Sources;
use codegen::{Absent, CrateRoot, Input, Library, api, crate_files};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=todos.yml");
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let document = sources.add("todos.yml", fs::read_to_string("todos.yml")?);
    let input = Input::alone(document, "todos");
    // The document refers to no other files.
    let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
    let api = api(&input, &mut sources, &mut load, &mut diagnostics);
    for line in render(&diagnostics, &sources, Style::Plain).lines() {
        println!("cargo::warning={line}");
    }
    let api = api.ok_or("todos.yml cannot be used; the warnings say why")?;

    let library = Library {
        made_by: "build.rs".to_owned(),
        root: CrateRoot::Included,
        has_tag_features: false,
        ..Library::new(env::var("CARGO_PKG_NAME")?)
    };
    let folder = env::var("OUT_DIR")?;
    for file in crate_files(&api.into(), &sources, &library) {
        let path = Path::new(&folder).join(file.path);
        fs::create_dir_all(path.parent().ok_or("a file is in a folder")?)?;
        fs::write(path, file.text)?;
    }
    Ok(())
}
