//! Which files documents may refer to: those in a root folder, and those in folders to which URLs are
//! mapped.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use crate::path;

/// Which files documents may refer to.
#[derive(Clone, Debug, Default)]
pub struct ReferenceOptions {
    /// The folder that contains all of them, or `None` for the default.
    pub root_folder: Option<PathBuf>,
    /// The URLs that are mapped to folders.
    pub url_maps: Vec<UrlMap>,
}

/// A URL, and the folder with copies of the files below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlMap {
    /// What URLs start with.
    pub prefix: String,
    /// The folder, or a file if the prefix is a whole URL.
    pub folder: PathBuf,
}

impl UrlMap {
    /// Parses `https://example.com/schemas/=DIR`.
    ///
    /// # Errors
    ///
    /// When it is not `URL=DIR`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (prefix, folder) = text.split_once('=').ok_or("expected `URL=DIR`")?;
        if !prefix.contains("://") {
            return Err(format!("`{prefix}` is not a URL: it has no `://`"));
        }
        if folder.is_empty() {
            return Err("there is no directory after the `=`".to_owned());
        }
        Ok(Self {
            prefix: prefix.to_owned(),
            folder: PathBuf::from(folder),
        })
    }

    /// The rest of a URL after the prefix, if the prefix ends where a segment does.
    fn strip_prefix<'u>(&self, url: &'u str) -> Option<&'u str> {
        let rest = url.strip_prefix(self.prefix.as_str())?;
        let is_whole = rest.is_empty() || rest.starts_with('/') || self.prefix.ends_with('/');
        is_whole.then(|| rest.trim_start_matches('/'))
    }
}

/// The folder with the files that a document may refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RootFolder {
    /// Its path, with symbolic links resolved.
    pub(crate) folder: PathBuf,
    /// Whether it is the default. If so, hidden files and folders (`.git`) are not read.
    pub(crate) is_default: bool,
}

impl ReferenceOptions {
    /// The root folder of a document in the folder `own`; `folders` are those of all documents.
    ///
    /// Defaults to the root of the Git checkout that contains all of them, or else to the innermost
    /// folder that does.
    pub(crate) fn root_folder(
        &self,
        own: &Path,
        folders: &[PathBuf],
    ) -> anyhow::Result<RootFolder> {
        if let Some(given) = &self.root_folder {
            let shown = given.display();
            let folder = given.canonicalize();
            let folder = folder.with_context(|| format!("cannot use the root folder {shown}"))?;
            ensure!(
                folder.is_dir(),
                "the root folder {shown} is not a directory"
            );
            if !own.starts_with(&folder) {
                let own = own.display();
                bail!("the document in {own} is outside of the root folder {shown}");
            }
            let is_default = false;
            return Ok(RootFolder { folder, is_default });
        }
        let common = path::common_ancestor(folders).unwrap_or_else(|| own.to_owned());
        let is_checkout = |it: &&Path| it.parent().is_some() && it.join(".git").exists();
        let checkout = common.ancestors().find(is_checkout);
        Ok(RootFolder {
            folder: checkout.unwrap_or(&common).to_owned(),
            is_default: true,
        })
    }

    /// The command-line arguments for these options.
    #[must_use]
    pub fn to_arguments(&self) -> Vec<OsString> {
        let root = self.root_folder.iter();
        let root = root.flat_map(|folder| ["--root-folder".into(), folder.into()]);
        let url_maps = self.url_maps.iter().flat_map(|UrlMap { prefix, folder }| {
            let mut pair = OsString::from(format!("{prefix}="));
            pair.push(folder);
            ["--map".into(), pair]
        });
        root.chain(url_maps).collect()
    }

    /// Maps a URL to a folder and a path in it, by the longest prefix that matches.
    pub(crate) fn map_url<'u>(&self, url: &'u str) -> Option<(&Path, &'u str)> {
        let matching = self
            .url_maps
            .iter()
            .filter_map(|it| Some((it, it.strip_prefix(url)?)));
        let longest = matching.max_by_key(|(it, _)| it.prefix.len());
        longest.map(|(it, rest)| (it.folder.as_path(), rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_applies() {
        let url_maps = [
            "https://a.org/=x",
            "https://a.org/b=y",
            "https://c.org/d.yml=z.yml",
        ];
        let url_maps = url_maps
            .map(|it| UrlMap::parse(it).expect("it is one"))
            .into();
        let references = ReferenceOptions {
            root_folder: None,
            url_maps,
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
            assert_eq!(references.map_url(url), expected, "{url}");
        }
    }

    #[test]
    fn an_argument_that_is_not_a_pair_is_rejected() {
        for text in ["https://a.org", "a.org=b", "https://a.org=", "=b"] {
            assert!(UrlMap::parse(text).is_err(), "{text}");
        }
    }
}
