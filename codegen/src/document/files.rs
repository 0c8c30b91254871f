//! The files of a document: which path is which file, and the tree of each.

use std::rc::Rc;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::diagnostic::Diagnostics;
use crate::pointer::{Address, FileId, percent_decode};
use crate::source::{self, Absent, Load, Sources, has_scheme};
use crate::tree::Tree;

/// Other files, by their ids.
pub(super) type Others = IndexMap<FileId, Other, FxBuildHasher>;

/// A file that another one led to.
#[derive(Debug)]
pub(super) struct Other {
    /// Its path, relative to the main file's folder, or its URL.
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
    /// Relative to the main file's folder, or a URL.
    path: String,
    tree: Rc<Tree>,
}

/// Why a path cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is a URL that no folder has a copy of.
    Remote,
    /// It points outside the folder that may be read, or is not a path at all.
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
        let path = resolve(&self.open[&from].path, path).ok_or(Refusal::Outside)?;
        if let Some(known) = self.by_path.get(&path) {
            return known.clone();
        }
        let refusal = match (self.load)(self.sources, &path) {
            Ok(file) if self.open.contains_key(&file) => {
                self.by_path.insert(path, Ok(file));
                return Ok(file);
            }
            Ok(file) => match source::parse(self.sources, file, diagnostics) {
                Some(tree) => {
                    self.keep(file, path, tree);
                    return Ok(file);
                }
                None => Refusal::Broken,
            },
            Err(Absent::Remote) => Refusal::Remote,
            Err(Absent::Outside) => Refusal::Outside,
            Err(Absent::Missing) => Refusal::Missing(path.clone()),
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

/// `reference`, written in the file `from`, as a path relative to the main file's folder or as a URL
/// (RFC 3986 §5.2, without queries); `None` when it is neither.
fn resolve(from: &str, reference: &str) -> Option<String> {
    if has_scheme(reference) {
        return Some(match origin(reference) {
            Some(origin) => join(origin, "", &reference[origin.len()..]),
            None => reference.to_owned(),
        });
    }
    if let Some(origin) = origin(from) {
        let folder = if reference.starts_with('/') {
            ""
        } else {
            &from[origin.len()..]
        };
        return Some(join(origin, folder, reference));
    }
    let path = percent_decode(reference)?;
    if path.starts_with('/') || path.contains(['\\', '\0']) {
        return None;
    }
    Some(join("", from, &path))
}

/// Scheme and host of a URL: `https://example.com/`.
fn origin(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find('/')?;
    has_scheme(url).then(|| &url[..=scheme.len() + 3 + end])
}

/// The path that `path` is in the folder of the file `from`, behind a prefix. `..` leads up, beyond the
/// main file's folder too, but not out of a host.
fn join(prefix: &str, from: &str, path: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if !prefix.is_empty() => {}
            part => parts.push(part),
        }
    }
    format!("{prefix}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_in_the_file_they_are_written_in() {
        for (from, reference, expected) in [
            ("api.yml", "./parts/a%20b.yml", "parts/a b.yml"),
            ("parts/a.yml", "../api.yml", "api.yml"),
            ("api.yml", "../x/../y.yml", "../y.yml"),
            ("../x/y.yml", "../../z.yml", "../../z.yml"),
            ("../x/y.yml", "z.yml", "../x/z.yml"),
            ("api.yml", "..%2Fx.yml", "../x.yml"),
            (
                "a/b.yml",
                "https://h.org/x/./y/../z.yml",
                "https://h.org/x/z.yml",
            ),
            (
                "https://h.org/x/y.yml",
                "../../z%20.yml",
                "https://h.org/z%20.yml",
            ),
            ("https://h.org/x/y.yml", "/z.yml", "https://h.org/z.yml"),
            ("https://h.org/x/y.yml", "z.yml", "https://h.org/x/z.yml"),
            ("a.yml", "urn:x", "urn:x"),
        ] {
            assert_eq!(
                resolve(from, reference).as_deref(),
                Some(expected),
                "{reference}"
            );
        }
        for path in ["/etc/passwd", r"..\x.yml", "%2Fetc"] {
            assert_eq!(resolve("api.yml", path), None, "{path}");
        }
    }
}
