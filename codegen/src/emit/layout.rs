//! Where things stand on disk: names of files that every disk can hold side by side.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::ir::{Api, TypeId};
use crate::name::ModuleName;

/// The public module of the named errors.
pub(super) const ERRORS: &str = "errors";

/// The file of the webhooks' enum.
pub(super) const EVENT: &str = "event";

/// A file with types: they live with the first of them.
#[derive(Debug)]
pub(super) struct TypeFile {
    /// The module, named like the file.
    pub(super) name: ModuleName,
    /// In the order of the API; never empty.
    pub(super) types: Vec<TypeId>,
}

/// The files that the types of an API are written to, sorted. Types whose files could not stand side
/// by side on a disk that ignores case share one, which nobody sees from outside.
pub(super) fn type_files(api: &Api) -> Vec<TypeFile> {
    let names: FxHashSet<&str> = api.types.iter().map(|def| def.name.as_str()).collect();
    let mut files: BTreeMap<String, TypeFile> = BTreeMap::new();
    for (index, def) in api.types.iter().enumerate() {
        let mut name = on_disk(&def.file);
        while [ERRORS, EVENT].contains(&name.as_str()) || names.contains(name.as_str()) {
            name = ModuleName::from_spelling(&format!("{name} type"));
        }
        let file = files.entry(name.as_str().to_lowercase());
        let types = Vec::new();
        let file = file.or_insert_with(|| TypeFile { name, types });
        file.types.push(TypeId(index));
    }
    files.into_values().collect()
}

/// The folder of an API.
pub(super) fn folder(api: &Api) -> ModuleName {
    on_disk(&api.module)
}

/// Whether an API has a module for its errors.
pub(super) fn has_errors(api: &Api) -> bool {
    api.error_body.is_some() || !api.errors.is_empty()
}

/// The name in ASCII. rustc looks for no file with another name (E0754), and disks disagree on how
/// to write accents.
fn on_disk(name: &ModuleName) -> ModuleName {
    if name.as_str().is_ascii() {
        return name.clone();
    }
    let spell = |char: char| match char {
        '\0'..='\x7F' => char.to_string(),
        _ => format!(" u{:x} ", u32::from(char)),
    };
    ModuleName::from_spelling(&name.as_str().chars().map(spell).collect::<String>())
}
