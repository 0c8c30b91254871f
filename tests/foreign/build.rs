//! Writes the bindings of `orders.yml` to `OUT_DIR`, where `src/lib.rs` includes them.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use codegen::diagnostic::Diagnostics;
use codegen::report::{Style, render};
use codegen::source::Sources;
use codegen::{Absent, CrateRoot, Input, Library, api, crate_files};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=orders.yml");
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let document = sources.add("orders.yml", fs::read_to_string("orders.yml")?);
    let input = Input::alone(document, "orders");
    let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
    let api = api(&input, &mut sources, &mut load, &mut diagnostics);
    let said = render(&diagnostics, &sources, Style::Plain);
    if !said.is_empty() {
        return Err(said.into());
    }
    let library = Library {
        made_by: "build.rs".to_owned(),
        root: CrateRoot::Included,
        has_tag_features: false,
        ..Library::new(env::var("CARGO_PKG_NAME")?)
    };
    let folder = env::var("OUT_DIR")?;
    let api = api.ok_or("there is an API unless there is an error")?;
    for file in crate_files(&api.into(), &sources, &library) {
        let path = Path::new(&folder).join(file.path);
        fs::create_dir_all(path.parent().ok_or("a file is in a folder")?)?;
        fs::write(path, file.text)?;
    }
    Ok(())
}
