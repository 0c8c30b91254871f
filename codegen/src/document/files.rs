//! The files of a document: which path is which file, and the tree of each.

use std::rc::Rc;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::Load;
use crate::diagnostic::Diagnostics;
use crate::pointer::{Address, FileId, percent_decode};
use crate::source::{self, Sources};
use crate::tree::Tree;

/// Other files, by their ids.
pub(super) type Others = IndexMap<FileId, Other, FxBuildHasher>;

/// A file that another one led to.
#[derive(Debug)]
pub(super) struct Other {
    /// Its path, relative to the main file's folder.
    pub(super) path: String,
    pub(super) tree: Tree,
}

/// The main file and those that were opened from it.
///
/// A tree is counted, not borrowed: whoever walks one may open another meanwhile.
pub(super) struct Files<'a> {
    sources: &'a mut Sources,
    load: &'a mut Load<'a>,
    main: FileId,
    open: IndexMap<FileId, Open, FxBuildHasher>,
    /// What became of a path.
    by_path: FxHashMap<String, Result<FileId, Refusal>>,
}

struct Open {
    /// Relative to the main file's folder.
    path: String,
    tree: Rc<Tree>,
}

/// Why a path cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is a URL.
    Remote,
    /// It leads out of the main file's folder, or is not a path at all.
    Outside,
    /// There is no such file. Its path.
    Missing(String),
    /// It cannot be read, which was reported when it was tried.
    Broken,
}

impl<'a> Files<'a> {
    /// Starts with the main file.
    pub(super) fn new(
        sources: &'a mut Sources,
        load: &'a mut Load<'a>,
        main: FileId,
        tree: Tree,
    ) -> Self {
        let name = &sources.get(main).name;
        let path = name
            .rsplit_once('/')
            .map_or(name.as_str(), |(_, base)| base)
            .to_owned();
        let mut files = Self {
            sources,
            load,
            main,
            open: IndexMap::default(),
            by_path: FxHashMap::default(),
        };
        files.keep(main, path, tree);
        files
    }

    /// The main file.
    pub(super) fn main(&self) -> FileId {
        self.main
    }

    /// The tree of a file that is open.
    pub(super) fn tree(&self, file: FileId) -> Rc<Tree> {
        Rc::clone(&self.open[&file].tree)
    }

    /// The node at an address.
    pub(super) fn node(&self, address: &Address) -> Option<&Tree> {
        self.open.get(&address.file)?.tree.at(&address.pointer)
    }

    /// The file that `path` means where it is written in `from`; none when it is empty is `from`
    /// itself.
    pub(super) fn open(
        &mut self,
        from: FileId,
        path: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, Refusal> {
        if path.is_empty() {
            return Ok(from);
        }
        if has_scheme(path) {
            return Err(Refusal::Remote);
        }
        let path = normalise(&self.open[&from].path, path).ok_or(Refusal::Outside)?;
        if let Some(known) = self.by_path.get(&path) {
            return known.clone();
        }
        let refusal = match (self.load)(self.sources, &path) {
            Some(file) => match source::parse(self.sources, file, diagnostics) {
                Some(tree) => {
                    self.keep(file, path, tree);
                    return Ok(file);
                }
                None => Refusal::Broken,
            },
            None => Refusal::Missing(path.clone()),
        };
        self.by_path.insert(path, Err(refusal.clone()));
        Err(refusal)
    }

    fn keep(&mut self, file: FileId, path: String, tree: Tree) {
        self.by_path.insert(path.clone(), Ok(file));
        self.open.insert(
            file,
            Open {
                path,
                tree: Rc::new(tree),
            },
        );
    }

    /// The main file's tree, and the other files.
    pub(super) fn into_trees(self) -> (Tree, Others) {
        let mut files: Others = (self.open.into_iter())
            .map(|(file, Open { path, tree })| {
                let tree = Rc::unwrap_or_clone(tree);
                (file, Other { path, tree })
            })
            .collect();
        let main = files
            .shift_remove(&self.main)
            .expect("the main file was opened first");
        (main.tree, files)
    }
}

/// Whether a reference starts with a scheme (RFC 3986 §3.1): `https:`, `urn:`, and `C:` as well.
fn has_scheme(path: &str) -> bool {
    path.starts_with("//")
        || path.split_once(':').is_some_and(|(scheme, _)| {
            scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                && scheme
                    .chars()
                    .all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char))
        })
}

/// `path`, written in the file `from`, as a path relative to the main file's folder; `None` when
/// it leads out of there.
fn normalise(from: &str, path: &str) -> Option<String> {
    let path = percent_decode(path)?;
    if path.starts_with('/') || path.contains(['\\', '\0']) {
        return None;
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_folder() {
        assert_eq!(
            normalise("api.yml", "./parts/a%20b.yml").as_deref(),
            Some("parts/a b.yml")
        );
        assert_eq!(
            normalise("parts/a.yml", "../api.yml").as_deref(),
            Some("api.yml")
        );
        for path in [
            "../x.yml",
            "parts/../../x.yml",
            "..%2Fx.yml",
            "/etc/passwd",
            r"..\x.yml",
        ] {
            assert_eq!(normalise("api.yml", path), None, "{path}");
        }
    }

    #[test]
    fn urls_have_a_scheme() {
        assert!(
            ["http://a/b", "urn:x", "C:/x", "//host/x"]
                .into_iter()
                .all(has_scheme)
        );
        assert!(!has_scheme("./a:b.yml") && !has_scheme("a.yml"));
    }
}
