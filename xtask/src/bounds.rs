//! Which files documents may refer to: a folder that holds them all, and folders with copies of what
//! stands below a URL.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use crate::path;

/// What the command line says about the files that documents refer to.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    /// The folder that holds them all, if it is given.
    pub root_folder: Option<PathBuf>,
    /// The folders with copies of what is published below URLs.
    pub copies: Vec<Copies>,
}

/// A folder with copies of what is published below a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copies {
    /// What the URLs begin with.
    pub prefix: String,
    /// The folder, or the file where the prefix is the whole URL.
    pub folder: PathBuf,
}

impl Copies {
    /// Reads `https://example.com/schemas/=DIR`.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (prefix, folder) = text.split_once('=').ok_or("it is not `URL=DIR`")?;
        if !prefix.contains("://") {
            return Err(format!("`{prefix}` is no URL: it has no `://`"));
        }
        if folder.is_empty() {
            return Err("there is no folder behind the `=`".to_owned());
        }
        Ok(Self {
            prefix: prefix.to_owned(),
            folder: PathBuf::from(folder),
        })
    }

    /// What of a URL is behind the prefix, if that ends where a segment does.
    fn rest<'u>(&self, url: &'u str) -> Option<&'u str> {
        let rest = url.strip_prefix(self.prefix.as_str())?;
        let is_whole = rest.is_empty() || rest.starts_with('/') || self.prefix.ends_with('/');
        is_whole.then(|| rest.trim_start_matches('/'))
    }
}

/// The folder that holds every file that a document may refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RootFolder {
    /// It, without links.
    pub(crate) folder: PathBuf,
    /// Whether it was chosen here. Then what is hidden, such as `.git`, stays so.
    pub(crate) is_default: bool,
}

impl Bounds {
    /// The root folder of a document in the folder `own`, where all documents stand in `folders`.
    ///
    /// By default that is the root of the git checkout that holds them all, else the folder that does.
    pub(crate) fn root_folder(
        &self,
        own: &Path,
        folders: &[PathBuf],
    ) -> anyhow::Result<RootFolder> {
        if let Some(given) = &self.root_folder {
            let shown = given.display();
            let folder = given.canonicalize();
            let folder = folder.with_context(|| format!("cannot use the root folder {shown}"))?;
            ensure!(folder.is_dir(), "the root folder {shown} is no folder");
            if !own.starts_with(&folder) {
                let own = own.display();
                bail!("a document stands in {own}, which is outside of the root folder {shown}");
            }
            let is_default = false;
            return Ok(RootFolder { folder, is_default });
        }
        let common = path::common(folders).unwrap_or_else(|| own.to_owned());
        let is_checkout = |it: &&Path| it.parent().is_some() && it.join(".git").exists();
        let checkout = common.ancestors().find(is_checkout);
        Ok(RootFolder {
            folder: checkout.unwrap_or(&common).to_owned(),
            is_default: true,
        })
    }

    /// The arguments that say the same.
    pub(crate) fn arguments(&self) -> Vec<OsString> {
        let root = self.root_folder.iter();
        let root = root.flat_map(|folder| ["--root-folder".into(), folder.into()]);
        let copies = self.copies.iter().flat_map(|Copies { prefix, folder }| {
            let mut pair = OsString::from(format!("{prefix}="));
            pair.push(folder);
            ["--map".into(), pair]
        });
        root.chain(copies).collect()
    }

    /// Where the copy of what is published at a URL stands: the folder that holds all copies, and the
    /// path in there, of the longest prefix that fits.
    pub(crate) fn copy<'u>(&self, url: &'u str) -> Option<(&Path, &'u str)> {
        let fitting = self
            .copies
            .iter()
            .filter_map(|it| Some((it, it.rest(url)?)));
        let longest = fitting.max_by_key(|(it, _)| it.prefix.len());
        longest.map(|(it, rest)| (it.folder.as_path(), rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_has_the_copy() {
        let copies = [
            "https://a.org/=x",
            "https://a.org/b=y",
            "https://c.org/d.yml=z.yml",
        ];
        let copies = copies
            .map(|it| Copies::parse(it).expect("it is one"))
            .into();
        let bounds = Bounds {
            root_folder: None,
            copies,
        };
        for (url, expected) in [
            ("https://a.org/c/d.yml", Some(("x", "c/d.yml"))),
            ("https://a.org/b/d.yml", Some(("y", "d.yml"))),
            ("https://a.org/bc/d.yml", Some(("x", "bc/d.yml"))),
            ("https://c.org/d.yml", Some(("z.yml", ""))),
            ("https://c.org/d.ymlx", None),
            ("http://a.org/c", None),
        ] {
            let expected = expected.map(|(folder, rest)| (Path::new(folder), rest));
            assert_eq!(bounds.copy(url), expected, "{url}");
        }
    }

    #[test]
    fn what_is_no_pair_is_refused() {
        for text in ["https://a.org", "a.org=b", "https://a.org=", "=b"] {
            assert!(Copies::parse(text).is_err(), "{text}");
        }
    }
}
