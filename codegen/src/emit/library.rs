//! The crate that the files are for.

use crate::pointer::Address;
use crate::source::Sources;

/// The crate that the files are for.
#[derive(Clone, Debug)]
pub struct Library {
    /// Its package's name, from which examples in its documentation use it.
    pub name: String,
    /// What its `lib.rs` is.
    pub root: CrateRoot,
    /// Whether it has a feature for each tag.
    pub has_tag_features: bool,
    /// The command that makes it, for the first line of each file: whoever wants to change a file has to
    /// run it.
    pub made_by: String,
    /// Whether the first line of each file names its document by the file's name alone, and not by the
    /// path that it was given by. Other files are then relative to the folder of the document.
    pub has_short_paths: bool,
}

/// What a `lib.rs` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrateRoot {
    /// All of the root of the crate.
    Alone,
    /// All of it, with documentation that begins with the `README.md` in the folder of the crate.
    WithReadme,
    /// A part of another file, which includes it: `include!` accepts no inner attributes.
    Included,
}

impl Library {
    /// A crate that `regen` makes, whose documentation stands in its code alone, with a feature for each
    /// tag.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            root: CrateRoot::Alone,
            has_tag_features: true,
            made_by: "cargo xtask regen".to_owned(),
            has_short_paths: false,
        }
    }

    /// The folder of the document, which ends with `/`, if paths are relative to it.
    pub(super) fn base_folder(&self, sources: &Sources, document: &Address) -> String {
        let name = &sources.get(document.file).name;
        let end = name.rfind('/').filter(|_| self.has_short_paths);
        end.map_or_else(String::new, |slash| name[..=slash].to_owned())
    }
}
