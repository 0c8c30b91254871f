//! The crate that the files are for.

/// The crate that the files are for.
#[derive(Clone, Debug)]
pub struct Library {
    /// Its package's name, from which examples in its documentation use it.
    pub name: String,
    /// Whether its documentation begins with the `README.md` in its folder.
    pub has_readme: bool,
    /// Whether it has a feature for each tag.
    pub has_tag_features: bool,
    /// The command that makes it, for the first line of each file: whoever wants to change a file has to
    /// run it.
    pub made_by: String,
}

impl Library {
    /// A crate that `regen` makes, whose documentation stands in its code alone, with a feature for each
    /// tag.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            has_readme: false,
            has_tag_features: true,
            made_by: "cargo xtask regen".to_owned(),
        }
    }
}
