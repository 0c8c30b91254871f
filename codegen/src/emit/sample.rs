//! The text that is made of an API, for tests.

use crate::check;
use crate::ir::Api;
use crate::render;
use crate::share::ApiSet;
use crate::source::Sources;

use super::library::Library;

/// The text of one file of an API, from `src/pets/` on, without its header.
pub(crate) fn file(api: Api, path: &str) -> String {
    let mut sources = Sources::default();
    sources.add("pets.yml", "");
    let path = if path == "lib.rs" {
        path.to_owned()
    } else {
        format!("pets/{path}")
    };
    let files = render::files(&super::modules(
        &ApiSet::from(check::api(api)),
        &sources,
        &library(),
    ));
    let file = files
        .into_iter()
        .find(|file| file.path == path)
        .expect("there is such a file");
    assert!(syn::parse_file(&file.text).is_ok(), "{}", file.text);
    file.text
        .split_once("\n\n")
        .expect("a header stands above")
        .1
        .to_owned()
}

/// The crate that the files are for.
pub(crate) fn library() -> Library {
    Library::new("my-zoo")
}
